// The built page in Chromium, under the strict policy of `scripts/serve.mjs`: real clicks and keys, its answers beside
// those of the command `wangge`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { serve } from "../scripts/serve.mjs";
import { browser, DAY, hostile, isHarmless, LANGUAGES, onPage, SAMPLE, server, start, stop, tab, told, WORDS } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

before(start);
after(stop);

const people = ({ holder }) => (holder.type === "held" ? holder.persons : holder.type === "acting" ? [holder.person] : []);

for (const lang of LANGUAGES) {
  test(`${lang}: household 17 of grid 3 is found, and the chain is the command's`, async () => {
    await onPage({ lang }, async (page) => {
      await page.getByRole("combobox", { name: WORDS[lang].find, exact: true }).fill("第3网格 17");
      await page.getByRole("listbox").getByRole("option").first().click();
      await page.getByRole("heading", { level: 2, name: "3组017号" }).waitFor();
      const subject = new URLSearchParams((await page.evaluate(() => location.hash)).slice(1)).get("subject");
      await page.getByRole("combobox", { name: WORDS[lang].kind }).selectOption("neighbour-dispute");
      const answer = told("who", SAMPLE, subject, "--kind", "neighbour-dispute", "--on", DAY);
      const cards = page.locator("ol.chain > li");
      await page.waitForFunction((count) => document.querySelectorAll("ol.chain > li").length === count, answer.links.length);
      for (const [at, link] of answer.links.entries()) {
        const text = await cards.nth(at).innerText();
        for (const { name } of people(link)) assert.ok(text.includes(name), `${text} has ${name}`);
        if (link.holder.since) assert.ok(text.includes(link.holder.since));
      }
      assert.ok((await cards.nth(answer.firstResponder).getAttribute("class")).includes("first"));
      assert.ok((await cards.nth(answer.answerable.link).getAttribute("class")).includes("answerable"));
    });
  });

  test(`${lang}: the path of an emergency on a holiday, and what if somebody is on leave`, async () => {
    const subject = "430821108223-h0017";
    await onPage({ lang, tab: "escalate", subject, kind: "forest-fire", urgency: "emergency", at: "2026-10-01T23:10" }, async (page) => {
      const path = told("escalate", SAMPLE, subject, "--kind", "forest-fire", "--emergency", "--at", "2026-10-01T23:10");
      const steps = page.locator("ol.steps > li");
      await steps.first().waitFor();
      assert.equal(await steps.count(), path.steps.length);
      for (const [at, step] of path.steps.entries()) {
        const times = await steps.nth(at).locator("time").evaluateAll((all) => all.map((time) => time.dateTime));
        assert.deepEqual(times, step.state === "active" ? [step.opensAt, step.acceptBy, step.resolveBy] : []);
        const text = await steps.nth(at).innerText();
        for (const { name } of step.asked ?? []) assert.ok(text.includes(name));
      }
      const [{ name }] = path.steps[0].asked;
      await page.getByRole("button", { name: WORDS[lang].leave(name) }).first().click();
      await page.waitForFunction(() => document.querySelector("ol.steps > li").classList.contains("skipped"));
      assert.ok((await steps.first().innerText()).includes(name), "the reason names who is away");
      await page.reload();
      await page.waitForFunction(() => document.querySelector("ol.steps > li")?.classList.contains("skipped"));
    });
  });

  test(`${lang}: the gaps are the command's`, async () => {
    await onPage({ lang, tab: "coverage" }, async (page) => {
      const { findings } = told("findings", SAMPLE, "--on", DAY);
      const gaps = page.locator("li.gap");
      await gaps.first().waitFor();
      assert.ok(findings.length > 0);
      assert.equal(await gaps.count(), findings.length);
    });
  });

  for (const theme of ["light", "dark"]) {
    test(`${lang}, ${theme}: nothing for axe to find, from a phone to a desk`, async () => {
      for (const [width, height] of [[360, 740], [1280, 800]]) {
        await onPage({ lang, theme }, async (page) => {
          await page.evaluate(AXE);
          for (const [name, shown] of Object.entries(WORDS[lang].tabs)) {
            await tab(page, lang, name).click();
            await page.locator("[role=tabpanel][data-state=active] h2, [role=tabpanel][data-state=active] h3").first().waitFor();
            await page.waitForTimeout(500);
            // What is folded has to be readable too.
            await page.evaluate(() => document.querySelectorAll("[data-state=active] details").forEach((own) => (own.open = true)));
            const { violations } = await page.evaluate(() => window.axe.run());
            const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
            assert.deepEqual(found, [], `${shown} at ${width}`);
            assert.ok(await page.evaluate(() => [...document.querySelectorAll("main, main *")].every((own) => own.closest(".scroll, .list") || own.getBoundingClientRect().right <= innerWidth + 1)), `${shown} is wider than ${width}`);
          }
        }, { width, height });
      }
    });
  }
}

