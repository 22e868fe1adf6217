// Each object that the package returns against its declared type, over all vectors: by the schema that the declarations
// are made from, with what the declarations say read by the TypeScript compiler; and by the compiler itself.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { TYPES, checkDeclared, checkSchema, members, schemaTypes, typeScriptName, wordProperties } from "./lib/declared.mjs";
import { TESTS, installed, vectors } from "./lib/place.mjs";
import { replay } from "./lib/replay.mjs";

const wangge = createRequire(join(installed(), "any.cjs"))("wangge");

/** Which member each of the vectors' calls asks. */
const ASKED = {
  counts: ["Registry", "counts"],
  scheme: ["Registry", "scheme"],
  "findings-between": ["Registry", "findings"],
  responsible: ["Directory", "responsible"],
  escalate: ["Directory", "escalate"],
  duties: ["Directory", "duties"],
  may: ["Directory", "may"],
  scope: ["Directory", "scope"],
  findings: ["Directory", "findings"],
  tree: ["Directory", "tree"],
  verify: ["Directory", "verify"],
  summary: ["Plan", "summary"],
  explain: ["Plan", "explain"],
  "verify-own": ["Plan", "verify"],
  error: ["WanggeError", "toJSON"],
};

/** Members that the vectors ask nothing of by themselves: see the second test. */
const OTHERWISE = {
  Registry: [],
  Directory: ["responsibleAll", "people", "positions", "householdUnits", "householdIds", "unitIds", "departmentIds"],
  Work: ["board", "case", "due", "report", "matters", "reporting", "campaigns", "coverage", "visits", "oneFile"],
  Plan: ["diff", "diffText", "pairs", "today", "transaction", "file", "csv"],
};

const declared = new Map([...new Set(["WanggeError", ...Object.keys(OTHERWISE)])].map((name) => [name, members(name)]));

/** One of each shape that was seen, by type. */
const shapes = new Map(TYPES.map((name) => [name, new Map()]));
const words = wordProperties();

/** A value with only one of each shape in its lists, and the shape. */
function shape(value, key = "") {
  if (Array.isArray(value)) {
    const kinds = new Map(value.map((one) => shape(one)).map((one) => [one.sign, one.value]));
    // A point is two numbers, not one of each shape.
    const isOfValues = value.every((one) => typeof one !== "object");
    return { value: isOfValues ? value : [...kinds.values()], sign: `[${[...kinds.keys()].sort()}]` };
  }
  if (value === null || typeof value !== "object") {
    return { value, sign: words.has(key) ? `${value}` : value === null ? "null" : typeof value };
  }
  const parts = Object.entries(value).map(([name, own]) => [name, shape(own, name)]);
  const sign = parts.map(([name, own]) => `${name}:${own.sign}`).sort().join();
  return { value: Object.fromEntries(parts.map(([name, own]) => [name, own.value])), sign: `{${sign}}` };
}

function keep(name, value) {
  const own = shape(value);
  shapes.get(name).set(own.sign, own.value);
}

test("every answer and error of every vector is what is declared", async (t) => {
  const counts = {};
  const seen = (call, value) => {
    if (!(call in ASKED)) return;
    const [name, member] = ASKED[call];
    const type = declared.get(name).get(member);
    checkDeclared(type, value, `${name}.${member}`);
    const [only, ...more] = schemaTypes(type);
    assert.deepEqual(more, [], "an answer is one type of the schema");
    keep(only, value);
    counts[call] = (counts[call] ?? 0) + 1;
  };
  for (const { read } of vectors()) await replay(read(), { open: (text) => wangge.Registry.fromDocument(text), about: {}, seen });
  t.diagnostic(Object.entries(counts).map(([call, count]) => `${call} ${count}`).join(", "));
  assert.deepEqual(Object.keys(ASKED).filter((call) => counts[call] === undefined), []);
});

