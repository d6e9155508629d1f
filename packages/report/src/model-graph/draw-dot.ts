import { FONT_FAMILY } from "../drawing/render-png.ts";

/** A drawing by Graphviz, in pixels at the graph's own dpi. */
interface DrawnGraph {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

const WHOLE = /<svg width="([\d.]+)pt" height="([\d.]+)pt"\s+viewBox="([^"]+)"[^>]*>(.*)<\/svg>/s;
/** Node numbers, and what only a style sheet, an editor or a browser's tooltip would look at. */
const NEEDLESS = /<!--.*?-->|<title>.*?<\/title>/gs;
const NEEDLESS_ATTRIBUTES = / (?:id|class|xml:space|font-family)="[^"]*"/g;

/** Lays a graph out and draws it: without a background, in the ink of the page. */
export async function drawDot(dot: string): Promise<DrawnGraph> {
  // Loaded where it is needed: most commands draw nothing.
  const { instance } = await import("@viz-js/viz");
  const drawn = (await instance()).renderString(dot, {
    format: "svg",
    graphAttributes: { bgcolor: "transparent" },
    // Graphviz knows how wide the letters of this font are.
    nodeAttributes: { fontname: FONT_FAMILY },
  });
  const [, width, height, viewBox, content = ""] = WHOLE.exec(drawn)!;
  const lines = content
    .replace(NEEDLESS, "")
    // No attribute holds text of the graph, and text is escaped: this touches nothing else.
    .replace(/<[^>]*>/g, (tag) => tag.replace(NEEDLESS_ATTRIBUTES, "").replaceAll('="black"', '="currentColor"'))
    .replace(/\n+/g, "\n");
  return {
    width: Number(width),
    height: Number(height),
    // Verdana is a little wider, so that text without the font stays within its box.
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${viewBox}" fill="currentColor" font-family="${FONT_FAMILY}, Verdana, sans-serif">${lines}</svg>\n`,
  };
}
