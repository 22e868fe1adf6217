// The worker, in Node, where it can be watched: what is sent, when it starts, and when it ends.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { installed } from "./lib/place.mjs";

const DIST = join(installed(), "node_modules/wangge/dist");
const inDist = (name) => pathToFileURL(join(DIST, name));
const wangge = await import(inDist("node.mjs"));
const { openInWorker, WanggeError } = await import(inDist("worker-node.mjs"));
const { Server } = await import(inDist("remote-server.js"));

const bytes = readFileSync(join(DIST, "../sample/chalinhe.json"));
const [DATE, HOUSEHOLD, KIND] = ["2026-11-23", "430821108223-h0017", "neighbour-dispute"];
const OPTIONS = { programme: "one-household-one-member", unit: "430821108223-01" };

/** A worker as the package starts it, whose messages and end can be seen. */
function watched() {
  const seen = { workers: [], sent: [], ended: 0 };
  const worker = () => {
    const own = new Worker(inDist("worker-entry-node.mjs"));
    const post = own.postMessage.bind(own);
    own.postMessage = (message, ...rest) => {
      seen.sent.push(message);
      post(message, ...rest);
    };
    own.on("exit", () => (seen.ended += 1));
    seen.workers.push(own);
    return own;
  };
  return { seen, worker };
}

/** A remote object, until the end of the test. */
async function kept(t, promise) {
  const remote = await promise;
  t.after(() => remote.dispose());
  return remote;
}

async function rejected(promise, code) {
  const error = await promise.then(() => assert.fail(`expected ${code}`), (thrown) => thrown);
  assert.ok(error instanceof WanggeError, String(error?.stack ?? error));
  assert.equal(error.code, code);
  return error;
}

/** Waits until something holds. */
async function until(holds) {
  for (let i = 0; i < 600 && !holds(); i += 1) await sleep(50);
  assert.ok(holds());
}

test("a document may be a text, bytes, a blob, a file or an object", async (t) => {
  const text = bytes.toString();
  const { buffer, byteOffset, length } = bytes;
  const forms = [text, bytes, buffer.slice(byteOffset, byteOffset + length), new Blob([bytes]), JSON.parse(text)];
  if (globalThis.File !== undefined) forms.push(new File([bytes], "chalinhe.json"));
  for (const form of forms) {
    const registry = await kept(t, openInWorker(form));
    assert.deepEqual(registry.counts, wangge.Registry.fromDocument(bytes).counts);
  }
  for (const form of [7, null, undefined, [], "{"]) {
    const local = await new Promise((resolve) => {
      try {
        resolve(wangge.Registry.fromDocument(form));
      } catch (error) {
        resolve(error);
      }
    });
    const far = await openInWorker(form).catch((error) => error);
    assert.deepEqual(far.toJSON(), local.toJSON());
  }
});

test("remote objects have the methods of the classes, and their data", async () => {
  const registry = await openInWorker(bytes);
  const directory = await registry.asOf(DATE);
  const household = await directory.household(HOUSEHOLD);
  const chain = await household.chain(KIND);
  const plan = await directory.assign(OPTIONS);
  const work = await registry.work('{"format":"wangge-work/1"}\n');
  const pairs = [
    [registry, wangge.Registry, ["counts", "scheme", "sequence"]],
    [directory, wangge.Directory, ["date", "householdCount"]],
    [household, wangge.Household, ["id", "number"]],
    [chain, wangge.Chain, ["answerable", "firstResponder", "household", "length"]],
    [plan, wangge.Plan, ["summary"]],
    [work, wangge.Work, ["recorded"]],
  ];
  for (const [remote, local, data] of pairs) {
    const descriptors = Object.entries(Object.getOwnPropertyDescriptors(local.prototype));
    const methods = descriptors.filter(([name, { value }]) => typeof value === "function" && name !== "constructor").map(([name]) => name);
    assert.ok(methods.length > 0);
    assert.deepEqual(methods.filter((name) => typeof remote[name] !== "function"), []);
    assert.deepEqual(Object.keys(remote).sort(), data);
  }
  assert.deepEqual(await household.responsible(KIND), await directory.responsible(household, KIND));
  assert.deepEqual(await chain.toLinks(), (await household.responsible(KIND)).links);
  for (const [remote] of pairs) await remote.dispose();
});

