// Every method over Chalinhe.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as wangge from "./world.mjs";
import { DATE, HOUSEHOLD, PROGRAMME, Registry, VILLAGE, bytes, document } from "./world.mjs";
import init from "../dist/node.mjs";

const registry = Registry.fromDocument(bytes);
const directory = registry.asOf(DATE);

test("what is exported is what is meant to be", () => {
  const names = Object.keys(wangge).filter((name) => /^(version|[A-Z][a-z]\w*)$/.test(name));
  assert.deepEqual(names.sort(), ["Chain", "Directory", "Household", "Plan", "Registry", "WanggeError", "Work", "version"]);
  assert.match(wangge.version(), /^\d+\.\d+\.\d+$/);
});

test("loading is right everywhere: Node has loaded it already", async () => {
  assert.equal(await init(), undefined);
});

test("a document is read from text, bytes, a buffer, a part of one, and an object", () => {
  const text = bytes.toString();
  const padded = new Uint8Array(bytes.length + 20).fill(32);
  padded.set(bytes, 10);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const view = new DataView(padded.buffer, 10, bytes.length);
  for (const source of [text, `\ufeff${text}`, new Uint8Array(bytes), padded, padded.buffer, view, shared, document()]) {
    const own = Registry.fromDocument(source);
    assert.deepEqual(own.counts, registry.counts);
    own.dispose();
  }
});

test("reading tells how far it is, up to the end", () => {
  const told = [];
  Registry.fromDocument(bytes, { onProgress: (read, total) => told.push([read, total]) }).dispose();
  assert.ok(told.length > 2);
  assert.deepEqual(told.at(-1), [bytes.length, bytes.length]);
  assert.deepEqual(told.map(([read]) => read), told.map(([read]) => read).toSorted((a, b) => a - b));
});

test("counts and scheme are those of the document", () => {
  const { scheme, households, units } = document();
  assert.equal(registry.counts.households, households.length);
  assert.equal(registry.counts.units, units.length);
  assert.deepEqual(registry.scheme, scheme);
});

test("a household is found by id and by number", () => {
  const ids = directory.householdIds();
  assert.equal(ids.length, directory.householdCount);
  assert.equal(directory.householdCount, 600);
  for (const number of [0, 17, 599]) {
    const [byNumber, byId] = [directory.householdAt(number), directory.household(ids[number])];
    assert.equal(byNumber.id, ids[number]);
    assert.equal(byId.number, number);
    assert.equal(byId.directory, directory);
  }
});

test("responsible: by id, by handle, and of a unit", () => {
  const answer = directory.responsible(HOUSEHOLD, "neighbour-dispute");
  assert.deepEqual(answer, directory.household(HOUSEHOLD).responsible("neighbour-dispute"));
  assert.deepEqual(answer, directory.responsible(directory.household(HOUSEHOLD), "neighbour-dispute"));
  assert.equal(answer.date, DATE);
  assert.deepEqual(answer.subject, { type: "household", id: HOUSEHOLD });
  assert.equal(answer.answerable.type, "by");
  const [first] = answer.links;
  assert.deepEqual(first.post, { type: "role", unit: "430821108223-01-02", role: "micro-grid-leader" });
  assert.equal(first.holder.type, "held");
  assert.equal(directory.responsible(VILLAGE, "dispute").subject.type, "unit");
});

test("responsible for all: the link of each household is its answerable one", () => {
  for (const kind of ["neighbour-dispute", "forest-fire"]) {
    const { links, answerable } = directory.responsibleAll(kind);
    assert.ok(answerable instanceof Uint32Array);
    assert.equal(answerable.length, directory.householdCount);
    for (let number = 0; number < answerable.length; number += 37) {
      const answer = directory.householdAt(number).responsible(kind);
      const expected = answer.answerable.type === "by" ? answer.links[answer.answerable.link] : undefined;
      assert.deepEqual(links[answerable[number]], expected);
    }
  }
});

