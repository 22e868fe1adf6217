// The page without its server: kept by the browser, or as a single file.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import { serve } from "../scripts/serve.mjs";
import { browser, complaintsOf, DAY, hostile, isHarmless, LANGUAGES, NOW, SAMPLE, start, stop, tab, told, WORDS, WORK } from "./browser.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");
const FOLDER = mkdtempSync(join(tmpdir(), "wangge-"));
const SUBJECT = "430821108223-h0017";

const served = [];

before(start);
after(stop);
after(() => Promise.all(served.map((own) => own.close())));
after(() => rmSync(FOLDER, { recursive: true }));

/** Serves a folder until it is closed, at the latest when the tests end. */
async function serving(port, folder) {
  const own = await serve(port, folder);
  served.push(own);
  return own;
}

/** A context of its own, in which only `isOurs` may be asked for anything, and nothing may be complained about. */
async function alone(isOurs, use) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const complaints = complaintsOf(context, page, isOurs);
    await use(page, context);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const isLoopback = ({ protocol, hostname }) => !protocol.startsWith("http") || hostname === "127.0.0.1";
const isAnswered = (page) => page.locator("ol.chain > li").first().waitFor();
/** Once it is, the browser answers for the server. */
const isKept = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null);

/** Household 17 of grid 3 is looked up by hand, and the chain is the command's. */
async function findsHousehold(page, lang) {
  await page.getByRole("combobox", { name: WORDS[lang].find, exact: true }).fill("第3网格 17");
  await page.getByRole("listbox").getByRole("option").first().click();
  await page.getByRole("heading", { level: 2, name: "3组017号" }).waitFor();
  await page.getByRole("combobox", { name: WORDS[lang].kind }).selectOption("neighbour-dispute");
  const subject = new URLSearchParams((await page.evaluate(() => location.hash)).slice(1)).get("subject");
  const { links } = told("who", SAMPLE, subject, "--kind", "neighbour-dispute", "--on", DAY);
  await page.waitForFunction((count) => document.querySelectorAll("ol.chain > li").length === count, links.length);
  const cards = await page.locator("ol.chain > li").allInnerTexts();
  for (const [at, { holder }] of links.entries()) {
    const people = holder.persons ?? (holder.person ? [holder.person] : []);
    for (const { name } of people) assert.ok(cards[at].includes(name), `${cards[at]} has ${name}`);
  }
  return subject;
}

/** The other views, which are loaded when they are looked at, and the map. */
async function showsTheRest(page, lang, subject) {
  await tab(page, lang, "escalate").click();
  await page.locator("ol.steps > li").first().waitFor();
  const path = told("escalate", SAMPLE, subject, "--kind", "neighbour-dispute", "--emergency", "--at", `${DAY}T10:00`);
  assert.equal(await page.locator("ol.steps > li").count(), path.steps.length);
  await tab(page, lang, "coverage").click();
  await page.locator("li.gap").first().waitFor();
  assert.equal(await page.locator("li.gap").count(), told("findings", SAMPLE, "--on", DAY).findings.length);
  await tab(page, lang, "work").click();
  await page.locator("[data-group] > li").first().waitFor();
  assert.equal(await page.locator("[data-group] > li").count(), told("case", SAMPLE, WORK, "--unit", "430821108223", "--at", NOW).cases.length);
  await tab(page, lang, "assign").click();
  await page.locator(".proof.good").waitFor();
  const plan = told("assign", SAMPLE, "--programme", "one-household-one-member", "--on", DAY);
  assert.equal(await page.locator('[data-row="distance"] data').nth(1).getAttribute("value"), String(plan.after.cost.distance));
  await page.waitForFunction(() => {
    const canvas = document.querySelector(".ol-viewport canvas");
    if (!canvas?.width) return false;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size > 20;
  });
}

for (const lang of LANGUAGES) {
  test(`${lang}: once loaded, the page opens and answers without its server, in any folder`, async () => {
    cpSync(DIST, join(FOLDER, lang, "of", "ours"), { recursive: true });
    const served = await serving(0, join(FOLDER, lang));
    await alone(isLoopback, async (page, context) => {
      await page.goto(`${served.url}/of/ours/#lang=${lang}`);
      await isAnswered(page);
      await isKept(page);
      await served.close();
      await context.setOffline(true);
      const asked = new Set();
      const silent = createServer(({ url, socket }) => {
        asked.add(url);
        socket.destroy();
      });
      await new Promise((done) => silent.listen(new URL(served.url).port, "127.0.0.1", done));
      await page.reload();
      await showsTheRest(page, lang, await findsHousehold(page, lang));
      const again = await context.newPage();
      await again.goto(`${served.url}/of/ours/index.html#lang=${lang}&tab=escalate&subject=${SUBJECT}&kind=neighbour-dispute`);
      await again.locator("ol.steps > li").first().waitFor();
      silent.close();
      asked.delete("/of/ours/sw.js");
      assert.deepEqual([...asked], [], "nothing is asked, but by the browser whether there is a new version");
    });
  });
}

