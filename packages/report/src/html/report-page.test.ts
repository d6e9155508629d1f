import { HtmlValidate } from "html-validate";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, type DefaultTreeAdapterTypes } from "parse5";
import { beforeAll, describe, expect, test } from "vitest";
import { writeRun } from "../run/run-fixture.ts";
import { pageOf } from "./page-fixture.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const HOSTILE = [
  `<script>alert(1)</script>"'><img src=x onerror=alert(1)></title></style></svg>]]>`,
  `</bdi></td></table></figure><iframe src="javascript:alert(1)">`,
  `&lt;svg/onload=alert(1)&gt; \u202Eexe.gnp \u0000 \r\n =HYPERLINK("http://evil.example","x")`,
].join(" ");

function elements(page: string): Element[] {
  const found: Element[] = [];
  const walk = (node: Node | DefaultTreeAdapterTypes.Document): void => {
    if ("tagName" in node) found.push(node);
    if ("childNodes" in node) node.childNodes.forEach(walk);
  };
  walk(parse(page, { onParseError: ({ code, startLine }) => expect.fail(`${code} in line ${startLine}`) }));
  return found;
}

const attribute = ({ attrs }: Element, name: string): string | undefined =>
  attrs.find((one) => one.name === name)?.value;
const textOf = (element: Element): string =>
  element.childNodes.map((node) => ("value" in node ? node.value : "tagName" in node ? textOf(node) : "")).join("");

