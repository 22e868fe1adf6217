import type { RawWork } from "./core.js";
import { json, maybeText, options as checkedOptions, text, utf8 } from "./checked.js";
import { disposeSymbol } from "./dispose.js";
import { refused } from "./errors.js";
import { Handle } from "./handle.js";
import type { Board, Campaigns, Case, Coverage, Figure, FigureMatters, Notices, OneFile } from "./types.js";
import type { ReportOptions, Reporting, Visits, WorkEntry, WorkReport } from "./types.js";

/** What a log of work can be handed in as: its text, or the text in UTF-8. */
export type LogSource = string | Uint8Array | ArrayBuffer | ArrayBufferView;

/** What can be recorded: lines as in a log, or the objects that they say. */
export type EntrySource = LogSource | WorkEntry | readonly WorkEntry[];

/** Which reports are asked for: those with a deadline later than one instant, up to another. */
export interface ReportingOptions {
  /** The unit under which the reporting units are; all if absent. */
  unit?: string | null | undefined;
  /** Later than this instant. */
  after: string;
  /** Up to this instant. */
  until: string;
  /** As known at this instant. */
  knownAt: string;
}

/** The language of what is written for people. */
export type PageLanguage = "zh" | "en";

/**
 * What was done in a county: matters and what became of them, reports that were filed, campaigns.
 *
 * It never changes: what is recorded gives the next one. It lives in the memory of the core until it is disposed of, or,
 * later, garbage collected, and does not need its registry any more. Instants are written as `2026-11-29T17:00:00+08:00`,
 * or without offset in the scheme's.
 */
export class Work {
  /**
   * What was recorded when it was made of the one before, as lines to be added at the end of the log; of a log that was
   * opened, nothing.
   */
  readonly recorded: string;
  readonly #handle: Handle<RawWork>;

  private constructor(raw: RawWork) {
    this.#handle = new Handle(raw, "work");
    this.recorded = raw.recorded();
  }

  /** @internal */
  static of(raw: RawWork): Work {
    return new Work(raw);
  }

  /**
   * The work after entries, taken one after another, all or none. This one stays as it is: to take entries back, go on
   * with it. Only what was not yet sent can be preceded: record nothing at or before the last `until` of
   * {@link Work.due} whose notices were sent.
   *
   * @throws {@link WanggeError} `work.faults` with every entry that is refused, or which lines are none (`document.*`).
   */
  record(entries: EntrySource): Work {
    const bytes = utf8(lines(entries), "entries", "document");
    return Work.of(this.#handle.ask((raw) => raw.record(bytes)));
  }

  /**
   * The open cases at an instant, of all or under a unit: overdue ones first, then by the next deadline.
   *
   * @throws {@link WanggeError} `instant.invalid`, `unit.unknown`.
   */
  board(at: string, unit?: string | null): Board {
    const [instant, top] = [text(at, "at"), maybeText(unit, "unit")];
    return this.#handle.ask((raw) => JSON.parse(raw.board(instant, top)) as Board);
  }

  /**
   * What a matter has come to at an instant, and everything that happened to it up to then.
   *
   * @throws {@link WanggeError} `instant.invalid`; `matter.unknown`, before its report too.
   */
  case(matter: string, at: string): Case {
    const [id, instant] = [text(matter, "matter"), text(at, "at")];
    return this.#handle.ask((raw) => JSON.parse(raw.case(id, instant)) as Case);
  }

  /**
   * Who must be told what: the notices later than one instant, up to another; without the first, all up to the other.
   *
   * @throws {@link WanggeError} `instant.invalid`.
   */
  due(after: string | null | undefined, until: string): Notices {
    const [from, to] = [maybeText(after, "after"), text(until, "until")];
    return this.#handle.ask((raw) => JSON.parse(raw.due(from, to)) as Notices);
  }

  /**
   * Matters of a period in numbers, rolled up: of a unit, or of the whole county.
   *
   * @throws {@link WanggeError} `date.invalid`, `period.empty`, `instant.invalid`, `unit.unknown`, `kind.unknown`.
   */
  report(options: ReportOptions): WorkReport {
    const asked = json(options, "options");
    return this.#handle.ask((raw) => JSON.parse(raw.report(asked)) as WorkReport);
  }

