// Changes, in Chromium: what the page says of them before they are accepted is what the core says, and what comes of them
// is what the command reads in the document that is downloaded.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Registry } from "wangge";
import { DAY, LANGUAGES, onPage, SAMPLE, start, stop, tab, told } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HOUSEHOLD = "430821108223-h0017";
const KIND = "neighbour-dispute";
const LINK = { tab: "change", subject: HOUSEHOLD, kind: KIND };
const SAY = {
  zh: {
    what: "改什么",
    on: "从哪天起",
    reason: "为什么（可不填）",
    accept: /^照此改动/,
    undo: "撤销",
    redo: "重做",
    journal: "下载改动记录（JSONL）",
    document: "下载改动后的文档",
    who: { appoint: "任命谁", end: "谁离任" },
    unit: "哪个单元",
    role: "什么岗位",
    to: "划到哪里",
    number: (value) => new Intl.NumberFormat("zh-CN").format(value),
  },
  en: {
    what: "What changes",
    on: "From which day",
    reason: "Why (if you like)",
    accept: /^Change it so/,
    undo: "Undo",
    redo: "Redo",
    journal: "Download the journal (JSONL)",
    document: "Download the changed document",
    who: { appoint: "Who is appointed", end: "Who leaves" },
    unit: "In which unit",
    role: "Which post",
    to: "Where to",
    number: (value) => new Intl.NumberFormat("en").format(value),
  },
};

const sample = JSON.parse(readFileSync(SAMPLE, "utf8"));
const core = Registry.fromDocument(sample);
const first = core.asOf(DAY).responsible(HOUSEHOLD, KIND);
const responder = first.links[first.answerable.link].holder.persons[0];

