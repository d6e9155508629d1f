import { readImage } from "@tomograd/data";
import { Dense, documentedCnn, Sequential } from "@tomograd/model";
import { expect, test } from "vitest";
import { renderPng } from "../drawing/render-png.ts";
import { modelPicture } from "./model-picture.ts";

test("a picture of the documented network, for any page", async () => {
  const { name, alt, width, height, svg } = await modelPicture(documentedCnn(), { showShapes: true });
  expect(name).toBe("model");
  expect(alt).toContain("8 layers, from conv2d_input (None, 3, 64, 64) to dense (None, 1), with 149,185 parameters");
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0.00 0.00 ${width}.00 ${height}.00"`;
  expect(svg.startsWith(head)).toBe(true);
  const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  expect(texts).toHaveLength(8 * 5);
  expect(texts).toContain("batch_normalization: BatchNormalization");
  expect(texts).toContain("[(None, 3, 64, 64)]");
  // Presentation attributes only, the page's ink, nothing behind it, and no id that could be another's.
  expect(svg).not.toMatch(/ (?:id|class|style|on\w+|xlink:\w+)=|<(?:style|script|title|!--|a) |black|white|<!DOCTYPE/);
  expect(svg.match(/<polygon fill="none" stroke="currentColor"/g)).toHaveLength(8);
  const picture = await readImage(await renderPng(svg, { scale: 1 }), "model.png");
  expect([picture.width, picture.height]).toEqual([width, height]);
});

test("J1 names are text and nothing else", async () => {
  const name = `</text><script>alert("1")</script>{|}\\N&amp;\u202E`;
  const model = new Sequential([new Dense({ units: 1, name })], { inputShape: [2], name: "<b>\n" });
  const { svg, alt } = await modelPicture(model);
  expect(svg).not.toMatch(/<script|\u202E/);
  const shown = "&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;{|}\\N&amp;amp;\\u{202e}: Dense";
  expect(svg.replaceAll(/&#45;/g, "-")).toContain(`>${shown}</text>`);
  expect(alt).toContain("The network <b>\\u{a} as a graph");
});
