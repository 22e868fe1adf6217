// The codes of answers in words: the same words as the command line's.
import type { Involvement, Reason, Text, Urgency, Why } from "wangge";

export const INVOLVEMENTS: Record<Involvement, Text> = {
  responsible: { zh: "负责", en: "responsible" },
  accountable: { zh: "问责", en: "accountable" },
  support: { zh: "配合", en: "support" },
  informed: { zh: "知会", en: "informed" },
};

/** What each involvement means, for who has never heard of it. */
export const MEANINGS: Record<Involvement, Text> = {
  responsible: { zh: "动手去办", en: "does the work" },
  accountable: { zh: "对结果负责，办不好找他", en: "answers for the outcome" },
  support: { zh: "帮忙一起办", en: "helps" },
  informed: { zh: "要让他知道", en: "is told" },
};

export const REASONS: Record<Reason, Text> = {
  absent: { zh: "缺勤", en: "absent" },
  unreachable: { zh: "无联系方式", en: "unreachable" },
  recused: { zh: "回避", en: "recused" },
  "own-household": { zh: "自家的事", en: "own household" },
  "asked-before": { zh: "已找过", en: "asked before" },
};

export const WHYS: Record<Why, Text> = {
  "not-admitted": { zh: "准入清单外", en: "not admitted here" },
  "above-ceiling": { zh: "这类事不再往上报", en: "this kind of matter goes no higher" },
  "no-such-unit": { zh: "无此级单元", en: "no such unit" },
  "no-such-department": { zh: "无此部门", en: "no such department" },
  vacant: { zh: "空缺", en: "vacant" },
  "nobody-may-be-asked": { zh: "无人可找", en: "nobody may be asked" },
};

export const URGENCY_WORDS: Record<Urgency, Text> = {
  emergency: { zh: "急事", en: "emergency" },
  routine: { zh: "常事", en: "routine" },
};
