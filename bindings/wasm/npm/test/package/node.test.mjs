// The installed package in Node, as a program of each kind uses it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { chalinheAnswer, installed } from "./lib/place.mjs";

const ASK = `
  const registry = Registry.fromDocument(readFileSync(sample));
  const directory = registry.asOf("2026-11-23");
  const answer = directory.responsible("430821108223-h0017", "neighbour-dispute");
  const remote = await openInWorker(readFileSync(sample));
  const far = await (await remote.asOf("2026-11-23")).responsible("430821108223-h0017", "neighbour-dispute");
  const errors = [() => registry.asOf("x"), () => remote.asOf("x")].map(async (ask) => {
    try { await ask(); } catch (error) { return [error instanceof WanggeError, error instanceof WorkerError, error.code]; }
  });
  console.log(JSON.stringify({ answer, far, errors: await Promise.all(errors) }));
`;

const PROGRAMS = {
  "esm.mjs": `
    import { readFileSync } from "node:fs";
    import init, { Registry, WanggeError } from "wangge";
    import { WanggeError as WorkerError, openInWorker } from "wangge/worker";
    const sample = new URL(import.meta.resolve("wangge/sample/chalinhe.json"));
    await init();
    ${ASK}`,
  "cjs.cjs": `
    const { readFileSync } = require("node:fs");
    const { Registry, WanggeError, default: init } = require("wangge");
    const { WanggeError: WorkerError, openInWorker } = require("wangge/worker");
    const sample = require.resolve("wangge/sample/chalinhe.json");
    init().then(async () => { ${ASK} });`,
};

for (const [name, program] of Object.entries(PROGRAMS)) {
  test(`${name} gives Chalinhe's answer, and the program ends by itself`, () => {
    const file = join(installed(), name);
    writeFileSync(file, program);
    const told = JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8", timeout: 60_000 }));
    assert.deepEqual(told.answer, chalinheAnswer());
    assert.deepEqual(told.far, told.answer);
    assert.deepEqual(told.errors, [[true, true, "date.invalid"], [true, true, "date.invalid"]]);
  });
}

test("the package holds one module, its licences and pages, and whatever its exports name", () => {
  const folder = join(installed(), "node_modules/wangge");
  const files = readdirSync(folder, { recursive: true }).map((file) => file.replaceAll("\\", "/"));
  assert.deepEqual(files.filter((file) => file.endsWith(".wasm")), ["dist/core_bg.wasm"]);
  for (const file of ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "README.zh-CN.md"]) assert.ok(files.includes(file), file);
  const named = (entry) => (typeof entry === "string" ? [entry] : Object.values(entry).flatMap(named));
  const { exports, main, types, sideEffects, dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const paths = [...named(exports), main, types, ...sideEffects.filter((path) => !path.includes("*"))];
  assert.ok(paths.length > 10);
  assert.deepEqual(paths.filter((path) => !files.includes(path.replace("./", ""))), []);
  assert.equal(dependencies, undefined);
});
