import { shownName } from "@tomograd/data";
import { ops, UsageError } from "@tomograd/kernels";
import { testTemplate, opTemplate } from "./op-template.ts";

const MAX_LENGTH = 40;

/** Words of JavaScript that are no names; `of`, `get` and their like are. */
const RESERVED = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public " +
    "return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** Throws a UsageError unless an op and a constant of a module can be called that; `code` is what else stands in it. */
export function checkOpName(name: string, code = `${opTemplate("")}${testTemplate("")}`): void {
  const refuse = (rule: string, advice: string): never => {
    throw new UsageError({ subject: "op new", rule, received: `name=${shownName(name)}`, advice });
  };
  if (!/^[a-z][A-Za-z0-9]*$/.test(name) || name.length > MAX_LENGTH) {
    const meant = name
      .replace(/[-_ ]+(.)?/g, (_, next: string = "") => next.toUpperCase())
      .replace(/^[A-Z]/, (first) => first.toLowerCase());
    const isName = /^[a-z][A-Za-z0-9]*$/.test(meant) && meant.length <= MAX_LENGTH;
    refuse(
      `the name must begin with a small letter, and have letters and digits alone, ${MAX_LENGTH} at most`,
      isName ? `Did you mean ${meant}?` : "Take one such as softSign",
    );
  }
  if (Object.values(ops).some((op) => op.name === name)) refuse("a built-in op has this name", "Take another one");
  const used = new Set(code.replace(/\/\/.*|"[^"]*"/g, "").match(/[A-Za-z]\w*/g));
  if (RESERVED.has(name) || used.has(name)) refuse("the name means something else in the file", "Take another one");
}
