// Gaps in plain words, as on the command line.
import type { Finding, Remedy, Severity } from "wangge";
import { open } from "../state/county";
import { nameOf } from "../state/names";
import { URGENCY_WORDS } from "./codes";
import { count, language, type Text, told } from "./language";

export type FindingCode = Finding["code"];

export const SEVERITIES: Record<Severity, Text> = {
  high: { zh: "高", en: "High" },
  medium: { zh: "中", en: "Medium" },
  low: { zh: "低", en: "Low" },
};

/** What a severity means, for who sees it for the first time. */
export const GRAVITY: Record<Severity, Text> = {
  high: { zh: "有事会找不到人", en: "something could happen and nobody would answer" },
  medium: { zh: "有户没人包，或有人顾不过来", en: "a household without a caretaker, or somebody with too much to do" },
  low: { zh: "地图或坐标要改", en: "the map or a location needs correcting" },
};

/** Beside its colour, each severity has a shape. */
export const SHAPES: Record<Severity, string> = { high: "▲", medium: "◆", low: "●" };

export const CODES: Record<FindingCode, Text> = {
  "seat.vacant": { zh: "岗位空缺", en: "Posts that nobody holds" },
  "kind.unanswered": { zh: "有的事无人问责", en: "Matters that nobody answers for" },
  "escalation.dead-end": { zh: "上报无人可找", en: "Matters that reach nobody" },
  "escalation.no-policy": { zh: "没有上报规则", en: "No policy for a matter" },
  "household.no-innermost-unit": { zh: "户没有划到底", en: "Households not placed all the way down" },
  "household.no-caretaker": { zh: "户缺包户人", en: "Households without a caretaker" },
  "person.overloaded": { zh: "管的户太多", en: "People with too many households" },
  "appointment.ineligible": { zh: "任职身份不符", en: "Appointments without the affiliation" },
  "pairing.ineligible": { zh: "包户身份不符", en: "Caretakers who may not be" },
  "scope.overlap": { zh: "范围重叠", en: "Scopes that overlap" },
  "scope.hole": { zh: "范围有空洞", en: "Scopes with holes" },
  "location.outside": { zh: "坐标在单元之外", en: "Locations outside their unit" },
};

export const REMEDIES: Record<Remedy, Text> = {
  place: { zh: "划入最内层单元", en: "place it in a unit of the innermost level" },
  pair: { zh: "安排包户人", en: "pair it with a caretaker" },
  appoint: { zh: "任命", en: "appoint somebody" },
  relieve: { zh: "分出一些户", en: "hand some households to somebody else" },
  "name-accountable": { zh: "补上问责岗位，或在责任清单中指定", en: "fill an accountable post above, or name one in the duty list" },
  "fill-step": { zh: "补上上报岗位，或增加一步", en: "fill a post that the policy asks, or add a step" },
  "add-policy": { zh: "在模式中增加上报规则", en: "add a policy to the scheme" },
  redraw: { zh: "重划范围", en: "redraw the scopes" },
  "correct-location": { zh: "改正坐标，或划入所在单元", en: "correct the location, or move it to its unit" },
  replace: { zh: "换人，或登记身份", en: "appoint somebody eligible, or record the affiliation" },
};

const of = (list: readonly { id: string; name: Text }[] | undefined, id: string | undefined) =>
  id === undefined ? "" : told(list?.find((own) => own.id === id)?.name) || id;
const role = (id: string | undefined) => of(open.value?.scheme.roles, id);
const programme = (id: string | undefined) => of(open.value?.scheme.programmes, id);
const kind = (id: string) => of(open.value?.scheme.kinds, id);

/** What the scheme calls the units in which households are at the end. */
export function innermost(): string {
  return told(open.value?.scheme.levels.findLast((level) => level.households === true)?.name);
}

/** A gap in a sentence. */
export function findingText(gap: Finding): string {
  const isChinese = language.value === "zh";
  switch (gap.code) {
    case "household.no-innermost-unit": {
      const [household, unit] = [nameOf(gap.household), nameOf(gap.unit)];
      return isChinese ? `${household}直接在${unit}，不在任何${innermost()}` : `${household} is directly under ${unit}, in no ${innermost()}`;
    }
    case "household.no-caretaker": {
      const household = nameOf(gap.household);
      return isChinese
        ? `${household}在“${programme(gap.programme)}”下还缺 ${gap.missing} 名包户人`
        : `${household} lacks ${gap.missing} of its caretakers under “${programme(gap.programme)}”`;
    }
    case "seat.vacant": {
      const seat = gap.role === undefined ? nameOf(gap.department ?? "") : role(gap.role);
      const unit = nameOf(gap.unit);
      return isChinese ? `${unit}${seat}还缺 ${gap.missing} 人，自 ${gap.since}` : `${unit} lacks ${gap.missing}: ${seat}, since ${gap.since}`;
    }
    case "person.overloaded": {
      const duty = gap.role === undefined ? programme(gap.programme) : role(gap.role);
      const person = nameOf(gap.person);
      return isChinese
        ? `${person}的${duty}有 ${count(gap.load)} 户，上限 ${count(gap.limit)}`
        : `${person} has ${count(gap.load)} households, ${duty}: at most ${count(gap.limit)}`;
    }
    case "kind.unanswered":
      return isChinese ? `${nameOf(gap.unit)}的${kind(gap.kind)}无人问责` : `Nobody is answerable for ${kind(gap.kind)} in ${nameOf(gap.unit)}`;
    case "escalation.dead-end": {
      const urgency = told(URGENCY_WORDS[gap.urgency]);
      return isChinese
        ? `${nameOf(gap.unit)}的${kind(gap.kind)}（${urgency}）上报无人可找`
        : `${kind(gap.kind)} (${urgency}) in ${nameOf(gap.unit)} reaches nobody`;
    }
    case "escalation.no-policy": {
      const urgency = told(URGENCY_WORDS[gap.urgency]);
      return isChinese ? `${kind(gap.kind)}（${urgency}）没有上报规则` : `No policy for ${kind(gap.kind)} (${urgency})`;
    }
    case "scope.overlap":
      return isChinese ? `${nameOf(gap.unit)}与${nameOf(gap.other)}的范围重叠` : `The scopes of ${nameOf(gap.unit)} and ${nameOf(gap.other)} overlap`;
    case "scope.hole":
      return isChinese ? `${nameOf(gap.unit)}的范围有一部分不在任何下级内` : `A part of ${nameOf(gap.unit)} is in no unit directly under it`;
    case "location.outside":
      return isChinese ? `${nameOf(gap.subject)}的坐标在所属单元之外` : `${nameOf(gap.subject)} lies outside its unit`;
    case "appointment.ineligible":
      return isChinese
        ? `${nameOf(gap.person)}任${nameOf(gap.unit)}${role(gap.role)}，身份不符`
        : `${nameOf(gap.person)} is ${role(gap.role)} of ${nameOf(gap.unit)} without the affiliation for it`;
    case "pairing.ineligible":
      return isChinese
        ? `${nameOf(gap.person)}不得在“${programme(gap.programme)}”下包${nameOf(gap.household)}`
        : `${nameOf(gap.person)} may not be the caretaker of ${nameOf(gap.household)} under “${programme(gap.programme)}”`;
  }
}
