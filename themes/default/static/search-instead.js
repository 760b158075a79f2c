/* Nothing found: what to try instead, each way with the number of reports it leads to. */
__ss.part("instead", function (ss) {
  "use strict";

  /* The words without filters, without quotes, in parts, spelt like others; then names like them. */
  function instead(data, { terms, filters, unknown }) {
    const ways = [];
    const offer = (way, text) => {
      if (!text || ways.some((other) => other.text === text)) return;
      const { full, part } = ss.rank(data, { text });
      const reports = full.length || part.length;
      if (reports) ways.push({ way, text, reports });
    };
    const words = terms.map(asTyped).join(" ");
    if (filters.length) offer("unfiltered", words);
    if (terms.some(({ kind }) => kind === "phrase")) {
      offer("unquoted", terms.map(({ written }) => written).join(" "));
    }
    if (terms.some(({ kind }) => kind === "literal")) {
      const parts = terms
        .map(({ written }) => written)
        .join(" ")
        .split(/[^\p{L}\p{N}]+|(?<=[a-z])(?=[A-Z])/u);
      offer("parts", parts.join(" ").trim());
    }
    const spelt = terms.map((term) => nearest(data, term) || asTyped(term)).join(" ");
    if (spelt !== words) offer("spelling", spelt);
    return [...ways, ...namesLike(data, terms, unknown)];
  }

  function asTyped({ written, kind }) {
    return kind === "phrase" ? `"${written}"` : written;
  }

  function nearest(data, term) {
    if (term.kind !== "word" || term.text.length < 4) return "";
    const near = data.index.near(term.text, term.text.length > 5 ? 3 : 2);
    if (near.includes(term.text)) return "";
    const [best] = near
      .map((word) => [word, data.index.count(word)])
      .sort((a, b) => b[1] - a[1]);
    return best ? best[0] : "";
  }

  function namesLike(data, terms, unknown) {
    const begins = [...terms.flatMap(({ tokens }) => tokens), ...unknown.map(([, v]) => ss.fold(v))]
      .filter((token) => token.length > 2)
      .map((token) => token.slice(0, 5));
    return ["class", "tag", "service"]
      .flatMap((way) => {
        const counts = new Map();
        for (const report of data.reports) {
          for (const name of report[way]) counts.set(name, (counts.get(name) || 0) + 1);
        }
        return [...counts]
          .filter(([name]) => begins.some((begin) => ss.fold(name).includes(begin)))
          .map(([text, reports]) => ({ way, text, reports }));
      })
      .slice(0, 4);
  }

  Object.assign(ss, { instead });
});