let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "wangge-page-"));
  await start();
});
after(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

/** What the core says of changes on a day. */
function impactOf(changes, on = DAY, registry = core) {
  const next = registry.apply({ format: "wangge-transaction/1", changes });
  return registry.asOf(on).impactTo(next.asOf(on));
}

/** Waits until the page shows an impact: its numbers, and its lists. */
async function shows(page, { counts, shifts, opened }) {
  const numbers = { answerable: `${counts.answerable}`, people: `${counts.people}`, gaps: `${counts.opened} ${counts.closed}`, ...(counts.placed > 0 && { placed: `${counts.placed}` }) };
  const wanted = JSON.stringify(Object.entries(numbers).sort());
  await page.waitForFunction((text) => {
    const found = [...document.querySelectorAll(".impact:not(.old) data")].map((own) => [own.dataset.count, own.value]);
    return JSON.stringify(found.sort()) === text;
  }, wanted).catch(async () => assert.deepEqual(Object.fromEntries(await page.locator(".impact data").evaluateAll((all) => all.map((own) => [own.dataset.count, own.value]))), numbers));
  const told = await page.locator(".impact").innerText();
  for (const { before, after } of shifts.toSorted((a, b) => b.count - a.count).slice(0, 5)) {
    for (const { name } of [...before, ...after]) assert.ok(told.includes(name), `${name}: ${told}`);
  }
  assert.equal(await page.locator("[data-gaps=opened] li").count(), Math.min(10, opened.length));
}

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button, exact: true }).click()]);
  const path = join(folder, `${Math.random().toString(36).slice(2)}-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return path;
}

async function accepts(page, say) {
  const count = await page.locator("ol.journal > li").count();
  await page.getByRole("button", { name: say.accept }).click();
  await page.locator("ol.journal > li").nth(count).waitFor();
  await isIdle(page);
}

/** Nothing is being opened or changed. */
const isIdle = (page) => page.waitForFunction(() => document.querySelector("header progress") === null);

async function picks(page, label, text) {
  await page.getByRole("searchbox", { name: label }).fill(text);
  await page.locator(".pick button.found").first().click();
}

async function drops(page, name, text) {
  const data = await page.evaluateHandle(([own, content]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], own));
    return transfer;
  }, [name, text]);
  for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("main", type, { dataTransfer: data });
}

for (const lang of LANGUAGES) {
  const say = SAY[lang];

  test(`${lang}: somebody is away: what that does is shown, accepted, undone, redone, kept and downloaded`, async () => {
    await onPage({ lang, ...LINK }, async (page) => {
      const change = { absent: { person: responder.id, from: DAY, until: "2026-11-30" } };
      const impact = impactOf([change]);
      assert.ok(impact.counts.answerable + impact.counts.opened + impact.shifts.length > 0);
      await shows(page, impact);
      await page.getByRole("textbox", { name: say.reason }).fill("学习");
      await accepts(page, say);

      const document = await saved(page, say.document);
      told("check", document);
      const gaps = (file) => told("findings", file, "--on", DAY).findings.map((gap) => JSON.stringify(gap));
      const known = new Set(gaps(SAMPLE));
      assert.equal(gaps(document).filter((gap) => !known.has(gap)).length, impact.counts.opened);
      const now = told("who", document, HOUSEHOLD, "--kind", KIND, "--on", DAY);
      assert.notDeepEqual(now.links, told("who", SAMPLE, HOUSEHOLD, "--kind", KIND, "--on", DAY).links);

      // The answers of the page are those of the document that it lets one download.
      const shown = async (answer) => {
        await tab(page, lang, "ask").click();
        await page.waitForFunction((count) => document.querySelectorAll("ol.chain > li").length === count, answer.links.length);
        const cards = await page.locator("ol.chain > li").allInnerTexts();
        for (const [at, { holder }] of answer.links.entries()) {
          for (const { name } of holder.persons ?? (holder.person ? [holder.person] : [])) assert.ok(cards[at].includes(name), cards[at]);
        }
        await tab(page, lang, "change").click();
      };
      await page.getByRole("button", { name: say.undo, exact: true }).click();
      await page.locator("ol.journal > li").waitFor({ state: "detached" });
      await shows(page, impact);
      await page.getByRole("button", { name: say.redo, exact: true }).click();
      await page.locator("ol.journal > li").waitFor();
      await shown(now);
      await page.reload();
      await page.locator("ol.journal > li").waitFor();
      assert.ok((await page.locator("ol.journal > li").innerText()).includes("学习"));
      await isIdle(page);
      await page.getByRole("button", { name: say.undo, exact: true }).click();
      await page.locator("ol.journal > li").waitFor({ state: "detached" });
      await shown(told("who", SAMPLE, HOUSEHOLD, "--kind", KIND, "--on", DAY));
    });
  });

  test(`${lang}: somebody is appointed in another's place, and leaves again`, async () => {
    await onPage({ lang, ...LINK }, async (page) => {
      await page.getByRole("combobox", { name: say.what }).selectOption("appoint");
      const grid = "430821108223-01";
      await page.getByRole("combobox", { name: say.unit }).selectOption(grid);
      await page.getByRole("combobox", { name: say.role }).selectOption("grid-leader");
      const holder = core.asOf(DAY).tree({ unit: grid, depth: 0 }).units[0].seats.find(({ role }) => role === "grid-leader").holder;
      const next = sample.people.find(({ id }) => id !== holder.persons[0].id && id !== responder.id);
      await picks(page, say.who.appoint, next.name);
      const seat = { unit: grid, role: "grid-leader" };
      const changes = [{ "end-appointment": { person: holder.persons[0].id, ...seat, on: DAY } }, { appoint: { person: await picked(page), ...seat, from: DAY } }];
      await shows(page, impactOf(changes));
      await accepts(page, say);
      const document = await saved(page, say.document);
      told("check", document);
      const { units } = told("tree", document, "--on", DAY);
      const now = units.find(({ id }) => id === grid).seats.find(({ role }) => role === "grid-leader").holder;
      assert.deepEqual(now.persons.map(({ id }) => id), [changes[1].appoint.person]);
    });
  });

  test(`${lang}: a household goes to another unit, and every form is clear of what axe finds`, async () => {
    for (const theme of ["light", "dark"]) {
      await onPage({ lang, theme, ...LINK }, async (page) => {
        await page.evaluate(AXE);
        for (const kind of ["absent", "appoint", "end", "move", "split"]) {
          await page.getByRole("combobox", { name: say.what }).selectOption(kind);
          await page.waitForTimeout(700);
          const { violations } = await page.evaluate(() => window.axe.run());
          assert.deepEqual(violations.map(({ id, nodes }) => `${kind} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`), []);
          const isInside = await page.evaluate(() => [...document.querySelectorAll("main, main *")].every((own) => own.closest(".scroll, .list") || own.getBoundingClientRect().right <= innerWidth + 1));
          assert.ok(isInside, `${kind} is wider than the page`);
        }
      }, { width: 360, height: 740 });
    }
    await onPage({ lang, ...LINK }, async (page) => {
      await page.getByRole("combobox", { name: say.what }).selectOption("move");
      const to = "430821108223-02-01";
      await page.getByRole("combobox", { name: say.to }).selectOption(to);
      const impact = impactOf([{ "move-household": { id: HOUSEHOLD, to, on: DAY } }]);
      assert.equal(impact.counts.placed, 1);
      await shows(page, impact);
      await page.locator(".legend li", { hasText: lang === "zh" ? "这项改动涉及的户" : "household that the change concerns" }).waitFor();
      await accepts(page, say);
      const document = await saved(page, say.document);
      told("check", document);
      const { links } = told("who", document, HOUSEHOLD, "--kind", KIND, "--on", DAY);
      assert.ok(links.some(({ post }) => post.unit === to));
    });
  });
}

