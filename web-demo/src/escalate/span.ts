// A length of time as the scheme writes it (`4wh`: four working hours), in words.
import { language } from "../words/language";

const UNITS = {
  h: { zh: "小时", en: ["hour", "hours"] },
  wh: { zh: "个工作小时", en: ["working hour", "working hours"] },
  wd: { zh: "个工作日", en: ["working day", "working days"] },
} as const;

const FIXED: Record<string, { zh: string; en: string }> = {
  "end-of-day": { zh: "当天", en: "the same day" },
  "end-of-month": { zh: "当月", en: "the same month" },
};

/** In words; a span of another form as it is written. */
export function spanText(span: string): string {
  const fixed = FIXED[span];
  if (fixed !== undefined) return fixed[language.value];
  const [, number, unit] = /^(\d+)(h|wh|wd)$/.exec(span) ?? [];
  if (number === undefined || unit === undefined) return span;
  const { zh, en } = UNITS[unit as keyof typeof UNITS];
  return language.value === "zh" ? `${number} ${zh}` : `${number} ${number === "1" ? en[0] : en[1]}`;
}
