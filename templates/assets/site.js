// What needs a script, and is not missed without one: a filter over long lists, cards on links to people and
// countries, a choice of light or dark. Nothing is sent anywhere; what is chosen stays in this browser.
(() => {
  "use strict";
  const root = document.documentElement;
  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a private window */ } };
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Light or dark: as the machine says, until somebody chooses.
  const themes = { "": "Auto", light: "Light", dark: "Dark" };
  const show = (theme) => { if (theme) root.dataset.theme = theme; else delete root.dataset.theme; };
  let theme = remembered("theme") || "";
  show(theme);
  const choice = make("button", { type: "button", className: "choice" });
  const label = () => { choice.textContent = `◐ ${themes[theme]}`; choice.setAttribute("aria-label", `Colors: ${themes[theme]}`); };
  choice.addEventListener("click", () => {
    const names = Object.keys(themes);
    theme = names[(names.indexOf(theme) + 1) % names.length];
    remember("theme", theme);
    show(theme);
    label();
  });
  label();
  document.querySelector("header.site nav")?.append(choice);

  // A field over lists of people and countries: what does not have the words typed is hidden.
  const entries = [...document.querySelectorAll(".letter li")];
  if (entries.length > 20) {
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const texts = entries.map((entry) => plain(entry.textContent));
    const field = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    const said = make("p", { className: "count", role: "status" });
    field.addEventListener("input", () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      let left = 0;
      entries.forEach((entry, at) => {
        entry.hidden = !words.every((word) => texts[at].includes(word));
        left += !entry.hidden;
      });
      for (const letter of document.querySelectorAll(".letter")) letter.hidden = !letter.querySelector("li:not([hidden])");
      said.textContent = words.length ? `${left} of ${entries.length}` : "";
    });
    document.querySelector(".head").append(make("label", { className: "filter" }, "Filter ", field), said);
  }

  // Cards: who a link leads to, after a moment's rest on it. None on touch screens; Esc closes; one click turns them off.
  const links = document.querySelectorAll("a.entity");
  if (links.length && matchMedia("(hover: hover)").matches && location.protocol !== "file:") {
    const known = new Map();
    const card = make("div", { id: "card", className: "card", hidden: true });
    card.setAttribute("role", "group");
    card.setAttribute("aria-label", "About this name");
    document.body.append(card);
    const turn = make("button", { type: "button", className: "choice" });
    const turned = () => { turn.textContent = remembered("cards") === "off" ? "Show cards on names" : "Show no cards on names"; };
    turn.addEventListener("click", () => { remember("cards", remembered("cards") === "off" ? "on" : "off"); turned(); });
    turned();
    document.querySelector("footer.site")?.append(turn);
    let waiting = 0;
    let shown = null;
    const hide = () => {
      clearTimeout(waiting);
      card.hidden = true;
      shown?.removeAttribute("aria-describedby");
      shown = null;
    };
    const later = () => { clearTimeout(waiting); waiting = setTimeout(hide, 200); };
    const fill = (who) => {
      const stories = `${who.stories} ${who.stories === 1 ? "story" : "stories"}`;
      card.replaceChildren(make("b", { textContent: who.name }));
      if (who.role) card.append(make("p", { textContent: who.role }));
      card.append(make("p", { textContent: stories }));
      if (who.last?.title) card.append(make("p", { textContent: `Last: ${who.last.title}` }));
    };
    const open = async (link) => {
      const address = new URL("card.json", link.href.replace(/[^/]*$/, ""));
      if (!known.has(address.href)) {
        known.set(address.href, fetch(address).then((answer) => (answer.ok ? answer.json() : null), () => null));
      }
      const who = await known.get(address.href);
      if (!who || shown !== link) return;
      fill(who);
      card.hidden = false;
      link.setAttribute("aria-describedby", "card");
      const at = link.getBoundingClientRect();
      const left = Math.min(at.left, innerWidth - card.offsetWidth - 16);
      const above = at.bottom + card.offsetHeight + 12 > innerHeight && at.top > card.offsetHeight + 12;
      card.style.left = `${Math.max(8, left) + scrollX}px`;
      card.style.top = `${scrollY + (above ? at.top - card.offsetHeight - 6 : at.bottom + 6)}px`;
    };
    const wait = (event) => {
      if (remembered("cards") === "off") return;
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
    card.addEventListener("mouseenter", () => clearTimeout(waiting));
    card.addEventListener("mouseleave", later);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  }
})();
