import type { AdapterTraits } from "../../kernel/define-kernel.ts";
import type { Conv2dGeometry } from "./shape.ts";

/** What a kernel's text spells out instead of looping. */
export interface Unrolled {
  /** Products in the innermost loop. */
  readonly products: number;
  /** Partial sums that a thread keeps. */
  readonly sums: number;
  /** Elements of the input that a thread keeps. */
  readonly loaded: number;
}

/** What one image costs. */
interface Image {
  readonly pixels: number;
  readonly products: number;
}

/** Up to here every software driver compiles a kernel in about a second, the embedded one in a third of that. */
const MAX_PRODUCTS = 3200;
/** Broadcasts compile faster than loads. */
const MAX_PRODUCTS_BROADCAST = 4700;
/** Products of an image below which the last fifth of speed is not worth another second. */
const LARGE_IMAGE = 2 ** 24;
/** On few pixels compiling costs more than a fast kernel saves. */
const SMALL_IMAGE = 20 * 20;
const MAX_PRODUCTS_SMALL = 600;
const MAX_LOADED = 1024;
const MAX_SUMS = 512;

/**
 * Whether unrolling that much pays for such images on this adapter. On a GPU it never does: these kernels
 * keep sums in arrays, which software drivers spill to the stack cheaply, and GPUs to memory.
 */
export function unrollingPays(
  { products, sums, loaded }: Unrolled,
  image: Image,
  adapter: AdapterTraits,
  broadcasts = false,
): boolean {
  const large = broadcasts && image.products >= LARGE_IMAGE ? MAX_PRODUCTS_BROADCAST : MAX_PRODUCTS;
  const most = image.pixels < SMALL_IMAGE ? MAX_PRODUCTS_SMALL : large;
  return adapter.cpu && products <= most && sums <= MAX_SUMS && loaded <= MAX_LOADED;
}

/** An image of the filter's gradient. */
export function imageOf({ C, K, R, S, outH, outW }: Conv2dGeometry): Image {
  return { pixels: outH * outW, products: outH * outW * C * K * R * S };
}

/** Taps that a sum takes at a time: with whole rows of more than these, weights no longer stay in registers. */
export const chainLength = ({ R, S }: { readonly R: number; readonly S: number }): number =>
  Math.min(R, Math.max(Math.floor(10 / S), 1)) * S;

/** `[0, 1, ... count - 1]` */
export const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** A loop bound that compilers cannot know: Mesa unrolls every loop of known length over a private array, for seconds. */
export const opaqueBound = (count: number, positiveParam: string): string =>
  `select(0u, ${count}u, params.${positiveParam} > 0)`;
