// What the tests share: the package as Node loads it, and Chalinhe.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { WanggeError } from "../dist/node.mjs";

export * from "../dist/node.mjs";

export const bytes = readFileSync(new URL("../sample/chalinhe.json", import.meta.url));
export const document = () => JSON.parse(bytes.toString());
export const DATE = "2026-11-23";
export const VILLAGE = "430821108223";
export const HOUSEHOLD = "430821108223-h0017";
export const PROGRAMME = "one-household-one-member";

/** Runs what must be refused, and returns why. */
export function refusal(work) {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof WanggeError, `not ours: ${error}`);
    assert.equal(error.name, "WanggeError");
    assert.ok(error.message.length > 10 && !error.message.startsWith("{"));
    return error;
  }
  assert.fail("it was not refused");
}

/** Asserts the code of a refusal. */
export function refused(code, work) {
  const error = refusal(work);
  assert.equal(error.code, code, error.message);
  return error;
}
