import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a module of this repository as a thread, compiled or from source.
 *
 * @throws where no thread can be started.
 * @example startThread(new URL(file, import.meta.url), { workerData: { size: 8 } })
 */
export function startThread(url: URL, options: WorkerOptions = {}): Worker {
  return new Worker(url, { ...options, execArgv: url.pathname.endsWith(".ts") ? readTypeScript() : [] });
}

/** A worker of Node 20 does not inherit how its parent reads TypeScript. */
function readTypeScript(): string[] {
  const tsx = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  return ["--import", `data:text/javascript,import { register } from ${tsx}; register();`];
}
