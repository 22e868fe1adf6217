// Faults put in order, and as a table for a spreadsheet.
import type { Fault } from "wangge";

export interface FaultGroup {
  code: Fault["code"];
  faults: Fault[];
}

/** Faults by code, in the order in which each code first stands in the document. */
export function byCode(faults: readonly Fault[]): FaultGroup[] {
  const groups = new Map<Fault["code"], Fault[]>();
  for (const fault of faults) {
    const group = groups.get(fault.code);
    if (group === undefined) groups.set(fault.code, [fault]);
    else group.push(fault);
  }
  return [...groups].map(([code, own]) => ({ code, faults: own }));
}

/** A cell: what a spreadsheet would take for a formula is marked as text, as in the table of a plan. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV; the mark at the start tells Excel that it is UTF-8. */
export function csv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}
