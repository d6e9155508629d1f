import type { LoadedDataset } from "@tomograd/data";
import type { Terminal } from "../terminal.ts";

/** How a note begins that is a warning. */
export const WARNING = "warning: ";

/** Says what a data set's reader has found: its warnings as such. */
export function sayDataNotes(terminal: Terminal, notes: LoadedDataset["notes"]): void {
  for (const note of notes) {
    if (note.startsWith(WARNING)) terminal.warn(`data: ${note.slice(WARNING.length)}`);
    else terminal.note(`data: ${note}`);
  }
}
