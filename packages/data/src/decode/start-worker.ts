import { Worker } from "node:worker_threads";

/** Starts a thread that decodes images, compiled or from source. @throws where no thread can be started. */
export function startWorker(): Worker {
  const url = new URL("./decode-worker.ts", import.meta.url);
  return new Worker(url, { execArgv: url.pathname.endsWith(".ts") ? readTypeScript() : [] });
}

/** A worker of Node 20 does not inherit how its parent reads TypeScript. */
function readTypeScript(): string[] {
  const tsx = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  return ["--import", `data:text/javascript,import { register } from ${tsx}; register();`];
}
