/**
 * The template tag for WGSL: `#if ${condition}` … `#elif ${condition}` … `#else` … `#endif`, everything else as written.
 *
 * @example
 * wgsl`#if ${true}let a = 1;#else let a = 2;#endif`; // "let a = 1;"
 */
export { wgsl } from "wgsl-preprocessor/wgsl-preprocessor.js";
