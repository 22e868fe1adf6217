// What a form says: the changes that it stands for, once it is complete.
import type { Description, TransactionChange } from "wangge";
import { daysLater } from "../coverage/period";

export const KINDS = ["absent", "appoint", "end", "move", "split"] as const;
export type Kind = (typeof KINDS)[number];

export interface FormProps {
  /** The first day on which the change holds. */
  on: string;
  /** What is chosen in the hierarchy or on the map. */
  about: Description;
}

/** The changes of a form; nothing while something is missing. */
export type Changes = readonly TransactionChange[] | undefined;

/** A date so many days later; nothing of nothing. */
export const daysAfter = (date: string, days: number) => (date === "" ? "" : daysLater(date, days));
