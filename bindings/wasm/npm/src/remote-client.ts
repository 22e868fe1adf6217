// On the page: what is asked, in order; and how everything was made, so that it can be made again in another worker.
import { WanggeError, refused } from "./errors.js";
import { Connection, Ended, type Question, type WorkerLike } from "./remote-connection.js";
import type { Argument, Made, Reply } from "./remote-message.js";
import type { Signal } from "./remote.js";

/** `Symbol.asyncDispose`, or, where the runtime has none, the symbol that compilers put in its place. */
const asyncDisposeSymbol: typeof Symbol.asyncDispose =
  Symbol.asyncDispose ?? (Symbol.for("Symbol.asyncDispose") as typeof Symbol.asyncDispose);

/** An argument as it is remembered. */
type Remembered = { value: unknown } | { origin: Origin };

/** How something was made, and where it is now. @internal */
interface Origin {
  readonly on: Origin | undefined;
  readonly method: string;
  readonly args: readonly Remembered[];
  kind: string;
  /** The worker that has it, and its number there. */
  at: { connection: Connection; id: number } | undefined;
  isFreed: boolean;
}

/** A question, until it is answered. */
interface Call {
  readonly on: Origin | undefined;
  readonly method: string;
  readonly args: readonly Remembered[];
  readonly listener: ((told: unknown) => void) | undefined;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  isAborted: boolean;
}

/** What may be said beside a question. @internal */
export interface Beside {
  signal?: Signal | null | undefined;
  onProgress?: ((told: never) => void) | null | undefined;
}

/** Frees what nobody can reach any more. */
const forgotten = new FinalizationRegistry<() => void>((free) => free());

/** All that was made of one document, and the worker that has it, if one has. @internal */
export class Client {
  readonly #start: () => WorkerLike;
  readonly #queue: (Call | (() => void))[] = [];
  #connection: Connection | undefined;
  /** What is being asked. */
  #current: Call | undefined;
  #isBusy = false;
  /** How many remote objects there are. */
  #kept = 0;

  constructor(start: () => WorkerLike) {
    this.#start = start;
  }

  /** Asks something when everything before is answered. */
  ask(on: Origin | undefined, method: string, args: unknown[], beside: Beside): Promise<unknown> {
    const { signal, onProgress } = beside;
    if (signal?.aborted) return Promise.reject(aborted(signal));
    return new Promise((resolve, reject) => {
      let thrown: { error: unknown } | undefined;
      const listener = onProgress && ((told: unknown) => {
        if (thrown !== undefined) return;
        try {
          onProgress(told as never);
        } catch (error) {
          thrown = { error };
        }
      });
      const abort = () => this.#abort(call, signal);
      const settle = () => signal?.removeEventListener("abort", abort);
      const call: Call = {
        on,
        method,
        args: args.map(remembered),
        listener: listener ?? undefined,
        isAborted: false,
        resolve: (answer) => {
          settle();
          const isWanted = thrown === undefined && !call.isAborted;
          if (!isWanted && answer instanceof RemoteObject) void answer.dispose();
          if (thrown === undefined) resolve(answer);
          else reject(thrown.error);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      signal?.addEventListener("abort", abort);
      this.#queue.push(call);
      void this.#work();
    });
  }

  /** Frees something when everything before is answered. */
  free(origin: Origin): Promise<void> {
    if (origin.isFreed) return Promise.resolve();
    origin.isFreed = true;
    return new Promise((resolve) => {
      this.#queue.push(() => {
        this.#kept--;
        release(origin);
        resolve();
      });
      void this.#work();
    });
  }

  /** What is being asked ends with the worker; what waits is just left out. */
  #abort(call: Call, signal: Signal | null | undefined): void {
    call.isAborted = true;
    const at = this.#queue.indexOf(call);
    if (at >= 0) this.#queue.splice(at, 1);
    else if (this.#current === call) this.#connection?.end("the call was aborted");
    call.reject(aborted(signal));
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#connection?.keepAlive(true);
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      if (typeof next === "function") {
        next();
      } else {
        this.#current = next;
        await this.#answer(next);
        this.#current = undefined;
      }
    }
    this.#isBusy = false;
    if (this.#kept === 0) this.#connection?.end("nothing is open");
    else this.#connection?.keepAlive(false);
  }

  /** If the worker ends in the middle, it is asked once more: every answer is the same each time. */
  async #answer(call: Call): Promise<void> {
    for (let isSecond = false; ; isSecond = true) {
      try {
        call.resolve(await this.#attempt(call));
        return;
      } catch (thrown) {
        if (thrown instanceof Ended && !isSecond && !call.isAborted) continue;
        call.reject(thrown instanceof Ended ? ended(thrown) : thrown);
        return;
      }
    }
  }

  async #attempt(call: Call): Promise<unknown> {
    const connection = this.#connected();
    const temporary: Origin[] = [];
    try {
      const reply = await connection.ask(await this.#question(connection, call, temporary), call.listener);
      if (!("made" in reply)) return valueOf(reply);
      const { on, method, args } = call;
      const at = { connection, id: reply.id };
      return this.#remote({ on, method, args, kind: reply.made.kind, at, isFreed: false }, reply.made);
    } finally {
      temporary.forEach(release);
    }
  }

