/* The theme's real search code under node: the same scripts the browser's worker is made of. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const zlib = require("node:zlib");

const STATIC = path.join(__dirname, "../../themes/default/static");
const PARTS = ["tokens", "mark", "parse", "scan", "match", "rank", "hits", "instead"];

/* -> ss with everything that the parts define, lunr included */
function loadEngine() {
  const ss = {};
  globalThis.__ss = { part: (name, run) => run.call(globalThis, ss) };
  vm.runInThisContext(fs.readFileSync(path.join(STATIC, "vendor/lunr-2.3.9.js"), "utf8"));
  ss.lunr = globalThis.lunr;
  for (const name of PARTS) {
    const file = path.join(STATIC, `search-${name}.js`);
    vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
  }
  return ss;
}

/* -> what a `__ss("name","<base64 gzip>")` or manifest script of the site hands over */
function readScript(file) {
  let handed;
  globalThis.__ss = (name, value) => {
    handed = value;
  };
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
  return typeof handed === "string"
    ? JSON.parse(zlib.gunzipSync(Buffer.from(handed, "base64")))
    : handed;
}

/* -> an opened archive, all texts loaded, from the `search/` folder of a site */
function openSite(ss, folder) {
  const names = readScript(path.join(folder, "manifest.js"));
  const data = ss.open(readScript(path.join(folder, names.core)));
  for (const [, name] of names.texts) ss.addTexts(data, readScript(path.join(folder, name)));
  return data;
}

module.exports = { loadEngine, openSite, readScript };
