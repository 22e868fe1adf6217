// What can be assigned by the rules of the county that is open, and how it is asked of the core.
import { computed } from "vue";
import type { AssignOptions, Description, SchemeRecord } from "wangge";
import { open } from "../state/county";
import type { Purpose } from "../state/edits";
import { useSubject } from "../state/subject";
import { view } from "../state/view";
import { language, told } from "../words/language";

/** So many households are planned without being asked to. */
const QUICK = 5000;

export interface Choice {
  /** As the link has it. */
  key: string;
  purpose: Purpose;
  /** The most households of one taker; nothing where the scheme sets no limit. */
  max: number | undefined;
  /** How many metres a move must save, by the scheme. */
  churn: number;
  /** The level inside whose units households stay. */
  within: string | undefined;
}

/** Everything that the scheme lets assign: its programmes, then the levels that hold households. */
function choicesOf(scheme: SchemeRecord): Choice[] {
  const programmes = (scheme.programmes ?? []).map(({ id, max, cost, within }): Choice => {
    return { key: `programme:${id}`, purpose: { programme: id }, max, churn: cost?.churn ?? 0, within: within ?? undefined };
  });
  const levels = scheme.levels.filter((level) => level.households === true && (level.parents ?? []).length > 0);
  const units = levels.map(({ id, maxHouseholds }): Choice => {
    return { key: `level:${id}`, purpose: { level: id }, max: maxHouseholds ?? undefined, churn: 0, within: homeOf(scheme, id) };
  });
  return [...programmes, ...units];
}

/** New units are drawn inside the level inside which caretakers are chosen too, if there is one above. */
function homeOf({ levels, programmes = [] }: SchemeRecord, level: string): string | undefined {
  const rank = (id: string) => levels.findIndex((own) => own.id === id);
  return programmes.flatMap(({ within }) => within ?? []).find((within) => rank(within) < rank(level));
}

/** What stands for a purpose in words. */
export function purposeName(purpose: Purpose): string {
  const scheme = open.value?.scheme;
  if ("programme" in purpose) return told(scheme?.programmes?.find((own) => own.id === purpose.programme)?.name) || purpose.programme;
  const level = told(scheme?.levels.find((own) => own.id === purpose.level)?.name) || purpose.level;
  return language.value === "zh" ? `各户划入${level}` : `each household’s ${level}`;
}

/** What a plan that was asked for is for. */
export function purposeOf({ programme, level }: AssignOptions): Purpose {
  return programme ? { programme } : { level: level ?? "" };
}

/** A number in the link, if it is one that can be meant. */
const whole = (text: string) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined);

/** What is asked, from the link, with something sensible where it says nothing. */
export function usePurpose() {
  const subject = useSubject();
  const choices = computed(() => (open.value === undefined ? [] : choicesOf(open.value.scheme)));
  const choice = computed(() => choices.value.find((own) => own.key === view.purpose) ?? choices.value[0]);
  /** The units that what is asked about is in, from the top; `*` is all there is. */
  const places = computed(() => placesOf(subject.answer.value, view.within));
  const unit = computed(() => {
    const county = open.value;
    if (view.within === "*" || county === undefined) return undefined;
    if (view.within !== "") return view.within;
    if (county.directory.householdCount <= QUICK) return undefined;
    const path = subject.answer.value?.path ?? [];
    return (path.find(({ level }) => level === choice.value?.within) ?? path.at(-2) ?? path.at(-1))?.id;
  });
  const max = computed(() => whole(view.max) ?? choice.value?.max);
  const churn = computed(() => whole(view.churn) ?? choice.value?.churn ?? 0);
  /** Nothing as long as it is not known what is asked. */
  const options = computed((): AssignOptions | undefined => {
    const [own, about] = [choice.value, subject.answer.value];
    if (own === undefined || about === undefined) return undefined;
    return {
      ...own.purpose,
      ...("level" in own.purpose && own.within !== undefined && { within: own.within }),
      ...(unit.value !== undefined && { unit: unit.value }),
      ...(whole(view.max) !== undefined && { max: whole(view.max) }),
      ...(whole(view.churn) !== undefined && { churn: whole(view.churn) }),
    };
  });
  return { subject, choices, choice, places, unit, max, churn, options };
}

function placesOf(about: Description | undefined, within: string): { id: string; name: string }[] {
  const path = (about?.path ?? []).map(({ id, name }) => ({ id, name }));
  const isThere = within === "" || within === "*" || path.some(({ id }) => id === within);
  return isThere ? path : [...path, { id: within, name: "" }];
}
