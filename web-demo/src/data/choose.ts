// Another county is chosen. If its document is refused, everything is as it was before, and what is wrong is kept to be
// read.
import { shallowRef, watch } from "vue";
import type { ErrorData } from "wangge";
import { busy, failure, open, ownFile } from "../state/county";
import { journal } from "../state/journal";
import { isJournal, readJournal } from "../state/transaction";
import { type CountyName, type View, view } from "../state/view";
import { handInLog, isLog } from "../work/log";
import { type Handed, handed, type Looks } from "./handed";

/** A document that was refused. */
export interface Refusal {
  county: CountyName;
  /** The name of the file, if it was one. */
  name: string;
  looks: Looks;
  error: ErrorData;
}
export const refusal = shallowRef<Refusal>();

/** What is of one county only. */
const NOTHING = {
  subject: "",
  kind: "",
  absent: [],
  recused: [],
  purpose: "",
  within: "",
  max: "",
  churn: "",
  now: "",
  unit: "",
  matter: "",
  month: "",
  campaign: "",
  visitor: "",
} satisfies Partial<View>;
type OfCounty = Pick<View, "county" | keyof typeof NOTHING>;

/** A copy of what is of one county in a view. */
function ofCounty(own: View): OfCounty {
  const names = ["county", ...Object.keys(NOTHING)] as (keyof OfCounty)[];
  return Object.fromEntries(names.map((name) => [name, Array.isArray(own[name]) ? [...own[name]] : own[name]])) as unknown as OfCounty;
}

interface Sought {
  county: CountyName;
  file: Handed | undefined;
  before: OfCounty;
  ownBefore: typeof ownFile.value;
}
let sought: Sought | undefined;

/** Opens another county, with nothing left of what was asked in the last one. */
export function choose(county: CountyName, file?: Handed): void {
  refusal.value = undefined;
  sought = { county, file, before: ofCounty(view), ownBefore: ownFile.value };
  if (file !== undefined) ownFile.value = { name: file.name, blob: file.blob };
  Object.assign(view, { county, ...structuredClone(NOTHING) });
}

/** Opens a file that was handed in: a document, or a journal or a log of work for the one that is open. */
export async function chooseFile(file: File): Promise<void> {
  const own = await handed(file);
  if (own.error === undefined && isLog(await own.blob.slice(0, 64).text())) {
    handInLog(own.name, own.blob);
    view.tab = "work";
    return;
  }
  view.tab = "data";
  if (own.error === undefined && isJournal(await own.blob.slice(0, 64).text())) await chooseJournal(own);
  else if (own.error === undefined) choose("own", own);
  else refusal.value = { county: "own", name: own.name, looks: own.looks, error: own.error };
}

/** Does what a journal says, in the place of what was accepted; the core may refuse it. */
async function chooseJournal({ name, blob }: Handed): Promise<void> {
  refusal.value = undefined;
  const read = readJournal(await blob.text());
  if (Array.isArray(read)) journal.value.replace(read);
  else refusal.value = { county: "own", name, looks: undefined, error: read };
}

watch([failure, busy], ([error, now]) => {
  const last = sought;
  if (now !== undefined || last === undefined) return;
  sought = undefined;
  if (error === undefined || view.county !== last.county) return;
  refusal.value = { county: last.county, name: last.file?.name ?? "", looks: last.file?.looks, error };
  if (open.value === undefined) return;
  ownFile.value = last.ownBefore;
  Object.assign(view, last.before);
});

// A link to a document of one's own leads to where it can be handed in again.
if (view.county === "own") view.tab = "data";
