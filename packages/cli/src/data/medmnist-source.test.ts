import { describe, expect, test } from "vitest";
import { medmnistSource, medmnistUrl } from "./medmnist-source.ts";

describe("medmnistSource", () => {
  test("a name, and a size that is 28 when left out", () => {
    expect(medmnistSource("medmnist:pneumoniamnist").name).toBe("pneumoniamnist.npz");
    expect(medmnistSource("medmnist:pneumoniamnist:28").name).toBe("pneumoniamnist.npz");
    expect(medmnistSource("medmnist:breastmnist:224").name).toBe("breastmnist_224.npz");
  });

  test.each([
    ["pneumoniamnist", "the source must be medmnist:<name>[:<size>]"],
    ["medmnist:", "the source must be"],
    ["medmnist:breastmnist:64:1", "the source must be"],
    ["medmnist:pnuemoniamnist", "Did you mean pneumoniamnist"],
    ["medmnist:xyz", "There are pathmnist, dermamnist"],
    ["medmnist:constructor", "there is no such set"],
    ["medmnist:breastmnist:32", "Pass one of 28, 64, 128, 224"],
    ["medmnist:breastmnist:6e1", "there is no such size"],
    ["medmnist:chestmnist", "fourteen labels per image"],
    ["medmnist:nodulemnist3d:64", "it holds volumes"],
    ["medmnist:a\u202Eb", "a\\u{202e}b"],
  ])("%j is refused", (source, text) => {
    expect(() => medmnistSource(source)).toThrow(text);
  });
});

describe("medmnistUrl", () => {
  test("Zenodo's record, or a mirror", () => {
    expect(medmnistUrl({}).href).toBe("https://zenodo.org/records/10519652/files");
    expect(medmnistUrl({ TOMOGRAD_MEDMNIST_URL: "http://mirror:8080/a" }).href).toBe("http://mirror:8080/a");
  });

  test.each([["mirror"], ["file:///tmp"], ["https://me:secret@mirror/"]])("not %s", (given) => {
    expect(() => medmnistUrl({ TOMOGRAD_MEDMNIST_URL: given })).toThrow(/must be an address that begins with https/);
    expect(() => medmnistUrl({ TOMOGRAD_MEDMNIST_URL: given })).not.toThrow(/secret/);
  });
});
