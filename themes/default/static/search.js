/* Search, the part that every page loads; the rest comes on "/", Ctrl-K or the masthead's link.
   From file:// only classic scripts can be loaded, so the parts, which the build puts into one
   file, and the data are such scripts, and each calls __ss with what it brings. */
(function () {
  "use strict";

  const script = document.currentScript;
  const pagefind = script.dataset.search === "pagefind";
  const PAGE = ["client", "marks", "view", "finder", "box", "page"];
  if (pagefind) PAGE.unshift("kinds", "pagefind-pieces", "pagefind");
  const WORKER =
    "kinds tokens mark parse filters scan index archive match rank hits instead worker".split(" ");
  const ss = {
    root: new URL(script.dataset.root || "./", document.baseURI).href,
    parts: {},
    workerParts: ["lunr", ...WORKER],
    brought: {},
    load,
  };

  window.__ss = (name, value) => {
    ss.brought[name] = value;
  };
  window.__ss.part = (name, run) => {
    ss.parts[name] = run;
  };

  function load(url) {
    return new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = url;
      tag.onload = resolve;
      tag.onerror = () => reject(new Error(`Cannot load ${url}`));
      document.head.append(tag);
    });
  }

  let started = null;
  function start() {
    const beside = (name) => load(new URL(name, script.src).href + new URL(script.src).search);
    const names = ["search-parts.js", ...(pagefind ? [] : ["vendor/lunr-2.3.9.js"])];
    ss.named ||= load(`${ss.root}search/manifest.js`);
    started ||= Promise.all(names.map(beside)).then(() =>
      PAGE.forEach((name) => ss.parts[name](ss)),
    );
    return started;
  }

  const form = () => document.getElementById("search");

  function open() {
    if (form()) form().elements.q.focus();
    else
      start()
        .then(() => ss.openBox())
        .catch(() => location.assign(`${ss.root}search/index.html`));
  }

  function isField({ target }) {
    return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing) return;
    const held = event.ctrlKey || event.metaKey;
    const slash = event.key === "/" && !held && !isField(event);
    const ctrlK = event.key.toLowerCase() === "k" && held && !event.shiftKey;
    if (!slash && !ctrlK) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("click", (event) => {
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (held || event.button || !event.target.closest(".find")) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("DOMContentLoaded", () => {
    if (!form()) return;
    const show = () => start().then(() => ss.openPage(form()));
    if (location.search) show();
    else form().addEventListener("focusin", show, { once: true });
  });
})();
