import { fromCore, refused } from "./errors.js";

/** An object of the core, which lives in its memory until it is freed. */
interface Freeable {
  free(): void;
}

/**
 * Keeps an object of the core. After {@link Handle.end} every use throws `handle.freed`; while the object is in use,
 * freeing it waits. Whoever forgets to end it leaves that to the garbage collector.
 *
 * @internal
 */
export class Handle<T extends Freeable> {
  #raw: T | undefined;
  #uses = 0;
  #isEnded = false;
  readonly #name: string;

  constructor(raw: T, name: string) {
    this.#raw = raw;
    this.#name = name;
  }

  /** The object. */
  get raw(): T {
    if (this.#raw === undefined || this.#isEnded) {
      throw refused("handle.freed", `this ${this.#name} was disposed of; make a new one, or dispose of it later`);
    }
    return this.#raw;
  }

  /** Asks the object something; its errors become ours. */
  ask<R>(question: (raw: T) => R): R {
    const raw = this.raw;
    this.#uses++;
    try {
      return question(raw);
    } catch (thrown) {
      throw fromCore(thrown);
    } finally {
      this.#uses--;
      this.#freeIfDone();
    }
  }

  /** Frees the object, now or when its last use is over. */
  end(): void {
    this.#isEnded = true;
    this.#freeIfDone();
  }

  #freeIfDone(): void {
    if (this.#isEnded && this.#uses === 0 && this.#raw !== undefined) {
      const raw = this.#raw;
      this.#raw = undefined;
      raw.free();
    }
  }
}

/** Runs work that tells a listener: what the listener throws is thrown when the work is done. @internal */
export function listening<A extends number[], R>(
  listener: ((...numbers: A) => void) | undefined,
  work: (listener: ((...numbers: A) => void) | undefined) => R,
  onThrow: (result: R) => void,
): R {
  if (listener === undefined) return work(undefined);
  let thrown: { error: unknown } | undefined;
  const result = work((...numbers) => {
    if (thrown !== undefined) return;
    try {
      listener(...numbers);
    } catch (error) {
      thrown = { error };
    }
  });
  if (thrown !== undefined) {
    onThrow(result);
    throw (thrown as { error: unknown }).error;
  }
  return result;
}
