/* What each term of a query finds. The index ranks words; scans find literals and phrases in
   passages, and everything in full texts. */
__ss.part("match", function (ss) {
  "use strict";

  const { ANYWHERE, WHOLE, note, scanPassages, scanTexts } = ss;
  const EXACT = 10;
  const PREFIX = 3;
  const SYNONYM = 2;
  const PARTS = 2;
  const FUZZY = 1;
  const RARE = 10;

  /* ------------------------------------------------------------------ evidence

     What a term found: passages {place -> {score, approx}}, texts {report -> {score, approx}},
     and what to highlight. */
  function evidence() {
    return {
      passages: new Map(),
      texts: new Map(),
      also: new Set(),
      exact: new Set(),
      approx: new Set(),
      prefixes: new Set(),
      literals: new Map(),
    };
  }

  /* Notes the passages that hold any of these terms. */
  function lookUp(data, terms, found, weight, approx) {
    for (const [place, score] of data.index.lookUp(terms)) {
      note(found.passages, place, weight * score, approx);
    }
  }

  function findWord(data, term, found) {
    lookUp(data, term.tokens, found, EXACT, false);
    term.tokens.forEach((token) => found.exact.add(token));
    const isBegin = term.text.length >= (term.last ? 2 : 4);
    if (isBegin) {
      lookUp(data, data.index.beginning(term.text), found, PREFIX, false);
      found.prefixes.add(term.text);
    }
    const stem = ss.stem(term.text);
    const stems = new Map();
    const same = (word) => {
      if (isBegin && word.startsWith(term.text)) return true;
      if (!stems.has(word)) stems.set(word, ss.stem(word) === stem);
      return stems.get(word);
    };
    scanTexts(data, [root(term.text, stem)], found, EXACT, false, same);
  }

  /* How all forms of a word begin: "retr" of "retry" and "retries". */
  function root(word, stem) {
    let end = 0;
    while (end < stem.length && stem[end] === word[end]) end += 1;
    return /[^aeiou]i$/.test(stem)
      ? word.slice(0, Math.min(end, stem.length - 1))
      : word.slice(0, end);
  }

  function findLiteral(data, term, found, weight = EXACT, approx = false) {
    const edge = term.kind === "phrase" ? WHOLE : ANYWHERE;
    scanPassages(data, term.text, found, weight, approx, edge);
    scanTexts(data, [term.text], found, weight, approx, edge);
    if (found.passages.size || found.texts.size) found.literals.set(term.text, approx);
  }

  /* A literal that stands nowhere as it is written: passages with most of its parts. */
  function findParts(data, term, found) {
    const parts = [
      ...new Set(
        ss
          .level(term.written)
          .split(/[^\p{L}\p{N}]+|(?<=[a-z])(?=[A-Z])/u)
          .map((part) => ss.fold(part))
          .filter((part) => part.length > 1 && !data.stop.has(part)),
      ),
    ];
    const had = new Map();
    for (const part of parts) {
      const forms = ss.tokens(part);
      for (const [place, score] of data.index.lookUp(forms)) {
        had.set(place, [...(had.get(place) || []), score]);
      }
      forms.forEach((form) => found.approx.add(form));
    }
    const enough = Math.max(1, Math.ceil((parts.length * 2) / 3));
    for (const [place, scores] of had) {
      if (scores.length < enough) continue;
      note(found.passages, place, PARTS * scores.reduce((a, b) => a + b), true);
      found.also.add(parts.join(" "));
    }
  }

  function findSynonym(data, name, found, share) {
    const before = found.passages.size + found.texts.size;
    const alternative = ss.readPhrase(name);
    // In running text other names are worth a scan only where the word itself is rare.
    const inTexts = found.texts.size < RARE ? scanTexts : () => {};
    if (/^\p{L}+$/u.test(name)) {
      // Its own form and its plural, not its stem: "resolver" is a name of DNS, "resolved" is not.
      const forms = [alternative.text, `${alternative.text}s`];
      lookUp(data, forms, found, SYNONYM / share, true);
      forms.forEach((token) => found.approx.add(token));
      inTexts(data, forms, found, SYNONYM / share, true, WHOLE);
    } else {
      scanPassages(data, alternative.text, found, SYNONYM / share, true, WHOLE);
      inTexts(data, [alternative.text], found, SYNONYM / share, true, WHOLE);
      found.literals.set(alternative.text, true);
    }
    if (found.passages.size + found.texts.size > before) found.also.add(name);
  }

  function findMisspelt(data, term, found) {
    const [surface] = term.tokens;
    const editDistance = surface.length >= 8 ? 2 : surface.length >= 4 ? 1 : 0;
    if (!editDistance || surface.length > 30) return;
    const near = data.index.near(surface, editDistance).filter((t) => !term.tokens.includes(t));
    lookUp(data, near, found, FUZZY, true);
    const words = near.filter((t) => !near.some((o) => o !== t && o.startsWith(t)));
    words.forEach((t) => found.also.add(t));
    near.forEach((t) => found.approx.add(t));
    if (near.length) scanTexts(data, near, found, FUZZY, true, WHOLE);
  }

  /* ------------------------------------------------------------------ a query's terms */

  const stemmed = (phrase) =>
    phrase
      .split(" ")
      .map((w) => ss.stem(ss.fold(w)))
      .join(" ");

  function synonymTable(groups) {
    const table = new Map();
    for (const group of groups) {
      for (const name of group) {
        const others = group.filter((other) => other !== name);
        table.set(stemmed(name), [...(table.get(stemmed(name)) || []), ...others]);
      }
    }
    return table;
  }

  /* -> one evidence for each term; `only` means the reader's own words and nothing near them. */
  function find(data, terms, only) {
    const found = terms.map((term) => {
      const evident = evidence();
      if (term.kind === "word") findWord(data, term, evident);
      else findLiteral(data, term, evident);
      if (term.kind === "literal" && !evident.passages.size && !evident.texts.size && !only) {
        findParts(data, term, evident);
      }
      return evident;
    });
    if (!only) addSynonyms(data, terms, found);
    return found;
  }

  function addSynonyms(data, terms, found) {
    for (let from = 0; from < terms.length; from += 1) {
      for (let length = 1; length <= 4 && from + length <= terms.length; length += 1) {
        const span = terms.slice(from, from + length);
        const names = data.synonyms.get(stemmed(span.map(({ text }) => text).join(" ")));
        if (!names) continue;
        span.forEach((_, at) =>
          names.forEach((name) => findSynonym(data, name, found[from + at], length)),
        );
      }
    }
  }

  /* Typing errors are suspected only of words that no report has and no synonym explains. */
  function addMisspelt(data, terms, found) {
    terms.forEach((term, at) => {
      const { passages, texts } = found[at];
      if (term.kind === "word" && !passages.size && !texts.size)
        findMisspelt(data, term, found[at]);
    });
  }

  Object.assign(ss, { synonymTable, find, addMisspelt });
});
