/* What the dialog and the search page share: a search as a value, asked on every change, drawn
   into the slots they hand over. */
__ss.part("finder", function (ss) {
  "use strict";

  const { el } = ss;
  const REST = 400;

  /* The parts both need: a status line, a live region, results, filters. */
  function frame(list) {
    const slots = {
      said: el("p", { class: "said" }, el("span", {}, "Loading …")),
      live: el("p", { class: "vh", role: "status" }),
      applied: el("div", { class: "applied" }),
      list,
      none: el("div", {}),
      more: el("p", { class: "more" }),
      facets: el("form", { class: "facets", "aria-label": "Narrow the results" }),
    };
    slots.results = el("div", { class: "results" }, slots.applied, list, slots.none, slots.more);
    slots.split = el("div", { class: "split" }, slots.results, slots.facets);
    return slots;
  }

  /* `draw(answer, search)` fills the list; `changed(search, typed)` hears of every new search. */
  function finder({ slots, input, draw, changed, settled = () => {}, limit }) {
    const finder = { search: { text: input.value, chosen: {}, only: false } };
    let shown = limit;
    let drawn = "";
    let announcing = 0;

    const asked = ss.asking(show, fail);
    finder.isBusy = () => asked.busy;
    finder.ask = () => asked.ask({ ...finder.search, limit: shown });
    finder.turn = (change, typed = false) => {
      finder.search = { ...finder.search, ...change };
      if (!typed && input.value !== finder.search.text) input.value = finder.search.text;
      shown = limit;
      changed(finder.search, typed);
      finder.ask();
    };

    function show(answer, request, archive) {
      const { search } = finder;
      slots.said.replaceChildren(...ss.said(answer, search, archive, finder.turn));
      announce(slots.said.textContent);
      // Older texts that add nothing leave the page, its focus and its scroll position alone.
      const fresh = JSON.stringify([answer, search]);
      if (fresh !== drawn) drawAll(answer, search);
      drawn = fresh;
      if (!finder.isBusy()) settled();
    }

    function drawAll(answer, search) {
      slots.applied.replaceChildren(
        ...ss.applied(search, finder.turn),
        toFacets(),
        ...(ss.toParams(search) ? [copyLink()] : []),
      );
      drawFacets(answer);
      draw(answer, search);
      const found = answer.groups.length + answer.some.length;
      slots.none.replaceChildren(
        ...(found || answer.browsing ? [] : ss.nothing(answer, search, copyDraft)),
      );
      slots.more.replaceChildren(
        ...(answer.reports > answer.groups.length ? [moreButton(answer)] : []),
      );
    }

    function fail(error) {
      slots.said.replaceChildren("Search is not available.");
      slots.list.replaceChildren();
      drawn = "";
      slots.none.replaceChildren(...ss.failure(error));
      announce("Search could not start.");
    }

    /* A screen reader hears the outcome once typing rests, not at every letter. */
    function announce(text) {
      clearTimeout(announcing);
      announcing = setTimeout(() => {
        slots.live.textContent = text;
      }, REST);
    }

    function drawFacets(answer) {
      const held = document.activeElement;
      const focus = slots.facets.contains(held) && held.name ? [held.name, held.value] : null;
      const open = new Set(
        [...slots.facets.querySelectorAll("details[open]")].map((d) => d.dataset.field),
      );
      const drawn = ss.facets(answer, finder.search.chosen, open);
      slots.facets.replaceChildren(...drawn.filter(Boolean));
      if (!focus) return;
      const again = [...slots.facets.elements].find(
        ({ name, value }) => name === focus[0] && value === focus[1],
      );
      if (again) again.focus();
    }

    slots.facets.addEventListener("change", ({ target: { name, value, checked } }) => {
      const others = (finder.search.chosen[name] || []).filter((other) => other !== value);
      const values = checked ? [...others, value] : others;
      finder.turn({ chosen: { ...finder.search.chosen, [name]: values } });
    });
    slots.facets.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", () => finder.turn({ text: input.value }, true));

    function moreButton(answer) {
      const left = answer.reports - answer.groups.length;
      const button = el(
        "button",
        { class: "btn", type: "button" },
        `Show ${Math.min(left, limit)} more reports`,
      );
      button.addEventListener("click", () => {
        shown += limit;
        finder.ask();
      });
      return button;
    }

    function toFacets() {
      const link = el("button", { class: "btn tofacets", type: "button" }, "Filters");
      link.addEventListener("click", () => {
        slots.facets.scrollIntoView();
        const [first] = slots.facets.elements;
        if (first) slots.facets.querySelector("input").focus();
      });
      return link;
    }

    function copyLink() {
      const button = el(
        "button",
        { class: "btn copy", type: "button" },
        "Copy link to this search",
      );
      button.addEventListener("click", () => copy(button, ss.address(finder.search)));
      return button;
    }

    function copyDraft(button) {
      const today = new Date().toISOString().slice(0, 10);
      const title = JSON.stringify(finder.search.text.slice(0, 120));
      copy(
        button,
        [
          "---",
          `title: ${title}`,
          `date: ${today}`,
          "near_miss: true",
          "---",
          "",
          "What happened: ",
          "",
          "What stopped it: ",
          "",
          "## Lessons",
          "",
          "- ",
          "",
        ].join("\n"),
      );
    }

    return finder;
  }

  /* On a plain http host there is no clipboard to write to: then the text is there to be selected. */
  async function copy(button, text) {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      const field = el("textarea", {
        class: "copyable",
        readonly: true,
        rows: 2,
        "aria-label": "To copy",
      });
      field.value = text;
      button.replaceWith(field);
      field.focus();
      field.select();
    }
  }

  Object.assign(ss, { frame, finder });
});
