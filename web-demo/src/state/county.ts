// The county that is open: its document, and the core in its worker.
import { computed, ref, shallowRef, watch } from "vue";
import type { ErrorData, SchemeRecord } from "wangge";
import { openInWorker, type OpenProgress, type RemoteDirectory, type RemoteRegistry, WanggeError } from "wangge/worker";
import { type Plans, plans, plansOf } from "./edits";
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
  /** The plans that were accepted for it. */
  plans: Plans;
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
  accepted: plans.value.accepted.value,
  absent: [...view.absent].sort(),
  date: dateOf(view),
}));
let registryOpen: { key: string; accepted: Edits["accepted"]; blob: Blob; registry: RemoteRegistry } | undefined;

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
    const { absent, date } = wanted.value;
    const registry = await registryOf(source, { accepted: source.plans.accepted.value, absent, date }, signal);
    const directory = await directoryOf(registry, date, signal);
    if (own !== attempt) return;
    show(source, registry, directory);
  } catch (error) {
    if (own !== attempt || isAborted(error)) return;
    const data = dataOf(error);
    if (data.code === "document.faults" && source !== undefined && source.plans.accepted.value.length > 0) takeBack(source, data);
    else failure.value = data;
  } finally {
    if (own === attempt) busy.value = undefined;
  }
}

/** That of what is open, if it is the same. */
async function directoryOf(registry: RemoteRegistry, date: string, signal: AbortSignal): Promise<RemoteDirectory> {
  const now = open.value;
  return now?.registry === registry && now.date === date ? now.directory : registry.asOf(date, { signal });
}

function show(source: Document, registry: RemoteRegistry, directory: RemoteDirectory): void {
  const before = open.value;
  failure.value = undefined;
  opened = source;
  plans.value = source.plans;
  void source.plans.agree();
  if (before?.directory === directory) return;
  open.value = { county: source.county, registry, directory, scheme: registry.scheme, date: directory.date };
  void before?.directory.dispose();
  if (before !== undefined && before.registry !== registry) void before.registry.dispose();
}

/** The document with the plans that were accepted is refused: they are taken back, and it is opened without them. */
function takeBack(source: Document, error: ErrorData): void {
  source.plans.refuse(error);
  // If its plans are shown, it is opened anew because they changed.
  if (plans.value !== source.plans) void reopen();
}

/** The document, and with it the plans that were accepted for it. */
async function sourceOf({ county, own }: typeof wanted.value, signal: AbortSignal): Promise<Document> {
  const known = [document, opened].find((one) => one?.county === county && one.own === own);
  if (known !== undefined) return (document = known);
  const tell = (done: number, total: number) => (busy.value = { stage: "fetching", done, total });
  // What was accepted for a sample is known by its name, so that both come at once.
  const kept = county === "own" ? undefined : plansOf(county);
  const blob = own !== undefined && county === "own" ? own : await documentOf(county, tell, signal);
  document = { county, own, blob, plans: await (kept ?? plansOf(await fingerprint(blob))) };
  return document;
}

async function registryOf({ blob }: Document, edits: Edits, signal: AbortSignal): Promise<RemoteRegistry> {
  const { accepted, absent, date } = edits;
  // Who is on leave is so on the date.
  const key = JSON.stringify([absent, absent.length > 0 && date]);
  const last = registryOpen;
  const isSame = last?.accepted.length === accepted.length && last.accepted.every((plan, at) => plan === accepted[at]);
  if (last?.key === key && last.blob === blob && isSame) return last.registry;
  const onProgress = (told: OpenProgress) => (busy.value = { ...told });
  const text = await changed(blob, edits, signal);
  const registry = await openInWorker(text, { signal, onProgress, worker: coreWorker });
  // One that was never shown is nobody's any more.
  if (registryOpen !== undefined && registryOpen.registry !== open.value?.registry) void registryOpen.registry.dispose();
  registryOpen = { key, accepted, blob, registry };
  return registry;
}

/** The document that is open, with the plans that were accepted for it. */
export async function documentNow(): Promise<Blob | undefined> {
  if (opened === undefined) return undefined;
  try {
    return await changed(opened.blob, { accepted: opened.plans.accepted.value, absent: [], date: "" }, new AbortController().signal);
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
