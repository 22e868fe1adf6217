// The declarations as a strict TypeScript project reads them: in every way of resolving modules, with the compilers of
// today and before.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TESTS, installed } from "./lib/place.mjs";

const COMPILERS = ["typescript", "typescript-5", "typescript-old"];
const MODES = {
  "nodenext, an ES module": { end: "mts", options: { module: "nodenext", moduleResolution: "nodenext" } },
  "nodenext, CommonJS": { end: "cts", options: { module: "nodenext", moduleResolution: "nodenext" } },
  bundler: { end: "ts", options: { module: "esnext", moduleResolution: "bundler" } },
};
const SURROUNDINGS = {
  "a browser": { lib: ["ES2022", "ESNext.Disposable", "DOM"], types: [] },
  Node: { lib: ["ES2022", "ESNext.Disposable"], types: ["node"] },
};
const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: false,
  skipLibCheck: false,
  noEmit: true,
  target: "ES2022",
};

const folder = join(installed(), "types");
mkdirSync(join(folder, "node_modules"), { recursive: true });
symlinkSync(join(TESTS, "node_modules/@types"), join(folder, "node_modules/@types"));
const FILES = ["calls", "sample"];
for (const { end } of Object.values(MODES)) {
  for (const file of FILES) copyFileSync(join(TESTS, `fixtures/types/${file}.ts`), join(folder, `${file}.${end}`));
}

function compile(compiler, options, ...files) {
  const project = join(folder, `tsconfig.${compiler}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }));
  const program = join(TESTS, "node_modules", compiler, "bin/tsc");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "-p", project], { encoding: "utf8" });
  return { status, told: stdout + stderr };
}

for (const compiler of COMPILERS) {
  for (const [mode, { end, options }] of Object.entries(MODES)) {
    for (const [where, surroundings] of Object.entries(SURROUNDINGS)) {
      // Older compilers take seconds.
      if (compiler !== "typescript" && where !== "Node") continue;
      test(`${compiler}, ${mode}, for ${where}`, () => {
        // Older ones take whatever is called `.json` for CommonJS.
        const files = compiler === "typescript-old" ? FILES.slice(0, 1) : FILES;
        const { status, told } = compile(compiler, { ...options, ...surroundings }, ...files.map((file) => `${file}.${end}`));
        assert.equal(told, "");
        assert.equal(status, 0);
      });
    }
  }
}

test("what must not compile does not, when nobody expects it", () => {
  const wrong = 'import { WanggeError } from "wangge";\nexport const f = (e: WanggeError) => e.code === "no.such-code";\n';
  writeFileSync(join(folder, "wrong.mts"), wrong);
  const options = { ...MODES["nodenext, an ES module"].options, ...SURROUNDINGS.Node };
  const { status, told } = compile("typescript", options, "wrong.mts");
  assert.notEqual(status, 0);
  assert.match(told, /wrong\.mts\(2,\d+\): error TS2367/);
});
