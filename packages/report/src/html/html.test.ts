import fc from "fast-check";
import { parseFragment, type DefaultTreeAdapterTypes } from "parse5";
import { expect, test } from "vitest";
import { foreign } from "./foreign-text.ts";
import { html, preformatted } from "./html.ts";

type Element = DefaultTreeAdapterTypes.Element;

test("whatever a value holds, a parser finds one element, one attribute and the text", () => {
  const pieces = fc.constantFrom(
    "<",
    ">",
    '"',
    "'",
    "&",
    "=",
    "`",
    "]]>",
    "<!--",
    "</p>",
    "<script>",
    "onload=",
    "&lt;",
    "{",
    "a",
  );
  fc.assert(
    fc.property(
      fc.array(pieces).map((parts) => parts.join("")),
      (text) => {
        const { childNodes } = parseFragment(html`<p title="${text}">${text}</p>`.text);
        expect(childNodes).toHaveLength(1);
        const { tagName, attrs, childNodes: inside } = childNodes[0] as Element;
        expect(tagName).toBe("p");
        expect(attrs).toEqual([{ name: "title", value: text }]);
        expect(inside.map((node) => ("value" in node ? node.value : node.nodeName)).join("")).toBe(text);
      },
    ),
  );
});

test("control characters and changes of direction are shown by their codes", () => {
  expect(html`${"a\u202Eb\0c\nd"}`.text).toBe(String.raw`a\u{202e}b\u{0}c\u{a}d`);
  expect(preformatted("a\u202E\n<b>").text).toBe("a\\u{202e}\n&lt;b&gt;");
});

test("parts stay HTML, lists are put together, and nothing is nothing", () => {
  expect(html`<i>${[html`<b>1</b>`, "<", 2, undefined, false]}</i>`.text).toBe("<i><b>1</b>&lt;2</i>");
});

test("an attribute needs quotes", () => {
  expect(() => html`<p title=${"a"}></p>`).toThrow(TypeError);
});

test("a name has its direction for itself, and no more room than it needs", () => {
  expect(foreign("א").text).toBe("<bdi>א</bdi>");
  expect(foreign("x".repeat(1000)).text.length).toBeLessThan(400);
  expect(foreign(`x${"😀".repeat(400)}`).text).toBe(`<bdi>x${"😀".repeat(299)}…</bdi>`);
});
