// The package in headless Chromium: bundled by Vite, bundled by webpack, and as it is, under a strict policy.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build, createServer } from "vite";
import webpack from "webpack";
import { load, startBrowser } from "./lib/browser.mjs";
import { TESTS, chalinheAnswer, installed } from "./lib/place.mjs";
import { serve } from "./lib/serve.mjs";

const PAGE = join(TESTS, "fixtures/page");
const WANGGE = join(installed(), "node_modules/wangge");
const SAMPLE = join(WANGGE, "sample/chalinhe.json");

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser.close());

/** A folder with the page in it, and the sample where the page looks. */
function project(name, sampleIn) {
  const folder = join(installed(), name);
  cpSync(PAGE, folder, { recursive: true });
  mkdirSync(join(folder, sampleIn), { recursive: true });
  cpSync(SAMPLE, join(folder, sampleIn, "chalinhe.json"));
  // Browsers ask for it, wanted or not.
  writeFileSync(join(folder, sampleIn, "favicon.ico"), "");
  return folder;
}

/** Loads a page, and compares what it found with what the native core answers. */
async function check(folders, path = "/") {
  const server = await serve(folders);
  try {
    await checkAt(`${server.url}${path}`);
  } finally {
    await server.close();
  }
}

async function checkAt(url) {
  const { result, text } = await load(browser, url);
  const expected = chalinheAnswer();
  assert.deepEqual(result.answer, expected);
  const { person, persons } = expected.links[0].holder;
  assert.ok(text.includes((person ?? persons[0]).name), "the page shows the name of the first who answers");
  const { worker } = result;
  assert.deepEqual(worker.answer, expected);
  assert.deepEqual(worker.again, expected, "after the worker was ended, another answers the same");
  assert.deepEqual(worker.stages.slice(0, 5), ["starting", "reading", "checking", "candidates", "solving"]);
  assert.deepEqual(worker.aborted, [true, "aborted"]);
  assert.deepEqual([worker.refused[0], worker.refused[1].code, worker.refused[1].ids], [true, "subject.unknown", ["h17"]]);
  assert.equal(worker.isProven, true);
  assert.equal(worker.pairs, 600);
  assert.ok(worker.findings > 0);
}

test("a plain page loads the modules of the package as they are", async () => {
  const folder = project("plain", ".");
  const html = '<!doctype html><meta charset="utf-8" /><title>wangge</title><body><script type="module" src="plain.js"></script>';
  writeFileSync(join(folder, "index.html"), html);
  await check({ "/wangge/": WANGGE, "/": folder });
});

for (const base of ["/", "/deep/"]) {
  test(`Vite builds a page that is served under ${base}`, async () => {
    const root = project(`vite${base.replaceAll("/", "-")}`, "public");
    await build({ root, base, configFile: false, logLevel: "warn" });
    await check({ [base]: join(root, "dist") }, base);
  });
}

test("a page may start the worker itself", async () => {
  const root = project("vite-own", "public");
  const main = readFileSync(join(PAGE, "main.js"), "utf8");
  const own = `import OwnWorker from "wangge/worker-entry?worker";
    const worker = () => new OwnWorker();
    const inOwn = (document, options) => openInWorker(document, { ...options, worker });`;
  writeFileSync(join(root, "main.js"), main.replace("{ openInWorker, WanggeError }, \"./", "{ openInWorker: inOwn, WanggeError }, \"./").replace("run(", `${own}\nrun(`));
  await build({ root, configFile: false, logLevel: "warn" });
  await check({ "/": join(root, "dist") });
});

test("Vite serves a page while it is developed", async () => {
  const root = project("vite-dev", "public");
  const server = await createServer({ root, configFile: false, logLevel: "warn", server: { host: "127.0.0.1", port: 0 } });
  try {
    await server.listen();
    await checkAt(`http://127.0.0.1:${server.httpServer.address().port}/`);
  } finally {
    await server.close();
  }
});

for (const mode of ["production", "development"]) {
  test(`webpack builds a page for ${mode}`, async () => {
    const folder = project(`webpack-${mode}`, "built");
    await packed({ mode, context: folder, entry: "./main.js", output: { path: join(folder, "built") }, devtool: "source-map" });
    const html = '<!doctype html><meta charset="utf-8" /><title>wangge</title><body><script defer src="main.js"></script>';
    writeFileSync(join(folder, "built/index.html"), html);
    await check({ "/": join(folder, "built") });
  });
}

async function packed(configuration) {
  const stats = await new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => (error ? reject(error) : resolve(stats)));
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  // That the .wasm is larger than webpack likes a file to be is known.
  const unexpected = warnings.filter(({ message }) => !/size limit|performance/.test(message));
  assert.deepEqual([...errors, ...unexpected].map(({ message }) => message), []);
}
