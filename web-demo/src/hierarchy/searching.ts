// Asks what a text could mean: after a pause in typing, one question at a time, and only the last one counts.
import { onScopeDispose, type Ref, shallowRef, watch } from "vue";
import type { Match, Matches } from "wangge";
import { open } from "../state/county";

const AT_MOST = 12;
const PAUSE = 150;

/** Words that tell what is meant and are in no name. */
const IDLE = /(^|\s)(the|of|in|at|no\.?|number|households?|house|door|family)(?=\s|$)/gi;

/** The words that are asked for; within a unit its name comes along, so that the best ones are from there. */
export function questionOf(text: string, within: string | undefined): string {
  const words = text.replaceAll(/[#,，、。]/g, " ").replaceAll(IDLE, " ").replaceAll(/\s+/g, " ").trim();
  return words === "" ? "" : within === undefined ? words : `${within} ${words}`;
}

/** Those that are in a unit. */
export function foundIn({ matches, more }: Matches, unit: string | undefined): Matches {
  return unit === undefined ? { matches, more } : { matches: matches.filter((own) => own.path.some((step) => step.id === unit)), more };
}

/** The units that a match is in, without itself. */
export function above(match: Match): string[] {
  return match.path.filter((unit) => unit.id !== match.id).map((unit) => unit.name);
}

export function useSearch(text: Ref<string>, within: Ref<{ id: string; words: string } | undefined>) {
  const found = shallowRef<Matches>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;

  watch([text, within, open], () => {
    clearTimeout(timer);
    if (questionOf(text.value, undefined) === "") found.value = undefined;
    else timer = setTimeout(() => void ask(), PAUSE);
  });
  onScopeDispose(() => clearTimeout(timer));

  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    try {
      for (let last = ""; ; ) {
        const question = questionOf(text.value, within.value?.words);
        if (question === last || question === "") return;
        last = question;
        const unit = within.value?.id;
        const told = await open.value?.directory.search(question, unit === undefined ? AT_MOST : 4 * AT_MOST);
        if (questionOf(text.value, within.value?.words) !== question) continue;
        found.value = told && foundIn(told, unit);
      }
    } catch {
      // What was open is gone: it is asked again when there is something new.
      found.value = undefined;
    } finally {
      isAsking = false;
    }
  }
  return found;
}
