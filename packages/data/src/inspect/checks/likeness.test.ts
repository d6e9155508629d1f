import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceHash, hammingDistance } from "../difference-hash.ts";
import { datasetOf, findingsOf, noise, noises, SIDE } from "../inspect-fixture.ts";
import { NEAR, NearHashes } from "../near-hashes.ts";

const train = { images: noises(0, 12) };

/** A little brighter, with a little noise, as after another encoder. */
function encodedAgain(image: Uint8Array): Uint8Array {
  return image.map((value, i) => Math.min(255, Math.round(0.95 * value) + 6 + (i % 3)));
}

describe("check 6: near duplicates", () => {
  it("finds an image that was encoded again", async () => {
    const test = { images: [...noises(100, 5), encodedAgain(noise(3))] };
    const findings = await findingsOf("near-duplicates-across-splits", datasetOf({ train, test }));
    expect(findings).toMatchObject([{ number: 6, severity: "W", count: 1, ids: ["test/5", "train/3"] }]);
  });

  it("leaves equal pixels and images without contrast to other checks", async () => {
    const flat = (value: number) => new Uint8Array(SIDE * SIDE).fill(value);
    const dataset = datasetOf({ train: { images: [...train.images, flat(1)] }, test: { images: [noise(2), flat(9)] } });
    expect(await findingsOf("near-duplicates-across-splits", dataset)).toEqual([]);
  });

  it("is not misled by one composition with other contents: the same hash is not enough", async () => {
    const falling = (power: number) =>
      Uint8Array.from({ length: SIDE * SIDE }, (_, i) => 255 * (1 - (i % SIDE) / SIDE) ** power);
    const [straight, steep] = [falling(1), falling(2.5)].map((image) => Float32Array.from(image));
    expect(differenceHash(straight!, SIDE, SIDE).high).toBe(differenceHash(steep!, SIDE, SIDE).high);
    const finds = async (power: number) =>
      await findingsOf(
        "near-duplicates-across-splits",
        datasetOf({ train: { images: [falling(1)] }, test: { images: [falling(power)] } }),
      );
    expect(await finds(2.5)).toEqual([]);
    expect(await finds(1.1)).toHaveLength(1);
  });
});

describe("difference hashes", () => {
  it("do not depend on size and brightness", () => {
    const draw = (side: number, scale: number) =>
      Float32Array.from(
        { length: side * side },
        (_, i) => scale * Math.sin((9 * (i % side)) / side + Math.floor(i / side) / side),
      );
    const small = differenceHash(draw(72, 1), 72, 72);
    expect(hammingDistance(small, differenceHash(draw(144, 3), 144, 144))).toBeLessThanOrEqual(1);
    expect(differenceHash(new Float32Array(9), 3, 3)).toEqual({ high: 0, low: 0 });
  });

  it("are found again within 4 bits, by any bits that differ, and not beyond", () => {
    const word = fc.nat({ max: 0xffffffff });
    const bits = fc.uniqueArray(fc.nat({ max: 63 }), { maxLength: 6 });
    fc.assert(
      fc.property(word, word, bits, (high, low, flipped) => {
        const other = { high, low };
        for (const bit of flipped) {
          if (bit < 32) other.high = (other.high ^ (1 << bit)) >>> 0;
          else other.low = (other.low ^ (1 << (bit - 32))) >>> 0;
        }
        expect(hammingDistance({ high, low }, other)).toBe(flipped.length);
        const known = new NearHashes<string>();
        known.add({ high, low }, "it");
        let asked = 0;
        const accept = () => ++asked > 0;
        expect(known.nearest(other, accept)).toBe(flipped.length <= NEAR ? "it" : undefined);
        expect(asked).toBe(flipped.length <= NEAR ? 1 : 0);
        expect(known.nearest(other, () => asked++ < 0)).toBeUndefined();
        expect(asked).toBe(flipped.length <= NEAR ? 2 : 0);
      }),
    );
  });
});

describe("check 8: patients by file names", () => {
  const ids = (split: string, ...names: string[]) => names.map((name) => `${split}/PNEUMONIA/${name}`);

  it("finds the number of a person in two splits", async () => {
    const dataset = datasetOf({
      train: {
        images: noises(0, 3),
        ids: ids("train", "person12_virus_3.jpeg", "person1_a.jpeg", "IM-0115-0001.jpeg"),
      },
      test: {
        images: noises(9, 3),
        ids: ids("test", "person12_bacteria_9.jpeg", "person121_a.jpeg", "IM-0115-0002.jpeg"),
      },
    });
    const [finding] = await findingsOf("patient-names-across-splits", dataset);
    expect(finding).toMatchObject({ number: 8, severity: "W", count: 2 });
    expect(finding?.ids[1]).toBe("test/PNEUMONIA/person12_bacteria_9.jpeg");
  });

  it("does not take other numbers or folders for persons", async () => {
    const dataset = datasetOf({
      train: { images: noises(0, 2), ids: ["train/person1/000001.png", "train/person1/scan7.png"] },
      test: { images: noises(9, 2), ids: ["test/person1/000001.png", "test/person1/scan7.png"] },
    });
    expect(await findingsOf("patient-names-across-splits", dataset)).toEqual([]);
  });
});

it("C23, check 9: constant and nearly constant images", async () => {
  const nearly = new Uint8Array(SIDE * SIDE).fill(100).map((value, i) => value + (i % 3));
  const images = [...noises(0, 4), new Uint8Array(SIDE * SIDE), nearly];
  const [finding] = await findingsOf("constant-images", datasetOf({ train: { images } }));
  expect(finding).toMatchObject({ number: 9, severity: "W", count: 2, ids: ["train/4", "train/5"] });
  expect(await findingsOf("constant-images", datasetOf({ train }))).toEqual([]);
});
