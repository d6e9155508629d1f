import { afterEach, expect, test, vi } from "vitest";
import { Terminal } from "../terminal.ts";
import { downloadProgress } from "./download-progress.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** What stands on stderr after so many bytes of a total came in parts of 1000. */
function shown(isTTY: boolean, bytes: number, total: number | undefined): string {
  vi.stubEnv("TERM", "xterm");
  const written: string[] = [];
  const stderr = { isTTY, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const progress = downloadProgress(new Terminal({ stderr }), "a.npz");
  for (let received = 1000; received <= bytes; received += 1000) progress.show(received, total);
  progress.end();
  return written.join("");
}

test("a line every tenth where there is no terminal, the last one whole", () => {
  const lines = shown(false, 2e6, 2e6).trimEnd().split("\n");
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe("a.npz: 2.0 of 2.0 MB");
  expect(shown(false, 2e6, undefined)).toBe("a.npz: 0.0 MB\n");
});

test("one line on a terminal, drawn a hundred times and gone at the end", () => {
  const drawn = shown(true, 2e6, 2e6).split("\r").slice(1);
  expect(drawn.length).toBeGreaterThan(99);
  expect(drawn.length).toBeLessThan(104);
  expect(drawn.at(-1)?.trim()).toBe("");
});
