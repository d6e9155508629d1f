import { describe, expect, it } from "vitest";
import { philox4x32 } from "./philox.ts";
import type { PhiloxCounter, PhiloxKey } from "./philox.ts";

describe("philox4x32", () => {
  // Random123's kat_vectors for philox 4x32 with 10 rounds: the last one's words are digits of pi.
  it.each<[PhiloxCounter, PhiloxKey, string]>([
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("gives the published words for %j, %j", (counter, key, expected) => {
    expect(
      philox4x32(counter, key)
        .map((word) => word.toString(16).padStart(8, "0"))
        .join(" "),
    ).toBe(expected);
  });
});
