export { accumulate } from "./accumulate/index.ts";
export { relu } from "./relu/index.ts";
export { conv2d } from "./conv2d/index.ts";
export { maxPool2d } from "./max-pool2d/index.ts";
