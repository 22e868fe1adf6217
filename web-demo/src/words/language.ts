// The two languages of the page. A component keeps its words beside it: `const say = useWords({ zh: …, en: … })`.
import { computed, type ComputedRef, ref } from "vue";

export type Language = "zh" | "en";

/** What a text is in both languages, as the scheme of a county writes it. */
export interface Text {
  zh: string;
  en: string;
}

/** The language that is shown. */
export const language = ref<Language>("zh");

type Entry = string | ((...values: never[]) => string);
type Same<Own> = { [Name in keyof Own]: Own[Name] extends string ? string : Own[Name] };

/** The words of a component in the language that is shown. What one language has, the other must have. */
export function useWords<const Own extends Record<string, Entry>>(words: { zh: Own; en: Same<Own> }): ComputedRef<Same<Own>> {
  return computed(() => (language.value === "zh" ? (words.zh as Same<Own>) : words.en));
}

/** A text of the scheme in the language that is shown. */
export function told(text: Text | undefined): string {
  return text === undefined ? "" : text[language.value];
}

/** Several in a row, as one writes them in the language. */
export function listed(items: readonly string[]): string {
  return items.join(language.value === "zh" ? "、" : ", ");
}

/** A whole number, its thousands set apart. */
export function count(value: number): string {
  return new Intl.NumberFormat(language.value === "zh" ? "zh-CN" : "en").format(value);
}

const WEEKDAYS = { zh: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"], en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] };

/** A date or an instant as the core writes it, `2026-11-23` or `2026-11-23T10:00:00+08:00`, in its own offset, with its weekday. */
export function moment(value: string): string {
  const [date = "", time] = value.split("T");
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  const weekday = WEEKDAYS[language.value][day] ?? "";
  return time === undefined ? `${date} ${weekday}` : `${date} ${weekday} ${time.slice(0, 5)}`;
}
