/* Text to tokens, and English words to stems: the twin of generator/secondstory/render/search/
   tokens.py and stem.py, in the same order with the same names. A test proves them equal. */
__ss.part("tokens", function (ss) {
  "use strict";

  const LONGEST = 48;
  const UNSPACED =
    "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff" +
    "\\u3100-\\u312f\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff" +
    "\\u{20000}-\\u{3ffff}";
  const SIGNS =
    "\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u0900-\\u0dff";
  const JOINERS = "._:/@+#'-";
  const CHUNK = new RegExp(`[\\p{L}\\p{N}${UNSPACED}${SIGNS}${JOINERS}]+`, "gu");
  const APOSTROPHE = /'s$|'/g;
  const LATIN_OR_UNSPACED = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
  const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
  const LEVELS = [/[:/@+#]+/, /\.+/, /[_-]+/];
  const CAMEL = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;
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

  function tokens(text) {
    return (level(text).match(CHUNK) || []).flatMap(chunk);
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

  function readChunk(run) {
    const core = strip(run);
    if (!core) return [];
    const found = new Set();
    const begins = run.indexOf(core);
    const signed = fold(
      signBefore(run.slice(0, begins)) + core + signBehind(run.slice(begins + core.length)),
    );
    if (signed !== fold(core) && characters(signed) <= LONGEST) found.add(signed);
    for (const part of core.match(LATIN_OR_UNSPACED)) {
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

  function signBefore(joiners) {
    return joiners === "-" || joiners === "--" ? joiners : "";
  }

  function signBehind(joiners) {
    return joiners === "+" || joiners === "++" || joiners === "#" ? joiners : "";
  }

  function pairs(run) {
    const letters = Array.from(run);
    const count = Math.max(1, letters.length - 1);
    return Array.from({ length: count }, (_, at) => letters.slice(at, at + 2).join(""));
  }

  function pieces(core, alone) {
    let parts = [core.replace(APOSTROPHE, "")];
    const found = parts.slice();
    for (const level of LEVELS) {
      parts = parts.flatMap((part) => part.split(level)).filter(Boolean);
      found.push(...parts);
    }
    const words = parts.flatMap((part) => part.split(CAMEL)).filter(Boolean);
    const folded = [...found, ...words].map(fold);
    const stems = words.map((word) => stem(fold(word)));
    const whole = folded[0];
    return [...folded, ...stems].filter((token) => {
      const length = characters(token);
      return length <= LONGEST && (length > 1 || (alone && token === whole));
    });
  }

  function characters(text) {
    return ASCII.test(text) ? text.length : Array.from(text).length;
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

  Object.assign(ss, { fold, flat, level, tokens, chunk, strip, stem, CHUNK, CAMEL, IS_UNSPACED });
});
