// The county that is open: its document, and the core in its worker.
import { computed, ref, shallowRef, watch } from "vue";
import type { ErrorData, SchemeRecord } from "wangge";
import { openInWorker, type OpenProgress, type RemoteDirectory, type RemoteRegistry, WanggeError } from "wangge/worker";
import { accepted, restore } from "./edits";
import type { Edits } from "./edit";
import { documentOf } from "./source";
import { type CountyName, dateOf, view } from "./view";
import { coreWorker, editWorker } from "./workers";

/** What everything on the page is asked of. Replaced as a whole whenever the date or the county changes. */
export interface Open {
  county: CountyName;
  registry: RemoteRegistry;
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
  edits: { accepted: accepted.value, absent: [...view.absent].sort(), date: dateOf(view) } satisfies Edits,
}));
/** The same, but for what does not change the registry. */
const registryKey = (want: typeof wanted.value) =>
  JSON.stringify([want.county, want.edits.accepted.length, want.edits.absent, want.edits.absent.length > 0 && want.edits.date]);
let registryOpen: { key: string; accepted: Edits["accepted"]; blob: Blob; registry: RemoteRegistry } | undefined;

/** Opens what is wanted, and leaves what is open as it is if that fails. */
async function reopen(): Promise<void> {
  const own = ++attempt;
  controller.abort();
  controller = new AbortController();
  const { signal } = controller;
  const want = wanted.value;
  if (want.county === "own" && want.own === undefined) return;
  try {
    const source = await sourceOf(want, signal);
    if (own !== attempt) return;
    const registry = await registryOf(source, wanted.value, signal);
    const { date } = wanted.value.edits;
    const before = open.value;
    opened = source;
    if (before?.registry === registry && before.date === date) {
      failure.value = undefined;
      return;
    }
    const directory = await registry.asOf(date, { signal });
    if (own !== attempt) return;
    failure.value = undefined;
    open.value = { county: want.county, registry, directory, scheme: registry.scheme, date };
    void before?.directory.dispose();
    if (before !== undefined && before.registry !== registry) void before.registry.dispose();
  } catch (error) {
    if (own !== attempt || isAborted(error)) return;
    failure.value = dataOf(error);
  } finally {
    if (own === attempt) busy.value = undefined;
  }
}

/** The document, and with it the plans that were accepted for it. */
async function sourceOf({ county, own }: typeof wanted.value, signal: AbortSignal): Promise<Document> {
  const isIt = (one: Document | undefined) => one?.county === county && one.own === own;
  if (document !== undefined && isIt(document)) return document;
  const known = isIt(opened) ? opened : undefined;
  const tell = (done: number, total: number) => (busy.value = { stage: "fetching", done, total });
  const restored = county === "own" ? undefined : restore(county);
  const blob = known?.blob ?? (own !== undefined && county === "own" ? own : await documentOf(county, tell, signal));
  await (restored ?? restore(await fingerprint(blob)));
  document = { county, own, blob };
  return document;
}

async function registryOf({ blob }: Document, want: typeof wanted.value, signal: AbortSignal): Promise<RemoteRegistry> {
  const key = registryKey(want);
  const last = registryOpen;
  const isSame = last?.accepted === want.edits.accepted || (last?.accepted.length === 0 && want.edits.accepted.length === 0);
  if (last?.key === key && last.blob === blob && isSame) return last.registry;
  const onProgress = (told: OpenProgress) => (busy.value = { ...told });
  const text = await changed(blob, want.edits, signal);
  const registry = await openInWorker(text, { signal, onProgress, worker: coreWorker });
  registryOpen = { key, accepted: want.edits.accepted, blob, registry };
  return registry;
}

/** The document that is open, with the plans that were accepted for it. */
export async function documentNow(): Promise<Blob | undefined> {
  if (opened === undefined) return undefined;
  try {
    return await changed(opened.blob, { accepted: accepted.value, absent: [], date: "" }, new AbortController().signal);
  } finally {
    busy.value = undefined;
  }
}

/** The document with what was changed on the page. */
function changed(blob: Blob, edits: Edits, signal: AbortSignal): Promise<Blob> {
  if (edits.accepted.length === 0 && edits.absent.length === 0) return Promise.resolve(blob);
  busy.value = { stage: "changing", done: 0, total: blob.size };
  return new Promise((resolve, reject) => {
    const worker = editWorker();
    const end = () => worker.terminate();
    signal.addEventListener("abort", () => {
      end();
      reject(signal.reason);
    }, { once: true });
    worker.addEventListener("message", ({ data }: MessageEvent<Blob>) => {
      end();
      resolve(data);
    });
    worker.addEventListener("error", (event) => {
      end();
      reject(new Error(event.message));
    });
    worker.postMessage({ blob, edits });
  });
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

async function fingerprint(blob: Blob): Promise<string> {
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
