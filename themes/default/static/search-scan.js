/* Literal search: looks through passages and full texts for a string, and weighs what it finds
   like lunr does. Cheap enough to need no index: a few milliseconds for a thousand reports. */
__ss.part("scan", function (ss) {
  "use strict";

  const LONGEST_WORD = 48;
  const ANYWHERE = 0;
  const WHOLE = 1;

  /* Keeps the best that was found at a place; what is exact outranks what is only near. */
  function note(map, place, score, approx) {
    const known = map.get(place);
    if (!known) map.set(place, { score, approx });
    else if (known.approx === approx) known.score = Math.max(known.score, score);
    else if (known.approx) map.set(place, { score: Math.max(score, known.score), approx });
  }

  /* Whether a letter or number stands there; the common characters by their codes, for speed. */
  function isWord(text, at) {
    const code = text.charCodeAt(at);
    if (!(code >= 128)) {
      return (
        (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90)
      );
    }
    return /[\p{L}\p{N}]/u.test(String.fromCodePoint(text.codePointAt(at)));
  }

  /* `edge`: ANYWHERE, as WHOLE words, or a test of the word that begins with the needle. */
  function count(hay, needle, edge) {
    let n = 0;
    let first = -1;
    if (!needle) return { n, first };
    const begins = edge !== ANYWHERE && isWord(needle, 0);
    const ends = edge === WHOLE && isWord(needle, needle.length - 1);
    for (let at = hay.indexOf(needle); at >= 0 && n < 50; at = hay.indexOf(needle, at + 1)) {
      if (begins && at && isWord(hay, at - 1)) continue;
      if (ends && isWord(hay, at + needle.length)) continue;
      if (edge instanceof Function && !edge(wordAt(hay, at))) continue;
      if (first < 0) first = at;
      n += 1;
    }
    return { n, first };
  }

  function wordAt(hay, at) {
    let end = at + 1;
    while (end < hay.length && end < at + LONGEST_WORD && isWord(hay, end)) end += 1;
    return hay.slice(at, end);
  }

  function scanPassages(data, needle, found, weight, approx, edge) {
    const { passages } = data;
    const hits = [];
    let lengths = 0;
    for (let place = 0; place < passages.length; place += 1) {
      const hay = passages.hay(place);
      lengths += hay.length;
      const { n } = count(hay, needle, edge);
      if (n) hits.push([place, n, hay.length]);
    }
    const mean = lengths / passages.length;
    const rarity = Math.log(1 + (passages.length + 1) / (hits.length + 0.5));
    for (const [place, n, length] of hits) {
      note(found.passages, place, weight * rarity * saturation(n, length / mean), approx);
    }
  }

  function scanTexts(data, needles, found, weight, approx, edge) {
    const hits = [];
    for (const [report, { hay }] of data.texts) {
      let total = 0;
      let earliest = 1;
      for (const needle of needles) {
        const { n, first } = count(hay, needle, edge);
        total += n;
        if (n) earliest = Math.min(earliest, first / hay.length);
      }
      if (total) hits.push([report, total, earliest]);
    }
    const rarity = Math.log(1 + (data.texts.size + 1) / (hits.length + 0.5));
    for (const [report, n, earliest] of hits) {
      note(found.texts, report, weight * rarity * saturation(n, 1.2 + earliest / 2), approx);
    }
  }

  /* Whether a text stands anywhere as it is written. */
  function stands(data, needle) {
    const { passages, texts } = data;
    for (let place = 0; place < passages.length; place += 1) {
      if (passages.hay(place).includes(needle)) return true;
    }
    return [...texts.values()].some(({ hay }) => hay.includes(needle));
  }

  function saturation(n, length) {
    return (2.2 * n) / (n + 1.2 * (0.6 + 0.4 * length));
  }

  Object.assign(ss, { ANYWHERE, WHOLE, note, scanPassages, scanTexts, stands });
});
