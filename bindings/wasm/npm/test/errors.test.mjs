// What is refused, with which code; and that nothing that JavaScript can hand in does harm.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DATE, HOUSEHOLD, PROGRAMME, Registry, WanggeError, bytes, document, refusal, refused } from "./world.mjs";

const registry = Registry.fromDocument(bytes);
const directory = registry.asOf(DATE);
const matter = { subject: HOUSEHOLD, kind: "dispute", urgency: "routine", reportedAt: "2026-10-09T09:00" };
const plan = directory.assign({ programme: PROGRAMME });

test("what is not there: the code, the rule and the id", () => {
  const error = refused("subject.unknown", () => directory.responsible("h17", "dispute"));
  assert.deepEqual([error.rule, error.ids, error.place, error.faults], ["R7", ["h17"], undefined, []]);
  assert.deepEqual(JSON.parse(JSON.stringify(error)), { code: error.code, rule: "R7", ids: ["h17"], message: error.message });
  assert.ok(error instanceof Error && error.stack.includes("errors.test.mjs"));

  refused("kind.unknown", () => directory.responsible(HOUSEHOLD, "gossip"));
  refused("kind.unknown", () => directory.responsibleAll("gossip"));
  assert.deepEqual(refused("kind.unknown", () => directory.chain(0, "gossip")).ids, ["gossip"]);
  refused("kind.unknown", () => directory.household(HOUSEHOLD).chain("toString"));
  refused("household.unknown", () => directory.household("h17"));
  refused("household.unknown", () => plan.explain("h17"));
  refused("person.unknown", () => directory.duties("p17"));
  refused("person.unknown", () => directory.scope("p17"));
  refused("person.unknown", () => directory.may("p17", "see", HOUSEHOLD));
  assert.deepEqual(refused("action.unknown", () => directory.may("p0000001", "score", HOUSEHOLD)).ids, ["score"]);
  refused("unit.unknown", () => directory.tree({ unit: "u17" }));
  refused("level.unknown", () => directory.locate([111, 29], "galaxy"));
  refused("level.unknown", () => directory.assign({ level: "galaxy" }));
  refused("level.no-households", () => directory.assign({ level: "county" }));
  refused("programme.unknown", () => directory.assign({ programme: "p" }));
  refused("unit.unknown", () => directory.assign({ programme: PROGRAMME, unit: "u17" }));
  refused("subject.not-on-date", () => registry.asOf("1990-01-01").responsible(HOUSEHOLD, "dispute"));
});

test("numbers of households that are none", () => {
  for (const number of [600, 4294967295]) {
    refused("household.unknown", () => directory.householdAt(number));
    assert.equal(refused("household.unknown", () => directory.chain(number, "dispute")).rule, "R7");
  }
  for (const number of [-1, 0.5, NaN, Infinity, "7", null, undefined, {}, 7n, 2 ** 40]) {
    refusal(() => directory.householdAt(number));
    refusal(() => directory.chain(number, "dispute"));
  }
});

test("dates and instants", () => {
  for (const date of ["", "2026", "2026-11-31", "20261123", "2026-11-23T10:00", "0000-01-01", "-026-11-23", "２０２６-11-23"]) {
    assert.equal(refused("date.invalid", () => registry.asOf(date)).rule, "T2");
    refused("date.invalid", () => registry.findings(date, "2027-01-01"));
  }
  refused("period.empty", () => registry.findings("2026-12-01", "2026-12-01"));
  refused("instant.invalid", () => directory.escalate({ ...matter, reportedAt: "soon" }));
  refused("calendar.year-unknown", () => directory.escalate({ ...matter, reportedAt: "2035-10-09T09:00" }));
});

