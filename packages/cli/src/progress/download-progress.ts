import type { Terminal } from "../terminal.ts";
import { Redraw } from "./redraw.ts";

const MB = 1e6;

/** Counts the megabytes of a download by the hundredth, on a line that is gone when it ends; on no terminal by the tenth. */
export function downloadProgress(terminal: Terminal, name: string) {
  const redraw = new Redraw();
  let next = 0;
  return {
    show: (received: number, total: number | undefined): void => {
      if (received < next && received !== total) return;
      next = received + (total ?? 100 * MB) / (terminal.redraws ? 100 : 10);
      const of = total === undefined ? "" : ` of ${(total / MB).toFixed(1)}`;
      const line = `${name}: ${(received / MB).toFixed(1)}${of} MB`;
      if (terminal.redraws) terminal.progress(redraw.over(line, terminal.columns));
      else terminal.note(line);
    },
    end: (): void => {
      if (terminal.redraws) terminal.progress(redraw.over("", terminal.columns));
    },
  };
}
