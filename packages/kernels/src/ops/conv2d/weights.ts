import type { Tile } from "./tile.ts";
import { indices } from "./unrolling.ts";

/**
 * The text of all output channels of a tile, each between the loads of its weights, which it finds as `w<tap>`. A block of
 * the packed filter is `[tap][channel]`, in vectors of four channels.
 */
export function withWeights(
  { channels, subgroupSize }: Tile,
  taps: number,
  textOf: (channel: number) => readonly string[],
): string {
  const vectors = channels / 4;
  const weights = (channel: number, weight: (tap: number, component: string) => string): readonly string[] =>
    indices(taps).map((tap) => `    let w${tap} = ${weight(tap, "xyzw"[channel % 4]!)};`);
  const inBraces = (lines: readonly string[]): string => ["    {", ...lines, "    }"].join("\n");

  if (subgroupSize === undefined) {
    const fourChannels = (vector: number): string =>
      inBraces([
        ...indices(taps).map((tap) => `    let v${tap} = packed[weights + ${tap * vectors + vector}];`),
        ...indices(4)
          .map((i) => vector * 4 + i)
          .map((channel) => inBraces([...weights(channel, (tap, part) => `v${tap}.${part}`), ...textOf(channel)])),
      ]);
    return indices(vectors).map(fourChannels).join("\n");
  }

  const broadcast = (vector: number, part: string): string =>
    `subgroupBroadcast(spread${Math.floor(vector / subgroupSize)}.${part}, ${vector % subgroupSize}u)`;
  const oneChannel = (channel: number): string =>
    inBraces([
      ...weights(channel, (tap, part) => broadcast(tap * vectors + Math.floor(channel / 4), part)),
      ...textOf(channel),
    ]);
  const loads = indices(Math.ceil((taps * vectors) / subgroupSize)).map(
    (i) => `    let spread${i} = packed[weights + ${i * subgroupSize} + subgroupLane];`,
  );
  return [...loads, ...indices(channels).map(oneChannel)].join("\n");
}
