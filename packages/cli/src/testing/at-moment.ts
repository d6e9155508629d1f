/** A moment in the life of a program that is tested. */
type Moment =
  /** When a text has come to stderr, so many times. */
  | { readonly said: string; readonly times?: number }
  /** Before the first file gets its name, of those whose names end so. */
  | { readonly named: string };

const AT_TEXT = `
  const write = process.stderr.write;
  let left = moment.times ?? 1;
  process.stderr.write = function (chunk, ...more) {
    const result = write.call(this, chunk, ...more);
    left -= String(chunk).split(moment.said).length - 1;
    if (left <= 0) once();
    return result;
  };`;
const AT_FILE = `
  const { rename } = promises;
  promises.rename = async (from, to) => {
    if (String(to).endsWith(moment.named)) once();
    return await rename(from, to);
  };
  syncBuiltinESMExports();`;

/**
 * The environment of a program that does something to itself, once. Who watches it from another process and does that may come
 * late: on a busy machine a small program ends first.
 */
function at(moment: Moment, does: string): NodeJS.ProcessEnv {
  const code = `
    import { promises, readSync } from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const moment = ${JSON.stringify(moment)};
    let isOver = false;
    function once() {
      if (isOver) return;
      isOver = true;
      ${does}
    }
    ${"said" in moment ? AT_TEXT : AT_FILE}`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` };
}

/** Of a program that sends itself a signal. */
export function signalAt(moment: Moment, signal: NodeJS.Signals): NodeJS.ProcessEnv {
  return at(moment, `process.kill(process.pid, ${JSON.stringify(signal)});`);
}

/** Of a program whose main thread waits until its standard input ends. */
export function waitAt(moment: Moment): NodeJS.ProcessEnv {
  return at(moment, "while (readSync(0, Buffer.alloc(1)) > 0);");
}
