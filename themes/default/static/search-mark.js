/* Where in a text a query matched, and the piece of a long text worth showing.
   Results are segments, [text, kind], kind 0 plain, 1 exact, 2 approximate: never markup. */
__ss.part("mark", function (ss) {
  "use strict";

  const EXACT = 1;
  const APPROXIMATE = 2;
  const CLUSTER = /\s+|[^][\u0300-\u036f]*/gu;
  const PART = /[^:/@+#._-]+/g;

  const PLAIN = /^(?!.* {2})[\x20-\x7e]*$/;

  /* The text after `change`, and where each of its characters came from. */
  function mapped(text, change) {
    if (PLAIN.test(text)) return { out: change(text), from: (at) => at };
    let out = "";
    const places = [];
    for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
      const changed = change(cluster);
      for (let i = 0; i < changed.length; i += 1) places.push(index);
      out += changed;
    }
    places.push(text.length);
    return { out, from: (at) => places[at] };
  }

  const folded = (cluster) => (/^\s+$/.test(cluster) ? " " : ss.flat(cluster));

  /* `wanted`: {exact, approx: sets of index terms, prefixes: [text], literals: [[text, approx]]} */
  function marks(text, wanted) {
    const found = [];
    if (wanted.literals.length) {
      const { out, from } = mapped(text, folded);
      for (const [literal, approx] of wanted.literals) {
        for (const at of places(out, literal)) {
          found.push([from(at), from(at + literal.length), approx ? APPROXIMATE : EXACT]);
        }
      }
    }
    const { out, from } = mapped(text, ss.level);
    for (const { 0: run, index } of out.matchAll(ss.CHUNK)) {
      for (const [begin, end, kind] of chunkMarks(run, wanted)) {
        found.push([from(index + begin), from(index + end), kind]);
      }
    }
    return merge(found);
  }

  function places(text, literal) {
    const found = [];
    for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + literal.length)) {
      found.push(at);
    }
    return found;
  }

  /* The smallest parts of a run that match, or the run where only the whole does. */
  function chunkMarks(run, wanted) {
    const core = ss.strip(run);
    const whole = kindOf(ss.chunk(run), wanted);
    if (!whole) return [];
    const begins = run.indexOf(core);
    const found = [];
    for (const { 0: part, index } of core.matchAll(PART)) {
      let at = begins + index;
      for (const word of part.split(ss.CAMEL)) {
        const kind = kindOf(ss.tokens(word), wanted);
        if (kind) found.push([at, at + word.length, kind]);
        at += word.length;
      }
    }
    return found.length ? found : [[begins, begins + core.length, whole]];
  }

  function kindOf(tokens, wanted) {
    if (tokens.some((token) => wanted.exact.has(token))) return EXACT;
    if (tokens.some((token) => wanted.prefixes.some((prefix) => token.startsWith(prefix)))) {
      return EXACT;
    }
    return tokens.some((token) => wanted.approx.has(token)) ? APPROXIMATE : 0;
  }

  function merge(found) {
    found.sort((a, b) => a[0] - b[0] || b[1] - a[1] || a[2] - b[2]);
    const merged = [];
    for (const mark of found) {
      const before = merged.at(-1);
      if (before && mark[0] < before[1]) {
        before[1] = Math.max(before[1], mark[1]);
        before[2] = Math.min(before[2], mark[2]);
      } else {
        merged.push(mark.slice());
      }
    }
    return merged;
  }

  function segments(text, found, begin = 0, end = text.length) {
    const list = [];
    let at = begin;
    for (const [from, to, kind] of found) {
      if (from < begin || to > end) continue;
      if (from > at) list.push([text.slice(at, from), 0]);
      list.push([text.slice(from, to), kind]);
      at = to;
    }
    if (at < end) list.push([text.slice(at, end), 0]);
    return list;
  }

  /* The stretch of at most `width` characters that holds the most marks, cut between words. */
  function excerpt(text, found, width) {
    const flat = text.replace(/\s/g, " ");
    if (flat.length <= width) return segments(flat, found);
    let best = 0;
    let most = -1;
    found.forEach(([from], first) => {
      let score = 0;
      for (let i = first; i < found.length && found[i][1] <= from + width * 0.75; i += 1) {
        score += found[i][2] === EXACT ? 2 + found[i][1] - found[i][0] : 1;
      }
      if (score > most) [best, most] = [from, score];
    });
    let begin = Math.max(0, Math.min(best - Math.round(width / 4), flat.length - width));
    if (begin) begin = Math.min(best, flat.indexOf(" ", begin) + 1 || begin);
    let end = Math.min(flat.length, begin + width);
    const inside = found.filter(([from]) => from >= begin && from < end).at(-1);
    if (inside) end = Math.max(end, inside[1]);
    if (end < flat.length) {
      const space = flat.lastIndexOf(" ", end);
      if (space > (inside ? inside[1] : begin)) end = space;
    }
    const list = segments(flat, found, begin, end);
    if (begin) list.unshift(["… ", 0]);
    if (end < flat.length) list.push([" …", 0]);
    return list;
  }

  Object.assign(ss, { marks, segments, excerpt });
});
