// Added by `dateline serve` as a page is sent; not part of the site. Reloads after a build, shows problems, and says what
// only editors need to know.
(() => {
  const mine = Number(document.currentScript.dataset.build);
  const key = "dateline-scroll:" + location.pathname;
  const kept = sessionStorage.getItem(key);
  if (kept !== null) {
    sessionStorage.removeItem(key);
    addEventListener("load", () => scrollTo(0, Number(kept)));
  }
  const make = (name, text, style) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (style) element.style.cssText = style;
    return element;
  };
  let box = null;
  const show = (problems) => {
    if (box) box.remove();
    box = null;
    if (!problems.length) return;
    box = make("aside", "", "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:2147483647;" +
      "background:#2b0f0f;color:#fff;font:14px/1.5 ui-monospace,monospace;padding:1rem 1.25rem;border-top:4px solid #f0958b;text-align:left");
    box.setAttribute("role", "alert");
    box.append(make("strong", problems.length === 1 ? "1 problem" : problems.length + " problems",
      "display:block;font:600 15px/1.5 system-ui,sans-serif;margin-bottom:.5rem"));
    for (const problem of problems) {
      const part = make("section", "", "margin:0 0 1rem");
      part.append(make("div", (problem.place ? problem.place + ": " : "") + problem.message, "font-weight:600;overflow-wrap:anywhere"));
      if (problem.hint) part.append(make("div", problem.hint, "color:#f6d5d0"));
      if (problem.lines.length) {
        const source = make("pre", "", "margin:.4rem 0 0;padding:.5rem;background:#190808;overflow:auto");
        const at = Number(problem.place.split(":").pop());
        for (const [number, text] of problem.lines)
          source.append(make("div", String(number).padStart(5) + "  " + text, number === at ? "color:#ffd27a" : "color:#cbb"));
        part.append(source);
      }
      box.append(part);
    }
    document.body.append(box);
  };
  // What editors need and readers do not.
  const code = (text) => make("code", text, "overflow-wrap:anywhere");
  const desk = (words, name) => Object.assign(make("a", words), { href: "/-/desk/" + (name && "?q=" + encodeURIComponent(name)) });
  const note = (...words) => {
    const line = make("p", "", "border-left:4px solid #b3261e;padding-left:.75rem");
    line.append(...words);
    return line;
  };
  const wrong = document.querySelector(".wrong[data-ref]");
  if (wrong) {
    const ref = wrong.dataset.ref;
    wrong.append(note("Editors: this page is ", code(ref), ". In an article’s Markdown, ", code(`[words](${ref})`),
      " links here and ", code("[words](none:)"), " does not. To settle a name for all articles, use content/entities.toml, or ",
      desk("the desk", document.querySelector("h1")?.textContent ?? ""), "."));
    if ("unidentified" in wrong.dataset)
      document.querySelector("h1")?.after(note("Not identified: no article says who this is. To name them, use the desk or content/entities.toml."));
  }
  document.querySelector(".why")?.append(note("Editors: to correct a link, write ", code("[Kim](person:kim-jong-un)"),
    " in the article’s Markdown, or ", code("[Kim](none:)"), " for no link; or point at the link here, or mark words. To settle a name for all articles, use content/entities.toml, or ",
    desk("the desk", ""), "."));
  const events = new EventSource("/.dateline/events");
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    if (state.build !== mine) {
      sessionStorage.setItem(key, String(scrollY));
      events.close();
      location.reload();
    } else show(state.problems);
  };
})();
