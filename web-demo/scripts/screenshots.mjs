// Takes pictures of every view of the built page, on a phone, a desk and a large screen: for the README, and to be
// looked at before a change is done.
//
//   node scripts/screenshots.mjs [FOLDER] [webp|png]     into `docs` as WebP, if nothing is said
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { browser, server, start, stop } from "../test/browser.mjs";

const [folder = fileURLToPath(new URL("../docs", import.meta.url)), format = "webp"] = process.argv.slice(2);
const QUALITY = 50;

/** A phone in the dark, a desk in English, a large screen in Chinese. */
const SCREENS = [
  { width: 360, height: 780, link: { lang: "zh", theme: "dark" } },
  { width: 1280, height: 860, link: { lang: "en", theme: "light" } },
  { width: 1920, height: 1080, link: { lang: "zh", theme: "light" } },
];
const SUBJECT = "430821108223-h0190";
const VIEWS = {
  ask: { tab: "ask", subject: SUBJECT, kind: "neighbour-dispute" },
  escalate: { tab: "escalate", subject: SUBJECT, kind: "forest-fire", urgency: "emergency", at: "2026-10-01T23:10" },
  assign: { tab: "assign", subject: SUBJECT, colour: "caretaker" },
  coverage: { tab: "coverage" },
  change: { tab: "change", subject: SUBJECT, kind: "neighbour-dispute" },
  work: { tab: "work" },
  data: { tab: "data" },
};

mkdirSync(folder, { recursive: true });
await start();
try {
  for (const { width, height, link } of SCREENS) {
    const take = async (name, view, isReady) => {
      const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });
      await page.goto(`${server.url}/#${new URLSearchParams({ ...link, ...view })}`);
      await isReady(page);
      // The map comes after the answer, and takes up what the answer draws.
      await page.waitForTimeout(1500);
      const session = await page.context().newCDPSession(page);
      const { data } = await session.send("Page.captureScreenshot", { format, ...(format === "webp" && { quality: QUALITY }) });
      const file = join(folder, `${name}-${width}.${format}`);
      writeFileSync(file, Buffer.from(data, "base64"));
      console.log(file);
      await page.close();
    };
    const answered = (page) => page.locator("[role=tabpanel][data-state=active] :is(ol, table, li, dl)").first().waitFor();
    for (const [name, view] of Object.entries(VIEWS)) await take(name, view, answered);
    if (width > 500) await take("campaign", { tab: "work", work: "campaign" }, answered);
    // On a phone each part has the screen for itself.
    if (width < 500) await take("map", VIEWS.assign, (page) => page.locator(".parts button").nth(1).click());
  }
} finally {
  await stop();
}
