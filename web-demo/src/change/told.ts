// Changes in a sentence.
import type { PostHeld, TransactionChange } from "wangge";
import { purposeName } from "../assign/purpose";
import { open } from "../state/county";
import type { Entry } from "../state/journal";
import { nameOf } from "../state/names";
import { count, language, told } from "../words/language";
import { shown } from "../words/visible";

const roleName = (id: string | null | undefined) => told(open.value?.scheme.roles.find((own) => own.id === id)?.name) || shown(id ?? "");
const name = (id: string) => shown(nameOf(id));

interface Seat {
  unit?: string | null | undefined;
  role?: string | null | undefined;
  department?: string | null | undefined;
  deputy?: number | null | undefined;
}

/** A post: its unit and role, or its department. */
export function postName({ unit, role, department, deputy }: Seat | PostHeld): string {
  const post = department ? name(department) : `${name(unit ?? "")} ${roleName(role)}`;
  if (!deputy) return post;
  return language.value === "zh" ? `${post}（第 ${deputy} 副职）` : `${post} (deputy, rank ${deputy})`;
}

/** What a change does, in a sentence; others than those of the page by their name. */
export function changeText(change: TransactionChange): string {
  const isChinese = language.value === "zh";
  if ("absent" in change) {
    const { person, from, until } = change.absent;
    return isChinese ? `${name(person)}自 ${from} 起不在岗${until ? `，${until} 回来` : ""}` : `${name(person)} is away from ${from}${until ? `, back on ${until}` : ""}`;
  }
  if ("appoint" in change) {
    const { person, from } = change.appoint;
    return isChinese ? `${name(person)}自 ${from} 起任${postName(change.appoint)}` : `${name(person)} is appointed from ${from}: ${postName(change.appoint)}`;
  }
  if ("end-appointment" in change) {
    const { person, on } = change["end-appointment"];
    return isChinese ? `${name(person)}自 ${on} 起不再任${postName(change["end-appointment"])}` : `${name(person)} leaves on ${on}: ${postName(change["end-appointment"])}`;
  }
  if ("move-household" in change) {
    const { id, to, on } = change["move-household"];
    return isChinese ? `${name(id)}自 ${on} 起划到${name(to)}` : `${name(id)} goes to ${name(to)} on ${on}`;
  }
  if ("split-unit" in change) {
    const { unit, into, on } = change["split-unit"];
    const households = count(into.reduce((sum, part) => sum + (part.households?.length ?? 0), 0));
    const parts = into.map((part) => shown(part.name)).join("、");
    return isChinese ? `自 ${on} 起，从${name(unit)}分出${parts}，${households} 户` : `On ${on} a part of ${name(unit)} becomes ${parts}: ${households} households`;
  }
  return Object.keys(change)[0] ?? "";
}

/** What an entry of the journal did. */
export function entryText({ plan, changes, count: number = 0 }: Entry): string {
  const isChinese = language.value === "zh";
  if (plan !== undefined) {
    const [purpose, moved] = [purposeName(plan.purpose), count(plan.moved)];
    return isChinese ? `${purpose}：${moved} 户有变动` : `${purpose}: households that go elsewhere: ${moved}`;
  }
  if (changes === undefined) return isChinese ? `${count(number)} 项改动` : `changes: ${count(number)}`;
  return changes.map(changeText).join(isChinese ? "；" : "; ");
}
