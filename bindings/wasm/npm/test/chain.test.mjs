import assert from "node:assert/strict";
import { test } from "node:test";
import { DATE, Registry, bytes, refused } from "./world.mjs";

const registry = Registry.fromDocument(bytes);
const kinds = registry.scheme.kinds.map((kind) => kind.id);

test("a chain of numbers says what the objects say, for every household, kind and some dates", () => {
  const forms = new Set();
  for (const date of ["2025-02-11", DATE, "2026-12-05", "2027-06-30"]) {
    const directory = registry.asOf(date);
    for (let number = 0; number < directory.householdCount; number += 1) {
      const household = directory.householdAt(number);
      const kind = kinds[number % kinds.length];
      const [answer, chain] = [household.responsible(kind), household.chain(kind)];
      assert.deepEqual(chain.toLinks(), answer.links);
      assert.equal(chain.firstResponder, answer.firstResponder);
      assert.equal(chain.answerable, answer.answerable.link);
      assert.deepEqual(chain.gaps(), answer.answerable.covers ?? answer.answerable.gaps);
      answer.links.forEach((link) => forms.add(link.holder.type).add(link.post.type));
    }
    directory.dispose();
  }
  assert.deepEqual([...forms].sort(), ["absent", "acting", "caretakers", "department", "held", "role", "vacant"]);
});

test("links and people beyond the end are refused, and order does not matter", () => {
  const directory = registry.asOf(DATE);
  const chain = directory.householdAt(16).chain("forest-fire");
  const forward = Array.from({ length: chain.length }, (_, link) => chain.link(link));
  const backward = Array.from({ length: chain.length }, (_, link) => chain.link(chain.length - 1 - link)).reverse();
  assert.deepEqual(forward, backward);
  for (const link of [chain.length, -1, 0.5, NaN, undefined, "x"]) {
    refused("request.value", () => chain.involvementCode(link));
    refused("request.value", () => chain.link(link));
  }
  refused("request.value", () => chain.personNumber(0, chain.personCount(0)));
  refused("request.value", () => chain.personNumber(0, -1));
  const numbers = directory.people().map(({ id }) => id);
  assert.equal(numbers[chain.personNumber(0, 0)], chain.link(0).holder.persons[0].id);
});
