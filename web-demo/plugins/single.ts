// Makes one file of the page: script and style stand in it, and its policy lets nothing else run.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const NAME = "wangge.html";
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SERVED_WORKERS = here("../src/state/workers.ts");
const SINGLE_WORKERS = here("../src/single/workers.ts");

export function single(): Plugin {
  return {
    name: "wangge-single",
    apply: "build",
    resolveId: {
      order: "pre",
      async handler(source, importer) {
        if (!source.endsWith("/workers")) return null;
        const resolved = await this.resolve(source, importer, { skipSelf: true });
        return resolved?.id === SERVED_WORKERS ? SINGLE_WORKERS : null;
      },
    },
    // When everything else has had its turn.
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const part = (name: RegExp): string => {
          const found = Object.values(bundle).filter(({ fileName }) => name.test(fileName));
          const [one] = found;
          if (one === undefined || found.length > 1) this.error(`${found.length} of ${Object.keys(bundle).join(", ")} are ${name}, not one`);
          delete bundle[one.fileName];
          return one.type === "chunk" ? one.code : String(one.source);
        };
        // The package's own way to its worker, which the page in a single file does not go.
        part(/worker-entry-[^/]*\.js$/);
        const page = filled(part(/\.html$/), part(/\.js$/), part(/\.css$/));
        const left = Object.keys(bundle);
        if (left.length > 0) this.error(`not in the single file: ${left.join(", ")}`);
        this.emitFile({ type: "asset", fileName: NAME, source: page });
      },
    },
  };
}

/** The page with its script and style in place of the links to them. */
function filled(html: string, script: string, style: string): string {
  // Text in a script that would end it for the HTML parser; in JavaScript it says the same.
  const safe = script.replaceAll(/<(?=\/script|!--|script)/gi, "\\x3c");
  const icon = `data:image/svg+xml;base64,${readFileSync(here("../public/icon.svg"), "base64")}`;
  return html
    .replace(/<link rel="manifest"[^>]*>\s*/, "")
    .replace("./icon.svg", icon)
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
    .replace(/<script type="module"[^>]*><\/script>/, () => `<script type="module">${safe}</script>`)
    .replace(/<meta charset="[^"]*" \/>/, (charset) => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${policy(safe, style)}" />`);
}

/** Just this script and this style, workers made by it, and files that stand in it; no network at all. */
function policy(script: string, style: string): string {
  const digest = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    `script-src ${digest(script)} 'wasm-unsafe-eval'`,
    `style-src ${digest(style)}`,
    "img-src data: blob:",
    "connect-src data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
