import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupIds } from "./group-ids.ts";
import { load, png, refused } from "./csv-fixture.ts";

describe("loadDataset reads a CSV list", () => {
  it("D13 with a group missing in some rows refused", async () => {
    const list = "path,label,patient_id\na.png,0,ZZPHI^CANARY\nb.png,1,\nc.png,0, \nd.png,1,x\n";
    expect(await refused(list)).toBe(
      "list.csv: every row needs a group where there is such a column. Received 2 rows without one, the first in line 3. " +
        "Fill it in, or remove the column.",
    );
    expect(await refused("path,label,group,patient_id\na.png,0,1,2\n")).toMatch(/must not both be columns/);
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
