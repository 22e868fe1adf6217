// Edits a document beside the page: text in, text out.
import type { Document } from "wangge";
import { edit, type Edits } from "./edit";

addEventListener("message", ({ data }: MessageEvent<{ blob: Blob; edits: Edits }>) => {
  void data.blob.text().then((text) => {
    const edited = JSON.stringify(edit(JSON.parse(text) as Document, data.edits));
    postMessage(new Blob([edited]));
  });
});
