// Chromium without a window; a page in it must not complain, and must not ask any other host.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a browser with a new profile. */
export async function startBrowser() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const executablePath = process.env.CHROMIUM ?? paths.find(existsSync);
  if (executablePath === undefined) throw new Error("Chromium is needed: on Debian, `apt-get install chromium fonts-noto-cjk`");
  return chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}

// A function: no page here may evaluate a string.
const DONE = () => window.result !== undefined || window.failure !== undefined;

/** Loads a page, waits until its script has set `window.result` or `window.failure`, and returns the result. */
export async function load(browser, url, { timeout = 120_000, until = DONE } = {}) {
  const context = await browser.newContext();
  const complaints = [];
  try {
    const page = await context.newPage();
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`error: ${error}`));
    context.on("request", (request) => {
      if (new URL(request.url()).host !== new URL(url).host) complaints.push(`request: ${request.url()}`);
    });
    context.on("requestfailed", (request) => complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
    context.on("response", (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
    });
    await page.goto(url);
    const over = page.waitForFunction(until, undefined, { timeout });
    await over.catch((error) => complaints.push(`waited in vain: ${error.message}`));
    const { result, failure } = await page.evaluate(() => ({ result: window.result, failure: window.failure }));
    if (failure !== undefined) complaints.push(`failure: ${failure}`);
    if (complaints.length > 0) throw new Error(`the page complains:\n${complaints.join("\n")}`);
    return { result, text: await page.evaluate(() => document.body.innerText) };
  } finally {
    await context.close();
  }
}
