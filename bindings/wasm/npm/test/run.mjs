// Tests of the package as others get it: packed, installed into a folder of its own, and used from there.
//
//   node test/run.mjs [PART...]     with what `cargo xtask wasm` built; all parts, or some: see PARTS
//
// It needs Node.js 20.19 or later for Vite, npm's registry for the tools, and Chromium. WANGGE_KEEP=1 keeps the folder.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PARTS = {
  node: "ESM and CommonJS in Node",
  worker: "the worker: progress, breaking off, crashes, what is kept and freed",
  types: "the declarations, in every way of resolving modules: calls that compile, and calls that must not",
  schema: "each object that is returned against its declared type",
  readme: "the examples of the README, as they are written",
  conformance: "the vectors: Node ESM, Node CommonJS, the worker, Chromium",
  browser: "pages in Chromium: plain, Vite, webpack, under a strict policy",
};

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const TESTS = join(PACKAGE, "test/package");

const parts = process.argv.slice(2);
const unknown = parts.filter((part) => !(part in PARTS));
if (unknown.length > 0) {
  const known = Object.entries(PARTS).map(([part, what]) => `  ${part.padEnd(12)} ${what}`).join("\n");
  console.error(`There is no part ${unknown.join(", ")}. The parts:\n${known}`);
  process.exit(2);
}
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`These tests need Node.js 20.19 or later, for Vite; this is ${process.version}. The package itself does not.`);
  process.exit(2);
}
if (!existsSync(join(PACKAGE, "dist/core_bg.wasm"))) {
  console.error("The package is not built: run `cargo xtask wasm` first.");
  process.exit(2);
}

/** Runs a program of npm's, and shows what it was. */
function npm(folder, ...args) {
  console.log(`$ npm ${args.join(" ")}`);
  return execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** The tools, unless they are there as the lock file has them. */
function installTools() {
  const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
  const isDone = changed(join(TESTS, "node_modules/.package-lock.json")) >= changed(join(TESTS, "package-lock.json"));
  if (!isDone) npm(TESTS, "ci", "--loglevel=error");
}

/** The package, packed and installed in a new folder, without any registry. */
function installPacked() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "wangge-")));
  const [{ filename }] = JSON.parse(npm(PACKAGE, "pack", "--json", "--loglevel=error", "--ignore-scripts", "--pack-destination", folder));
  writeFileSync(join(folder, "package.json"), '{ "name": "empty", "private": true, "type": "module" }\n');
  npm(folder, "install", "--offline", "--loglevel=error", `./${filename}`);
  return folder;
}

installTools();
const folder = installPacked();
try {
  const wanted = parts.length > 0 ? parts : Object.keys(PARTS);
  const failed = wanted.filter((part) => {
    console.log(`\n${part}: ${PARTS[part]}`);
    const args = ["--expose-gc", "--test", "--test-reporter=spec", join(TESTS, `${part}.test.mjs`)];
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env: { ...process.env, WANGGE_INSTALLED: folder } });
    return status !== 0;
  });
  if (failed.length > 0) console.error(`\nThe package fails: ${failed.join(", ")}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
} finally {
  if (process.env.WANGGE_KEEP === undefined) rmSync(folder, { recursive: true, force: true });
  else console.log(`\nkept: ${folder}`);
}
