// One worker, asked one thing at a time, until it ends.
import type { Reply, Request } from "./remote-message.js";

/** A worker: of the browser (`Worker`), or of `node:worker_threads`. */
export interface WorkerLike {
  /** Sends it a message. */
  postMessage(message: unknown): void;
  /** Ends it. */
  terminate(): unknown;
  /** Listens, in a browser. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  addEventListener?(type: string, listener: (event: any) => void): void;
  /** Listens, in Node. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  on?(type: string, listener: (value: any) => void): unknown;
  /** Keeps Node running. */
  ref?(): void;
  /** Lets Node end. */
  unref?(): void;
}

/** The worker ended before it answered. @internal */
export class Ended extends Error {}

interface Waiting {
  id: number;
  listener: ((told: unknown) => void) | undefined;
  resolve: (reply: Reply) => void;
  reject: (ended: Ended) => void;
}

/** A question without its number. @internal */
export type Question = Omit<Exclude<Request, { free: number }>, "id" | "tell">;

/** A worker that runs. @internal */
export class Connection {
  readonly #worker: WorkerLike;
  #waiting: Waiting | undefined;
  #last = 0;
  #ended: Ended | undefined;

  constructor(worker: WorkerLike) {
    this.#worker = worker;
    const failed = (event: { message?: string; preventDefault?(): void } | undefined) => {
      event?.preventDefault?.();
      this.end(event?.message ? event.message : "its script cannot be loaded, or stopped");
    };
    if (worker.on !== undefined) {
      worker.on("message", (reply: Reply) => this.#take(reply));
      worker.on("error", failed);
      worker.on("messageerror", failed);
      worker.on("exit", (code: number) => this.end(`it exited with ${code}`));
    } else {
      worker.addEventListener?.("message", ({ data }: { data: Reply }) => this.#take(data));
      worker.addEventListener?.("error", failed);
      worker.addEventListener?.("messageerror", failed);
    }
  }

  /** Whether it can still be asked. */
  get isRunning(): boolean {
    return this.#ended === undefined;
  }

  /** Asks, and gives the reply with the number of the question. Rejected with {@link Ended} if there is none. */
  ask(question: Question, listener?: (told: unknown) => void): Promise<Reply> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting = { id, listener, resolve, reject };
      this.#worker.postMessage({ id, ...question, tell: listener !== undefined } satisfies Request);
    });
  }

  /** Frees what a question made. */
  free(id: number): void {
    if (this.isRunning) this.#worker.postMessage({ free: id } satisfies Request);
  }

  /** Whether a program that has nothing else to do should wait for it. */
  keepAlive(isWanted: boolean): void {
    if (isWanted) this.#worker.ref?.();
    else this.#worker.unref?.();
  }

  /** Ends it. */
  end(why: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = new Ended(why);
    this.#worker.terminate();
    this.#waiting?.reject(this.#ended);
    this.#waiting = undefined;
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting;
    if (waiting === undefined || waiting.id !== reply.id) return;
    if ("told" in reply) {
      waiting.listener?.(reply.told);
    } else if ("broken" in reply) {
      this.end(reply.broken);
    } else {
      this.#waiting = undefined;
      waiting.resolve(reply);
    }
  }
}
