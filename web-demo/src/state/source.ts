// Where the documents of the samples come from: files beside the page.
import chalinhe from "wangge/sample/chalinhe.json?url";
import type { CountyName } from "./view";

/** All of Cili County, 109 MB as text: made and packed when the page is built. */
const CILI = new URL("cili.json.gz", window.document.baseURI).href;

/** The text of a document; `tell` hears how much of it has come. */
export async function documentOf(county: CountyName, tell: (done: number, total: number) => void, signal: AbortSignal): Promise<Blob> {
  const response = await fetch(county === "cili" ? CILI : chalinhe, { signal });
  if (!response.ok || response.body === null) throw new Error(`${response.status} ${response.url}`);
  const total = Number(response.headers.get("content-length") ?? 0);
  let done = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, out) {
      done += bytes.length;
      tell(done, total);
      out.enqueue(bytes);
    },
  });
  return unpacked(response.body.pipeThrough(counted));
}

/** What a stream has, unpacked if it is packed with gzip: a server may have done so already. */
export async function unpacked(stream: ReadableStream<Uint8Array>): Promise<Blob> {
  const [first, rest] = stream.tee();
  const reader = first.getReader();
  const { value } = await reader.read();
  void reader.cancel();
  const isPacked = value !== undefined && value[0] === 0x1f && value[1] === 0x8b;
  const plain = isPacked ? rest.pipeThrough(new DecompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>) : rest;
  return new Response(plain as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
}
