// The service worker: it keeps the page for when there is no network. A version is kept as a whole, or not at all.
export {};

declare const self: ServiceWorkerGlobalScope;
/** All files of the page, each with the digest of what is in it; the page itself is "". Set when the page is built. */
declare const WANGGE_FILES: Record<string, string>;
/** What changes whenever one of them does. */
declare const WANGGE_VERSION: string;

const { scope } = self.registration;
const FILES = WANGGE_FILES;
/** Other copies of the page may be in other folders of the same host. */
const OURS = `wangge ${scope} `;
const NOW = OURS + WANGGE_VERSION;
/** What is large is kept only if somebody asked for it. It is data, so it belongs to no version. */
const LARGE = new URL("cili.json.gz", scope).href;
const ASKED = `wangge-asked ${scope}`;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const answer = answerTo(event);
  if (answer !== undefined) event.respondWith(answer);
});

/** With a digest for each file, nothing is kept while a server is between two versions: the next visit tries again. */
async function keep(): Promise<void> {
  const requests = Object.entries(FILES).map(([path, integrity]) => {
    // Those in `assets` never change: what the browser has already is not fetched twice.
    return new Request(new URL(path, scope), { integrity, cache: path.startsWith("assets/") ? "default" : "no-cache" });
  });
  const cache = await caches.open(NOW);
  try {
    await cache.addAll(requests);
  } catch (error) {
    await caches.delete(NOW);
    throw error;
  }
}

/** Pages that are open go on with the version they began with: this one waits until the last of them is closed. */
async function takeOver(): Promise<void> {
  const before = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NOW);
  await Promise.all(before.map((name) => caches.delete(name)));
  // The very first one has none before it.
  await self.clients.claim();
}

function answerTo(event: FetchEvent): Promise<Response> | undefined {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(scope)) return undefined;
  const asked = new URL(url);
  asked.hash = asked.search = "";
  if (asked.href === LARGE) return large(event);
  const path = asked.href.slice(scope.length).replace(/^index\.html$/, "");
  return Object.hasOwn(FILES, path) || path.startsWith("assets/") ? stored(path, event.request) : undefined;
}

/** Of the version that is kept. */
async function stored(path: string, request: Request): Promise<Response> {
  const url = new URL(path, scope).href;
  return (await caches.match(url, { cacheName: NOW, ignoreVary: true })) ?? fetch(request);
}

/** From the server as long as there is one: the file may be another today. */
async function large(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(ASKED);
  const kept = () => cache.match(LARGE, { ignoreVary: true });
  try {
    const response = await fetch(event.request);
    if (!response.ok || response.headers.get("content-type")?.startsWith("text/html")) return (await kept()) ?? response;
    // The page reads on whether or not there is room to keep it.
    event.waitUntil(cache.put(LARGE, response.clone()).catch(() => undefined));
    return response;
  } catch (error) {
    const last = await kept();
    if (last === undefined) throw error;
    return last;
  }
}