/** Every element outside of drawings with the names of its attributes; drawings as one. */
function skeleton(page: string): string[] {
  return elements(page.replaceAll(/<svg.*?<\/svg>/gs, "<svg></svg>")).map(
    ({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join()}`,
  );
}

let page: string;
let hostile: string;

beforeAll(async () => {
  page = await pageOf(writeRun({ text: "text" }), { text: "text" });
  hostile = await pageOf(writeRun({ text: HOSTILE, classNames: [`a${HOSTILE}`, `b${HOSTILE}`] }), { text: HOSTILE });
});

describe("J1 names, labels and notes are text", () => {
  test("they make no element and no attribute", () => {
    expect(skeleton(hostile)).toEqual(skeleton(page));
  });

  test("in drawings neither", () => {
    const allowed =
      /^(svg|title|g|path|text|tspan|rect|circle|ellipse|polygon|polyline|line|defs|clippath|lineargradient|stop|image)$/i;
    const drawn = elements(
      `<body>${[...hostile.matchAll(/<svg.*?<\/svg>/gs)].map(([svg]) => svg).join("")}`.replace(/^/, "<!DOCTYPE html>"),
    );
    for (const element of drawn.filter(({ tagName }) => !/^(html|head|body)$/.test(tagName))) {
      expect(element.tagName).toMatch(allowed);
      for (const { name, value } of element.attrs) {
        expect(name).not.toMatch(/^(on|style|href|src)/i);
        if (/url\(/.test(value) && name !== "aria-label") expect(value).toMatch(/^url\(#[\w-]+\)$/);
      }
    }
  });

  test("nothing turns the direction of writing, and no control character is left", () => {
    expect(hostile).not.toMatch(/[\u202A-\u202E\u2066-\u2069\0]/);
    expect(hostile).toContain(String.raw`\u{202e}exe.gnp`);
  });
});

describe.each([
  ["an ordinary page", () => page],
  ["a hostile page", () => hostile],
])("%s", (_, the) => {
  test("asks for nothing and runs nothing", () => {
    const all = elements(the());
    expect(
      all.filter(({ tagName }) => /^(script|iframe|object|embed|link|base|form|input|video|audio)$/.test(tagName)),
    ).toEqual([]);
    for (const element of all) {
      for (const { name, value } of element.attrs) {
        expect(name).not.toMatch(/^(on.*|style|srcset|formaction|xlink:href)$/);
        if (name === "href") expect(value).toMatch(/^#[\w-]+$/);
        if (name === "src") expect(value).toMatch(/^data:image\/png;base64,[\w+/=]+$/);
      }
    }
  });

  test("forbids what is not in it, and knows its style sheet by the hash", () => {
    const all = elements(the());
    const policy = attribute(
      all.find((one) => attribute(one, "http-equiv") === "Content-Security-Policy")!,
      "content",
    )!;
    const styles = all.filter(({ tagName }) => tagName === "style");
    expect(styles).toHaveLength(1);
    const hash = createHash("sha256").update(textOf(styles[0]!)).digest("base64");
    expect(policy).toBe(
      `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
  });

  test("has headings in order, ids once, and texts for its pictures", () => {
    const all = elements(the());
    const levels = all.filter(({ tagName }) => /^h[1-6]$/.test(tagName)).map(({ tagName }) => Number(tagName[1]));
    expect(levels[0]).toBe(1);
    for (const [i, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[i - 1] ?? 0) + 1);
    const ids = all.flatMap((one) => attribute(one, "id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of all.filter(({ tagName }) => tagName === "a"))
      expect(ids).toContain(attribute(link, "href")!.slice(1));
    for (const image of all.filter(({ tagName }) => tagName === "img")) expect(attribute(image, "alt")).not.toBe("");
    for (const id of ["summary", "data", "model", "training", "results", "examples", "limits", "environment", "card"])
      expect(ids).toContain(id);
  });

  test("is valid HTML", async () => {
    const validator = new HtmlValidate({
      extends: ["html-validate:standard"],
      rules: {
        // Drawings are described as what they are, and are no files.
        "prefer-native-element": "off",
        "no-inline-style": "error",
        "no-trailing-whitespace": "off",
        "void-style": "off",
        "long-title": "off",
        "no-raw-characters": "off",
      },
    });
    const { results } = await validator.validateString(the());
    expect(
      results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`)),
    ).toEqual([]);
  });
});

test("says who may use it, at the top and at the end", () => {
  expect(page.split("Research use only. Not a medical device. Not for diagnosis.").length).toBeGreaterThan(2);
});

test("a run without a part of it is told of without it", async () => {
  const folder = writeRun({ samples: { train: 20 } });
  for (const name of ["history.json", "events.jsonl", "model"]) rmSync(join(folder, name), { recursive: true });
  const text = await pageOf(folder);
  for (const words of [
    "The data have no test split",
    "No epoch has ended yet",
    "The run holds no model yet",
    "There are no validation data",
  ])
    expect(text.replaceAll(/\s+/g, " ")).toContain(words);
});

test.each([0, 1, 2])("J6 %i test predictions make a page", async (count) => {
  expect((await pageOf(writeRun({ samples: { train: 4, validation: count, test: count } }))).length).toBeLessThan(3e6);
});

test("options and a network that train never wrote are no trouble", async () => {
  const folder = writeRun();
  const change = (name: string, more: object): void => {
    const old = JSON.parse(readFileSync(join(folder, name), "utf8")) as object;
    writeFileSync(join(folder, name), JSON.stringify({ ...old, ...more }));
  };
  const sums = Array.from({ length: 60 }, (_, i) => i);
  change("config.json", { filters: [{ toString: 1, valueOf: 2 }] });
  // Each sum reads all before it: Graphviz would not come to an end.
  change("model/model.json", {
    inputShape: undefined,
    layers: [{ className: "InputLayer", name: "x", config: { shape: [1] } }, ...sums.map(() => ({ className: "Add" }))],
    graph: {
      nodes: [
        { layer: 0, inputs: [] },
        ...sums.map((i) => ({ layer: i + 1, inputs: i === 0 ? [0, 0] : Array.from({ length: i + 1 }, (_, at) => at) })),
      ],
      inputs: [0],
      outputs: [sums.length],
    },
  });
  const page = await pageOf(folder);
  expect(page).toContain("toString 1, valueOf 2");
  expect(page).not.toContain('id="figure-model"');
});
