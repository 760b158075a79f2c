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
     full texts follow year by year, and `listeners` hear of each. */
  let archive = null;
  function connect() {
    archive ||= ss.openPagefind ? ss.openPagefind() : openArchive();
    return archive;
  }

  function openArchive() {
    const state = { years: [], loaded: [], listeners: new Set(), call: null };
    const data = (name) => `${ss.root}search/${name}`;
    state.ready = (async () => {
      state.call = startWorker();
      await ss.load(data("manifest.js"));
      const { core, texts } = ss.brought.manifest;
      state.years = texts;
      await ss.load(data(core));
      state.size = await state.call("core", take("core"));
      loadTexts();
    })();

    async function loadTexts() {
      for (const [year, name] of state.years) {
        await idle();
        try {
          await ss.load(data(name));
          await state.call("texts", take(`text-${year}`));
          state.loaded.push(year);
        } catch {
          state.failed = true;
        }
        state.listeners.forEach((listener) => listener());
      }
    }
    return state;
  }

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
