/* The worker's ends: data and queries in, answers out. Runs from a Blob, with the parts before
   it in one text, because that is the only worker a page opened from a folder may start. */
__ss.part("worker", function (ss) {
  "use strict";

  let data = null;

  async function unpack(packed) {
    const zipped = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  const tasks = {
    core: async (packed) => {
      data = ss.open(await unpack(packed));
      return data.reports.length;
    },
    texts: async (packed) => ss.addTexts(data, await unpack(packed)),
    query: async (request) => ss.search(data, request),
  };

  self.onmessage = async ({ data: { id, task, value } }) => {
    try {
      self.postMessage({ id, value: await tasks[task](value) });
    } catch (error) {
      self.postMessage({ id, error: String(error) });
    }
  };
});
