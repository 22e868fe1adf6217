import load, { version as coreVersion } from "./core.js";

export { Chain } from "./chain.js";
export { Directory } from "./directory.js";
export type { AssignProgress, ResponsibleAll, ScopesOptions, TreeOptions } from "./directory.js";
export { WanggeError } from "./errors.js";
export { Household } from "./household.js";
export { Plan } from "./plan.js";
export type { Pairs } from "./plan.js";
export { Registry } from "./registry.js";
export type { DocumentSource, OpenOptions, TransactionSource } from "./registry.js";
export { Work } from "./work.js";
export type { EntrySource, LogSource, PageLanguage, ReportingOptions } from "./work.js";
export type * from "./types.js";

/** The version of this package. */
export function version(): string {
  return coreVersion();
}

/**
 * Loads the `.wasm`; nothing else works before. Node has it loaded already, so that there this does nothing.
 *
 * @param module Where it is, if not beside this package: a URL, a `Response`, its bytes, or a `WebAssembly.Module`.
 */
export default async function init(module?: string | object | Promise<object>): Promise<void> {
  await load(module === undefined ? undefined : { module_or_path: module as string });
}
