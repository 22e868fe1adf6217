// What is left to do when the core is built and bound: `node scripts/build.mjs GLUE SCHEMA`.
// Types from the schema, a smaller .wasm, JavaScript from TypeScript, and the same again for `require`.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [glue, schema] = process.argv.slice(2).map((path) => resolve(path));
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

function run(name, ...args) {
  execFileSync(process.execPath, [join("node_modules", name), ...args], { stdio: "inherit" });
}

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist/cjs", { recursive: true });
run("../scripts/types.mjs", schema, "src/types.ts");
copyFileSync(join(glue, "core.d.ts"), "src/core.d.ts");
run("typescript/bin/tsc");

// No flags for features: the module says itself which it uses.
run("binaryen/bin/wasm-opt", process.env.WANGGE_WASM_OPT ?? "-O3", join(glue, "core_bg.wasm"), "-o", "dist/core_bg.wasm", "--strip-debug", "--strip-producers", "--strip-target-features");
copyFileSync(join(glue, "core.js"), "dist/core.js");

// Node 18 cannot require a module: the same glue again, with the declarations beside it. Errors stand in a file of their
// own, so that those of the worker are of the same class.
await build({
  absWorkingDir: process.cwd(),
  entryPoints: { index: "dist/node.mjs", worker: "dist/worker-node.mjs", errors: "dist/errors.js" },
  outdir: "dist/cjs",
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node18",
  define: { "import.meta.url": "here" },
  banner: { js: 'const here = require("node:url").pathToFileURL(require("node:path").join(__dirname, "..", "index.js")).href;' },
  plugins: [{
    name: "errors",
    setup: ({ onResolve }) => onResolve({ filter: /\/errors\.js$/ }, ({ kind }) => {
      return kind === "entry-point" ? undefined : { path: "./errors.js", external: true };
    }),
  }],
});
writeFileSync("dist/cjs/package.json", '{ "type": "commonjs" }\n');
for (const file of readdirSync("dist").filter((name) => name.endsWith(".d.mts"))) rmSync(join("dist", file));
for (const file of readdirSync("dist").filter((name) => name.endsWith(".d.ts"))) copyFileSync(join("dist", file), join("dist/cjs", file));

// What the sample is, for those who import it: the compiler would take its words for any strings.
const sample = 'import type { Document } from "./types.js";\n/** A village: real divisions, fictional households and people. */\ndeclare const sample: Document;\n';
writeFileSync("dist/sample.d.ts", `${sample}export default sample;\n`);
writeFileSync("dist/cjs/sample.d.ts", `${sample}export = sample;\n`);

for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join("../../..", licence), licence);

// That Node compiles it is the one check that the tools' ideas of features agree with a runtime's.
await WebAssembly.compile(readFileSync("dist/core_bg.wasm"));
