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
    count: changes.length,
    ...(changes.length <= TOLD && changes.every(isTold) && { changes }),
    transaction: new Blob([JSON.stringify(transaction)]),
  };
}

/** Whether a change is one of those that the page makes, and can tell: a file may hold anything. */
function isTold(change: TransactionChange): boolean {
  const [[kind, own] = ["", undefined], ...more] = Object.entries(change as Record<string, unknown>);
  if (more.length > 0 || typeof own !== "object" || own === null) return false;
  const fields = own as Record<string, unknown>;
  const isText = (...names: string[]) => names.every((name) => typeof fields[name] === "string");
  const isMaybeText = (...names: string[]) => names.every((name) => fields[name] === undefined || typeof fields[name] === "string");
  switch (kind) {
    case "absent":
      return isText("person", "from") && isMaybeText("until");
    case "appoint":
    case "end-appointment":
      return isText("person", kind === "appoint" ? "from" : "on") && isMaybeText("unit", "role", "department");
    case "move-household":
      return isText("id", "to", "on");
    case "split-unit":
      return isText("unit", "on") && Array.isArray(fields["into"]) && fields["into"].every(isPart);
    default:
      return false;
  }
}

function isPart(part: unknown): boolean {
  const { name, households } = (part ?? {}) as { name?: unknown; households?: unknown };
  return typeof name === "string" && (households === undefined || Array.isArray(households));
}

/** The first day on which one of the changes begins to hold. */
function firstDay(changes: readonly TransactionChange[]): string | undefined {
  const days = changes.flatMap((change) => Object.values(change as Record<string, { on?: unknown; from?: unknown } | null>).map((own) => own?.on ?? own?.from));
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
