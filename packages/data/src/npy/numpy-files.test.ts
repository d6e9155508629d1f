import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import type { NpyArray } from "./npy-array.ts";
import { readNpy } from "./read-npy.ts";
import { readNpz } from "../zip/read-npz.ts";

/** Needs ../shared/data/npy, seen from the repository's root; skipped where it is absent. */
const folder = join(import.meta.dirname, "../../../../../shared/data/npy");
const isThere = existsSync(join(folder, "expected.csv"));

interface Row {
  readonly file: string;
  readonly sha256: string;
  readonly result: string;
  readonly type: string;
  readonly shape: string;
  readonly sum: string;
}

function rows(): Row[] {
  const [, ...lines] = readFileSync(join(folder, "expected.csv"), "utf8").trim().split(/\r?\n/);
  return lines.map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) =>
      cell.replace(/^"|"$/g, ""),
    );
    const [file = "", , sha256 = "", result = "", type = "", shape = "", , sum = ""] = cells;
    return { file, sha256, result, type, shape, sum };
  });
}

function sumOf({ data }: NpyArray): number {
  return [...data].filter(Number.isFinite).reduce((sum, value) => sum + value, 0);
}

const all = isThere ? rows() : [];
const readable = (row: Row) => row.result === "ok" && /^[<>|]?[buif][1248]$/.test(row.type);

describe.skipIf(!isThere)("files written by NumPy (needs ../shared/data/npy)", () => {
  it.each(all.filter(readable))("$file is read as numpy.load does", ({ file, sha256, type, shape, sum }) => {
    const bytes = readFileSync(join(folder, file));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    const array = readNpy(bytes, file);
    expect(array.dtype).toBe(type.slice(-2));
    expect(array.shape.join("x") || "()").toBe(shape);
    expect(sumOf(array)).toBe(Number(sum));
  });

  it.each(all.filter((row) => !readable(row) && row.type !== "npz"))("$file is refused", ({ file }) => {
    const bytes = readFileSync(join(folder, file));
    const read = () =>
      file.endsWith(".npz") ? readNpz(bytes, file).forEach((decode) => decode()) : readNpy(bytes, file);
    expect(read).toThrow(InputError);
  });

  it("B11 the Fortran array equals its C-order twin", () => {
    const read = (name: string) => readNpy(readFileSync(join(folder, "written_by_numpy", name)), name);
    expect(read("u1_fortran.npy")).toEqual(read("u1_nhw.npy"));
  });

  it.each(all.filter((row) => row.type === "npz"))("$file is listed and decoded", ({ file }) => {
    const arrays = readNpz(readFileSync(join(folder, file)), file);
    expect([...arrays].map(([name, decode]) => `${name}:${decode().shape.join("x")}`)).toEqual(["x:4x28x28", "y:4"]);
  });
});
