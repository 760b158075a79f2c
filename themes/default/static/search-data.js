/* The data, asked for as soon as this part is there: names first, then the words of the language
   and the core, which are there when the other parts have come to read them. */
__ss.part("data", function (ss) {
  "use strict";

  const data = (name) => ss.load(`${ss.root}search/${name}`);

  /* -> the scripts on their way, in the order of the archive */
  async function bring() {
    await data("manifest.js");
    const { words, core } = ss.brought.manifest;
    const coming = [words, ...core.map(([, name]) => name)].map(data);
    coming.forEach((script) => script.catch(() => {}));
    return coming;
  }

  /* What a script brought, given up. */
  function take(name) {
    const packed = ss.brought[name];
    delete ss.brought[name];
    return packed;
  }

  const coming = bring();
  coming.catch(() => {}); // is told to whoever waits for it

  Object.assign(ss, { data, coming, take });
});
