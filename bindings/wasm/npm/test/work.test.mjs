// The work: a log held against the registry, what has come of it, and what is recorded next.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { HOUSEHOLD, Registry, VILLAGE, bytes, refusal, refused } from "./world.mjs";

const log = readFileSync(new URL("../sample/chalinhe.work.jsonl", import.meta.url));
const NOW = "2026-11-29T17:00";
const MONTH = { unit: VILLAGE, from: "2026-11-01", until: "2026-12-01", knownAt: NOW };
const BROADCAST = "fire-safety-broadcast-2026-11";
const EMPTY = '{"format":"wangge-work/1"}\n';

const registry = Registry.fromDocument(bytes);
const work = registry.work(log);
const matter = { id: "m1", subject: HOUSEHOLD, kind: "neighbour-dispute", urgency: "routine", at: "2026-11-02T09:00", channel: "phone" };

test("a log is a text or bytes, and needs its registry no more", () => {
  const own = Registry.fromDocument(bytes);
  const [fromText, fromBytes] = [own.work(log.toString()), own.work(log)];
  own.dispose();
  assert.deepEqual(fromText.board(NOW), work.board(NOW));
  assert.deepEqual(fromBytes.board(NOW), work.board(NOW));
  assert.equal(work.recorded, "");
  assert.deepEqual(registry.work(EMPTY).board(NOW).cases, []);
});

test("the board has the open cases, overdue ones first, of a unit those under it", () => {
  const { cases, overdue, at } = work.board(NOW);
  assert.equal(at, "2026-11-29T17:00:00+08:00");
  assert.ok(overdue > 0 && overdue < cases.length);
  assert.deepEqual(cases.map((own) => own.overdue), cases.map((_, place) => place < overdue));
  assert.deepEqual(work.board(NOW, VILLAGE).cases, cases);
  const grid = work.board(NOW, `${VILLAGE}-03`).cases;
  assert.ok(grid.length > 0 && grid.length < cases.length);
  for (const row of grid) {
    const own = work.case(row.matter, NOW);
    assert.deepEqual([own.state, own.overdue, own.holders], [row.state, row.overdue, row.holders]);
    assert.equal(own.history[0].at, own.reportedAt);
  }
});

test("what is recorded gives the next one, and the line for the log; the one before stays", () => {
  const begun = registry.work(EMPTY).record({ matter });
  assert.equal(begun.recorded, `${JSON.stringify({ matter: { ...matter, at: "2026-11-02T09:00:00+08:00" } })}\n`);
  const { asked } = begun.case("m1", "2026-11-02T09:30");
  const event = { matter: "m1", at: "2026-11-02T10:00", act: "accepted", by: asked[0] };
  const next = begun.record({ event });
  assert.deepEqual([begun, next].map((own) => own.case("m1", "2026-11-02T10:00").state), ["waiting", "accepted"]);
  assert.equal(next.case("m1", "2026-11-02T10:00").firstResponse, "2026-11-02T10:00:00+08:00");
  // The log with what was recorded is the same work; so are all entries at once, as objects or as lines.
  const again = registry.work(EMPTY + begun.recorded + next.recorded);
  const atOnce = registry.work(EMPTY).record([{ matter }, { event }]);
  assert.equal(atOnce.recorded, begun.recorded + next.recorded);
  for (const own of [again, atOnce, registry.work(EMPTY).record(atOnce.recorded)]) {
    assert.deepEqual(own.case("m1", "2026-11-03T10:00"), next.case("m1", "2026-11-03T10:00"));
  }
});

test("an entry that is refused says why, and nothing is recorded", () => {
  const begun = registry.work(EMPTY).record({ matter });
  const verify = { event: { matter: "m1", at: "2026-11-02T10:00", act: "verified" } };
  const error = refused("work.faults", () => begun.record([{ matter: { ...matter, id: "m2" } }, verify]));
  assert.deepEqual(error.faults.map(({ code, line, ids }) => [code, line, ids]), [["case.not-allowed", 2, ["m1"]]]);
  refused("matter.unknown", () => begun.case("m2", NOW));
  // A log that was recorded before is read on: what no longer fits does not take the rest away.
  const twice = registry.work(EMPTY + begun.recorded + begun.recorded);
  assert.deepEqual(twice.board(NOW), begun.board(NOW));
  for (const wrong of ["", "{", "wangge", EMPTY.slice(0, -2), `${EMPTY}{}\n`]) assert.match(refusal(() => registry.work(wrong)).code, /^(document|work)\./);
  for (const wrong of [undefined, null, 7, Symbol("s"), () => {}, 7n, {}, { event: { matter: "m1" } }, ["x"]]) refusal(() => begun.record(wrong));
  for (const wrong of [undefined, null, 7, {}]) refusal(() => registry.work(wrong));
});

