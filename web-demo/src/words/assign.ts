// Assignment in words: the same as the command line's.
import type { Alternative, Explanation, Ineligible, Verdict, WhyNot } from "wangge";
import { count, language, type Text } from "./language";

export const INELIGIBLE: Record<Ineligible, Text> = {
  "own-household": { zh: "是自己家", en: "own household" },
  recused: { zh: "须回避", en: "recused" },
  exempt: { zh: "免于包户", en: "takes no households" },
  affiliation: { zh: "身份不符", en: "none of the affiliations asked for" },
  elsewhere: { zh: "不在同一单元", en: "of another unit" },
  reserved: { zh: "这类户须由特定岗位包", en: "reserved for certain roles" },
  category: { zh: "不属于这项制度的户", en: "not a household of the programme" },
};

const WHY_NOT: Record<WhyNot, Text> = {
  equal: { zh: "一样好，按编号取定", en: "as good; the tie falls by number" },
  dearer: { zh: "合起来更费", en: "dearer for all together" },
  full: { zh: "已满", en: "full" },
  needed: { zh: "原来的人要够最少户数", en: "needed for a minimum where it is" },
  pinned: { zh: "名额已被固定的结对占满", en: "pinned pairs take every place" },
};
const NEARER: Partial<Record<WhyNot, Text>> = {
  dearer: { zh: "更近，但合起来更费", en: "nearer, but dearer for all together" },
  full: { zh: "更近，但已满", en: "nearer, but full" },
};

/** Why a household does not go to somebody who could take it. */
export function whyNotText({ chosen }: Explanation, { why, metres: other }: Alternative): Text {
  const own = Math.max(...chosen.flatMap(({ metres: known }) => known ?? []));
  const isNearer = other !== undefined && other < own;
  return (isNearer ? NEARER[why] : undefined) ?? WHY_NOT[why];
}

export const VERDICTS: Record<Verdict, Text> = {
  optimal: { zh: "没有更好的方案，证明成立", en: "No plan is better, and the proof holds" },
  broken: { zh: "违反了规定", en: "A rule is broken" },
  unproven: { zh: "证明不够", en: "The proof does not reach the plan’s cost" },
  undercounted: { zh: "证明漏了合规的结对", en: "The proof leaves out eligible pairs" },
  beaten: { zh: "还有更好的方案", en: "There is a better plan" },
};

/** Metres, far ones in kilometres. */
export function metres(value: number): string {
  if (Math.abs(value) < 10_000) return `${count(value)} m`;
  const isLong = Math.abs(value) >= 1_000_000;
  const kilometres = new Intl.NumberFormat(language.value === "zh" ? "zh-CN" : "en", { maximumFractionDigits: isLong ? 0 : 1 });
  return `${kilometres.format(value / 1000)} km`;
}