test("requests that say too little, too much or something else", () => {
  const { kind, ...without } = matter;
  refused("request.missing-field", () => directory.escalate(without));
  refused("request.unknown-field", () => directory.escalate({ ...matter, score: 1 }));
  const error = refused("request.type", () => directory.escalate({ ...matter, subject: 7 }));
  assert.equal(error.place.path, "subject");
  refused("request.value", () => directory.escalate({ ...matter, urgency: "whenever" }));
  refused("request.type", () => directory.escalate(null));
  refused("request.type", () => directory.escalate(undefined));
  refused("request.type", () => directory.escalate(7));
  refused("request.type", () => directory.escalate(() => {}));
  refused("request.type", () => directory.escalate({ ...matter, recuse: [7n] }));
  const circle = { ...matter };
  circle.recuse = circle;
  refused("request.type", () => directory.escalate(circle));
  refused("request.purpose", () => directory.assign({}));
  refused("request.purpose", () => directory.assign({ programme: PROGRAMME, level: "micro-grid" }));
  for (const max of [-1, 1.5, 2 ** 32, "7", NaN, Infinity]) refusal(() => directory.assign({ programme: PROGRAMME, max }));
  refused("request.number", () => directory.assign({ programme: PROGRAMME, max: NaN }));
  const records = document();
  records.scheme.programmes.find(({ id }) => id === PROGRAMME).min = 3;
  const strict = Registry.fromDocument(records).asOf(DATE);
  refused("assign.max-below-min", () => strict.assign({ programme: PROGRAMME, max: 2 }));
  for (const atMost of [-1, 1.5, 2 ** 32, NaN, Infinity, "3", {}, null]) refusal(() => plan.explain(HOUSEHOLD, atMost));
  for (const depth of [-1, 0.5, NaN, "1"]) refusal(() => directory.tree({ depth }));
  refused("request.type", () => directory.tree("430821108223"));
  refused("request.type", () => directory.assign({ programme: PROGRAMME }, "listener"));
  refused("request.type", () => Registry.fromDocument(bytes, { onProgress: 7 }));
});

test("plans that are none, or of another day", () => {
  const file = JSON.parse(plan.file());
  refused("document.type", () => directory.verify({ ...file, pairs: 7 }));
  refused("document.unknown-field", () => directory.verify({ ...file, score: 7 }));
  refused("document.syntax", () => directory.verify("plan"));
  refused("document.truncated", () => directory.verify(""));
  const error = refused("plan.other-date", () => registry.asOf("2026-11-24").verify(file));
  assert.deepEqual(error.ids, [DATE, "2026-11-24"]);
});

test("a document with faults: every fault, and nothing of it stays", () => {
  const records = document();
  records.households[3].unit = "nowhere";
  records.people[0].name = " ";
  records.units[2].from = "2026-02-30";
  const error = refused("document.faults", () => Registry.fromDocument(records));
  assert.deepEqual(error.faults.map(({ code, place }) => [code, place]), [
    ["date.invalid", "units[2].from"],
    ["reference.unknown", "households[3].unit"],
    ["text.invalid", "people[0].name"],
  ]);
  assert.equal(error.faults[0].rule, "T2");
  assert.deepEqual(new WanggeError(error.toJSON()).toJSON(), error.toJSON());
});

test("what is no document: its code and its place", () => {
  const text = bytes.toString();
  const [line, column] = [2, 1];
  refused("document.truncated", () => Registry.fromDocument(""));
  refused("document.truncated", () => Registry.fromDocument(new Uint8Array(0)));
  refused("document.truncated", () => Registry.fromDocument(text.slice(0, -3)));
  refused("document.syntax", () => Registry.fromDocument("format: wangge/1"));
  refused("document.version", () => Registry.fromDocument('{"format": "wangge/9"}'));
  refused("document.missing-field", () => Registry.fromDocument({ format: "wangge/1" }));
  refused("document.unknown-field", () => Registry.fromDocument({ ...document(), scores: [] }));
  refused("document.duplicate-key", () => Registry.fromDocument(text.replace("{", '{"format": "wangge/1",')));
  refused("document.encoding", () => Registry.fromDocument(Uint8Array.of(123, 34, 255, 34)));
  const wrong = refused("document.type", () => Registry.fromDocument({ ...document(), units: 7 }));
  assert.equal(wrong.place.path, "units");
  assert.ok(wrong.place.line >= line - 1 && wrong.place.column >= column);
  for (const source of [undefined, null, 7, NaN, true, Symbol("s"), () => {}, 7n]) refusal(() => Registry.fromDocument(source));
  const { households } = document();
  households[0].location = [111, Infinity];
  refused("document.number", () => Registry.fromDocument({ ...document(), households }));
  households[0].location = [1e308, 91];
  refused("document.faults", () => Registry.fromDocument({ ...document(), households }));
});

