/* The archive as search knows it: reports, their passages, their full texts. It comes in blocks
   of reports (blocks.py): first what results are made of, later the texts. */
__ss.part("archive", function (ss) {
  "use strict";

  const FORMAT = 3;
  const COLUMNS = ["kind", "text", "more", "check", "note", "anchor"];
  const FILED = ["service", "class", "tag", "team", "severity"];

  /* All that can be found (see records.py), by columns as it came: of a hundred thousand passages
     a search looks closer at some, so that only their places are handed round. */
  class Passages {
    #hays = [];

    constructor() {
      this.report = [];
      for (const name of COLUMNS) this[name] = [];
    }

    get length() {
      return this.report.length;
    }

    add(report, kind, text, more = "", check = "", note = "", anchor = "") {
      this.kind.push(kind);
      this.text.push(text);
      this.more.push(more);
      this.check.push(check);
      this.note.push(note);
      this.anchor.push(anchor);
      return this.report.push(report) - 1;
    }

    at(place) {
      const passage = { report: this.report[place] };
      for (const name of COLUMNS) passage[name] = this[name][place];
      return passage;
    }

    /* All that is searched of a passage. */
    searched(place) {
      return [this.text[place], this.more[place], this.check[place]].filter(Boolean);
    }

    /* The same as a scan looks through it; made when the first one does. */
    hay(place) {
      this.#hays[place] ??= ss.squeeze(ss.flat(this.searched(place).join(" ")));
      return this.#hays[place];
    }
  }

  /* An archive without reports, given the words that come with it. */
  function open({ format, stop, synonyms }) {
    if (format !== FORMAT) throw new Error(`Search data of format ${format}`);
    const words = new Set(stop);
    const passages = new Passages();
    return {
      reports: [],
      passages,
      within: [], // of each report: the places of its passages
      summaries: new Map(), // report -> its summary
      texts: new Map(), // report -> its full text
      slugs: new Map(), // slug -> report
      index: new ss.Index(passages, words),
      stop: words,
      synonyms: ss.synonymTable(synonyms),
      names: null, // of facets, worked out when they are asked for
    };
  }

  function addReports(data, { reports, counts, passages, anchors }) {
    const { kind, text, more, check, note } = passages;
    const anchor = anchors.split(",");
    data.names = null;
    let at = 0;
    rows(reports).forEach((report, number) => {
      const place = data.reports.push(report) - 1;
      const label = FILED.flatMap((field) => report[field]).join(", ");
      const own = [
        data.passages.add(place, "title", report.title),
        data.passages.add(place, "label", label),
      ];
      for (const end = at + counts[number]; at < end; at += 1) {
        own.push(
          data.passages.add(place, kind[at], text[at], more[at], check[at], note[at], anchor[at]),
        );
      }
      data.within.push(own);
      data.slugs.set(report.slug, place);
    });
  }

  function addTexts(data, texts) {
    for (const [slug, { summary, cause, body, code, timeline }] of Object.entries(texts)) {
      const place = data.slugs.get(slug);
      if (place === undefined) continue;
      const add = (kind) => (text) =>
        data.within[place].push(data.passages.add(place, kind, text));
      summary.forEach(add("summary"));
      cause.forEach(add("cause"));
      if (summary.length) data.summaries.set(place, summary[0]);
      const hay = ss.squeeze(ss.flat(`${body}\n${code}`));
      const events = timeline.map(([when, text]) => ({
        when,
        text,
        hay: ss.squeeze(ss.flat(text)),
      }));
      data.texts.set(place, { body, code, events, hay });
    }
  }

  /* {a: [1, 2], b: [3, 4]} -> [{a: 1, b: 3}, {a: 2, b: 4}]; like values compress best together. */
  function rows(columns) {
    const names = Object.keys(columns);
    return columns[names[0]].map((_, at) => {
      const row = {};
      for (const name of names) row[name] = columns[name][at];
      return row;
    });
  }

  Object.assign(ss, { open, addReports, addTexts });
});
