import type { Directory } from "./directory.js";
import { refused } from "./errors.js";
import type { Holder, Involvement, Link, Person, Post } from "./types.js";

// The words of a chain: see `chain.rs`.
const LINKS = 1;
const FIRST_RESPONDER = 2;
const ANSWERABLE = 3;
const FIRST_LINK = 4;
const NONE = 0xffffffff;

const INVOLVEMENTS: readonly Involvement[] = ["responsible", "accountable", "support", "informed"];
const POSTS: readonly Post["type"][] = ["caretakers", "role", "department"];
const HOLDERS: readonly Holder["type"][] = ["held", "acting", "absent", "vacant"];
const MS_PER_DAY = 86_400_000;

/**
 * Who answers for a household, as numbers: for programs that ask for many. Nothing is decoded before it is asked for.
 *
 * A link is named by its place, from 0; going through them in order is fastest. Numbers of units, departments and
 * people are places in the lists of the directory, numbers of roles and programmes places in those of the scheme.
 */
export class Chain {
  /** The household that it is of. */
  readonly directory: Directory;
  /** The number of the household. */
  readonly household: number;
  readonly #words: Uint32Array;
  /** The link that was asked for last, and its first word. */
  #link = 0;
  #at = FIRST_LINK;

  private constructor(words: Uint32Array, directory: Directory, household: number) {
    this.#words = words;
    this.directory = directory;
    this.household = household;
  }

  /** @internal */
  static of(words: Uint32Array, directory: Directory, household: number): Chain {
    return new Chain(words, directory, household);
  }

  /** How many links there are, nearest first. */
  get length(): number {
    return this.#word(LINKS);
  }

  /** The link that goes first: the nearest responsible one that has a holder, else the answerable one. */
  get firstResponder(): number | undefined {
    return some(this.#word(FIRST_RESPONDER));
  }

  /** The link that answers: the nearest accountable one that has a holder. */
  get answerable(): number | undefined {
    return some(this.#word(ANSWERABLE));
  }

  /** The accountable links without a holder that the answerable one covers for; all such links if nobody answers. */
  gaps(): number[] {
    const found: number[] = [];
    const end = this.answerable ?? this.length;
    for (let link = 0; link < end; link++) {
      if (this.involvementCode(link) === 1 && !this.hasHolder(link)) found.push(link);
    }
    return found;
  }

  /** How a link takes part: 0 responsible, 1 accountable, 2 support, 3 informed. */
  involvementCode(link: number): number {
    return this.#head(link) & 0xf;
  }

  /** How a link takes part. */
  involvement(link: number): Involvement {
    return INVOLVEMENTS[this.involvementCode(link)]!;
  }

  /** What a link is held as: 0 caretakers, 1 a role of a unit, 2 a department. */
  postCode(link: number): number {
    return (this.#head(link) >>> 4) & 0xf;
  }

  /** The number of a link's unit; `undefined` of caretakers. */
  unitNumber(link: number): number | undefined {
    return some(this.#word(this.#find(link) + 1));
  }

  /** The number of a link's programme, role or department: see {@link Chain.postCode}. */
  postNumber(link: number): number {
    return this.#word(this.#find(link) + 2);
  }

  /** Who holds a link: 0 held, 1 a deputy acts, 2 absent, 3 vacant. */
  holderCode(link: number): number {
    return (this.#head(link) >>> 8) & 0xf;
  }

  /** Whether somebody holds a link. */
  hasHolder(link: number): boolean {
    return this.holderCode(link) < 2;
  }

  /** How many people a link names; where a deputy acts, the deputy and everybody whom the deputy acts for. */
  personCount(link: number): number {
    return this.#head(link) >>> 16;
  }

  /** The number of one of these people, from 0; the deputy comes first. */
  personNumber(link: number, person: number): number {
    const at = this.#find(link);
    const count = this.#word(at) >>> 16;
    if (!(person >= 0 && person < count)) throw outside("person", person, count);
    return this.#word(at + 3 + person);
  }

  /** The first day of an absent or vacant link, as days since 1970-01-01. */
  sinceDay(link: number): number | undefined {
    const at = this.#find(link);
    return this.hasHolder(link) ? undefined : this.#word(at + 3) | 0;
  }

  /** What a link is held as. */
  post(link: number): Post {
    const { units, departments, scheme } = this.directory.tables;
    const number = this.postNumber(link);
    const type = POSTS[this.postCode(link)]!;
    if (type === "caretakers") {
      return { type, household: this.directory.householdId(this.household), programme: scheme.programmes[number]! };
    }
    const unit = units[this.unitNumber(link)!]!;
    return type === "role"
      ? { type, unit, role: scheme.roles[number]! }
      : { type, unit, department: departments[number]! };
  }

  /** Who holds a link. */
  holder(link: number): Holder {
    const type = HOLDERS[this.holderCode(link)]!;
    if (type === "absent" || type === "vacant") {
      return { type, since: new Date(this.sinceDay(link)! * MS_PER_DAY).toISOString().slice(0, 10) };
    }
    const persons = Array.from({ length: this.personCount(link) }, (_, i) => this.#person(this.personNumber(link, i)));
    return type === "held" ? { type, persons } : { type, person: persons[0]!, for: persons.slice(1) };
  }

  /** A link as {@link Directory.responsible} gives it. */
  link(link: number): Link {
    return { post: this.post(link), involvement: this.involvement(link), holder: this.holder(link) };
  }

  /** All links as {@link Directory.responsible} gives them. */
  toLinks(): Link[] {
    return Array.from({ length: this.length }, (_, link) => this.link(link));
  }

  #person(number: number): Person {
    return { ...this.directory.tables.people[number]! };
  }

  #word(at: number): number {
    return this.#words[at]!;
  }

  #head(link: number): number {
    return this.#words[this.#find(link)]!;
  }

  /** The first word of a link. */
  #find(link: number): number {
    if (link === this.#link && this.#at < this.#words.length) return this.#at;
    return this.#walk(link);
  }

  #walk(link: number): number {
    const count = this.length;
    if (!(Number.isInteger(link) && link >= 0 && link < count)) throw outside("link", link, count);
    if (link < this.#link) {
      this.#link = 0;
      this.#at = FIRST_LINK;
    }
    while (this.#link < link) {
      const head = this.#word(this.#at);
      this.#at += 3 + (head >>> 16) + ((head >>> 9) & 1);
      this.#link++;
    }
    return this.#at;
  }
}

function some(word: number): number | undefined {
  return word === NONE ? undefined : word;
}

function outside(name: string, value: number, count: number): Error {
  return refused("request.value", `there is no ${name} ${value}; there are ${count}, from 0`);
}
