// Has the page kept for when there is no network, once it has nothing more urgent to do.
import { watch } from "vue";
import { failure, open, ownFile } from "../state/county";
import { isSingle } from "../state/single";
import { view } from "../state/view";

/** The first question was answered, or there is nothing to be answered. */
const isAtRest = () => open.value !== undefined || failure.value !== undefined || (view.county === "own" && ownFile.value === undefined);

export function keepOffline(): void {
  if (isSingle || !import.meta.env.PROD) return;
  // A second later the map has come as well.
  watch(isAtRest, (is) => void (is && setTimeout(register, 1000)), { immediate: true });
}

async function register(): Promise<void> {
  try {
    await navigator.serviceWorker.register(new URL("sw.js", document.baseURI));
  } catch {
    // Without a secure context, or in a private window, there may be none: the page works as well, with its server.
  }
}