test("errors are the same, and so is what stands in them", async (t) => {
  const registry = wangge.Registry.fromDocument(bytes);
  const directory = registry.asOf(DATE);
  const far = await kept(t, openInWorker(bytes));
  const farDirectory = await kept(t, far.asOf(DATE));
  const questions = [
    [registry, far, "asOf", ["2026-02-30"]],
    [registry, far, "asOf", [7]],
    [registry, far, "findings", [DATE, "2020-01-01"]],
    [directory, farDirectory, "responsible", ["h17", KIND]],
    [directory, farDirectory, "responsible", [HOUSEHOLD, "quarrel"]],
    [directory, farDirectory, "escalate", [{ subject: HOUSEHOLD }]],
    [directory, farDirectory, "assign", [{}]],
    [directory, farDirectory, "assign", [{ programme: "x", max: -1 }]],
    [directory, farDirectory, "tree", [{ depth: 0.5 }]],
    [directory, farDirectory, "locate", [[110, Number.NaN], "no level"]],
    [directory, farDirectory, "locate", []],
    [directory, farDirectory, "locate", [[110]]],
    [directory, farDirectory, "verify", ["{"]],
    [directory, farDirectory, "householdAt", [600]],
  ];
  for (const [local, remote, method, args] of questions) {
    let expected;
    try {
      local[method](...args);
    } catch (error) {
      expected = error;
    }
    assert.ok(expected instanceof wangge.WanggeError, method);
    const error = await rejected(remote[method](...args), expected.code);
    assert.deepEqual(error.toJSON(), expected.toJSON());
  }
});

test("progress names its stages, and a listener's error is the call's", async (t) => {
  const told = [];
  const registry = await kept(t, openInWorker(bytes, { onProgress: (progress) => told.push(progress) }));
  assert.deepEqual([...new Set(told.map(({ stage }) => stage))], ["starting", "reading", "checking"]);
  assert.deepEqual(told.at(-1), { stage: "checking", done: bytes.length, total: bytes.length });
  const directory = await kept(t, registry.asOf(DATE));
  const planning = [];
  const plan = await kept(t, directory.assign(OPTIONS, { onProgress: (progress) => planning.push(progress) }));
  assert.deepEqual([...new Set(planning.map(({ stage }) => stage))], ["candidates", "solving", "proving"]);
  assert.ok(plan.summary.proven);
  const mine = new Error("mine");
  const onProgress = () => {
    throw mine;
  };
  assert.equal(await directory.assign(OPTIONS, { onProgress }).catch((error) => error), mine);
  assert.equal((await directory.findings()).checked.households, 600);
});

test("options beside a question may be empty or absent", async (t) => {
  const registry = await kept(t, openInWorker(bytes, null));
  const directory = await kept(t, registry.asOf(DATE, {}));
  const expected = await directory.tree();
  assert.deepEqual(await directory.tree({}), expected);
  assert.deepEqual(await directory.tree(undefined, { signal: undefined }), expected);
  assert.notDeepEqual(await directory.tree({ depth: 0 }, {}), expected);
  for (const beside of [{}, { signal: null, onProgress: undefined }, { signal: new AbortController().signal }]) {
    const plan = await kept(t, directory.assign(OPTIONS, beside));
    assert.ok(plan.summary.proven);
  }
});

test("a call that waits is left out when it is aborted; the worker stays", async (t) => {
  const { seen, worker } = watched();
  const registry = await kept(t, openInWorker(bytes, { worker }));
  const directory = await kept(t, registry.asOf(DATE));
  const breaker = new AbortController();
  const first = directory.findings();
  const waiting = directory.assign(OPTIONS, { signal: breaker.signal });
  const last = directory.duties("p0000001");
  breaker.abort("too long");
  const error = await rejected(waiting, "aborted");
  assert.equal(error.cause, "too long");
  assert.ok((await first).findings.length > 0);
  assert.equal((await last).person.id, "p0000001");
  await rejected(directory.assign(OPTIONS, { signal: breaker.signal }), "aborted");
  assert.deepEqual(seen.sent.filter(({ method }) => method === "assign"), []);
  assert.equal(seen.workers.length, 1);
});

