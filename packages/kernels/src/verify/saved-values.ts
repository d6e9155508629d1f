import type { AnyOp } from "../op/define-op.ts";

/** Hands a vjp what the op `saves`, as the tape does; reading anything else throws and says what to add. */
export function savedValues<T>(op: AnyOp, values: Readonly<Record<string, T | undefined>>): Record<string, T> {
  const saved: Record<string, T> = {};
  for (const name of [...Object.keys(op.inputs), ...Object.keys(op.outputs)]) {
    const value = values[name];
    if (value === undefined) continue;
    if (op.saves.includes(name)) saved[name] = value;
    else {
      Object.defineProperty(saved, name, {
        get: (): never => {
          throw new TypeError(`${op.name}: the vjp reads ${name}, which is not in saves`);
        },
      });
    }
  }
  return saved;
}
