// Changes: transactions on a registry, what they do, and the way back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DATE, HOUSEHOLD, PROGRAMME, Registry, VILLAGE, bytes, document, refusal, refused } from "./world.mjs";

const registry = Registry.fromDocument(bytes);
const directory = registry.asOf(DATE);
const transaction = (...changes) => ({ format: "wangge-transaction/1", changes });
const close = transaction({ "close-household": { id: HOUSEHOLD, on: DATE } });

const GRID = `${VILLAGE}-03`;
const leader = document().appointments.find((row) => row.unit === GRID && row.role === "grid-leader" && !row.deputy);
const leave = transaction({ "end-appointment": { person: leader.person, unit: GRID, role: "grid-leader", on: DATE } });

test("a transaction gives another registry, and the one before stays as it is", () => {
  const after = registry.apply(close);
  assert.deepEqual([registry.sequence, after.sequence], [0, 1]);
  assert.equal(after.asOf(DATE).householdCount, directory.householdCount - 1);
  assert.equal(registry.asOf(DATE).householdCount, directory.householdCount);
  assert.equal(after.asOf("2026-11-22").householdCount, directory.householdCount);
  const [receipt] = after.receipts();
  assert.equal(receipt.sequence, 1);
  const edit = receipt.edits.find(({ after }) => after !== undefined && "household" in after);
  assert.deepEqual(edit.after.household, { ...edit.before.household, until: DATE });
  assert.deepEqual(registry.receipts(), []);
});

test("it may be a text, bytes or an object", () => {
  const expected = registry.apply(close).document();
  const text = JSON.stringify(close);
  for (const source of [text, new TextEncoder().encode(text), Buffer.from(`\ufeff${text}`)]) {
    assert.deepEqual(registry.apply(source).document(), expected);
  }
});

test("the document of a registry is one, and undone it is as it was", () => {
  const before = registry.document();
  assert.deepEqual(Registry.fromDocument(before).document(), before);
  const after = registry.apply(close);
  const read = JSON.parse(new TextDecoder().decode(after.document()));
  assert.equal(read.households.find(({ id }) => id === HOUSEHOLD).until, DATE);
  const back = after.apply(after.undo(1));
  assert.equal(back.sequence, 2);
  assert.deepEqual(back.document(), before);
  assert.deepEqual(back.apply(back.undo(2)).document(), after.document());
});

test("what a change does, before it is done", () => {
  const after = registry.apply(leave).asOf(DATE);
  const impact = directory.impactTo(after);
  const { households: householdCount } = directory.tree({ unit: GRID, depth: 0 }).units[0];
  assert.equal(impact.counts.answerable, householdCount);
  assert.equal(impact.answerable.length, householdCount);
  assert.ok(impact.shifts.every(({ before }) => before.some(({ id }) => id === leader.person)));
  assert.ok(impact.opened.some((gap) => gap.code === "seat.vacant" && gap.unit === GRID));
  assert.ok(impact.people.some(({ person, lossCount }) => person.id === leader.person && lossCount > 0));
  // The same as asked of both directories by themselves.
  const kind = impact.shifts[0].kinds[0];
  const answerable = (own) => {
    const { answerable, links } = own.responsible(impact.answerable[0], kind);
    return answerable.type === "by" ? links[answerable.link].holder : answerable;
  };
  assert.notDeepEqual(answerable(directory), answerable(after));

  const short = directory.impactTo(after, 1);
  assert.deepEqual(short.counts, impact.counts);
  assert.deepEqual(short.answerable, impact.answerable.slice(0, 1));
  assert.deepEqual(after.impactTo(directory).closed, impact.opened);
  assert.deepEqual(directory.impactTo(directory).counts, { placed: 0, answerable: 0, shifts: 0, people: 0, opened: 0, closed: 0 });
});

test("a plan is a transaction", () => {
  const plan = directory.assign({ programme: PROGRAMME });
  const after = registry.apply(plan.transaction()).asOf(DATE);
  const told = ({ households, takers, table }) => Array.from(households, (household, at) => [household, table[takers[at]]]);
  assert.deepEqual(told(after.pairings(PROGRAMME)), told(plan.pairs()));
});

test("what cannot be done is refused, with every fault at its change, and nothing is changed", () => {
  const wrong = transaction(
    { "close-household": { id: "nowhere", on: DATE } },
    { "move-household": { id: HOUSEHOLD, to: VILLAGE, on: "2026-02-30" } },
    ...close.changes,
  );
  const error = refused("transaction.faults", () => registry.apply(wrong));
  assert.equal(error.rule, "M2");
  assert.deepEqual(error.faults.map(({ place, code }) => [place, code]), [
    ["changes[0].id", "reference.unknown"],
    ["changes[1].on", "date.invalid"],
  ]);
  assert.equal(registry.sequence, 0);
});

test("what is no transaction is refused with its place", () => {
  refused("request.type", () => registry.apply(transaction(7)));
  const error = refused("request.unknown-field", () => registry.apply(transaction({ "close-household": { id: "h", at: DATE } })));
  assert.equal(error.place.path, "changes[0].close-household.at");
  refused("request.version", () => registry.apply({ changes: [], format: "wangge/1" }));
  for (const source of ["", "{", "[]", undefined, null, 7, NaN, Symbol("s"), () => {}, 7n]) {
    assert.match(refusal(() => registry.apply(source)).code, /^request\./);
  }
});

test("what cannot be undone says so", () => {
  assert.deepEqual(refused("undo.unknown", () => registry.undo(1)).ids, ["1"]);
  const changed = registry.apply(close).apply(transaction({ "add-household": { ...document().households[0], id: "new" } }));
  const there = document().units.find(({ id, level }) => level === "micro-grid" && id.startsWith(`${VILLAGE}-07`)).id;
  const moved = changed.apply(transaction({ "move-household": { id: "new", to: there, on: DATE } }));
  const error = refused("undo.standing", () => moved.undo(2));
  assert.deepEqual(error.ids, ["2", "3"]);
  for (const wrong of [-1, 1.5, 2 ** 32, "1", null, undefined]) assert.match(refusal(() => moved.undo(wrong)).code, /^request\./);
});

test("an impact is of two directories", () => {
  for (const wrong of [undefined, null, {}, registry, "2026-11-23"]) refused("request.type", () => directory.impactTo(wrong));
  const gone = registry.asOf(DATE);
  gone.dispose();
  refused("handle.freed", () => directory.impactTo(gone));
  refused("handle.freed", () => gone.impactTo(directory));
});
