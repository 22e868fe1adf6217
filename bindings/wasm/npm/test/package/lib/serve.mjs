// A server on loopback, as strict about its pages as a careful host.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".jsonl": "text/plain; charset=utf-8",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves folders, by the start of their paths. The server is closed by `close`. */
export async function serve(folders) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    // Browsers ask for it, wanted or not.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    const [start, folder] = Object.entries(folders).find(([start]) => path.startsWith(start)) ?? [];
    try {
      const inside = normalize(path.slice(start.length));
      if (inside.startsWith("..")) throw new Error("outside");
      const file = join(folder, inside === "." || inside.endsWith("/") ? join(inside, "index.html") : inside);
      const body = await readFile(file);
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end(`there is no ${path}`);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}
