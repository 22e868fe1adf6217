import { RawRegistry } from "./core.js";
import { maybeListener, options as checkedOptions, text, utf8, whole } from "./checked.js";
import { Directory } from "./directory.js";
import { disposeSymbol } from "./dispose.js";
import { fromCore } from "./errors.js";
import { Handle, listening } from "./handle.js";
import { SchemeIds } from "./tables.js";
import { type LogSource, Work } from "./work.js";
import type { Counts, Document, Findings, Receipt, SchemeRecord, TransactionFile } from "./types.js";

/** What a document can be handed in as: its text, the text in UTF-8, or the object that it says. */
export type DocumentSource = string | Uint8Array | ArrayBuffer | ArrayBufferView | Document;

/** What a transaction can be handed in as: its text, the text in UTF-8, or the object that it says. */
export type TransactionSource = string | Uint8Array | ArrayBuffer | ArrayBufferView | TransactionFile;

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
  /** The number of the last transaction; 0 before the first. */
  readonly sequence: number;
  readonly #handle: Handle<RawRegistry>;
  readonly #ids: SchemeIds;

  private constructor(raw: RawRegistry) {
    this.#handle = new Handle(raw, "registry");
    this.counts = this.#handle.ask((own) => JSON.parse(own.counts()) as Counts);
    this.scheme = this.#handle.ask((own) => JSON.parse(own.scheme()) as SchemeRecord);
    this.sequence = raw.sequence();
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

  /**
   * The registry after a transaction, which is done whole or not at all. This one stays as it is: to look at what a
   * change would do, compare the two with {@link Directory.impactTo}, and go on with the one that is wanted.
   *
   * @throws {@link WanggeError} `transaction.faults` with every fault, or what is no transaction (`request.*`) and where.
   */
  apply(transaction: TransactionSource): Registry {
    const bytes = utf8(transaction, "transaction", "request");
    return new Registry(this.#handle.ask((own) => own.apply(bytes)));
  }

  /**
   * The transaction that takes back what an earlier one did; {@link Registry.apply} does it, under a number of its own.
   *
   * @throws {@link WanggeError} `undo.unknown`; `undo.standing`, with the numbers of the later ones that stand on it.
   */
  undo(sequence: number): TransactionFile {
    return this.#handle.ask((own) => JSON.parse(own.undo(whole(sequence, "sequence"))) as TransactionFile);
  }

  /** What each transaction did since the document was read: the rows that it changed, before and after. */
  receipts(): Receipt[] {
    return this.#handle.ask((own) => (JSON.parse(own.receipts()) as { receipts: Receipt[] }).receipts);
  }

  /** The document as it is now, in UTF-8, its rows in one order. It has names, contacts and addresses. */
  document(): Uint8Array {
    return this.#handle.ask((own) => own.document());
  }

  /**
   * The work of a log `wangge-work/1`, each entry looked at on the day of its own instant. A log of nothing is the one
   * line `{"format":"wangge-work/1"}`.
   *
   * @throws {@link WanggeError} `work.faults` with every entry that is refused, or which lines are none (`document.*`).
   */
  work(log: LogSource): Work {
    const bytes = utf8(log, "log", "document");
    return Work.of(this.#handle.ask((own) => own.work(bytes)));
  }

  /** Frees its memory. Directories and work that were made of it stay as they are. */
  dispose(): void {
    this.#handle.end();
  }

  /** The same as {@link Registry.dispose}, for `using`. */
  [disposeSymbol](): void {
    this.dispose();
  }
}
