import type { Node } from "../graph/symbolic-tensor.ts";
import { Conv2D } from "../layers/conv2d.ts";
import { DepthwiseConv2D } from "../layers/depthwise-conv2d.ts";
import type { Layer } from "../layers/layer.ts";
import { Pooling2D } from "../layers/pooling2d.ts";
import type { Model } from "../model.ts";
import { spatialOutput } from "./spatial-layer.ts";

/** Along one axis: how many pixels of the image one value sees, and how many lie between those that neighbours see. */
interface Field {
  readonly size: number;
  readonly step: number;
}

/**
 * The receptive field of a layer: the height and width of the part of the image that one of its values depends on,
 * `r' = r + (k - 1) d s` for a window of k, dilated by d, on values s pixels apart; of several branches the widest.
 *
 * Throws a UsageError as `gradCam` does.
 *
 * @example
 * receptiveField(documentedCnn(), "conv2d_1"); // [7, 7]
 */
export function receptiveField(model: Model, layer?: string): readonly [height: number, width: number] {
  const { node } = spatialOutput(model, layer);
  return [fieldOf(node, 0, new Map()).size, fieldOf(node, 1, new Map()).size];
}

function fieldOf(node: Node, axis: 0 | 1, known: Map<Node, Field>): Field {
  const found = known.get(node);
  if (found) return found;
  const inputs = node.inputs.map((input) => fieldOf(input.node, axis, known));
  const size = Math.max(1, ...inputs.map((field) => field.size));
  const step = Math.max(1, ...inputs.map((field) => field.step));
  const { reach, stride } = windowOf(node.layer, axis);
  const field = { size: size + (reach - 1) * step, step: step * stride };
  known.set(node, field);
  return field;
}

/** Layers without windows work on every place by itself. */
function windowOf(layer: Layer, axis: 0 | 1): { readonly reach: number; readonly stride: number } {
  const along = (value: number | readonly [number, number]): number =>
    typeof value === "number" ? value : value[axis];
  if (layer instanceof Conv2D || layer instanceof DepthwiseConv2D) {
    const { kernelSize, dilationRate = 1, strides = 1 } = layer.options;
    return { reach: (along(kernelSize) - 1) * along(dilationRate) + 1, stride: along(strides) };
  }
  if (layer instanceof Pooling2D) {
    const { poolSize = 2, strides } = layer.options;
    return { reach: along(poolSize), stride: along(strides ?? poolSize) };
  }
  return { reach: 1, stride: 1 };
}
