// How large the package is, and how soon it is ready, beside the goals: `node scripts/sizes.mjs`.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
const row = (name, value, goal = "") => console.log(`${name.padEnd(44)}${value}  ${goal}`);

const wasm = readFileSync("dist/core_bg.wasm");
const bundle = await build({ absWorkingDir: process.cwd(), entryPoints: ["dist/index.js"], bundle: true, minify: true, format: "esm", write: false });
const script = bundle.outputFiles[0].contents;
const [packed] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" }));

const load = `const before = performance.now(); await import(${JSON.stringify(new URL("../dist/node.mjs", import.meta.url))}); console.log(performance.now() - before)`;
const starts = Array.from({ length: 9 }, () =>
  Number(execFileSync(process.execPath, ["--input-type=module", "-e", load], { encoding: "utf8" })),
).sort((a, b) => a - b);

console.log("\nthe npm package");
row(".wasm", kB(wasm.length));
row(".wasm, gzip", kB(gzipSync(wasm, { level: 9 }).length), "goal: at most 180 kB");
row(".wasm, brotli", kB(brotliCompressSync(wasm).length));
row("JavaScript, minified", kB(script.length));
row("JavaScript, minified, gzip", kB(gzipSync(script, { level: 9 }).length));
row("tarball", kB(packed.size));
row("of it the sample, gzip", kB(gzipSync(readFileSync("sample/chalinhe.json")).length));
row("unpacked", kB(packed.unpackedSize));
row("start in Node (median of 9)", `${starts[4].toFixed(1)} ms`.padStart(11), "goal: at most 20 ms");
