// What is asked about, with something sensible where the link says nothing.
import { computed } from "vue";
import type { KindRecord, SchemeRecord } from "wangge";
import { open, useAnswer } from "./county";
import { view } from "./view";

/** The subject with its name, its place in the hierarchy, and where it is; the county's first household at first. */
export function useSubject() {
  return useAnswer((now) => {
    const asked = view.subject;
    if (asked !== "") return now.directory.describe(asked);
    return now.directory.householdCount === 0
      ? undefined
      : now.directory.householdId(0).then((first) => now.directory.describe(first));
  });
}

/** The kind of matter that is asked about: that of the link if the scheme has it, else the first special one. */
export const kind = computed(() => (open.value === undefined ? undefined : kindIn(open.value.scheme, view.kind)));

function kindIn(scheme: SchemeRecord, id: string): KindRecord | undefined {
  return scheme.kinds.find((own) => own.id === id) ?? scheme.kinds.find((own) => own.parent) ?? scheme.kinds[0];
}

/** A kind, then the more general ones that it is a case of; `*` stands for every kind. */
export function lineage(scheme: SchemeRecord, id: string): string[] {
  const line: string[] = [];
  for (let next: string | null | undefined = id; next && !line.includes(next);) {
    line.push(next);
    next = scheme.kinds.find((own) => own.id === next)?.parent;
  }
  return [...line, "*"];
}

/** Takes somebody to be on leave on the date, or back at work. */
export function toggleLeave(person: string): void {
  view.absent = toggled(view.absent, person);
}

/** Takes somebody out of the matter, or back in. */
export function toggleRecused(person: string): void {
  view.recused = toggled(view.recused, person);
}

function toggled(list: readonly string[], own: string): string[] {
  return list.includes(own) ? list.filter((other) => other !== own) : [...list, own];
}
