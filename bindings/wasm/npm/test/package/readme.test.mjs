// The READMEs' examples, exactly as they are written. A block says after its language which file it is; what a program
// prints stands in the next block of `text`. A section with a page is built as its block of `sh` says.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "vite";
import webpack from "webpack";
import { load, startBrowser } from "./lib/browser.mjs";
import { REPOSITORY, TESTS, chalinheAnswer, installed } from "./lib/place.mjs";
import { serve } from "./lib/serve.mjs";

const WANGGE = join(installed(), "node_modules/wangge");
/** Deno, where npm has it for the machine. */
const DENO = join(TESTS, "node_modules/@deno/linux-x64-glibc/deno");
const BLOCK = /^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm;

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser.close());

/** The sections of a README that have blocks of code. */
function sections(file) {
  const text = readFileSync(join(WANGGE, file), "utf8");
  return text.split(/^## /m).map((section) => {
    const blocks = [...section.matchAll(BLOCK)].map(([, language, name, code]) => ({ language, name, code }));
    return { title: section.split("\n", 1)[0], blocks };
  }).filter(({ blocks }) => blocks.length > 0);
}

const english = sections("README.md");

test("both languages have the same code", () => {
  assert.deepEqual(sections("README.zh-CN.md").map(({ blocks }) => blocks), english.map(({ blocks }) => blocks));
  const files = english.flatMap(({ blocks }) => blocks).filter(({ language }) => !["sh", "text"].includes(language));
  assert.ok(files.length >= 10);
  assert.deepEqual(files.filter(({ name }) => name === undefined), []);
});

/** A folder with the files of a section, beside an installed package of its own, as a bundler may change that. */
function project(at, blocks) {
  const folder = join(installed(), `readme-${at}`);
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  cpSync(WANGGE, join(folder, "node_modules/wangge"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module", "dependencies": { "wangge": "*" } }\n');
  for (const { name, code } of blocks) if (name !== undefined) writeFileSync(join(folder, name), code);
  return folder;
}

async function shown(folder) {
  const server = await serve({ "/": folder });
  try {
    const said = () => document.body.innerText.trim() !== "";
    const { text } = await load(browser, `${server.url}/`, { until: said });
    return text.trim();
  } finally {
    await server.close();
  }
}

const named = (blocks, end) => blocks.find(({ name }) => name?.endsWith(end));

for (const [at, { title, blocks }] of english.entries()) {
  const folder = () => project(at, blocks);
  const expected = blocks.find(({ language }) => language === "text")?.code;
  const program = named(blocks, ".mjs") ?? named(blocks, ".cjs");
  if (program !== undefined) {
    test(`${title}: ${program.name} in Node`, () => {
      const told = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", program.name], { cwd: folder(), encoding: "utf8", timeout: 60_000 });
      assert.deepEqual([told.stdout, told.stderr], [expected, ""]);
    });
    const skip = !existsSync(DENO) && "npm has Deno for x86-64 Linux only, as far as these tests know";
    test(`${title}: ${program.name} in Deno`, { skip }, () => {
      const args = ["run", "--quiet", "--no-lock", "--node-modules-dir=manual", "--allow-read", program.name];
      const env = { ...process.env, DENO_DIR: join(installed(), "deno"), DENO_NO_UPDATE_CHECK: "1" };
      assert.equal(execFileSync(DENO, args, { cwd: folder(), encoding: "utf8", timeout: 60_000, env }), expected);
    });
  } else if (named(blocks, ".ts") !== undefined) {
    const { name } = named(blocks, ".ts");
    test(`${title}: ${name}, compiled strictly, in Node`, () => {
      assert.equal(compiledAndRun(folder(), name), expected);
    });
  } else if (named(blocks, ".html") !== undefined) {
    const command = blocks.find(({ language }) => language === "sh")?.code.trim() ?? "as it is";
    test(`${title}: the page, ${command}, in Chromium`, async () => {
      const own = folder();
      assert.ok(command in PAGES, `the test does not know how to run ${command}`);
      const text = await shown(await PAGES[command](own));
      assert.equal(text, chalinheAnswer().links[0].holder.persons[0].name);
    });
  } else {
    test(`${title}: every file is run`, () => {
      assert.deepEqual(blocks.filter(({ name }) => name !== undefined), []);
    });
  }
}

/** What a program in TypeScript prints. */
function compiledAndRun(folder, name) {
  symlinkSync(join(TESTS, "node_modules/@types"), join(folder, "node_modules/@types"));
  const options = ["--strict", "--exactOptionalPropertyTypes", "--module", "nodenext", "--target", "es2022", "--types", "node"];
  const args = [join(TESTS, "node_modules/typescript/bin/tsc"), ...options, name];
  const compiled = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  assert.equal(compiled.stdout, "");
  const run = ["--disable-warning=ExperimentalWarning", name.replace(/ts$/, "js")];
  return execFileSync(process.execPath, run, { cwd: folder, encoding: "utf8", timeout: 60_000 });
}

for (const readme of ["README.md", "README.zh-CN.md"]) {
  test(`the first page of the repository, ${readme}: what is in TypeScript`, () => {
    const blocks = [...readFileSync(join(REPOSITORY, readme), "utf8").matchAll(BLOCK)].filter(([, language]) => language === "ts");
    assert.ok(blocks.length > 0);
    const { name } = chalinheAnswer().links[0].holder.persons[0];
    for (const [at, [, , , code]] of blocks.entries()) {
      const told = compiledAndRun(project(`first-${readme}-${at}`, [{ name: "first.ts", code }]), "first.ts");
      assert.ok(told.includes(name), told);
    }
  });
}

/** How a page is made; returns the folder that is served. */
const PAGES = {
  "as it is": (folder) => folder,
  "npx vite build": async (folder) => {
    await build({ root: folder, configFile: false, logLevel: "warn" });
    return join(folder, "dist");
  },
  "npx webpack --mode production --entry ./main.js": async (folder) => {
    const stats = await new Promise((resolve, reject) => {
      const configuration = { context: folder, mode: "production", entry: "./main.js", output: { path: join(folder, "dist") } };
      webpack(configuration, (error, stats) => (error ? reject(error) : resolve(stats)));
    });
    assert.ok(!stats.hasErrors(), stats.toString({ all: false, errors: true }));
    return folder;
  },
};
