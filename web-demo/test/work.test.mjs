// The work, in Chromium: the village secretary's morning, and every part of the view beside what the command says.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Registry } from "wangge";
import { LANGUAGES, NOW, onPage, SAMPLE, start, stop, tab, told, WORK, write } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VILLAGE = "430821108223";
const BROADCAST = "fire-safety-broadcast-2026-11";
const SAY = {
  zh: {
    report: "月报",
    campaign: "行动",
    paper: "打印用的月报",
    html: "下载这一页（HTML）",
    csv: "表格（CSV）",
    close: "关闭",
    what: "做什么",
    by: "由谁",
    record: /^记下/,
    undo: "撤销最后一条",
    redo: "恢复刚才撤销的",
    save: "下载工作记录（JSONL）",
    back: /回到列表/,
    visits: "谁去走访",
    file: "一户一档",
    as: "由谁来看",
  },
  en: {
    report: "The month’s report",
    campaign: "Campaigns",
    paper: "The report on paper",
    html: "Download this page (HTML)",
    csv: "As a table (CSV)",
    close: "Close",
    what: "What is done",
    by: "By whom",
    record: /^Record/,
    undo: "Undo the last one",
    redo: "Redo what was undone",
    save: "Download the log (JSONL)",
    back: /Back to the list/,
    visits: "Whose round",
    file: "The one file of this household",
    as: "As read by",
  },
};

const registry = Registry.fromDocument(readFileSync(SAMPLE));
const names = new Map(registry.asOf(NOW.slice(0, 10)).people().map(({ id, name }) => [id, name]));

