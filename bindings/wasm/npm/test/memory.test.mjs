// Memory: handles and errors leave nothing behind; disposing frees, and so does the garbage collector.
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { test } from "node:test";
import { DATE, HOUSEHOLD, PROGRAMME, Registry, bytes, refusal, refused } from "./world.mjs";
import { coreMemory } from "../dist/core.js";

const registry = Registry.fromDocument(bytes);
const directory = registry.asOf(DATE);
const wasmBytes = () => coreMemory().buffer.byteLength;

async function heapBytes() {
  for (let i = 0; i < 4; i += 1) {
    globalThis.gc();
    // Finalizers run between turns.
    await setImmediate();
  }
  return process.memoryUsage().heapUsed;
}

/** Does something twice: what the second time still grows, leaks. */
async function isFlat(count, work) {
  for (let i = 0; i < count; i += 1) work(i);
  const [wasm, heap] = [wasmBytes(), await heapBytes()];
  for (let i = 0; i < count; i += 1) work(i);
  assert.equal(wasmBytes(), wasm);
  const grown = (await heapBytes()) - heap;
  assert.ok(grown < 500_000, `the heap grew by ${grown} bytes`);
}

test("100,000 handles of households, and their chains", async () => {
  await isFlat(100_000, (i) => {
    const household = directory.householdAt(i % 600);
    assert.equal(household.chain("dispute").length > 0, true);
  });
});

test("100,000 failing calls, of every way in", async () => {
  const calls = [
    () => directory.responsible("h17", "dispute"),
    () => directory.household("h17"),
    () => directory.chain(-1, "dispute"),
    () => directory.escalate({ subject: HOUSEHOLD, kind: 7 }),
    () => directory.assign({ programme: "none" }),
    () => directory.verify("{"),
    () => directory.tree({ unit: "u17" }),
    () => registry.asOf("2026-02-30"),
    () => Registry.fromDocument('{"format": "wangge/1", "scheme": 7}'),
    () => directory.locate([1, 2], "galaxy"),
  ];
  await isFlat(100_000, (i) => refusal(calls[i % calls.length]));
});

test("documents that are refused leave nothing in memory", async () => {
  const text = bytes.toString();
  const last = text.lastIndexOf("from");
  const broken = new TextEncoder().encode(`${text.slice(0, last)}form${text.slice(last + 4)}`);
  await isFlat(40, () => refusal(() => Registry.fromDocument(broken)));
});

test("disposing frees", async () => {
  await isFlat(40, () => {
    const own = Registry.fromDocument(bytes);
    const day = own.asOf(DATE);
    const plan = day.assign({ programme: PROGRAMME, unit: "430821108223-01" });
    day.householdIds();
    for (const one of [plan, day, own]) one.dispose();
  });
});

test("registries after changes free what is theirs", async () => {
  const close = { format: "wangge-transaction/1", changes: [{ "close-household": { id: HOUSEHOLD, on: DATE } }] };
  await isFlat(40, () => {
    const after = registry.apply(close);
    const day = after.asOf(DATE);
    assert.equal(directory.impactTo(day).counts.placed, 1);
    const back = after.apply(after.undo(1));
    refusal(() => after.apply(close));
    for (const one of [day, after, back]) one.dispose();
  });
});

test("work after entries frees what is its own", async () => {
  const own = registry.work('{"format":"wangge-work/1"}\n');
  const matter = { id: "m1", subject: HOUSEHOLD, kind: "neighbour-dispute", urgency: "routine", at: "2026-11-02T09:00", channel: "phone" };
  await isFlat(200, () => {
    const next = own.record({ matter });
    assert.equal(next.board("2026-11-02T10:00").cases.length, 1);
    next.due(null, "2026-11-02T10:00");
    refusal(() => next.record({ matter }));
    next.dispose();
  });
});

test("the garbage collector frees", async () => {
  const open = async () => {
    for (let i = 0; i < 20; i += 1) Registry.fromDocument(bytes).asOf(DATE).householdIds();
    await heapBytes();
  };
  // As often before as after: what lies between what stays settles first.
  for (let i = 0; i < 5; i += 1) await open();
  const before = wasmBytes();
  for (let i = 0; i < 5; i += 1) await open();
  assert.equal(wasmBytes(), before);
});

test("a household keeps its directory", async () => {
  const household = (() => Registry.fromDocument(bytes).asOf(DATE).household(HOUSEHOLD))();
  await heapBytes();
  assert.ok(household.responsible("dispute").links.length > 0);
});

test("what was disposed of says so, and disposing twice is nothing", () => {
  const own = Registry.fromDocument(bytes);
  const day = own.asOf(DATE);
  const household = day.household(HOUSEHOLD);
  const chain = household.chain("dispute");
  const plan = day.assign({ programme: PROGRAMME });
  const open = own.work('{"format":"wangge-work/1"}\n');
  for (const one of [plan, day, own, open, plan, day, own, open]) one[Symbol.dispose]();
  for (const work of [
    () => own.asOf(DATE),
    () => own.findings(DATE, "2027-01-01"),
    () => own.apply("{}"),
    () => own.undo(1),
    () => own.receipts(),
    () => own.document(),
    () => own.work('{"format":"wangge-work/1"}\n'),
    () => open.board("2026-11-29T17:00"),
    () => open.record([]),
    () => day.impactTo(directory),
    () => plan.transaction(),
    () => day.responsible(HOUSEHOLD, "dispute"),
    () => day.responsibleAll("dispute"),
    () => day.chain(0, "dispute"),
    () => day.household(HOUSEHOLD),
    () => day.householdAt(0),
    () => day.householdIds(),
    () => day.positions(),
    () => day.assign({ programme: PROGRAMME }),
    () => household.responsible("dispute"),
    () => household.chain("dispute"),
    () => plan.summary,
    () => plan.pairs(),
    () => plan.explain(HOUSEHOLD),
    () => plan.verify(),
    () => plan.file(),
    () => plan.csv(),
  ]) {
    assert.match(refused("handle.freed", work).message, /disposed/);
  }
  assert.equal(own.counts.households, 600);
  assert.ok(chain.length > 0 && chain.involvementCode(0) >= 0, "numbers are its own");
});
