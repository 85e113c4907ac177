// The search page. A small index of the site finds names, lists and titles with each keystroke; an engine, Pagefind or that
// of words.js, finds words of the stories a moment later, if the site has its index. Nothing is loaded before the field
// gets the focus. The field is a combobox: arrow keys choose among the results, which are links.
(() => {
  "use strict";
  const [field, said, browse, found] = ["q", "said", "browse", "search"].map((id) => document.getElementById(id));
  if (!field || !said || !browse || !found) return;
  const { root, index, one, other, unnamed } = found.dataset;
  const counted = (words, count) => words.replace("{count}", count.toLocaleString(document.documentElement.lang));
  const PAUSE = 100;  // Milliseconds without a keystroke before the words of the stories are searched.
  const [STEP, TEXTS] = [6, 5];  // Names, titles or quotations, and texts, that appear at a time.
  const [SAID, LONG] = [30, 45];  // Stories whose quotations are searched, and words of a quotation that are shown.
  const OF_STORY = 2;  // Quotations of one story among the first.
  const FEW = 3;  // With fewer stories that have the words which no name has, a name with a typing mistake may be meant.

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Words without accents and case; these letters do not decompose into a letter and an accent.
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const plain = (text) => (/^[\0-\x7f]*$/.test(text) ? text.replaceAll("'", "").toLowerCase()
    : text.normalize("NFD").replace(/[\p{M}'’ʼ]/gu, "").toLowerCase().replace(/[ßæœøłđðþı]/g, (c) => LETTERS[c]));
  // "U.S." is one word.
  const joined = (text) => text.replace(/(?<![\p{L}\p{N}])(?:\p{L}\.){2,}/gu, (each) => each.replaceAll(".", ""));
  const words = (text) => joined(plain(text)).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const spaced = (some) => ` ${some.join(" ")} `;
  // Words that say nothing of what is looked for, and those that ask for quotations.
  const SMALL = new Set("a an and at by for from in is of on or the to was who with".split(" "));
  const SPEECH = new Set("quote quotes quoted said saying says told".split(" "));
  const significant = (some) => some.filter((word) => !SMALL.has(word));
  const TITLES = { dr: "doctor", gen: "general", gov: "governor", lt: "lieutenant", prof: "professor", rep: "representative", sen: "senator" };
  const titled = (some) => some.map((word) => TITLES[word] ?? word);

  const text = (name) => {
    const all = words(name);
    return { name, text: spaced(all), size: significant(all).length };
  };
  const entity = (folder) => ([name, address, count, role, ...others]) => ({
    ...text(name),
    url: `${root}${address.includes("/") ? address : `${folder}/${address}`}/${index}`,
    count,
    role: role ?? unnamed,
    late: role === null ? 2 : 0,
    roleText: role ? spaced(titled(words(role))) : "",
    others: others.map(text),
  });
  const list = ([name, folder, count]) => ({ ...text(name), url: `${root}${folder}${index}`, count });
  const title = ([name, address, date]) => ({ ...text(name), url: `${root}articles/${address}/${index}`, address, date, count: 0 });

  const json = async (name) => {
    const answer = await fetch(name);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };
  // Names are there first; older titles follow, and the search is then repeated.
  const load = async () => {
    const { stories, older = 0, lists = [], ...kinds } = await json("index.json");
    const titles = stories.map(title);
    const by = new Map(titles.map((each) => [each.address, each]));
    const named = Object.entries(kinds).map(([folder, rows]) => [folder, rows.map(entity(folder)), rank, drawn.entity]);
    // Each word for a country with all others for it: the president of Mexico is "Mexican President".
    const same = new Map();
    for (const each of named.flatMap(([, rows]) => rows.filter(({ others }) => others.length > 2))) {
      const own = [each, ...each.others].map((some) => some.text.trim()).filter((some) => !some.includes(" "));
      for (const word of own) same.set(word, own);
    }
    const all = { lists: [...named, ["lists", lists.map(list), rankTitle, drawn.entity], ["stories", titles, rankTitle, drawn.story]], by, same };
    all.whole = Promise.all(Array.from({ length: older }, (_, n) => json(`stories-${older - n}.json`))).then((parts) => {
      for (const each of parts.flat().map(title)) {
        titles.push(each);
        by.set(each.address, each);
      }
      if (older && field.value) search();
    });
    all.whole.catch(() => {});
    return all;
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
    names ??= load();
    engine ??= loadEngine();
    return names;
  };

  const whole = (own, typed) => typed.every((word) => own.includes(` ${word} `));
  const begins = (own, typed) => typed.every((word) => own.includes(` ${word}`));
  const stem = (word) => word.replace(/(?<=.{4})(?:ing|ed|es|s)$/, "");
  const has = (own, word) => own.includes(` ${stem(word)}`);
  const initials = (own, [word, ...more]) => !more.length && word.length > 2 && own.replace(/ (\S)\S*/g, "$1").trim() === word;
  // The word that a role is about: "minister" of "prime minister of Israel".
  const head = (own) => own.replace(/ (?:at|for|from|in|of|on|to|under|with) .*/, " ").trim().replace(/.* /, "");

  // How well a name fits, best first: 0, it is what was typed; 1, it or another of its names has all words, or these
  // initials; 2, the role is what was typed; 3 and 4, words begin as those typed do; 5, some words of the role do. The
  // index has the most famous names first: of equals, its order decides. People not named in full come after.
  const rank = (each, { typed, roles }) => {
    const { late } = each;
    const other = (fits) => each.others.find((some) => fits(some.text, typed));
    const shown = ({ name }) => ({ ...each, role: name });
    if (whole(each.text, typed)) return [(each.size > typed.length ? 1 : 0) + late, each];
    if (initials(each.text, typed)) return [1, each];
    const named = other(whole);
    if (named) return [(named.size > typed.length ? 2 : 1) + late, shown(named)];
    const held = roles.map((some) => some.some((word) => each.roleText.includes(` ${word} `)));
    if (held.every(Boolean) && typed.includes(head(each.roleText))) return [2.4, each];
    if (held.some(Boolean) && typed.every((word, at) => held[at] || each.text.includes(` ${word} `))) {
      return [held.every(Boolean) ? 5 : 1.5, each];
    }
    if (begins(each.text, typed)) return [3 + late, each];
    const near = other(begins);
    if (near) return [4 + late, shown(near)];
    return begins(each.roleText, typed) ? [5, each] : null;
  };
  const rankTitle = (each, { typed }) => {
    if (whole(each.text, typed)) return [each.size > typed.length ? 2.5 : 0.5, each];
    return typed.every((word) => has(each.text, word)) ? [4.5, each] : null;
  };
  const matching = (all, rankOf, query) => all.map((each) => rankOf(each, query)).filter(Boolean).sort(([a], [b]) => a - b);

  // Names with typing mistakes, the closest first; ``more`` mistakes are allowed if nothing else is found, and one word is then enough.
  const mistaken = (all, { typed }, more = 0) => {
    const known = typed.map(() => new Map());
    const off = (word, own, at) => {
      if (word === own || (more === 0 && own.startsWith(word))) return 0;
      if (!forgiven(word)) return Infinity;
      if (!known[at].has(own)) known[at].set(own, distance(word, own, forgiven(word) + more) + (word[0] === own[0] ? 0 : 0.5));
      return known[at].get(own);
    };
    return all.map((each) => {
      const own = each.text.trim().split(" ");
      const offs = typed.map((word, at) => Math.min(...own.map((some) => off(word, some, at))));
      return [(more ? Math.min(...offs) : offs.reduce((sum, some) => sum + some, 0)) + each.late, each];
    }).filter(([sum]) => sum < Infinity).sort(([a], [b]) => a - b);
  };

  // The excerpts are parsed as a separate document, in which nothing runs, and only their words are used.
  const excerpt = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes].map((node) =>
    (node.nodeName === "MARK" ? make("mark", { textContent: node.textContent }) : node.textContent));

  // Whether the first stories have these very words, or words that begin with one: Pagefind finds "putting" for "puttin",
  // where a name may be meant, and "Z." for "zzz".
  const exact = async (texts, typed) => {
    const shown = (await Promise.all(texts.slice(0, TEXTS).map(async (result) => words((await result.data()).excerpt)))).flat();
    return { very: typed.every((word) => shown.includes(word)), some: typed.some((word) => has(spaced(shown), word)) };
  };

  // Which of the typed words neither a story nor a name or title has.
  const missing = async (reader, lists, typed) => {
    if (!reader) return [];
    const known = (word) => lists.some(([, rows]) => rows.some(({ text: own, roleText = "", others = [] }) =>
      has(own, word) || has(roleText, word) || others.some((other) => has(other.text, word))));
    const found = async (word) => {
      const answer = await reader.search(word);
      return (answer.exact ?? await exact(answer.results, [word])).some;
    };
    const all = await Promise.all(typed.map(async (word) => known(word) || found(word)));
    return typed.filter((_, at) => !all[at]);
  };
  const quoted = (some) => new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" })
    .format(some.map((word) => said.dataset.quoted.replace("{word}", word)));

  const storyOf = (result, by) => by.get(result.raw_url.replace(/^\/?articles\/|\/$/g, ""));

  // Pieces of a text between white space, with the words that begin as a typed one does, in any of its forms, marked.
  const hit = (piece, typed) => typed.some((word) => has(spaced(words(piece)), word));
  const marked = (piece, typed) => piece.split(/\s+/).filter(Boolean).flatMap((each) =>
    [hit(each, typed) ? make("mark", { textContent: each }) : each, " "]).slice(0, -1);
  // The words of a long quotation around the first typed one.
  const around = (quotation, typed) => {
    const pieces = quotation.split(/\s+/).filter(Boolean);
    const at = pieces.findIndex((piece) => hit(piece, typed));
    const start = pieces.length > LONG && at > LONG / 2 ? Math.min(at - 10, pieces.length - LONG) : 0;
    const shown = marked(pieces.slice(start, start + LONG).join(" "), typed);
    return [start || /^\p{Ll}/u.test(quotation) ? "…\u00a0" : "", ...shown, start + LONG < pieces.length ? "\u00a0…" : ""];
  };

  // Whole sentences, not parts of one.
  const isWhole = (quotation) => /^[\p{Lu}\d].*[.!?]$/su.test(quotation) && quotation.split(/\s+/).length >= 6;

  // The quotations in these stories of which the words, or the name of who said them, have each typed word. As an array
  // does, it has a length and slices; but it reads no more stories than it must. The first are at most two of each story, whole sentences if there are any.
  const quotations = (results, by, { typed, speech }) => {
    const [rows, further] = [[], []];
    let read = 0;
    const more = async () => {
      const texts = await Promise.all(results.slice(read, read + TEXTS).map((result) => result.data()));
      read += TEXTS;
      for (const each of texts) {
        const story = storyOf(each, by);
        const fits = ([speaker, , own]) => typed.every((word) => has(spaced(words(`${speaker} ${own}`)), word));
        const own = JSON.parse((story && each.meta?.said) || "[]").filter(fits).map((row) => ({ story, typed, row }));
        const first = own.filter(({ row }) => isWhole(row[2])).slice(0, OF_STORY);
        rows.push(...first);
        further.push(...own.filter((row) => !first.includes(row)));
      }
    };
    const last = Math.min(results.length, SAID);
    return {
      get length() { return rows.length + further.length + (rows.length && read < last ? 1 : 0); },
      // The first stories only, unless more are wanted: their texts are shown as well.
      async slice(from, to) {
        while (rows.length < to && read < last && (from || speech || !read)) await more();
        if ((from || !rows.length) && rows.length < to) rows.push(...further.splice(0));
        return rows.slice(from, to);
      },
    };
  };

  let options = 0;
  const small = (className, textContent) => (textContent ? [" ", make("span", { className, textContent })] : []);
  const option = (url, ...inside) => {
    const link = make("a", { href: url, id: `hit-${options += 1}` }, ...inside);
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    const item = make("li", {}, link);
    item.setAttribute("role", "none");
    return item;
  };
  const name = (textContent) => make("span", { className: "name", textContent });
  const drawn = {
    entity: (each) => option(each.url, name(each.name), ...small("role", each.role), ...small("count", counted(each.count === 1 ? one : other, each.count))),
    story: (each, ...more) => option(each.url, name(each.name), ...small("when", each.date), ...more),
    quote: ({ story, typed, row: [speaker, paragraph, quotation] }) => option(`${story.url}#p${paragraph}`,
      make("q", {}, ...around(quotation, typed)), " ",
      make("span", { className: "by" }, make("span", { className: "speaker" }, ...marked(speaker, typed)), ` ${said.dataset.in} `, make("cite", { className: "name", textContent: story.name }), ...small("when", story.date))),
    // None for a deleted story: during a preview, the index of words may be older than the site.
    text: async ({ result, by, typed }) => {
      const story = result.address ? by.get(result.address) : storyOf(await result.data(), by);
      if (!story) return null;
      const passage = make("span", { className: "excerpt" });
      const filled = result.data().then((each) => passage.append(...excerpt(each.excerpt)));
      if (!result.address) await filled;
      // reading.js scrolls to the passage and marks these words in it.
      return drawn.story({ ...story, url: `${story.url}#find=${encodeURIComponent(typed.join(" "))}` },
        " ", passage);
    },
  };

  // The arrow keys choose a result.
  let chosen = null;
  const choose = (next) => {
    chosen?.setAttribute("aria-selected", "false");
    chosen = next ?? null;
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id); else field.removeAttribute("aria-activedescendant");
  };
  const sections = new Map([...found.querySelectorAll(".found")].map((each) => [each.id.replace("found-", ""), each]));
  const results = () => [...found.querySelectorAll("a[role=option]")].filter((each) => each.offsetParent);
  const controls = () => {
    const lists = [...sections.values()].filter((each) => !found.hidden && !each.hidden).map((each) => each.querySelector("ul").id);
    field.setAttribute("aria-expanded", String(lists.length > 0));
    if (lists.length) field.setAttribute("aria-controls", lists.join(" ")); else field.removeAttribute("aria-controls");
  };

  // One search at a time: results of an older one are dropped.
  let turn = 0;
  const show = async (kind, all, draw, step = STEP) => {
    const mine = turn;
    const section = sections.get(kind);
    if (!section) return;  // The search.html of a project may have no place for this kind.
    const own = section.querySelector("ul");
    const more = section.querySelector("button");
    const next = async (from) => {
      const some = await all.slice(from, from + step);
      const to = from + some.length;
      const items = (await Promise.all(some.map((each) => draw(each)))).filter(Boolean);
      if (mine !== turn) return;
      if (!from) {
        if (own.contains(chosen)) choose(null);
        own.replaceChildren();
      }
      own.append(...items);
      more.hidden = all.length <= to;
      more.onclick = () => next(to);
      if (from) items[0]?.querySelector("a").focus();
    };
    section.querySelector(".count").textContent = Array.isArray(all) ? all.length : "";
    await next(0);
    if (mine !== turn) return;
    section.hidden = !own.children.length;
    controls();
  };
  // The best results first: sections by their best result; of equals, the one in more stories.
  const DEFAULT = [...sections.keys()];
  const arrange = (best) => {
    const order = (kind) => best.get(kind) ?? [Infinity, 0];
    const sorted = [...DEFAULT].sort((a, b) => (order(a)[0] - order(b)[0] || order(b)[1] - order(a)[1] || 0));
    const before = [...found.querySelectorAll(".found")];
    if (sorted.some((kind, at) => sections.get(kind) !== before[at])) found.append(...sorted.map((kind) => sections.get(kind)));
  };
  const say = (count) => {
    const { one: single, many, none } = said.dataset;
    said.textContent = count === 1 ? single : count ? counted(many, count) : none;
  };
  const keep = (query) => {
    const url = new URL(location);
    if (query) url.searchParams.set("q", query); else url.searchParams.delete("q");
    url.hash = "";
    history.replaceState(null, "", url);
  };

  const asked = (query, same) => {
    const all = words(query);
    const core = significant(all).filter((word) => !SPEECH.has(word));
    const typed = core.length ? core : all;
    // What the engine searches: as typed, without the words that ask for quotations.
    const rest = query.split(/\s+/).filter((piece) => !core.length || words(piece).some((word) => !SPEECH.has(word))).join(" ");
    return { typed, text: rest, speech: core.length > 0 && all.some((word) => SPEECH.has(word)), roles: titled(typed).map((word) => [word, ...same.get(word) ?? []]) };
  };
  const nothing = new Map();

  const search = async () => {
    const mine = ++turn;
    choose(null);
    const query = field.value.trim();
    const searching = () => { said.textContent = said.dataset.searching ?? ""; };
    if (query) searching();
    const all = await ready().catch(() => null);
    if (mine !== turn) return;
    let wanted = asked(query, all?.same ?? nothing);
    browse.hidden = Boolean(all && wanted.typed.length);
    found.hidden = !browse.hidden;
    said.textContent = all ? "" : said.dataset.failed;
    if (!all) names = null;
    if (found.hidden) {
      if (all) keep("");
      found.removeAttribute("aria-busy");
      controls();
      return;
    }
    engine.then((each) => each?.preload?.(wanted.text));
    found.setAttribute("aria-busy", "true");
    const fill = (lists) => {
      const best = new Map(lists.flatMap(([kind, some]) => (some.length ? [[kind, [some[0][0], some[0][1].count]]] : [])));
      if (wanted.speech) best.set("quotes", [-1, 0]);
      arrange(best);
      for (const [kind, some, draw] of lists) show(kind, some.map(([, each]) => each), draw);
      return lists.reduce((sum, [, some]) => sum + some.length, 0);
    };
    const every = (of) => all.lists.map(([kind, rows, rankOf, draw]) => [kind, of(rows, rankOf), draw]);
    const similar = (more) => fill(every((rows, rankOf) => (rankOf === rank ? mistaken(rows, wanted, more) : [])));
    let count = fill(every((rows, rankOf) => matching(rows, rankOf, wanted)));
    // Several words that are all like those of a name mean it, unless stories have these very words.
    const early = !count && wanted.typed.length > 1 && similar(0);
    if (count) say(count); else searching();
    await new Promise((later) => { setTimeout(later, PAUSE); });
    if (mine !== turn) return;
    keep(query);
    const reader = query.length > 1 ? await engine : null;
    const answer = await reader?.search(wanted.text);
    let texts = answer?.results ?? [];
    await all.whole.catch(() => {});
    let [lost, rest] = [[], ""];
    if (!count) {
      const { very, some } = answer?.exact ?? await exact(texts, wanted.typed);
      if (mine !== turn) return;
      if (!some) texts = [];
      if (texts.length < FEW || !very) count = similar(0);
      else if (early) fill(every(() => []));
      lost = very ? [] : await missing(reader, all.lists, wanted.typed);
      if (mine !== turn) return;
      if (lost.length) {
        texts = [];
        rest = count ? "" : wanted.typed.filter((word) => !lost.includes(word)).join(" ");
      }
      if (rest) {
        wanted = { ...asked(rest, all.same), speech: wanted.speech };
        count = fill(every((rows, rankOf) => matching(rows, rankOf, wanted)));
        texts = (await reader.search(rest)).results;
      }
    }
    if (mine !== turn) return;
    const total = count + texts.length;
    const close = total ? 0 : similar(1);
    const lacks = (words) => words?.replace("{missing}", quoted(lost)).replace("{found}", said.dataset.quoted.replace("{word}", rest));
    const told = lost.length ? lacks(rest && total ? said.dataset.missing : count || close ? said.dataset.similar : "") : "";
    if (told || close) said.textContent = told || (said.dataset.close ?? said.dataset.none); else say(total);
    browse.hidden = total > 0;
    await Promise.all([
      show("quotes", quotations(texts, all.by, wanted), drawn.quote),
      show("texts", texts.map((result) => ({ result, by: all.by, typed: wanted.typed })), drawn.text, TEXTS),
    ]);
    if (mine === turn) found.removeAttribute("aria-busy");
  };

  // A key without another one must be possible to turn off, for those who speak to their computer (WCAG 2.1.4); site.js obeys.
  const slash = document.getElementById("slash");
  const switchable = (element) => {
    const button = element.querySelector("button");
    const off = () => { try { return localStorage.getItem("slash") === "off"; } catch { return false; } };
    const label = () => { button.textContent = off() ? button.dataset.on : button.dataset.off; };
    button.addEventListener("click", () => {
      try { localStorage.setItem("slash", off() ? "on" : "off"); } catch { /* a private window */ }
      label();
    });
    label();
    element.hidden = false;
  };
  if (location.protocol === "file:") {
    said.textContent = said.dataset.file;
    return;
  }
  if (slash && matchMedia("(hover: hover)").matches) switchable(slash);
  for (const [kind, section] of sections) {
    const [heading, own] = [section.querySelector("h2"), section.querySelector("ul")];
    [heading.id, own.id] = [`head-${kind}`, `list-${kind}`];
    own.setAttribute("role", "listbox");
    own.setAttribute("aria-labelledby", heading.id);
  }
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("focus", () => { ready().catch(() => { names = null; }); });
  field.addEventListener("input", search);
  const keys = {
    ArrowDown: (all, at) => choose(all[at + 1]),
    ArrowUp: (all, at) => choose(at < 0 ? all.at(-1) : all[at - 1]),
    Enter: () => chosen?.click(),
    Escape: () => {
      if (field.value) {
        field.value = "";
        search();
      } else if (document.referrer.startsWith(new URL(root || "./", location.href).href) && history.length > 1) history.back();
      else field.blur();
    },
  };
  field.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.isComposing || (event.key === "Enter" && !chosen)) return;
    event.preventDefault();
    const all = results();
    keys[event.key](all, all.indexOf(chosen));
  });
  field.form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  field.value = new URL(location).searchParams.get("q") ?? "";
  if (field.value) search();
  else if (document.activeElement === field) ready().catch(() => { names = null; });
})();
