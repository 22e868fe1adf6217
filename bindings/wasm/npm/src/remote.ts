/// <reference lib="esnext.disposable" preserve="true" />
// What a page sees of the objects in a worker. The types are derived from the classes, so that a new method of these
// is a method of the remote ones too.
import type { Chain } from "./chain.js";
import type { Directory } from "./directory.js";
import type { Household } from "./household.js";
import type { Plan } from "./plan.js";
import type { Registry } from "./registry.js";
import type { Work } from "./work.js";

/** What of an `AbortSignal` is needed. */
export interface Signal {
  /** Whether it was aborted. */
  readonly aborted: boolean;
  /** Why. */
  readonly reason?: unknown;
  /** Listens to it. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Stops listening. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** What may be said beside a question: the last argument of every remote method. */
export interface CallOptions {
  /**
   * Breaks the call off. If the worker is at it already, the worker is ended, for nothing else stops it; what was open
   * is opened again when it is next asked. The call is rejected with `aborted`, others are answered.
   */
  signal?: Signal | null | undefined;
}

/** The same for calls that tell how far they have come. */
export interface ProgressOptions<Progress> extends CallOptions {
  /** Is told how far it has come, from the start again if the worker had to be. What it throws, the call throws. */
  onProgress?: ((progress: Progress) => void) | null | undefined;
}

/** What stays in the worker. */
type Kept = Registry | Directory | Household | Chain | Plan | Work;

/** A value as it arrives: what stays in the worker is remote. */
type Remoted<Value> = Value extends Registry
  ? RemoteRegistry
  : Value extends Directory
    ? RemoteDirectory
    : Value extends Plan
      ? RemotePlan
      : Value extends Household
        ? RemoteHousehold
        : Value extends Chain
          ? RemoteChain
          : Value extends Work
            ? RemoteWork
            : Value;

/** All parameters, as if each had to be given. */
type Given<Parameters extends readonly unknown[]> = { [I in keyof Parameters]-?: NonNullable<Parameters[I]> };

/** What the listener of a method is told, if it has one: its last parameter. */
type Told<Parameters extends readonly unknown[]> =
  Given<Parameters> extends [...unknown[], (told: infer Progress) => void] ? Progress : never;

/** The parameters without the listener, handles being remote. */
type Question<Parameters extends readonly unknown[]> =
  Given<Parameters> extends [...infer Before, (told: never) => void]
    ? { [I in keyof Before]: Remoted<Before[I]> }
    : { [I in keyof Parameters]: Remoted<Parameters[I]> };

type Options<Progress> = [Progress] extends [never] ? CallOptions : ProgressOptions<Progress>;

/** A method in the worker, asked from the page. */
type Method<Parameters extends readonly unknown[], Answer> = (
  ...question: [...question: Question<Parameters>, options?: Options<Told<Parameters>>]
) => Promise<Remoted<Answer>>;

/**
 * An object in a worker: its methods give promises, its data came along when it was made. Properties that are objects
 * of the worker themselves are left out.
 */
export type Remote<Local> = {
  readonly [Name in keyof Local as Name extends "dispose" | symbol ? never : Local[Name] extends Kept ? never : Name]:
    Local[Name] extends (...question: infer Parameters) => infer Answer ? Method<Parameters, Answer> : Local[Name];
} & {
  /** Frees what it holds in the worker, when what was asked before is answered. The last one ends the worker. */
  dispose(): Promise<void>;
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
};

/** A {@link Registry} in a worker. */
export interface RemoteRegistry extends Remote<Registry> {}

/** A {@link Directory} in a worker. */
export interface RemoteDirectory extends Remote<Directory> {}

/** A {@link Plan} in a worker. */
export interface RemotePlan extends Remote<Plan> {}

/** A {@link Household} in a worker. */
export interface RemoteHousehold extends Remote<Household> {}

/** A {@link Chain} in a worker: to ask about many households, take {@link Directory.responsibleAll}. */
export interface RemoteChain extends Remote<Chain> {}

/** {@link Work} in a worker. */
export interface RemoteWork extends Remote<Work> {}

/** How far opening has come. */
export interface OpenProgress {
  /** What is being done: starting the worker, reading the document, checking it and relating its rows. */
  stage: "starting" | "reading" | "checking";
  /** Bytes read. */
  done: number;
  /** Bytes in all. */
  total: number;
}
