/**
 * The template tag for WGSL: `#if ${condition}` … `#elif ${condition}` … `#else` … `#endif`, everything else as written.
 * A space must follow each of these words.
 *
 * @example
 * wgsl`#if ${true} let a = 1; #else let a = 2; #endif `;
 */
export { wgsl } from "wgsl-preprocessor/wgsl-preprocessor.js";
