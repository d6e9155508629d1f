import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asFileName, HOSTILE, hostileFolders, hostileList } from "./browser/hostile-data.ts";
import { TestBrowser, type OpenedPage } from "./browser/open-page.ts";
import { canBrowse } from "./browser/unpack-browser.ts";

const MAIN = join(import.meta.dirname, "..", "packages", "cli", "src", "main.ts");
const TSX = import.meta.resolve("tsx");
const CANARY = "ZZPHI^CANARY";
const MEGABYTE = 1e6;

const folder = mkdtempSync(join(tmpdir(), "tomograd-report-"));
/** In the path of the data, as a patient's name may be. */
const privateFolder = join(folder, CANARY);
let browser: TestBrowser | undefined;

interface Outcome {
  readonly code: number;
  readonly output: string;
}

async function cli(...args: string[]): Promise<Outcome> {
  const env = { ...process.env, TOMOGRAD_SECRET: `${CANARY} of the environment` };
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", TSX, MAIN, ...args],
      { env, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: stderr + stdout });
      },
    );
  });
}

/** The smallest training there is, and its report. */
async function reported(data: string, run: string): Promise<string> {
  const small = ["--filters", "2,2", "--epochs", "2", "--batch-size", "8", "--channels", "1", "--device", "reference"];
  const trained = await cli("train", "--data", data, ...small, "--out", run);
  expect(trained, trained.output).toMatchObject({ code: 0 });
  const written = await cli("report", run, "--device", "reference");
  expect(written, written.output).toMatchObject({ code: 0 });
  return join(run, "report.html");
}

/** What no name, label or number may become. */
const FOREIGN = `[
  ...document.querySelectorAll("script, iframe, object, embed, link, base, form, input, video, audio, foreignObject, b"),
  ...[...document.images].filter(({ src }) => !src.startsWith("data:image/png;base64,")),
  ...[...document.querySelectorAll("style")].slice(1),
  ...[...document.querySelectorAll("*")].filter((element) => [...element.attributes].some(({ name, value }) =>
    name.startsWith("on") || (/^(href|src|action|xlink:href)$/.test(name) && !/^(#|data:image\\/png)/.test(value)))),
].map((element) => element.outerHTML.slice(0, 200))`;

async function expectInert({ page, ...tried }: OpenedPage): Promise<string> {
  expect(tried).toEqual({ requests: [], problems: [], dialogs: [] });
  expect(await page.evaluate(FOREIGN)).toEqual([]);
  const text = await page.evaluate("document.documentElement.textContent");
  await page.context().close();
  return String(text);
}

const runs = {
  folders: join(folder, `run of ${asFileName(HOSTILE[2])}`),
  list: join(folder, `run of ${asFileName(HOSTILE[1])}`),
};

beforeAll(async () => {
  if (canBrowse) browser = await TestBrowser.launch();
  await hostileFolders(join(privateFolder, "folders"), [HOSTILE[0], HOSTILE[5]], CANARY);
  const list = await hostileList(join(privateFolder, "list"), [HOSTILE[4], HOSTILE[3]], CANARY);
  await reported(join(privateFolder, "folders"), runs.folders);
  await reported(list, runs.list);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const artefacts = (run: string): string[] =>
  readdirSync(run, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(run, name)).isFile());

describe.skipIf(!canBrowse).each(Object.keys(runs) as (keyof typeof runs)[])("a report of hostile %s", (name) => {
  test.each(["light", "dark", "phone"] as const)("J1 is inert: %s", async (view) => {
    const text = await expectInert(await browser!.open(join(runs[name], "report.html"), view));
    expect(text).toContain("Research use only. Not a medical device. Not for diagnosis.");
    // It is there, as text.
    const shown = { folders: "<script>alert(1)<script>", list: "</svg><script>alert(5)</script>" };
    expect(text).toContain(shown[name]);
    expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200E\u200F]/);
  });

  test("J1 its figures are inert, opened by themselves", async () => {
    const figures = artefacts(runs[name]).filter((file) => file.endsWith(".svg"));
    expect(figures.length).toBeGreaterThan(3);
    for (const figure of figures) {
      const { page, ...tried } = await browser!.open(join(runs[name], figure));
      expect(tried, figure).toEqual({ requests: [], problems: [], dialogs: [] });
      const foreign = `[...document.querySelectorAll("script, image, foreignObject, iframe, a")].length`;
      expect(await page.evaluate(foreign), figure).toBe(0);
      await page.context().close();
    }
  });

  test("fits a phone and A4: nothing is cut at the side", async () => {
    const { page } = await browser!.open(join(runs[name], "report.html"), "phone");
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    await page.emulateMedia({ media: "print" });
    // The width of A4 between margins of 15 mm, at 96 dots an inch.
    await page.setViewportSize({ width: 680, height: 1000 });
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    await page.context().close();
  });
});

