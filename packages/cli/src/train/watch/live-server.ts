import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LivePage } from "@tomograd/report";

/** Tabs that are kept up to date; more than anybody opens. */
const MOST_WATCHERS = 16;
/** Milliseconds that the last state may take to reach the tabs. */
const FAREWELL = 500;

const HEADERS = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/** Where a page comes from, asked for at every visit. */
type Source = () => Promise<LivePage>;

/**
 * Serves one page to this machine alone, under an address that nobody can guess, and pushes what changes to whoever has it
 * open. A request under any other host name is refused, so that no web page can reach it through a name of its own.
 */
export class LiveServer {
  readonly #server: Server;
  readonly #source: Source;
  readonly #path = `/${randomBytes(16).toString("base64url")}/`;
  readonly #watchers = new Set<ServerResponse>();
  #hosts: readonly string[] = [];

  private constructor(source: Source) {
    this.#source = source;
    // By default it looks only every half minute whether a connection has said nothing for too long.
    const timeouts = { requestTimeout: 10_000, headersTimeout: 1000, connectionsCheckingInterval: 500 };
    this.#server = createServer({ ...timeouts, keepAliveTimeout: 1000 });
    this.#server.maxConnections = 2 * MOST_WATCHERS;
    this.#server.on("request", (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** Throws what the system says where no port can be opened. */
  static async open(source: Source): Promise<LiveServer> {
    const live = new LiveServer(source);
    await new Promise<void>((resolve, reject) => {
      live.#server.once("error", reject);
      live.#server.listen({ host: "127.0.0.1", port: 0 }, resolve);
    });
    const { port } = live.#server.address() as AddressInfo;
    live.#hosts = ["127.0.0.1", "localhost"].map((name) => `${name}:${port}`);
    return live;
  }

  get address(): string {
    return `http://${this.#hosts[0]}${this.#path}`;
  }

  /** How many tabs wait for changes. */
  get watchers(): number {
    return this.#watchers.size;
  }

  /** Sends new content to every open tab; one that does not keep up is left behind, and asks again by itself. */
  push(content: string): void {
    for (const watcher of this.#watchers) {
      if (watcher.writableNeedDrain) watcher.destroy();
      else watcher.write(stateEvent(content));
    }
  }

  /** Leaves the last content in every open tab, and closes every connection. */
  async close(content: string): Promise<void> {
    this.#server.close();
    const farewell = [...this.#watchers].map(
      async (watcher) =>
        await new Promise<void>((resolve) => {
          watcher.once("close", resolve);
          watcher.end(`${stateEvent(content)}event: end\ndata: \n\n`, resolve);
        }),
    );
    const late = new Promise((resolve) => setTimeout(resolve, FAREWELL).unref());
    await Promise.race([Promise.all(farewell), late]);
    this.#server.closeAllConnections();
  }

  async #answer({ method, url, headers: { host = "" } }: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, more = {}): void => {
      response.writeHead(status, { ...HEADERS, ...more, "Content-Length": 0, Connection: "close" }).end();
    };
    if (!this.#hosts.includes(host.toLowerCase())) return refuse(421);
    if (method !== "GET") return refuse(405, { Allow: "GET" });
    if (url === this.#path) {
      const { html, policy } = await this.#source();
      const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
      response.writeHead(200, { ...HEADERS, ...headers, "Content-Length": Buffer.byteLength(html) }).end(html);
    } else if (url === `${this.#path}events`) {
      if (this.#watchers.size >= MOST_WATCHERS) return refuse(503);
      response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream" });
      this.#watchers.add(response);
      response.once("close", () => this.#watchers.delete(response));
      // What has changed since the page was loaded.
      response.write(stateEvent((await this.#source()).content));
    } else refuse(404);
  }
}

/** One line of JSON, since a line break would end the event. */
function stateEvent(content: string): string {
  return `event: state\ndata: ${JSON.stringify(content)}\n\n`;
}
