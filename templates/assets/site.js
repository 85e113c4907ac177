// Optional features that need a script: a filter for long lists, cards on links to people and countries, a choice of
// light or dark. Nothing is sent anywhere; choices are stored in this browser. All words come from data- attributes.
(() => {
  "use strict";
  const root = document.documentElement;
  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a private window */ } };
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
  const line = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });

  // Light or dark: as the device is set, until the reader chooses. Set before the page is first painted.
  const themes = ["auto", "light", "dark"];
  let theme = themes.includes(remembered("theme")) ? remembered("theme") : "auto";
  const paint = () => { if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme; };
  paint();

  addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("theme");
    const show = () => { choice.textContent = choice.dataset[theme]; };
    if (choice) {
      show();
      choice.addEventListener("click", () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length];
        remember("theme", theme);
        paint();
        show();
      });
    }

    // A filter field above lists of people and countries: entries without the typed words are hidden.
    const filter = document.getElementById("filter");
    const entries = [...document.querySelectorAll(".letter li, .countries tbody tr")];
    if (filter) {
      const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      const texts = entries.map((entry) => plain(entry.textContent));
      const field = filter.querySelector("input");
      const said = filter.querySelector("[role=status]");
      field.addEventListener("input", () => {
        const words = plain(field.value).split(/\s+/).filter(Boolean);
        let left = 0;
        entries.forEach((entry, at) => {
          entry.hidden = !words.every((word) => texts[at].includes(word));
          left += !entry.hidden;
        });
        for (const letter of document.querySelectorAll(".letter")) letter.hidden = !letter.querySelector("li:not([hidden])");
        said.textContent = words.length ? filled(filter.dataset.left, { left, all: entries.length }) : "";
      });
    }

    // Cards: show the target of a link after a short hover. None on touch screens; Esc closes; one click turns them off.
    const card = document.getElementById("card");
    const turn = document.getElementById("cards");
    const links = document.querySelectorAll("a.entity");
    if (card && turn && links.length && matchMedia("(hover: hover)").matches && location.protocol !== "file:") {
      const off = () => remembered("cards") === "off";
      const turned = () => { turn.textContent = off() ? turn.dataset.on : turn.dataset.off; };
      turn.hidden = false;
      turn.addEventListener("click", () => { remember("cards", off() ? "on" : "off"); turned(); });
      turned();
      const inStory = new Map([...document.querySelectorAll(".seen [data-about]")].map((entry) => [entry.dataset.about, entry]));
      const asked = new Map();
      let waiting = 0;
      let shown = null;
      const hide = () => {
        clearTimeout(waiting);
        card.hidden = true;
        shown?.removeAttribute("aria-describedby");
        shown = null;
      };
      const later = () => { clearTimeout(waiting); waiting = setTimeout(hide, 200); };
      const stays = () => clearTimeout(waiting);
      const place = (link) => {
        // For a link over two lines, the part under the pointer is not known, so use the first.
        const at = link.getClientRects()[0];
        const left = Math.min(at.left, root.clientWidth - card.offsetWidth - 16);
        const above = at.bottom + card.offsetHeight + 12 > innerHeight && at.top > card.offsetHeight + 12;
        card.style.left = `${Math.max(8, left) + scrollX}px`;
        card.style.top = `${scrollY + (above ? at.top - card.offsetHeight - 6 : at.bottom + 6)}px`;
      };
      const fill = (name, role, lines) => card.replaceChildren(line("b", name), ...[role, ...lines].filter(Boolean).map((words) => line("p", words)));
      const ask = async (link) => {
        const address = new URL("card.json", link.href.replace(/[^/]*$/, "")).href;
        if (!asked.has(address)) asked.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : null), () => null));
        return asked.get(address);
      };
      const open = async (link) => {
        const entry = inStory.get(link.dataset.entity);
        const name = entry?.querySelector("a").textContent ?? link.textContent;
        const role = entry?.querySelector(".role")?.textContent ?? "";
        fill(name, role, []);
        card.hidden = false;
        place(link);
        link.setAttribute("aria-describedby", "card");
        const who = await ask(link);
        if (!who || shown !== link) return;
        const count = filled(who.stories === 1 ? card.dataset.one : card.dataset.other, { count: who.stories.toLocaleString(root.lang) });
        const here = who.last?.url && new URL(who.last.url, link.href).pathname === location.pathname;
        const title = who.detail ? `${who.name} (${who.detail})` : who.name;
        const said = role || who.role;
        fill(title, said === who.detail ? "" : said, [count, who.last?.title && !here && filled(card.dataset.last, { title: who.last.title })]);
        place(link);
      };
      const wait = (event) => {
        if (off()) return;
        if (shown === event.currentTarget) return stays();
        hide();
        shown = event.currentTarget;
        waiting = setTimeout(open, 400, shown);
      };
      for (const link of links) {
        link.addEventListener("mouseenter", wait);
        link.addEventListener("focus", wait);
        link.addEventListener("mouseleave", later);
        link.addEventListener("blur", later);
      }
      card.addEventListener("mouseenter", stays);
      card.addEventListener("mouseleave", later);
      document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    }
  });
})();