test("all of Cili is not kept, but for who asked for it", async () => {
  const served = await serving(0);
  await alone(isLoopback, async (page, context) => {
    await page.goto(`${served.url}/#lang=zh`);
    await isAnswered(page);
    await isKept(page);
    const sizes = async () => page.evaluate(async () => {
      const bodies = (await caches.keys()).map(async (name) => {
        const cache = await caches.open(name);
        return Promise.all((await cache.keys()).map(async (request) => [request.url, (await (await cache.match(request)).blob()).size]));
      });
      return (await Promise.all(bodies)).flat();
    });
    assert.ok((await sizes()).every(([url]) => !url.endsWith(".gz")));
    await page.evaluate(() => (location.hash = "#lang=zh&county=cili"));
    const isOpen = () => page.waitForFunction(() => document.querySelector("[role=tree]")?.textContent.includes("零阳"), undefined, { timeout: 60_000 });
    await isOpen();
    await page.waitForFunction(async () => (await caches.match("cili.json.gz")) !== undefined);
    await served.close();
    await context.setOffline(true);
    await page.reload();
    await isOpen();
  });
});

/** Another version of the page: a word of its first part is another, and one of a part that is loaded when it is looked at. */
async function buildOther(outDir) {
  const other = {
    name: "other",
    transform: (code, id) => (/App\.vue|DataView\.vue/.test(id) ? code.replaceAll('"Data"', '"Data, again"') : undefined),
  };
  await build({ root: ROOT, configFile: join(ROOT, "vite.config.ts"), logLevel: "error", plugins: [other], build: { outDir, emptyOutDir: true } });
}

test("another version is taken up at the visit after it was found, and never mixed with the last one", async () => {
  const next = join(FOLDER, "next");
  const broken = join(FOLDER, "broken");
  await buildOther(next);
  // As while a server is between two versions: one file is not what it should be.
  cpSync(next, broken, { recursive: true });
  const lazy = readdirSync(join(broken, "assets")).find((name) => /^DataView.*\.js$/.test(name));
  writeFileSync(join(broken, "assets", lazy), "export default {}");

  const first = await serving(0, DIST);
  const port = Number(new URL(first.url).port);
  await alone(isLoopback, async (page, context) => {
    await page.goto(`${first.url}/#lang=en`);
    await isAnswered(page);
    await isKept(page);
    await page.close();
    await first.close();

    /** What both parts say on a visit, the second of them loaded `late`. */
    const visit = async (late = async () => {}) => {
      const visited = await context.newPage();
      await visited.goto(`${first.url}/#lang=en`);
      await isAnswered(visited);
      await late(visited);
      await visited.getByRole("tab").last().click();
      const said = [await visited.getByRole("tab").last().innerText(), await visited.locator("[role=tabpanel][data-state=active] h2").innerText()];
      await visited.close();
      return said;
    };
    /** Whatever the server has was looked at, and waits to be shown if it is new and whole. */
    const looked = (hasNews) => (visited) => visited.waitForFunction(async (isAwaited) => {
      // A browser looks by itself too, at times of its own; a look may come while the server is being replaced.
      await (await navigator.serviceWorker.ready).update().catch(() => undefined);
      const { installing, waiting } = await navigator.serviceWorker.ready;
      return installing === null && (waiting !== null) === isAwaited;
    }, hasNews, { polling: 300 });
    const OLD = ["Data", "Data"];
    const NEW = ["Data, again", "Data, again"];

    const between = await serving(port, broken);
    assert.deepEqual(await visit(looked(false)), OLD);
    assert.deepEqual(await visit(looked(false)), OLD, "what is not whole is not taken up");
    await between.close();
    const second = await serving(port, next);
    assert.deepEqual(await visit(looked(true)), OLD, "the page that is open goes on as it began");
    // A browser takes a moment to see that the page was closed.
    let said = OLD;
    for (let visits = 0; said[0] === OLD[0] && visits < 10; visits++) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      said = await visit();
      assert.ok([OLD, NEW].some((whole) => whole.join() === said.join()), `a mixture: ${said}`);
    }
    assert.deepEqual(said, NEW);
    await second.close();
    assert.deepEqual(await visit(), NEW, "and without a server");
  });
});