test("so is what is made for programs that loop", async () => {
  for (const { name, read } of vectors().filter(({ name }) => /^(chalinhe|crowd|slanted)/.test(name))) {
    const directories = [];
    const open = (text) => {
      const registry = wangge.Registry.fromDocument(text);
      const asOf = registry.asOf.bind(registry);
      registry.asOf = (date) => {
        const directory = asOf(date);
        directories.push([asOf(date), registry.scheme.kinds.map(({ id }) => id)]);
        return directory;
      };
      return registry;
    };
    await replay(read(), { open, about: {} });
    assert.ok(directories.length > 0, name);
    for (const [directory, kinds] of directories) {
      const check = (member, value) => checkDeclared(declared.get("Directory").get(member), value, `Directory.${member}`);
      for (const kind of kinds) check("responsibleAll", directory.responsibleAll(kind));
      for (const member of OTHERWISE.Directory.slice(1)) check(member, directory[member]());
      directory.dispose();
    }
  }
  const { programme, plan } = chalinhePlan();
  assert.ok(programme.length > 0);
  for (const member of OTHERWISE.Plan) checkDeclared(declared.get("Plan").get(member), plan[member](), `Plan.${member}`);
  keep("PairChange", plan.diff()[0]);
  checkSchema("PlanFile", JSON.parse(plan.file()));
});

/** What maps and lists are made of: asked here of every unit, household, site and person of a village. */
const MAPS = ["householdsIn", "search", "describe", "scopes", "sites", "pairings"];

test("so is what maps and lists are made of", () => {
  const { registry, programme } = chalinhePlan();
  const directory = registry.asOf("2026-11-23");
  const check = (member, value) => checkDeclared(declared.get("Directory").get(member), value, `Directory.${member}`);
  const { units } = directory.tree();
  const sites = directory.sites();
  const people = directory.people().map(({ id }) => id);
  const ids = [...units.map(({ id }) => id), ...directory.householdIds(), ...sites.features.map(({ id }) => id), ...people];
  check("sites", sites);
  check("scopes", directory.scopes());
  check("pairings", directory.pairings(programme));
  for (const { id } of units) {
    check("householdsIn", directory.householdsIn(id));
    check("scopes", directory.scopes({ unit: id, level: units[0].level }));
  }
  for (const id of [...ids, ...directory.departmentIds().filter((own) => own !== "")]) check("describe", directory.describe(id));
  check("search", directory.search("1"));
  assert.equal(directory.names(ids).length, ids.length);
  assert.equal(directory.places(ids).length, 2 * ids.length);
  assert.deepEqual(directory.names(["nowhere", "", "a\nb"]), ["", "", ""]);
  assert.ok(directory.places(["nowhere"]).every(Number.isNaN));
});

/** What is said of changes: asked here of a plan that is accepted. */
const CHANGES = ["undo", "receipts", "impactTo"];

test("so is what is said of changes", () => {
  const { registry, plan } = chalinhePlan();
  const check = (name, member, value) => checkDeclared(declared.get(name).get(member), value, `${name}.${member}`);
  checkSchema("TransactionFile", JSON.parse(plan.transaction()));
  const vacant = plan.transaction().replace('"changes":[', '"changes":[{"end-appointment": {"person": "p0000001", "unit": "nowhere", "on": "2026-11-23"}},');
  assert.throws(() => registry.apply(vacant), { code: "transaction.faults" });
  const after = registry.apply(plan.transaction());
  const impact = registry.asOf("2026-11-23").impactTo(after.asOf("2026-11-23"));
  assert.ok(impact.people.length > 0);
  check("Directory", "impactTo", impact);
  check("Registry", "receipts", after.receipts());
  check("Registry", "undo", after.undo(1));
});

test("so is what has come of the work", () => {
  const sample = join(installed(), "node_modules/wangge/sample");
  const registry = wangge.Registry.fromDocument(readFileSync(join(sample, "chalinhe.json")));
  const work = registry.work(readFileSync(join(sample, "chalinhe.work.jsonl")));
  const [unit, now, day] = ["430821108223", "2026-11-29T17:00", "2026-11-29"];
  const month = { unit, from: "2026-11-01", until: "2026-12-01", knownAt: now };
  checkSchema("ReportOptions", month);
  const seen = new Set();
  const check = (member, value) => {
    seen.add(member);
    const type = declared.get("Work").get(member);
    checkDeclared(type, value, `Work.${member}`);
    for (const name of schemaTypes(type)) keep(name, value);
  };
  check("board", work.board(now));
  check("due", work.due("2026-11-20T00:00", now));
  for (const options of [month, { ...month, boundaries: day }, { from: "2026-01-01", knownAt: now, kind: "dispute" }]) check("report", work.report(options));
  const year = work.matters("reported", { ...month, from: "2026-01-01" });
  check("matters", year);
  for (const matter of year.matters) check("case", work.case(matter, now));
  check("reporting", work.reporting({ after: "2026-01-01T00:00", until: "2026-12-31T00:00", knownAt: now }));
  check("campaigns", work.campaigns(day));
  for (const { campaign } of work.campaigns(day).campaigns) {
    const coverage = work.coverage(campaign, day);
    check("coverage", coverage);
    for (const { person } of coverage.people) if (person !== undefined) check("visits", work.visits(person, day));
  }
  for (const household of registry.asOf(day).householdIds().slice(0, 50)) check("oneFile", work.oneFile(household, day));
  assert.deepEqual([...seen].sort(), OTHERWISE.Work.toSorted());
  for (const line of readFileSync(join(sample, "chalinhe.work.jsonl"), "utf8").trimEnd().split("\n").slice(1)) checkSchema("WorkEntry", JSON.parse(line));
});

