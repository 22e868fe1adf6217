// What JavaScript may hand in, checked before it crosses: the core never sees a value of another type.
import { WanggeError, refused } from "./errors.js";
import type { ErrorCode } from "./types.js";

/** A value in backticks, as far as it can be shown. */
function shown(value: unknown): string {
  if (typeof value === "string") return "a string";
  if (typeof value === "number" || typeof value === "bigint") return `\`${value}\``;
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}

function wrong(code: ErrorCode, name: string, expected: string, value: unknown): Error {
  const place = { path: name, line: 0, column: 0 };
  return refused(code, `\`${name}\` is ${shown(value)}; expected ${expected}`, { place });
}

/** A string. @internal */
export function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw wrong("request.type", name, "a string", value);
  return value;
}

/** A string, or nothing. @internal */
export function maybeText(value: unknown, name: string): string | undefined {
  return value === undefined || value === null ? undefined : text(value, name);
}

/** A whole number that fits 32 bits. @internal */
export function whole(value: unknown, name: string): number {
  const expected = "a whole number from 0 to 4294967295";
  if (typeof value !== "number") throw wrong("request.type", name, expected, value);
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw wrong("request.value", name, expected, value);
  return value;
}

/** A number, whatever it is. */
function number(value: unknown, name: string): number {
  if (typeof value !== "number") throw wrong("request.type", name, "a number", value);
  return value;
}

/** Longitude and latitude. @internal */
export function point(value: unknown, name: string): readonly [number, number] {
  if (!Array.isArray(value) || value.length !== 2) throw wrong("request.type", name, "longitude and latitude in an array", value);
  return [number(value[0], "longitude"), number(value[1], "latitude")];
}

/** A listener, or nothing. @internal */
export function maybeListener<T>(value: T | undefined | null, name: string): T | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "function") throw wrong("request.type", name, "a function", value);
  return value;
}

/** Options, or nothing. @internal */
export function options<T extends object>(value: T | undefined | null, name: string): Partial<T> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object") throw wrong("request.type", name, "an object", value);
  return value;
}

/** A value as JSON; JSON itself would make nothing of a number that is none. @internal */
export function json(value: unknown, name: string, of: "request" | "document" = "request"): string {
  const finite = (key: string, own: unknown): unknown => {
    if (typeof own !== "number" || Number.isFinite(own)) return own;
    const place = { path: key === "" ? name : key, line: 0, column: 0 };
    throw refused(`${of}.number`, `\`${key}\` is \`${own}\`; expected a finite number`, { place });
  };
  let written: string | undefined;
  try {
    written = JSON.stringify(value, finite);
  } catch (error) {
    if (error instanceof WanggeError) throw error;
    const told = error instanceof Error ? error.message : String(error);
    throw refused(`${of}.type`, `\`${name}\` cannot be written as JSON: ${told}`);
  }
  if (written === undefined) throw wrong(`${of}.type`, name, "an object", value);
  return written;
}

/** A text in UTF-8, as bytes, as a string or as the object that it says. @internal */
export function utf8(value: unknown, name: string, of: "request" | "document"): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer || Object.prototype.toString.call(value) === "[object SharedArrayBuffer]") {
    return new Uint8Array(value as ArrayBuffer);
  }
  return new TextEncoder().encode(typeof value === "string" ? value : json(value, name, of));
}

/** Ids joined to one text. No id has a line break or nothing in it: such a one becomes another that is unknown. @internal */
export function joined(ids: unknown): string {
  if (!Array.isArray(ids)) throw wrong("request.type", "ids", "an array of strings", ids);
  return ids.map((id) => text(id, "ids").replaceAll("\n", " ") || " ").join("\n");
}
