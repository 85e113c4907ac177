// On every page, before it is painted: a choice of light or dark, and the key for search. Nothing is sent anywhere; choices
// are stored in this browser. All words come from data- attributes.
(() => {
  "use strict";
  const root = document.documentElement;
  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a private window */ } };

  // Light or dark: as the device is set, until the reader chooses. Set before the page is first painted.
  const themes = ["auto", "light", "dark"];
  let theme = themes.includes(remembered("theme")) ? remembered("theme") : "auto";
  const paint = () => { if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme; };
  paint();

  // The key "/" leads to search, unless the reader has turned it off: to the field of this page, or to the search page.
  const typing = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || remembered("slash") === "off") return;
    const field = document.getElementById("q");
    const link = document.querySelector('a[aria-keyshortcuts="/"]');
    if (location.protocol === "file:" || !(field ?? link)) return;
    event.preventDefault();
    if (field) field.select(); else location.href = `${link.href}#q`;
  });

  addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("theme");
    const show = () => { choice.textContent = choice.dataset[theme]; choice.title = choice.dataset[theme]; };
    if (choice) {
      show();
      choice.addEventListener("click", () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length];
        remember("theme", theme);
        paint();
        show();
      });
    }
  });
})();