test("whatever stands where a string should", () => {
  for (const value of [undefined, null, 7, NaN, true, {}, [], () => {}, 7n, new String("x")]) {
    for (const work of [
      () => registry.asOf(value),
      () => registry.findings(value, "2027-01-01"),
      () => registry.findings("2026-12-01", value),
      () => directory.responsible(value, "dispute"),
      () => directory.responsible(HOUSEHOLD, value),
      () => directory.responsibleAll(value),
      () => directory.chain(0, value),
      () => directory.household(value),
      () => directory.duties(value),
      () => directory.scope(value),
      () => directory.may(value, "see", HOUSEHOLD),
      () => directory.may("p0000001", value, HOUSEHOLD),
      () => directory.may("p0000001", "see", value),
      () => plan.explain(value),
    ]) {
      refused("request.type", work);
    }
  }
  refused("request.type", () => directory.responsible(Symbol("s"), "dispute"));
  refused("request.type", () => directory.locate(["111", 29]));
  refused("request.type", () => directory.locate([111, 29], 7));
});

test("strange strings are unknown, not harmful", () => {
  const strings = ["", "\ud800", "\udfff x", "\0", "x".repeat(2 ** 24), "网格".repeat(2 ** 20), "\u202e", "__proto__", "a\nb"];
  for (const string of strings) {
    const error = refused("subject.unknown", () => directory.responsible(string, "dispute"));
    assert.ok(error.ids[0].length <= 130 && error.message.length < 2000);
    refused("kind.unknown", () => directory.responsible(HOUSEHOLD, string));
    refused("date.invalid", () => registry.asOf(string));
    refusal(() => directory.escalate({ ...matter, subject: string }));
    refusal(() => Registry.fromDocument(string));
    refusal(() => directory.verify(string));
  }
  refusal(() => Registry.fromDocument("[".repeat(1e6)));
  refusal(() => Registry.fromDocument(`{"format":"wangge/1","units":${"[".repeat(1e6)}`));
  assert.equal(directory.responsible(HOUSEHOLD, "dispute").links.length > 0, true);
});

test("what a listener throws is thrown when the work is done, and leaves nothing behind", () => {
  const broken = new Error("of the listener");
  let told = 0;
  const listener = () => {
    told += 1;
    throw broken;
  };
  assert.throws(() => Registry.fromDocument(bytes, { onProgress: listener }), broken);
  assert.equal(told, 1);
  assert.throws(() => directory.assign({ programme: PROGRAMME }, listener), broken);
  assert.equal(told, 2);
  assert.equal(directory.assign({ programme: PROGRAMME }).verify().verdict, "optimal");
});

test("a listener may ask, and even dispose: what is in use stays until it is done", () => {
  const own = registry.asOf(DATE);
  let answers = 0;
  const made = own.assign({ programme: PROGRAMME }, () => {
    if (answers === 0) {
      answers += own.responsible(HOUSEHOLD, "dispute").links.length;
      answers += own.householdAt(3).chain("dispute").length;
      own.dispose();
      refused("handle.freed", () => own.findings());
    }
  });
  assert.ok(answers > 0);
  assert.equal(made.verify().verdict, "optimal");
  refused("handle.freed", () => own.findings());
});

test("bytes that are taken away while they are read", () => {
  const taken = new Uint8Array(bytes);
  const onProgress = () => taken.buffer.byteLength > 0 && structuredClone(taken.buffer, { transfer: [taken.buffer] });
  refused("document.io", () => Registry.fromDocument(taken, { onProgress }));
});
