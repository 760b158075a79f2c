/* The index, and what each term of a query finds in it. lunr ranks words; scans find literals
   and phrases in passages, and everything in full texts. User text never reaches lunr's own
   query language: queries are built clause by clause. */
__ss.part("match", function (ss) {
  "use strict";

  const { ANYWHERE, WHOLE, note, scanPassages, scanTexts } = ss;
  const FORMAT = 2;
  /* BM25 as lunr has it. Passages range from five words to two hundred: full length
     normalisation (0.75) would let every bare label win over a sentence that explains. */
  const LENGTH_NORMALISATION = 0.4;
  const SATURATION = 1.2;
  const EXACT = 10;
  const PREFIX = 3;
  const SYNONYM = 2;
  const PARTS = 2;
  const FUZZY = 1;
  const RARE = 10;
  const NOTHING = {};

  /* The form that lunr.Index.load reads, from the compact one (see index.py). */
  function expand({ terms, steps, repeats }) {
    const postings = terms.map((_, place) => ({ _index: place, text: {} }));
    const holders = new Uint32Array(terms.length);
    const lengths = steps.map((list, ref) => {
      let term = 0;
      for (const step of list) {
        term += step;
        holders[term] += 1;
        postings[term].text[ref] = NOTHING;
      }
      let length = list.length;
      for (let at = 1; at < repeats[ref].length; at += 2) length += repeats[ref][at] - 1;
      return length;
    });
    const average = lengths.reduce((sum, length) => sum + length, 0) / steps.length;
    const rarity = Array.from(holders, (held) =>
      Math.log(1 + Math.abs((steps.length - held + 0.5) / (held + 0.5))),
    );
    const fieldVectors = steps.map((list, ref) => {
      const vector = new Array(list.length * 2);
      const times = repeats[ref];
      const length = lengths[ref] / average;
      const norm = SATURATION * (1 - LENGTH_NORMALISATION + LENGTH_NORMALISATION * length);
      let term = 0;
      let next = 0;
      for (let at = 0; at < list.length; at += 1) {
        term += list[at];
        let count = 1;
        if (times[next] === at) {
          count = times[next + 1];
          next += 2;
        }
        const score = (rarity[term] * ((SATURATION + 1) * count)) / (norm + count);
        vector[2 * at] = term;
        vector[2 * at + 1] = Math.round(score * 1000) / 1000;
      }
      return [`text/${ref}`, vector];
    });
    return {
      version: "2.3.9",
      fields: ["text"],
      fieldVectors,
      invertedIndex: terms.map((term, place) => [term, postings[place]]),
      pipeline: [],
    };
  }

  function open(core) {
    if (core.format !== FORMAT) throw new Error(`Search data of format ${core.format}`);
    const { reports } = core;
    const passages = core.passages.map(([report, kind, text, more, check, note, anchor]) => {
      const shown =
        kind === "title" ? reports[report].title : kind === "label" ? label(reports[report]) : text;
      const hay = ss.squeeze(ss.flat(`${shown}\n${more}\n${check}`));
      return { report, kind, text: shown, more, check, note, anchor, hay };
    });
    const lengths = passages.reduce((sum, { hay }) => sum + hay.length, 0);
    return {
      reports,
      passages,
      meanLength: lengths / (passages.length || 1),
      index: ss.lunr.Index.load(expand(core.index)),
      stop: new Set(core.stop),
      synonyms: synonymTable(core.synonyms),
      slugs: new Map(reports.map(({ slug }, place) => [slug, place])),
      texts: new Map(),
      ...byReport(passages),
    };
  }

  /* The passages of each report, and its summary. */
  function byReport(passages) {
    const within = new Map();
    const summaries = new Map();
    for (const passage of passages) {
      const { report, kind, text } = passage;
      if (!within.has(report)) within.set(report, []);
      within.get(report).push(passage);
      if (kind === "summary" && !summaries.has(report)) summaries.set(report, text);
    }
    return { within, summaries };
  }

  function label(report) {
    return ["service", "class", "tag", "team", "severity"].flatMap((f) => report[f]).join(" · ");
  }

  function addTexts(data, bySlug) {
    for (const [slug, { body, code, timeline }] of Object.entries(bySlug)) {
      const place = data.slugs.get(slug);
      if (place === undefined) continue;
      const hay = ss.squeeze(ss.flat(`${body}\n${code}`));
      const events = timeline.map(([when, text]) => ({
        when,
        text,
        hay: ss.squeeze(ss.flat(text)),
      }));
      data.texts.set(place, { body, code, events, hay });
    }
  }

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

  function lookUp(data, build) {
    return data.index.query(build).map(({ ref, score, matchData }) => ({
      place: Number(ref),
      score,
      terms: Object.keys(matchData.metadata),
    }));
  }

  const clause = (options) => ({ usePipeline: false, ...options });

  function findWord(data, term, found) {
    for (const hit of lookUp(data, (q) => term.tokens.forEach((t) => q.term(t, clause())))) {
      note(found.passages, hit.place, EXACT * hit.score, false);
    }
    term.tokens.forEach((token) => found.exact.add(token));
    const isBegin = term.text.length >= (term.last ? 2 : 4);
    if (isBegin) {
      const wildcard = ss.lunr.Query.wildcard.TRAILING;
      for (const hit of lookUp(data, (q) => q.term(term.text, clause({ wildcard })))) {
        note(found.passages, hit.place, PREFIX * hit.score, false);
      }
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
      for (const { place, score } of lookUp(data, (q) =>
        forms.forEach((t) => q.term(t, clause())),
      )) {
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
      for (const hit of lookUp(data, (q) => forms.forEach((t) => q.term(t, clause())))) {
        note(found.passages, hit.place, (SYNONYM * hit.score) / share, true);
      }
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
    const near = new Set();
    for (const hit of lookUp(data, (q) => q.term(surface, clause({ editDistance })))) {
      const terms = hit.terms.filter((t) => t[0] === surface[0] && !term.tokens.includes(t));
      if (!terms.length) continue;
      note(found.passages, hit.place, FUZZY * hit.score, true);
      terms.forEach((t) => near.add(t));
    }
    const words = [...near].filter((t) => ![...near].some((o) => o !== t && o.startsWith(t)));
    words.forEach((t) => found.also.add(t));
    near.forEach((t) => found.approx.add(t));
    if (near.size) scanTexts(data, [...near], found, FUZZY, true, WHOLE);
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

  Object.assign(ss, { expand, open, addTexts, find, addMisspelt });
});