let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "wangge-work-"));
  await start();
});
after(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button, exact: true }).click()]);
  const path = join(folder, `${Math.random().toString(36).slice(2)}-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return path;
}

const matters = (page, group) => page.locator(`[data-group=${group}] > li`).evaluateAll((all) => all.map((own) => own.dataset.matter));
const board = (...more) => told("case", SAMPLE, more[0] ?? WORK, "--unit", VILLAGE, "--at", NOW);
const isReady = (page) => page.locator("[data-group] > li").first().waitFor();

for (const lang of LANGUAGES) {
  const say = SAY[lang];

  test(`${lang}: the village secretary's morning: what is overdue, November on paper, the eleven households without a broadcast`, async () => {
    await onPage({ lang }, async (page) => {
      await tab(page, lang, "work").click();
      await isReady(page);
      // What is overdue today stands first, with who holds it.
      const { cases, overdue } = board();
      assert.deepEqual(await matters(page, "overdue"), cases.slice(0, overdue).map(({ matter }) => matter));
      assert.deepEqual(await matters(page, "others"), cases.slice(overdue).map(({ matter }) => matter));
      for (const [at, { holders }] of cases.slice(0, overdue).entries()) {
        await page.waitForFunction(([place, people]) => people.every((name) => document.querySelectorAll("[data-group=overdue] > li")[place].innerText.includes(name)), [at, holders.map((id) => names.get(id))]);
      }

      // November's report is the page that the command writes, to the byte, and is printed as it stands.
      await page.getByRole("button", { name: say.report, exact: true }).click();
      await page.getByRole("button", { name: say.paper, exact: true }).click();
      await page.locator("dialog.paper .own").getByRole("heading", { level: 1 }).waitFor();
      const file = await saved(page, say.html);
      const expected = write(join(folder, `${lang}.html`), "report", SAMPLE, WORK, VILLAGE, "--month", "2026-11", "--at", NOW, "--lang", lang);
      assert.ok(readFileSync(file).equals(readFileSync(expected)), "the page is the command's");
      const text = readFileSync(expected, "utf8").replace(/^.*<body>/s, "").replace(/<\/body>.*$/s, "");
      const cells = [...text.matchAll(/<td[^>]*>([^<]+)<\/td>/g)].map(([, cell]) => cell.trim());
      const shown = await page.locator("dialog.paper .own td").allInnerTexts();
      assert.ok(cells.length > 20);
      for (const cell of cells) assert.ok(shown.some((own) => own.includes(cell.replaceAll("&amp;", "&"))), cell);
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator("#app").isVisible(), false);
      assert.ok((await page.pdf()).length > 10_000);
      await page.emulateMedia({ media: "screen" });
      await page.getByRole("button", { name: say.close, exact: true }).click();

      // The eleven households that the loudspeaker has not reached, and who answers for each.
      await page.getByRole("button", { name: say.campaign, exact: true }).click();
      await page.locator("tr[data-household]").first().waitFor();
      const { missing } = told("campaign", SAMPLE, WORK, BROADCAST, "--on", NOW.slice(0, 10));
      assert.equal(missing.length, 11);
      const rows = page.locator("tr[data-household]");
      assert.deepEqual(await rows.evaluateAll((all) => all.map((own) => own.dataset.household)), missing.map(({ household }) => household));
      await page.waitForFunction((people) => people.every((name, at) => document.querySelectorAll("tr[data-household]")[at].innerText.includes(name)), missing.map(({ answers }) => names.get(answers)));
    });
  });

  test(`${lang}: a case: its history is the command's; what happens next is recorded, refused with the reason, undone, redone, kept and saved`, async () => {
    const { cases } = board();
    const held = cases.find(({ state, holders }) => state === "accepted" && holders.length === 1);
    await onPage({ lang, tab: "work" }, async (page) => {
      await isReady(page);
      await page.locator(`[data-matter="${held.matter}"] button`).click();
      const own = told("case", SAMPLE, WORK, held.matter, "--at", NOW);
      await page.waitForFunction((count) => document.querySelectorAll(".history:not(.notices) > li").length === count, own.history.length);
      const what = (list) => page.locator(`${list} > li`).evaluateAll((all) => all.map((row) => [row.querySelector("time").dateTime, row.dataset.what]));
      assert.deepEqual(await what(".history:not(.notices)"), own.history.map(({ at, what }) => [at, what]));
      await page.locator(".notices > li").first().waitFor();
      const notices = registry.work(readFileSync(WORK)).due(null, NOW).notices.filter(({ matter }) => matter === held.matter);
      assert.deepEqual(await what(".notices"), notices.map(({ at, what }) => [at, what]));

      // Who does not hold it is refused by the core, and the page says why.
      const choose = (label, value) => page.getByRole("combobox", { name: label, exact: true }).selectOption(value);
      await choose(say.what, "resolved");
      const others = await page.getByRole("combobox", { name: say.by, exact: true }).locator("option").evaluateAll((all) => all.map(({ value }) => value));
      await choose(say.by, others.find((id) => !held.holders.includes(id)));
      await page.getByRole("button", { name: say.record }).click();
      await page.getByRole("alert").getByText("case.not-holder").waitFor();
      assert.equal(await page.locator(".state").getAttribute("data-state"), "accepted");
      // Who holds it does it.
      await choose(say.by, held.holders[0]);
      await page.getByRole("button", { name: say.record }).click();
      await page.locator(".state[data-state=resolved]").waitFor();
      await page.getByRole("button", { name: say.undo, exact: true }).first().click();
      await page.locator(".state[data-state=accepted]").waitFor();
      await page.getByRole("button", { name: say.redo, exact: true }).first().click();
      await page.locator(".state[data-state=resolved]").waitFor();
      // The reporter says that it is done, and who resolved it files it away.
      await choose(say.what, "verified");
      await page.getByRole("button", { name: say.record }).click();
      await page.locator(".state[data-state=verified]").waitFor();
      await choose(say.what, "closed");
      await page.getByRole("button", { name: say.record }).click();
      await page.locator(".state[data-state=closed]").waitFor();

      // The file is a log that the command reads, and says the same.
      const file = await saved(page, say.save);
      assert.ok(readFileSync(file, "utf8").startsWith(readFileSync(WORK, "utf8")));
      assert.equal(told("case", SAMPLE, file, held.matter, "--at", NOW).state, "closed");
      await page.getByRole("button", { name: say.back }).click();
      await isReady(page);
      assert.deepEqual([...(await matters(page, "overdue")), ...(await matters(page, "others"))], board(file).cases.map(({ matter }) => matter));
      // It is kept for the next visit.
      await page.reload();
      await page.locator(".recorded > li").nth(2).waitFor();
      await isReady(page);
      assert.equal((await matters(page, "overdue")).includes(held.matter), false);
    });
  });

  test(`${lang}: the month in numbers is the command's: figures, tables, which matters, reports that are due, the table`, async () => {
    await onPage({ lang, tab: "work", work: "report" }, async (page) => {
      await page.locator("[data-figure]").first().waitFor();
      const asked = ["report", SAMPLE, WORK, VILLAGE, "--month", "2026-11", "--at", NOW];
      const report = told(...asked);
      const digits = (text) => Number(/[\d,]+/.exec(text)[0].replaceAll(",", ""));
      for (const [figure, value] of Object.entries(report.total)) {
        const button = page.locator(`[data-figure=${figure}]`);
        assert.equal(digits(await button.innerText()), value, figure);
        await button.click();
        if (value > 0) await page.waitForFunction((count) => document.querySelectorAll(".matters li").length === count, Math.min(40, value));
        const { matters: expected } = told(...asked, "--list", figure);
        assert.deepEqual(await page.locator(".matters li").evaluateAll((all) => all.map((own) => own.dataset.matter)), expected.slice(0, 40));
      }
      const isSome = ({ figures }) => Object.values(figures).some((value) => value > 0);
      for (const [name, id] of [["parts", "unit"], ["kinds", "kind"], ["urgencies", "urgency"], ["states", "state"], ["channels", "channel"], ["levels", "level"]]) {
        const shown = await page.locator(`[data-table=${name}] tbody tr`).evaluateAll((all) => all.map((row) => [row.dataset.row, ...[...row.querySelectorAll("td")].map((own) => Number(own.innerText.replaceAll(",", "")))]));
        assert.deepEqual(shown, report[name].filter(isSome).map((row) => [row[id] ?? "", ...Object.values(row.figures)]), name);
      }
      const { due } = told(...asked, "--calendar");
      await page.locator(".reporting tbody tr").first().waitFor();
      const state = ({ filedAt, late }) => (filedAt ? "filed" : late ? "missing" : "due");
      assert.deepEqual(await page.locator(".reporting tbody tr").evaluateAll((all) => all.map((own) => own.dataset.state)), due.map(state));
      const table = await saved(page, say.csv);
      const expected = write(join(folder, `${lang}.csv`), "report", SAMPLE, WORK, VILLAGE, "--month", "2026-11", "--at", NOW, "--lang", lang);
      assert.equal(readFileSync(table, "utf8"), readFileSync(expected, "utf8"));
    });
  });

  test(`${lang}: a round of visits is the command's, numbered in its order`, async () => {
    await onPage({ lang, tab: "work", work: "campaign", campaign: BROADCAST }, async (page) => {
      await page.locator("tr[data-household]").first().waitFor();
      const { missing, actions } = told("campaign", SAMPLE, WORK, BROADCAST, "--on", NOW.slice(0, 10));
      const shares = await page.locator("[data-table=actions] tbody tr strong").allInnerTexts();
      assert.deepEqual(shares, actions.map(({ percent }) => `${percent}%`));
      const [{ answers }] = missing;
      await page.getByRole("combobox", { name: say.visits, exact: true }).selectOption(answers);
      const plan = told("campaign", SAMPLE, WORK, "--visits", answers, "--on", NOW.slice(0, 10));
      const stops = plan.groups.flatMap((group) => group.stops.map(({ household }) => household));
      await page.locator(".round li").first().waitFor();
      assert.deepEqual(await page.locator(".round li").evaluateAll((all) => all.map((own) => [own.dataset.household, own.value])), stops.map((own, at) => [own, at + 1]));
    });
  });

  test(`${lang}: the one file of a household is there for its caretaker, and for nobody whose duty does not need it`, async () => {
    const subject = "430821108223-h0017";
    await onPage({ lang, subject, kind: "neighbour-dispute" }, async (page) => {
      await page.locator("details.file summary").click();
      await page.locator(".onefile ol.done li").first().waitFor();
      const readers = await page.getByRole("combobox", { name: say.as, exact: true }).locator("option").evaluateAll((all) => all.map(({ value }) => value));
      const day = registry.asOf(NOW.slice(0, 10));
      for (const reader of readers.slice(0, 4)) {
        await page.getByRole("combobox", { name: say.as, exact: true }).selectOption(reader);
        const isAllowed = reader === "" || day.may(reader, "personal", subject).type === "granted";
        await page.locator(isAllowed ? ".onefile ol.done" : ".onefile .refused").waitFor();
      }
    });
  });

  for (const theme of ["light", "dark"]) {
    test(`${lang}, ${theme}: nothing for axe to find in any part of the work, from a phone to a desk`, async () => {
      const { cases } = board();
      const parts = [{}, { matter: cases[0].matter }, { work: "report" }, { work: "campaign", visitor: told("campaign", SAMPLE, WORK, BROADCAST, "--on", NOW.slice(0, 10)).missing[0].answers }];
      for (const [width, height] of [[360, 740], [1280, 800]]) {
        for (const part of parts) {
          await onPage({ lang, theme, tab: "work", ...part }, async (page) => {
            await page.locator("[data-state=active] :is(li, table):visible").first().waitFor();
            await page.waitForTimeout(600);
            await page.evaluate(AXE);
            const { violations } = await page.evaluate(() => window.axe.run());
            const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
            assert.deepEqual(found, [], `${JSON.stringify(part)} at ${width}`);
            const wide = await page.evaluate(() => [...document.querySelectorAll("main, main *")].filter((own) => !own.closest(".scroll, .list, svg") && own.getBoundingClientRect().right > innerWidth + 1).map((own) => own.outerHTML.slice(0, 100)));
            assert.deepEqual(wide, [], `${JSON.stringify(part)} is wider than ${width}`);
          }, { width, height });
        }
      }
    });
  }
}

