import type { RawDirectory } from "./core.js";
import { Chain } from "./chain.js";
import { joined, json, maybeListener, maybeText, options as checkedOptions, point, text, utf8, whole } from "./checked.js";
import { disposeSymbol } from "./dispose.js";
import { refused } from "./errors.js";
import { Handle, listening } from "./handle.js";
import { Household } from "./household.js";
import { wordsAt } from "./memory.js";
import { type Pairs, Plan, pairsOf } from "./plan.js";
import { type SchemeIds, Tables } from "./tables.js";
import type { Access, AccessScope, Action, AssignOptions, Description, Duties, Findings, Link, Matches, Matter, Path, Person, PlanCheck } from "./types.js";
import type { Impact, PlanFile, Responsibility, Row, Scopes, Sites, Tree } from "./types.js";

/** What of the hierarchy is asked for. */
export interface TreeOptions {
  /** The unit at the top; all units if absent. */
  unit?: string | null | undefined;
  /** How many levels of units under it; all if absent. */
  depth?: number | null | undefined;
}

/** Which scopes are asked for. */
export interface ScopesOptions {
  /** The unit at the top; all units if absent. */
  unit?: string | null | undefined;
  /** The only level; all if absent. */
  level?: string | null | undefined;
}

/** Who is answerable for each household, for one kind of matter. */
export interface ResponsibleAll {
  /** The links that answer for anybody. */
  links: Link[];
  /** For each household, by number, the place of its link; 0xFFFFFFFF where nobody is answerable. */
  answerable: Uint32Array;
}

/** How far planning has come. */
export interface AssignProgress {
  /** What is being done: looking for candidates, finding the best plan, proving it, looking for what is short. */
  stage: "candidates" | "solving" | "proving" | "explaining";
  /** Of the stage, from 0: solving and proving take turns. */
  round: number;
  /** Households done. */
  done: number;
  /** Households in all. */
  total: number;
}

const STAGES: readonly AssignProgress["stage"][] = ["candidates", "solving", "proving", "explaining"];

/**
 * The county on one date: who is responsible, what happens if they do not react, and who is left out.
 *
 * It lives in the memory of the core until it is disposed of, or, later, garbage collected. It does not need its
 * registry any more.
 */
export class Directory {
  /** The date. */
  readonly date: string;
  /** How many households there are. */
  readonly householdCount: number;
  /** @internal */
  readonly tables: Tables;
  readonly #handle: Handle<RawDirectory>;
  readonly #kinds: ReadonlyMap<string, number>;

