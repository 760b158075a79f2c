/* Search over any page: a dialog with a combobox. Arrows move, Enter opens, Ctrl-Enter opens in a
   new tab, Tab goes to the filters, Esc closes and gives the focus back. */
__ss.part("box", function (ss) {
  "use strict";

  const { el } = ss;
  const LIMIT = 12;
  const HINT = "Search lessons, fixes and error strings";

  let box = null;

  function openBox() {
    box ||= build();
    if (!box.dialog.open) box.dialog.showModal();
    box.input.focus();
    box.input.select();
    box.finder.ask();
  }

  function build() {
    const input = el("input", {
      type: "text",
      role: "combobox",
      "aria-label": HINT,
      placeholder: HINT,
      "aria-expanded": "false",
      "aria-controls": "ss-list",
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      autocapitalize: "none",
      enterkeyhint: "go",
    });
    const slots = ss.frame(el("div", { role: "listbox", id: "ss-list", "aria-label": "Results" }));
    const close = el(
      "button",
      { class: "esc", type: "button" },
      el("kbd", { "aria-hidden": "true" }, "Esc"),
      el("span", { class: "x", "aria-hidden": "true" }, "×"),
      el("span", { class: "vh" }, "Close search"),
    );
    const dialog = el(
      "dialog",
      { class: "finder", "aria-label": "Search" },
      el(
        "div",
        { class: "search", role: "search" },
        el("div", { class: "q" }, ss.icon("glass"), input, close),
        slots.said,
        slots.live,
        el("div", { class: "in" }, slots.split),
        keys(),
      ),
    );
    document.body.append(dialog);

    let options = [];
    let active = -1;
    let enterWaits = null;

    let drawnFor = null;
    let moved = false; // by the reader, among the answers to this search

    function draw(answer, search) {
      // The same search once more, because older texts have come: the choice stays where it was.
      // Of an early answer it stays only where somebody chose: a better first one may come.
      const again = drawnFor?.search === search;
      moved = moved && again;
      const stays = again && (moved || !drawnFor.early);
      const chosen = stays && options[active] ? options[active].url : "";
      drawnFor = { search, early: answer.early };
      const drawn = ss.listbox(answer);
      options = drawn.options;
      slots.list.replaceChildren(...drawn.groups);
      slots.list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
      const same = options.findIndex(({ url }) => url === chosen);
      move(same >= 0 ? same : options.length && !answer.browsing ? 0 : -1);
    }

    const finder = ss.finder({
      slots,
      input,
      draw,
      limit: LIMIT,
      changed: () => {},
      settled: () => enterWaits && choose(enterWaits),
    });

    function move(to) {
      if (options[active]) options[active].node.setAttribute("aria-selected", "false");
      active = to;
      if (!options[active]) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      const { node } = options[active];
      node.setAttribute("aria-selected", "true");
      node.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", node.id);
    }

    function go(url, newTab) {
      if (newTab) {
        window.open(url, "_blank", "noopener");
        return;
      }
      dialog.close();
      location.assign(url);
    }

    /* Enter right behind the last letter means the answer that is still on its way. */
    function enter(held) {
      if (finder.isBusy()) enterWaits = held;
      else choose(held);
    }

    function choose({ newTab }) {
      enterWaits = null;
      go(options[active] ? options[active].url : ss.address(finder.search), newTab);
    }

    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options.length) {
        event.preventDefault();
        moved = true;
        move(
          active < 0 && step < 0
            ? options.length - 1
            : (active + step + options.length) % options.length,
        );
      } else if (event.key === "Enter") {
        event.preventDefault();
        enter({ newTab: event.ctrlKey || event.metaKey });
      }
    });

    slots.list.addEventListener("click", (event) => {
      const at = options.findIndex(({ node }) => node.contains(event.target));
      if (at >= 0) go(options[at].url, event.ctrlKey || event.metaKey);
    });
    slots.list.addEventListener("mousemove", (event) => {
      const at = options.findIndex(({ node }) => node.contains(event.target));
      if (at < 0 || at === active) return;
      moved = true;
      move(at);
    });
    // A click beside the panel closes it; a drag that ends there does not.
    dialog.addEventListener("mousedown", (event) => {
      if (event.target === dialog) dialog.close();
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      enterWaits = null;
    });
    return { dialog, input, finder };
  }

  function keys() {
    const key = (...names) => names.flatMap((name) => [el("kbd", {}, name), " "]);
    return el(
      "p",
      { class: "keys" },
      el("span", {}, ...key("↑", "↓"), "move"),
      el("span", {}, ...key("Enter"), "open"),
      el("span", {}, ...key("Tab"), "to filters"),
      ...['"exact words"', "tag:dns", "service:name", "sev:1", "year:2026", "is:open"].map(
        (example) => el("span", {}, el("code", {}, example)),
      ),
    );
  }

  Object.assign(ss, { openBox });
});
