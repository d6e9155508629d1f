import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestBrowser } from "./open-page.ts";
import { canBrowse, unpackBrowser } from "./unpack-browser.ts";

const folder = mkdtempSync(join(tmpdir(), "tomograd-page-"));
let browser: TestBrowser;

function page(name: string, body: string, head = ""): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title>${head}</head><body>${body}`,
  );
  return path;
}

beforeAll(async () => {
  if (canBrowse) browser = await TestBrowser.launch();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

describe.skipIf(!canBrowse)("the browser of the tests", () => {
  test("needs of a bare machine only what the C library brings", async () => {
    const { executable, env } = await unpackBrowser();
    const needed = execFileSync("ldd", [executable], { env: { ...process.env, ...env }, encoding: "utf8" });
    const own = env["LD_LIBRARY_PATH"]!;
    const others = needed.split("\n").filter((line) => line.trim() !== "" && !line.includes(own));
    for (const line of others) expect(line).toMatch(/linux-vdso|ld-linux|lib(dl|pthread|m|c|gcc_s|rt)\.so/);
    expect(needed).not.toContain("not found");
  });

  test("shows a page that does nothing, and finds nothing in it", async () => {
    const { page: shown, ...tried } = await browser.open(page("quiet.html", "<p>well</p>"));
    expect(await shown.textContent("p")).toBe("well");
    expect(tried).toEqual({ requests: [], problems: [], dialogs: [] });
    await shown.context().close();
  });

  test("notices requests, dialogs, errors and what a policy forbids", async () => {
    const loud = page(
      "loud.html",
      `<img src="https://example.org/a.png"><link rel="stylesheet" href="b.css"><script>alert(1); throw new Error("thrown")</script>`,
    );
    const { page: shown, requests, problems, dialogs } = await browser.open(loud);
    expect(requests.toSorted()).toEqual([expect.stringContaining("b.css"), expect.stringContaining("example.org")]);
    expect(dialogs).toEqual(["1"]);
    expect(problems.join("\n")).toContain("thrown");
    await shown.context().close();
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
    const forbidden = await browser.open(
      page("forbidden.html", "<img src=x onerror=alert(2)><script>alert(3)</script>", policy),
    );
    expect(forbidden.dialogs).toEqual([]);
    expect(forbidden.problems.join("\n")).toMatch(/inline script violates/);
    expect(forbidden.problems.join("\n")).toMatch(/Loading the image .* violates/);
    await forbidden.page.context().close();
  });

  test("is light, dark, a phone or paper", async () => {
    const style = `<style>p{color:rgb(1,1,1)}@media(prefers-color-scheme:dark){p{color:rgb(2,2,2)}}@media print{p{color:rgb(3,3,3)}}</style>`;
    const path = page("looks.html", "<p>text</p>", style);
    const colour = async (view: "light" | "dark" | "phone", media: "screen" | "print" = "screen"): Promise<string> => {
      const { page: shown } = await browser.open(path, view);
      await shown.emulateMedia({ media });
      const found = await shown.evaluate("getComputedStyle(document.querySelector('p')).color + ' ' + innerWidth");
      await shown.context().close();
      return String(found);
    };
    expect(await colour("light")).toBe("rgb(1, 1, 1) 1200");
    expect(await colour("dark")).toBe("rgb(2, 2, 2) 1200");
    expect(await colour("light", "print")).toBe("rgb(3, 3, 3) 1200");
    expect(await colour("phone")).toMatch(/^rgb\(1, 1, 1\)/);
  });
});
