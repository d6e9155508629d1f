import { UsageError } from "@tomograd/kernels";
import { documentedCnn, type Model } from "@tomograd/model";
import { choice, integers, real } from "./kind.ts";
import { option, type OptionValues } from "./option.ts";

/** What describes the documented network where there are no data. */
export const networkOptions = {
  filters: option(integers(2, 65_536, "<f0,f1>"), "filters of the two convolutions", [128, 64]),
  input: option(integers(3, 16_384, "<C,H,W>"), "shape of one image", [3, 64, 64]),
  bnAxis: option(choice("last", "channel"), "axis of the batch normalisation; last is as documented", "last"),
  dropout: option(real(0, 1), "rate of the dropout", 0.5),
  api: option(choice("sequential", "functional"), "how the network is put together", "sequential"),
} as const;

/** The documented network, without weights. Throws a UsageError for images that are too small for it. */
export function documentedNetwork(options: OptionValues<typeof networkOptions>): Model {
  const { filters, input, bnAxis, dropout, api } = options;
  const [f0 = 0, f1 = 0] = filters;
  if (input.some((extent, axis) => axis > 0 && extent < 2)) {
    throw new UsageError({
      subject: "--input",
      rule: "must be at least 2 x 2 for the pooling",
      received: `input=${input.join(",")}`,
    });
  }
  return documentedCnn({ filters: [f0, f1], inputShape: input, bnAxis, dropout, api });
}
