import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { loadDataset } from "../dataset/load-dataset.ts";
import { images, load, options, plain, png, refused } from "./csv-fixture.ts";

describe("loadDataset reads a CSV list", () => {
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
});