test("escalate: every step with its deadlines, the instant with or without offset", () => {
  const matter = { subject: HOUSEHOLD, kind: "forest-fire", urgency: "emergency", reportedAt: "2026-10-01T23:10" };
  const path = directory.escalate(matter);
  assert.equal(path.outcome, "answered");
  assert.equal(path.reportedAt, "2026-10-01T23:10:00+08:00");
  assert.equal(path.steps[0].state, "active");
  assert.deepEqual(directory.escalate({ ...matter, reportedAt: "2026-10-01T15:10:00Z", recuse: undefined }), path);
  const [{ id }] = path.steps[0].asked;
  const without = directory.escalate({ ...matter, recuse: [id] });
  assert.ok(without.steps[0].state !== "active" || without.steps[0].asked.every((person) => person.id !== id));
});

test("duties, findings and tree", () => {
  const duties = directory.duties("p0000001");
  assert.equal(duties.person.id, "p0000001");
  assert.equal(duties.householdCount, 600);
  const findings = directory.findings();
  assert.equal(findings.checked.households, 600);
  const december = registry.findings("2026-12-01", "2027-01-01");
  assert.equal(december.checked.until, "2027-01-01");
  assert.ok(december.findings.length > findings.findings.length);
  const all = directory.tree();
  assert.deepEqual(all.units.map((unit) => unit.id), directory.unitIds());
  const village = directory.tree({ unit: VILLAGE, depth: 1 });
  assert.equal(village.units.length, 8);
  assert.equal(village.units[0].households, 600);
  assert.deepEqual(directory.tree({ depth: null, unit: null }), all);
});

test("may and scope: what a duty needs, and by which link", () => {
  const [{ holder }] = directory.responsible(HOUSEHOLD, "dispute").links;
  const [{ id }] = holder.persons;
  const access = directory.may(id, "see", HOUSEHOLD);
  assert.equal(access.type, "granted");
  // The micro-grid leader is also this household's caretaker, which is nearer; the kinds are those of both.
  assert.deepEqual(access.because.post, { type: "caretakers", household: HOUSEHOLD, programme: PROGRAMME });
  assert.ok(access.kinds.includes("dispute"));
  assert.deepEqual(directory.may(id, "see", directory.household(HOUSEHOLD)), access);
  // Out of reach, and not there at all.
  assert.deepEqual(directory.may(id, "manage", VILLAGE), { type: "denied" });
  assert.deepEqual(directory.may(id, "see", "nowhere"), { type: "denied" });
  const scope = directory.scope(id);
  assert.deepEqual(scope.actions.map(({ action }) => action), ["see", "personal", "record", "manage"]);
  for (const { action, householdCount } of scope.actions) {
    const granted = directory.householdIds().filter((household) => directory.may(id, action, household).type === "granted");
    assert.equal(granted.length, householdCount);
  }
});

test("locate: the innermost unit, that of a level, or none", () => {
  const positions = directory.positions();
  const units = directory.unitIds();
  const numbers = directory.householdUnits();
  assert.ok(positions instanceof Float64Array && numbers instanceof Uint32Array);
  assert.equal(positions.length, 1200);
  const tree = new Map(directory.tree().units.map((unit) => [unit.id, unit]));
  const outside = directory.findings().findings.filter(({ code }) => code === "location.outside");
  let inside = 0;
  for (let number = 0; number < 600; number += 1) {
    const found = directory.locate([positions[2 * number], positions[2 * number + 1]]);
    if (found === undefined) continue;
    assert.equal(directory.locate([positions[2 * number], positions[2 * number + 1]], tree.get(found).level), found);
    let unit = tree.get(units[numbers[number]]);
    while (unit !== undefined && unit.id !== found) unit = tree.get(unit.parent);
    if (unit !== undefined) inside += 1;
  }
  assert.ok(inside >= 590 - outside.length, `${inside} households are where they belong`);
  assert.equal(directory.locate([0, 0]), undefined);
  assert.equal(directory.locate([0, 0], "grid"), undefined);
  for (const point of [[NaN, 29], [111, Infinity], [1e300, -1e300]]) assert.equal(directory.locate(point), undefined);
});

test("tables: ids, people and units of households", () => {
  const people = directory.people();
  assert.equal(people.length, registry.counts.people);
  assert.deepEqual(people.map(({ id }) => id), document().people.map(({ id }) => id).toSorted());
  const contacts = new Map(document().people.map(({ id, name, contact }) => [id, { id, name, ...(contact && { contact }) }]));
  for (const person of people) assert.deepEqual(person, contacts.get(person.id));
  assert.equal(directory.departmentIds().length, registry.counts.departments);
  const units = directory.unitIds();
  const tree = new Map(directory.tree().units.map((unit) => [unit.id, unit]));
  for (const number of directory.householdUnits()) assert.ok(tree.has(units[number]));
});