  /**
   * A report as a page of HTML to print, which needs nothing from anywhere: no script, no font, no picture.
   *
   * @throws {@link WanggeError} As of {@link Work.report}.
   */
  reportPage(language: PageLanguage, options: ReportOptions): string {
    const [isChinese, asked] = [isZh(language), json(options, "options")];
    return this.#handle.ask((raw) => raw.reportPage(asked, isChinese));
  }

  /**
   * A report as a table for a spreadsheet: CSV in UTF-8 with its mark.
   *
   * @throws {@link WanggeError} As of {@link Work.report}.
   */
  reportTable(language: PageLanguage, options: ReportOptions): string {
    const [isChinese, asked] = [isZh(language), json(options, "options")];
    return this.#handle.ask((raw) => raw.reportTable(asked, isChinese));
  }

  /**
   * The matters that a figure of a report counts.
   *
   * @throws {@link WanggeError} As of {@link Work.report}; `figure.unknown`.
   */
  matters(figure: Figure, options: ReportOptions): FigureMatters {
    const [own, asked] = [text(figure, "figure"), json(options, "options")];
    return this.#handle.ask((raw) => JSON.parse(raw.matters(own, asked)) as FigureMatters);
  }

  /**
   * The reporting calendar: which report is due from whom to whom, by when, which are filed, and which are late.
   *
   * @throws {@link WanggeError} `instant.invalid`, `unit.unknown`.
   */
  reporting(options: ReportingOptions): Reporting {
    const own = checkedOptions(options, "options");
    const unit = maybeText(own.unit, "unit");
    const [after, until] = [text(own.after, "after"), text(own.until, "until")];
    const knownAt = text(own.knownAt, "knownAt");
    return this.#handle.ask((raw) => JSON.parse(raw.reporting(unit, after, until, knownAt)) as Reporting);
  }

  /**
   * Every campaign, with its coverage on a date if it has begun.
   *
   * @throws {@link WanggeError} `date.invalid`.
   */
  campaigns(date: string): Campaigns {
    return this.#handle.ask((raw) => JSON.parse(raw.campaigns(text(date, "date"))) as Campaigns);
  }

  /**
   * How far a campaign has come on a date: per action, unit and person; and who is missing, with who answers for each.
   *
   * @throws {@link WanggeError} `date.invalid`, `campaign.unknown`; `campaign.outside` before its first day.
   */
  coverage(campaign: string, date: string): Coverage {
    const [id, day] = [text(campaign, "campaign"), text(date, "date")];
    return this.#handle.ask((raw) => JSON.parse(raw.coverage(id, day)) as Coverage);
  }

  /**
   * Where somebody has still to go on a date, in which order. Which households are missing is personal data.
   *
   * @throws {@link WanggeError} `date.invalid`, `person.unknown`.
   */
  visits(person: string, date: string): Visits {
    const [id, day] = [text(person, "person"), text(date, "date")];
    return this.#handle.ask((raw) => JSON.parse(raw.visits(id, day)) as Visits);
  }

  /**
   * What is on record about a household up to a date: caretakers, matters, what was done for it. For somebody, what that
   * person may read. Personal data.
   *
   * @throws {@link WanggeError} `date.invalid`, `person.unknown`; `household.unknown` if it is not for that person too.
   */
  oneFile(household: string, date: string, asker?: string | null): OneFile {
    const [id, day, who] = [text(household, "household"), text(date, "date"), maybeText(asker, "asker")];
    return this.#handle.ask((raw) => JSON.parse(raw.oneFile(id, day, who)) as OneFile);
  }

  /** Frees its memory. */
  dispose(): void {
    this.#handle.end();
  }

  /** The same as {@link Work.dispose}, for `using`. */
  [disposeSymbol](): void {
    this.dispose();
  }
}

function isZh(language: unknown): boolean {
  const own = text(language, "language");
  if (own === "zh" || own === "en") return own === "zh";
  throw refused("request.value", "`language` is a string; expected `zh` or `en`", { place: { path: "language", line: 0, column: 0 } });
}

/** Objects as lines; anything else as it is. */
function lines(entries: unknown): unknown {
  return Array.isArray(entries) ? entries.map((entry) => json(entry, "entries", "document")).join("\n") : entries;
}
