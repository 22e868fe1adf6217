// What can be assigned by the rules of the county that is open, and how it is asked of the core.
import { computed } from "vue";
import type { AssignOptions, SchemeRecord } from "wangge";
import { open } from "../state/county";
import type { Purpose } from "../state/journal";
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

/** Everything that the scheme lets assign: its programmes, then the units that households are in at the end. */
function choicesOf(scheme: SchemeRecord): Choice[] {
  const programmes = (scheme.programmes ?? []).map(({ id, max, cost, within }): Choice => {
    return { key: `programme:${id}`, purpose: { programme: id }, max, churn: cost?.churn ?? 0, within: within ?? undefined };
  });
  // Where there are smaller units, households are in these: a plan for the larger ones would take them out.
  const innermost = scheme.levels.filter((level) => level.households === true).at(-1);
  const levels = innermost === undefined || (innermost.parents ?? []).length === 0 ? [] : [innermost];
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
  /** The units that what is asked about is in, from the top; while it is looked up, nothing is known of it. */
  const path = computed(() => (subject.isAsking.value ? undefined : (subject.answer.value?.path ?? [])));
  /** The units that may be chosen. */
  const places = computed(() => placesOf(path.value ?? [], view.within));
  const isLarge = computed(() => (open.value?.directory.householdCount ?? 0) > QUICK);
  /** The unit within which is assigned; none for all there is. */
  const unit = computed(() => {
    if (view.within !== "") return view.within === "*" ? undefined : view.within;
    if (!isLarge.value) return undefined;
    const own = path.value ?? [];
    return (own.find(({ level }) => level === choice.value?.within) ?? own.at(-2) ?? own.at(-1))?.id;
  });
  const isOwn = computed(() => ({ max: whole(view.max) !== undefined, churn: whole(view.churn) !== undefined }));
  const max = computed(() => whole(view.max) ?? choice.value?.max);
  const churn = computed(() => whole(view.churn) ?? choice.value?.churn ?? 0);
  /** Nothing as long as it is not known what is asked. */
  const options = computed((): AssignOptions | undefined => {
    const own = choice.value;
    const isWaiting = view.within === "" && isLarge.value && path.value === undefined;
    if (own === undefined || isWaiting || open.value?.directory.householdCount === 0) return undefined;
    return {
      ...own.purpose,
      ...("level" in own.purpose && own.within !== undefined && { within: own.within }),
      ...(unit.value !== undefined && { unit: unit.value }),
      ...(whole(view.max) !== undefined && { max: whole(view.max) }),
      ...(whole(view.churn) !== undefined && { churn: whole(view.churn) }),
    };
  });
  return { subject, choices, choice, places, unit, max, churn, isOwn, options };
}

function placesOf(path: readonly { id: string; name: string }[], within: string): { id: string; name: string }[] {
  const known = path.map(({ id, name }) => ({ id, name }));
  const isThere = within === "" || within === "*" || known.some(({ id }) => id === within);
  return isThere ? known : [...known, { id: within, name: "" }];
}
