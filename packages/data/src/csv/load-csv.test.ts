import { mkdir, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, UsageError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatasetOptions, LoadedDataset } from "../dataset/dataset.ts";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { loadDataset } from "../dataset/load-dataset.ts";
import { greyPng } from "../image/png-fixture.ts";
import { csvClasses } from "./csv-classes.ts";
import { csvRows } from "./csv-rows.ts";
import { groupIds } from "./group-ids.ts";

const options: DatasetOptions = { channels: 1, validationSplit: 0, split: "stratified", onBad: "error", seed: 1 };
const png = (value: number) => greyPng(4, value);
const images = { "a.png": png(1), "b.png": png(2), "c.png": png(3), "d.png": png(4) };
const plain = "path,label\na.png,0\nb.png,1\nc.png,0\nd.png,1\n";

async function load(
  list: string | Uint8Array,
  changes: Partial<DatasetOptions> = {},
  files: Readonly<Record<string, Uint8Array | string>> = images,
): Promise<LoadedDataset> {
  const folder = await temporaryFolder({ ...files, "list.csv": list });
  return await loadDataset(join(folder, "list.csv"), { ...options, ...changes });
}

async function refused(
  list: string | Uint8Array,
  changes: Partial<DatasetOptions> = {},
  files: Readonly<Record<string, Uint8Array | string>> = images,
): Promise<string> {
  const error: unknown = await load(list, changes, files).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

const labelsOf = (dataset: LoadedDataset) => [...(dataset.splits.train?.labels ?? [])];

describe("loadDataset reads a CSV list", () => {
  it("of paths and labels, in the order of its rows", async () => {
    const dataset = await load(
      "path,label\nd.png,1\n./x//a.png,0\nb.png,1\n",
      { allowUnlabelled: true },
      {
        "d.png": png(4),
        "x/a.png": png(1),
        "b.png": png(2),
      },
    );
    expect(dataset).toMatchObject({ name: "list.csv", kind: "csv", classNames: ["0", "1"], imageShape: [1, 4, 4] });
    expect(dataset.splits.train?.ids).toEqual(["d.png", "x/a.png", "b.png"]);
    expect(labelsOf(dataset)).toEqual([1, 0, 1]);
    expect(dataset.splits.train?.groups).toBeUndefined();
    const out = new Float32Array(32);
    await dataset.splits.train?.gather([1, 0], out);
    expect([out[0], out[16]]).toEqual([1, 4]);
  });

  it("with splits and their aliases", async () => {
    const { splits, notes } = await load("path,label,split\na.png,0,train\nb.png,1,train\nc.png,0,val\nd.png,1,test\n");
    expect([splits.train?.length, splits.validation?.ids, splits.test?.ids]).toEqual([2, ["c.png"], ["d.png"]]);
    expect(notes).toContain("val is read as validation");
    expect(await refused("path,label,split\na.png,0,Training\n")).toMatch(/a split must be train.*in line 2/);
  });

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

  it("refuses one class, and options of lists for other data", async () => {
    expect(await refused("path,label\na.png,1\nb.png,1\nc.png,1\nd.png,1\n")).toMatch(/samples of both classes/);
    expect(await refused(plain.replaceAll(/[01]\n/g, "sick\n"))).toMatch(/there must be two classes/);
    for (const given of [{ group: "g" }, { delimiter: ";" as const }, { allowUnlabelled: true }]) {
      await expect(loadDataset("phantom", { ...options, ...given })).rejects.toThrow(UsageError);
    }
  });

  it("D1 with a missing column refused by the columns there are", async () => {
    expect(await refused("file,label\na.png,0\n")).toBe(
      "list.csv: a list of images needs the column path. Received columns=file, label. Its columns are path,label[,split][,group].",
    );
    expect(await refused("path,class,age\na.png,0,50\n")).toMatch(
      /the column label. Received columns=path, class, age/,
    );
    expect(await refused(plain, { group: "ward" })).toMatch(/the column ward/);
    expect(await refused("path,label,path\na.png,0,a\n")).toMatch(/one column path/);
    expect(await refused("")).toMatch(/columns=none/);
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

  // The cases of csv-spectrum.
  it.each<[string, string, string[][]]>([
    [
      "commas in quotes",
      'a,b\n"1, 2",3\n',
      [
        ["a", "b"],
        ["1, 2", "3"],
      ],
    ],
    [
      "empty cells",
      'a,b\n1,""\n,2\n',
      [
        ["a", "b"],
        ["1", ""],
        ["", "2"],
      ],
    ],
    [
      "empty cells with CRLF",
      'a,b\r\n1,""\r\n,2\r\n',
      [
        ["a", "b"],
        ["1", ""],
        ["", "2"],
      ],
    ],
    [
      "escaped quotes",
      'a,b\n1,"ha ""ha"" ha"\n',
      [
        ["a", "b"],
        ["1", 'ha "ha" ha'],
      ],
    ],
    [
      "JSON",
      'a,b\n1,"{""type"": ""Point"", ""c"": [1.0, 2.0]}"\n',
      [
        ["a", "b"],
        ["1", '{"type": "Point", "c": [1.0, 2.0]}'],
      ],
    ],
    [
      "newlines",
      'a,b\n1,"once\nupon"\n',
      [
        ["a", "b"],
        ["1", "once\nupon"],
      ],
    ],
    [
      "newlines with CRLF",
      'a,b\r\n1,"once\r\nupon"\r\n',
      [
        ["a", "b"],
        ["1", "once\r\nupon"],
      ],
    ],
    [
      "quotes and newlines",
      'a,b\n1,"ha\n""ha""\nha"\n',
      [
        ["a", "b"],
        ["1", 'ha\n"ha"\nha'],
      ],
    ],
    [
      "plain",
      "a,b,c\n1,2,3\n",
      [
        ["a", "b", "c"],
        ["1", "2", "3"],
      ],
    ],
    [
      "plain with CRLF",
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "UTF-8",
      "a,b\n1,ʤ\n",
      [
        ["a", "b"],
        ["1", "ʤ"],
      ],
    ],
    [
      "no newline at the end, empty lines between",
      "a,b\n\n1,2\n\n\n3,4",
      [
        ["a", "b"],
        ["1", "2"],
        ["3", "4"],
      ],
    ],
  ])("D4 with %s", (_, text, expected) => {
    expect(csvRows(text, ",", "list.csv").map(({ cells }) => cells)).toEqual(expected);
  });

  it("D4 with a byte order mark, CRLF, quoted cells and newlines in other columns", async () => {
    const list =
      '\ufeff"path",label,note\r\na.png,0,"line 1\r\nline ""2"""\r\n"b.png","1",\r\nc.png,0,x\r\nd.png,1,x\r\n';
    expect(labelsOf(await load(list))).toEqual([0, 1, 0, 1]);
  });

  it("D5 with an image twice, the same with a warning and another label refused", async () => {
    const dataset = await load(`${plain}./a.png,0\n`);
    expect(dataset.splits.train?.length).toBe(4);
    expect(dataset.notes.join("\n")).toContain("warning: rows that name an image again, with the same label: 1");
    expect(await refused(`${plain}a.png,1\n`)).toMatch(/one label. Received another one in line 6 than in line 2/);
    const grouped = "path,label,group\na.png,0,p\nb.png,1,q\na.png,0,q\n";
    expect(await refused(grouped)).toMatch(/one group. Received another one in line 4 than in line 2/);
  });

  it("D6 with rows without files and files without rows refused by their counts, or left out", async () => {
    const list = `${plain}${[1, 2, 3, 4, 5, 6].map((i) => `none${i}.png,0\n`).join("")}`;
    const files = { ...images, "e.png": png(5), "f.JPG": "", "notes.txt": "", ".hidden.png": "" };
    expect(await refused(list, {}, files)).toContain(
      "6 rows without a file (none1.png, none2.png, none3.png, none4.png, none5.png, …), 2 images without a row (e.png, f.JPG)",
    );
    expect(await refused(`${plain}a.png/x.png,0\n${"y".repeat(5000)}.png,0\n`)).toMatch(
      /2 rows without a file \(a.png\/x.png, y{100}\)/,
    );
    expect(await refused(plain, {}, { ...images, "e.png": "" })).toMatch(
      /0 rows without a file, 1 images without a row/,
    );
    const dataset = await load(list, { allowUnlabelled: true }, files);
    expect(dataset.splits.train?.length).toBe(4);
    expect(dataset.notes.join("\n")).toMatch(/rows left out.*: 6\n.*images left out.*: 2/);
    expect(await refused(list.replaceAll(".png", ".bmp"), { allowUnlabelled: true })).toMatch(/there are no samples/);
  });

  it.each([
    "../a.png",
    "x/../../a.png",
    "x/../a.png",
    "/etc/passwd",
    "C:\\a.png",
    "C:a.png",
    "\\\\host\\a.png",
    "x\\a.png",
    "x/",
    ".",
  ])("D7 with the path %j refused", async (path) => {
    expect(await refused(`path,label\n${path},0\n`)).toMatch(/paths must|a path must/);
  });

  it("D7 with a link that leads out of the folder refused, and one that stays in it read", async () => {
    const outside = await temporaryFolder(images);
    const folder = await temporaryFolder({ ...images, "list.csv": plain.replace("a.png", "linked/a.png") });
    await symlink(outside, join(folder, "linked"));
    const listed = loadDataset(join(folder, "list.csv"), { ...options, allowUnlabelled: true });
    await expect(listed).rejects.toThrow(/must not lead out of the list's folder. Received path=linked\/a\.png/);
    await symlink("loop", join(folder, "loop"));
    await writeFile(join(folder, "list.csv"), plain.replace("a.png", "loop"));
    await expect(loadDataset(join(folder, "list.csv"), options)).rejects.toThrow(
      /^the file of line 2: must not be a link that leads back/,
    );
    await mkdir(join(folder, "inside"));
    await symlink("../a.png", join(folder, "inside", "a.png"));
    await writeFile(join(folder, "list.csv"), plain.replace("a.png", "inside/a.png"));
    const read = await loadDataset(join(folder, "list.csv"), { ...options, allowUnlabelled: true });
    expect(read.splits.train?.length).toBe(4);
  });

  it("D8 with an open quote or an endless line refused at a cap, without its text", async () => {
    expect(await refused('path,label\na.png,"ZZPHI^CANARY\nb.png,1\n')).toBe(
      "list.csv: a quoted cell must be closed. Received line 3. Correct the line, or save the list again.",
    );
    const long = await refused(`path,label\na.png,"ZZPHI^CANARY${"x\n".repeat(50_000)}`);
    expect(long).toMatch(/not have more than 65536 characters/);
    expect(await refused(`path,label\n${"x".repeat(1e6)}\n`)).toMatch(/not have more than 65536 characters/);
    expect(await refused('path,label\na.png,0"1\n')).toMatch(/a quote must not stand within a cell/);
    expect(await refused('path,label\na.png,"0"1\n')).toMatch(/must end at its closing quote/);
    expect(await refused("path,label\na.png,0\nb.png\n")).toMatch(/as many cells as the first. Received line 3/);
    const folder = await temporaryFolder({ "list.csv": plain });
    await truncate(join(folder, "list.csv"), 2 ** 30);
    await expect(loadDataset(join(folder, "list.csv"), options)).rejects.toThrow(/must not exceed 134217728 bytes/);
  });

  it("D9 in UTF-16 or another encoding refused by name", async () => {
    const little = Buffer.from(`\ufeff${plain}`, "utf16le");
    expect(await refused(little)).toMatch(/must be UTF-8. Received UTF-16, little-endian/);
    expect(await refused(little.subarray(2))).toMatch(/UTF-16, little-endian/);
    expect(await refused(Buffer.from(little).swap16())).toMatch(/UTF-16, big-endian/);
    expect(await refused(Buffer.from(little).swap16().subarray(2))).toMatch(/UTF-16, big-endian/);
    expect(await refused(Buffer.from("path,label\nbé.png,0\n", "latin1"))).toMatch(/Received another encoding/);
  });

  it("D10 with a NUL byte refused", async () => {
    expect(await refused("path,label\na.png,\0\n")).toMatch(/without NUL characters. Received NUL at byte 17/);
  });

  it("D11 with a header only refused", async () => {
    for (const list of ["path,label\n", "path,label", "path,label\n\n\n"]) {
      expect(await refused(list)).toMatch(/there are no samples. Received a header without rows/);
    }
  });

  it("D12 with another delimiter refused with a hint, and read when told", async () => {
    const divided = (mark: string) => plain.replaceAll(",", mark);
    expect(await refused(divided(";"))).toMatch(/pass --delimiter ';'/);
    expect(await refused(divided("\t"))).toMatch(/pass --delimiter tab/);
    expect(await refused(plain, { delimiter: ";" })).toMatch(/pass --delimiter ,/);
    expect(labelsOf(await load(divided(";"), { delimiter: ";" }))).toEqual([0, 1, 0, 1]);
    expect(labelsOf(await load(divided("\t"), { delimiter: "tab" }))).toEqual([0, 1, 0, 1]);
  });

  it("D13 with a group missing in some rows refused", async () => {
    const list = "path,label,patient_id\na.png,0,ZZPHI^CANARY\nb.png,1,\nc.png,0, \nd.png,1,x\n";
    expect(await refused(list)).toBe(
      "list.csv: every row needs a group where there is such a column. Received 2 rows without one, the first in line 3. " +
        "Fill it in, or remove the column.",
    );
    expect(await refused("path,label,group,patient_id\na.png,0,1,2\n")).toMatch(/must not both be columns/);
  });

  it("D14 with a formula for a label as a class name like any other", async () => {
    const list = 'path,label\na.png,"=HYPERLINK(""http://x"")"\nb.png,z\nc.png,z\nd.png,z\u202e\n';
    expect((await load(list.replace("\u202e", ""))).classNames).toEqual(['=HYPERLINK("http://x")', "z"]);
    expect(await refused(list)).toContain("z\\u{202e}");
  });
});

describe("groups of a CSV list", () => {
  const many = Array.from({ length: 24 }, (_, i) => ({
    name: `${i}.png`,
    label: i % 4 < 2 ? 0 : 1,
    group: `P^${i >> 1}`,
  }));
  const files = Object.fromEntries(many.map(({ name }, i) => [name, png(i)]));
  const rows = many.map(({ name, label, group }) => `${name},${label},${group},P^NOTE`);
  const listOf = (lines: readonly string[], column = "patient_id") =>
    `path,label,${column},remark\n${lines.join("\n")}\n`;

  it("stay together when validation data are split off, in any order of rows, as ids that say nothing", async () => {
    const dataset = await load(listOf(rows), { validationSplit: 1 / 3 }, files);
    const { train, validation } = dataset.splits;
    expect([train?.length, validation?.length]).toEqual([16, 8]);
    const inTrain = new Set(train?.groups);
    expect(validation?.groups?.filter((group) => inTrain.has(group))).toEqual([]);
    expect(JSON.stringify(dataset)).not.toContain("P^");
    expect(validation?.groups?.[0]).toMatch(/^g0000\d\d$/);
    expect(dataset.notes).toContain("images belong to 12 groups, which stay together");
    expect(dataset.notes.join("\n")).toContain("validation: 8 of 24 training samples, stratified, whole groups");
    const turned = await load(listOf(rows.toReversed(), "ward"), { validationSplit: 1 / 3, group: "ward" }, files);
    expect(turned.splits.validation?.ids.toSorted()).toEqual(validation?.ids.toSorted());
  });

  it("are not divided by a tail split, and warned of where the list itself divides them", async () => {
    const tail = { validationSplit: 0.125, split: "tail" as const };
    expect(await refused(listOf(rows), tail, files)).toMatch(/1 groups that the tail split would divide/);
    expect((await load(listOf(rows), { ...tail, validationSplit: 0.25 }, files)).splits.validation?.length).toBe(6);
    const accents =
      "path,label,split,group\na.png,0,train,M\u00fcller\nb.png,1,train,q\nc.png,0,test,Mu\u0308ller\nd.png,1,test,r\n";
    expect((await load(accents)).notes.join("\n")).toContain("warning: groups with samples in more than one split: 1");
    const divided = "path,label,split,group\na.png,0,train,p\nb.png,1,train,q\nc.png,0,test,p\nd.png,1,test,r\n";
    expect((await load(divided)).notes.join("\n")).toContain("warning: groups with samples in more than one split: 1");
  });

  it("have ids by their names alone", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (groups) => {
        const ids = groupIds(groups);
        expect(groupIds(groups.toReversed()).toReversed()).toEqual(ids);
        expect(new Set(ids).size).toBe(new Set(groups).size);
      }),
    );
  });
});

it("a broken list is read or refused with an InputError, without its texts", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(plain.length - 1), fc.nat(3), fc.uint8Array({ maxLength: 3 }), async (at, cut, noise) => {
      const bytes = Buffer.from(plain);
      const broken = Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + cut)]);
      await load(broken).then(
        ({ kind }) => expect(kind).toBe("csv"),
        (error: unknown) => expect(error).toBeInstanceOf(InputError),
      );
    }),
  );
});
