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

  /* The archive behind the worker: `ready` once titles, lessons, fixes and errors can be searched;
     summaries, causes and full texts follow year by year, that of the best result first, and
     `listeners` hear of each. */
  let archive = null;
  function connect() {
    archive ||= openArchive();
    return archive;
  }

  function openArchive() {
    const state = { years: [], loaded: new Set(), listeners: new Set(), call: null };
    state.ready = (async () => {
      state.call = startWorker();
      const coming = await ss.coming;
      const { core, text } = ss.brought.manifest;
      state.years = text;
      await coming[0];
      await state.call("open", ss.take("words"));
      for (const [at, [year]] of core.entries()) {
        await coming[at + 1];
        await state.call("reports", ss.take(`core-${year}`));
      }
      loadTexts();
    })();

    async function loadTexts() {
      for (let left = state.years; left.length; ) {
        await idle();
        const next = left.find(([year]) => year === state.wanted) || left[0];
        left = left.filter((other) => other !== next);
        const [year, name] = next;
        try {
          await ss.data(name);
          await state.call("texts", ss.take(`text-${year}`));
          state.loaded.add(year);
        } catch {
          state.failed = true;
        }
        state.listeners.forEach((listener) => listener());
      }
    }
    return state;
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

  /* A function that asks and answers with `answered(answer, request)`, leaving out what has been
     overtaken. `busy` tells whether an answer is still to come. */
  function asking(answered, failed) {
    const state = { busy: false };
    let next = null;
    async function run() {
      state.busy = true;
      while (next) {
        const request = next;
        next = null;
        try {
          const archive = connect();
          await archive.ready;
          const answer = await archive.call("query", request);
          archive.wanted = yearOf(answer);
          if (!next) answered(answer, request, archive);
        } catch (error) {
          failed(error);
        }
      }
      state.busy = false;
    }
    state.ask = (request) => {
      next = request;
      if (!state.busy) run();
    };
    return state;
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

  Object.assign(ss, { connect, asking, fromParams, toParams, address });
});
