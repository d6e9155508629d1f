import { HtmlValidate } from "html-validate";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, type CliResult } from "./testing/run-cli.ts";
import { FIGURES, REFERENCE, reportedRun, runPlace, wordsOf } from "./testing/reported-run.ts";
import { json, text } from "./testing/small-run.ts";

const place = runPlace();
const { folder, run, page } = place;
let trained: CliResult;
let reported: CliResult;

beforeAll(async () => {
  ({ trained, reported } = await reportedRun(place));
});

describe("report", () => {
  test("writes the page and every figure, and says where", () => {
    expect(trained.stderr).toContain(`tomograd report ${run}`);
    expect(reported.code).toBe(0);
    expect(reported.stdout).toContain(`report: ${page}\n`);
    expect(readdirSync(join(run, "figures")).sort()).toEqual(FIGURES.flatMap((name) => [`${name}.png`, `${name}.svg`]));
    for (const name of FIGURES)
      expect(
        readFileSync(join(run, "figures", `${name}.png`))
          .subarray(1, 4)
          .toString(),
      ).toBe("PNG");
  });

  test("makes a page that asks for nothing from anywhere and is valid", async () => {
    const html = text(page);
    expect(statSync(page).size).toBeLessThan(3e6);
    expect(html.replaceAll(' xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|="\/\/|url\((?!#)|<script|<link|@import/,
    );
    expect(html).toContain("default-src &#39;none&#39;; img-src data:;");
    const { valid, results } = await new HtmlValidate({
      extends: ["html-validate:standard"],
      rules: {
        "prefer-native-element": "off",
        "void-style": "off",
        "long-title": "off",
        "no-trailing-whitespace": "off",
      },
    }).validateString(html);
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
    expect(valid).toBe(true);
  });

  test("tells what evaluation.json tells", () => {
    const { extra } = json(run, "evaluation.json") as { extra: Record<string, number> };
    expect(wordsOf(page)).toContain(`AUC ${extra["auc_exact"]!.toFixed(3)}`);
    expect(wordsOf(page)).toContain("on 30 test images");
    expect(wordsOf(page)).toContain("Research use only. Not a medical device. Not for diagnosis.");
  });

  test("shows images with Grad-CAM", () => {
    const images = text(page).match(/<img/g)!.length;
    expect(images).toBeGreaterThan(12 + 6);
    expect(text(page)).toContain("The same with Grad-CAM");
  });

  test("J3 names no path", () => {
    for (const name of ["report.html", ...FIGURES.map((figure) => `figures/${figure}.svg`)])
      expect(text(run, name)).not.toContain(folder);
  });

  test("is the same again, byte for byte", async () => {
    const before = text(page);
    expect((await cli("report", run, ...REFERENCE)).code).toBe(0);
    expect(text(page)).toBe(before);
  });

  test("--json, --out, --threshold, --tutorial-labels and --no-images", async () => {
    const out = join(folder, "elsewhere.html");
    const before = text(page);
    const { code, stdout } = await cli(
      "report",
      run,
      "--json",
      "--out",
      out,
      "--threshold",
      "0.25",
      "--tutorial-labels",
      "--no-images",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      report: out,
      figures: [],
      test: { threshold: 0.25, confusionMatrix: [[expect.any(Number), expect.any(Number)], expect.any(Array)] },
    });
    expect(wordsOf(out)).toContain("Lesions Detected (True Negatives)");
    expect(text(out)).not.toContain("<img");
    expect(text(page)).toBe(before);
    const chosen = await cli("report", run, "--json", "--out", out, "--threshold", "validation", "--no-images");
    const { metadata } = json(run, "model", "model.json") as { metadata: { threshold: number } };
    expect(JSON.parse(chosen.stdout)).toMatchObject({ test: { threshold: metadata.threshold } });
  });
});
