import { parentPort, workerData } from "node:worker_threads";
import type { LiveMessage, LiveReply, LiveSetup } from "./live-messages.ts";
import { LiveScreen } from "./live-screen.ts";
import { LiveServer } from "./live-server.ts";

/** A thread of its own: training neither draws nor answers requests. */
const port = parentPort!;
const reply = (message: LiveReply): void => port.postMessage(message, []);
const screen = new LiveScreen(workerData as LiveSetup);

/** Milliseconds between two questions whether there is something to draw, while a page is open. */
const LOOK = 250;

try {
  const server = await LiveServer.open(async () => await screen.page());
  const look = async (): Promise<void> => {
    const content = await screen.news();
    if (content !== undefined) server.push(content);
  };
  let isLooking = false;
  const clock = setInterval(() => {
    if (server.watchers === 0 || isLooking) return;
    isLooking = true;
    void look().finally(() => (isLooking = false));
  }, LOOK);
  const hear = async (message: LiveMessage): Promise<void> => {
    await screen.hear(message);
    if (message.kind !== "end") return;
    clearInterval(clock);
    await server.close(server.watchers > 0 ? await screen.last() : "");
    reply({ kind: "closed" });
    port.close();
  };
  port.on("message", (message: LiveMessage) => void hear(message));
  reply({ kind: "open", address: server.address });
} catch (error) {
  reply({ kind: "failed", code: (error as NodeJS.ErrnoException).code ?? "unknown" });
  port.close();
}
