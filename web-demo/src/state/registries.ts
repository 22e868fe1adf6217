// The registry of a document, and those after the changes that were accepted: each is made of the one before.
import type { RemoteRegistry } from "wangge/worker";
import type { Entry } from "./journal";

/** So many before and after the one that is wanted are kept, so that the way back is short: a county's are large. */
const NEAR = 1;

interface Link {
  entry: Entry;
  registry: RemoteRegistry | undefined;
}

export class Registries {
  readonly #chain: Link[] = [];
  #work: Promise<unknown> = Promise.resolve();

  constructor(readonly base: RemoteRegistry) {}

  /** The registry after changes; `tell` hears which of them is being made. */
  after(entries: readonly Entry[], tell: (done: number, total: number) => void): Promise<RemoteRegistry> {
    const next = this.#work.then(() => this.#make(entries, tell));
    this.#work = next.catch(() => undefined);
    return next;
  }

  async #make(entries: readonly Entry[], tell: (done: number, total: number) => void): Promise<RemoteRegistry> {
    let known = 0;
    while (known < entries.length && this.#chain[known]?.entry === entries[known]) known++;
    // Those behind are kept to be redone, unless something else was accepted in their place.
    if (known < entries.length) for (const { registry } of this.#chain.splice(known)) void registry?.dispose();
    while (known > 0 && this.#chain[known - 1]?.registry === undefined) known--;
    let registry = this.#chain[known - 1]?.registry ?? this.base;
    for (const [at, entry] of entries.entries()) {
      if (at < known) continue;
      tell(at, entries.length);
      registry = await registry.apply(new Uint8Array(await entry.transaction.arrayBuffer()));
      this.#chain[at] = { entry, registry };
    }
    this.#forget(entries.length - 1);
    return registry;
  }

  #forget(wanted: number): void {
    for (const [at, link] of this.#chain.entries()) {
      if (Math.abs(at - wanted) <= NEAR) continue;
      void link.registry?.dispose();
      link.registry = undefined;
    }
  }

  /** Frees all of them. */
  dispose(): void {
    for (const { registry } of this.#chain.splice(0)) void registry?.dispose();
    void this.base.dispose();
  }
}
