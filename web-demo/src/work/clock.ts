// How a case stands with its deadlines: how much time is left, or since when it is overdue.
import type { Case, Deadline } from "wangge";
import { secondsBetween } from "../words/work";

export interface Clock {
  isOverdue: boolean;
  /** Seconds that are left, or since it is overdue; nothing where no deadline is known. */
  seconds: number | undefined;
  /** The deadline that comes next, or passed first. */
  by: string | undefined;
  /** How much of the time is over, from 0 to 1. */
  share: number;
}

export function clockOf(own: Case): Clock {
  const { at, reportedAt, nextDeadline: next } = own;
  if (own.overdue) {
    const since = overdueSince(own);
    return { isOverdue: true, seconds: since && secondsBetween(since, at), by: since, share: 1 } as Clock;
  }
  if (next === undefined) return { isOverdue: false, seconds: undefined, by: undefined, share: 0 };
  const all = secondsBetween(reportedAt, next);
  const share = all > 0 ? Math.min(1, Math.max(0, secondsBetween(reportedAt, at) / all)) : 1;
  return { isOverdue: false, seconds: secondsBetween(at, next), by: next, share };
}

/** The first of the deadlines that passed and still hold. */
function overdueSince({ at, state, resolveBy, totalBy, history }: Case): string | undefined {
  const last = (what: string) => history.findLast((own) => own.what === what)?.at;
  const passed = [
    passedOf(resolveBy, at),
    passedOf(totalBy, at),
    state === "waiting" ? last("not-accepted") : undefined,
    state === "unanswered" ? last("unanswered") : undefined,
  ];
  return passed.filter((own) => own !== undefined).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

function passedOf(deadline: Deadline | undefined, at: string): string | undefined {
  return deadline?.type === "by" && Date.parse(deadline.at) <= Date.parse(at) ? deadline.at : undefined;
}
