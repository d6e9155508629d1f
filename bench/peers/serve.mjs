import { createInterface } from "node:readline";

/** Takes one step for every line on stdin and answers with its milliseconds; the first answer says what it runs on. */
export async function serve(adapter, step) {
  const answer = (message) => process.stdout.write(`@${JSON.stringify(message)}\n`);
  answer({ adapter });
  for await (const _ of createInterface({ input: process.stdin })) {
    const started = performance.now();
    await step();
    answer({ ms: performance.now() - started });
  }
  process.exit(0);
}