test("who must be told: each notice of a stretch of time, whenever one asks", () => {
  const all = work.due(null, NOW).notices;
  assert.ok(all.length > 100);
  const [before, after] = [work.due(undefined, "2026-11-01T00:00").notices, work.due("2026-11-01T00:00", NOW).notices];
  assert.deepEqual([...before, ...after], all);
  assert.deepEqual(work.due(null, NOW).notices, all);
});

test("a month in numbers, and which matters each figure counts", () => {
  const report = work.report(MONTH);
  const { total } = report;
  assert.ok(total.reported > 0 && total.overdue > 0);
  for (const part of ["parts", "urgencies", "channels", "states", "levels"]) {
    for (const figure of Object.keys(total)) {
      assert.equal(report[part].reduce((sum, { figures }) => sum + figures[figure], 0), total[figure], `${part} ${figure}`);
    }
  }
  for (const figure of Object.keys(total)) assert.equal(work.matters(figure, MONTH).matters.length, total[figure]);
  assert.deepEqual(work.matters("overdue", MONTH).matters, report.overdue);
  assert.equal(work.board(NOW, VILLAGE).overdue, total.overdue);
  refused("figure.unknown", () => work.matters("score", MONTH));
  refused("request.missing-field", () => work.report({ unit: VILLAGE }));
});

test("a report on paper, in both languages, and as a table", () => {
  assert.match(work.reportPage("zh", MONTH), /^<!DOCTYPE html><html lang="zh-CN">/);
  assert.match(work.reportPage("en", MONTH), /^<!DOCTYPE html><html lang="en">/);
  const [head, all] = work.reportTable("en", MONTH).split("\n");
  assert.ok(head.startsWith("\ufeff"));
  assert.ok(all.startsWith("all,"));
  assert.ok(all.includes(`,${work.report(MONTH).total.reported},`));
  for (const wrong of ["fr", "", 7, undefined]) assert.match(refusal(() => work.reportPage(wrong, MONTH)).code, /^request\./);
});

test("the reporting calendar", () => {
  const { due, unknown } = work.reporting({ unit: VILLAGE, after: "2026-11-01T00:00", until: "2026-12-01T00:00", knownAt: NOW });
  assert.ok(due.length > 0 && due.some(({ filedAt }) => filedAt !== undefined) && due.some(({ filedAt, late }) => filedAt === undefined && !late));
  assert.deepEqual(unknown, []);
  refused("unit.unknown", () => work.reporting({ unit: "u17", after: NOW, until: NOW, knownAt: NOW }));
  refused("request.type", () => work.reporting({ unit: VILLAGE, after: NOW, until: NOW }));
});

test("campaigns: whom they have not reached, with who answers for each, and where somebody has to go", () => {
  const day = "2026-11-29";
  const own = work.campaigns(day).campaigns.find(({ campaign }) => campaign === BROADCAST);
  const coverage = work.coverage(BROADCAST, day);
  assert.deepEqual(own.total, coverage.campaign.total);
  assert.equal(coverage.missing.length, 11);
  assert.ok(coverage.missing.every(({ answers }) => answers !== undefined));
  const [{ answers }] = coverage.missing;
  const theirs = coverage.missing.filter((row) => row.answers === answers).map(({ household }) => household);
  const stops = work.visits(answers, day).groups.flatMap((group) => group.stops);
  const heard = stops.filter(({ tasks }) => tasks.some(({ campaign }) => campaign === BROADCAST)).map(({ household }) => household);
  assert.deepEqual(heard.sort(), theirs.sort());
  refused("campaign.outside", () => work.coverage(BROADCAST, "2026-10-31"));
  refused("campaign.unknown", () => work.coverage("c17", day));
  refused("person.unknown", () => work.visits("p17", day));
});

test("the one file of a household is for who may see it", () => {
  const file = work.oneFile(HOUSEHOLD, "2026-11-29");
  assert.ok(file.pairings.length > 0 && file.done.length > 0);
  const caretaker = file.pairings.find(({ until }) => until === undefined).person;
  assert.deepEqual(work.oneFile(HOUSEHOLD, "2026-11-29", caretaker).done, file.done);
  const other = registry.asOf("2026-11-29").people().map(({ id }) => id).find((id) => registry.asOf("2026-11-29").may(id, "personal", HOUSEHOLD).type === "denied");
  refused("household.unknown", () => work.oneFile(HOUSEHOLD, "2026-11-29", other));
});

test("whatever stands where a string should", () => {
  for (const value of [undefined, null, 7, NaN, true, {}, [], () => {}, 7n]) {
    for (const ask of [
      () => work.board(value),
      () => work.case(value, NOW),
      () => work.case("m1", value),
      () => work.due(null, value),
      () => work.campaigns(value),
      () => work.coverage(value, "2026-11-29"),
      () => work.visits("p0000001", value),
      () => work.oneFile(value, "2026-11-29"),
      () => work.matters(value, MONTH),
    ]) {
      refused("request.type", ask);
    }
  }
  refused("instant.invalid", () => work.board("soon"));
  refused("unit.unknown", () => work.board(NOW, "u17"));
});
