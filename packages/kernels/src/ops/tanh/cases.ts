import { unaryCases } from "../shared/unary.ts";

export const cases = unaryCases([0, 1e4, -1e4, 44, -44, 9, -9, 0.25, -0.25]);
