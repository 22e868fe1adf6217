// `import url from "file?packed"`: the file, packed with gzip, beside the page or in its single file.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

const QUERY = "?packed";

export function packed(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "wangge-packed",
    enforce: "pre",
    configResolved: (own) => void (config = own),
    async resolveId(source, importer) {
      if (!source.endsWith(QUERY)) return null;
      const found = await this.resolve(source.slice(0, -QUERY.length), importer, { skipSelf: true });
      return found === null ? null : `\0${found.id}${QUERY}`;
    },
    load(id) {
      if (!id.startsWith("\0") || !id.endsWith(QUERY)) return null;
      const file = id.slice(1, -QUERY.length);
      const source = gzipSync(readFileSync(file), { level: 9 });
      if (config.command === "serve" || config.mode === "single") {
        return `export default "data:application/gzip;base64,${source.toString("base64")}";`;
      }
      const reference = this.emitFile({ type: "asset", name: `${basename(file)}.gz`, source });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}
