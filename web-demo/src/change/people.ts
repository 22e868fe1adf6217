// Who is meant at first: whoever is answerable for what is chosen.
import { shallowRef, watch } from "vue";
import type { Description, Match, Person, PostHeld } from "wangge";
import { useAnswer } from "../state/county";
import { kind } from "../state/subject";

/** Somebody who was picked. */
export type Picked = Pick<Match, "id" | "name">;

/** Somebody to begin with, until another is picked. */
export function useSomebody(about: () => Description) {
  const picked = shallowRef<Picked>();
  const { answer } = useAnswer(async ({ directory }): Promise<Person | undefined> => {
    const asked = kind.value;
    const { id, type } = about();
    if (asked === undefined || !["household", "site", "unit"].includes(type)) return undefined;
    const { links, answerable } = await directory.responsible(id, asked.id);
    const holder = answerable.type === "by" ? links[answerable.link]?.holder : undefined;
    return holder?.type === "held" ? holder.persons[0] : holder?.type === "acting" ? holder.person : undefined;
  });
  watch(answer, (first) => (picked.value ??= first && { id: first.id, name: first.name }));
  return picked;
}

/** The posts that somebody holds on a day. */
export function usePosts(person: () => Picked | undefined) {
  return useAnswer(async ({ directory }): Promise<PostHeld[]> => {
    const own = person();
    return own === undefined ? [] : (await directory.duties(own.id)).posts;
  }).answer;
}
