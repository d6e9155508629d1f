import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { archive } from "./archive.ts";
import { assemble } from "./assemble.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tomograd bundle-"));
const bundle = join(folder, "bundle");
const links = join(folder, "bin");

/** Runs a program with nothing else on the PATH than what the launcher itself needs: above all, without Node. */
function run(program: string, ...args: string[]): SpawnSyncReturns<string> {
  const env = { PATH: links, HOME: folder, XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] };
  return spawnSync(program, args, { cwd: folder, env, encoding: "utf8" });
}

describe.runIf(process.platform === "linux" && process.arch === "x64")("the bundle", () => {
  beforeAll(async () => {
    await assemble(bundle, { root, commit: "c0ffee" });
    mkdirSync(links);
    for (const program of ["sh", "dirname", "readlink"]) {
      const found = (process.env["PATH"] ?? "").split(delimiter).find((one) => readdirOrNone(one).includes(program));
      symlinkSync(join(found ?? "/bin", program), join(links, program));
    }
    symlinkSync("../bundle/tomograd", join(links, "tomograd"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("runs through a link, from another folder, without Node on the PATH", () => {
    const { version } = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8")) as {
      version: string;
    };
    expect(run("tomograd", "--version").stdout).toBe(`${version}\n`);
    expect(run("tomograd", "summary").stdout).toContain("149,185");
    expect(run("tomograd", "trian").status).toBe(2);
  });

  test("computes on the carried driver", () => {
    const { status, stdout } = run("tomograd", "op", "check", "relu", "--fuzz", "1", "--adapter", "embedded", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ops: [{ op: "relu", failures: [] }] });
  });

  test("draws the network, with the carried font", () => {
    expect(run("tomograd", "plot-model").status).toBe(0);
    const png = readFileSync(join(folder, "model.png"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    // Boxes and arrows without text take 37,000 bytes.
    expect(png.length).toBeGreaterThan(100_000);
  });

  test("shows a run on a page, which a thread serves", () => {
    const phantom = "data phantom --out slices --size 16 --train 8 --validation 8 --test 8";
    expect(run("tomograd", ...phantom.split(" ")).status).toBe(0);
    const train = "train --watch --data slices --filters 2,2 --epochs 1 --device reference --out run";
    const { status, stderr } = run("tomograd", ...train.split(" "));
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^live view: http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/$/m)]);
    expect(stderr).not.toContain("training goes on without");
  });

  test("reports on that run and explains its network, with the carried libraries", () => {
    const report = run("tomograd", "report", "run", "--device", "reference");
    expect([report.status, report.stderr]).toEqual([0, expect.not.stringContaining("left out")]);
    expect(readFileSync(join(folder, "run", "report.html"), "utf8").match(/<svg /g)!.length).toBeGreaterThan(5);
    const explain = "explain --model run/model slices/x_test.npy --limit 1 --device reference --out explanations";
    expect(run("tomograd", ...explain.split(" ")).status).toBe(0);
    const png = readFileSync(join(folder, "explanations", "000000-grad-cam.png"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
  });

  test("decodes images, in threads too", () => {
    const program = `
      import { InputError } from "@tomograd/kernels";
      import { decodePool } from "@tomograd/data";
      import sharp from "sharp";
      const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: "red" } });
      await pixel.png().toFile("pixel.png");
      const decode = async (path) => await decodePool().decode({ path, subject: path });
      const all = async () => await Promise.all(Array.from({ length: 16 }, () => decode("pixel.png")));
      const { data } = (await all())[15];
      console.log(data.join(), decodePool().threads > 0, await decode("none.png").catch((e) => e instanceof InputError));`;
    writeFileSync(join(bundle, "lib", "decode.mjs"), program);
    expect(run(join(bundle, "bin", "node"), join(bundle, "lib", "decode.mjs")).stdout).toBe("255,0,0 true true\n");
    const worker = `
      import { Worker } from "node:worker_threads";
      const worker = new Worker(new URL("./app/decode-worker.js", import.meta.url));
      worker.postMessage({ id: 7, request: { path: "pixel.png", subject: "pixel.png" } });
      worker.on("message", ({ id, image }) => id === 7 && console.log(image.data.join()) & worker.terminate());`;
    writeFileSync(join(bundle, "lib", "worker.mjs"), worker);
    expect(run(join(bundle, "bin", "node"), join(bundle, "lib", "worker.mjs")).stdout).toBe("255,0,0\n");
  });

  test("starts the decoders of JPEG-LS and JPEG 2000", () => {
    const program = `
      import charls from "@cornerstonejs/codec-charls/decodewasmjs";
      import openjpeg from "@cornerstonejs/codec-openjpeg/decodewasmjs";
      const [{ JpegLSDecoder }, { J2KDecoder }] = await Promise.all([charls(), openjpeg()]);
      console.log(new JpegLSDecoder() instanceof JpegLSDecoder, new J2KDecoder() instanceof J2KDecoder);`;
    writeFileSync(join(bundle, "lib", "codecs.mjs"), program);
    expect(run(join(bundle, "bin", "node"), join(bundle, "lib", "codecs.mjs")).stdout).toBe("true true\n");
  });

  test("lets modules import the packages that the program itself uses", () => {
    const program = `
      import { ShapeError } from "@tomograd/kernels";
      import { documentedCnn } from "@tomograd/model";
      try { documentedCnn({ inputShape: [1] }); } catch (error) { console.log(error instanceof ShapeError); }`;
    writeFileSync(join(bundle, "lib", "own.mjs"), program);
    expect(run(join(bundle, "bin", "node"), join(bundle, "lib", "own.mjs")).stdout).toBe("true\n");
  });

  test("carries every licence, and nothing of the machine that made it", () => {
    expect(readFileSync(join(bundle, "licenses", "node.txt"), "utf8")).toContain("Node.js");
    const licences = readdirSync(join(bundle, "licenses", "packages"));
    const packages = readFileSync(join(bundle, "licenses", "packages", "index.txt"), "utf8")
      .trim()
      .split("\n");
    expect(packages.length).toBeGreaterThan(10);
    const isCarried = (line: string) =>
      licences.some((file) => file.startsWith(`${line.split(" ")[0]!.replace("/", "__")}-`));
    expect(packages.filter((line) => !isCarried(line))).toEqual([]);
    expect(licences.join()).toContain("zrender-LICENSE");
    const texts = ["lib/app", "lib/node_modules/@tomograd", "licenses", "bench"].flatMap((place) =>
      readdirSync(join(bundle, place), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
    );
    expect(texts.filter((text) => text.includes(root))).toEqual([]);
  });

  test("gpu.sh says which parts failed, and goes on", () => {
    for (const [args, text] of [
      [[], "needs a folder"],
      [[bundle], "must be empty"],
      [["--adapter", "x"], "the folder comes first"],
    ] as const) {
      const { status, stderr } = spawnSync(join(bundle, "bench/gpu.sh"), args, { encoding: "utf8" });
      expect([status, stderr]).toEqual([2, expect.stringContaining(text)]);
    }
    const results = join(folder, "results");
    const { status, stderr } = spawnSync(join(bundle, "bench/gpu.sh"), [results, "--adapter", "no such adapter"], {
      env: { ...process.env, PYTHON: "no-python", TOMOGRAD_BENCH_SMALL: "1" },
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("Failed: doctor op-check train tune step-8 step-16 op-bench.");
    expect(readFileSync(join(results, "summary.md"), "utf8")).toContain(
      "| torch | skipped | 0 | no PyTorch in no-python |",
    );
    expect(JSON.parse(readFileSync(join(results, "summary.json"), "utf8"))).toMatchObject({ commit: "c0ffee" });
  });
});

test("an archive depends on nothing but its files and its date", async () => {
  const place = mkdtempSync(join(tmpdir(), "tomograd-archive-"));
  const bytes: Buffer[] = [];
  for (const name of ["one", "two"]) {
    const files = join(place, name, "tomograd");
    mkdirSync(files, { recursive: true });
    cpSync(join(root, "bundle", "files"), files, { recursive: true });
    await archive(files, "gz", new Date(0));
    bytes.push(readFileSync(`${files}.tar.gz`));
  }
  expect(bytes[0]!.equals(bytes[1]!)).toBe(true);
  const listed = execFileSync("tar", ["tf", join(place, "one", "tomograd.tar.gz")], { encoding: "utf8" });
  expect(listed.split("\n")).toContain("tomograd/tomograd");
  rmSync(place, { recursive: true });
});

function readdirOrNone(place: string): string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}
