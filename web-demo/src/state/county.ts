// The county that is open: its document, and the core in its worker.
import { computed, ref, shallowRef, watch } from "vue";
import type { ErrorData, SchemeRecord } from "wangge";
import { openInWorker, type OpenProgress, type RemoteDirectory, type RemoteRegistry, WanggeError } from "wangge/worker";
import { type Journal, journal, journalOf } from "./journal";
import { onLeave } from "./leave";
import { Registries } from "./registries";
import { documentOf } from "./source";
import { type CountyName, dateOf, view } from "./view";
import { coreWorker } from "./workers";

/** What everything on the page is asked of. Replaced as a whole whenever the date or the county changes. */
export interface Open {
  county: CountyName;
  /** With who is taken to be on leave. */
  registry: RemoteRegistry;
  /** With what was accepted, and nothing that is only assumed. */
  accepted: RemoteRegistry;
  directory: RemoteDirectory;
  scheme: SchemeRecord;
  date: string;
}

/** How far the page is with what takes long. */
export interface Busy {
  stage: "fetching" | "changing" | OpenProgress["stage"];
  done: number;
  total: number;
}

/** What is open and answers; it stays while something else is being opened. */
export const open = shallowRef<Open>();
export const busy = ref<Busy>();
/** Why what was wanted could not be opened. */
export const failure = shallowRef<ErrorData>();
/** The document of one's own that was handed in. */
export const ownFile = shallowRef<{ name: string; blob: Blob }>();

interface Document {
  county: CountyName;
  own: Blob | undefined;
  blob: Blob;
  /** What was accepted for it. */
  journal: Journal;
  /** Its registry, once it was read, and those after what was accepted. */
  registries?: Registries;
}

let document: Document | undefined;
/** That of what is open: it is at hand when another one is refused. */
let opened: Document | undefined;
let attempt = 0;
let controller = new AbortController();

/** Everything that decides what is open. */
const wanted = computed(() => ({
  county: view.county,
  own: ownFile.value?.blob,
  accepted: journal.value.accepted.value,
  absent: [...view.absent].sort(),
  date: dateOf(view),
}));
/** What is assumed, and the registry in which it holds. */
let assumed: { key: string; accepted: RemoteRegistry; registry: RemoteRegistry } | undefined;

/** Opens what is wanted, and leaves what is open as it is if that fails. */
async function reopen(): Promise<void> {
  const own = ++attempt;
  controller.abort();
  controller = new AbortController();
  const { signal } = controller;
  const want = wanted.value;
  let source: Document | undefined;
  try {
    if (want.county === "own" && want.own === undefined) return;
    source = await sourceOf(want, signal);
    if (own !== attempt) return;
    const accepted = await acceptedOf(source, signal);
    if (own !== attempt || accepted === undefined) return;
    const { absent, date } = wanted.value;
    const registry = await assumedOf(accepted, absent, date);
    const directory = await directoryOf(registry, date, signal);
    if (own === attempt) show(source, accepted, registry, directory);
    else if (directory !== open.value?.directory) void directory.dispose();
  } catch (error) {
    if (own === attempt && !isAborted(error)) failure.value = dataOf(error);
  } finally {
    if (own === attempt) busy.value = undefined;
  }
}

/** The registry after what was accepted; none if the core refuses that: then it is taken back. */
async function acceptedOf(source: Document, signal: AbortSignal): Promise<RemoteRegistry | undefined> {
  const onProgress = (told: OpenProgress) => (busy.value = { ...told });
  source.registries ??= new Registries(await openInWorker(source.blob, { signal, onProgress, worker: coreWorker }));
  const entries = source.journal.accepted.value;
  try {
    return await source.registries.after(entries, (done, total) => (busy.value = { stage: "changing", done, total }));
  } catch (error) {
    const data = dataOf(error);
    if (entries.length === 0 || !/^(transaction|request)\./.test(data.code)) throw error;
    source.journal.refuse(data);
    // If its journal is shown, it is opened anew because that changed.
    if (journal.value !== source.journal) void reopen();
    return undefined;
  }
}