/** The id of who was picked. */
async function picked(page) {
  return page.locator(".pick .chosen code").last().innerText();
}

test("a unit is divided by hand and on the map, undone, and divided again from the journal", async () => {
  const say = SAY.en;
  await onPage({ lang: "en", ...LINK }, async (page) => {
    await page.getByRole("combobox", { name: say.what }).selectOption("split");
    const unit = sample.households.find(({ id }) => id === HOUSEHOLD).unit;
    const households = core.asOf(DAY).householdsIn(unit);
    const boxes = page.locator("ul.households input");
    await boxes.nth(households.length - 1).waitFor();
    await boxes.nth(0).check();
    await boxes.nth(1).focus();
    await page.keyboard.press("Space");
    const chosen = () => page.locator("ul.households input:checked").count();
    assert.equal(await chosen(), 2);

    // What is picked on the map and is of the unit is chosen; the form stays.
    const target = page.getByRole("application");
    const box = await target.boundingBox();
    const hash = await page.evaluate(() => location.hash);
    await page.getByRole("button", { name: "Show on the map", exact: true }).click();
    await page.waitForTimeout(1500);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForFunction(() => document.querySelectorAll("ul.households input:checked").length === 3);
    assert.equal(await page.evaluate(() => location.hash), hash);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForFunction(() => document.querySelectorAll("ul.households input:checked").length === 2);

    const part = { id: `${unit}-b`, name: await page.getByLabel("Name of the new unit").inputValue(), households: households.slice(0, 2).map(({ id }) => id) };
    await shows(page, impactOf([{ "split-unit": { unit, on: DAY, into: [part] } }]));
    assert.ok((await page.locator("[data-gaps=opened]").innerText()).includes(part.name), "a unit that is not there yet has its name");
    await accepts(page, say);
    const document = await saved(page, say.document);
    told("check", document);
    const { units } = told("tree", document, "--on", DAY);
    assert.deepEqual([units.find(({ id }) => id === part.id).households, units.find(({ id }) => id === unit).households], [2, households.length - 2]);

    const file = await saved(page, say.journal);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ sequence }) => sequence), [1]);
    assert.equal(core.apply(lines[0].transaction).asOf(DAY).tree({ unit: part.id }).units[0].households, 2);
    await page.getByRole("button", { name: say.undo, exact: true }).click();
    await page.locator("ol.journal > li").waitFor({ state: "detached" });
    await drops(page, "journal.jsonl", readFileSync(file, "utf8"));
    await page.locator("ol.journal > li").waitFor();
    await isIdle(page);
    assert.equal(readFileSync(await saved(page, say.document), "utf8"), readFileSync(document, "utf8"));
  });
});

