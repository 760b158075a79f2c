/* A query to reports in order of worth, with facet counts. Terms combine with AND over a whole
   report; where that leaves fewer than three reports, those with some of the terms follow. */
__ss.part("rank", function (ss) {
  "use strict";

  /* How much of a query of so many terms is enough to be shown, where hardly any report has all. */
  const LEAST = [0, 0, 0.1, 0.2, 0.34, 0.34, 0.34, 0.34, 0.25];
  const VERBATIM = 60;
  const SAME_ERROR = 200;
  const MOST_PAIRS = 12;
  /* What filters exist, and the values a report has under each. */
  const FACETS = {
    service: (report) => report.service,
    class: (report) => report.class,
    severity: (report) => (report.severity.length ? report.severity : [""]),
    tag: (report) => report.tag,
    team: (report) => report.team,
    year: (report) => [report.date.slice(0, 4)],
    is: (report) => [...(report.open ? ["open"] : []), ...(report.near ? ["near-miss"] : [])],
  };

  /* ------------------------------------------------------------------ filters */

  /* All values that reports have under each facet: they stay the same from search to search. */
  function facetNames(data) {
    if (!data.names) {
      const names = Object.keys(FACETS).map((field) => [field, new Set()]);
      for (const report of data.reports) {
        for (const [field, found] of names) {
          for (const name of FACETS[field](report)) found.add(name);
        }
      }
      data.names = Object.fromEntries(names.map(([field, found]) => [field, [...found]]));
    }
    return data.names;
  }

  /* Filters typed into the query and filters chosen beside it: within one "or", between all "and".
     A typed filter that means nothing here is looked for as text, so nothing is dropped silently. */
  function readFilters(data, query, chosen) {
    const filters = ss.readChosen(chosen, Object.keys(FACETS));
    const terms = query.terms.slice();
    const unknown = [];
    for (const [field, value, written] of query.fields) {
      const values = ss.meant(facetNames(data)[field], field, value);
      if (values.length) {
        filters.push({ field, values, chosen: false });
      } else {
        unknown.push([field, value]);
        const asTyped = ss.readLiteral(written);
        const stands = asTyped && ss.stands(data, asTyped.text);
        terms.push(...(stands ? [asTyped] : ss.parse(value, data.stop).terms));
      }
    }
    return { filters, terms, unknown };
  }

  function passes(report, { field, values }) {
    if (field === "in") return true;
    const has = FACETS[field](report);
    if (field === "is") return values.every((value) => has.includes(value));
    return has.some((value) => values.includes(value));
  }

  /* ------------------------------------------------------------------ scores */

  /* -> report -> {report, score, best: term -> its best evidence, passages: place -> {score, had},
     context: terms in title or labels, inText: terms in the full text} */
  function gather({ passages }, terms, found) {
    const groups = new Map();
    const groupOf = (report) => {
      if (!groups.has(report)) {
        groups.set(report, { report, best: new Map(), context: new Set(), passages: new Map() });
      }
      return groups.get(report);
    };
    found.forEach((evidence, at) => {
      for (const [place, { score }] of evidence.passages) {
        const kind = passages.kind[place];
        const group = groupOf(passages.report[place]);
        const worth = score * ss.WEIGHT[kind];
        better(group.best, at, worth);
        if (kind === "title" || kind === "label") group.context.add(at);
        const hit = group.passages.get(place) || { score: 0, had: new Set() };
        hit.score += worth;
        hit.had.add(at);
        group.passages.set(place, hit);
      }
      for (const [report, { score }] of evidence.texts) {
        const group = groupOf(report);
        better(group.best, at, score * ss.WEIGHT.text);
        group.inText = (group.inText || new Set()).add(at);
      }
    });
    for (const group of groups.values()) {
      let together = 0;
      for (const hit of group.passages.values()) {
        const share = hit.had.size / terms.length;
        together = Math.max(together, hit.score * share * share);
      }
      group.score = together;
      for (const worth of group.best.values()) group.score += worth;
    }
    return groups;
  }

  function better(best, at, worth) {
    const known = best.get(at);
    if (known === undefined || known < worth) best.set(at, worth);
  }

  /* The words as they stand together; and an error string that a pasted log line repeats but for
     its numbers. Both outweigh any count of words. */
  function rewardVerbatim(data, verbatim, groups) {
    if (!verbatim) return;
    const pasted = masked(verbatim);
    for (const group of groups.values()) {
      for (const place of data.within[group.report]) {
        const kind = data.passages.kind[place];
        const hay = data.passages.hay(place);
        const stands = hay.includes(verbatim);
        let bonus = stands ? (VERBATIM * ss.WEIGHT[kind]) / 5 : 0;
        if (kind === "error" && hay.length >= 8 && hay.includes(" ")) {
          const stored = masked(hay);
          const same = pasted.includes(stored) || (stored.includes(pasted) && pasted.length >= 8);
          if (same) bonus = SAME_ERROR;
        }
        if (!bonus) continue;
        const hit = group.passages.get(place) || { score: 0, had: new Set() };
        hit.score += bonus;
        hit.verbatim = true;
        hit.same = bonus === SAME_ERROR && !stands;
        group.passages.set(place, hit);
        group.score += bonus;
        group.verbatim ||= bonus === SAME_ERROR;
      }
    }
    for (const [report, { hay }] of data.texts) {
      const group = groups.get(report);
      if (group && hay.includes(verbatim)) {
        group.score += VERBATIM / 2;
        group.textVerbatim = true;
      }
    }
  }

  /* Words that stand side by side as they were typed say more than the same words apart. */
  function rewardNeighbours(data, { verbatim }, groups) {
    const words = verbatim.split(" ");
    const pairs = words
      .slice(0, MOST_PAIRS)
      .map((word, at) => [word, words[at + 1]])
      .filter(([a, b]) => b && !(data.stop.has(a) && data.stop.has(b)))
      .map((pair) => pair.join(" "));
    if (!pairs.length) return;
    for (const group of groups.values()) {
      let most = 0;
      for (const [place, hit] of group.passages) {
        const hay = data.passages.hay(place);
        const bonus =
          (hit.score * pairs.filter((pair) => hay.includes(pair)).length) / pairs.length;
        hit.score += bonus;
        most = Math.max(most, bonus);
      }
      group.score += most;
    }
  }

  function masked(text) {
    return text.replace(/0x[0-9a-f]+|\b[0-9a-f]{8,}\b|\d+/g, "#");
  }

  /* ------------------------------------------------------------------ order */

  /* The archive is newest first, so that equal scores fall into that order. */
  function ordered(groups) {
    const rounded = ({ score }) => Math.round(score * 100);
    return groups.sort((a, b) => rounded(b) - rounded(a) || a.report - b.report);
  }

  /* Reports with all terms, and reports with enough of them for when those are few. */
  function sift(data, terms, groups) {
    // A term that stands nowhere cannot tell reports apart, so it has no say in what is enough.
    const rare = terms
      .map((_, at) => [...groups.values()].filter(({ best }) => best.has(at)).length)
      .map((n) => (n ? Math.log(1 + (data.reports.length + 1) / (n + 0.5)) : 0));
    const sum = rare.reduce((a, b) => a + b, 0) || 1;
    const full = [];
    const part = [];
    for (const group of groups.values()) {
      group.share = [...group.best.keys()].reduce((a, at) => a + rare[at], 0) / sum;
      if (group.best.size === terms.length || group.verbatim) full.push(group);
      else if (group.share >= LEAST[Math.min(terms.length, LEAST.length - 1)]) part.push(group);
    }
    part.forEach((group) => {
      group.score *= group.share * group.share;
    });
    for (const group of part) {
      group.missing = terms.filter((_, at) => !group.best.has(at)).map(({ written }) => written);
    }
    return { full: ordered(full), part: ordered(part) };
  }

  /* -> {full, part, terms, found, filters, unknown, query}, which search-hits.js shows. */
  function rank(data, { text, chosen = {}, only = false }) {
    const query = ss.parse(text, data.stop);
    const { filters, terms, unknown } = readFilters(data, query, chosen);
    if (!terms.length) {
      const all = data.reports.map((_, report) => ({ report, score: 0, passages: new Map() }));
      return { query, filters, terms, unknown, found: [], full: all, part: [] };
    }
    const found = ss.find(data, terms, only);
    let groups = gather(data, terms, found);
    const complete = [...groups.values()].filter(({ best }) => best.size === terms.length);
    if (!only && complete.length < ss.ENOUGH) {
      ss.addMisspelt(data, terms, found);
      groups = gather(data, terms, found);
    }
    rewardNeighbours(data, query, groups);
    rewardVerbatim(data, query.verbatim, groups);
    return { query, filters, terms, unknown, found, ...sift(data, terms, groups) };
  }

  Object.assign(ss, { FACETS, facetNames, passes, rank });
});
