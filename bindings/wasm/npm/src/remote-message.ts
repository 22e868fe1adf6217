// What page and worker write to each other. The page asks one thing at a time.
import type { ErrorData } from "./types.js";

/** An argument: a value, or what an earlier request made. */
export type Argument = { value: unknown } | { made: number };

/** From the page. */
export type Request =
  /** A question to something that was made; to nothing, it is `open`. */
  | { id: number; on: number | undefined; method: string; args: Argument[]; tell: boolean }
  /** What a request made is not needed any more. */
  | { free: number };

/** An object that stays in the worker, under the id of the request that made it. */
export interface Made {
  kind: string;
  methods: string[];
  /** The properties that can be sent. */
  data: Record<string, unknown>;
}

/** From the worker: any number of `told`, then one of the others. */
export type Reply = { id: number } & (
  | { told: unknown }
  | { value: unknown }
  | { made: Made }
  /** An error of ours. */
  | { error: ErrorData }
  /** Any other. */
  | { thrown: Error }
  /** The module cannot be used any more, or could never be. */
  | { broken: string }
);
