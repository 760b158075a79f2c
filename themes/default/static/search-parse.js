/* What somebody typed to a query: filters, and terms that are words, literals or phrases.
   Never throws and never refuses: what cannot be read as anything else is a literal. */
__ss.part("parse", function (ss) {
  "use strict";

  const MOST_TERMS = 40;
  const FIELDS = {
    tag: "tag",
    tags: "tag",
    service: "service",
    services: "service",
    svc: "service",
    severity: "severity",
    sev: "severity",
    team: "team",
    teams: "team",
    class: "class",
    year: "year",
    is: "is",
    in: "in",
  };
  const LEXEME = new RegExp(
    `(?:(${Object.keys(FIELDS).join("|")}):("[^"]*"|[^\\s"]*)(?=\\s|$))|"([^"]+)"|\\S+`,
    "giu",
  );
  // Around a word these are only punctuation: quotes, brackets, ends of sentences, lunr's operators.
  const AROUND = /^["'`“”‘’«»([{<,;!?*~^|=]+|["'`“”‘’«»)\]}>.,;:!?*~^|=]+$/gu;
  const LITERAL = /[^\p{L}\p{N}\p{M}']|\p{L}\p{N}|\p{N}\p{L}|[a-z][A-Z]/u;
  const WORD = /[\p{L}\p{N}]/u;

  /* -> {terms, fields: [[field, value, written]], dropped: count, verbatim}
     A term: {written, kind, text (folded), tokens (index terms for it), last (still being typed)} */
  function parse(text, stop) {
    const fields = [];
    const terms = [];
    const said = [];
    for (const [written, field, value, phrase] of text.matchAll(LEXEME)) {
      if (field) {
        if (unquote(value)) fields.push([FIELDS[field.toLowerCase()], unquote(value), written]);
        continue;
      }
      said.push(phrase === undefined ? written : phrase);
      const term = phrase === undefined ? readWord(written) : readPhrase(phrase);
      if (term) terms.push(term);
    }
    const last = terms.at(-1);
    if (last && !/[\s"]$/.test(text)) last.last = true;
    let kept = unique(terms.filter((term) => saysSomething(term, stop)));
    if (!kept.length && terms.length) kept = [readPhrase(said.join(" "))];
    const verbatim = squeeze(ss.flat(said.join(" ")));
    return {
      fields,
      terms: kept.slice(0, MOST_TERMS),
      dropped: Math.max(0, kept.length - MOST_TERMS),
      verbatim: verbatim.includes(" ") && verbatim.length > 4 ? verbatim : "",
    };
  }

  function readWord(written) {
    const text = written.replace(AROUND, "") || written;
    if (LITERAL.test(ss.level(text)) || ss.IS_UNSPACED.test(text) || !WORD.test(text)) {
      return readLiteral(text);
    }
    const tokens = ss.tokens(text);
    return tokens.length ? { written: text, kind: "word", text: tokens[0], tokens } : null;
  }

  function readLiteral(text) {
    const flat = squeeze(ss.flat(text));
    return flat ? { written: text, kind: "literal", text: flat, tokens: ss.tokens(text) } : null;
  }

  function readPhrase(text) {
    const folded = squeeze(ss.flat(text));
    if (!folded) return null;
    return { written: text.trim(), kind: "phrase", text: folded, tokens: ss.tokens(text) };
  }

  /* Beside other terms neither "the" nor a lone dash does. */
  function saysSomething({ kind, text }, stop) {
    return kind === "word" ? !stop.has(text) : kind === "phrase" || WORD.test(text);
  }

  function unique(terms) {
    const seen = new Set();
    return terms.filter(({ kind, text }) => {
      const key = `${kind} ${text}`;
      return !seen.has(key) && seen.add(key);
    });
  }

  function unquote(value) {
    return value.replace(/^"|"$/g, "").trim();
  }

  function squeeze(text) {
    return text.replace(/\s+/g, " ").trim();
  }

  Object.assign(ss, { parse, squeeze, readPhrase, readLiteral });
});
