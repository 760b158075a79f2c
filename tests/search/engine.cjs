/* The theme's real search code under node: the same scripts the browser's worker is made of. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const zlib = require("node:zlib");

const STATIC = path.join(__dirname, "../../themes/default/static");
const PARTS =
  "kinds tokens mark parse filters scan index archive match rank hits instead".split(" ");

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

/* -> what a script of the site hands over: the manifest, or the data of each block */
function readScript(file) {
  let handed;
  globalThis.__ss = (name, value) => {
    handed = value;
  };
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
  return typeof handed === "string" ? handed.split(" ").map(unpack) : handed;
}

const unpack = (block) => JSON.parse(zlib.gunzipSync(Buffer.from(block, "base64")));

/* -> an opened archive, all texts loaded, from the `search/` folder of a site */
function openSite(ss, folder) {
  const blocksOf = (name) => readScript(path.join(folder, name));
  const { words, core, text } = blocksOf("manifest.js");
  const data = ss.open(unpack(words));
  for (const [, name] of core) blocksOf(name).forEach((block) => ss.addReports(data, block));
  for (const [, name] of text) blocksOf(name).forEach((block) => ss.addTexts(data, block));
  return data;
}

module.exports = { loadEngine, openSite, readScript };
