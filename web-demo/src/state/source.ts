// Where the documents of the samples come from: files beside the page.
import chalinhe from "wangge/sample/chalinhe.json?url";
import work from "wangge/sample/chalinhe.work.jsonl?packed";
import { WanggeError } from "wangge/worker";
import { isSingle } from "./single";
import type { CountyName } from "./view";

const CILI = "cili.json.gz";
/** All of Cili County, 109 MB as text: made and packed when the page is built. */
const BESIDE = new URL(CILI, window.document.baseURI).href;

/** The text of a document; `tell` hears how much of it has come. */
export async function documentOf(county: CountyName, tell: (done: number, total: number) => void, signal: AbortSignal): Promise<Blob> {
  if (county === "cili" && isSingle) throw unread(CILI, "it is not in a single file");
  const response = await fetched(county === "cili" ? BESIDE : chalinhe, signal);
  if (response.body === null) throw unread(response.url);
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

/** The sample's log of work. */
export async function sampleLog(): Promise<Blob> {
  const { body, url } = await fetched(work);
  if (body === null) throw unread(url);
  return unpacked(body);
}

/** A file beside the page. A server that has none may answer with a page, one opened from a disk has no server at all. */
async function fetched(url: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(url, signal ? { signal } : {}).catch((error: unknown) => {
    throw error instanceof TypeError ? unread(url, error.message) : error;
  });
  if (!response.ok) throw unread(url, String(response.status));
  if (response.headers.get("content-type")?.startsWith("text/html")) throw unread(url, "text/html");
  return response;
}

function unread(url: string, why = "nothing"): WanggeError {
  const name = url.slice(url.lastIndexOf("/") + 1);
  return new WanggeError({ code: "document.io", ids: [name], message: `${name}: ${why}` });
}

/** What a stream has, unpacked if it is packed with gzip: a server may have done so already. At most so many bytes. */
export async function unpacked(stream: ReadableStream<Uint8Array>, atMost = Infinity): Promise<Blob> {
  const [first, rest] = stream.tee();
  const reader = first.getReader();
  const { value } = await reader.read();
  void reader.cancel();
  const isPacked = value !== undefined && value[0] === 0x1f && value[1] === 0x8b;
  const plain = isPacked ? rest.pipeThrough(new DecompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>) : rest;
  const { isOver, limit } = limited(atMost);
  return new Response(plain.pipeThrough(limit) as ReadableStream<Uint8Array<ArrayBuffer>>).blob().catch((error: unknown) => {
    throw isOver() ? new RangeError(`more than ${atMost} bytes`) : error;
  });
}

/** Few bytes can unpack to more than any disk holds. */
function limited(atMost: number): { isOver: () => boolean; limit: TransformStream<Uint8Array, Uint8Array> } {
  let done = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, out) {
      done += bytes.length;
      if (done > atMost) out.error(new RangeError());
      else out.enqueue(bytes);
    },
  });
  return { isOver: () => done > atMost, limit };
}