test("a call that runs is aborted with its worker; everything else is answered by another", async () => {
  const { seen, worker } = watched();
  const document = Uint8Array.from(bytes);
  const registry = await openInWorker(document, { worker });
  document.fill(0);
  const directory = await registry.asOf(DATE);
  const options = { ...OPTIONS };
  const plan = await directory.assign(options);
  options.programme = "nobody may change it afterwards";
  const [file, explained] = [await plan.file(), await plan.explain(HOUSEHOLD)];
  const household = await directory.household(HOUSEHOLD);

  const breaker = new AbortController();
  const broken = directory.assign(OPTIONS, { signal: breaker.signal, onProgress: () => breaker.abort() });
  const others = [directory.findings(), plan.explain(household), registry.asOf("2026-12-05")];
  await rejected(broken, "aborted");
  const [findings, again, december] = await Promise.all(others);
  assert.equal(findings.checked.from, DATE);
  assert.deepEqual(again, explained);
  assert.equal(december.date, "2026-12-05");
  assert.equal(await plan.file(), file);
  assert.equal(seen.workers.length, 2);
  // Only what was asked of was made again, and once.
  const made = seen.sent.map(({ method }) => method).filter((method) => method === "open");
  assert.equal(made.length, 2);

  // What was disposed of lends itself once more to make what came of it.
  await registry.dispose();
  await directory.dispose();
  seen.workers[1].terminate();
  await until(() => seen.ended === 2);
  assert.deepEqual(await plan.explain(HOUSEHOLD), explained);
  await Promise.all([plan, household, december].map((remote) => remote.dispose()));
  await until(() => seen.ended === 3);
});

test("changes are made again in another worker", async (t) => {
  const { seen, worker } = watched();
  const registry = await kept(t, openInWorker(bytes, { worker }));
  const close = { format: "wangge-transaction/1", changes: [{ "close-household": { id: HOUSEHOLD, on: DATE } }] };
  const after = await kept(t, registry.apply(close));
  close.changes = [];
  assert.equal(after.sequence, 1);
  const [before, then] = [await kept(t, registry.asOf(DATE)), await kept(t, after.asOf(DATE))];
  const impact = await before.impactTo(then, 5);
  assert.equal(impact.counts.placed, 1);
  seen.workers[0].terminate();
  await until(() => seen.ended === 1);
  assert.deepEqual(await before.impactTo(then, 5), impact);
  const back = await kept(t, after.apply(await after.undo(1)));
  assert.deepEqual(await back.document(), await registry.document());
  await rejected(after.apply({ ...close }), "transaction.faults");
  await rejected(registry.undo(1), "undo.unknown");
  assert.equal(seen.workers.length, 2);
});

test("opening can be aborted too", async () => {
  const { seen, worker } = watched();
  const breaker = new AbortController();
  const onProgress = ({ stage }) => stage === "reading" && breaker.abort();
  await rejected(openInWorker(bytes, { worker, signal: breaker.signal, onProgress }), "aborted");
  await until(() => seen.ended === 1);
  await rejected(openInWorker(bytes, { worker, signal: AbortSignal.abort() }), "aborted");
  assert.equal(seen.workers.length, 1);
});

test("a worker that stops is replaced once for each question, then that is said", async (t) => {
  const { seen, worker } = watched();
  let deaths = 0;
  const stopsOnFindings = () => {
    const own = worker();
    const post = own.postMessage;
    own.postMessage = (message) => {
      if (message.method === "findings" && deaths > 0) {
        deaths -= 1;
        own.terminate();
      } else {
        post(message);
      }
    };
    return own;
  };
  const registry = await kept(t, openInWorker(bytes, { worker: stopsOnFindings }));
  const directory = await kept(t, registry.asOf(DATE));
  deaths = 1;
  assert.equal((await directory.findings()).checked.from, DATE);
  assert.equal(seen.workers.length, 2);
  deaths = 2;
  const [error, duties] = [directory.findings(), directory.duties("p0000001")];
  assert.match((await rejected(error, "worker.ended")).message, /twice.*exited/);
  assert.equal((await duties).person.id, "p0000001");
  assert.equal((await directory.findings()).checked.from, DATE);
});

test("without a worker to be had, that is said, with the reason", async () => {
  const cannot = () => {
    throw new Error("no workers here");
  };
  assert.match((await rejected(openInWorker(bytes, { worker: cannot }), "worker.ended")).message, /no workers here/);
  const missing = () => new Worker(new URL("no-such-file.mjs", inDist("x")));
  assert.match((await rejected(openInWorker(bytes, { worker: missing }), "worker.ended")).message, /no-such-file/);
});