test("the unit that is chosen in the hierarchy is the one whose work is shown, and the link keeps it all", async () => {
  const grid = `${VILLAGE}-03`;
  await onPage({ lang: "en", tab: "work", subject: grid }, async (page) => {
    await isReady(page);
    const cases = told("case", SAMPLE, WORK, "--unit", grid, "--at", NOW).cases.map(({ matter }) => matter);
    await page.waitForFunction((count) => document.querySelectorAll("[data-group] > li").length === count, cases.length);
    assert.deepEqual([...(await matters(page, "overdue")), ...(await matters(page, "others"))], cases);
    const earlier = "2026-11-20T09:30";
    await page.getByLabel("As known at").fill(earlier);
    const then = told("case", SAMPLE, WORK, "--unit", grid, "--at", earlier).cases.map(({ matter }) => matter);
    await page.waitForFunction((count) => document.querySelectorAll("[data-group] > li").length === count, then.length);
    await page.reload();
    await page.waitForFunction((count) => document.querySelectorAll("[data-group] > li").length === count, then.length);
    assert.deepEqual([...(await matters(page, "overdue")), ...(await matters(page, "others"))], then);
  });
});

test("a log that is dropped on the page takes the place of the sample's; one that is wrong says which line", async () => {
  await onPage({ lang: "en", tab: "work" }, async (page) => {
    await isReady(page);
    const drop = async (name, text) => {
      const data = await page.evaluateHandle(([own, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], own));
        return transfer;
      }, [name, text]);
      for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("main", type, { dataTransfer: data });
    };
    const head = '{"format":"wangge-work/1"}\n';
    await drop("wrong.jsonl", `${head}{"event":{"matter":"m1","at":"2026-11-02T10:00","act":"closed","score":1}}\n`);
    await page.getByRole("alert").first().waitFor();
    await page.getByText("document.unknown-field").filter({ visible: true }).first().waitFor();
    assert.ok((await page.locator("[data-group] > li").count()) > 20, "what was open still is");
    const matter = { id: "m1", subject: "430821108223-h0017", kind: "neighbour-dispute", urgency: "routine", at: "2026-11-02T09:00", channel: "phone" };
    await drop("own.jsonl", `${head}${JSON.stringify({ matter })}\n`);
    await page.locator('[data-group] > [data-matter="m1"]').waitFor();
    assert.equal(await page.locator("[data-group] > li").count(), 1);
    assert.equal(await page.getByRole("alert").count(), 0);
  });
});

