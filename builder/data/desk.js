// The desk, and corrections in place on every page of the preview. Sent by `dateline serve`; not part of the site.
(() => {
  "use strict";
  const setup = JSON.parse(document.currentScript.dataset.setup);
  const BASE = "/-/desk/";
  const say = (key, values = {}) => {
    const forms = setup.words["desk." + key];
    const words = forms[forms.length > 1 && values.count === 1 ? 0 : forms.length - 1];
    return words.replace(/\{(\w+)\}/g, (gap, name) => values[name]?.toLocaleString() ?? gap);
  };
  const make = (tag, properties, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties ?? {})) {
      if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
      else element[name] = value;
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  };
  // A failure in our own words; "plain" if it is no reason why something was not saved.
  const failure = (message, plain = false, reload = false) => Object.assign(new Error(message), { plain, reload });
  const reply = async (path, options) => {
    let response;
    try { response = await fetch(BASE + path, options); } catch { throw failure(say("stopped"), true, true); }
    let said = {};
    try { said = await response.json(); } catch { /* no reason is given */ }
    if (response.ok) return said;
    if (options && response.status === 403) throw failure(say("restarted"), true, true);
    throw failure([said.problem ?? say("broken"), said.hint].filter(Boolean).join("; "), !options);
  };
  const get = (path) => reply(path);
  const post = (path, body) => reply(path, {
    method: "POST", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-Dateline-Token": setup.token },
  });
  const explain = (place, error, key = "failed") => {
    place.hidden = !error;
    place.replaceChildren(...(error ? [error.plain ? error.message : say(key, { problem: error.message })] : []));
    if (!error?.reload) return;
    const again = make("button", { type: "button", textContent: say("reload") });
    again.addEventListener("click", () => location.reload());
    place.append(" ", again);
  };

  // A field for a name, with the people and countries of the site that it may be.
  let fields = 0;
  const nameField = (label, chosen, kinds = () => "", fresh = true) => {
    const id = `offers-${++fields}`;
    const field = make("input", { type: "text", autocomplete: "off", spellcheck: false, role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" });
    const offers = make("ul", { id, className: "offers", role: "listbox", "aria-label": label, hidden: true });
    let at = 0;
    let shown = [];
    let asked = 0;
    const select = (place) => {
      at = (place + shown.length) % Math.max(1, shown.length);
      [...offers.children].forEach((each, number) => each.setAttribute("aria-selected", String(number === at)));
      if (shown.length) field.setAttribute("aria-activedescendant", `${id}-${at}`);
    };
    const list = async () => {
      const typed = field.value.trim().replace(/\s+/g, " ");
      const mine = ++asked;
      let found = [];
      try { found = typed ? (await get("names?q=" + encodeURIComponent(typed))).names : []; } catch { /* shown by the next request */ }
      if (mine !== asked) return;
      found = found.filter((each) => each.ref.startsWith(kinds()));
      const same = found.findIndex((each) => each.name.toLowerCase() === typed.toLowerCase());
      shown = found.map((each) => ({ ref: each.ref, name: each.name, words: [each.name, each.stories ? say("stories", { count: each.stories }) : "", each.role].filter(Boolean).join(" · ") }));
      if (typed && fresh) shown.push({ name: typed, words: say("name_new", { name: typed }) });
      offers.replaceChildren(...shown.map((each, number) => {
        const option = make("li", { id: `${id}-${number}`, role: "option", textContent: each.words });
        option.addEventListener("pointerdown", (event) => { event.preventDefault(); chosen(each); });
        return option;
      }));
      offers.hidden = !shown.length;
      field.setAttribute("aria-expanded", String(shown.length > 0));
      select(Math.max(0, same));
    };
    field.addEventListener("input", list);
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); select(at + (event.key === "ArrowDown" ? 1 : -1)); }
      else if (event.key === "Enter") {
        event.preventDefault();
        const typed = field.value.trim().replace(/\s+/g, " ");
        if (typed) chosen(shown[at] && !offers.hidden ? shown[at] : { name: typed });
      } else if (event.key === "Escape") { event.preventDefault(); chosen(null); }
    });
    return { field, list, parts: [make("label", { className: "named" }, make("span", { textContent: label }), field), offers] };
  };

  if (document.body.classList.contains("desk")) desk();
  else if (setup.token) corrections();

  function desk() {
    try { const theme = localStorage.getItem("theme"); if (theme && theme !== "auto") document.documentElement.dataset.theme = theme; } catch { /* a private window */ }
    const main = document.getElementById("main");
    const status = make("p", { className: "status", role: "status" });
    const problem = make("p", { className: "problem", role: "alert", hidden: true });
    const filter = make("input", { type: "search" });
    filter.value = new URLSearchParams(location.search).get("q") ?? "";
    const kind = make("select", {});
    const bulk = make("span", { className: "bar", hidden: true });
    const broken = make("p", { className: "problem", role: "status", hidden: true });
    const place = make("div", {});
    const actions = make("div", { className: "actions" });
    main.append(
      status,
      make("details", { className: "filters", open: Boolean(filter.value) }, make("summary", { textContent: say("filters") }), make("div", { className: "bar", role: "search" },
        make("label", {}, make("span", { textContent: say("filter") }), filter),
        make("label", {}, make("span", { textContent: say("kind") }), kind), bulk)),
      broken, problem, place, actions);
    if (!setup.token) main.insertBefore(make("p", { className: "fine", textContent: say("read_only") }), problem);

    let questions = [];
    let undo = 0;
    let last = { answer: "", meaning: "" };
    let refused = null;
    let left = 0;
    let toConfirm = 0;
    let wanted = "";
    let naming = false;
    let began = performance.now();
    const skipped = new Set();
    const answered = new Set();
    const times = [];
    const kindWords = (name) => say("kind_" + name.replaceAll("-", "_"));
    const fits = (question) => {
      const typed = filter.value.trim().toLowerCase();
      const texts = [question.subject, question.message, ...question.candidates.map((each) => each.name), ...question.files, ...question.sentences.map((each) => each.title)];
      return (!kind.value || question.kind === kind.value) && (!typed || texts.some((text) => text.toLowerCase().includes(typed)));
    };
    const waiting = () => questions.filter((question) => !answered.has(question.id) && fits(question));
    const current = () => {
      const some = waiting();
      return some.find((each) => each.id === wanted) ?? some.find((each) => !skipped.has(each.id)) ?? some[0];
    };
    const fail = (error, key) => explain(problem, error, key);
    const remember = (state) => { undo = state.undo; last = state.last; };

    const sentences = (some) => make("ul", { className: "sentences" }, ...some.map((each) => make("li", {},
      each.before, make("mark", { textContent: each.words }), each.after,
      make("span", { className: "role" }, make("a", { href: "/" + each.url, textContent: each.title }), each.date ? make("span", { className: "day", textContent: ` · ${each.date.slice(0, 10)}` }) : ""))));
    const keyed = (key, words, act, enabled = true) => {
      const button = make("button", { type: "button", disabled: !enabled || !setup.token }, make("kbd", { textContent: key }), words);
      button.addEventListener("click", act);
      return button;
    };
    const changes = (answer) => make("p", { className: "count", textContent: answer.pages
      ? say("changes", { pages: say("pages", { count: answer.pages }), links: say("links", { count: answer.links }), stories: say("stories", { count: answer.stories }) }) : say("changes_nothing") });
    const known = (candidate) => [
      make("p", { className: "role", textContent: [candidate.roles.join(", "), candidate.places.join(", "), candidate.years, candidate.stories ? say("stories", { count: candidate.stories }) : ""].filter(Boolean).join(" · ") }),
      candidate.with.length ? make("p", { className: "role", textContent: say("with", { names: candidate.with.join(", ") }) }) : null,
      sentences(candidate.sentences)];
    const choice = (question, answer, number) => {
      const candidate = question.candidates.find((each) => each.ref === answer.ref);
      return make("li", {}, keyed(String(number + 1), answer.meaning, () => settle({ answer: number })), changes(answer),
        ...(candidate ? known(candidate) : []),
        answer.lines ? make("details", {}, make("summary", { textContent: say("writes") }), make("pre", { textContent: answer.lines, tabIndex: 0 })) : null);
    };
    const show = () => {
      const some = waiting();
      const question = current();
      const open = some.filter((each) => each.kind !== "joined").length;
      const more = Math.max(0, left - questions.length);
      const joined = some.length - open + Math.min(more, toConfirm - questions.filter((each) => each.kind === "joined").length);
      const each = times.length ? times.slice(-15).reduce((sum, time) => sum + time, 0) / Math.min(15, times.length) : 6000;
      const count = some.length + more;
      const filtered = Boolean(kind.value || filter.value.trim());
      const what = [count > joined ? say("left", { count: count - joined }) : "", joined ? say("left_joined", { count: joined }) : ""].filter(Boolean).join(" · ");
      status.textContent = count ? `${what}; ${say("minutes", { count: Math.max(1, Math.round(count * each / 60000)) })}` : say(filtered ? "none_match" : "none_left");
      document.body.dataset.left = count;
      document.body.dataset.open = open;
      document.body.dataset.question = question?.id ?? "";
      naming = false;
      if (!question) {
        place.replaceChildren(make("p", {}, filtered ? "" : make("a", { href: "/", textContent: say("to_the_site") })));
        return buttons(null);
      }
      const about = question.answers.map((answer) => answer.ref);
      const beside = question.candidates.filter((candidate) => !about.includes(candidate.ref));
      place.replaceChildren(make("section", { className: "question", "aria-labelledby": "asked" },
        make("p", { className: "kicker", textContent: kindWords(question.kind) }),
        make("h2", { id: "asked", tabIndex: -1, textContent: question.message }),
        question.sentences.length ? sentences(question.sentences) : null,
        make("ol", { className: "choices" }, ...question.answers.map((answer, number) => choice(question, answer, number))),
        beside.length ? make("ul", { className: "choices" }, ...beside.map((candidate) => make("li", {}, make("h3", {}, candidate.url ? make("a", { href: "/" + candidate.url, textContent: candidate.name }) : candidate.name), ...known(candidate)))) : null,
        make("details", {}, make("summary", { textContent: say("pages_that_change") }), make("ul", {}, ...question.list.map(([title, url]) => make("li", {}, make("a", { href: "/" + url, textContent: title })))))));
      buttons(question);
    };
    const buttons = (question) => actions.replaceChildren(
      ...(question ? [
        question.name ? keyed("n", say("new_person"), name) : null,
        question.nobody ? keyed("x", say(question.kind === "ambiguous-country" ? "no_country" : "nobody"), () => settle({ nobody: true })) : null,
        question.different ? keyed("d", say("different"), () => settle({ different: true })) : null,
        keyed("s", say("skip"), skip)].filter(Boolean) : []),
      keyed("u", undo ? say("undo_this", { name: last.meaning }) : say("undo"), takeBack, undo > 0 && last.answer !== refused), make("span", { className: "keys" }, keyed("?", say("help"), help)));
    const kinds = () => {
      const some = [...new Set(questions.map((each) => each.kind))];
      const before = kind.value;
      kind.replaceChildren(make("option", { value: "", textContent: say("all_kinds") }), ...some.map((name) => make("option", { value: name, textContent: kindWords(name) })));
      kind.value = some.includes(before) ? before : "";
      const most = Math.max(0, ...questions.filter((each) => each.kind === "joined").map((each) => each.certainty));
      bulk.hidden = !waiting().some((each) => each.kind === "joined") || !setup.token;
      if (bulk.hidden) return;
      const least = make("select", { "aria-label": say("evidence") }, ...Array.from({ length: most + 1 }, (_, number) => make("option", { value: number, textContent: number })));
      least.value = Math.min(most, Number(bulk.dataset.least ?? 2));
      const confirm = make("button", { type: "button" });
      const chosen = () => waiting().filter((each) => each.kind === "joined" && each.certainty >= Number(least.value));
      const count = () => { bulk.dataset.least = least.value; confirm.textContent = say("confirm_all", { count: chosen().length }); confirm.disabled = !chosen().length; };
      least.addEventListener("change", count);
      confirm.addEventListener("click", () => send(chosen(), { answer: 0 }));
      bulk.replaceChildren(confirm, make("span", { textContent: say("evidence") }), least);
      count();
    };

    // Answers are sent one after the other; the next question is shown at once.
    let sending = Promise.resolve();
    const send = (some, answer) => {
      if (!some.length || !setup.token) return;
      fail(null);
      for (const each of some) answered.add(each.id);
      wanted = "";
      times.push(Math.min(60000, performance.now() - began));
      began = performance.now();
      show();
      document.getElementById("asked")?.scrollIntoView({ block: "nearest" });
      sending = sending.then(async () => {
        try { remember(await post("answer", { questions: some.map((each) => each.id), ...answer })); if (!naming) buttons(current()); kinds(); }
        catch (error) { for (const each of some) answered.delete(each.id); wanted = some[0].id; show(); await load(); fail(error); }
      });
    };
    const settle = (answer) => { const question = current(); if (question) send([question], answer); };
    const skip = () => {
      const question = current();
      if (!question) return;
      // After all were skipped, the first one comes again.
      skipped.add(question.id);
      if (waiting().every((each) => skipped.has(each.id))) { skipped.clear(); skipped.add(question.id); }
      wanted = "";
      show();
    };
    const takeBack = () => {
      if (!setup.token) return;
      // An answer that is still being sent can be undone too.
      sending = sending.then(async () => {
        if (!undo || last.answer === refused) return;
        fail(null);
        try {
          const said = await post("undo", { answer: last.answer });
          remember(said);
          for (const id of said.questions) { answered.delete(id); wanted = id; }
          await load();
          status.textContent = say("undone", { name: said.undone });
        } catch (error) { refused = last.answer; await load(); fail(error, "undo_failed"); }
      });
    };
    const name = () => {
      const question = current();
      if (!question?.name || naming || !setup.token) return;
      naming = true;
      const { field, parts } = nameField(say("name"), (chosen) => {
        if (!chosen) return show();
        settle(chosen.ref ? { ref: chosen.ref } : { name: chosen.name });
      }, () => "person:");
      actions.replaceChildren(make("div", {}, ...parts), keyed("Esc", say("close"), show));
      field.focus();
    };
    const help = () => {
      const keys = [["1–9", "key_candidates"], ["n", "new_person"], ["x", "nobody"], ["d", "different"], ["s", "skip"], ["u", "undo"], ["?", "help"]];
      const box = make("dialog", { "aria-labelledby": "keys" }, make("h2", { id: "keys", textContent: say("help") }), make("p", { className: "fine", textContent: say("intro") }),
        make("dl", { className: "keys" }, ...keys.flatMap(([key, words]) => [make("dt", {}, make("kbd", { textContent: key })), make("dd", { textContent: say(words) })])));
      const close = make("button", { type: "button", textContent: say("close") });
      close.addEventListener("click", () => box.close());
      box.append(close);
      box.addEventListener("close", () => box.remove());
      box.addEventListener("keydown", (event) => { if (event.key === "?") box.close(); });
      main.append(box);
      box.showModal();
    };
    const load = async () => {
      try {
        const state = await get("questions");
        const before = current()?.id ?? "";
        questions = state.questions;
        left = state.left;
        toConfirm = state.joined;
        remember(state);
        document.body.dataset.turn = state.turn;
        for (const id of [...answered]) if (!questions.some((each) => each.id === id)) answered.delete(id);
        if (!wanted && questions.some((each) => each.id === before)) wanted = before;
        kinds();
        if (naming) return;
        if (document.body.dataset.question !== (current()?.id ?? "") || !before) show();
        else { buttons(current()); const scroll = scrollY; show(); scrollTo(0, scroll); }
      } catch (error) { fail(error); }
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) return;
      const question = current();
      if (/^[1-9]$/.test(event.key) && question?.answers[event.key - 1]) settle({ answer: event.key - 1 });
      else if (event.key === "n") { event.preventDefault(); name(); }
      else if (event.key === "x" && question?.nobody) settle({ nobody: true });
      else if (event.key === "d" && question?.different) settle({ different: true });
      else if (event.key === "s") skip();
      else if (event.key === "u") takeBack();
      else if (event.key === "?") help();
    });
    filter.addEventListener("input", () => { wanted = ""; show(); kinds(); });
    kind.addEventListener("change", () => { wanted = ""; show(); kinds(); });
    const events = new EventSource("/.dateline/events");
    let seen = "";
    events.onmessage = (event) => {
      const state = JSON.parse(event.data);
      document.body.dataset.built = state.desk;
      // Another tab may have answered.
      const now = `${state.desk} ${state.answers}`;
      if (now !== seen) { seen = now; sending = sending.then(load); }
      explain(broken, state.problems.length ? failure(`${state.problems[0].place}: ${state.problems[0].message}`, true) : null);
    };
  }

  function corrections() {
    document.head.append(make("link", { rel: "stylesheet", href: BASE + "desk.css" }));
    const page = decodeURIComponent(location.pathname).replace(/^\//, "");
    const reading = document.querySelector("article.reading");
    const button = make("button", { type: "button", className: "correct-button", hidden: true });
    document.body.append(button);
    let target = null;
    const place = (box, above) => {
      button.hidden = false;
      button.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - button.offsetWidth - 8)) + scrollX}px`;
      // Over a link, as its card opens below.
      button.style.top = `${scrollY + (above && box.top > button.offsetHeight + 6 ? box.top - button.offsetHeight - 6 : box.bottom + 6)}px`;
    };
    const blockOf = (node) => {
      const element = node.nodeType === 1 ? node : node.parentElement;
      const block = element?.closest(".body [id^=p], .sidenote, header.head h1, header.head .standfirst");
      if (!block || !reading?.contains(block)) return null;
      const name = block.id || block.dataset.note;
      return { block, number: name ? Number(name.slice(1)) : block.tagName === "H1" ? -1 : 0 };
    };
    const wordBefore = /[\p{L}\p{N}_]$/u;
    const wordAfter = /^[\p{L}\p{N}_]/u;
    // The words of a range, without the numbers of footnotes.
    const words = (range) => {
      const part = range.cloneContents();
      for (const reference of part.querySelectorAll(".ref")) reference.remove();
      return part.textContent;
    };
    // Which of the places of these words in their paragraph a range is.
    const nthOf = (block, range, text) => {
      const head = document.createRange();
      head.selectNodeContents(block);
      const whole = words(head);
      head.setEnd(range.startContainer, range.startOffset);
      return countOf(whole, text, words(head).length);
    };
    const countOf = (whole, text, start) => {
      let count = 0;
      for (let at = whole.indexOf(text); at >= 0 && at < start; at = whole.indexOf(text, at + text.length))
        if (!wordBefore.test(whole.slice(0, at)) && !wordAfter.test(whole.slice(at + text.length))) count++;
      return count;
    };
    // A finger rarely marks whole words.
    const grown = (marked) => {
      const range = marked.cloneRange();
      const { startContainer: first, endContainer: last } = range;
      if (first.nodeType === 3) while (range.startOffset && wordAfter.test(first.data.slice(range.startOffset)) && wordBefore.test(first.data.slice(0, range.startOffset))) range.setStart(first, range.startOffset - 1);
      if (last.nodeType === 3) while (range.endOffset < last.length && wordBefore.test(last.data.slice(0, range.endOffset)) && wordAfter.test(last.data.slice(range.endOffset))) range.setEnd(last, range.endOffset + 1);
      return range;
    };
    const spot = (marked) => {
      const range = grown(marked);
      const text = words(range).trim();
      const found = text && blockOf(range.startContainer);
      if (!found || !found.block.contains(range.endContainer) || text.length > 2000) return null;
      const trimmed = range.cloneRange();
      const lead = range.toString().length - range.toString().trimStart().length;
      if (lead && range.startContainer.nodeType === 3) trimmed.setStart(range.startContainer, range.startOffset + lead);
      return { text, block: found.number, nth: nthOf(found.block, trimmed, text), quotation: range.startContainer.parentElement.closest(".quotation")?.textContent ?? "" };
    };
    const offer = (found, words, box) => { target = found; button.textContent = words; place(box, !found.selected); };
    // On the page of a person: the words of a sentence, or a quotation, in the article that they link to.
    const told = (node) => {
      const link = (node.nodeType === 1 ? node : node.parentElement)?.closest(".excerpts a, .lead a, blockquote[cite] a");
      if (!link || reading || !/#p\d+$/.test(link.href)) return null;
      const { pathname, hash } = new URL(link.href);
      const from = { page: decodeURIComponent(pathname).replace(/^\//, ""), block: Number(hash.slice(2)), element: link };
      if (link.closest("blockquote")) return { ...from, text: link.textContent, quotation: link.textContent, speaks: true, words: say("wrong_speaker") };
      const mark = link.querySelector("mark, b");
      return mark && { ...from, text: mark.textContent, quotation: "", mark, link: document.querySelector(".wrong[data-ref]")?.dataset.ref ?? "", words: say("about_other") };
    };
    // Which of the places of the words in their paragraph a sentence means, as the article's page has it; -1 if unknown.
    const placeOf = async ({ page, block, element, mark, text }) => {
      const head = document.createRange();
      head.selectNodeContents(element);
      head.setEndBefore(mark);
      const cut = /^\s*…\s*|\s*…\s*$/g;
      const sentence = element.textContent.replace(cut, "");
      const start = head.toString().replace(/^\s*…\s*/, "").length;
      try {
        const article = new DOMParser().parseFromString(await (await fetch("/" + page)).text(), "text/html");
        const range = article.createRange();
        range.selectNodeContents(article.getElementById(`p${block}`));
        const whole = words(range);
        const at = whole.indexOf(sentence);
        return at < 0 ? -1 : countOf(whole, text, at + start);
      } catch { return -1; }
    };
    document.addEventListener("selectionchange", () => {
      const selection = getSelection();
      if (!selection.rangeCount || selection.isCollapsed || document.querySelector("dialog[open]")) { if (target?.selected) button.hidden = true; return; }
      const range = selection.getRangeAt(0);
      const found = spot(range) ?? told(range.startContainer);
      if (found) offer({ ...found, selected: true }, found.words ?? say("correct"), range.getBoundingClientRect());
    });
    const linked = (event) => {
      const line = getSelection().isCollapsed && event.target.closest && told(event.target);
      if (line) return offer(line, line.words, line.element.getClientRects()[0]);
      const quotation = event.type === "focusin" && event.target.matches(".body .quotation") && reading?.contains(event.target) ? event.target : null;
      if (quotation) return offer({ text: quotation.textContent, quotation: quotation.textContent, speaks: true, element: quotation }, say("wrong_speaker"), quotation.getClientRects()[0]);
      const link = event.target.closest?.(".body a.entity");
      if (!link || !reading?.contains(link) || !getSelection().isCollapsed) return;
      const range = document.createRange();
      range.selectNodeContents(link);
      const found = spot(range);
      if (found) offer({ ...found, link: link.dataset.entity ?? "", element: link }, say("wrong_link"), link.getClientRects()[0]);
    };
    document.addEventListener("pointerover", linked);
    document.addEventListener("focusin", linked);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") button.hidden = true;
      if (event.key !== "Tab" || button.hidden || !target?.element) return;
      // For the keyboard, the button follows the link that it is about.
      if (event.target === button) { target.element.focus(); if (event.shiftKey) event.preventDefault(); }
      else if (event.target === target.element && !event.shiftKey) { event.preventDefault(); button.focus(); }
    });
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", async () => {
      button.hidden = true;
      const found = target;
      ask(found.mark ? { ...found, nth: await placeOf(found) } : found);
    });

    const dialog = (title, parts, save) => {
      const problem = make("p", { className: "problem", role: "alert", hidden: true });
      const cancel = make("button", { type: "button", textContent: say("close") });
      const form = make("form", { method: "dialog" }, make("h2", { id: "correcting", textContent: title }), ...parts, problem, make("div", { className: "row" }, ...save.buttons, cancel));
      const box = make("dialog", { className: "correcting", "aria-labelledby": "correcting" }, form);
      cancel.addEventListener("click", () => box.close());
      box.addEventListener("close", () => box.remove());
      form.addEventListener("submit", (event) => { event.preventDefault(); save.act?.(); });
      document.body.append(box);
      box.showModal();
      return { box, refuse: (words) => explain(problem, failure(words, true)), send: async (path, body, done) => {
        explain(problem, null);
        try { const said = await post(path, body); box.close(); taken(said, done); }
        catch (error) { explain(problem, error); }
      } };
    };
    // The page reloads by itself; until then, and after, it says what was corrected, which can be undone.
    const KEPT = "dateline-corrected";
    const taken = (said, done) => {
      sessionStorage.setItem(KEPT, JSON.stringify({ ...said.last, done }));
      corrected({ ...said.last, done });
    };
    const corrected = ({ answer, meaning, done }) => {
      document.querySelector(".corrected")?.remove();
      const back = make("button", { type: "button", textContent: say("undo_this", { name: meaning }) });
      const words = make("span", { textContent: done });
      const close = make("button", { type: "button", textContent: say("close") });
      const box = make("div", { className: "corrected correcting", role: "status" }, words, back, close);
      const forget = () => sessionStorage.removeItem(KEPT);
      close.addEventListener("click", () => { forget(); box.remove(); });
      back.addEventListener("click", async () => {
        forget();
        try { await post("undo", { answer }); box.remove(); }
        catch (error) { back.remove(); explain(words, error, "undo_failed"); }
      });
      document.body.append(box);
    };
    const kept = sessionStorage.getItem(KEPT);
    if (kept) corrected(JSON.parse(kept));
    const ask = (found) => {
      const wide = found.nth < 0 ? ["article", "everywhere"] : ["here", "article", "everywhere"];
      const scopes = wide.map((scope) => make("label", {}, make("input", { type: "radio", name: "scope", value: scope, checked: scope === wide[0] }), say(scope)));
      const begins = /^[“"‘]/.test(found.text);
      const quoted = found.quotation || begins;
      let shown;
      let speaker = Boolean(quoted && !found.link);
      const short = found.text.length > 80 ? found.text.slice(0, 79) + "…" : found.text;
      const body = (chosen) => ({ page: found.page ?? page, text: found.text, ...(chosen.ref ? { ref: chosen.ref } : chosen.name ? { name: chosen.name } : {}) });
      const meant = (chosen) => {
        const scope = shown.box.querySelector("[name=scope]:checked").value;
        shown.send("correct", { ...body(chosen), block: found.block, nth: Math.max(0, found.nth), scope },
          say(chosen.name ? "now_means" : "now_nobody", { words: short, name: chosen.name, where: say("where_" + scope) }));
      };
      const said = (chosen) => shown.send("said", { ...body(chosen), text: (found.quotation || found.text).trim() },
        say(chosen.name ? "now_said" : "now_said_by_nobody", { name: chosen.name }));
      const nobody = make("button", { type: "button", textContent: say("nobody") });
      nobody.addEventListener("click", () => (speaker ? said : meant)({}));
      const { field, list, parts } = nameField(say("person_or_country"), (chosen) => chosen ? (speaker ? said : meant)(chosen) : shown.box.close(), () => (speaker ? "person:" : ""));
      const where = make("fieldset", {}, ...scopes);
      const follow = () => { where.hidden = speaker; parts[0].firstChild.textContent = say(speaker ? "person" : "person_or_country"); list(); };
      const what = quoted && !found.speaks ? [make("fieldset", {}, ...["means", "said_by"].map((way) => {
        const radio = make("input", { type: "radio", name: "way", value: way, checked: (way === "said_by") === speaker });
        radio.addEventListener("change", () => { speaker = way === "said_by"; follow(); });
        return make("label", {}, radio, say(way));
      }))] : [];
      const now = make("p", { className: "fine", hidden: true });
      if (found.link) get("names?ref=" + encodeURIComponent(found.link)).then(({ names }) => {
        now.hidden = !names.length;
        now.textContent = names.length ? say("means_now", { name: names[0].name }) : "";
      }, () => {});
      shown = dialog(`“${short}”`, [now, found.speaks ? make("p", { className: "fine", textContent: say("said_by") }) : null, ...what, where, ...parts].filter(Boolean), { buttons: [nobody] });
      follow();
      field.focus();
    };

    const about = document.querySelector(".wrong[data-ref^='person:']")?.dataset.ref;
    if (about) {
      const edit = make("button", { type: "button", className: "quiet correct-head", textContent: say("correct_page") });
      edit.addEventListener("click", async () => {
        let now;
        try { now = await get("person?ref=" + encodeURIComponent(about)); }
        catch (error) { return dialog(say("correct_page"), [], { buttons: [] }).refuse(error.message); }
        const named = make("input", { type: "text", value: now.name });
        const save = make("button", { type: "submit", textContent: say("save") });
        const correct = (change, done) => shown.send("person", { ref: about, ...change }, done);
        const { parts } = nameField(say("same_as"), (chosen) => {
          if (!chosen) return shown.box.close();
          if (!chosen.ref) return shown.refuse(say("choose_known"));
          correct({ same: chosen.ref }, say("now_same", { name: chosen.name }));
        }, () => "person:", false);
        const joined = now.joined.map((each) => {
          const part = make("button", { type: "button", "aria-label": `${say("somebody_else")}: ${each.name}`, textContent: say("somebody_else") });
          part.addEventListener("click", () => correct({ part: each.name }, say("now_parted", { name: each.name })));
          return make("li", {}, make("span", {}, [each.name, say("stories", { count: each.stories }), each.speaks].filter(Boolean).join(" · ")), part);
        });
        const shown = dialog(say("correct_page"), [
          make("label", {}, make("span", { textContent: say("page_name") }), named), make("div", { className: "row" }, save), ...parts,
          ...(joined.length ? [make("h3", { textContent: say("joined_here") }), make("ul", { className: "joined" }, ...joined)] : [])],
        { buttons: [], act: () => correct({ name: named.value }, say("now_named", { name: named.value })) });
      });
      document.querySelector("header.head")?.append(edit);
    }
    if (reading) {
      const edit = make("button", { type: "button", className: "quiet correct-head", textContent: say("article_head") });
      edit.addEventListener("click", async () => {
        const now = await get("article?page=" + encodeURIComponent(page));
        const inputs = Object.fromEntries(["headline", "standfirst", "date", "authors"].map((key) => [key, make("input", { type: "text" })]));
        inputs.headline.value = now.title;
        inputs.standfirst.value = now.standfirst;
        inputs.date.value = now.date;
        inputs.authors.value = now.authors.join("; ");
        const before = Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, input.value]));
        inputs.date.placeholder = "2007-10-11";
        const agree = now.agree ? make("input", { type: "checkbox" }) : null;
        const label = now.agree ? say(now.agree, { file: now.file.replace(/\.txt$/, ".md") }) : "";
        const save = make("button", { type: "submit", textContent: say("save") });
        const shown = dialog(say("article_head"), [
          ...Object.entries(inputs).map(([key, input]) => make("label", {}, make("span", { textContent: say(key) }), input)),
          agree ? make("label", { className: "check" }, agree, label) : null].filter(Boolean), { buttons: [save], act: () => {
          const changed = (key, name, value) => (inputs[key].value === before[key] ? {} : { [name]: value });
          if (agree && !agree.checked) return shown.refuse(say("agree_first", { label }));
          shown.send("article", { page, ...changed("headline", "title", inputs.headline.value), ...changed("standfirst", "standfirst", inputs.standfirst.value), ...changed("date", "date", inputs.date.value),
            ...changed("authors", "authors", inputs.authors.value.split(";")), ...(agree ? { markdown: true } : {}) }, say("article_changed"));
        } });
      });
      document.querySelector("header.head")?.append(edit);
    }
  }
})();
