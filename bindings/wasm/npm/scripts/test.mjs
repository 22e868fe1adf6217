// Tests of what was built: `node scripts/test.mjs`. The garbage collector is at hand, for tests of memory.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const files = readdirSync("test").filter((name) => name.endsWith(".test.mjs")).map((name) => `test/${name}`);
if (files.length === 0) throw new Error("no tests");
const { status } = spawnSync(process.execPath, ["--expose-gc", "--test", ...files], { stdio: "inherit" });
process.exit(status ?? 1);
