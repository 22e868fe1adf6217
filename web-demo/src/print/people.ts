// People and posts on paper: names, and how to reach them.
import type { Holder, SeatState } from "wangge";
import { open } from "../state/county";
import { nameOf } from "../state/names";
import { language, listed, told } from "../words/language";

/** The name of a seat. */
export function seatName(seat: SeatState): string {
  if (seat.department !== undefined) return nameOf(seat.department);
  return told(open.value?.scheme.roles.find((role) => role.id === seat.role)?.name);
}

/** Who holds a seat, with contacts, or since when nobody does. */
export function holderText(holder: Holder): string {
  const isChinese = language.value === "zh";
  const line = ({ name, contact }: { name: string; contact?: string }) => (contact === undefined ? name : `${name} ${contact}`);
  switch (holder.type) {
    case "held":
      return listed(holder.persons.map(line));
    case "acting": {
      const absent = listed(holder.for.map((person) => person.name));
      if (absent === "") return isChinese ? `${line(holder.person)}（代理）` : `${line(holder.person)} (acting)`;
      return isChinese ? `${line(holder.person)}（代 ${absent}）` : `${line(holder.person)} (acting for ${absent})`;
    }
    case "absent":
      return isChinese ? `自 ${holder.since} 起不在岗，无人代理` : `away since ${holder.since}, nobody acts`;
    case "vacant":
      return isChinese ? `空缺，自 ${holder.since} 起` : `vacant since ${holder.since}`;
  }
}

export function isGap(holder: Holder): boolean {
  return holder.type === "absent" || holder.type === "vacant";
}
