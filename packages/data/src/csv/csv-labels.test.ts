import { describe, expect, it } from "vitest";
import { csvClasses } from "./csv-classes.ts";
import { labelsOf, load, refused } from "./csv-fixture.ts";

describe("loadDataset reads a CSV list", () => {
  it("with class names, the last or the one told as the positive class", async () => {
    const list = "path,label\na.png,sick\nb.png,well\nc.png,well\nd.png,sick\n";
    const dataset = await load(list);
    expect([dataset.classNames, labelsOf(dataset)]).toEqual([
      ["sick", "well"],
      [0, 1, 1, 0],
    ]);
    expect(dataset.notes.join("\n")).toContain("positive class: well (against sick)");
    expect(labelsOf(await load(list, { positiveClass: "sick" }))).toEqual([1, 0, 0, 1]);
    expect(await refused(list, { positiveClass: "ill" })).toMatch(/positive class ill must be one of the classes/);
  });

  it.each([
    ["1.0", "another number in line 3"],
    ["+1", "another number in line 3"],
    ["1e0", "another number in line 3"],
    ["01", "another number in line 3"],
    ["２", "another number in line 3"],
    ["٣", "another number in line 3"],
    [" 1", "blanks in line 3"],
    ["1 ", "blanks in line 3"],
    ["\u00a01", "blanks in line 3"],
    ["yes", "a number among names in line 2"],
  ])("D2 with the label %j among numbers refused by its line", async (label, expected) => {
    expect(await refused(`path,label\na.png,0\nb.png,${label}\n`)).toContain(expected);
  });

  it("D2 with yes and no as class names, which an explicit positive class may turn round", async () => {
    const list = "path,label\na.png,no\nb.png,yes\nc.png,no\nd.png,yes\n";
    expect(labelsOf(await load(list))).toEqual([0, 1, 0, 1]);
    expect(labelsOf(await load(list, { positiveClass: "no" }))).toEqual([1, 0, 1, 0]);
  });

  it.each([
    ["2", "labels must be 0 and 1. Received another number in line 3"],
    ["-1", "labels must be 0 and 1. Received another number in line 3"],
    ["", "every row needs a label. Received a missing label in line 3"],
    ["NaN", "every row needs a label. Received a missing label in line 3"],
    ["  ", "every row needs a label. Received a missing label in line 3"],
    ["None", "every row needs a label. Received a missing label in line 3"],
  ])("D3 with the label %j refused by its line and kind", async (label, expected) => {
    expect(await refused(`path,label\na.png,0\nb.png,${label}\n`)).toContain(expected);
  });

  it("D3 with other numbers once a positive class is told, and without texts of too many labels", async () => {
    const list = "path,label\na.png,0\nb.png,2\nc.png,-1\nd.png,2\n";
    const dataset = await load(list, { positiveClass: "2" });
    expect([dataset.classNames, labelsOf(dataset)]).toEqual([
      ["not 2", "2"],
      [0, 1, 0, 1],
    ]);
    const patients = Array.from({ length: 30 }, (_, i) => ({
      line: i + 2,
      path: `${i}`,
      label: `ZZPHI^CANARY${i}`,
      split: "train" as const,
      group: undefined,
    }));
    expect(() => csvClasses(patients, undefined, "list.csv")).toThrow(
      "list.csv: there must be at most 20 class names. Received 30 different ones.",
    );
  });

  it("D14 with a formula for a label as a class name like any other", async () => {
    const list = 'path,label\na.png,"=HYPERLINK(""http://x"")"\nb.png,z\nc.png,z\nd.png,z\u202e\n';
    expect((await load(list.replace("\u202e", ""))).classNames).toEqual(['=HYPERLINK("http://x")', "z"]);
    expect(await refused(list)).toContain("z\\u{202e}");
  });
});
