// The same from CommonJS.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { DATE, HOUSEHOLD, Registry, bytes } from "./world.mjs";

const required = createRequire(import.meta.url)("../dist/cjs/index.js");

test("require gives the same names and the same answers", async () => {
  const own = ["Chain", "Directory", "Household", "Plan", "Registry", "WanggeError", "Work", "default", "version"];
  assert.deepEqual(Object.keys(required).sort(), own);
  await required.default();
  const ask = (Registry) => Registry.fromDocument(bytes).asOf(DATE).responsible(HOUSEHOLD, "neighbour-dispute");
  assert.deepEqual(ask(required.Registry), ask(Registry));
  assert.throws(() => ask(required.Registry).x.y, TypeError);
  const fail = () => required.Registry.fromDocument("");
  assert.throws(fail, (error) => error instanceof required.WanggeError && error.code === "document.truncated");
});
