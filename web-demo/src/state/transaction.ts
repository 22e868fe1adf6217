// Transactions as the page makes them, and a journal as a file: a transaction a line.
import type { ErrorData, TransactionChange, TransactionFile } from "wangge";
import type { Entry, Purpose } from "./journal";

/** More changes than this are not told one by one. */
const TOLD = 20;

/** Changes as a transaction. */
export function transactionOf(changes: readonly TransactionChange[]): TransactionFile {
  return { format: "wangge-transaction/1", changes: [...changes] };
}

/** A transaction that is accepted now. */
export function entryOf(transaction: TransactionFile, reason: string, at = new Date().toISOString()): Entry {
  const { changes } = transaction;
  return {
    at,
    on: firstDay(changes) ?? "",
    reason,
    ...(changes.length <= TOLD && { changes }),
    transaction: new Blob([JSON.stringify(transaction)]),
  };
}

/** The first day on which one of the changes begins to hold. */
function firstDay(changes: readonly TransactionChange[]): string | undefined {
  const days = changes.flatMap((change) => Object.values(change as Record<string, { on?: unknown; from?: unknown }>).map(({ on, from }) => on ?? from));
  return days.filter((day): day is string => typeof day === "string").sort()[0];
}

/** The journal as a file. */
export async function journalFile(entries: readonly Entry[]): Promise<Blob> {
  const parts: BlobPart[] = [];
  for (const [at, entry] of entries.entries()) {
    const head = JSON.stringify({ sequence: at + 1, at: entry.at, reason: entry.reason, ...(entry.plan && { plan: entry.plan }) });
    parts.push(`${head.slice(0, -1)},"transaction":`, entry.transaction, "}\n");
  }
  return new Blob(parts, { type: "application/jsonl" });
}

/** Whether a text begins as a journal does. */
export const isJournal = (text: string) => /^\s*\{\s*"sequence"\s*:/.test(text);

interface Line {
  sequence: number;
  at: string;
  reason: string;
  plan?: { purpose: Purpose; moved: number };
  transaction: TransactionFile;
}

/** The transactions of a journal, or what is wrong with it and where. */
export function readJournal(text: string): Entry[] | ErrorData {
  const entries: Entry[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line);
    if (read === undefined || read.sequence !== entries.length + 1) {
      const place = { path: "", line: at + 1, column: 0 };
      return { code: "document.syntax", ids: [], message: `line ${at + 1} is not entry ${entries.length + 1} of a journal`, place };
    }
    const entry = entryOf(read.transaction, read.reason, read.at);
    entries.push(read.plan === undefined ? entry : { ...entry, plan: read.plan });
  }
  return entries;
}

function readLine(line: string): Line | undefined {
  try {
    const read = JSON.parse(line) as Partial<Line> | null;
    const { sequence, at, reason, plan, transaction } = read ?? {};
    const isLine = typeof sequence === "number" && typeof at === "string" && typeof reason === "string" && Array.isArray(transaction?.changes);
    const isPlan = plan === undefined || (typeof plan?.moved === "number" && typeof plan.purpose === "object" && plan.purpose !== null);
    const isChanges = isLine && transaction.changes.every((change) => typeof change === "object" && change !== null);
    return isChanges && isPlan ? { sequence, at, reason, transaction, ...(plan && { plan }) } : undefined;
  } catch {
    return undefined;
  }
}
