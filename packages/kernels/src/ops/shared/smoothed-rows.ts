import { struct } from "../../kernel/struct.ts";

/** Params of losses whose labels may be smoothed: how many samples, and by how much. */
export const smoothedRows = struct({ rows: "u32", smoothing: "f32" });
