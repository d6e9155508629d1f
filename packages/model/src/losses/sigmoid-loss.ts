import { sizeOf } from "@tomograd/kernels";
import { binaryTally } from "../metrics/tally.ts";
import { Loss, type OutputFacts } from "./loss.ts";

/** A loss of one unit for two classes, computed from logits: of a network that ends in a sigmoid those before it. */
export abstract class SigmoidLoss extends Loss {
  readonly tally = binaryTally;
  readonly fromLogits: boolean;

  constructor(fromLogits: boolean) {
    super();
    this.fromLogits = fromLogits;
  }

  wantsLogits(output: OutputFacts): boolean {
    const isSigmoid = output.activation === "sigmoid";
    if (sizeOf(output.shape) !== 1 || (this.fromLogits ? output.activation !== "linear" : !isSigmoid))
      this.refuse(
        this.fromLogits
          ? "from logits it needs an output of one unit without activation"
          : "binary cross-entropy needs a last layer of one unit with a sigmoid",
        output,
      );
    return isSigmoid;
  }
}
