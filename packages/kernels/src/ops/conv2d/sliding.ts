import type { AdapterTraits } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { alignUp } from "../../shape.ts";
import type { Conv2dGeometry } from "./shape.ts";
import { imageOf, indices, opaqueBound, unrollingPays } from "./unrolling.ts";

/** What one thread takes at a time of its rows: `columns` pixels of `inputs` input and `channels` output channels. */
export interface Sliding {
  readonly columns: number;
  readonly inputs: number;
  readonly channels: number;
  /** Which channels differ from lane to lane; all lanes of a workgroup share those of the other side. */
  readonly lanes: "inputs" | "channels";
  readonly workgroupSize: number;
  readonly subgroupSize: number;
}

/** Steps from a thread's one channel to its next: neighbouring channels belong to neighbouring lanes. */
const steps = ({ lanes, workgroupSize }: Sliding): { input: number; channel: number } =>
  lanes === "inputs" ? { input: workgroupSize, channel: 1 } : { input: 1, channel: workgroupSize };

/** How many input and output channels one workgroup owns. */
export const channelsOf = (variant: Sliding): { inputs: number; channels: number } => ({
  inputs: variant.inputs * steps(variant).input,
  channels: variant.channels * steps(variant).channel,
});

/** Whether the rows of x under a strip follow each other, most lanes have work, and the sums fit a software driver. */
export function slidingFits(g: Conv2dGeometry, variant: Sliding, adapter: AdapterTraits): boolean {
  const block = channelsOf(variant);
  const used = (size: number, unit: number): number => size / alignUp(size, unit);
  const share = used(g.C, block.inputs) * used(g.K, block.channels) * used(g.outW, variant.columns);
  const isDense = g.strideH * g.strideW * g.dilationH * g.dilationW === 1;
  const sums = variant.inputs * variant.channels * g.R * g.S;
  const unrolled = {
    products: sums * variant.columns,
    sums,
    loaded: g.R * (variant.columns + g.S - 1) * variant.inputs,
  };
  return adapter.cpu && isDense && share > 0.7 && unrollingPays(unrolled, imageOf(g), adapter);
}

/**
 * Walks down the rows of one strip after the other and keeps the rows of x that lie under the filter, so that a step loads
 * one. What all lanes share is loaded once, an element a lane, and broadcast.
 */
