// What is looked at: all of it is in the link, so that the link opens the same view again.
import { reactive, watch } from "vue";
import { language, type Language } from "../words/language";

export const TABS = ["ask", "escalate", "assign", "coverage", "change", "work", "data"] as const;
export type Tab = (typeof TABS)[number];
export const COUNTIES = ["chalinhe", "cili", "own"] as const;
export type CountyName = (typeof COUNTIES)[number];
export const COLOURS = ["grid", "micro-grid", "caretaker"] as const;
export type Colour = (typeof COLOURS)[number];
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const URGENCIES = ["emergency", "routine"] as const;
export type Urgency = (typeof URGENCIES)[number];

export const COMPARES = ["both", "today", "plan"] as const;
export type Compare = (typeof COMPARES)[number];

/** The parts of the view of the work. */
export const WORK_PARTS = ["board", "report", "campaign"] as const;
export type WorkPart = (typeof WORK_PARTS)[number];

export interface View {
  county: CountyName;
  tab: Tab;
  /** When: the date of every answer, and the minute of the report. `2026-11-23T10:00`, in the county's own time. */
  at: string;
  /** The household, site or unit that is asked about. */
  subject: string;
  /** The kind of matter. */
  kind: string;
  urgency: Urgency;
  /** What if these people were on leave on the date? */
  absent: string[];
  /** Who is not to be asked about the matter. */
  recused: string[];
  /** What the points of the map are coloured by. */
  colour: Colour;
  /** Whether lines lead from each household to its caretaker. */
  lines: boolean;
  /** Which programme or level is assigned: `programme:ID` or `level:ID`; empty for the scheme's first. */
  purpose: string;
  /** The unit within which is assigned, `*` for all; empty for what is quick. */
  within: string;
  /** The most households that one may take; empty for the scheme's own. */
  max: string;
  /** How many metres a move must save; empty for the scheme's own. */
  churn: string;
  /** Whose pairs the map shows. */
  compare: Compare;
  /** Of the work: which part of it. */
  work: WorkPart;
  /** The instant up to which the work is known, in the county's own time; empty for the last one in its log. */
  now: string;
  /** The unit whose work is looked at; empty for the innermost that has every household. */
  unit: string;
  /** The matter whose case is looked at; empty for none. */
  matter: string;
  /** The month that is reported on; empty for that of the instant. */
  month: string;
  /** The campaign; empty for the last that has begun. */
  campaign: string;
  /** Whose round of visits is drawn; empty for nobody's. */
  visitor: string;
  lang: Language;
  theme: Theme;
}

const START: Readonly<View> = {
  county: "chalinhe",
  tab: "ask",
  at: "2026-11-23T10:00",
  subject: "",
  kind: "",
  urgency: "emergency",
  absent: [],
  recused: [],
  colour: "grid",
  lines: false,
  purpose: "",
  within: "",
  max: "",
  churn: "",
  compare: "both",
  work: "board",
  now: "",
  unit: "",
  matter: "",
  month: "",
  campaign: "",
  visitor: "",
  lang: navigator.language.startsWith("zh") ? "zh" : "en",
  theme: "auto",
};

const CHOICES: Partial<Record<keyof View, readonly string[]>> = {
  county: COUNTIES,
  tab: TABS,
  colour: COLOURS,
  theme: THEMES,
  urgency: URGENCIES,
  compare: COMPARES,
  work: WORK_PARTS,
  lang: ["zh", "en"],
};

/** Whether there is such a day, and such a minute of it. */
function isMinute(text: string): boolean {
  const time = new Date(`${text}:00Z`).getTime();
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 16) === text;
}

/** The names of a view, and what they may be: anything else in a link is left aside. */
function read(link: string): View {
  const given = new URLSearchParams(link.replace(/^#/, ""));
  const view: Record<string, unknown> = { ...START };
  for (const [name, start] of Object.entries(START)) {
    const text = given.get(name);
    if (text === null || text.length > 2000) continue;
    const choices = CHOICES[name as keyof View];
    if (choices !== undefined && !choices.includes(text)) continue;
    if ((name === "at" || (name === "now" && text !== "")) && !isMinute(text)) continue;
    if (name === "month" && text !== "" && !isMinute(`${text}-01T00:00`)) continue;
    if (Array.isArray(start)) view[name] = text === "" ? [] : text.split(",");
    else view[name] = typeof start === "boolean" ? text === "1" : text;
  }
  return view as unknown as View;
}

/** The link of a view: what is as at the start is left out. */
export function linkOf(own: View): string {
  const given = new URLSearchParams();
  for (const [name, start] of Object.entries(START)) {
    const value: unknown = own[name as keyof View];
    const text = typeof value === "boolean" ? (value ? "1" : "0") : String(value);
    if (name === "lang" || text !== (typeof start === "boolean" ? (start ? "1" : "0") : String(start))) given.set(name, text);
  }
  return `#${given.toString()}`;
}

/** What is looked at. */
export const view = reactive<View>(read(location.hash));

/** Going elsewhere is a step that the browser's back button undoes; a slider is not. */
function isStep(before: View): boolean {
  return before.tab !== view.tab || before.subject !== view.subject || before.matter !== view.matter || before.work !== view.work || before.county !== view.county;
}

let shown: View = { ...view };
watch(view, () => {
  const link = linkOf(view);
  // A link that somebody wrote in another order says the same.
  if (link !== linkOf(read(location.hash))) history[isStep(shown) ? "pushState" : "replaceState"](null, "", link);
  shown = { ...view };
});
const reread = () => Object.assign(view, read(location.hash));
addEventListener("popstate", reread);
addEventListener("hashchange", reread);

watch(() => view.lang, (lang) => {
  language.value = lang;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
}, { immediate: true, flush: "sync" });

const dark = matchMedia("(prefers-color-scheme: dark)");
/** Whether colours are dark now. */
export const scheme = reactive({ isDark: false });
const paint = () => {
  scheme.isDark = view.theme === "dark" || (view.theme === "auto" && dark.matches);
  document.documentElement.dataset["theme"] = scheme.isDark ? "dark" : "light";
};
dark.addEventListener("change", paint);
watch(() => view.theme, paint, { immediate: true });

/** The date of every answer. */
export function dateOf(own: View): string {
  return own.at.slice(0, 10);
}
