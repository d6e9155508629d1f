import { expect, test } from "vitest";
import { wrapped } from "./wrapped.ts";

test("lines break at spaces, behind the indent, and long words stay whole", () => {
  expect(wrapped("one two three", 9, "  ")).toBe("  one two\n  three");
  expect(wrapped("a incomprehensibilities b", 5)).toBe("a\nincomprehensibilities\nb");
  expect(wrapped("one two", Infinity)).toBe("one two");
});
