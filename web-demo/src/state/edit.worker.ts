// Edits a document beside the page: text in, text out.
import type { Document } from "wangge";
import { edit, type Edits } from "./edit";

addEventListener("message", ({ data }: MessageEvent<{ blob: Blob; edits: Edits }>) => {
  void data.blob.text().then((text) => postMessage(new Blob([edited(text, data.edits)])));
});

/** What is no document stays as it is: the core says what is wrong with it. */
function edited(text: string, edits: Edits): string {
  try {
    return JSON.stringify(edit(JSON.parse(text) as Document, edits));
  } catch {
    return text;
  }
}
