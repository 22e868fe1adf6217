// In the worker: asks the objects what the page wants to know.
import { Chain } from "./chain.js";
import { Directory } from "./directory.js";
import { WanggeError, refused } from "./errors.js";
import { Household } from "./household.js";
import { Plan } from "./plan.js";
import { Registry } from "./registry.js";
import { Work } from "./work.js";
import type { OpenProgress } from "./remote.js";
import type { Argument, Made, Reply, Request } from "./remote-message.js";

type Tell = (progress: unknown) => void;
type Question = Exclude<Request, { free: number }>;

/** What stays in the worker, and what it is called in messages. */
const KINDS = { registry: Registry, directory: Directory, plan: Plan, household: Household, chain: Chain, work: Work };

/** Answers requests, one at a time. @internal */
export class Server {
  readonly #made = new Map<number, object>();
  readonly #post: (reply: Reply, transfer: ArrayBuffer[]) => void;
  readonly #ready: Promise<unknown>;

  constructor(post: (reply: Reply, transfer: ArrayBuffer[]) => void, ready: Promise<unknown> = Promise.resolve()) {
    this.#post = post;
    this.#ready = ready;
    // Whoever asks is told.
    ready.catch(() => {});
  }

  /** Takes a request. */
  async take(request: Request): Promise<void> {
    if ("free" in request) {
      this.#free(request.free);
      return;
    }
    const { id } = request;
    try {
      await this.#ready;
    } catch (thrown) {
      this.#post({ id, broken: `the .wasm cannot be loaded: ${message(thrown)}` }, []);
      return;
    }
    try {
      const answer = await this.#ask(request);
      const made = kindOf(answer) === undefined ? undefined : this.#keep(id, answer as object);
      this.#post(made === undefined ? { id, value: answer } : { id, made }, made === undefined ? buffers(answer) : []);
    } catch (thrown) {
      this.#post({ id, ...failure(thrown) }, []);
    }
  }

  async #ask({ id, on, method, args, tell }: Question): Promise<unknown> {
    const listener: Tell | undefined = tell ? (told) => this.#post({ id, told }, []) : undefined;
    const values = args.map((argument) => this.#value(argument));
    if (on === undefined) return open(values[0] as Blob, listener);
    const object = this.#get(on);
    const question: unknown = Reflect.get(object, method);
    if (typeof question !== "function") throw new TypeError(`there is no method ${method}`);
    return question.apply(object, listener === undefined ? values : [...values, listener]);
  }

  #value(argument: Argument): unknown {
    return "made" in argument ? this.#get(argument.made) : argument.value;
  }

  #get(id: number): object {
    const object = this.#made.get(id);
    if (object === undefined) throw new TypeError(`there is nothing of request ${id}`);
    return object;
  }

  #keep(id: number, object: object): Made {
    const made = describe(object);
    this.#made.set(id, object);
    return made;
  }

  #free(id: number): void {
    const object = this.#made.get(id);
    this.#made.delete(id);
    if (object !== undefined && "dispose" in object) (object as { dispose(): void }).dispose();
  }
}

async function open(document: Blob, listener: Tell | undefined): Promise<Registry> {
  const bytes = await document.arrayBuffer().catch((error: unknown) => {
    throw refused("document.io", `the document cannot be read: ${message(error)}`);
  });
  const tell = listener as ((progress: OpenProgress) => void) | undefined;
  const onProgress = tell && ((done: number, total: number) => {
    tell({ stage: done < total ? "reading" : "checking", done, total });
  });
  return Registry.fromDocument(bytes, { onProgress });
}

function kindOf(value: unknown): string | undefined {
  return Object.entries(KINDS).find(([, own]) => value instanceof own)?.[0];
}

/** What the page needs to show an object: the names of its methods, and its data. */
function describe(object: object): Made {
  const made: Made = { kind: kindOf(object) ?? "object", methods: [], data: {} };
  const inherited = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object) as object);
  for (const [name, { value }] of Object.entries(inherited)) {
    if (typeof value !== "function") keepData(made, object, name);
    else if (name !== "constructor" && name !== "dispose") made.methods.push(name);
  }
  for (const name of Object.keys(object)) keepData(made, object, name);
  return made;
}

function keepData(made: Made, object: object, name: string): void {
  const value: unknown = Reflect.get(object, name);
  if (typeof value !== "object" || value === null || Array.isArray(value) || isPlain(value)) made.data[name] = value;
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** The memory of the typed arrays of an answer: it moves to the page. */
function buffers(answer: unknown): ArrayBuffer[] {
  const parts: unknown[] = typeof answer === "object" && answer !== null && isPlain(answer) ? Object.values(answer) : [answer];
  const found = new Set<ArrayBuffer>();
  for (const part of parts) {
    const isWhole = ArrayBuffer.isView(part) && part.byteLength === part.buffer.byteLength;
    if (isWhole && part.buffer instanceof ArrayBuffer) found.add(part.buffer);
  }
  return [...found];
}

function failure(thrown: unknown) {
  if (thrown instanceof WanggeError) return { error: thrown.toJSON() };
  // A trap, or a stack that ran over: what the core's memory looks like after it, nobody knows.
  if (thrown instanceof WebAssembly.RuntimeError || thrown instanceof RangeError) return { broken: message(thrown) };
  // Not every error can be sent.
  return { thrown: new Error(message(thrown)) };
}

function message(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}
