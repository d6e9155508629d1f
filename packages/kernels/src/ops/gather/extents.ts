import { struct } from "../../kernel/struct.ts";

/** Of threads, of the axis in x, behind the axis, and of the axis in y. */
export const extents = struct({ count: "u32", entries: "u32", inner: "u32", picks: "u32" });
