import { unaryCases } from "../shared/unary.ts";

export const cases = unaryCases([0, 1e4, -1e4, 88, -88, 100, -100]);
