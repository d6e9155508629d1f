/**
 * The text that draws a line over the one before, without any code that a log file could not hold: backspaces and a
 * carriage return. Whole values at the end are left out where the terminal is too narrow for all.
 */
export class Redraw {
  #width = 0;

  over(line: string, columns: number): string {
    const fitting = fit(line, columns);
    const text = `${"\b".repeat(this.#width)}\r${fitting.padEnd(this.#width)}`;
    this.#width = fitting.length;
    return text;
  }

  /** The last drawing of a line; on a narrow terminal it goes on in further lines, broken between values. */
  finish(line: string, columns: number): string {
    const [first = "", ...more] = wrap(line, columns);
    const text = `${"\b".repeat(this.#width)}\r${[first.padEnd(this.#width), ...more].join("\n")}\n`;
    this.#width = 0;
    return text;
  }
}

function fit(line: string, columns: number): string {
  return line.length < columns ? line : wrap(line, columns)[0]!;
}

/** Breaks before ` - name: value` groups, so that no number is torn. */
export function wrap(line: string, columns: number): string[] {
  const lines: string[] = [];
  for (const group of line.split(/(?= - )/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + group.length < columns) lines[lines.length - 1] = last + group;
    else lines.push(last === undefined ? group : `  ${group.trimStart()}`);
  }
  return lines;
}
