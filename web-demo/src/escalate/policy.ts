// The policy of the scheme that a path follows: the most special one for the kind (rule E1).
import type { PolicyRecord, SchemeRecord, Urgency } from "wangge";
import { lineage } from "../state/subject";

export function policyOf(scheme: SchemeRecord, kind: string, urgency: Urgency): PolicyRecord | undefined {
  for (const general of lineage(scheme, kind)) {
    const policy = scheme.policies?.find((own) => own.kind === general && own.urgency === urgency);
    if (policy !== undefined) return policy;
  }
  return undefined;
}
