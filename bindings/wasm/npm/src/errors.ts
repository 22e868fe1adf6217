import type { ErrorCode, ErrorData, ErrorPlace, Fault } from "./types.js";

/**
 * Why there is no answer: a stable code, the rule that asks for it, the ids concerned, and what to do.
 *
 * A gap is no error: that nobody is responsible is an answer.
 */
export class WanggeError extends Error {
  /** The stable code, such as `subject.unknown`. */
  readonly code: ErrorCode;
  /** The rule of the specification that asks for it, such as `R7`. */
  readonly rule: string | undefined;
  /** The ids or values concerned. */
  readonly ids: readonly string[];
  /** Where in the document or request, if it is one that is wrong. */
  readonly place: ErrorPlace | undefined;
  /** With `document.faults`: every fault, in the order of the document. */
  readonly faults: readonly Fault[];

  /** An error from its data, such as {@link WanggeError.toJSON} gives. */
  constructor(data: ErrorData) {
    super(data.message);
    this.code = data.code;
    this.rule = data.rule;
    this.ids = data.ids;
    this.place = data.place;
    this.faults = data.faults ?? [];
  }

  /** The data of the error: the same as every other host of wangge gives. */
  toJSON(): ErrorData {
    const { code, rule, ids, message, place, faults } = this;
    return {
      code,
      ...(rule === undefined ? {} : { rule }),
      ids: [...ids],
      message,
      ...(place === undefined ? {} : { place }),
      ...(faults.length === 0 ? {} : { faults: [...faults] }),
    };
  }
}
Object.defineProperty(WanggeError.prototype, "name", { value: "WanggeError", configurable: true, writable: true });

/** An error of this layer. @internal */
export function refused(code: ErrorCode, message: string, more: Partial<ErrorData> = {}): WanggeError {
  return new WanggeError({ code, ids: [], message, ...more });
}

/** What the core throws is the JSON of an error; anything else goes through. @internal */
export function fromCore(thrown: unknown): unknown {
  return typeof thrown === "string" && thrown.startsWith("{") ? new WanggeError(JSON.parse(thrown) as ErrorData) : thrown;
}
