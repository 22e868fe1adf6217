// Why a post stands in the chain: the duty of the scheme that puts it there (rule R2).
import type { DutyRecord, Link, SchemeRecord } from "wangge";
import { lineage } from "../state/subject";

/** The duty that holds: the one for the most special kind. */
export function dutyOf(scheme: SchemeRecord, post: Link["post"], functionOf: string | undefined, kind: string): DutyRecord | undefined {
  const own = scheme.duties.filter((duty) => {
    if (post.type === "role") return duty.role === post.role;
    if (post.type === "caretakers") return duty.programme === post.programme;
    return functionOf !== undefined && duty.function === functionOf;
  });
  for (const general of lineage(scheme, kind)) {
    const duty = own.find((candidate) => candidate.kind === general);
    if (duty !== undefined) return duty;
  }
  return undefined;
}
