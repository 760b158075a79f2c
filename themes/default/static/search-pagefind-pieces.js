/* A report as Pagefind hands it over, to what a result shows of it: the passages that have the
   words of a query, labelled and marked. The words are found again here, in what was loaded. */
__ss.part("pagefind-pieces", function (ss) {
  "use strict";

  const FILED = ["service", "class", "tag", "team", "severity"];
  const VERBATIM = 4;

  /* What chunked.py put into the ids of elements, with the words of each.
     -> {about, pieces: [{kind, text, anchor, note, when, beside: [text]}]} */
  function opened({ anchors }) {
    let about = null;
    const pieces = [];
    for (const { id, text } of anchors) {
      const [kind, anchor = "", carried = ""] = JSON.parse(decodeURIComponent(id));
      if (kind === "title") about = carried;
      else if (kind === "more") pieces.at(-1).beside.push(text);
      else if (kind === "check") pieces.at(-1).beside.push(ss.checked(text));
      else if (kind === "timeline") pieces.push({ kind, text, when: anchor, beside: [] });
      else pieces.push({ kind, text, anchor, note: carried, beside: [] });
    }
    return { about, pieces };
  }

  /* ------------------------------------------------------------------ words */

  /* For each term a test of a text, folded and not; and for all of them what to mark. */
  function reader(words, { terms, verbatim }) {
    const wanted = { exact: new Set(), approx: new Set(), prefixes: [], literals: [] };
    if (verbatim) wanted.literals.push([verbatim, false]);
    const tests = terms.map((term) =>
      term.kind === "word" ? wordTest(words, term, wanted) : literalTest(words, term, wanted),
    );
    return { words, wanted, tests, verbatim };
  }

  function wordTest(words, { text, tokens, last }, wanted) {
    const isBegin = text.length >= (last ? 2 : 4);
    tokens.forEach((token) => wanted.exact.add(token));
    if (isBegin) wanted.prefixes.push(text);
    const root = shared([text, ...tokens]);
    const same = (token) => tokens.includes(token) || (isBegin && token.startsWith(text));
    return (hay, written) => hay.includes(root) && words.tokens(written).some(same);
  }

  function literalTest(words, term, wanted) {
    const near = term.kind === "literal" ? parts(words, term) : [];
    wanted.literals.push([term.text, false]);
    near.forEach((part) => wanted.approx.add(part));
    return (hay) =>
      hay.includes(term.text) || (near.length > 0 && near.every((part) => hay.includes(part)));
  }

  /* How all forms of a word begin: "retr" of "retries" and "retri"; "y" may have become "i". */
  function shared(forms) {
    const begin = forms.reduce((a, b) => {
      let end = 0;
      while (end < a.length && a[end] === b[end]) end += 1;
      return a.slice(0, end);
    });
    return begin.replace(/i$/, "");
  }

  /* A literal in parts, for Pagefind knows words only. */
  function parts(words, { written }) {
    return words
      .level(written)
      .split(/[^\p{L}\p{N}]+|(?<=[a-z])(?=[A-Z])/u)
      .map((part) => words.fold(part))
      .filter((part) => part.length > 1);
  }

  const flat = (words, text) => words.squeeze(words.flat(text));

  /* -> the places of the terms that a text has */
  function had({ words, tests }, text) {
    const hay = flat(words, text);
    return new Set([...tests.keys()].filter((at) => tests[at](hay, text)));
  }

  const labelsOf = (about) => FILED.flatMap((field) => about[field]);

  /* -> the places of the terms that a report has nowhere */
  function lacked(reading, { about, pieces }) {
    const texts = pieces.flatMap(({ text, beside }) => [text, ...beside]);
    const found = had(reading, [about.title, ...labelsOf(about), ...texts].join("\n"));
    return [...reading.tests.keys()].filter((at) => !found.has(at));
  }

  /* ------------------------------------------------------------------ hits */

  /* -> the hits of a report, best first; a report whose title or labels say it all is one itself */
  function hitsOf(reading, { about, pieces }) {
    const { words, tests, verbatim } = reading;
    const context = had(reading, [about.title, ...labelsOf(about)].join(" · "));
    const hits = pieces.flatMap((piece) => {
      const text = [piece.text, ...piece.beside].join("\n");
      const own = had(reading, text);
      if (!own.size) return [];
      const all = ss.PLACE_OF[piece.kind] === "story" ? own : new Set([...own, ...context]);
      const share = all.size / tests.length;
      const exact = verbatim && flat(words, text).includes(verbatim) ? VERBATIM : 1;
      return [{ piece, had: all, score: ss.WEIGHT[piece.kind] * own.size * share * share * exact }];
    });
    const best = Math.max(0, ...hits.filter(isDistilled).map((hit) => hit.had.size));
    const most = Math.max(best, ...hits.map((hit) => hit.had.size));
    if (context.size > most || !hits.length) hits.push(itself(pieces, context));
    const lines = hits.filter((hit) => hit.piece.kind === "text");
    lines.sort((a, b) => b.score - a.score);
    return hits
      .filter((hit) => hit.had.size >= Math.max(most, context.size) / 2)
      .filter((hit) => hit.piece.kind !== "text" || (hit === lines[0] && hit.had.size > best))
      .sort((a, b) => b.score - a.score);
  }

  const isDistilled = ({ piece }) => piece.kind !== "text";

  function itself(pieces, had) {
    const summary = pieces.find(({ kind }) => kind === "summary");
    const text = summary ? summary.text : "";
    return { piece: { kind: "report", text, beside: [] }, had, score: Infinity };
  }

  /* Without a query: what a report taught, or its open fixes, or all that is in some place. */
  function taught({ pieces }, open, places) {
    const hits = pieces
      .filter(({ kind }) => kind !== "text")
      .map((piece) => ({ piece, score: ss.WEIGHT[piece.kind] }))
      .sort((a, b) => b.score - a.score);
    if (places) return hits;
    const found = hits.filter(({ piece }) => ss.isTaught(piece.kind, piece.note, open));
    return found.length ? found : [itself(pieces, new Set())];
  }

  /* ------------------------------------------------------------------ showing */

  function show({ words, wanted }, { piece }) {
    const { kind, text, anchor = "", note, when } = piece;
    const parts = words.excerpt(text, words.marks(text, wanted), ss.WIDTH);
    const shown = { kind, parts, anchor };
    if (note) shown.note = note;
    if (when) shown.when = when;
    if (!anchor && kind !== "report") shown.seek = ss.seek(parts);
    const beside = piece.beside
      .map((line) => [line, words.marks(line, wanted)])
      .find(([, found]) => found.length);
    if (beside) shown.beside = words.excerpt(...beside, ss.WIDTH);
    return shown;
  }

  Object.assign(ss, { pieces: { opened, reader, parts, lacked, hitsOf, taught, show } });
});
