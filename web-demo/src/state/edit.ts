// A document with changes: what the worker beside does, for a county's document is too long for the page.
import type { AbsenceRecord, Dated, Document, HouseholdRecord, PairChange, PairingRecord, Spell } from "wangge";
import type { Accepted, Purpose } from "./edits";

export interface Edits {
  accepted: readonly Accepted[];
  /** People who are taken to be on leave on the date. */
  absent: readonly string[];
  date: string;
}

/** What a plan changes from its date on. */
export interface Change {
  date: string;
  purpose: Purpose;
  changes: readonly PairChange[];
}

/** The day after a date. */
export function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** Changes a document in place. Whether the outcome is in order is for the core to say. */
export function edit(document: Document, plans: readonly Change[], { absent, date }: Pick<Edits, "absent" | "date">): Document {
  for (const plan of plans) {
    const { households = [], pairings = [] } = document;
    if ("level" in plan.purpose) document.households = placed(households, plan);
    else document.pairings = paired(pairings, households, plan, programmeOf(document, plan.purpose.programme));
  }
  const leave = leaveOf(document, absent, date);
  if (leave.length > 0) document.absences = [...(document.absences ?? []), ...leave];
  return document;
}

/** Whom a link names and nobody knows cannot be on leave, and who is on leave already need not be. */
function leaveOf({ people = [], absences = [] }: Document, absent: readonly string[], date: string): AbsenceRecord[] {
  const known = new Set(people.map(({ id }) => id));
  const away = new Set(absences.filter((row) => holdsOn(date, row)).map(({ person }) => person));
  return absent.filter((person) => known.has(person) && !away.has(person)).map((person) => ({ person, from: date, until: dayAfter(date) }));
}

interface Programme {
  id: string;
  /** Whether a household has one caretaker at a time. */
  isSingle: boolean;
}

function programmeOf({ scheme }: Document, id: string): Programme {
  return { id, isSingle: scheme.programmes?.find((own) => own.id === id)?.perHousehold === 1 };
}

const holdsOn = (date: string, { from, until }: { from: string; until?: string | null | undefined }) =>
  from <= date && (until === undefined || until === null || until > date);

/**
 * Pairs that end do so on the plan's date, or never were if they began on it; others begin on it. What is settled for
 * later stays so: a new pair ends where the next one begins.
 */
function paired(pairings: readonly PairingRecord[], households: readonly HouseholdRecord[], { date, changes }: Change, programme: Programme): PairingRecord[] {
  const key = (household: string, person: string) => `${household}\n${person}`;
  const ends = new Set(changes.filter((own) => own.change === "ends").map((own) => key(own.household, own.taker)));
  const isOver = (row: PairingRecord) => row.programme === programme.id && holdsOn(date, row) && ends.has(key(row.household, row.person));
  const kept = pairings.map((row) => (isOver(row) ? { ...row, until: date } : row)).filter((row) => row.until !== row.from);
  // Nobody cares for a household longer than there is one.
  const last = new Map(households.flatMap(({ id, until }) => (until ? [[id, until] as const] : [])));
  const next = new Map<string, string>();
  const slot = (household: string, person: string) => (programme.isSingle ? household : key(household, person));
  for (const { household, person, from, ...row } of pairings) {
    if (row.programme !== programme.id || from <= date) continue;
    const own = slot(household, person);
    if (from < (next.get(own) ?? "~")) next.set(own, from);
  }
  const begun = changes
    .filter((own) => own.change === "begins")
    .map(({ taker, household }) => {
      const until = [last.get(household), next.get(slot(household, taker))].filter((day) => day !== undefined).sort()[0];
      return { person: taker, household, programme: programme.id, from: date, ...untilOf(until) };
    });
  return [...kept, ...begun];
}

const untilOf = (until: string | null | undefined) => (until ? { until } : {});

/** Households that go to another unit do so on the plan's date. */
function placed(households: readonly HouseholdRecord[], { date, changes }: Change): HouseholdRecord[] {
  const units = new Map(changes.filter((own) => own.change === "begins").map((own) => [own.household, own.taker]));
  return households.map((row) => {
    const unit = units.get(row.id);
    return unit === undefined ? row : { ...row, unit: moved(row, unit, date) };
  });
}

/** The spell that holds on a date is cut there, and goes on in another unit. */
function moved({ unit, from, until }: HouseholdRecord, to: string, date: string): Dated {
  const spells: Spell[] = typeof unit === "string" ? [{ id: unit, from, ...untilOf(until) }] : unit;
  return spells.flatMap((spell) => {
    if (!holdsOn(date, spell)) return [spell];
    const after = { ...spell, id: to, from: date };
    return spell.from === date ? [after] : [{ ...spell, until: date }, after];
  });
}
