import type { Terminal } from "../terminal.ts";
import { Redraw } from "./redraw.ts";

const MB = 1e6;

/** Counts the megabytes of a download, on a line that is gone when it ends; on no terminal, a line every tenth. */
export function downloadProgress(terminal: Terminal, name: string) {
  const redraw = new Redraw();
  let tenth = 0;
  return {
    show: (received: number, total: number | undefined): void => {
      const of = total === undefined ? "" : ` of ${(total / MB).toFixed(1)}`;
      const line = `${name}: ${(received / MB).toFixed(1)}${of} MB`;
      if (terminal.redraws) terminal.progress(redraw.over(line, terminal.columns));
      else if (total !== undefined && Math.floor((10 * received) / total) > tenth) {
        tenth = Math.floor((10 * received) / total);
        terminal.note(line);
      }
    },
    end: (): void => {
      if (terminal.redraws) terminal.progress(redraw.over("", terminal.columns));
    },
  };
}
