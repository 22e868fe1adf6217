// The JavaScript side of the bench: reads a line "contender first count", takes the turn, writes nanoseconds a call.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Peer } from "./peer.mjs";

const [documentFile, questionsFile, date, programme] = process.argv.slice(2);
const before = performance.now();
const { Registry } = await import("../../../bindings/wasm/npm/dist/node.mjs");
const started = performance.now() - before;

const bytes = readFileSync(documentFile);
const questions = JSON.parse(readFileSync(questionsFile, "utf8"));
const registry = Registry.fromDocument(bytes);
const directory = registry.asOf(date);
const peer = new Peer(JSON.parse(bytes.toString()), date);
const kinds = registry.scheme.kinds.map((kind) => kind.id);
const handles = questions.map(([household, kind]) => ({ household: directory.household(household), kind, number: kinds.indexOf(kind) }));

/** Every link, involvement and person of a chain, by number. */
function read(chain) {
  let sum = chain.length;
  for (let link = 0; link < chain.length; link++) {
    sum += chain.involvementCode(link);
    for (let person = 0; person < chain.personCount(link); person++) sum += chain.personNumber(link, person);
  }
  return sum;
}

// The peer and the package answer the same, object by object, and the chain is the object's.
for (const [i, [household, kind]] of questions.entries()) {
  const answer = directory.responsible(household, kind);
  assert.deepStrictEqual(peer.responsible(household, kind), answer.links);
  assert.deepStrictEqual(handles[i].household.chain(kind).toLinks(), answer.links);
}

const contenders = {
  peer: (i) => peer.responsible(questions[i][0], questions[i][1]).length,
  object: (i) => directory.responsible(questions[i][0], questions[i][1]).links.length,
  handle: (i) => read(handles[i].household.chain(handles[i].kind)),
  bulk: (i) => directory.responsibleAll(kinds[i % kinds.length]).answerable.length,
  bulkPeer: (i) => {
    let answerable = 0;
    for (const node of peer.nodes.values()) {
      if (node.level === undefined) {
        const links = peer.responsible(node.id, kinds[i % kinds.length]);
        if (links.some((link) => link.involvement === "accountable" && "persons" in link.holder)) answerable++;
      }
    }
    return answerable;
  },
  load: () => {
    const loaded = Registry.fromDocument(bytes);
    const compiled = loaded.asOf(date);
    const count = compiled.householdCount;
    compiled.dispose();
    loaded.dispose();
    return count;
  },
  assign: () => {
    const plan = directory.assign({ programme });
    const pairs = plan.pairs().households.length;
    plan.dispose();
    return pairs;
  },
};

console.log(`ready ${started}`);
let kept = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const [name, first, count] = line.split(" ");
  const work = contenders[name];
  const start = process.hrtime.bigint();
  for (let i = 0; i < Number(count); i++) kept += work((Number(first) + i) % questions.length);
  console.log(Number(process.hrtime.bigint() - start) / Number(count));
}
if (kept === 0) console.error("nothing was asked");
