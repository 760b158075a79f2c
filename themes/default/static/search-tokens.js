/* Text to the tokens that search compares: folded, kept whole and also taken apart.
   `pool.max_idle` yields itself, `max_idle`, `pool`, `max` and `idle`; `OutOfMemoryError` itself
   and its four words; `retries` itself and its stem, by Porter's second stemmer ("English" of
   the Snowball project). What is indexed and what is asked both pass through here. */
__ss.part("tokens", function (ss) {
  "use strict";

  const LONGEST = 48; // in characters; longer runs are hashes and blobs, found by scanning instead
  /* Scripts written without spaces are cut into pairs of characters. The ranges: Thai and Lao,
     Burmese, Khmer, Japanese syllables, ideographs, Hangul, the ideographs of higher planes. */
  const UNSPACED =
    "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff" +
    "\\u3100-\\u312f\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff" +
    "\\u{20000}-\\u{3ffff}";
  /* Signs that belong to a word but are no letters: Hebrew and Arabic points, Indic vowels. */
  const SIGNS =
    "\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u0900-\\u0dff";
  const JOINERS = "._:/@+#'-";
  const CHUNK = new RegExp(`[\\p{L}\\p{N}${UNSPACED}${SIGNS}${JOINERS}]+`, "gu");
  const PLAIN_CHUNK = /[0-9A-Za-z._:/@+#'-]+/; // the same within ASCII
  const APOSTROPHE = /'s$|'/g;
  const LATIN_OR_UNSPACED = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
  const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
  const LEVELS = [/[:/@+#]+/, /\.+/, /[_-]+/];
  const SIMPLE = /^(?:[A-Z]?[a-z]+|[A-Z]+|[0-9]+)$/; // a word or number without any joint
  const CAMEL = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;
  const HUMP = /[a-z0-9][A-Z]|[A-Z]{2}[a-z]/;
  const ACCENT = /[\u0300-\u036f]/g;
  const ASCII = /^[\x00-\x7f]*$/;

  function fold(text) {
    if (ASCII.test(text)) return text.toLowerCase();
    const lowered = text.normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
    return lowered.normalize("NFD").replace(ACCENT, "").normalize("NFC");
  }

  /* What a scan compares: folded, with typographic quotes and dashes as a keyboard has them. */
  function flat(text) {
    if (ASCII.test(text)) return text.toLowerCase();
    return fold(text)
      .replace(/[‘’‚‛]/g, "'")
      .replace(/[“”„]/g, '"')
      .replace(/[‐-―−]/g, "-");
  }

  function level(text) {
    return ASCII.test(text) ? text : text.normalize("NFKC").replace(/’/g, "'");
  }

  /* The tokens of a text in reading order; a word that occurs twice is listed twice. */
  function tokens(text) {
    return chunks(text).flatMap(chunk);
  }

  /* A text's runs of word characters and joiners. */
  function chunks(text) {
    return level(text).match(CHUNK) || [];
  }

  const known = new Map();
  function chunk(run) {
    let found = known.get(run);
    if (found === undefined) {
      found = readChunk(run);
      if (known.size > 65536) known.clear();
      if (run.length <= LONGEST) known.set(run, found);
    }
    return found;
  }

  /* The tokens of a run, each once, the longest first. */
  function readChunk(run) {
    const core = strip(run);
    if (!core) return [];
    const found = new Set();
    const begins = run.indexOf(core);
    const before = signBefore(run.slice(0, begins));
    const behind = signBehind(run.slice(begins + core.length));
    const signed = before || behind ? fold(before + core + behind) : "";
    if (signed && !isLong(signed)) found.add(signed);
    for (const part of ASCII.test(core) ? [core] : core.match(LATIN_OR_UNSPACED)) {
      const list = IS_UNSPACED.test(part) ? pairs(fold(part)) : pieces(strip(part), part === core);
      for (const token of list) found.add(token);
    }
    return [...found];
  }

  function strip(run) {
    let begin = 0;
    let end = run.length;
    while (begin < end && JOINERS.includes(run[begin])) begin += 1;
    while (end > begin && JOINERS.includes(run[end - 1])) end -= 1;
    return run.slice(begin, end);
  }

  /* What makes an option of a word: `-l`, `--dry-run`. */
  function signBefore(joiners) {
    return joiners === "-" || joiners === "--" ? joiners : "";
  }

  /* What makes a language of a letter: `C++`, `C#`. */
  function signBehind(joiners) {
    return joiners === "+" || joiners === "++" || joiners === "#" ? joiners : "";
  }

  function pairs(run) {
    const letters = Array.from(run);
    const count = Math.max(1, letters.length - 1);
    return Array.from({ length: count }, (_, at) => letters.slice(at, at + 2).join(""));
  }

  /* The run itself, its parts at each joiner and capital, and the stems of its words. */
  function pieces(core, alone) {
    if (SIMPLE.test(core)) return simple(core.toLowerCase(), alone);
    let parts = [core.includes("'") ? core.replace(APOSTROPHE, "") : core];
    const found = parts.slice();
    for (const level of LEVELS) {
      if (!level.test(core)) continue;
      parts = parts.flatMap((part) => part.split(level)).filter(Boolean);
      found.push(...parts);
    }
    const words = HUMP.test(core) ? parts.flatMap((part) => part.split(CAMEL)) : parts;
    const folded = [...found, ...words].map(fold);
    const stems = words.map((word) => stem(fold(word)));
    const whole = folded[0];
    // A lone letter says something where it stands alone ("C"), not as a part of an address.
    return [...folded, ...stems].filter(
      (token) => token && !isLong(token) && (!isLone(token) || (alone && token === whole)),
    );
  }

  function simple(word, alone) {
    return isLong(word) || (isLone(word) && !alone) ? [] : [word, stem(word)];
  }

  /* In characters: a letter of the higher planes counts as one. */
  function isLong(token) {
    return token.length > LONGEST && Array.from(token).length > LONGEST;
  }

  function isLone(token) {
    return token.length < 2 || (token.length === 2 && token.codePointAt(0) > 0xffff);
  }

  /* ------------------------------------------------------------------ stem */

  const EXCEPTIONS = new Map(
    Object.entries({
      skis: "ski",
      skies: "sky",
      dying: "die",
      lying: "lie",
      tying: "tie",
      idly: "idl",
      gently: "gentl",
      ugly: "ugli",
      early: "earli",
      only: "onli",
      singly: "singl",
      sky: "sky",
      news: "news",
      howe: "howe",
      atlas: "atlas",
      cosmos: "cosmos",
      bias: "bias",
      andes: "andes",
    }),
  );
  const FINISHED_EARLY = new Set(
    "inning outing canning herring earring proceed exceed succeed".split(" "),
  );
  /* What a suffix becomes, longest first: step 2 and 3 inside R1, step 4 inside R2. */
  const STEP_2 = [
    ["ization", "ize"],
    ["ational", "ate"],
    ["fulness", "ful"],
    ["ousness", "ous"],
    ["iveness", "ive"],
    ["tional", "tion"],
    ["biliti", "ble"],
    ["lessli", "less"],
    ["entli", "ent"],
    ["ation", "ate"],
    ["alism", "al"],
    ["aliti", "al"],
    ["ousli", "ous"],
    ["iviti", "ive"],
    ["fulli", "ful"],
    ["enci", "ence"],
    ["anci", "ance"],
    ["abli", "able"],
    ["izer", "ize"],
    ["ator", "ate"],
    ["alli", "al"],
    ["bli", "ble"],
  ];
  const STEP_3 = [
    ["ational", "ate"],
    ["tional", "tion"],
    ["alize", "al"],
    ["icate", "ic"],
    ["iciti", "ic"],
    ["ical", "ic"],
    ["ness", ""],
    ["ful", ""],
  ];
  const STEP_4 = /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|al|er|ic)$/;
  const R1_BY_PREFIX = /^(?:gener|commun|arsen)/;
  const VOWEL = /[aeiouy]/;
  const SHORT_END = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy])$/;

  function stem(word) {
    if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
    if (EXCEPTIONS.has(word)) return EXCEPTIONS.get(word);
    word = word.replace(/^y|(?<=[aeiouy])y/g, "Y");
    const prefix = R1_BY_PREFIX.exec(word);
    const r1 = prefix ? prefix[0].length : region(word, 0);
    const r2 = region(word, r1);

    word = plural(word);
    if (FINISHED_EARLY.has(word)) return word;
    word = pastAndGerund(word, r1);
    if (word.length > 2 && /[^aeiouy][yY]$/.test(word)) word = word.slice(0, -1) + "i";
    word = derivation(word, r1, r2);
    if (word.endsWith("e")) {
      const kept = word.slice(0, -1);
      if (kept.length >= r2 || (kept.length >= r1 && !SHORT_END.test(kept))) word = kept;
    } else if (word.endsWith("ll") && word.length - 1 >= r2) {
      word = word.slice(0, -1);
    }
    return word.replace(/Y/g, "y");
  }

  function region(word, start) {
    const found = /[aeiouy][^aeiouy]/.exec(word.slice(start));
    return found ? start + found.index + 2 : word.length;
  }

  function plural(word) {
    if (word.endsWith("sses")) return word.slice(0, -2);
    if (/ie[ds]$/.test(word)) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
    if (/s$/.test(word) && !/[us]s$/.test(word) && VOWEL.test(word.slice(0, -2))) {
      return word.slice(0, -1);
    }
    return word;
  }

  function pastAndGerund(word, r1) {
    for (const suffix of ["eedly", "eed"]) {
      if (word.endsWith(suffix)) {
        const begins = word.length - suffix.length;
        return begins >= r1 ? word.slice(0, begins) + "ee" : word;
      }
    }
    const found = /(?:ingly|edly|ing|ed)$/.exec(word);
    if (!found || !VOWEL.test(word.slice(0, found.index))) return word;
    word = word.slice(0, found.index);
    if (/(?:at|bl|iz)$/.test(word)) return word + "e";
    if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) return word.slice(0, -1);
    return r1 >= word.length && SHORT_END.test(word) ? word + "e" : word;
  }

  function derivation(word, r1, r2) {
    word = replace(word, STEP_2, r1) || step2ByContext(word, r1);
    word =
      replace(word, STEP_3, r1) ||
      (word.endsWith("ative") && word.length - 5 >= r2 ? word.slice(0, -5) : word);
    const found = STEP_4.exec(word);
    if (found) return found.index >= r2 ? word.slice(0, found.index) : word;
    if (/[st]ion$/.test(word) && word.length - 3 >= r2) return word.slice(0, -3);
    return word;
  }

  function replace(word, table, region) {
    for (const [suffix, by] of table) {
      if (word.endsWith(suffix)) {
        const begins = word.length - suffix.length;
        return begins >= region ? word.slice(0, begins) + by : word;
      }
    }
    return "";
  }

  function step2ByContext(word, r1) {
    if (word.endsWith("logi") && word.length - 3 >= r1) return word.slice(0, -1);
    if (/[cdeghkmnrt]li$/.test(word) && word.length - 2 >= r1) return word.slice(0, -2);
    return word;
  }

  Object.assign(ss, { fold, flat, level, tokens, chunks, chunk, strip, stem });
  Object.assign(ss, { CHUNK, PLAIN_CHUNK, CAMEL, IS_UNSPACED });
});