/** The registry in which people are on leave on a date, made anew when one of these is another. */
async function assumedOf(accepted: RemoteRegistry, absent: readonly string[], date: string): Promise<RemoteRegistry> {
  const key = JSON.stringify([absent, absent.length > 0 && date]);
  if (assumed?.key === key && assumed.accepted === accepted) return assumed.registry;
  const registry = await onLeave(accepted, absent, date);
  const before = assumed;
  assumed = { key, accepted, registry };
  // One that was never shown is nobody's any more.
  if (before !== undefined && before.registry !== before.accepted && before.registry !== open.value?.registry) void before.registry.dispose();
  return registry;
}

/** That of what is open, if it is the same. */
async function directoryOf(registry: RemoteRegistry, date: string, signal: AbortSignal): Promise<RemoteDirectory> {
  const now = open.value;
  return now?.registry === registry && now.date === date ? now.directory : registry.asOf(date, { signal });
}

function show(source: Document, accepted: RemoteRegistry, registry: RemoteRegistry, directory: RemoteDirectory): void {
  const [before, last] = [open.value, opened];
  failure.value = undefined;
  opened = source;
  journal.value = source.journal;
  void source.journal.agree();
  if (before?.directory === directory) return;
  open.value = { county: source.county, registry, accepted, directory, scheme: registry.scheme, date: directory.date };
  void before?.directory.dispose();
  if (before !== undefined && before.registry !== before.accepted && before.registry !== registry) void before.registry.dispose();
  if (last !== source) last?.registries?.dispose();
}

/** The document, and with it what was accepted for it. */
async function sourceOf({ county, own }: typeof wanted.value, signal: AbortSignal): Promise<Document> {
  const known = [document, opened].find((one) => one?.county === county && one.own === own);
  if (known !== undefined) return (document = known);
  const tell = (done: number, total: number) => (busy.value = { stage: "fetching", done, total });
  // What was accepted for a sample is known by its name, so that both come at once.
  const kept = county === "own" ? undefined : journalOf(county);
  const blob = own !== undefined && county === "own" ? own : await documentOf(county, tell, signal);
  const next = { county, own, blob, journal: await (kept ?? journalOf(await fingerprint(blob))) };
  if (document !== opened) document?.registries?.dispose();
  document = next;
  return document;
}

/** The document that is open, with what was accepted for it. */
export async function documentNow(): Promise<Blob | undefined> {
  if (opened === undefined || open.value === undefined) return undefined;
  return journal.value.canUndo.value ? new Blob([(await open.value.accepted.document()) as Uint8Array<ArrayBuffer>]) : opened.blob;
}

/** Whether it was broken off, and nothing is wrong. */
export function isAborted(error: unknown): boolean {
  return (error instanceof WanggeError && error.code === "aborted") || (error instanceof DOMException && error.name === "AbortError");
}

/** An error as the views show it. */
export function dataOf(error: unknown): ErrorData {
  if (error instanceof WanggeError) {
    const { code, message, ids, rule, place, faults } = error;
    return { code, message, ids: [...ids], ...(rule && { rule }), ...(place && { place }), ...(faults && { faults: [...faults] }) } as ErrorData;
  }
  return { code: "worker.ended", message: error instanceof Error ? error.message : String(error), ids: [] };
}

/** What tells a file from others. */
export async function fingerprint(blob: Blob): Promise<string> {
  // Without a secure context (a page opened from a file) there is no digest: then the length must do.
  if (globalThis.crypto?.subtle === undefined) return `${blob.size}`;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Begins, and from then on follows what is wanted. */
export function follow(): void {
  watch(wanted, reopen, { immediate: true });
}

/** What it takes to answer a question again whenever what is open changes: `ask` is called with what is open now. */
export function useAnswer<Answer>(ask: (open: Open) => Promise<Answer> | undefined) {
  const answer = shallowRef<Answer>();
  const error = shallowRef<ErrorData>();
  const isAsking = ref(false);
  let latest = 0;
  watch(
    () => (open.value === undefined ? undefined : { now: ask(open.value) }),
    async (asked) => {
      const own = ++latest;
      isAsking.value = asked?.now !== undefined;
      try {
        const told = await asked?.now;
        if (own === latest) [answer.value, error.value] = [told, undefined];
      } catch (thrown) {
        if (own === latest && !isAborted(thrown)) [answer.value, error.value] = [undefined, dataOf(thrown)];
      } finally {
        if (own === latest) isAsking.value = false;
      }
    },
    { immediate: true },
  );
  return { answer, error, isAsking };
}