test("registries are apart: each has a worker, and none ends another's", async (t) => {
  const other = JSON.parse(bytes.toString());
  other.households.length -= 1;
  const gone = JSON.parse(bytes.toString()).households.at(-1).id;
  for (const key of ["pairings", "pairRules"]) other[key] = other[key].filter(({ household }) => household !== gone);
  const one = await kept(t, openInWorker(bytes));
  const two = await kept(t, openInWorker(other));
  const first = await kept(t, one.asOf(DATE));
  const second = await kept(t, two.asOf(DATE));
  const breaker = new AbortController();
  const broken = first.assign(OPTIONS, { signal: breaker.signal, onProgress: () => breaker.abort() });
  const findings = second.findings();
  await rejected(broken, "aborted");
  assert.equal((await findings).checked.households, 599);
  assert.equal((await first.findings()).checked.households, 600);
});

test("what is disposed of is freed in the worker, after what was asked before; the last ends it", async () => {
  const { seen, worker } = watched();
  const registry = await openInWorker(bytes, { worker });
  const directory = await registry.asOf(DATE);
  const [findings, disposed] = [directory.findings(), directory.dispose()];
  assert.equal((await findings).checked.households, 600);
  await disposed;
  await directory.dispose();
  assert.equal(seen.sent.filter(({ free }) => free !== undefined).length, 1);
  const error = await rejected(directory.findings(), "handle.freed");
  assert.match(error.message, /directory/);
  assert.equal(seen.ended, 0);
  await registry[Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose")]();
  await until(() => seen.ended === 1);
});

test("what is forgotten is freed by the garbage collector", async (t) => {
  const { seen, worker } = watched();
  const registry = await kept(t, openInWorker(bytes, { worker }));
  const directory = await kept(t, registry.asOf(DATE));
  for (let number = 0; number < 100; number += 1) await directory.householdAt(number);
  const frees = () => seen.sent.filter(({ free }) => free !== undefined).length;
  for (let i = 0; i < 100 && frees() < 90; i += 1) {
    globalThis.gc();
    await sleep(20);
  }
  assert.ok(frees() >= 90, `${frees()} were freed`);
});

test("proxies of front-end frameworks are taken as what they say; what says nothing is refused", async (t) => {
  const registry = await kept(t, openInWorker(bytes));
  const directory = await kept(t, registry.asOf(DATE));
  const matter = { subject: HOUSEHOLD, kind: KIND, urgency: "routine", reportedAt: "2026-10-01T23:10" };
  assert.deepEqual(await directory.escalate(new Proxy(matter, {})), await directory.escalate(matter));
  for (const value of [() => 1, Symbol("x")]) await rejected(directory.duties(value), "request.type");
});

test("typed arrays move to the page instead of being copied, and a trap is told apart from an error", async () => {
  const sent = [];
  const server = new Server((reply, transfer) => sent.push({ reply, transfer }));
  const ask = async (id, on, method, ...values) => {
    await server.take({ id, on, method, args: values.map((value) => ({ value })), tell: false });
    return sent.at(-1);
  };
  await ask(1, undefined, "open", new Blob([bytes]));
  await ask(2, 1, "asOf", DATE);
  await ask(3, 2, "assign", OPTIONS);
  const answers = [await ask(4, 2, "positions"), await ask(5, 2, "responsibleAll", KIND), await ask(6, 3, "pairs")];
  assert.deepEqual(answers.map(({ transfer }) => transfer.length), [1, 1, 2]);
  assert.ok(answers[0].transfer.includes(answers[0].reply.value.buffer));
  assert.deepEqual((await ask(7, 2, "findings")).transfer, []);

  const { findings } = wangge.Directory.prototype;
  try {
    wangge.Directory.prototype.findings = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
    assert.deepEqual((await ask(8, 2, "findings")).reply, { id: 8, broken: "RuntimeError: unreachable" });
  } finally {
    wangge.Directory.prototype.findings = findings;
  }
  [3, 2, 1].forEach((free) => server.take({ free }));
});

test("CommonJS has the same worker", async (t) => {
  const required = createRequire(join(installed(), "any.cjs"))("wangge/worker");
  const registry = await kept(t, required.openInWorker(bytes));
  const directory = await kept(t, registry.asOf(DATE));
  assert.equal(directory.householdCount, 600);
});
