// Packs a county's document beside the built page, where the page fetches it when somebody asks.
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";

const [county] = process.argv.slice(2);
if (county === undefined) throw new Error("node pack.mjs DOCUMENT");
const packed = fileURLToPath(new URL("../dist/cili.json.gz", import.meta.url));
await pipeline(createReadStream(county), createGzip({ level: 9 }), createWriteStream(packed));