test("lists that are handed out belong to who asked", () => {
  directory.householdIds().fill("x");
  directory.unitIds().length = 0;
  directory.people()[0].name = "x";
  assert.notEqual(directory.householdIds()[0], "x");
  assert.equal(directory.unitIds().length, 55);
  assert.notEqual(directory.people()[0].name, "x");
});

test("a plan: summary, pairs, explanation, difference, check, file and table", () => {
  const told = [];
  const plan = directory.assign({ programme: PROGRAMME, max: 18 }, (progress) => told.push(progress));
  assert.deepEqual(new Set(told.map(({ stage }) => stage)), new Set(["candidates", "solving", "proving"]));
  assert.equal(plan.summary.proven, true);
  assert.equal(plan.summary.after.pairs, 600);
  assert.equal(plan.summary, plan.summary);

  const { households, takers, table } = plan.pairs();
  assert.ok(households instanceof Uint32Array && takers instanceof Uint32Array);
  assert.equal(households.length, 600);
  const file = JSON.parse(plan.file());
  const ids = directory.householdIds();
  const pairs = file.pairs.flatMap(({ household, takers }) => takers.map((taker) => [household, taker]));
  assert.deepEqual([...households].map((number, pair) => [ids[number], table[takers[pair]]]), pairs);
  assert.deepEqual(plan.today(), directory.pairings(PROGRAMME));
  assert.ok(plan.csv().startsWith("\ufeffhousehold,"));

  const explanation = plan.explain(HOUSEHOLD, 3);
  assert.deepEqual(explanation, plan.explain(directory.household(HOUSEHOLD), 3));
  assert.equal(explanation.household, HOUSEHOLD);
  assert.ok(explanation.alternatives.length <= 3);
  assert.equal(plan.explain(HOUSEHOLD, 0).alternatives.length, 0);
  assert.deepEqual(JSON.parse(plan.diffText()), { changes: plan.diff() });
  assert.ok(plan.diff().every(({ change }) => change === "ends" || change === "begins"));

  const check = plan.verify();
  assert.equal(check.verdict, "optimal");
  assert.deepEqual(directory.verify(plan.file()), check);
  assert.deepEqual(directory.verify(file), check);
  assert.deepEqual(directory.verify(new TextEncoder().encode(plan.file())), check);
  const { certificate, ...without } = file;
  assert.equal(directory.verify(without).verdict, "optimal");
  assert.equal(directory.verify({ ...file, pairs: [] }).verdict, "broken");
  plan.dispose();
});

test("a plan of micro-grids", () => {
  const plan = directory.assign({ level: "micro-grid", within: "grid" });
  const { table } = plan.pairs();
  const units = new Set(directory.unitIds());
  assert.ok(table.length > 0 && table.every((id) => units.has(id)));
  // What changes is what differs.
  const pairs = ({ households, takers, table: ids }) => new Set([...households].map((household, at) => `${directory.householdId(household)} ${ids[takers[at]]}`));
  const [today, then] = [pairs(plan.today()), pairs(plan.pairs())];
  const changes = (change) => plan.diff().filter((own) => own.change === change).map(({ household, taker }) => `${household} ${taker}`);
  assert.deepEqual([...today].filter((own) => !then.has(own)), changes("ends"));
  assert.deepEqual([...then].filter((own) => !today.has(own)), changes("begins"));
  plan.dispose();
});

test("directories do not disturb one another, and outlive their registry", () => {
  const own = Registry.fromDocument(bytes);
  const dates = ["2026-01-01", DATE, "2026-12-05"];
  const directories = dates.map((date) => own.asOf(date));
  const plan = directories[1].assign({ programme: PROGRAMME });
  own.dispose();
  dates.forEach((date, i) => {
    assert.equal(directories[i].date, date);
    assert.deepEqual(directories[i].findings(), registry.asOf(date).findings());
    assert.equal(directories[i].responsible(HOUSEHOLD, "dispute").date, date);
  });
  directories.forEach((directory) => directory.dispose());
  assert.equal(plan.verify().verdict, "optimal");
  assert.equal(plan.pairs().households.length, 600);
});