test("a click on the map asks about what is there", async () => {
  await onPage({ lang: "en" }, async (page) => {
    await page.locator(".ol-viewport canvas").first().waitFor();
    await page.waitForTimeout(800);
    const before = await page.evaluate(() => location.hash);
    const box = await page.getByRole("application").boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForFunction((link) => location.hash !== link, before);
    const subject = new URLSearchParams((await page.evaluate(() => location.hash)).slice(1)).get("subject");
    assert.ok(subject.startsWith("430821108223-"), subject);
  });
});

test("every view answers at once, before anything is chosen", async () => {
  for (const tab of Object.keys(WORDS.en.tabs)) {
    await onPage({ lang: "en", tab }, async (page) => {
      await page.locator("[data-state=active] :is(ol, ul, table):visible").first().waitFor();
      assert.equal(await page.getByRole("alert").count(), 0, tab);
    });
  }
});

test("what cannot be in a link is left aside, and what is not there on a date is said", async () => {
  for (const at of ["2026-99-99T10:00", "2026-02-30T10:00", "2026-11-23T25:00"]) {
    await onPage({ lang: "en", at, tab: "nowhere", county: "no" }, async (page) => {
      await page.locator("ol.chain > li").first().waitFor();
      assert.equal(await page.getByRole("alert").count(), 0, at);
    });
  }
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const own of ["ask", "assign"]) {
    await page.goto("about:blank");
    await page.goto(`${server.url}/#lang=en&at=2020-01-01T10:00&tab=${own}`);
    await page.getByText("There are no households on 2020-01-01.").first().waitFor();
  }
  await context.close();
});

test("the tree is walked with the keyboard", async () => {
  await onPage({ lang: "en" }, async (page) => {
    const tree = page.getByRole("tree");
    await tree.focus();
    for (const key of ["Home", "ArrowDown", "ArrowDown", "ArrowRight", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("heading", { level: 2, name: "第1网格" }).waitFor();
  });
});

test("a check that takes too long is broken off, and made after all", async () => {
  await onPage({ lang: "en", county: "cili", tab: "coverage" }, async (page) => {
    await page.getByRole("button", { name: "Stop" }).click({ timeout: 90_000 });
    await page.getByText("it is not known who is left out").waitFor();
    await tab(page, "en", "ask").click();
    await page.locator("ol.chain > li").first().waitFor({ timeout: 90_000 });
    await tab(page, "en", "coverage").click();
    await page.locator("li.gap").first().waitFor({ timeout: 90_000 });
  });
});

test("a document is opened by dropping it, and what is open stays if it is refused", async () => {
  await onPage({ lang: "en" }, async (page) => {
    const drop = async (name, text) => {
      const data = await page.evaluateHandle(([own, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], own, { type: "application/json" }));
        return transfer;
      }, [name, text]);
      for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("main", type, { dataTransfer: data });
    };
    const good = readFileSync(SAMPLE, "utf8");
    await drop("bad.json", good.slice(0, 5000));
    await page.getByRole("alert").first().waitFor();
    assert.ok(await page.getByRole("treeitem", { name: "茶林河村委会" }).isVisible(), "what was open still is");
    await drop("own.json", good.replaceAll("茶林河村委会", "别的村委会"));
    await page.getByRole("treeitem", { name: "别的村委会" }).waitFor();
  });
});

