// Every vector through the package, to the byte: in Node in both module systems, through the worker, and in Chromium.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { load, startBrowser } from "./lib/browser.mjs";
import { TESTS, installed, vectors } from "./lib/place.mjs";
import { replay } from "./lib/replay.mjs";
import { serve } from "./lib/serve.mjs";

const require = createRequire(join(installed(), "any.cjs"));
const files = vectors();

/** What a session says of itself, as far as the package knows it. */
const about = (wangge) => ({ abi: 1, version: wangge.version(), document: "wangge/1", plan: "wangge-plan/1" });

async function replayAll(t, open, wangge, own = files) {
  const results = [];
  for (const { name, read } of own) results.push({ name, ...(await replay(read(), { open, about: about(wangge) })) });
  report(t, results);
}

function report(t, results) {
  const different = results.flatMap(({ name, different }) => different.map((one) => ({ name, ...one })));
  const [equal, errors] = ["equal", "errors"].map((key) => results.reduce((sum, result) => sum + result[key], 0));
  t.diagnostic(`${results.length} files, ${equal} replies equal to the byte, ${errors} of them errors`);
  assert.equal(different.length, 0, `${different.length} replies differ, first:\n${JSON.stringify(different.slice(0, 3), null, 2)}`);
  assert.ok(equal > 200 && errors > 50, "there are vectors, and errors among them");
}

test("Node, as ES modules", async (t) => {
  const wangge = await import(pathToFileURL(require.resolve("wangge").replace("cjs/index.js", "node.mjs")));
  await replayAll(t, (text) => wangge.Registry.fromDocument(text), wangge);
});

test("Node, as CommonJS", async (t) => {
  const wangge = require("wangge");
  await replayAll(t, (text) => wangge.Registry.fromDocument(text), wangge);
});

test("a worker", async (t) => {
  // Each document starts one: of the large set a part will do.
  const own = files.filter(({ name }, at) => !name.startsWith("world") || at % 10 === 0);
  await replayAll(t, require("wangge/worker").openInWorker, require("wangge"), own);
});

const PAGE = `
  import init, { Registry, version } from "/wangge/dist/index.js";
  import { replay } from "/lib/replay.mjs";
  const about = { abi: 1, version: "", document: "wangge/1", plan: "wangge-plan/1" };
  try {
    await init();
    about.version = version();
    const results = [];
    for (const name of await (await fetch("/vectors/names.json")).json()) {
      const text = await (await fetch("/vectors/" + name)).text();
      results.push({ name, ...(await replay(text, { open: (own) => Registry.fromDocument(own), about })) });
    }
    window.result = results;
  } catch (error) {
    window.failure = String(error?.stack ?? error);
  }
`;

test("Chromium", async (t) => {
  const folder = join(installed(), "conformance");
  mkdirSync(join(folder, "vectors"), { recursive: true });
  writeFileSync(join(folder, "page.js"), PAGE);
  writeFileSync(join(folder, "index.html"), '<!doctype html><title>vectors</title><script type="module" src="page.js"></script>');
  writeFileSync(join(folder, "vectors/names.json"), JSON.stringify(files.map(({ name }) => name)));
  for (const { name, read } of files) writeFileSync(join(folder, "vectors", name), read());
  const wangge = join(installed(), "node_modules/wangge");
  const server = await serve({ "/wangge/": wangge, "/lib/": join(TESTS, "lib"), "/": folder });
  const browser = await startBrowser();
  try {
    const { result } = await load(browser, `${server.url}/`, { timeout: 600_000 });
    assert.equal(result.length, files.length);
    report(t, result);
  } finally {
    await browser.close();
    await server.close();
  }
});
