// Edits a document beside the page: text in, text out.
import type { Document, PairChange } from "wangge";
import { type Change, edit, type Edits } from "./edit";
import type { Accepted } from "./edits";

addEventListener("message", ({ data }: MessageEvent<{ blob: Blob; edits: Edits }>) => {
  // A promise that fails says so nowhere; an error that is thrown is heard by the page.
  edited(data.blob, data.edits).then((text) => postMessage(new Blob([text])), (error: unknown) => setTimeout(() => { throw error; }));
});

async function edited(blob: Blob, { accepted, ...leave }: Edits): Promise<string> {
  const text = await blob.text();
  const document = parsed(text);
  // What is no document stays as it is: the core says what is wrong with it.
  return document === undefined ? text : JSON.stringify(edit(document, await Promise.all(accepted.map(changeOf)), leave));
}

function parsed(text: string): Document | undefined {
  try {
    return JSON.parse(text) as Document;
  } catch {
    return undefined;
  }
}

async function changeOf({ date, purpose, changes }: Accepted): Promise<Change> {
  const told = JSON.parse(await changes.text()) as { changes: PairChange[] };
  return { date, purpose, changes: told.changes };
}
