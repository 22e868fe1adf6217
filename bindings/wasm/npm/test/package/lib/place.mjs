// Where everything is.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** These tests, with their tools. */
export const TESTS = fileURLToPath(new URL("..", import.meta.url));
/** The npm package. */
export const PACKAGE = join(TESTS, "../..");
/** All of wangge. */
export const REPOSITORY = join(PACKAGE, "../../..");

/** The types of everything that is asked and answered. */
export const SCHEMA = join(REPOSITORY, "crates/wangge-formats/schema/wangge-types-1.schema.json");

/** The folder in which the packed package is installed; it is this test run's own, and goes when it is over. */
export function installed() {
  const folder = process.env.WANGGE_INSTALLED;
  if (folder === undefined) throw new Error("the package is packed and installed by `node test/run.mjs`");
  return folder;
}

/** The files of the conformance vectors: those that are checked in, and those that were made. */
export function vectors() {
  const folders = ["tests/conformance", "target/conformance"].map((folder) => join(REPOSITORY, folder));
  const files = folders.filter(existsSync).flatMap((folder) => {
    const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
    return names.map((name) => ({ name, read: () => readFileSync(join(folder, name), "utf8") }));
  });
  // A typed front end cannot send them.
  const typed = files.filter(({ name }) => name !== "requests.jsonl");
  // Those that are checked in are made again in the large set.
  return [...new Map(typed.map((file) => [file.name, file])).values()];
}

const DISPUTE = '{"call":"responsible","directory":2,"subject":"430821108223-h0017","kind":"neighbour-dispute"}';

/** What the native core answers about a household of Chalinhe. */
export function chalinheAnswer() {
  const lines = vectors().find(({ name }) => name === "chalinhe.jsonl").read().split("\n");
  return JSON.parse(lines[lines.indexOf(DISPUTE) + 1]).ok;
}
