/* An answer of the worker to elements: groups with hits, as options of a listbox or as links of
   a page; what was searched; filters; and what to do where nothing was found. */
__ss.part("view", function (ss) {
  "use strict";

  const { el, plural } = ss;
  const KINDS = {
    lesson: "Lesson",
    "went-well": "Went well",
    "went-poorly": "Went poorly",
    lucky: "Luck",
    error: "Error",
    fix: "Fix",
    summary: "Summary",
    cause: "Cause",
    timeline: "Timeline",
    text: "Text",
    report: "Report",
  };
  const LESSONS = ["lesson", "went-well", "went-poorly", "lucky"];
  const PLACES = {
    lesson: "Lessons",
    fix: "Fixes",
    error: "Error strings",
    timeline: "Timeline",
    story: "Story",
  };
  const FACETS = [
    ["in", "Match in"],
    ["service", "Service"],
    ["class", "Class"],
    ["severity", "Severity"],
    ["year", "Year"],
    ["tag", "Tag"],
    ["is", "Only with"],
  ];
  const SETS = { open: "An open fix", "near-miss": "A near miss" };
  /* Those with few values keep their place when a value counts nothing; the others give way. */
  const SMALL = ["in", "severity", "year", "is"];
  const SHOWN = 5;

  const reportUrl = ({ slug }) => `${ss.root}incidents/${encodeURIComponent(slug)}.html`;

  const SECTIONS = { timeline: "timeline", cause: "causes" };

  /* A hit without an anchor of its own is sought by its words, else by its section. */
  function hitUrl(report, { kind, anchor, seek }) {
    if (anchor) return `${reportUrl(report)}#${encodeURIComponent(anchor)}`;
    if (!seek) return reportUrl(report);
    const words = encodeURIComponent(seek).replace(/-/g, "%2D");
    return `${reportUrl(report)}#${SECTIONS[kind] || "story"}:~:text=${words}`;
  }

  /* ------------------------------------------------------------------ groups and hits */

  function about(report) {
    return [
      ss.chip(report.mark),
      report.day
        ? el("span", { class: "num" }, report.day)
        : el("span", { class: "unk" }, "date not stated"),
      ...report.service.slice(0, 3).map((name) => el("span", { class: "svc" }, name)),
      ss.chip(report.again),
      report.missing.length ? missing(report.missing) : null,
    ];
  }

  function missing(words) {
    const shown = words.slice(0, 5).flatMap((word, at) => [at ? ", " : "", el("s", {}, word)]);
    const more = words.length > 5 ? ` and ${words.length - 5} more` : "";
    return el("span", { class: "missing" }, "Missing: ", ...shown, more);
  }

  function hitBody(hit) {
    const words = ss.highlighted(hit.parts);
    return [
      el("span", { class: "k" }, KINDS[hit.kind]),
      el(
        "span",
        { class: "v" },
        hit.when ? el("span", { class: "num" }, `${hit.when} `) : null,
        hit.kind === "error" ? el("code", {}, ...words) : words,
        hit.beside ? el("span", { class: "small" }, ...ss.highlighted(hit.beside)) : null,
        hit.note ? el("span", { class: "small" }, hit.note) : null,
      ),
    ];
  }

  const hitClass = ({ kind }) => (LESSONS.includes(kind) ? "hit les" : "hit");
  const groupClass = ({ missing }) => (missing.length ? "grp part" : "grp");

  /* -> {node, options: [{node, url}]} */
  function listbox(answer) {
    const options = [];
    const groups = [...answer.groups, ...answer.some].map((report, at) => {
      const id = `ss-g${at}`;
      const hits = report.hits.map((hit) => {
        const attributes = { class: hitClass(hit), role: "option", "aria-selected": "false" };
        const node = el("div", { ...attributes, id: `ss-o${options.length}` }, ...hitBody(hit));
        options.push({ node, url: hitUrl(report, hit) });
        return node;
      });
      return el(
        "div",
        { class: groupClass(report), role: "group", "aria-labelledby": id },
        el(
          "div",
          { class: "gh", id },
          el("b", {}, ...ss.highlighted(report.title)),
          ...about(report),
        ),
        ...hits,
      );
    });
    return { groups, options };
  }

  function pageList(answer, showAll) {
    return [...answer.groups, ...answer.some].map((report) =>
      el(
        "section",
        { class: groupClass(report) },
        el(
          "div",
          { class: "gh" },
          el("h2", {}, el("a", { href: reportUrl(report) }, ...ss.highlighted(report.title))),
          ...about(report),
        ),
        el(
          "ul",
          {},
          ...report.hits.map((hit) =>
            el(
              "li",
              {},
              el("a", { class: hitClass(hit), href: hitUrl(report, hit) }, ...hitBody(hit)),
            ),
          ),
        ),
        report.more && !showAll
          ? el(
              "p",
              { class: "small quiet" },
              `${plural(report.more, "more match", "more matches")} in this report`,
            )
          : null,
      ),
    );
  }

  /* ------------------------------------------------------------------ what was searched */

  /* `turn(change)` is called with what a link in the line would change about the search. */
  function said(answer, search, archive, turn) {
    const link = (text, change) => {
      const node = el("a", { href: ss.address({ ...search, ...change }) }, text);
      node.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        turn(change);
      });
      return node;
    };
    const lines = [el("span", {}, ...summary(answer))];
    for (const [field, value] of answer.unknown) {
      lines.push(el("span", {}, `No ${field} is called “${value}”: looked for the words.`));
    }
    if (answer.also.length) {
      const words = answer.also
        .slice(0, 5)
        .flatMap((word, at) => [at ? ", " : "", el("em", {}, word)]);
      lines.push(
        el("span", {}, "Also searched ", ...words, ". ", link("Only my words", { only: true })),
      );
    }
    if (search.only)
      lines.push(el("span", {}, "Only your words. ", link("Near words too", { only: false })));
    if (answer.dropped) {
      lines.push(el("span", {}, `A long text: ${answer.dropped} of its words were left out.`));
    }
    lines.push(...(answer.notes || []).map((note) => el("span", {}, note)));
    lines.push(...coverage(archive));
    return lines;
  }

  function summary({ browsing, matches, reports, some, facets }) {
    if (browsing) return [el("b", {}, plural(reports, "report")), ", newest first."];
    if (reports) {
      const counted = matches === null ? "" : `${plural(matches, "match", "matches")} in `;
      return [
        el("b", {}, `${counted}${plural(reports, "report")}`),
        some.length ? ", then reports with some of your words." : ", best first.",
      ];
    }
    if (some.length) return [el("b", {}, "No report has all of your words."), " These have some."];
    const any = Object.values(facets).some((values) => values.some(([, n]) => n));
    return [
      el("b", {}, "Nothing found"),
      any ? " with these words and this filter." : " with these words.",
    ];
  }

  function coverage({ years, loaded, failed, known, all, done }) {
    if (known < all) {
      const rest = done ? "the others could not be loaded." : "more are on their way.";
      return [el("span", {}, `Searched ${known} of ${plural(all, "report")} so far; ${rest}`)];
    }
    if (failed)
      return [
        el(
          "span",
          {},
          "Some full texts could not be loaded; lessons, fixes and errors are complete.",
        ),
      ];
    if (loaded.size === years.length) return [];
    const read = years.map(([year]) => year).filter((year) => loaded.has(year));
    const searched = read.length ? `Full texts searched: ${read.join(", ")}. ` : "";
    return [el("span", {}, `${searched}${read.length ? "Others" : "Full texts"} still loading.`)];
  }

  /* ------------------------------------------------------------------ filters */

  const valueName = (field, value) =>
    field === "in" ? PLACES[value] : field === "is" ? SETS[value] : value || "Not stated";

  /* `open` are the fields whose longer lists the reader has opened. */
  function facets(answer, chosen, open) {
    const counts = { ...answer.facets, in: answer.places };
    return FACETS.map(([field, legend]) => {
      const values = counts[field];
      const on = new Set(chosen[field] || []);
      const box = ([value, n]) =>
        el(
          "label",
          { class: n ? null : "zero" },
          el("input", { type: "checkbox", name: field, value, checked: on.has(value) }),
          el("span", { class: field === "service" ? "svc" : null }, valueName(field, value)),
          el("span", { class: "n" }, String(n)),
        );
      const first = values.filter(
        ([value, n], at) => on.has(value) || (at < SHOWN && (n || SMALL.includes(field))),
      );
      if (!values.some(([value, n]) => n || on.has(value))) return null;
      const rest = values.filter((value) => value[1] && !first.includes(value));
      return el(
        "fieldset",
        {},
        el("legend", {}, legend),
        ...first.map(box),
        rest.length ? others(field, rest, box, open.has(field)) : null,
      );
    });
  }

  /* Hundreds of tags are drawn when somebody wants to see them, not at every letter typed. */
  function others(field, values, box, isOpen) {
    const node = el(
      "details",
      { "data-field": field, open: isOpen },
      el("summary", {}, `${values.length} more`),
    );
    const fill = () => node.children.length > 1 || node.append(...values.map(box));
    if (isOpen) fill();
    node.addEventListener("toggle", fill);
    return node;
  }

  function applied(search, turn) {
    const tags = FACETS.concat([["team", "Team"]]).flatMap(([field, legend]) =>
      (search.chosen[field] || []).map((value) => {
        const left = search.chosen[field].filter((other) => other !== value);
        const change = { chosen: { ...search.chosen, [field]: left } };
        const node = el(
          "a",
          { class: "tag", href: ss.address({ ...search, ...change }) },
          `${legend}: ${valueName(field, value)} `,
          el("span", { "aria-hidden": "true" }, "×"),
          el("span", { class: "vh" }, "remove"),
        );
        node.addEventListener("click", (event) => {
          event.preventDefault();
          turn(change);
        });
        return node;
      }),
    );
    return tags.length ? [el("span", {}, "In"), ...tags] : [];
  }

  /* ------------------------------------------------------------------ nothing found */

  const WAYS = {
    unfiltered: () => "Keep the words, drop the filters",
    unquoted: () => "Look for the same words without quotes",
    parts: (text) => `Look for “${text}” instead`,
    spelling: (text) => `Look for “${text}” instead`,
    class: (text) => `Class: ${text}`,
    tag: (text) => `Tag: ${text}`,
    service: (text) => `Service: ${text}`,
  };

  function nothing(answer, search, copyDraft) {
    const filters = Object.values(search.chosen).flat().length || answer.typed.length;
    const ways = answer.instead.map(({ way, text, reports }) => {
      const isName = ["class", "tag", "service"].includes(way);
      const other = isName ? { text: "", chosen: { [way]: [text] } } : { text, chosen: {} };
      return el(
        "li",
        { class: "row" },
        el("h2", {}, el("a", { href: ss.address(other) }, WAYS[way](text))),
        el("p", {}, plural(reports, "report")),
      );
    });
    const draft = el("button", { class: "btn", type: "button" }, "Copy a near-miss draft");
    draft.addEventListener("click", () => copyDraft(draft));
    return [
      el(
        "p",
        {},
        filters ? "No report within these filters mentions " : "No report mentions ",
        el("b", {}, answer.text.length > 120 ? `${answer.text.slice(0, 120)}…` : answer.text),
        ".",
      ),
      ...(ways.length ? [el("ul", { class: "rows" }, ...ways)] : []),
      el(
        "p",
        { class: "small quiet" },
        "Seen it now, and it is not here? A near miss of three lines is enough. ",
        draft,
        " ",
        el("a", { href: `${ss.root}about/index.html` }, "How to write one"),
      ),
    ];
  }

  function failure(error) {
    return [
      el("p", {}, el("b", {}, "Search could not start."), ` ${error.message}.`),
      el(
        "p",
        {},
        "Everything can be reached without it: ",
        el("a", { href: `${ss.root}lessons/index.html` }, "lessons"),
        ", ",
        el("a", { href: `${ss.root}fixes/index.html` }, "fixes"),
        ", ",
        el("a", { href: `${ss.root}incidents/index.html` }, "incidents"),
        ".",
      ),
    ];
  }

  Object.assign(ss, { listbox, pageList, said, facets, applied, nothing, failure });
});
