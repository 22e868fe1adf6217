// The log of work beside the county that is open, held against it in the core's worker, and what was recorded on this page.
import { get, set } from "idb-keyval";
import { computed, ref, shallowRef, watch } from "vue";
import type { ErrorData, WorkEntry } from "wangge";
import type { RemoteRegistry, RemoteWork } from "wangge/worker";
import { dataOf, fingerprint, isAborted, open, useAnswer } from "../state/county";
import { journal } from "../state/journal";
import { sampleLog } from "../state/source";
import { view } from "../state/view";
import { lastMinute } from "./instant";

const HEAD = '{"format":"wangge-work/1"}\n';

/** Whether a text begins as a log of work does. */
export const isLog = (text: string) => /^\s*\{\s*"format"\s*:\s*"wangge-work\//.test(text);

/** A log as it was opened. */
interface Log {
  /** Where what is recorded is kept. */
  place: string;
  blob: Blob;
  name: string;
}

/** What was recorded on this page, as lines, and how many of them hold: those behind were undone. */
interface Recorded {
  list: readonly string[];
  done: number;
}
const NOTHING: Recorded = { list: [], done: 0 };

export interface OpenWork {
  work: RemoteWork;
  /** The registry that it is held against. */
  registry: RemoteRegistry;
  log: Log;
  /** The last minute of the log, in the county's own time. */
  last: string;
}

export const openWork = shallowRef<OpenWork>();
/** Why there is no work to be looked at. */
export const workFailure = shallowRef<ErrorData>();
const handedIn = shallowRef<{ county: string; name: string; blob: Blob }>();
/** That with which what is open was opened. */
let opened: typeof handedIn.value;
const recorded = shallowRef<Recorded>(NOTHING);
/** Whether what was recorded could be kept for the next visit. */
export const isWorkKept = ref(true);
const isWanted = ref(false);

export const lines = computed(() => recorded.value.list.slice(0, recorded.value.done));
export const canRedo = computed(() => recorded.value.done < recorded.value.list.length);

/** The instant up to which the work is known. */
export const workNow = computed(() => view.now || openWork.value?.last || view.at);

/** A log of one's own, in the place of the one beside the county that is open. */
export function handInLog(name: string, blob: Blob): void {
  workFailure.value = undefined;
  handedIn.value = { county: view.county, name, blob };
}

/** The work as the log has it, without what was recorded here. */
let base: OpenWork | undefined;
let queue: Promise<unknown> = Promise.resolve();

/** One thing after another: each begins with what the one before has left. */
function inTurn<Done>(task: () => Promise<Done>): Promise<Done> {
  const next = queue.then(task);
  queue = next.catch(() => undefined);
  return next;
}

/** Opens the log from now on, whenever another county is open, or another log is handed in. */
export function wantWork(): void {
  isWanted.value = true;
}
watch([isWanted, () => open.value?.accepted, handedIn], () => isWanted.value && void inTurn(reopen), { immediate: true });

async function reopen(): Promise<void> {
  const now = open.value;
  if (now === undefined) return;
  try {
    const log = await logOf(now.county);
    if (base?.registry === now.accepted && base.log.place === log.place) return;
    const [work, last] = await Promise.all([now.accepted.work(new Uint8Array(await log.blob.arrayBuffer())), lastMinute(log.blob, now.scheme)]);
    if (open.value?.accepted !== now.accepted) {
      void work.dispose();
      return;
    }
    const before = base;
    base = { work, registry: now.accepted, log, last: last ?? view.at };
    opened = handedIn.value;
    if (before?.log.place !== log.place) recorded.value = await kept(log.place);
    await show();
    void before?.work.dispose();
  } catch (error) {
    if (open.value?.accepted !== now.accepted || isAborted(error)) return;
    workFailure.value = dataOf(error);
    // What was open stays, unless it belongs to what is not open any more.
    if (base?.registry === now.accepted) handedIn.value = opened;
    else close();
  }
}

function close(): void {
  void base?.work.dispose();
  if (openWork.value !== base) void openWork.value?.work.dispose();
  base = openWork.value = undefined;
}

/** Shows the work with what was recorded here; if the core refuses that now, without it. */
async function show(): Promise<void> {
  if (base === undefined) return;
  const own = base;
  let work = own.work;
  workFailure.value = undefined;
  if (lines.value.length > 0) {
    try {
      work = await own.work.record(lines.value.join(""));
    } catch (error) {
      workFailure.value = dataOf(error);
      recorded.value = { ...recorded.value, done: 0 };
    }
  }
  const before = openWork.value;
  openWork.value = work === own.work ? own : { ...own, work };
  if (before !== undefined && before !== own && before.work !== work) void before.work.dispose();
}

/** Records what happened; tells why not, if the core refuses it. */
export function record(entry: WorkEntry): Promise<ErrorData | undefined> {
  return inTurn(async () => {
    const before = openWork.value;
    if (before === undefined) return undefined;
    try {
      const work = await before.work.record(entry);
      const list = [...lines.value, work.recorded];
      recorded.value = { list, done: list.length };
      openWork.value = { ...before, work };
      if (before.work !== base?.work) void before.work.dispose();
      await keep();
      return undefined;
    } catch (error) {
      return dataOf(error);
    }
  });
}

/** Undoes what was recorded last, or redoes what was undone. */
export function step(by: number): Promise<void> {
  return inTurn(async () => {
    const { list, done } = recorded.value;
    recorded.value = { list, done: Math.min(list.length, Math.max(0, done + by)) };
    await show();
    await keep();
  });
}

/** The log with what was recorded here. */
export function logFile(): Blob {
  return new Blob([openWork.value?.log.blob ?? HEAD, ...lines.value], { type: "application/jsonl" });
}

/** That which was handed in, that of the sample, or one of nothing. */
async function logOf(county: string): Promise<Log> {
  const own = handedIn.value?.county === county ? handedIn.value : undefined;
  const blob = own?.blob ?? (county === "chalinhe" ? await sampleLog() : new Blob([HEAD]));
  const name = own?.name ?? `wangge-work-${county}.jsonl`;
  const place = `wangge-work:${journal.value.place}:${own === undefined ? "" : `${await fingerprint(blob)}`}`;
  return { place, blob, name };
}

async function keep(): Promise<void> {
  if (base === undefined) return;
  isWorkKept.value = await set(base.log.place, { ...recorded.value }).then(() => true, () => false);
}

/** Where a browser keeps nothing, or something else, the page begins with nothing. */
async function kept(place: string): Promise<Recorded> {
  const { list, done } = ((await get<unknown>(place).catch(() => undefined)) ?? {}) as Partial<Recorded>;
  const isGood = Array.isArray(list) && list.every((line) => typeof line === "string") && Number.isInteger(done);
  return isGood ? { list, done: Math.min(list.length, Math.max(0, done!)) } : NOTHING;
}

/** An answer of the work, asked again whenever what it is asked of changes. */
export function useWork<Answer>(ask: (own: OpenWork, now: string) => Promise<Answer> | undefined) {
  wantWork();
  return useAnswer(() => (openWork.value === undefined ? undefined : ask(openWork.value, workNow.value)));
}
