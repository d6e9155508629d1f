import { unaryCases } from "../shared/unary.ts";

export const cases = unaryCases([0, 1e4, -1e4, 2.9, -2.9, 3.1, -3.1]);