test("the board is walked with the keyboard", async () => {
  await onPage({ lang: "en", tab: "work" }, async (page) => {
    await isReady(page);
    await page.locator("[data-group] > li button").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches("main h3"));
    await page.getByRole("button", { name: SAY.en.back }).focus();
    await page.keyboard.press("Enter");
    await isReady(page);
  });
});

test("figures: how long the page is held up by the work", async (t) => {
  await onPage({ lang: "zh" }, async (page) => {
    await page.locator("ol.chain > li").first().waitFor();
    await page.waitForTimeout(1500);
    await page.evaluate(() => {
      window.tasks = [];
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.tasks.push(duration))).observe({ type: "longtask" });
      window.began = performance.now();
    });
    await tab(page, "zh", "work").click();
    await isReady(page);
    const took = await page.evaluate(() => performance.now() - window.began);
    await page.getByRole("button", { name: SAY.zh.report, exact: true }).click();
    await page.locator("[data-figure]").first().waitFor();
    await page.getByRole("button", { name: SAY.zh.campaign, exact: true }).click();
    await page.locator("tr[data-household]").first().waitFor();
    await page.waitForTimeout(500);
    const longest = await page.evaluate(() => Math.max(0, ...window.tasks));
    t.diagnostic(`the year of work was opened in ${Math.round(took)} ms; longest main-thread task ${Math.round(longest)} ms (0: none over 50 ms)`);
  });
});
