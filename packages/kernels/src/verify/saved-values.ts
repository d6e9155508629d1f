import { InputError } from "../errors.ts";
import { savedNames, type AnyOp } from "../op/any-op.ts";

/** Hands a vjp what the op `saves`, as the tape does; reading anything else throws and says what to add. */
export function savedValues<T>(
  op: AnyOp,
  params: object,
  values: Readonly<Record<string, T | undefined>>,
): Record<string, T> {
  const names = savedNames(op, params);
  const saved: Record<string, T> = {};
  for (const name of [...Object.keys(op.inputs), ...Object.keys(op.outputs)]) {
    const value = values[name];
    if (value === undefined) continue;
    if (names.includes(name)) saved[name] = value;
    else {
      Object.defineProperty(saved, name, {
        get: (): never => {
          throw new InputError({ subject: op.name, rule: `the vjp reads ${name}, which is not in saves` });
        },
      });
    }
  }
  return saved;
}