export function slidingBody(g: Conv2dGeometry, variant: Sliding, has: { y: boolean; partialBias: boolean }): string {
  const { columns, inputs, channels, subgroupSize } = variant;
  const step = steps(variant);
  const block = channelsOf(variant);
  const ownInputs = variant.lanes === "inputs";
  const width = columns + g.S - 1;
  const taps = g.R * g.S;
  const sums = channels * inputs * taps;

  const entries = (size: number, own: boolean): number => (own ? size : Math.ceil(size / subgroupSize));
  const column = (entry: number, own: boolean): string =>
    own ? `${entry}` : `i32(${entry * subgroupSize} + subgroupLane)`;
  const perInput = entries(width, ownInputs);
  const perRow = inputs * perInput;
  const perChannel = entries(columns, !ownInputs);
  const underAt = (input: number, row: number, entry: number): string =>
    `under[${row * perRow + input * perInput + entry}]`;
  const broadcast = (size: number, array: (entry: number) => string): readonly string[] =>
    indices(size).map(
      (i) => `        let v${i} = subgroupBroadcast(${array(Math.floor(i / subgroupSize))}, ${i % subgroupSize}u);`,
    );

  const shift = indices((g.R - 1) * perRow).map((i) => `under[${i}] = under[${i + perRow}];`);
  const loadRow = indices(inputs).flatMap((input) => [
    `        let c${input} = firstInput + ${input * step.input};`,
    `        let inside${input} = (c${input} < C) & (h >= 0) & (h < H);`,
    `        let line${input} = i32((image * C + c${input}) * (H * W)) + h * W;`,
    ...indices(perInput).map((entry) => {
      const to = (g.R - 1) * perRow + input * perInput + entry;
      return `        under[${to}] = xAt(line${input}, inside${input}, left + ${column(entry, ownInputs)});`;
    }),
  ]);
  const loadUpstream = indices(channels * perChannel).map((i) => {
    const [channel, entry] = [Math.floor(i / perChannel), i % perChannel];
    const from = `upstream + ${channel * step.channel} * (outH * outW), firstColumn + ${column(entry, !ownInputs)}`;
    return `      let g${channel}_${entry} = upstreamAt(${from});`;
  });
  const addBias = indices(has.partialBias ? channels : 0).map((channel) => {
    const values = indices(perChannel).map((entry) => {
      const lanes = ownInputs ? columns - entry * subgroupSize : subgroupSize;
      const value = `g${channel}_${entry}`;
      // Lanes behind the strip hold columns of the next one.
      return lanes < subgroupSize ? `select(0, ${value}, subgroupLane < ${lanes})` : value;
    });
    return `      acc[${sums + channel}] += ${values.join(" + ")};`;
  });
  const sum = (channel: number, input: number, tap: number): string => {
    const at = (channel * inputs + input) * taps + tap;
    const s = tap % g.S;
    const products = indices(columns).map((i) =>
      ownInputs
        ? `s = fma(${underAt(input, Math.floor(tap / g.S), i + s)}, v${i}, s);`
        : `s = fma(v${i + s}, g${channel}_${i}, s);`,
    );
    return `        { var s = acc[${at}]; ${products.join(" ")} acc[${at}] = s; }`;
  };
  const products = ownInputs
    ? indices(channels).map((channel) => [
        ...broadcast(columns, (entry) => `g${channel}_${entry}`),
        ...indices(inputs).flatMap((input) => indices(taps).map((tap) => sum(channel, input, tap))),
      ])
    : indices(inputs * g.R).map((i) => {
        const [input, row] = [Math.floor(i / g.R), i % g.R];
        return [
          ...broadcast(width, (entry) => underAt(input, row, entry)),
          ...indices(channels).flatMap((channel) => indices(g.S).map((s) => sum(channel, input, row * g.S + s))),
        ];
      });
  return wgsl`
  const inBlocks = (C + ${block.inputs} - 1) / ${block.inputs};
  const outBlocks = (K + ${block.channels} - 1) / ${block.channels};
  let inBlock = group / outBlocks % inBlocks;
  let split = group / (outBlocks * inBlocks);
  let firstInput = inBlock * ${block.inputs} + ${ownInputs ? "lane" : "0"};
  let firstChannel = group % outBlocks * ${block.channels} + ${ownInputs ? "0" : "lane"};
  let first = split * params.rowsPerSplit;
  let last = min(first + params.rowsPerSplit, params.rows);
  var acc: array<f32, ${sums + channels}>;
  var under: array<f32, ${g.R * perRow}>;
  for (var firstColumn = 0; firstColumn < outW; firstColumn += ${columns}) {
    let left = firstColumn - padLeft;
    for (var row = first; row < last; row++) {
      let image = row / outH;
      let top = i32(row % outH) - padTop;
      for (var r = select(R - 1, 0, row == first || row % outH == 0); r < R; r++) {
        let h = top + r;
        ${shift.join(" ")}
${loadRow.join("\n")}
      }
      let upstream = ((image * K + firstChannel) * outH + row % outH) * outW;
${[...loadUpstream, ...addBias, ...products.map((lines) => `      {\n${lines.join("\n")}\n      }`)].join("\n")}
    }
  }
  for (var i = 0u; i < ${opaqueBound(sums, "rows")}; i++) {
    let k = firstChannel + i / ${inputs * taps} * ${step.channel};
    let c = firstInput + i / ${taps} % ${inputs} * ${step.input};
    if (k < K && c < C) { partial[((split * ${taps} + i % ${taps}) * C + c) * K + k] = acc[i]; }
  }
  #if ${has.partialBias}
  if (inBlock == 0) {
    for (var i = 0u; i < ${opaqueBound(channels, "rows")}; i++) {
      let k = firstChannel + i * ${step.channel};
      #if ${ownInputs}
      let sum = subgroupAdd(acc[${sums} + i]);
      if (k < K && lane == 0) { partialBias[split * K + k] = sum; }
      #else
      if (k < K) { partialBias[split * K + k] = acc[${sums} + i]; }
      #endif
    }
  }
  #endif`;
}
