import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { fetchMedmnist } from "./fetch-medmnist.ts";
import { MEDMNIST_SIZES, medmnistByMd5, medmnistFile, medmnistFileOf, medmnistSets } from "./medmnist-files.ts";
import { md5Of, serverThat } from "./server-fixture.ts";

const content = Buffer.from("an archive");
/** A published file as it would be with this content. */
const file = { ...medmnistFile("pneumoniamnist", 64)!, md5: md5Of(content) };

describe("fetchMedmnist", () => {
  it("asks the mirror for the file, once", async () => {
    const asked: (string | undefined)[] = [];
    const base = await serverThat((request, response) => {
      asked.push(request.url);
      response.end(content);
    });
    const folder = await temporaryFolder({});
    base.pathname = "/mirror/";
    const first = await fetchMedmnist(file, folder, { base });
    expect(first).toEqual({ fetched: true, bytes: content.length });
    expect(await fetchMedmnist(file, folder, { base })).toEqual({ fetched: false, bytes: content.length });
    expect(asked).toEqual(["/mirror/pneumoniamnist_64.npz?download=1"]);
    expect(await readdir(folder)).toEqual(["pneumoniamnist_64.npz"]);
  });

  it("replaces another file of that name only when asked to, and nothing but a file", async () => {
    const base = await serverThat((_, response) => response.end(content));
    const folder = await temporaryFolder({ [file.name]: "mine" });
    await expect(fetchMedmnist(file, folder, { base })).rejects.toThrow(UsageError);
    expect(await readFile(join(folder, file.name), "utf8")).toBe("mine");
    await fetchMedmnist(file, folder, { base, overwrite: true });
    expect(await readFile(join(folder, file.name))).toEqual(content);
    const other = await temporaryFolder({});
    await mkdir(join(other, file.name));
    await expect(fetchMedmnist(file, other, { base, overwrite: true })).rejects.toThrow(/no regular file/);
  });
});

describe("the published files", () => {
  it("have a digest each, no two the same", () => {
    const all = Object.keys(medmnistSets).flatMap((set) => MEDMNIST_SIZES.map((size) => medmnistFile(set, size)!));
    expect(all).toHaveLength(44);
    expect(new Set(all.map(({ md5 }) => md5)).size).toBe(44);
    for (const { name, md5 } of all) {
      expect(md5).toMatch(/^[0-9a-f]{32}$/);
      expect([medmnistFileOf(name)?.md5, medmnistByMd5(md5)?.name]).toEqual([md5, name]);
    }
  });

  it("are known by name and size only", () => {
    expect(medmnistFile("pneumoniamnist", 28)?.name).toBe("pneumoniamnist.npz");
    expect(medmnistFile("pneumoniamnist", 32)).toBeUndefined();
    expect(medmnistFile("toString", 28)).toBeUndefined();
    expect(medmnistSets["dermamnist"]?.licence).toBe("CC BY-NC 4.0");
  });
});