for (const [what, get] of Object.entries({ "there are none": () => undefined, "they are forbidden": () => { throw new DOMException("forbidden", "SecurityError"); } })) {
  test(`without service workers, since ${what}, the page works and says nothing`, async () => {
    const served = await serving(0);
    await alone(isLoopback, async (page) => {
      await page.addInitScript(`Object.defineProperty(Navigator.prototype, "serviceWorker", { get: ${get} })`);
      await page.goto(`${served.url}/#lang=en`);
      await isAnswered(page);
      await page.waitForTimeout(1500);
    });
    await served.close();
  });
}

/** The single file, in a folder as people name theirs. */
function singleFile() {
  const file = join(FOLDER, "网格 资料 #1", "wangge.html");
  cpSync(join(ROOT, "dist-single"), join(file, ".."), { recursive: true });
  return pathToFileURL(file).href;
}
const isInFile = ({ protocol }) => ["file:", "blob:", "data:"].includes(protocol);

for (const lang of LANGUAGES) {
  test(`${lang}: the single file answers from a disk, and asks nothing of anybody`, async () => {
    await alone(isInFile, async (page, context) => {
      const requests = [];
      context.on("request", (request) => requests.push(request.url()));
      await page.goto(`${singleFile()}#lang=${lang}`);
      await showsTheRest(page, lang, await findsHousehold(page, lang));
      await tab(page, lang, "data").click();
      await page.getByText(lang === "zh" ? "这一页是单个文件" : "This page is a single file").waitFor();
      assert.equal(await page.getByRole("button", { name: /慈利县全县|All of Cili County/ }).count(), 0);
      assert.equal(requests.filter((url) => url.startsWith("file:")).length, 1, "there is just one file");
    });
  });
}

test("the single file: what if somebody is on leave", async () => {
  const lang = "en";
  await alone(isInFile, async (page) => {
    await page.goto(`${singleFile()}#lang=${lang}&tab=escalate&subject=${SUBJECT}&kind=forest-fire&urgency=emergency&at=2026-10-01T23:10`);
    const path = told("escalate", SAMPLE, SUBJECT, "--kind", "forest-fire", "--emergency", "--at", "2026-10-01T23:10");
    await page.getByRole("button", { name: WORDS[lang].leave(path.steps[0].asked[0].name) }).first().click();
    await page.waitForFunction(() => document.querySelector("ol.steps > li").classList.contains("skipped"));
  });
});

test("the single file: a plan that was accepted holds when the file is opened again", async () => {
  const lang = "en";
  await alone(isInFile, async (page) => {
    const shortToday = (count) => page.waitForFunction((value) => document.querySelector('[data-row="short"] data')?.value === value, String(count));
    await page.goto(`${singleFile()}#lang=${lang}&tab=assign`);
    await shortToday(told("assign", SAMPLE, "--programme", "one-household-one-member", "--on", DAY).before.short);
    await page.getByRole("button", { name: /^Accept this plan/ }).click();
    await shortToday(0);
    await page.reload();
    await shortToday(0);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByRole("button", { name: "Redo", exact: true }).click();
    await shortToday(0);
  });
});

test("the single file: its policy lets nothing run but what is in it", async () => {
  const html = readFileSync(join(ROOT, "dist-single", "wangge.html"), "utf8");
  assert.ok(!html.includes("unsafe-inline") && !html.includes("'unsafe-eval'"));
  assert.equal(html.match(/<script\b/gi).length, 1, "the parser sees one script");
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(singleFile());
  await isAnswered(page);
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.harmed = 1";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", '<img src="x:" onerror="window.harmed = 1">');
    const sent = await fetch("http://127.0.0.1:9/").then(() => "sent", () => "refused");
    return { harmed: window.harmed, sent };
  });
  assert.deepEqual(ran, { harmed: undefined, sent: "refused" });
  await context.close();
});

test("the single file: a hostile document harms nothing", async () => {
  for (const [name, text] of Object.entries(hostile())) {
    await alone(isInFile, async (page) => {
      await page.goto(`${singleFile()}#lang=en&tab=data`);
      await isHarmless(page, name, text);
    });
  }
});
