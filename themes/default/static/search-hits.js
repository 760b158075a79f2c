/* Ranked reports to what a page shows: hits with highlighted segments, facets, and a way on
   where nothing was found. Everything in the answer is text; nothing is markup. */
__ss.part("hits", function (ss) {
  "use strict";

  function wantedBy({ found, terms, query }) {
    const wanted = { exact: new Set(), approx: new Set(), prefixes: [], literals: [] };
    if (query.verbatim) wanted.literals.push([query.verbatim, false]);
    found.forEach((evidence) => {
      evidence.exact.forEach((token) => wanted.exact.add(token));
      evidence.approx.forEach((token) => wanted.approx.add(token));
      wanted.prefixes.push(...evidence.prefixes);
      wanted.literals.push(...evidence.literals);
    });
    terms.forEach(({ kind, text }) => {
      if (kind === "word") wanted.exact.add(text);
    });
    return wanted;
  }

  /* ------------------------------------------------------------------ the hits of a report */

  function hitsOf(data, group, answer) {
    const { terms } = answer;
    const hits = [];
    for (const [place, { score, had, verbatim, same }] of group.passages) {
      const kind = data.passages.kind[place];
      if (kind === "title" || kind === "label") continue;
      const all = new Set(verbatim ? terms.keys() : [...had, ...group.context]);
      const share = all.size / terms.length;
      hits.push({ kind, place, had: all, score: score * share * share, same });
    }
    const record = data.texts.get(group.report);
    if (record && group.inText) hits.push(...textHits(record, group, answer, hits));
    const most = Math.max(0, ...hits.map(({ had }) => had.size));
    if (group.context.size > most || !hits.length) {
      hits.push({ kind: "report", had: group.context, score: Infinity });
    }
    const least = Math.max(most, group.context.size) / 2;
    return hits.filter(({ had }) => had.size >= least).sort((a, b) => b.score - a.score);
  }

  /* Timeline entries, and the running text where nothing better has as many of the terms. */
  function textHits(record, group, answer, passageHits) {
    const literals = answer.terms.map((term, at) => needles(term, answer.found[at]));
    const events = record.events.flatMap(({ when, text, hay }) => {
      const had = new Set(literals.keys());
      literals.forEach((list, at) => list.some((n) => hay.includes(n)) || had.delete(at));
      if (!had.size || had.size < answer.terms.length / 2) return [];
      const score = had.size * (hay.includes(answer.query.verbatim || "\0") ? 3 : 1);
      return [{ kind: "timeline", text, when, had, score }];
    });
    const best = Math.max(0, ...[...passageHits, ...events].map(({ had }) => had.size));
    const isNew =
      group.inText.size > best ||
      (group.textVerbatim && ![...group.passages.values()].some(({ verbatim }) => verbatim));
    if (!isNew) return events;
    const line = () => bestLine(record, literals, answer.query.verbatim);
    return [
      ...events,
      { kind: "text", line, had: group.inText, score: group.textVerbatim ? 50 : 0.5 },
    ];
  }

  function needles(term, found) {
    const literals = [...found.literals.keys()];
    const words = [...found.prefixes, ...found.approx].filter((word) => word.length > 2);
    return term.kind === "word"
      ? [...term.tokens, ...words, ...literals]
      : [term.text, ...literals];
  }

  /* Without a query: everything that a report holds. */
  function everything(data, report) {
    const hits = [];
    for (const place of data.within[report]) {
      const kind = data.passages.kind[place];
      if (ss.PLACE_OF[kind]) hits.push({ kind, place });
    }
    const record = data.texts.get(report);
    if (record) {
      for (const { when, text } of record.events) hits.push({ kind: "timeline", text, when });
    }
    return hits;
  }

  /* ... lessons first; there are none among timelines. */
  function worthiest(hits) {
    const worth = ({ kind }) => ss.WEIGHT[kind] || 0;
    return hits.slice().sort((a, b) => worth(b) - worth(a));
  }

  /* ... and of that what it taught and what fixed it, or its open fixes where those were asked for. */
  function taught(data, hits, filters) {
    const open = ss.asksForOpen(filters);
    if (filters.some(({ field }) => field === "in")) return hits;
    const found = hits.filter(({ kind, place }) =>
      ss.isTaught(kind, data.passages.note[place], open),
    );
    return found.length ? found : [{ kind: "report" }];
  }

  /* ------------------------------------------------------------------ showing */

  function show(data, report, hit, wanted) {
    const { kind } = hit;
    if (kind === "timeline") {
      return { kind, when: hit.when, ...withText(hit.text, wanted, true) };
    }
    if (kind === "text") return { kind, ...withText(hit.line(), wanted, true) };
    if (kind === "report")
      return { kind, ...withText(data.summaries.get(report) || "", wanted, false) };
    const passage = data.passages.at(hit.place);
    const { anchor } = passage;
    const shown = { kind, ...withText(passage.text, wanted, !anchor, hit.same), anchor };
    const beside = [...passage.more.split("\n"), passage.check && ss.checked(passage.check)]
      .map((line) => [line, ss.marks(line, wanted)])
      .find(([, found]) => found.length);
    if (beside) shown.beside = ss.excerpt(...beside, ss.WIDTH);
    if (passage.note) shown.note = passage.note;
    return shown;
  }

  /* The line of the full text that has most of the terms, verbatim words first. */
  function bestLine({ body, code }, literals, verbatim) {
    let [best, most] = ["", -1];
    for (const line of `${body}\n${code}`.split("\n")) {
      const hay = ss.squeeze(ss.flat(line));
      const had = literals.filter((list) => list.some((needle) => hay.includes(needle))).length;
      const score = had + (verbatim && hay.includes(verbatim) ? literals.length : 0);
      if (score > most) [best, most] = [line, score];
    }
    return best;
  }

  /* A hit without an anchor of its own is sought by its words. */
  function withText(text, wanted, seekable, all = false) {
    const found = all ? [[0, text.length, 1]] : ss.marks(text, wanted);
    const parts = ss.excerpt(text, found, ss.WIDTH);
    return seekable ? { parts, seek: ss.seek(parts) } : { parts };
  }

  /* ------------------------------------------------------------------ facets */

  function facetCounts(data, groups, answer) {
    const { filters } = answer;
    const facets = {};
    for (const [field, names] of Object.entries(ss.facetNames(data))) {
      const others = ss.besides(filters, field);
      const counts = new Map(names.map((name) => [name, 0]));
      for (const { report } of groups) {
        if (!others.every((filter) => ss.passes(data.reports[report], filter))) continue;
        for (const value of ss.FACETS[field](data.reports[report])) {
          counts.set(value, counts.get(value) + 1);
        }
      }
      facets[field] = ss.facetOrder(field, [...counts]);
    }
    return facets;
  }

  function placeCounts(lists) {
    const counts = new Map(ss.PLACES.map((place) => [place, 0]));
    for (const hits of lists) {
      for (const { kind } of hits) {
        const place = ss.PLACE_OF[kind];
        counts.set(place, counts.get(place) + 1);
      }
    }
    return [...counts];
  }

  /* ------------------------------------------------------------------ the answer */

  function search(data, request) {
    const answer = ss.rank(data, request);
    const { terms, filters, found } = answer;
    const wanted = wantedBy(answer);
    const hitsFor = (group) =>
      terms.length ? hitsOf(data, group, answer) : everything(data, group.report);

    const within = filters.filter(({ field }) => field === "in");
    const inPlace = (hits) =>
      hits.filter(({ kind }) => within.every(({ values }) => values.includes(ss.PLACE_OF[kind])));
    const admit = ({ report }) =>
      filters.every((filter) => ss.passes(data.reports[report], filter));
    const everyHit = [];
    const listed = (groups) =>
      groups.filter(admit).flatMap((group) => {
        const all = hitsFor(group);
        everyHit.push(all);
        const hits = inPlace(terms.length ? all : taught(data, all, filters));
        return hits.length ? [{ group, hits }] : [];
      });

    const full = listed(answer.full);
    // Counted within the filters: what other services have does not make up for this one's lack.
    const part = full.length < ss.ENOUGH ? answer.part : [];
    const some = listed(part).slice(0, ss.MOST_PARTIAL);
    const { limit = 20, most = ss.SHOWN } = request;
    const display = ({ group, hits }) => {
      const report = data.reports[group.report];
      const shown = terms.length
        ? hits.slice(0, most)
        : ss.withFix(worthiest(hits), most, ({ kind }) => kind);
      return {
        ...report,
        title: ss.segments(report.title, ss.marks(report.title, wanted)),
        missing: group.missing || [],
        hits: shown.map((hit) => show(data, group.report, hit, wanted)),
        more: hits.length - shown.length,
      };
    };
    return {
      text: request.text,
      browsing: !terms.length,
      reports: full.length,
      matches: full.reduce((sum, { hits }) => sum + hits.length, 0),
      groups: full.slice(0, limit).map(display),
      some: full.length > limit ? [] : some.slice(0, limit).map(display),
      also: [...new Set(found.flatMap(({ also }) => [...also]))],
      unknown: answer.unknown,
      dropped: answer.query.dropped,
      typed: ss.readTyped(filters),
      facets: facetCounts(data, [...answer.full, ...part], answer),
      places: placeCounts(everyHit),
      instead: full.length || some.length ? [] : ss.instead(data, answer),
    };
  }

  Object.assign(ss, { search });
});
