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
  const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const spaced = (text) => ` ${words(text).join(" ")}`;

  const entity = (folder) => ([name, address, count, role, ...others]) =>
    ({ name, url: `${root}${folder}/${address}/${index}`, count, role, text: spaced(name), others: others.map((other) => ({ name: other, text: spaced(other) })) });
  const title = ([name, address, date]) =>
    ({ name, url: `${root}articles/${address}/${index}`, address, date, count: 0, text: spaced(name), others: [] });

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

  // Best first: the name begins with the query; each word of the query begins a word of the name, or of another name,
  // which is then shown as well.
  const rank = (each, typed, whole) => {
    const has = (text) => typed.every((word) => text.includes(` ${word}`));
    if (each.text.startsWith(whole)) return [0, each];
    if (has(each.text)) return [1, each];
    const other = each.others.find(({ text }) => has(text));
    return other ? [2, { ...each, role: other.name }] : null;
  };
  const matching = (all, typed) => {
    const whole = ` ${typed.join(" ")}`;
    const ranked = all.map((each) => rank(each, typed, whole)).filter(Boolean);
    return ranked.sort(([a, one], [b, two]) => a - b || two.count - one.count).map(([, each]) => each);
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
    text: async ({ result, by }) => {
      const text = await result.data();
      const each = storyOf(text, by);
      if (!each) return null;
      const item = drawn.story(each);
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
    for (const [kind, list, draw] of all.lists) {
      const some = matching(list, typed);
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
    show("quotes", quotations(results, all.by, typed), drawn.quote);
    show("texts", results.map((result) => ({ result, by: all.by })), drawn.text, TEXTS);
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
