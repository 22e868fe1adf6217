import type { RawDirectory } from "./core.js";
import type { Handle } from "./handle.js";
import type { Person, SchemeRecord } from "./types.js";

/** The ids of a scheme by number, and the numbers of its kinds by id. @internal */
export class SchemeIds {
  readonly kinds: ReadonlyMap<string, number>;
  readonly roles: readonly string[];
  readonly programmes: readonly string[];

  constructor(scheme: SchemeRecord) {
    const ids = (list: readonly { id: string }[] | null | undefined): string[] => (list ?? []).map((own) => own.id);
    this.kinds = new Map(ids(scheme.kinds).map((id, number) => [id, number]));
    this.roles = ids(scheme.roles);
    this.programmes = ids(scheme.programmes);
  }
}

/** Strings of a directory by number, each table fetched when it is first asked for. @internal */
export class Tables {
  readonly scheme: SchemeIds;
  readonly #handle: Handle<RawDirectory>;
  #households: string[] | undefined;
  #units: string[] | undefined;
  #departments: string[] | undefined;
  #people: Person[] | undefined;

  constructor(handle: Handle<RawDirectory>, scheme: SchemeIds) {
    this.#handle = handle;
    this.scheme = scheme;
  }

  get hasHouseholds(): boolean {
    return this.#households !== undefined;
  }

  get households(): readonly string[] {
    return (this.#households ??= this.#split((raw) => raw.householdIds()));
  }

  get units(): readonly string[] {
    return (this.#units ??= this.#split((raw) => raw.unitIds()));
  }

  get departments(): readonly string[] {
    return (this.#departments ??= this.#split((raw) => raw.departmentIds()));
  }

  get people(): readonly Person[] {
    return (this.#people ??= this.#readPeople());
  }

  /** No id, name or contact has a line break. */
  #split(table: (raw: RawDirectory) => string): string[] {
    const joined = this.#handle.ask(table);
    return joined === "" ? [] : joined.split("\n");
  }

  #readPeople(): Person[] {
    const names = this.#split((raw) => raw.personNames());
    const contacts = this.#split((raw) => raw.personContacts());
    return this.#split((raw) => raw.personIds()).map((id, number) => {
      const contact = contacts[number];
      const person = { id, name: names[number] ?? "" };
      return contact === undefined || contact === "" ? person : { ...person, contact };
    });
  }
}
