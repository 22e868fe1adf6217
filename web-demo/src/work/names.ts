// What the work refers to by id, in words.
import { open } from "../state/county";
import { nameOf } from "../state/names";
import { listed, told } from "../words/language";
import { shown } from "../words/visible";

const find = (list: readonly { id: string; name: Parameters<typeof told>[0] }[] | null | undefined, id: string) =>
  told(list?.find((own) => own.id === id)?.name) || shown(id);

export const kindName = (id: string) => find(open.value?.scheme.kinds, id);
export const levelName = (id: string) => find(open.value?.scheme.levels, id);
export const roleName = (id: string) => {
  const { roles, functions } = open.value?.scheme ?? {};
  return find([...(roles ?? []), ...(functions ?? [])], id);
};
export const ruleName = (id: string) => find(open.value?.scheme.reports, id);
/** The scheme's campaign, or an action of it. */
export const campaignName = (id: string) => find(open.value?.scheme.campaigns, id);
export const actionName = (campaign: string, id: string) =>
  find(open.value?.scheme.campaigns?.find((own) => own.id === campaign)?.actions, id);
export const programmeName = (id: string) => find(open.value?.scheme.programmes, id);
/** The name of a unit, person, household or site; whatever a log says may be no id. */
export const name = (id: string) => shown(nameOf(id));
export const people = (ids: readonly string[], nobody: string) => (ids.length === 0 ? nobody : listed(ids.map(name)));
