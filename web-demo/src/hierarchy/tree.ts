// The tree's state: what is known, what is open, and what has still to be asked for.
import { computed, ref, shallowRef, watch } from "vue";
import type { RemoteDirectory } from "wangge/worker";
import { open as opened, type Open } from "../state/county";
import { view } from "../state/view";
import { type Forest, type Node, opensAtFirst, rowsOf } from "./forest";
import { Loading } from "./loading";

/** At most so many rows are opened by themselves. */
const AT_FIRST = 60;

/** The level down to which everything is opened at once: grids, or what stands in their place. */
export function lowestOpened({ scheme }: Pick<Open, "scheme">): string | undefined {
  const levels = scheme.levels;
  return (levels.find((level) => level.id === "grid") ?? levels.at(-2) ?? levels.at(-1))?.id;
}

/** A forest that grows while it is asked for. */
class Growing implements Forest {
  tops: Node[] = [];
  readonly under = new Map<string, Node[]>();
  readonly nodes = new Map<string, Node>();
  readonly #units = new Map<string, Node[]>();
  readonly #asked = new Map<string, Promise<void>>();

  constructor(
    readonly directory: RemoteDirectory,
    readonly loading: Loading,
    readonly level: string | undefined,
  ) {}

  async begin(): Promise<void> {
    this.tops = await this.loading.tops();
    this.#know(this.tops);
  }

  /** Sees to it that what is under a unit is known. */
  ensure(id: string): Promise<void> {
    const asked = this.#asked.get(id) ?? this.#load(id);
    this.#asked.set(id, asked);
    return asked;
  }

  /** The units down to a level, in one question. */
  async deep(node: Node, steps: number): Promise<string[]> {
    const found = await this.loading.units(node.id, steps);
    for (const [id, units] of found) {
      this.#units.set(id, units);
      this.#know(units);
    }
    const ids = [...found.keys()];
    await Promise.all(ids.map((id) => this.ensure(id)));
    return ids;
  }

  isAboveLowest(node: Node): boolean {
    return node.type === "unit" && this.level !== undefined && this.loading.steps(node.level, this.level) > 0;
  }

  async #load(id: string): Promise<void> {
    const node = this.nodes.get(id);
    if (node === undefined) return;
    let units = this.#units.get(id);
    if (units === undefined) {
      units = (await this.loading.units(id, 1)).get(id) ?? [];
      this.#know(units);
    }
    const leaves = await this.loading.leaves(node, units);
    this.#know(leaves);
    this.under.set(id, [...units, ...leaves]);
  }

  #know(nodes: readonly Node[]): void {
    for (const node of nodes) this.nodes.set(node.id, node);
  }
}

export function useTree() {
  const forest = shallowRef<Growing>();
  const openIds = shallowRef<ReadonlySet<string>>(new Set());
  const grown = ref(0);
  const isOpeningAll = ref(false);
  const rows = computed(() => {
    void grown.value;
    return forest.value === undefined ? [] : rowsOf(forest.value, openIds.value);
  });
  let registryShown: unknown;

  watch(opened, (now) => void renew(now), { immediate: true });
  watch([() => view.subject, forest], ([subject]) => void reveal(subject), { immediate: true });

  /** Takes up what is open now; what was unfolded before stays so while it is the same county. */
  async function renew(now: Open | undefined): Promise<void> {
    if (now === undefined) return;
    const next = new Growing(now.directory, new Loading(now.directory, now.scheme), lowestOpened(now));
    const before = registryShown === now.county ? [...openIds.value] : [];
    try {
      await next.begin();
      for (const id of before) if (next.nodes.has(id)) await next.ensure(id);
      const opens = before.length > 0 ? before.filter((id) => next.nodes.has(id)) : await firstOpens(next);
      if (opened.value?.directory !== now.directory) return;
      openIds.value = new Set(opens);
      forest.value = next;
      registryShown = now.county;
    } catch {
      // What was open is gone: what replaces it is on its way.
    }
  }

  async function firstOpens(next: Growing): Promise<string[]> {
    for (;;) {
      const { opens, needs } = opensAtFirst(next, (node) => next.isAboveLowest(node), AT_FIRST);
      if (needs.length === 0) return opens;
      await Promise.all(needs.map((id) => next.ensure(id)));
    }
  }

  /** Unfolds a unit. */
  async function unfold(id: string): Promise<void> {
    const own = forest.value;
    openIds.value = new Set(openIds.value).add(id);
    if (own === undefined || own.under.has(id)) return;
    await asked(own.ensure(id));
    grown.value++;
  }

  function fold(id: string): void {
    const next = new Set(openIds.value);
    next.delete(id);
    openIds.value = next;
  }

  /** Unfolds everything down to the grids, one part of the county after another. */
  async function unfoldAll(): Promise<void> {
    const own = forest.value;
    if (own === undefined || isOpeningAll.value) return;
    isOpeningAll.value = true;
    let waiting = own.tops.filter((node) => own.isAboveLowest(node));
    let shown = performance.now();
    const opens = new Set(openIds.value);
    const show = () => {
      openIds.value = new Set([...opens, ...openIds.value]);
      grown.value++;
      shown = performance.now();
    };
    try {
      for (const top of waiting) {
        await own.ensure(top.id);
        opens.add(top.id);
      }
      waiting = waiting.flatMap((top) => own.under.get(top.id) ?? []).filter((node) => own.isAboveLowest(node));
      for (const node of waiting) {
        if (forest.value !== own || !isOpeningAll.value) return;
        for (const id of await own.deep(node, own.loading.steps(node.level, own.level ?? ""))) opens.add(id);
        if (performance.now() - shown > 150) show();
      }
      show();
    } catch {
      // As above: another county is on its way.
    } finally {
      isOpeningAll.value = false;
    }
  }

  function foldAll(): void {
    isOpeningAll.value = false;
    openIds.value = new Set();
  }

  const revealed = shallowRef<{ id: string }>();
  /** Unfolds whatever is above something. */
  async function reveal(id: string): Promise<void> {
    const own = forest.value;
    if (own === undefined || id === "") return;
    const about = await asked(own.directory.describe(id));
    if (about === undefined || forest.value !== own || view.subject !== id) return;
    const above = about.path.map((unit) => unit.id).filter((unit) => unit !== id);
    for (const unit of above) await asked(own.ensure(unit));
    if (forest.value !== own || view.subject !== id) return;
    openIds.value = new Set([...openIds.value, ...above]);
    grown.value++;
    revealed.value = { id };
  }

  return { rows, unfold, fold, unfoldAll, foldAll, isOpeningAll, revealed };
}

/** An answer, or nothing where there is none: the subject of a link may be long gone. */
async function asked<Answer>(question: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await question;
  } catch {
    return undefined;
  }
}