describe("what a report gives away", () => {
  test.each(Object.keys(runs) as (keyof typeof runs)[])("J3 of %s: no path, no secret, no patient", (name) => {
    const files = artefacts(runs[name]).filter((file) => file !== "paths.json");
    expect(files).toContain("report.html");
    for (const file of files) {
      const bytes = readFileSync(join(runs[name], file));
      // Also in what stands in the page as base64.
      const inside = file.endsWith(".html")
        ? [...bytes.toString("utf8").matchAll(/base64,([\w+/=]+)/g)].map(([, data = ""]) => Buffer.from(data, "base64"))
        : [];
      for (const part of [bytes, ...inside]) {
        for (const secret of [CANARY, folder, `${homedir()}/`, tmpdir()])
          expect(part.includes(secret), `${file}: ${secret}`).toBe(false);
      }
    }
  });

  test.each(Object.keys(runs) as (keyof typeof runs)[])("J3 of %s: the page names no file of an image", (name) => {
    expect(readFileSync(join(runs[name], "predictions_test.csv"), "utf8")).toMatch(/\.png\b/);
    for (const file of artefacts(runs[name]).filter((one) => /\.(html|svg)$/.test(one)))
      expect(readFileSync(join(runs[name], file), "utf8"), file).not.toMatch(/\.png\b/);
  });

  test("J2 names that look like formulas are no formulas in predictions", () => {
    const lines = readFileSync(join(runs.folders, "predictions_test.csv"), "utf8").trimEnd().split("\n");
    for (const line of lines) expect(line).not.toMatch(/^"?\s*[=+\-@]/);
  });

  test("J8 who reads a report while it is written anew sees the old one, whole", async () => {
    const path = join(runs.list, "report.html");
    const before = readFileSync(path);
    const reader = await open(path);
    const again = await cli("report", runs.list, "--threshold", "0.3", "--no-images", "--device", "reference");
    expect(again, again.output).toMatchObject({ code: 0 });
    expect(Buffer.compare(await reader.readFile(), before)).toBe(0);
    await reader.close();
    expect(Buffer.compare(readFileSync(path), before)).not.toBe(0);
    expect(readdirSync(runs.list).filter((name) => name.includes("report"))).toEqual(["report.html"]);
  });
});

/** A copy of a run that has judged so many test images. */
function runOf(predictions: number): string {
  const run = join(folder, `of-${predictions}`);
  mkdirSync(run);
  for (const name of ["config.json", "history.json", "events.jsonl", "model"])
    cpSync(join(runs.folders, name), join(run, name), { recursive: true });
  const config = JSON.parse(readFileSync(join(run, "config.json"), "utf8")) as {
    dataset: { classNames: [string, string]; splits: Record<string, { length: number; positives: number }> };
  };
  const { classNames, splits } = config.dataset;
  Object.assign(splits["test"]!, { length: predictions, positives: Math.floor(predictions / 2) });
  writeFileSync(join(run, "config.json"), JSON.stringify(config));
  const cells = classNames.map((name) => `"${name.replaceAll('"', '""')}"`);
  const rows = Array.from({ length: predictions }, (_, i) => {
    const probability = ((i * 7919) % 100_003) / 100_003;
    return `test/s${i},${probability},${cells[probability > 0.5 ? 1 : 0]},${cells[i % 2]}`;
  });
  writeFileSync(join(run, "predictions_test.csv"), ["id,probability,label,actual", ...rows, ""].join("\n"));
  return run;
}

test.each([0, 1, 1_000_000])("J6 a report of %d predictions", async (count) => {
  const run = runOf(count);
  const { code, output } = await cli("report", run, "--no-images");
  expect(code, output).toBe(0);
  expect(statSync(join(run, "report.html")).size).toBeLessThan(3 * MEGABYTE);
  if (browser) await expectInert(await browser.open(join(run, "report.html")));
  expect(existsSync(join(run, "figures"))).toBe(true);
});