test("a journal that is damaged or does not fit is refused, and what was accepted stays", async () => {
  const say = SAY.en;
  await onPage({ lang: "en", ...LINK }, async (page) => {
    await page.locator(".impact").waitFor();
    await accepts(page, say);
    const good = readFileSync(await saved(page, say.journal), "utf8");
    await drops(page, "cut.jsonl", good.slice(0, -20));
    await page.getByRole("alert").first().waitFor();
    assert.ok((await page.getByRole("alert").first().innerText()).includes("line 1"));
    assert.equal(await page.locator("ol.journal > li").count(), 1);
    await drops(page, "other.jsonl", good.replaceAll(responder.id, "p9999999"));
    await page.getByText("This was not accepted").waitFor();
    assert.ok((await page.locator("main").innerText()).includes("reference.unknown"));
    assert.equal(await page.locator("ol.journal > li").count(), 1);
    // Whatever stands in it, the core refuses it, and the page goes on.
    for (const [at, odd] of ['null', '[]', '{"absent":null}', '{"absent":{"person":7}}', '{"split-unit":{"unit":"x","on":"y","into":7}}', '{"vanish":{}}'].entries()) {
      await drops(page, `odd-${at}.jsonl`, `{"sequence":1,"at":"","reason":"","transaction":{"format":"wangge-transaction/1","changes":[${odd}]}}`);
      await page.getByRole("alert").first().waitFor();
      await isIdle(page);
      assert.equal(await page.locator("ol.journal > li").count(), 1, odd);
    }
    const evil = '<img src=x onerror="window.harmed=1">';
    await drops(page, "evil.jsonl", good.replace('"reason":""', `"reason":${JSON.stringify(evil)}`));
    await page.getByText("onerror").first().waitFor();
    assert.equal(await page.evaluate(() => window.harmed), undefined);
  });
});

test("what breaks a rule is said with its faults, and cannot be accepted", async () => {
  const say = SAY.en;
  await onPage({ lang: "en", ...LINK }, async (page) => {
    await page.getByRole("combobox", { name: say.what }).selectOption("appoint");
    await page.getByRole("combobox", { name: say.unit }).selectOption("430821108223-01");
    await page.getByRole("combobox", { name: say.role }).selectOption("grid-leader");
    await picks(page, say.who.appoint, sample.people[40].name);
    await page.getByRole("checkbox", { name: "Whoever holds it now leaves" }).uncheck();
    await page.locator("p code", { hasText: "seat.over-maximum" }).first().waitFor();
    assert.equal(await page.getByRole("button", { name: say.accept }).getAttribute("aria-disabled"), "true");
    await page.getByRole("checkbox", { name: "Whoever holds it now leaves" }).check();
    await page.locator(".impact").waitFor();
  });
});

test("figures: a change of all of Cili is looked at, accepted and undone", async (t) => {
  await onPage({ lang: "en", county: "cili", tab: "change" }, async (page) => {
    await page.locator(".impact").waitFor({ timeout: 90_000 });
    await page.evaluate(() => {
      window.tasks = [];
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.tasks.push(duration))).observe({ type: "longtask" });
      window.began = performance.now();
    });
    await page.getByLabel(SAY.en.on).fill("2026-11-24");
    await page.locator(".impact.old").waitFor();
    await page.locator(".impact:not(.old)").waitFor({ timeout: 90_000 });
    const looked = await page.evaluate(() => performance.now() - window.began);
    await page.evaluate(() => (window.began = performance.now()));
    await page.getByRole("button", { name: SAY.en.accept }).click();
    await page.locator("ol.journal > li").waitFor();
    await page.waitForFunction(() => document.querySelector("header progress") === null, undefined, { timeout: 90_000 });
    const { took, longest } = await page.evaluate(() => ({ took: performance.now() - window.began, longest: Math.max(0, ...window.tasks) }));
    t.diagnostic(`Cili: looked at in ${Math.round(looked)} ms, accepted in ${Math.round(took)} ms; longest main-thread task ${Math.round(longest)} ms (0: none over 50 ms)`);
  });
});
