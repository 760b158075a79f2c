/* The page's end of the worker: starts it, feeds it data, asks it, and turns a search into an
   address and back. Only the newest question is worth an answer. */
__ss.part("client", function (ss) {
  "use strict";

  const FIELDS = ["service", "class", "severity", "tag", "team", "year", "is", "in"];

  function startWorker() {
    const parts = ss.workerParts.map((name) => `(${ss.parts[name]}).call(self, ss);`);
    parts.splice(1, 0, "ss.lunr = self.lunr;");
    const text = ["const ss = {};", ...parts].join("\n");
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const worker = new Worker(url);
    const waiting = new Map();
    worker.onmessage = ({ data: { id, value, error } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error) reject(new Error(error));
      else resolve(value);
    };
    let last = 0;
    const failed = new Promise((_, reject) => {
      worker.onerror = () => reject(new Error("The search worker could not start"));
    });
    return (task, value) =>
      Promise.race([
        failed,
        new Promise((resolve, reject) => {
          last += 1;
          waiting.set(last, { resolve, reject });
          worker.postMessage({ id: last, task, value });
        }),
      ]);
  }

  /* The archive behind the worker: `begun` once its newest reports can be searched by titles,
     lessons, fixes and errors, `done` once all can that will. Summaries, causes and full texts
     follow year by year, that of the best result first. `listeners` hear of each. */
  let archive = null;
  function connect() {
    archive ||= ss.openPagefind ? ss.openPagefind() : openArchive();
    return archive;
  }

  function openArchive() {
    const state = {
      call: null,
      begun: null,
      done: false,
      known: 0, // reports that can be searched
      all: 0,
      years: [],
      loaded: new Set(), // of these years the full texts
      failed: false, // and others could not be loaded
      wanted: "", // next of them
      listeners: new Set(),
    };
    const tell = () => state.listeners.forEach((listener) => listener());
    state.begun = new Promise((resolve, reject) => {
      loadReports(resolve).then(resolve, reject).then(tell).then(loadTexts);
    });
    state.begun.catch(() => {}); // is told to whoever asks

    async function loadReports(begun) {
      state.call = startWorker();
      await ss.named;
      const { words, core, text } = ss.brought.manifest;
      state.years = text;
      state.all = core.reduce((sum, [, , reports]) => sum + reports, 0);
      // The newest reports come alone: the others would take their share of the line.
      const coming = core.slice(0, 1).map(bring);
      try {
        await state.call("open", words);
        for (const [at, [year, , reports]] of core.entries()) {
          await coming[at];
          if (!at) coming.push(...core.slice(1).map(bring));
          await state.call("reports", take(`core-${year}`));
          state.known += reports;
          begun();
        }
      } catch (error) {
        if (!state.known) throw error;
      } finally {
        state.done = true;
      }
    }

    async function loadTexts() {
      for (let left = state.years; left.length; ) {
        await idle();
        const next = left.find(([year]) => year === state.wanted) || left[0];
        left = left.filter((other) => other !== next);
        const [year] = next;
        try {
          await bring(next);
          await state.call("texts", take(`text-${year}`));
          state.loaded.add(year);
        } catch {
          state.failed = true;
        }
        tell();
      }
    }
    return state;
  }

  /* Loads a file that the manifest names. */
  function bring([, name]) {
    const script = ss.load(`${ss.root}search/${name}`);
    script.catch(() => {}); // is told to whoever waits for it
    return script;
  }

  /* What a script brought, given up. */
  function take(name) {
    const packed = ss.brought[name];
    delete ss.brought[name];
    return packed;
  }

  function idle() {
    return new Promise((resolve) => {
      if (window.requestIdleCallback) window.requestIdleCallback(resolve, { timeout: 500 });
      else setTimeout(resolve, 50);
    });
  }

  function yearOf({ groups, some }) {
    const [best] = [...groups, ...some];
    return best && (best.date.slice(0, 4) || "undated");
  }

  /* A function that asks and answers with `answered(answer, request, archive)`, leaving out what
     has been overtaken, and again when more of the archive has come. `busy` tells whether a
     better answer is still to come. */
  function asking(answered, failed) {
    const state = { busy: false };
    let next = null;
    let last = null;
    let running = false;
    const again = () => state.ask(next || last);

    async function run() {
      running = true;
      while (next) {
        last = next;
        next = null;
        try {
          const archive = connect();
          archive.listeners.add(again);
          await archive.begun;
          const { done } = archive;
          const answer = await archive.call("query", last);
          if (!done) trim(answer);
          state.busy = Boolean(next) || !done;
          if (next || !(done || answer.groups.length)) continue;
          archive.wanted = yearOf(answer);
          answered(answer, last, archive);
        } catch (error) {
          state.busy = false;
          failed(error);
        }
      }
      running = false;
    }
    state.ask = (request) => {
      next = request;
      state.busy = true;
      if (!running) run();
    };
    return state;
  }

  /* While reports are on their way, those that have all the words are worth showing. Who comes
     near, and that there is none, can be said when all are there. */
  function trim(answer) {
    answer.some = [];
    answer.early = true;
  }

  /* ------------------------------------------------------------------ searches as addresses */

  function toParams({ text, chosen, only }) {
    const params = new URLSearchParams();
    if (text) params.set("q", text);
    for (const field of FIELDS)
      (chosen[field] || []).forEach((value) => params.append(field, value));
    if (only) params.set("only", "1");
    return params.toString();
  }

  function fromParams(query) {
    const params = new URLSearchParams(query);
    const chosen = {};
    for (const field of FIELDS) {
      const values = params.getAll(field);
      if (values.length) chosen[field] = values;
    }
    return { text: params.get("q") || "", chosen, only: params.get("only") === "1" };
  }

  function address(search) {
    const params = toParams(search);
    return `${ss.root}search/index.html${params ? `?${params}` : ""}`;
  }

  connect(); // who has asked for these parts will ask for more; the worker takes a moment

  Object.assign(ss, { asking, fromParams, toParams, address });
});
