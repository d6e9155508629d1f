import { describe, expect, test } from "vitest";
import { Terminal } from "./terminal.ts";

function recorded(options: { readonly quiet?: boolean; readonly jsonLines?: boolean } = {}) {
  const shown: string[] = [];
  const stream = { write: (text: string) => shown.push(text) } as unknown as NodeJS.WriteStream;
  return { terminal: new Terminal({ ...options, stdout: stream, stderr: stream }), shown };
}

describe("the terminal", () => {
  test("an open progress line ends before anything else is said", () => {
    const { terminal, shown } = recorded();
    terminal.progress("1/3 [===>");
    terminal.error("disk full");
    terminal.progress("3/3\n");
    terminal.result("done");
    expect(shown.join("")).toBe("1/3 [===>\nerror: disk full\n3/3\ndone\n");
  });

  test("an error is one line that somebody can read", () => {
    const { terminal, shown } = recorded();
    terminal.error(`a\nb ${"x".repeat(5000)}`);
    expect(shown.join("")).toMatch(/^error: a b x{1996}… \(3004 more characters\)\n$/);
  });

  test("another process says an error in its form", () => {
    expect(recorded().terminal.errorLine("a\nb")).toBe("error: a b\n");
    expect(recorded({ jsonLines: true }).terminal.errorLine("a")).toBe('{"event":"error","text":"a"}\n');
  });

  test("--quiet keeps warnings and errors", () => {
    const { terminal, shown } = recorded({ quiet: true });
    terminal.note("a note");
    terminal.progress("1/3");
    terminal.warn("a warning");
    terminal.error("an error");
    expect(shown).toEqual(["warning: a warning\n", "error: an error\n"]);
  });

  test("as JSON lines, everything can be parsed", () => {
    const { terminal, shown } = recorded({ jsonLines: true });
    terminal.note('with "quotes"\nand lines');
    terminal.warn("careful");
    terminal.error("no");
    expect(shown.map((line) => JSON.parse(line) as unknown)).toEqual([
      { event: "note", text: 'with "quotes"\nand lines' },
      { event: "warning", text: "careful" },
      { event: "error", text: "no" },
    ]);
  });
});
