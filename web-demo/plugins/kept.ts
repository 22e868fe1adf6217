// Builds the service worker, and writes into it which files are the page.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Logger, Plugin } from "vite";

const SOURCE = fileURLToPath(new URL("../src/offline/sw.ts", import.meta.url));
const NAME = "sw.js";

export function kept(): Plugin {
  let folder = "";
  let logger: Logger;
  return {
    name: "wangge-kept",
    apply: "build",
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
      logger = config.logger;
    },
    buildStart() {
      this.emitFile({ type: "chunk", id: SOURCE, fileName: NAME });
    },
    // What is on the disk is what will be served.
    writeBundle() {
      const worker = join(folder, NAME);
      const code = readFileSync(worker, "utf8");
      const paths = pathsIn(folder);
      const files = JSON.stringify(digests(folder, paths));
      const version = createHash("sha256").update(code).update(files).digest("hex").slice(0, 16);
      writeFileSync(worker, code.replaceAll("WANGGE_FILES", () => files).replaceAll("WANGGE_VERSION", JSON.stringify(version)));
      const bodies = paths.map((path) => readFileSync(join(folder, path)));
      const kilobytes = (sizes: number[]) => `${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000)} kB`;
      logger.info(`kept for offline: ${paths.length} files, ${kilobytes(bodies.map(({ length }) => length))}, gzip ${kilobytes(bodies.map((body) => gzipSync(body).length))}`);
    },
  };
}

/** All files but the service worker itself. */
function pathsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => path !== NAME)
    .sort();
}

/** The digest of every file, by its path from the page. */
function digests(folder: string, paths: string[]): Record<string, string> {
  const digest = (path: string) => `sha256-${createHash("sha256").update(readFileSync(join(folder, path))).digest("base64")}`;
  // A server may lead from `index.html` to its folder: the folder is asked for.
  return Object.fromEntries(paths.map((path) => [path === "index.html" ? "" : path, digest(path)]));
}