function chalinhePlan() {
  const [file] = vectors().filter(({ name }) => name === "chalinhe.jsonl");
  const [open] = file.read().split("\n", 1);
  const registry = wangge.Registry.fromDocument(JSON.stringify(JSON.parse(open).document));
  const programme = registry.scheme.programmes[0].id;
  return { registry, programme, plan: registry.asOf("2026-11-23").assign({ programme }) };
}

test("no member that returns objects was forgotten", () => {
  const asked = Object.values(ASKED).map((names) => names.join("."));
  for (const [name, others] of Object.entries(OTHERWISE)) {
    const objects = [...declared.get(name)].filter(([, type]) => schemaTypes(type).length > 0).map(([member]) => member);
    assert.ok(objects.length > 0);
    const known = [...others, ...MAPS, ...CHANGES];
    assert.deepEqual(objects.filter((member) => !known.includes(member) && !asked.includes(`${name}.${member}`)), [], name);
  }
});

test("what the core accepts is what the types of questions say", (t) => {
  const counts = { Document: 0, Matter: 0, AssignOptions: 0, PlanFile: 0 };
  const check = (name, value) => {
    checkSchema(name, value);
    keep(name, value);
    counts[name] += 1;
  };
  for (const { read } of vectors()) {
    const lines = read().split("\n");
    for (let at = 0; at + 1 < lines.length; at += 2) {
      if (!lines[at + 1].startsWith('{"ok":')) continue;
      const { call, document, matter, options, plan } = JSON.parse(lines[at]);
      if (call === "open") check("Document", document);
      if (call === "escalate") check("Matter", matter);
      if (call === "assign") check("AssignOptions", options);
      if (call === "verify") check("PlanFile", plan);
    }
  }
  t.diagnostic(Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(", "));
  assert.ok(Object.values(counts).every((count) => count > 5), JSON.stringify(counts));
});

test("the compiler finds one of each shape right, written as a literal of its declared type", (t) => {
  const folder = join(installed(), "literals");
  mkdirSync(folder, { recursive: true });
  const literals = [...shapes].flatMap(([name, own]) => [...own.values()].map((value) => [typeScriptName(name), value]));
  const lines = literals.map(([name, value], at) => `export const v${at}: wangge.${name} = ${JSON.stringify(value)};`);
  assert.ok(literals.length > 100);
  // Without a mistake nobody would know that mistakes are found.
  const mistake = 'export const mistake: wangge.Counts = { ...v0, units: "1" };';
  writeFileSync(join(folder, "right.mts"), ['import type * as wangge from "wangge";', ...lines].join("\n"));
  writeFileSync(join(folder, "wrong.mts"), `import type * as wangge from "wangge";\ndeclare const v0: wangge.Counts;\n${mistake}`);
  const told = ["right.mts", "wrong.mts"].map((file) => {
    const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--module", "nodenext", "--types", "", "--target", "es2022"];
    const args = [join(TESTS, "node_modules/typescript/bin/tsc"), ...options, file];
    return spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  });
  t.diagnostic(`${literals.length} shapes of ${new Set(literals.map(([name]) => name)).size} types`);
  assert.equal(told[0].stdout.slice(0, 3000), "");
  assert.equal(told[0].status, 0);
  assert.match(told[1].stdout, /TS2322/);
});
