/* The other engine: an index that Pagefind made, read in chunks over http. A query becomes
   searches of Pagefind with filters, its results an answer of the same shape as the worker's.
   Pagefind knows words and the words they begin: no typing errors, no synonyms, no punctuation. */
__ss.part("pagefind", function (ss) {
  "use strict";

  const FACETS = ["service", "class", "severity", "tag", "team", "year", "is"];
  const NOT_STATED = "-"; // as chunked.py has it
  const EVERY = "zqevery"; // so too: a word of every report
  const MOST_LOADED = 100; // reports looked into for `in:`, which Pagefind cannot count
  const MOST_APART = 12; // terms of a pasted text that are looked for one by one
  const LEAST = 0.34;
  const HTTP_ONLY =
    "This site's search reads its index in pieces, which a browser does only over http: look at " +
    "the site through a web server, for example that of secondstory serve";

  /* Of an archive without reports Pagefind makes no index, which its script takes for an error. */
  const NOTHING = {
    search: async () => ({ results: [], filters: {} }),
    filters: async () => ({}),
  };

  /* An archive as search-client.js knows it, of which nothing is on its way. */
  function openPagefind() {
    const data = openIndex();
    const begun = data.then(() => {});
    begun.catch(() => {}); // is told to whoever asks
    return {
      call: async (_, request) => answer(await data, request),
      begun,
      done: true,
      years: [],
      loaded: new Set(),
      listeners: new Set(),
    };
  }

  async function openIndex() {
    if (location.protocol === "file:") throw new Error(HTTP_ONLY);
    const words = {};
    ["tokens", "mark", "parse", "kinds", "filters"].forEach((name) => ss.parts[name](words));
    const [whole] = await Promise.all([
      import(`${ss.root}search/pagefind/pagefind.js`),
      ss.named,
    ]);
    const { reports, stop } = ss.brought.manifest;
    const pagefind = reports ? whole : NOTHING;
    const names = await pagefind.filters();
    return { pagefind, words, stop: new Set(stop), names, opened: new Map() };
  }

  /* ------------------------------------------------------------------ filters */

  const stated = (value) => (value === NOT_STATED ? "" : value);
  const spelt = (value) => value || NOT_STATED;
  const valuesOf = (data, field) => Object.keys(data.names[field] || {}).map(stated);

  function read(data, { text, chosen = {} }) {
    const query = data.words.parse(text, data.stop);
    const filters = data.words.readChosen(chosen, FACETS);
    const unknown = [];
    for (const [field, value] of query.fields) {
      const values = data.words.meant(valuesOf(data, field), field, value);
      if (values.length) filters.push({ field, values, chosen: false });
      else unknown.push([field, value]);
    }
    const looked = unknown.flatMap(([, value]) => data.words.parse(value, data.stop).terms);
    return { ...query, terms: [...query.terms, ...looked], filters, unknown };
  }

  /* Within one field "or", but for sets; between filters "and". */
  function pagefindFilters(filters) {
    const all = filters
      .filter(({ field }) => field !== "in")
      .map(({ field, values }) => {
        const spelled = values.map(spelt);
        return { [field]: field === "is" ? spelled : { any: spelled } };
      });
    return all.length ? { all } : {};
  }

  /* ------------------------------------------------------------------ searches */

  const bare = (text) => text.replace(/["\u0000-\u001f]+/g, " ").trim();

  /* Quotes mean a phrase to Pagefind only around a whole query. */
  function written(terms) {
    const text = terms.map((term) => bare(term.written)).join(" ");
    return terms.length === 1 && terms[0].kind === "phrase" ? `"${text}"` : text;
  }

  /* Without words: every report, newest first. Pagefind's own way to ask for that, a search for
     null, fetches the whole index. */
  async function find(data, text, filters) {
    const options = { filters: pagefindFilters(filters) };
    if (text === null) options.sort = { date: "desc" };
    return data.pagefind.search(text === null ? EVERY : text, options);
  }

  /* Reports with all terms; a literal that is nowhere as it stands is looked for in parts. */
  async function complete(data, { terms, filters }) {
    const found = await find(data, terms.length ? written(terms) : null, filters);
    if (found.results.length || !terms.some(({ kind }) => kind === "literal")) return found;
    return find(data, inParts(data, terms), filters);
  }

  function inParts(data, terms) {
    return terms
      .flatMap((term) =>
        term.kind === "literal" ? ss.pieces.parts(data.words, term) : [bare(term.written)],
      )
      .filter((part) => !data.stop.has(part))
      .join(" ");
  }

  /* Pagefind leaves out words that stand nowhere, without a word: those that the best result
     lacks and that find nothing by themselves. */
  async function nowhere(data, { terms }, reading, [best]) {
    if (terms.length < 2 || !best) return [];
    const suspects = ss.pieces.lacked(reading, await reportOf(data, best)).map((at) => terms[at]);
    const each = await Promise.all(suspects.map((term) => find(data, written([term]), [])));
    return suspects.filter((_, at) => !each[at].results.length).map((term) => term.written);
  }

  /* Reports with enough of the terms, and which they lack. */
  async function partial(data, query, full) {
    const { filters } = query;
    const terms = query.terms.slice(0, MOST_APART);
    const each = await Promise.all(
      terms.map((term) => complete(data, { terms: [term], filters })),
    );
    const found = new Map();
    each.forEach(({ results }, at) => {
      for (const result of results) {
        const known = found.get(result.id) || { result, score: 0, had: new Set() };
        known.had.add(at);
        known.score += result.score;
        found.set(result.id, known);
      }
    });
    full.forEach(({ result }) => found.delete(result.id));
    return [...found.values()]
      .filter(({ had }) => had.size / terms.length >= LEAST)
      .sort((a, b) => b.had.size - a.had.size || b.score - a.score)
      .map(({ result, had }) => ({
        result,
        missing: terms.filter((_, at) => !had.has(at)).map((term) => term.written),
      }));
  }

  /* ------------------------------------------------------------------ the answer */

  async function reportOf(data, result) {
    if (!data.opened.has(result.id)) {
      data.opened.set(result.id, ss.pieces.opened(await result.data()));
    }
    return data.opened.get(result.id);
  }

  async function answer(data, request) {
    const query = read(data, request);
    const { terms, filters } = query;
    const reading = ss.pieces.reader(data.words, query);
    const within = filters.filter(({ field }) => field === "in");
    const open = data.words.asksForOpen(filters);
    const { limit = 20, most = ss.SHOWN } = request;

    async function display({ result, missing = [] }) {
      const report = await reportOf(data, result);
      const all = terms.length
        ? ss.pieces.hitsOf(reading, report)
        : ss.pieces.taught(report, open, within.length);
      const hits = all.filter(({ piece }) =>
        within.every(({ values }) => values.includes(ss.PLACE_OF[piece.kind])),
      );
      if (!hits.length) return [];
      const { about } = report;
      const title = data.words.segments(
        about.title,
        data.words.marks(about.title, reading.wanted),
      );
      const foremost = terms.length
        ? hits.slice(0, most)
        : ss.withFix(hits, most, ({ piece }) => piece.kind);
      const shown = foremost.map((hit) => ss.pieces.show(reading, hit));
      return [{ ...about, title, missing, hits: shown, more: hits.length - shown.length }];
    }

    const found = await complete(data, query);
    const missing = await nowhere(data, query, reading, found.results);
    const all = found.results.map((result) => ({ result, missing }));
    const full = missing.length ? [] : all;
    const few = terms.length > 1 && all.length < data.words.ENOUGH;
    const part = [...(missing.length ? all : []), ...(few ? await partial(data, query, all) : [])];
    const looked = full.slice(0, within.length ? MOST_LOADED : limit);
    const groups = (await Promise.all(looked.map(display))).flat();
    const some = (await Promise.all(part.slice(0, ss.MOST_PARTIAL).map(display))).flat();
    const notes = [];
    if (within.length && full.length > looked.length) {
      notes.push(`Looked into the best ${looked.length} of ${full.length} reports.`);
    }
    return {
      text: request.text,
      browsing: !terms.length,
      reports: within.length ? groups.length : full.length,
      matches: null, // nobody has counted them
      groups: groups.slice(0, limit),
      some: full.length > limit ? [] : some.slice(0, limit),
      also: [],
      notes,
      unknown: query.unknown,
      dropped: query.dropped,
      typed: data.words.readTyped(filters),
      facets: await facets(data, query, found),
      places: within.length ? ss.PLACES.map((place) => [place, 1]) : [],
      instead: groups.length || some.length ? [] : await instead(data, query),
    };
  }

  /* ------------------------------------------------------------------ facets */

  /* What a chosen field counts is what there is without the choice in it. */
  async function facets(data, query, found) {
    const lists = FACETS.map(async (field) => {
      const others = data.words.besides(query.filters, field);
      const { filters } =
        others.length < query.filters.length
          ? await complete(data, { ...query, filters: others })
          : found;
      const counts = (filters && filters[field]) || {};
      const values = field === "is" ? data.words.SETS : valuesOf(data, field);
      const list = values.map((value) => [value, counts[spelt(value)] || 0]);
      return [field, data.words.facetOrder(field, list)];
    });
    return Object.fromEntries(await Promise.all(lists));
  }

  /* ------------------------------------------------------------------ nothing found */

  async function instead(data, { terms, filters, unknown }) {
    const ways = [];
    const offer = async (way, text) => {
      if (!text || ways.some((other) => other.text === text)) return;
      const { results } = await find(data, text, []);
      if (results.length) ways.push({ way, text, reports: results.length });
    };
    const words = terms.map((term) => bare(term.written)).join(" ");
    if (filters.length) await offer("unfiltered", words);
    if (terms.some(({ kind }) => kind === "phrase")) await offer("unquoted", words);
    if (terms.some(({ kind }) => kind === "literal")) await offer("parts", inParts(data, terms));
    return [...ways, ...namesLike(data, terms, unknown)];
  }

  function namesLike(data, terms, unknown) {
    const said = [...terms.map((term) => term.text), ...unknown.map(([, value]) => value)];
    const begins = said
      .map((text) => data.words.fold(text))
      .filter((text) => text.length > 2)
      .map((text) => text.slice(0, 5));
    return ["class", "tag", "service"]
      .flatMap((way) =>
        Object.entries(data.names[way] || {})
          .filter(([name]) => begins.some((begin) => data.words.fold(name).includes(begin)))
          .map(([text, reports]) => ({ way, text, reports })),
      )
      .slice(0, 4);
  }

  Object.assign(ss, { openPagefind });
});