  private constructor(raw: RawDirectory, date: string, scheme: SchemeIds) {
    this.#handle = new Handle(raw, "directory");
    this.date = date;
    this.householdCount = raw.householdCount();
    this.#kinds = scheme.kinds;
    this.tables = new Tables(this.#handle, scheme);
  }

  /** @internal */
  static of(raw: RawDirectory, date: string, scheme: SchemeIds): Directory {
    return new Directory(raw, date, scheme);
  }

  /**
   * Who answers for a household, site or unit, for a kind of matter: the chain of links, nearest first.
   *
   * @throws {@link WanggeError} `subject.unknown`, `subject.not-on-date`, `kind.unknown`.
   */
  responsible(subject: string | Household, kind: string): Responsibility {
    const [id, asked] = [idOf(subject, "subject"), text(kind, "kind")];
    return this.#handle.ask((raw) => JSON.parse(raw.responsible(id, asked)) as Responsibility);
  }

  /**
   * What happens to a matter if nobody reacts: every step with its deadlines, and every report.
   *
   * @throws {@link WanggeError} `subject.unknown`, `kind.unknown`, `instant.invalid`, `calendar.year-unknown`.
   */
  escalate(matter: Matter): Path {
    const asked = json(matter, "matter");
    return this.#handle.ask((raw) => JSON.parse(raw.escalate(asked)) as Path);
  }

  /**
   * What a person has to do: posts, paired households, and how much is reached through them.
   *
   * @throws {@link WanggeError} `person.unknown`.
   */
  duties(person: string): Duties {
    return this.#handle.ask((raw) => JSON.parse(raw.duties(text(person, "person"))) as Duties);
  }

  /**
   * Whether a person may do something with a household, site or unit, and by which link: what a duty of theirs needs is
   * granted, everything else denied. A subject that is not there is denied like one out of reach.
   *
   * @throws {@link WanggeError} `person.unknown`, `action.unknown`.
   */
  may(person: string, action: Action, subject: string | Household): Access {
    const [who, what, id] = [text(person, "person"), text(action, "action"), idOf(subject, "subject")];
    return this.#handle.ask((raw) => JSON.parse(raw.may(who, what, id)) as Access);
  }

  /**
   * Everything that a person may do something with, for each action, by range.
   *
   * @throws {@link WanggeError} `person.unknown`.
   */
  scope(person: string): AccessScope {
    return this.#handle.ask((raw) => JSON.parse(raw.scope(text(person, "person"))) as AccessScope);
  }

  /** Every gap on the date; none is a proof of full coverage. */
  findings(): Findings {
    return this.#handle.ask((raw) => JSON.parse(raw.findings()) as Findings);
  }

  /**
   * What differs from here to another directory of the county, after a change or on another date: who gains and loses
   * which households, whose answerable person changes, which gaps open and close. With at most so many entries in each
   * list; the counts are of all.
   */
  impactTo(after: Directory, atMost = 0xffffffff): Impact {
    if (!(after instanceof Directory)) throw refused("request.type", "`after` is no directory; make one with `asOf`");
    const most = whole(atMost, "atMost");
    return this.#handle.ask((raw) => after.#handle.ask((other) => JSON.parse(raw.impactTo(other, most)) as Impact));
  }

  /**
   * The hierarchy, as a list in which each unit stands before what is under it.
   *
   * @throws {@link WanggeError} `unit.unknown`, `subject.not-on-date`.
   */
  tree(options?: TreeOptions): Tree {
    const { unit, depth } = checkedOptions(options, "options");
    const top = maybeText(unit, "unit");
    const levels = depth === undefined || depth === null ? undefined : whole(depth, "depth");
    return this.#handle.ask((raw) => JSON.parse(raw.tree(top, levels)) as Tree);
  }

  /**
   * The id of the innermost unit whose scope contains a point, or of the unit of one level.
   *
   * @throws {@link WanggeError} `level.unknown`.
   */
  locate(location: readonly [longitude: number, latitude: number], level?: string): string | undefined {
    const [longitude, latitude] = point(location, "location");
    const asked = maybeText(level, "level");
    const found = this.#handle.ask((raw) => JSON.parse(raw.locate(longitude, latitude, asked)) as { unit: string | null });
    return found.unit ?? undefined;
  }

  /**
   * Who is answerable for every household, for one kind of matter, at once.
   *
   * @throws {@link WanggeError} `kind.unknown`.
   */
  responsibleAll(kind: string): ResponsibleAll {
    return this.#handle.ask((raw) => {
      const all = raw.responsibleAll(text(kind, "kind"));
      const found = { links: JSON.parse(all.links()) as Link[], answerable: all.positions() };
      all.free();
      return found;
    });
  }

  /**
   * Who answers for a household, as numbers: for programs that ask for many.
   *
   * @throws {@link WanggeError} `kind.unknown`, `household.unknown`.
   */
  chain(household: number, kind: string): Chain {
    const kindNumber = this.#kinds.get(kind);
    if (kindNumber === undefined) throw this.#noKind(kind);
    if (typeof household !== "number" || household >>> 0 !== household) whole(household, "household");
    const address = this.#handle.raw.chain(household, kindNumber);
    if (address === 0) throw this.#noHousehold(household);
    return Chain.of(wordsAt(address), this, household);
  }

  /**
   * The household with an id.
   *
   * @throws {@link WanggeError} `household.unknown`, `subject.not-on-date`.
   */
  household(id: string): Household {
    const known = text(id, "id");
    return Household.of(this, this.#handle.ask((raw) => raw.household(known)), known);
  }

  /**
   * The household with a number: its place among {@link Directory.householdIds}.
   *
   * @throws {@link WanggeError} `household.unknown`.
   */
  householdAt(number: number): Household {
    return Household.of(this, number, this.householdId(number));
  }

  /**
   * The id of the household with a number.
   *
   * @throws {@link WanggeError} `household.unknown`.
   */
  householdId(number: number): string {
    const { raw } = this.#handle;
    const at = whole(number, "number");
    const id = this.tables.hasHouseholds ? this.tables.households[at] : raw.householdId(at);
    if (id === undefined) throw this.#noHousehold(number);
    return id;
  }

  /** The ids of the households, in the tree order of their units, then by id: their numbers are places in this list. */
  householdIds(): string[] {
    return [...this.tables.households];
  }

  /** The number of the unit of each household: a place in {@link Directory.unitIds}. */
  householdUnits(): Uint32Array {
    return this.#handle.ask((raw) => raw.householdUnits());
  }

  /** Longitude and latitude of each household, one pair after another; NaN where they are not known. Personal data. */
  positions(): Float64Array {
    return this.#handle.ask((raw) => raw.positions());
  }

  /** The ids of the units in tree order: a unit before what is under it, siblings by id. */
  unitIds(): string[] {
    return [...this.tables.units];
  }

  /** The ids of the departments by number; an empty one for each that does not exist on the date. */
  departmentIds(): string[] {
    return [...this.tables.departments];
  }

  /**
   * The households directly in a unit, by id, with the labels on their doors: personal data.
   *
   * @throws {@link WanggeError} `unit.unknown`, `subject.not-on-date`.
   */
  householdsIn(unit: string): Row[] {
    return this.#handle.ask((raw) => (JSON.parse(raw.householdsIn(text(unit, "unit"))) as { households: Row[] }).households);
  }

  /**
   * What a text could mean, best first: units, people, households, sites and departments that have all its words in
   * their name, label or id, or in a unit above them.
   */
  search(words: string, atMost = 20): Matches {
    const asked = text(words, "words");
    return this.#handle.ask((raw) => JSON.parse(raw.search(asked, whole(atMost, "atMost"))) as Matches);
  }

  /**
   * What has an id, described: a unit, department, household, site or person.
   *
   * @throws {@link WanggeError} `subject.unknown`, `subject.not-on-date`.
   */
  describe(id: string): Description {
    return this.#handle.ask((raw) => JSON.parse(raw.describe(text(id, "id"))) as Description);
  }

  /** The names of what has these ids, of households their labels; an empty one for what is not there on the date. */
  names(ids: readonly string[]): string[] {
    if (ids.length === 0) return [];
    return this.#handle.ask((raw) => raw.names(joined(ids))).split("\n");
  }

  /**
   * Longitude and latitude of people, households, units and sites, one pair after another, as assignment measures from;
   * NaN where nobody knows. Personal data.
   */
  places(ids: readonly string[]): Float64Array {
    return this.#handle.ask((raw) => raw.places(joined(ids)));
  }

  /**
   * The scopes of units as GeoJSON: of a unit and what is under it, or of all; of one level, if it is named.
   *
   * @throws {@link WanggeError} `unit.unknown`, `subject.not-on-date`, `level.unknown`.
   */
  scopes(options?: ScopesOptions): Scopes {
    const { unit, level } = checkedOptions(options, "options");
    const [top, only] = [maybeText(unit, "unit"), maybeText(level, "level")];
    return this.#handle.ask((raw) => JSON.parse(raw.scopes(top, only)) as Scopes);
  }

  /**
   * The sites of a unit and what is under it, or all, as GeoJSON.
   *
   * @throws {@link WanggeError} `unit.unknown`, `subject.not-on-date`.
   */
  sites(unit?: string | null): Sites {
    const top = maybeText(unit, "unit");
    return this.#handle.ask((raw) => JSON.parse(raw.sites(top)) as Sites);
  }

  /**
   * Today's pairs of a programme, in the order of the households.
   *
   * @throws {@link WanggeError} `programme.unknown`.
   */
  pairings(programme: string): Pairs {
    return this.#handle.ask((raw) => pairsOf(raw.pairings(text(programme, "programme"))));
  }

  /** Everybody who serves, by number. Names and contacts are personal data. */
  people(): Person[] {
    return this.tables.people.map((person) => ({ ...person }));
  }

  /**
   * The best plan: who takes which household, over all eligible pairs. That not all can be assigned is no error: the
   * plan says so, and why.
   *
   * A county takes seconds: `wangge/worker` does it beside the page, and can be broken off.
   *
   * @param onProgress Is told how far it has come. What it throws is thrown when the plan is made.
   * @throws {@link WanggeError} `request.*`, `programme.unknown`, `level.unknown`, `unit.unknown`, `assign.*`.
   */
  assign(options: AssignOptions, onProgress?: (progress: AssignProgress) => void): Plan {
    const tell = maybeListener(onProgress, "onProgress");
    const asked = json(options, "options");
    const listener = tell && ((stage: number, round: number, done: number, total: number) => {
      tell({ stage: STAGES[stage] ?? "explaining", round, done, total });
    });
    const assign = (told: typeof listener) => this.#handle.ask((raw) => raw.assign(asked, told));
    return Plan.of(listening(listener, assign, (plan) => plan.free()));
  }

  /**
   * Whether a plan that somebody hands in keeps the rules and is the best: its text, the text in UTF-8, or its object.
   * With a certificate the proof is checked; without one the best plan is made, and compared.
   *
   * @throws {@link WanggeError} `document.*` if it is no plan, and where; `plan.other-date`, `programme.unknown`.
   */
  verify(plan: string | Uint8Array | ArrayBuffer | PlanFile): PlanCheck {
    const file = utf8(plan, "plan", "document");
    return this.#handle.ask((raw) => JSON.parse(raw.verify(file)) as PlanCheck);
  }

  /** Frees its memory. Plans that were made of it stay as they are. */
  dispose(): void {
    this.#handle.end();
  }

  /** The same as {@link Directory.dispose}, for `using`. */
  [disposeSymbol](): void {
    this.dispose();
  }

  /** The core knows what to say. */
  #noKind(kind: string): unknown {
    try {
      return this.responsibleAll(kind);
    } catch (error) {
      return error;
    }
  }

  #noHousehold(number: number): Error {
    const told = `there is no household ${number} on ${this.date}; there are ${this.householdCount}, from 0`;
    return refused("household.unknown", told, { rule: "R7", ids: [String(number)] });
  }
}

function idOf(subject: string | Household, name: string): string {
  return subject instanceof Household ? subject.id : text(subject, name);
}
