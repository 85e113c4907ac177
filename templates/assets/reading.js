// Optional features that need a script, on all pages but search: a filter for long lists, cards on links to people and
// countries and on what somebody said, signs that copy. Run once the page is there. Nothing is sent anywhere; choices are
// stored in this browser. All words come from data- attributes.
(() => {
  "use strict";
  const root = document.documentElement;
  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a private window */ } };
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
  const line = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });

  // Buttons that copy the address of the page, or the text of an element.
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const words = button.textContent;
    button.addEventListener("click", async () => {
      const element = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(element?.textContent ?? location.href.replace(/#.*/, ""));
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = words; }, 2000);
    });
  }

  // A sign beside the paragraph under the pointer, or with the focus, copies the address of the paragraph.
  const sign = document.getElementById("para");
  if (sign) {
    const beside = (event) => {
      const paragraph = event.target.closest?.("article .body > [id]");
      if (!paragraph || paragraph === sign.parentElement) return;
      sign.href = `#${paragraph.id}`;
      sign.classList.remove("done");
      sign.hidden = false;
      paragraph.append(sign);
    };
    for (const name of ["pointerover", "focusin"]) document.addEventListener(name, beside);
    sign.addEventListener("click", async () => {
      await navigator.clipboard.writeText(sign.href);
      sign.classList.add("done");
    });
  }

  // From a search: the passage that has most of the words is scrolled to, and they are marked in it.
  const reveal = (typed) => {
    const plain = (text) => text.normalize("NFD").replace(/[\p{M}'’ʼ]/gu, "").toLowerCase();
    const stems = typed.split(" ").map((word) => word.replace(/(?<=.{4})(?:ing|ed|es|s)$/, ""));
    const has = (word) => stems.find((stem) => plain(word).startsWith(stem));
    const found = (passage) => new Set(passage.textContent.split(/[^\p{L}\p{N}'’]+/u).map(has).filter(Boolean)).size;
    const passages = [...document.querySelectorAll("article .standfirst, article .body > :not(.who, .sidenote)")];
    const counts = passages.map(found);
    const most = Math.max(0, ...counts);
    if (!most) return;
    const best = passages[counts.indexOf(most)];
    const texts = document.createTreeWalker(best, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (texts.nextNode()) nodes.push(texts.currentNode);
    for (const node of nodes) {
      const pieces = node.data.split(/([\p{L}\p{N}'’]+)/u);
      if (pieces.some((piece, at) => at % 2 && has(piece))) node.replaceWith(...pieces.map((piece, at) => (at % 2 && has(piece) ? line("mark", piece) : piece)));
    }
    best.tabIndex = -1;
    best.focus({ preventScroll: true });
    best.scrollIntoView({ block: "center" });
  };
  const wanted = /^#find=(.+)/.exec(location.hash);
  // As in a query, where a "%" that escapes nothing is only a sign.
  if (wanted) reveal(new URLSearchParams(`q=${wanted[1].replaceAll("+", "%2B")}`).get("q"));

  // A filter field above lists of people and countries: entries without the typed words are hidden. If that leaves none,
  // those are shown that have each word but for a typing mistake (mistakes.js).
  const filter = document.getElementById("filter");
  const entries = [...document.querySelectorAll(".letter li")];
  if (filter) {
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const texts = entries.map((entry) => plain(entry.textContent));
    const field = filter.querySelector("input");
    const said = filter.querySelector("[role=status]");
    const parts = texts.map((text) => text.split(/[^\p{L}\p{N}]+/u));
    const near = (at, word) => parts[at].some((part) => distance(word, part, forgiven(word)) < Infinity);
    field.addEventListener("input", () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      const show = (fits) => entries.reduce((count, entry, at) => {
        entry.hidden = !words.every((word) => fits(at, word));
        return count + !entry.hidden;
      }, 0);
      const left = show((at, word) => texts[at].includes(word))
        || show((at, word) => texts[at].includes(word) || near(at, word));
      for (const letter of document.querySelectorAll(".letter")) letter.hidden = !letter.querySelector("li:not([hidden])");
      document.body.classList.toggle("filtering", words.length > 0);
      said.textContent = words.length ? filled(filter.dataset.left, { left, all: entries.length }) : "";
    });
  }

  // Cards: show the target of a link, or the speaker of a quotation, after a short hover; on a touch screen, after a long
  // press on a link. Esc, or a tap elsewhere, closes; one click turns them off.
  const card = document.getElementById("card");
  const turn = document.getElementById("cards");
  const inStory = new Map([...document.querySelectorAll(".in-this-story [data-about]")].map((entry) => [entry.dataset.about, entry]));
  const quotations = [...document.querySelectorAll(".quotation[data-said]")].filter((each) => inStory.has(each.dataset.said));
  const links = [...document.querySelectorAll("a.entity")];
  const hovers = matchMedia("(hover: hover)").matches;
  const spots = hovers ? [...links, ...quotations] : [];
  if (card && turn && (links.length || spots.length) && location.protocol !== "file:") {
    const off = () => remembered("cards") === "off";
    const turned = () => {
      turn.textContent = off() ? turn.dataset.on : turn.dataset.off;
      for (const each of hovers ? quotations : []) {
        if (off()) each.removeAttribute("tabindex"); else each.tabIndex = 0;
      }
    };
    turn.hidden = false;
    turn.addEventListener("click", () => { remember("cards", off() ? "on" : "off"); turned(); });
    turned();
    const asked = new Map();
    let waiting = 0;
    let shown = null;
    const hide = () => {
      clearTimeout(waiting);
      card.hidden = true;
      card.classList.remove("sheet", "top");
      shown?.removeAttribute("aria-describedby");
      shown = null;
    };
    const later = () => { clearTimeout(waiting); waiting = setTimeout(hide, 200); };
    const stays = () => clearTimeout(waiting);
    const place = (spot) => {
      // Of several lines, the one under the pointer is not known, so use the first in view.
      const lines = [...spot.getClientRects()];
      if (card.classList.contains("sheet")) {
        // Across the half of the screen in which the line is not.
        card.classList.toggle("top", lines[0].top > innerHeight / 2);
        return;
      }
      const at = lines.find((each) => each.bottom > 0) ?? lines[0];
      // In the margin where it has room; else over what was read already; below the line only at the top of the window.
      const edge = (spot.closest("p, li, blockquote, td, h2, h3") ?? spot).getBoundingClientRect().right + 24;
      const beside = edge + card.offsetWidth + 8 <= root.clientWidth;
      const above = at.top > card.offsetHeight + 12;
      const left = beside ? edge : Math.min(at.left, root.clientWidth - card.offsetWidth - 16);
      const top = above ? at.top - card.offsetHeight - 6 : at.bottom + 6;
      card.style.left = `${Math.max(8, left) + scrollX}px`;
      card.style.top = `${scrollY + (beside ? Math.max(8, Math.min(at.top - 12, innerHeight - card.offsetHeight - 8)) : top)}px`;
    };
    const fill = (name, role, lines) => {
      const label = shown.dataset.said ? [line("p", card.dataset.said)] : [];
      const title = line("b", card.classList.contains("sheet") ? "" : name);
      if (!title.textContent) title.append(Object.assign(line("a", name), { href: shown.href }));
      card.replaceChildren(...label, title, ...[role, ...lines].filter(Boolean).map((words) => line("p", words)));
      if (lines[0]) card.children[label.length + (role ? 2 : 1)].className = "extract";
    };
    const ask = async (link) => {
      const address = new URL("card.json", link.href.replace(/[^/]*$/, "")).href;
      if (!asked.has(address)) asked.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : null), () => null));
      return asked.get(address);
    };
    const open = async (spot) => {
      const entry = inStory.get(spot.dataset.said ?? spot.dataset.entity);
      const link = spot.dataset.said ? entry.querySelector("a") : spot;
      const name = entry?.querySelector("a").textContent ?? link.textContent;
      const role = entry?.querySelector(".role")?.textContent ?? "";
      fill(name, role, []);
      card.hidden = false;
      place(spot);
      spot.setAttribute("aria-describedby", "card");
      const who = await ask(link);
      if (!who || shown !== spot) return;
      const count = filled(who.stories === 1 ? card.dataset.one : card.dataset.other, { count: who.stories.toLocaleString(root.lang) });
      const here = who.last?.url && new URL(who.last.url, link.href).pathname === location.pathname;
      const title = who.detail ? `${who.name} (${who.detail})` : who.name;
      const said = role || who.role;
      const extract = here ? "" : who.extract;
      const portrait = who.image && Object.assign(new Image(64), { alt: "", src: new URL(who.image, link.href.replace(/[^/]*$/, "")) });
      fill(title, said === who.detail ? "" : said, [extract, count, who.last?.title && !here && filled(card.dataset.last, { title: who.last.title })]);
      if (portrait) card.prepend(portrait);
      place(spot);
    };
    const wait = (spot) => {
      if (off()) return;
      if (shown === spot) {
        if (!card.hidden) stays();
        return;
      }
      hide();
      shown = spot;
      waiting = setTimeout(open, 400, shown);
    };
    const leave = (spot, event) => {
      // From a name in a quotation back to the quotation.
      const around = spot.parentElement.closest(".quotation[tabindex]");
      if (around?.contains(event.relatedTarget)) wait(around); else later();
    };
    for (const spot of spots) {
      spot.addEventListener("mouseenter", () => wait(spot));
      spot.addEventListener("focus", () => wait(spot));
      spot.addEventListener("mouseleave", (event) => leave(spot, event));
      spot.addEventListener("blur", later);
    }
    let press = 0;
    let pressed = false;
    const lift = () => clearTimeout(press);
    for (const link of links) {
      link.addEventListener("touchstart", () => {
        pressed = false;
        press = off() ? 0 : setTimeout(() => {
          hide();
          pressed = true;
          shown = link;
          card.classList.add("sheet");
          open(link);
        }, 450);
      }, { passive: true });
      for (const name of ["touchend", "touchmove", "touchcancel"]) link.addEventListener(name, lift, { passive: true });
      // The finger that opened the card neither follows the link nor opens the menu of the browser.
      for (const name of ["click", "contextmenu"]) {
        link.addEventListener(name, (event) => {
          if (pressed) event.preventDefault();
          if (name === "click") pressed = false;
        });
      }
    }
    document.addEventListener("touchstart", (event) => { if (card.classList.contains("sheet") && !card.contains(event.target)) hide(); }, { passive: true });
    card.addEventListener("mouseenter", stays);
    card.addEventListener("mouseleave", later);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  }
})();
