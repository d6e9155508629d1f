import { InputError, ops, type AnyOp } from "@tomograd/kernels";
import { isCase } from "@tomograd/kernels/verify";
import { shownName } from "@tomograd/data";

/** What every op record holds, and of what type. */
const FIELDS: Readonly<Record<string, "string" | "function" | "object">> = {
  name: "string",
  summary: "string",
  formula: "string",
  inputs: "object",
  outputs: "object",
  params: "object",
  shape: "function",
  forward: "function",
  reference: "object",
  accumulation: "function",
  cases: "object",
};

/**
 * The ops among a module's exports, found by what they hold and not by what they are called.
 *
 * Throws an InputError where there is none, one is incomplete, or a name stands for two ops.
 */
export function opsIn(exports: Readonly<Record<string, unknown>>, subject: string): readonly AnyOp[] {
  const found = new Map<string, AnyOp>();
  const builtIn = new Set(Object.values(ops).map(({ name }) => name));
  for (const op of everyOp(exports, subject)) {
    const received = `name=${shownName(op.name)}`;
    if (builtIn.has(op.name))
      throw new InputError({ subject, rule: "an op must not take a built-in op's name", received });
    // An op may be exported under several names, as the default for instance.
    if ((found.get(op.name) ?? op) !== op)
      throw new InputError({ subject, rule: "every op must have a name of its own", received });
    found.set(op.name, op);
  }
  if (found.size === 0) {
    throw new InputError({
      subject,
      rule: "must export an op, which defineOp makes",
      received: `exports=${shownName(Object.keys(exports).join(",") || "none")}`,
      advice: "tomograd op new <name> writes one to start from",
    });
  }
  return [...found.values()];
}

/** The ops among a module's exports, whatever they are called. Throws an InputError where one is incomplete. */
export function everyOp(exports: Readonly<Record<string, unknown>>, subject: string): readonly AnyOp[] {
  return Object.entries(exports).flatMap(([key, value]) =>
    looksLikeOp(value) ? [completeOp(key, value, subject)] : [],
  );
}

type Fields = Readonly<Record<string, unknown>>;

/** Something with a forward pass, inputs and outputs is meant to be an op, even where the rest is missing. */
function looksLikeOp(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null) return false;
  const { forward, inputs, outputs } = value as Fields;
  return typeof forward === "function" && typeof inputs === "object" && typeof outputs === "object";
}

function completeOp(key: string, value: Fields, subject: string): AnyOp {
  const refuse = (rule: string, received: string): never => {
    throw new InputError({ subject, rule: `the op ${shownName(key)} ${rule}`, received });
  };
  for (const [field, type] of Object.entries(FIELDS)) {
    const given = value[field];
    if (typeof given === type && given !== null) continue;
    refuse(
      `must hold ${field}, a${type === "object" ? "n" : ""} ${type}`,
      `${field}=${given === null ? "null" : typeof given}`,
    );
  }
  const op = value as unknown as AnyOp;
  if (!/^[A-Za-z]\w*$/.test(op.name)) refuse("must have an identifier for its name", `name=${shownName(op.name)}`);
  if (typeof op.reference.forward !== "function")
    refuse("must hold reference.forward, a function", `reference.forward=${typeof op.reference.forward}`);
  if (!Array.isArray(op.saves) && typeof op.saves !== "function")
    refuse("must hold saves, a list of names", `saves=${typeof op.saves}`);
  for (const record of ["inputs", "outputs"] as const) {
    const wrong = Object.entries<unknown>(op[record]).find(([, spec]) => !isSpec(spec));
    if (wrong)
      refuse(`must describe each of its ${record}, with "f32" or "u32" as a dtype`, `${record}.${shownName(wrong[0])}`);
  }
  const param = Object.entries<unknown>(op.params).find(
    ([, spec]) => typeof (spec as Fields | null)?.["parse"] !== "function",
  );
  if (param)
    refuse(
      "must have params as real, integer and the like make them",
      `params.${shownName(param[0])}=${typeof param[1]}`,
    );
  if (!Array.isArray(op.cases) || op.cases.length === 0)
    refuse("must have cases, for it is checked on them", "cases=none");
  const wrong = op.cases.findIndex((one) => !isCase(one) || typeof one.name !== "string");
  if (wrong >= 0) refuse("must have cases with a name, and for each input a shape of whole numbers", `cases[${wrong}]`);
  return op;
}

function isSpec(value: unknown): boolean {
  const { dtype = "f32" } = (value ?? {}) as Fields;
  return typeof value === "object" && value !== null && (dtype === "f32" || dtype === "u32");
}
