// Keeps the map in step with the page: what is open, what is chosen, what the views draw, and the colours.
import { nextTick, onBeforeUnmount, onMounted, type Ref, ref, shallowRef, watch } from "vue";
import { open, type Open } from "../state/county";
import { scheme, view } from "../state/view";
import { County } from "./county";
import { onPlane } from "./geo";
import { overlay, wantedOnMap } from "./overlay";
import { type Pairs, pairsOf, placesOf } from "./pairs";
import { paintOf } from "./paint";
import { chosenOf, sightOf } from "./subject";
import { type Omitted, Surface } from "./surface";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
export const duration = (): number => (calm.matches ? 0 : 300);

export function useSurface(target: Readonly<Ref<HTMLElement | null>>) {
  const surface = shallowRef<Surface>();
  const omitted = ref<Omitted>({ households: false, lines: false });
  /** The county whose areas are shown. */
  const shown = shallowRef<{ county: County; name: string }>();
  let pairs: { county: County; found: Promise<Pairs> } | undefined;

  onMounted(() => {
    if (target.value === null) return;
    const made = new Surface(target.value, paintOf(scheme.isDark), () => (omitted.value = { ...made.omitted }));
    made.map.on("postrender", () => {
      if (made.omitted.households !== omitted.value.households || made.omitted.lines !== omitted.value.lines) omitted.value = { ...made.omitted };
    });
    surface.value = made;
  });
  onBeforeUnmount(() => surface.value?.dispose());

  watch([surface, open], ([own, now]) => own && now && void guarded(take(own, now)));
  watch(() => scheme.isDark, (isDark) => void nextTick(() => surface.value?.repaint(paintOf(isDark))));
  watch([() => view.subject, shown], () => void guarded(choose()));
  watch([() => view.colour, () => view.lines, overlay, shown], () => void guarded(draw()));
  watch([wantedOnMap, shown], ([wanted], [before]) => wanted !== before && wanted !== undefined && void guarded(go(wanted.id)));

  /** Shows another county, or the same on another day: what is shown stays until the new one is there. */
  async function take(own: Surface, now: Open): Promise<void> {
    const county = new County(now.directory, now.scheme);
    const before = shown.value;
    const isSame = before?.name === now.county && before.county.tops[0]?.id !== undefined;
    const households = county.loadHouseholds();
    households.catch(() => undefined);
    await county.begin();
    const { sight } = own;
    if (isSame && sight !== undefined && county.tops[0]?.id === before.county.tops[0]?.id) {
      await county.settle(sight, own.opens);
      await households;
    }
    if (open.value !== now) return;
    own.county = county;
    own.caretakers = undefined;
    if (!isSame) {
      own.fitAll();
      own.choose(undefined);
    }
    own.look();
    await households;
    if (open.value !== now) return;
    if (own.sight !== undefined && !isSame && county.tops.every((area) => area.box === undefined)) own.fitAll();
    shown.value = { county, name: now.county };
    own.repaint();
    if (!isSame && view.subject !== "") await go(view.subject, 0);
  }

  /** Marks what is asked about: the first household, if nothing is. */
  async function choose(): Promise<void> {
    const [own, now] = [surface.value, shown.value];
    if (own === undefined || now === undefined) return;
    const { directory } = now.county;
    const asked = view.subject;
    const id = asked !== "" || directory.householdCount === 0 ? asked : await directory.householdId(0);
    const chosen = id === "" ? undefined : await chosenOf(directory, id).catch(() => undefined);
    if (asked === view.subject && now === shown.value) own.choose(chosen);
  }

  /** Moves the map to a unit, household or site, unless it is well in sight already. */
  async function go(id: string, time = duration()): Promise<void> {
    const [own, now] = [surface.value, shown.value];
    if (own === undefined || now === undefined) return;
    const chosen = await chosenOf(now.county.directory, id);
    const box = await sightOf(now.county.directory, chosen);
    if (box !== undefined && now === shown.value) own.fit(box, time);
  }

  /** Takes up what the views want drawn. */
  async function draw(): Promise<void> {
    const [own, now, asked, colour, lines] = [surface.value, shown.value, overlay.value, view.colour, view.lines];
    if (own === undefined || now === undefined) return;
    const { county } = now;
    const hasOwn = asked.lines.some(({ style }) => style !== "answer");
    const needsPairs = (lines && !hasOwn) || (colour === "caretaker" && asked.caretakers === undefined);
    const stops = asked.stops ?? [];
    const [today, plane, places, stopPlaces] = await Promise.all([
      needsPairs ? pairsToday(county) : undefined,
      Promise.all(asked.lines.map(async ({ style, coordinates }) => ({ style, coordinates: await onPlane(coordinates) }))),
      placesOf(county.directory, [...asked.marks.keys()]),
      placesOf(county.directory, stops),
    ]);
    if (asked !== overlay.value || now !== shown.value || colour !== view.colour || lines !== view.lines) return;
    const isNew = own.colourBy !== colour;
    own.colourBy = colour;
    own.caretakers = asked.caretakers ?? today?.caretakers;
    own.lines = lines && !hasOwn && today !== undefined ? [{ style: "today", coordinates: today.coordinates }, ...plane] : plane;
    own.marks = [...asked.marks].map(([id, mark], at) => ({ id, mark, x: places[2 * at]!, y: places[2 * at + 1]! }));
    own.stops = stops.map((_, at) => ({ number: at + 1, x: stopPlaces[2 * at]!, y: stopPlaces[2 * at + 1]! }));
    if (isNew) own.repaint();
    else own.look();
  }

  function pairsToday(county: County): Promise<Pairs> | undefined {
    const programme = county.scheme.programmes?.[0];
    if (programme === undefined) return undefined;
    if (pairs?.county !== county) pairs = { county, found: pairsOf(county.directory, programme.id, county.places) };
    return pairs.found;
  }

  return { surface, omitted, shown };
}

/** What is asked of a county that is being replaced is asked again of the next one. */
async function guarded(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch {
    return;
  }
}
