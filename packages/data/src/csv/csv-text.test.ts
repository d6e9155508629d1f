import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { loadDataset } from "../dataset/load-dataset.ts";
import { csvRows } from "./csv-rows.ts";
import { labelsOf, load, options, plain, refused } from "./csv-fixture.ts";

describe("loadDataset reads a CSV list", () => {
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

  it("D12 with another delimiter refused with a hint, and read when told", async () => {
    const divided = (mark: string) => plain.replaceAll(",", mark);
    expect(await refused(divided(";"))).toMatch(/pass --delimiter ';'/);
    expect(await refused(divided("\t"))).toMatch(/pass --delimiter tab/);
    expect(await refused(plain, { delimiter: ";" })).toMatch(/pass --delimiter ,/);
    expect(labelsOf(await load(divided(";"), { delimiter: ";" }))).toEqual([0, 1, 0, 1]);
    expect(labelsOf(await load(divided("\t"), { delimiter: "tab" }))).toEqual([0, 1, 0, 1]);
  });
});
