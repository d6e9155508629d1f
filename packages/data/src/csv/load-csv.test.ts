import { InputError, UsageError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadDataset } from "../dataset/load-dataset.ts";
import { labelsOf, load, options, plain, png, refused } from "./csv-fixture.ts";

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

  it("D11 with a header only refused", async () => {
    for (const list of ["path,label\n", "path,label", "path,label\n\n\n"]) {
      expect(await refused(list)).toMatch(/there are no samples. Received a header without rows/);
    }
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
