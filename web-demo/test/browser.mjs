// What the tests of the page share: the served page, Chromium, and the command `wangge`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { serve } from "../scripts/serve.mjs";

const COMMAND = resolve(process.env.WANGGE_COMMAND ?? "../target/debug/wangge");
export const SAMPLE = createRequire(import.meta.url).resolve("wangge/sample/chalinhe.json");
/** Its year of work, and the last minute in which something happened in it. */
export const WORK = createRequire(import.meta.url).resolve("wangge/sample/chalinhe.work.jsonl");
export const NOW = readFileSync(WORK, "utf8").trimEnd().split("\n").at(-1).match(/"at":"(.{16})/)[1];
export const DAY = "2026-11-23";
export const LANGUAGES = ["zh", "en"];
export const WORDS = {
  zh: { tabs: { ask: "谁负责", escalate: "怎么上报", assign: "谁帮谁", coverage: "漏了谁", change: "改动", work: "工作", data: "数据" }, find: "查找户、场所、网格或人", leave: (name) => `假如休假：${name}`, kind: "什么事" },
  en: {
    tabs: { ask: "Who answers", escalate: "What if nobody acts", assign: "Who cares for whom", coverage: "Who is left out", change: "Change", work: "Work", data: "Data" },
    find: "Find a household, site, grid or person",
    leave: (name) => `If on leave: ${name}`,
    kind: "What about",
  },
};

export let server;
export let browser;

/** Serves the built page, and starts Chromium. */
export async function start() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const paths = names.flatMap((name) => (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)));
  const executablePath = process.env.CHROMIUM ?? paths.find(existsSync);
  assert.ok(executablePath, "Chromium is needed: on Debian, `apt-get install chromium fonts-noto-cjk`");
  server = await serve(0);
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
}

export async function stop() {
  await browser?.close();
  await server?.close();
}

/** What the command says to the same question. */
export function told(...args) {
  const options = { encoding: "utf8", maxBuffer: 1 << 26 };
  try {
    return JSON.parse(execFileSync(COMMAND, [...args, "--json"], options));
  } catch (error) {
    // Gaps end with 1, which is an answer.
    if (error.status !== 1) throw error;
    return JSON.parse(error.stdout);
  }
}

/** Has the command write a file, and tells where it is. */
export function write(file, ...args) {
  execFileSync(COMMAND, [...args, "-o", file], { stdio: "ignore" });
  return file;
}

/** Documents of somebody who means ill, and of somebody who made a mistake, by name. */
export function hostile() {
  const good = readFileSync(SAMPLE, "utf8");
  const evil = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>';
  return {
    "script.json": good.replace('"茶林河村委会"', JSON.stringify(evil)),
    "proto.json": good.replace("{", '{"__proto__":{"harmed":1},'),
    "cut.json": good.slice(0, good.length / 2),
    "bidi.json": good.replace('"茶林河村委会"', '"\u202e茶林河"'),
    "empty.json": "",
    "large.json": "x".repeat(50_000_000),
  };
}

/** Hands a hostile document in, and sees that nothing but its names is shown, or what is wrong with it. */
export async function isHarmless(page, name, text) {
  await page.locator("input[type=file]").first().setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  await (name === "script.json" ? page.getByText("onerror") : page.getByRole("alert")).first().waitFor();
  assert.equal(await page.evaluate(() => window.harmed ?? {}.harmed), undefined, name);
}

/** Collects what a page complains about, and its requests to elsewhere. */
export function complaintsOf(context, page, isOurs) {
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error}`));
  context.on("request", (request) => {
    if (!isOurs(new URL(request.url()))) complaints.push(`request: ${request.url()}`);
  });
  return complaints;
}

/** Opens the page at a link, lets `use` click, and fails on every complaint and on every request to elsewhere. */
export async function onPage(link, use, { width = 1280, height = 800, colorScheme = "light" } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  try {
    const page = await context.newPage();
    const { host } = new URL(server.url);
    const complaints = complaintsOf(context, page, (url) => !url.protocol.startsWith("http") || url.host === host);
    await page.goto(`${server.url}/#${new URLSearchParams(link)}`);
    await page.locator("[role=tabpanel][data-state=active] h2").first().waitFor();
    await use(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

export const tab = (page, lang, name) => page.getByRole("tab", { name: WORDS[lang].tabs[name], exact: true });