test("on paper there is the answer, whole, and nothing to click", async () => {
  for (const tab of ["ask", "escalate", "assign", "coverage", "change", "work"]) {
    await onPage({ lang: "en", tab }, async (page) => {
      await page.locator("[data-state=active] :is(ol, ul, table):visible").first().waitFor();
      await page.waitForTimeout(500);
      await page.emulateMedia({ media: "print" });
      const shown = await page.evaluate(() => [...document.querySelectorAll(".screen-only")].filter((own) => own.checkVisibility()).length);
      assert.equal(shown, 0, tab);
      const isWhole = await page.evaluate(() => {
        const panel = document.querySelector("[role=tabpanel][data-state=active]");
        return panel.scrollHeight <= panel.clientHeight + 1 && document.documentElement.scrollWidth <= innerWidth;
      });
      assert.ok(isWhole, `${tab} is cut`);
      assert.ok((await page.pdf()).length > 10_000);
    });
  }
  // Narrow as paper is, and with the map at the front.
  await onPage({ lang: "en", tab: "assign" }, async (page) => {
    await page.locator("button.move").first().click();
    await page.setViewportSize({ width: 700, height: 900 });
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator("table.figures").isVisible());
  });
});

test("a hostile document harms nothing, and what is wrong with it is said", async () => {
  for (const [name, text] of Object.entries(hostile())) {
    await onPage({ lang: "en", tab: "data" }, (page) => isHarmless(page, name, text));
  }
});

test("figures: the first view, and bytes over the wire", async (t) => {
  const sent = new Map();
  const counted = await serve(0, undefined, (path, bytes) => sent.set(path, bytes));
  const times = [];
  // The median of a few: each with nothing kept from the last.
  for (let visit = 0; visit < 5; visit++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    sent.clear();
    await page.goto(`${counted.url}/#lang=zh`);
    await page.waitForFunction(() => document.querySelector("ol.chain > li"), undefined, { polling: 10 });
    times.push(await page.evaluate(() => performance.now()));
    await context.close();
  }
  await counted.close();
  const [, , median] = times.sort((a, b) => a - b);
  const kilobytes = (is) => Math.round([...sent].filter(([path]) => is(path)).reduce((sum, [, bytes]) => sum + bytes, 0) / 1000);
  const isLazy = (path) => /CountyMap|View|Sheet|manifest/.test(path);
  const isCore = (path) => path.endsWith(".wasm");
  t.diagnostic(`Chalinhe answered ${Math.round(median)} ms after navigation (median of 5)`);
  t.diagnostic(`gzip before lazy parts: core ${kilobytes(isCore)} kB, everything else ${kilobytes((path) => !isLazy(path) && !isCore(path))} kB`);
});

test("figures: all of Cili, and how long the page is held up while it loads", async (t) => {
  await onPage({ lang: "zh", tab: "data" }, async (page) => {
    await page.evaluate(() => {
      window.tasks = [];
      const watching = new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.tasks.push(duration)));
      watching.observe({ type: "longtask" });
      window.began = performance.now();
      location.hash = "#lang=zh&county=cili";
    });
    await page.locator("ol.chain > li").first().waitFor();
    await page.waitForFunction(() => document.querySelector("[role=tree]")?.textContent.includes("零阳"), undefined, { timeout: 60_000 });
    const { took, longest } = await page.evaluate(() => ({ took: performance.now() - window.began, longest: Math.max(0, ...window.tasks) }));
    t.diagnostic(`Cili opened in ${Math.round(took)} ms; longest main-thread task ${Math.round(longest)} ms (0: none over 50 ms)`);
  });
});
