import type { Terminal } from "../terminal.ts";
import { Redraw } from "./redraw.ts";

/** Counts the kernels that are compiled before the first step, on a line that is gone when all are. */
export function compileProgress(terminal: Terminal): ((done: number, total: number) => void) | undefined {
  if (!terminal.redraws) return undefined;
  const redraw = new Redraw();
  return (done, total) => {
    const line = done < total ? `compiling kernels: ${done}/${total}` : "";
    terminal.progress(redraw.over(line, terminal.columns));
  };
}
