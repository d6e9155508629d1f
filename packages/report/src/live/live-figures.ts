import type { LiveState } from "./live-state.ts";

/** The curves so far. */
export async function liveFigures(_state: LiveState): Promise<string[]> {
  return [];
}
