import type { Chain } from "./chain.js";
import type { Directory } from "./directory.js";
import type { Responsibility } from "./types.js";

/** A household of a directory: a light handle, with nothing to free. It keeps its directory from the garbage collector. */
export class Household {
  /** The directory that it is of. */
  readonly directory: Directory;
  /** Its place among the households of the directory, from 0. */
  readonly number: number;
  #id: string | undefined;

  private constructor(directory: Directory, number: number, id?: string) {
    this.directory = directory;
    this.number = number;
    this.#id = id;
  }

  /** @internal */
  static of(directory: Directory, number: number, id?: string): Household {
    return new Household(directory, number, id);
  }

  /** Its id. */
  get id(): string {
    return (this.#id ??= this.directory.householdId(this.number));
  }

  /** Who answers for it, for a kind of matter. */
  responsible(kind: string): Responsibility {
    return this.directory.responsible(this, kind);
  }

  /** The same as numbers, for programs that ask many times. */
  chain(kind: string): Chain {
    return this.directory.chain(this.number, kind);
  }
}