  #connected(): Connection {
    if (this.#connection?.isRunning) return this.#connection;
    try {
      return (this.#connection = new Connection(this.#start()));
    } catch (thrown) {
      throw new Ended(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  /** A question in the numbers of a worker, which is given first what it does not have. */
  async #question(connection: Connection, call: Origin | Call, temporary: Origin[]): Promise<Question> {
    const on = call.on && (await this.#place(connection, call.on, temporary));
    const args: Argument[] = [];
    for (const own of call.args) {
      args.push("origin" in own ? { made: await this.#place(connection, own.origin, temporary) } : own);
    }
    return { on, method: call.method, args };
  }

  /** The number of something in a worker; there it is made again if need be. */
  async #place(connection: Connection, origin: Origin, temporary: Origin[]): Promise<number> {
    if (origin.at?.connection === connection) return origin.at.id;
    const reply = await connection.ask(await this.#question(connection, origin, temporary));
    if (!("made" in reply)) throw valueOf(reply);
    origin.at = { connection, id: reply.id };
    if (origin.isFreed) temporary.push(origin);
    return reply.id;
  }

  #remote(origin: Origin, made: Made): object {
    this.#kept++;
    const remote = new (classOf(made))(this, origin, made.data);
    forgotten.register(remote, () => void this.free(origin), origin);
    return remote;
  }
}

/** An object in a worker. Its methods are those that the worker says it has. */
class RemoteObject {
  readonly #client: Client;
  readonly #origin: Origin;

  constructor(client: Client, origin: Origin, data: Record<string, unknown>) {
    this.#client = client;
    this.#origin = origin;
    Object.assign(this, data);
  }

  static originOf(value: unknown): Origin | undefined {
    return value instanceof RemoteObject ? value.#origin : undefined;
  }

  static async ask(object: RemoteObject, method: string, args: unknown[]): Promise<unknown> {
    const { isFreed, kind } = object.#origin;
    if (isFreed) throw refused("handle.freed", `this ${kind} was disposed of; make a new one, or dispose of it later`);
    const beside = besideOf(args);
    return object.#client.ask(object.#origin, method, beside === undefined ? args : args.slice(0, -1), beside ?? {});
  }

  async dispose(): Promise<void> {
    forgotten.unregister(this.#origin);
    await this.#client.free(this.#origin);
  }

  [asyncDisposeSymbol](): Promise<void> {
    return this.dispose();
  }
}

const classes = new Map<string, typeof RemoteObject>();

function classOf({ kind, methods }: Made): typeof RemoteObject {
  let own = classes.get(kind);
  if (own === undefined) {
    own = class extends RemoteObject {};
    for (const method of methods) {
      const ask = function (this: RemoteObject, ...args: unknown[]) {
        return RemoteObject.ask(this, method, args);
      };
      Object.defineProperty(own.prototype, method, { value: ask, configurable: true, writable: true });
    }
    classes.set(kind, own);
  }
  return own;
}

/** The last argument, if it is what stands beside a question: no question has such names in it. */
function besideOf(args: unknown[]): Beside | undefined {
  const last = args.at(-1);
  if (typeof last !== "object" || last === null || Object.getPrototypeOf(last) !== Object.prototype) return undefined;
  const names = Object.keys(last);
  const isBeside = names.every((name) => name === "signal" || name === "onProgress");
  return isBeside && (names.length > 0 || args.length > 1) ? last : undefined;
}

/** An argument that nobody can change any more. */
function remembered(value: unknown): Remembered {
  const origin = RemoteObject.originOf(value);
  if (origin !== undefined) return { origin };
  if (value instanceof Blob) return { value };
  try {
    return { value: structuredClone(value) };
  } catch {
    return { value: plain(value) };
  }
}

/** What cannot be cloned, such as the proxies of front-end frameworks, is taken as what it says in JSON. */
function plain(value: unknown): unknown {
  try {
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) return JSON.parse(text) as unknown;
  } catch {
    // Said below.
  }
  throw refused("request.type", `a ${typeof value} cannot be sent to the worker; give a plain value`);
}

function release(origin: Origin): void {
  origin.at?.connection.free(origin.at.id);
  origin.at = undefined;
}

function valueOf(reply: Reply): unknown {
  if ("value" in reply) return reply.value;
  if ("error" in reply) throw new WanggeError(reply.error);
  throw "thrown" in reply ? reply.thrown : new Error("the worker gave no answer");
}

function aborted(signal: Signal | null | undefined): WanggeError {
  return because(refused("aborted", "the call was aborted; ask again if it is wanted after all"), signal?.reason);
}

function ended(why: Ended): WanggeError {
  const told = `the worker ended twice: ${why.message}; the next question starts it anew`;
  return because(refused("worker.ended", told), why);
}

function because(error: WanggeError, cause: unknown): WanggeError {
  Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
  return error;
}
