/* node run.cjs PROGRAM PATH...: runs the body of a function of `engine`, `paths` and `read`, and
   prints what it returns as JSON. A file of its own, because under `node -e` lunr would believe
   that it is asked to be a module. */
"use strict";

const fs = require("node:fs");
const engine = require("./engine.cjs");

const [program, ...paths] = process.argv.slice(2);
const read = (path) => JSON.parse(fs.readFileSync(path, "utf8"));
const answer = new Function("engine", "paths", "read", program)(engine, paths, read);
fs.writeSync(1, JSON.stringify(answer ?? null));
