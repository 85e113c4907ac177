// The search page. A small index of the site finds names and titles with each keystroke; an engine, Pagefind or that of
// words.js, finds words of the stories a moment later, if the site has its index. Nothing is loaded before the field gets the focus.
(() => {
  "use strict";
  const field = document.getElementById("q");
  const said = document.getElementById("said");
  const browse = document.getElementById("browse");
  const found = document.getElementById("search");
  if (!field || !said || !browse || !found) return;
  const { root, index, one, other } = found.dataset;
  const counted = (words, count) => words.replace("{count}", count.toLocaleString(document.documentElement.lang));
  const PAUSE = 200;  // Milliseconds without a keystroke before the words of the stories are searched.
  const [STEP, TEXTS] = [6, 10];  // Names, titles or quotations, and texts, that appear at a time.
  const [SAID, LONG] = [30, 45];  // Stories whose quotations are searched, and words of a quotation that are shown.

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Words without accents and case; these letters do not decompose into a letter and an accent.
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const plain = (text) => text.normalize("NFD").replace(/[\p{M}'’ʼ]/gu, "").toLowerCase().replace(/[ßæœøłđðþı]/g, (c) => LETTERS[c]);
  // "U.S." is one word.
  const joined = (text) => text.replace(/(?<![\p{L}\p{N}])(?:\p{L}\.){2,}/gu, (each) => each.replaceAll(".", ""));
  const words = (text) => joined(plain(text)).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const spaced = (text) => ` ${words(text).join(" ")}`;

  const entity = (folder) => ([name, address, count, role, ...others]) =>
    ({ name, url: `${root}${folder}/${address}/${index}`, count, role, text: spaced(name), roleText: spaced(role), others: others.map((other) => ({ name: other, text: spaced(other) })) });
  const title = ([name, address, date]) =>
    ({ name, url: `${root}articles/${address}/${index}`, address, date, count: 0, text: spaced(name), roleText: "", others: [] });

  const json = async (name) => {
    const answer = await fetch(name);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };
  const load = async () => {
    const { stories, older = 0, ...kinds } = await json("index.json");
    const others = await Promise.all(Array.from({ length: older }, (_, n) => json(`stories-${older - n}.json`)));
    const titles = [stories, ...others].flat().map(title);
    const by = new Map(titles.map((each) => [each.address, each]));
    const named = Object.entries(kinds).map(([folder, rows]) => [folder, rows.map(entity(folder)), drawn.entity]);
    return { lists: [...named, ["stories", titles, drawn.story]], by };
  };
  // Without an index of words, only names and titles are found.
  const loadEngine = async () => {
    try {
      const engine = await import(new URL(found.dataset.engine ?? "pagefind/pagefind.js", location.href.replace(/[?#].*/, "")).href);
      await engine.init();
      return engine;
    } catch { return null; }
  };
  let names = null;
  let engine = null;
  const ready = () => {
    engine ??= loadEngine();
    return (names ??= load());
  };

  // How well a name fits, best first: 0, its words are those typed; 1, those of another name, which is then shown as well,
  // or its initials; 2 and 3, they begin as those typed do; 4, the role has the words. The index has the most famous
  // names first, and those whom no story names in full last: of equals, its order decides.
  const whole = (text, typed) => typed.every((word) => `${text} `.includes(` ${word} `));
  const begins = (text, typed) => typed.every((word) => text.includes(` ${word}`));
  const initials = (text, [word, ...more]) => !more.length && word.length > 2 && text.replace(/ (\S)\S*/g, "$1") === word;
  const rank = (each, typed) => {
    const other = (fits) => each.others.find(({ text }) => fits(text, typed));
    if (whole(each.text, typed)) return [0, each];
    if (initials(each.text, typed)) return [1, each];
    const named = other(whole);
    if (named) return [1, { ...each, role: named.name }];
    if (begins(each.text, typed)) return [2, each];
    const near = other(begins);
    if (near) return [3, { ...each, role: near.name }];
    return begins(each.roleText, typed) ? [4, each] : null;
  };
  // Whether a word is the other but for as many letters added, left out, changed or swapped.
  const alike = (one, two, most) => {
    if (Math.abs(one.length - two.length) > most) return false;
    let [before, row] = [[], Array.from({ length: two.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= two.length; j += 1) {
        const same = one[i - 1] === two[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return false;
      [before, row] = [row, next];
    }
    return row[two.length] <= most;
  };
  const mistaken = ({ text }, typed) => typed.every((word) => word.length > 3
    && text.split(" ").some((each) => alike(each, word, word.length > 7 ? 2 : 1)));
  const matching = (all, typed) => {
    const ranked = all.map((each) => rank(each, typed)).filter(Boolean);
    return ranked.sort(([a], [b]) => a - b).map(([, each]) => each);
  };

  // The excerpts are parsed as a separate document, in which nothing runs, and only their words are used.
  const excerpt = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes].map((node) =>
    (node.nodeName === "MARK" ? make("mark", { textContent: node.textContent }) : node.textContent));

  const storyOf = (text, by) => by.get(text.raw_url.replace(/^\/?articles\/|\/$/g, ""));

  // Pieces of a text between white space, with the words that begin as a typed one does, in any of its forms, marked.
  const stem = (word) => word.replace(/(?<=.{4})(?:ing|ed|es|s)$/, "");
  const has = (text, word) => text.includes(` ${stem(word)}`);
  const marked = (text, typed) => text.split(/\s+/).filter(Boolean).flatMap((piece) =>
    [typed.some((word) => has(spaced(piece), word)) ? make("mark", { textContent: piece }) : piece, " "]).slice(0, -1);
  // The words of a long quotation around the first typed one.
  const around = (text, typed) => {
    const pieces = text.split(/\s+/).filter(Boolean);
    const hit = pieces.findIndex((piece) => typed.some((word) => has(spaced(piece), word)));
    const start = pieces.length > LONG && hit > LONG / 2 ? Math.min(hit - 10, pieces.length - LONG) : 0;
    const shown = marked(pieces.slice(start, start + LONG).join(" "), typed);
    return [start ? "…\u00a0" : "", ...shown, start + LONG < pieces.length ? "\u00a0…" : ""];
  };

  // The quotations in these stories of which the words, or the name of who said them, have each typed word. As an array
  // does, it has a length and slices; but it reads no more stories than it must.
  const quotations = (results, by, typed) => {
    const rows = [];
    let read = 0;
    const more = async () => {
      const texts = await Promise.all(results.slice(read, read + TEXTS).map((result) => result.data()));
      read += TEXTS;
      for (const text of texts) {
        const story = storyOf(text, by);
        for (const row of JSON.parse((story && text.meta?.said) || "[]")) {
          const own = spaced(`${row[0]} ${row[2]}`);
          if (typed.every((word) => has(own, word))) rows.push({ story, typed, row });
        }
      }
    };
    return {
      get length() { return rows.length; },
      async slice(from, to) {
        while (rows.length <= to && read < Math.min(results.length, SAID)) await more();
        return rows.slice(from, to);
      },
    };
  };

  const small = (className, textContent) => (textContent ? [" ", make("span", { className, textContent })] : []);
  const drawn = {
    entity: (each) => make("li", {}, make("a", { href: each.url, textContent: each.name }), ...small("role", each.role),
      ...small("count", counted(each.count === 1 ? one : other, each.count))),
    story: (each) => make("li", {}, make("a", { href: each.url, textContent: each.name }), ...small("when", each.date)),
    quote: ({ story, typed, row: [speaker, paragraph, text] }) => make("li", {}, make("blockquote", {}, make("p", {}, ...around(text, typed))),
      make("p", { className: "by" }, make("span", { className: "speaker" }, ...marked(speaker, typed)), " ",
        make("a", { href: `${story.url}#p${paragraph}`, textContent: story.name }), ...small("when", story.date))),
    // None for a deleted story: during a preview, the index of words may be older than the site.
    text: async ({ result, by, typed }) => {
      const text = await result.data();
      const each = storyOf(text, by);
      if (!each) return null;
      // site.js scrolls to the passage and marks these words in it.
      const item = drawn.story({ ...each, url: `${each.url}#find=${encodeURIComponent(typed.join(" "))}` });
      item.append(make("p", {}, ...excerpt(text.excerpt)));
      return item;
    },
  };

  // One search at a time: results of an older one are dropped.
  let turn = 0;
  const show = async (kind, all, draw, step = STEP) => {
    const mine = turn;
    const section = document.getElementById(`found-${kind}`);
    if (!section) return;  // The search.html of a project may have no place for this kind.
    const list = section.querySelector("ul");
    const more = section.querySelector("button");
    const next = async (from) => {
      const to = from + step;
      const items = (await Promise.all((await all.slice(from, to)).map(draw))).filter(Boolean);
      if (mine !== turn) return;
      if (!from) list.replaceChildren();
      list.append(...items);
      more.hidden = all.length <= to;
      more.onclick = () => next(to);
      if (from) items[0]?.querySelector("a").focus();
    };
    section.querySelector(".count").textContent = Array.isArray(all) ? all.length : "";
    await next(0);
    if (mine === turn) section.hidden = !all.length;
  };
  const say = (count) => {
    const { one: single, many, none } = said.dataset;
    said.textContent = count === 1 ? single : count ? counted(many, count) : none;
  };
  const keep = (query) => {
    const url = new URL(location);
    if (query) url.searchParams.set("q", query); else url.searchParams.delete("q");
    history.replaceState(null, "", url);
  };

  const search = async () => {
    const mine = ++turn;
    const query = field.value.trim();
    const typed = words(query);
    const all = await ready().catch(() => null);
    if (mine !== turn) return;
    browse.hidden = Boolean(all && typed.length);
    found.hidden = !browse.hidden;
    said.textContent = all ? "" : said.dataset.failed;
    if (!all) names = null;
    if (found.hidden) {
      if (all) keep("");
      return;
    }
    let count = 0;
    const named = all.lists.map(([, list]) => matching(list, typed));
    const none = named.every((some) => !some.length);
    for (const [at, [kind, list, draw]] of all.lists.entries()) {
      const some = none ? list.filter((each) => mistaken(each, typed)) : named[at];
      count += some.length;
      show(kind, some, draw);
    }
    if (count) say(count);
    await new Promise((later) => { setTimeout(later, PAUSE); });
    if (mine !== turn) return;
    keep(query);
    const hits = query.length > 1 ? await (await engine)?.search(query) : null;
    if (mine !== turn) return;
    const results = hits?.results ?? [];
    say(count + results.length);
    browse.hidden = count + results.length > 0;
    show("quotes", quotations(results, all.by, typed), drawn.quote);
    show("texts", results.map((result) => ({ result, by: all.by, typed })), drawn.text, TEXTS);
  };

  if (location.protocol === "file:") {
    said.textContent = said.dataset.file;
    return;
  }
  field.addEventListener("focus", () => { ready().catch(() => { names = null; }); });
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    field.value = "";
    search();
  });
  field.form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  field.value = new URL(location).searchParams.get("q") ?? "";
  if (field.value) search();
})();
