/* What can be found in a report: for either engine how much a hit of each kind weighs, under which
   place it is filtered, and what it shows. */
__ss.part("kinds", function (ss) {
  "use strict";

  const WEIGHT = {
    title: 8,
    lesson: 8,
    "went-well": 5,
    "went-poorly": 6,
    lucky: 6,
    error: 6,
    fix: 5,
    label: 5,
    summary: 3,
    cause: 3,
    timeline: 2,
    text: 1,
  };
  /* Where a hit can be; `in:` filters by it. */
  const PLACES = ["lesson", "fix", "error", "timeline", "story"];
  const PLACE_OF = {
    lesson: "lesson",
    "went-well": "lesson",
    "went-poorly": "lesson",
    lucky: "lesson",
    fix: "fix",
    error: "error",
    timeline: "timeline",
    summary: "story",
    cause: "story",
    text: "story",
    report: "story",
  };
  const SHOWN = 3; // hits of a report
  const MOST_PARTIAL = 10; // reports that have some of the terms
  const WIDTH = 220; // characters of an excerpt

  /* A report without a query: whether a hit is what it taught or what fixed it; or an open fix
     where those count. */
  function isTaught(kind, note, open) {
    if (kind === "fix") return (open ? /^(Open|In progress)/ : /^(Held|Shipped)/).test(note);
    return !open && PLACE_OF[kind] === "lesson";
  }

  /* The first so many hits, a fix among them where there is one. */
  function withFix(hits, most, kindOf) {
    const first = hits.slice(0, most);
    const fix = hits.find((hit) => kindOf(hit) === "fix");
    return !fix || first.includes(fix) ? first : [...first.slice(0, -1), fix];
  }

  const checked = (text) => `Check your code if ${text}`;

  /* Words of the page to scroll to where a hit has no anchor of its own. */
  function seek(parts) {
    const text = parts.map(([part]) => part).join("");
    const clean = text.replace(/^… | …$/g, "");
    return clean.split(/\s+/).slice(0, 8).join(" ");
  }

  Object.assign(ss, { MOST_PARTIAL, PLACES, PLACE_OF, SHOWN, WEIGHT, WIDTH });
  Object.assign(ss, { checked, isTaught, seek, withFix });
});
