import { Resvg } from "@resvg/resvg-js";
import { expect } from "vitest";
import type { Figure } from "./figure.ts";

/** Names that a file, a folder or a class may have. */
export const HOSTILE_NAMES = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>' onload='alert(1)`,
  `]]></svg><!-- & &lt; &#0; -->`,
  "a\u202egnp.exe\u0000\u0007\n\u2028\u200b\u2066\ufeff\ufffe\uffff\ud800",
  "{a|x} {b} {c} ${0}",
  "__proto__",
  "constructor",
  "שלום עולם",
  "x".repeat(500),
  "",
];

/** The texts of a figure in the order in which they are drawn. */
export function textsOf({ svg }: Figure): string[] {
  return Array.from(svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g), ([, text = ""]) => decoded(text));
}

/** The curves of a figure, as opposed to axes and legends: what is cut to a panel, areas left out. */
export function curvesOf({ svg }: Figure): { path: string; color: string; dash: string | undefined }[] {
  const groups = Array.from(svg.matchAll(/<g clip-path="[^"]*">(.*?)<\/g>/gs), ([, content = ""]) => content);
  const paths = groups.flatMap((group) =>
    Array.from(group.matchAll(/<path ?([^>]*)>/g), ([, attributes = ""]) => attributes),
  );
  return paths.flatMap((attributes) => {
    const color = / stroke="([^"]*)"/.exec(attributes)?.[1];
    if (color === undefined) return [];
    const path = /(?:^| )d="([^"]*)"/.exec(attributes)?.[1] ?? "";
    return [{ path, color, dash: / stroke-dasharray="([^"]*)"/.exec(attributes)?.[1] }];
  });
}

/** What `Figure` promises of every `svg`. */
export function expectFigure(figure: Figure): void {
  const { name, svg, width, height, title, alt } = figure;
  expect(new Resvg(svg), "is well-formed XML of this size").toMatchObject({ width, height });
  expect(svg).toMatch(new RegExp(`^<svg [^>]*viewBox="0 0 ${width} ${height}"[^>]* role="img"[^>]*><title>`));
  const label = /aria-label="([^"]*)"/.exec(svg)?.[1];
  expect(decoded(label ?? "")).toBe(`${title}. ${alt}`);
  const tags = svg.replace(/"[^"]*"/g, '""');
  expect(tags, "needs no style sheet and no script").not.toMatch(
    /<(style|script|foreignObject|image|a)\b|<[^>]* (style|class|on\w+|href)=/,
  );
  for (const [tag] of svg.matchAll(/<text[^>]*>/g))
    expect(tag, "has its size wherever it stands").toMatch(/ font-size="/);
  for (const [, id = ""] of svg.matchAll(/(?: id="|url\(#)([^")]*)/g)) expect(id.startsWith(`${name}-`), id).toBe(true);
  expect(svg.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u);
  expect(svg, "draws numbers").not.toMatch(/NaN|Infinity|undefined|\[object/);
  expect(svg.length).toBeLessThan(60_000);
  expect(Object.keys(Object.prototype)).toEqual([]);
}

function decoded(text: string): string {
  const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, code?: string, name = "") =>
    code === undefined ? (named[name] ?? "") : String.fromCodePoint(Number(code)),
  );
}
