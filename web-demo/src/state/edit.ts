// A document with changes: what the worker beside does, for a county's document is too long for the page.
import type { Document, PairingRecord } from "wangge";
import type { Accepted } from "./edits";

export interface Edits {
  accepted: readonly Accepted[];
  /** People who are taken to be on leave on the date. */
  absent: readonly string[];
  date: string;
}

/** The day after a date. */
export function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** Changes a document in place. Whether the outcome is in order is for the core to say. */
export function edit(document: Document, { accepted, absent, date }: Edits): Document {
  for (const plan of accepted) document.pairings = paired(document.pairings ?? [], plan);
  const leave = absent.map((person) => ({ person, from: date, until: dayAfter(date) }));
  if (leave.length > 0) document.absences = [...(document.absences ?? []), ...leave];
  return document;
}

/** Pairs that end do so on the plan's date, or never were if they began on it; others begin on it. */
function paired(pairings: readonly PairingRecord[], { date, programme, changes }: Accepted): PairingRecord[] {
  const key = (household: string, person: string) => `${household}\n${person}`;
  const ends = new Set(changes.filter((own) => own.change === "ends").map((own) => key(own.household, own.taker)));
  const isOver = (row: PairingRecord) =>
    row.programme === programme &&
    row.from <= date &&
    (row.until === undefined || row.until === null || row.until > date) &&
    ends.has(key(row.household, row.person));
  const kept = pairings.map((row) => (isOver(row) ? { ...row, until: date } : row)).filter((row) => row.until !== row.from);
  const begun = changes
    .filter((own) => own.change === "begins")
    .map((own) => ({ person: own.taker, household: own.household, programme, from: date }));
  return [...kept, ...begun];
}
