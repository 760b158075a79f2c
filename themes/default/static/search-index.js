/* Which passages hold a term, and how much that says. Texts travel, indexes do not: reading a
   text takes less than fetching its index, and a report that changes leaves the rest as it is.
   Scores are those of lunr, term for term, and lunr knows which terms are near another. What
   lunr would keep in an object for every term of every passage lies in flat arrays, because at
   ten thousand reports there are more than a million of them. */
__ss.part("index", function (ss) {
  "use strict";

  /* BM25 as lunr has it. Passages range from five words to two hundred: full length
     normalisation (0.75) would let every bare label win over a sentence that explains. */
  const LENGTH_NORMALISATION = 0.4;
  const SATURATION = 1.2;

  const IN_RUN = Uint8Array.from({ length: 128 }, (_, code) =>
    ss.PLAIN_CHUNK.test(String.fromCharCode(code)) ? 1 : 0,
  );

  function stands(run, text, begin, end) {
    if (run.length !== end - begin) return false;
    for (let at = 0; at < run.length; at += 1) {
      if (run.charCodeAt(at) !== text.charCodeAt(begin + at)) return false;
    }
    return true;
  }

  class Index {
    #passages;
    #stop;
    #terms = []; // in the order they were first met
    #numbers = new Map(); // of terms: their places among them
    #runs = new Map(); // hash of a run of characters -> {run, numbers of its terms, next alike}
    #ends = []; // of each passage's terms in the stream
    #stream = new Uint32Array(1024); // the terms of all passages, one after the other
    #size = 0;
    #postings = null;

    constructor(passages, stop) {
      this.#passages = passages;
      this.#stop = stop;
    }

    /* Reads so many of the passages that are new; says whether there are more. Looking up reads
       them all, so that this only spares the reader a wait. */
    read(most = Infinity) {
      const { length } = this.#passages;
      const end = Math.min(this.#ends.length + most, length);
      if (this.#ends.length < end) this.#postings = null;
      while (this.#ends.length < end) {
        for (const text of this.#passages.searched(this.#ends.length)) {
          if (!this.#readPlain(text)) this.#readAny(text);
        }
        this.#ends.push(this.#size);
      }
      return end < length;
    }

    #readAny(text) {
      for (const run of ss.chunks(text)) this.#note(this.#numbersOf(run));
    }

    /* The same for a text of ASCII, without a string for each word: those that were met before,
       and most were, are known by their hash. */
    #readPlain(text) {
      const before = this.#size;
      let begin = -1;
      let hash = 0;
      for (let at = 0; at <= text.length; at += 1) {
        const code = at < text.length ? text.charCodeAt(at) : 32;
        if (code > 127) {
          this.#size = before;
          return false;
        }
        if (IN_RUN[code]) {
          if (begin < 0) [begin, hash] = [at, 0];
          hash = (Math.imul(hash, 31) + code) & 0x3fffffff;
        } else if (begin >= 0) {
          this.#note(this.#met(hash, text, begin, at));
          begin = -1;
        }
      }
      return true;
    }

    #met(hash, text, begin, end) {
      const first = this.#runs.get(hash);
      for (let known = first; known; known = known.next) {
        if (stands(known.run, text, begin, end)) return known.numbers;
      }
      const run = text.slice(begin, end);
      const numbers = this.#numbersOf(run);
      this.#runs.set(hash, { run, numbers, next: first });
      return numbers;
    }

    #note(numbers) {
      if (this.#size + numbers.length > this.#stream.length) {
        const longer = new Uint32Array(this.#stream.length * 2 + numbers.length);
        longer.set(this.#stream);
        this.#stream = longer;
      }
      for (let at = 0; at < numbers.length; at += 1) this.#stream[this.#size + at] = numbers[at];
      this.#size += numbers.length;
    }

    #numbersOf(run) {
      return ss
        .chunk(run)
        .filter((term) => !this.#stop.has(term))
        .map((term) => {
          const number = this.#numbers.get(term) ?? this.#terms.push(term) - 1;
          this.#numbers.set(term, number);
          return number;
        });
    }

    /* The stream turned round: the places that hold a term, ascending, each as often as it does. */
    #settled() {
      this.read();
      if (this.#postings) return this.#postings;
      const size = this.#size;
      const starts = new Uint32Array(this.#terms.length + 1);
      for (let at = 0; at < size; at += 1) starts[this.#stream[at] + 1] += 1;
      for (let number = 1; number < starts.length; number += 1) {
        starts[number] += starts[number - 1];
      }
      const free = starts.slice();
      const places = new Uint32Array(size);
      let at = 0;
      this.#ends.forEach((end, place) => {
        for (; at < end; at += 1) {
          places[free[this.#stream[at]]] = place;
          free[this.#stream[at]] += 1;
        }
      });
      this.#postings = { starts, places, average: size / (this.#ends.length || 1) };
      return this.#postings;
    }

    /* How often each passage holds a term: [[place, times], ...]. */
    #held(term) {
      const { starts, places } = this.#settled();
      const number = this.#numbers.get(term);
      const held = [];
      if (number === undefined) return held;
      for (let at = starts[number]; at < starts[number + 1]; at += 1) {
        if (held.length && held.at(-1)[0] === places[at]) held.at(-1)[1] += 1;
        else held.push([places[at], 1]);
      }
      return held;
    }

    get terms() {
      this.read();
      return this.#terms;
    }

    /* How many passages hold a term. */
    count(term) {
      return this.#held(term).length;
    }

    /* place -> score of the passages that hold any of these terms, as lunr's query has it. */
    lookUp(terms) {
      const { average } = this.#settled();
      const scores = new Map();
      const known = [...new Set(terms)].filter((term) => this.#numbers.has(term));
      for (const term of known) {
        const held = this.#held(term);
        const others = this.#ends.length - held.length;
        const rarity = Math.log(1 + Math.abs((others + 0.5) / (held.length + 0.5)));
        for (const [place, times] of held) {
          const length = (this.#ends[place] - (this.#ends[place - 1] || 0)) / average;
          const norm = SATURATION * (1 - LENGTH_NORMALISATION + LENGTH_NORMALISATION * length);
          const score = (rarity * (SATURATION + 1) * times) / (norm + times);
          scores.set(place, (scores.get(place) || 0) + Math.round(score * 1000) / 1000);
        }
      }
      const share = Math.sqrt(known.length);
      for (const [place, score] of scores) scores.set(place, score / share);
      return scores;
    }

    /* The terms that begin so. */
    beginning(begin) {
      return this.terms.filter((term) => term.startsWith(begin));
    }

    /* The terms that so many edits or fewer make of a word, its first letter kept. */
    near(word, edits) {
      const alike = this.terms.filter(
        (term) => term[0] === word[0] && Math.abs(term.length - word.length) <= edits,
      );
      const { TokenSet } = ss.lunr;
      const edited = TokenSet.fromFuzzyString(word, edits);
      return TokenSet.fromArray(alike.sort()).intersect(edited).toArray();
    }
  }

  Object.assign(ss, { Index });
});
