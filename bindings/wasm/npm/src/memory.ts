import { coreMemory } from "./core.js";

/** The words of the core's memory; empty when the memory has grown since. */
let words = new Uint32Array(0);

/** A copy of the words at an address; the first one says how many there are. @internal */
export function wordsAt(address: number): Uint32Array {
  if (words.length === 0) words = new Uint32Array((coreMemory() as WebAssembly.Memory).buffer);
  const at = address >>> 2;
  return words.slice(at, at + (words[at] ?? 0));
}
