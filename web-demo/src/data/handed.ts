// A file that somebody hands in: what it is, before the core reads it.
import type { ErrorData } from "wangge";
import { unpacked } from "../state/source";

/** More than this is no county, but a file that swells when it is unpacked. */
const AT_MOST = 2 ** 30;

/** What a file is when it is not what is wanted. */
export type Looks = "empty" | "zip" | "utf-16" | "page" | "other" | "broken" | "long" | undefined;

/** What the first bytes of a file say. */
export function looksLike(bytes: Uint8Array): Looks {
  const [a, b] = bytes;
  if (a === undefined) return "empty";
  if (a === 0x50 && b === 0x4b) return "zip";
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return "utf-16";
  // Without a mark: every second byte of JSON is nothing then.
  if (a === 0x7b && b === 0 || a === 0 && b === 0x7b) return "utf-16";
  // A mark at the start is taken off by the decoder.
  const text = new TextDecoder().decode(bytes).trimStart();
  if (/^<(!doctype|html)/i.test(text)) return "page";
  return text.startsWith("{") ? undefined : "other";
}

export interface Handed {
  name: string;
  /** Its text, or as much as could be unpacked: nothing. */
  blob: Blob;
  looks: Looks;
  error?: ErrorData;
}

/** The text of a file, unpacked if it is packed with gzip. */
export async function handed(file: File): Promise<Handed> {
  const { name } = file;
  try {
    const blob = await unpacked(file.stream(), AT_MOST);
    return { name, blob, looks: looksLike(new Uint8Array(await blob.slice(0, 64).arrayBuffer())) };
  } catch (thrown) {
    const looks = thrown instanceof RangeError ? "long" : thrown instanceof TypeError ? "broken" : undefined;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { name, blob: new Blob(), looks, error: { code: "document.io", ids: [], message } };
  }
}
