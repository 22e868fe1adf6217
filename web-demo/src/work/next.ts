// What may happen to a case next, and who comes first to mind for it. Whether it is allowed, the core says.
import type { Act, Case, Responsibility } from "wangge";

const ALLOWED: Record<Case["state"], readonly Act[]> = {
  waiting: ["accepted", "returned", "transferred", "resolved"],
  accepted: ["resolved", "returned", "transferred"],
  unanswered: ["accepted", "transferred"],
  resolved: ["verified", "reopened"],
  verified: ["closed", "reopened"],
  closed: ["reopened"],
};

/** What the state allows. */
export const nextOf = (own: Case): readonly Act[] => ALLOWED[own.state];

/** Whether the reporter may do it, who is nobody's name. */
export const isReporters = (act: Act): boolean => act === "verified" || act === "reopened";
/** Whether somebody else is named. */
export const namesSomebody = (act: Act): boolean => act === "returned" || act === "transferred";

/** Everybody in a chain who has the duty, nearest first. */
export function dutiful({ links }: Responsibility): string[] {
  const own = links.filter(({ involvement }) => involvement === "responsible" || involvement === "accountable");
  const people = own.flatMap(({ holder }) => (holder.type === "held" ? holder.persons : holder.type === "acting" ? [holder.person] : []));
  return [...new Set(people.map(({ id }) => id))];
}

/** Who may come into question, likeliest first: for what the level above does, the farthest. */
export function candidates(own: Case, act: Act, duty: readonly string[]): string[] {
  const first = act === "closed" ? [own.resolvedBy ?? []].flat() : isReporters(act) ? [] : own.holders;
  const rest = isReporters(act) || act === "closed" ? [...duty].reverse() : duty;
  return [...new Set([...first, ...rest])];
}
