// Edits a document beside the page: text in, text out.
import type { Document, PairChange } from "wangge";
import { type Change, edit, type Edits } from "./edit";
import type { Accepted } from "./edits";

addEventListener("message", ({ data }: MessageEvent<{ blob: Blob; edits: Edits }>) => {
  void edited(data.blob, data.edits).then((text) => postMessage(new Blob([text])));
});

/** What is no document stays as it is: the core says what is wrong with it. */
async function edited(blob: Blob, { accepted, ...leave }: Edits): Promise<string> {
  const text = await blob.text();
  try {
    return JSON.stringify(edit(JSON.parse(text) as Document, await Promise.all(accepted.map(changeOf)), leave));
  } catch {
    return text;
  }
}

async function changeOf({ date, purpose, changes }: Accepted): Promise<Change> {
  const told = JSON.parse(await changes.text()) as { changes: PairChange[] };
  return { date, purpose, changes: told.changes };
}
