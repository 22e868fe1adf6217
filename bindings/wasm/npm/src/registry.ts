import { RawRegistry } from "./core.js";
import { maybeListener, options as checkedOptions, text, utf8 } from "./checked.js";
import { Directory } from "./directory.js";
import { disposeSymbol } from "./dispose.js";
import { fromCore } from "./errors.js";
import { Handle, listening } from "./handle.js";
import { SchemeIds } from "./tables.js";
import type { Counts, Document, Findings, SchemeRecord } from "./types.js";

/** What a document can be handed in as: its text, the text in UTF-8, or the object that it says. */
export type DocumentSource = string | Uint8Array | ArrayBuffer | ArrayBufferView | Document;

/** How to read a document. */
export interface OpenOptions {
  /** Is told how many of how many bytes are read. What it throws is thrown when all is read. */
  onProgress?: ((read: number, total: number) => void) | undefined;
}

/**
 * Every fact of a county with its period, checked: a registry with a fault cannot exist.
 *
 * It lives in the memory of the core until it is disposed of, or, later, garbage collected.
 */
export class Registry {
  /** How many rows of each section there are. */
  readonly counts: Counts;
  /** The rules of the county, as they were given. */
  readonly scheme: SchemeRecord;
  readonly #handle: Handle<RawRegistry>;
  readonly #ids: SchemeIds;

  private constructor(raw: RawRegistry) {
    this.#handle = new Handle(raw, "registry");
    this.counts = this.#handle.ask((own) => JSON.parse(own.counts()) as Counts);
    this.scheme = this.#handle.ask((own) => JSON.parse(own.scheme()) as SchemeRecord);
    this.#ids = new SchemeIds(this.scheme);
  }

  /**
   * Reads and checks a document `wangge/1`.
   *
   * @throws {@link WanggeError} `document.faults` with every fault, or what is no document (`document.*`) and where.
   */
  static fromDocument(document: DocumentSource, options?: OpenOptions): Registry {
    const listener = maybeListener(checkedOptions(options, "options").onProgress, "onProgress");
    const bytes = utf8(document, "document", "document");
    const open = (told: typeof listener) => {
      try {
        return RawRegistry.open(bytes, told);
      } catch (thrown) {
        throw fromCore(thrown);
      }
    };
    return new Registry(listening(listener, open, (raw) => raw.free()));
  }

  /**
   * The county on one date, such as `2026-11-23`.
   *
   * @throws {@link WanggeError} `date.invalid`.
   */
  asOf(date: string): Directory {
    const raw = this.#handle.ask((own) => own.asOf(text(date, "date")));
    return Directory.of(raw, date, this.#ids);
  }

  /**
   * Every gap of every day of a period, past or planned, each with its days. `until` is the day after the last.
   *
   * @throws {@link WanggeError} `date.invalid`, `period.empty`.
   */
  findings(from: string, until: string): Findings {
    return this.#handle.ask((own) => JSON.parse(own.findings(text(from, "from"), text(until, "until"))) as Findings);
  }

  /** Frees its memory. Directories that were made of it stay as they are. */
  dispose(): void {
    this.#handle.end();
  }

  /** The same as {@link Registry.dispose}, for `using`. */
  [disposeSymbol](): void {
    this.dispose();
  }
}
