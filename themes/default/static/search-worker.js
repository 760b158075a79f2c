/* The worker's ends: data and queries in, answers out. Runs from a Blob, with the parts before
   it in one text, because that is the only worker a page opened from a folder may start. */
__ss.part("worker", function (ss) {
  "use strict";

  const READ_AT_ONCE = 1000; // passages: a few milliseconds, which a question can wait
  const DRAWN = 100; // milliseconds after which the page has shown an answer

  let data = null;

  async function unpack(packed) {
    const zipped = atob(packed);
    const bytes = new Uint8Array(zipped.length);
    for (let at = 0; at < zipped.length; at += 1) bytes[at] = zipped.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  const tasks = {
    open: async (packed) => {
      data = ss.open(await unpack(packed));
    },
    // One by one: who asks meanwhile does not wait for a year.
    reports: async (packed) => {
      for (const block of packed.split(" ")) ss.addReports(data, await unpack(block));
    },
    texts: async (packed) => {
      for (const block of packed.split(" ")) ss.addTexts(data, await unpack(block));
    },
    query: async (request) => {
      setTimeout(readOn, DRAWN);
      return ss.search(data, request);
    },
  };

  /* A search is opened without a word, which needs no index: that is read while somebody types.
     Whoever is quicker has the rest read at once. */
  function readOn() {
    if (data.index.read(READ_AT_ONCE)) setTimeout(readOn);
  }

  self.onmessage = async ({ data: { id, task, value } }) => {
    try {
      self.postMessage({ id, value: await tasks[task](value) });
    } catch (error) {
      self.postMessage({ id, error: String(error) });
    }
  };
});
