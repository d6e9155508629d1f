import { UsageError } from "@tomograd/kernels";
import type { EChartsOption } from "echarts";
import type { Figure } from "../figures/figure.ts";
import { escapeXml } from "./escape-xml.ts";
import { FONT_FAMILY } from "./render-png.ts";
import { textWidth } from "./text-width.ts";

export interface Chart extends Omit<Figure, "svg"> {
  readonly option: EChartsOption;
}

/** The fonts in the order of preference. */
const FONTS = `${FONT_FAMILY}, sans-serif`;

/**
 * Draws a chart as a figure for a page: in ink of the page's colour, without style sheets, scripts and animations, all of its
 * ids beginning with its name.
 *
 * Text in the option is only ever drawn: put names from outside through `shownText`, and into a formatter's result or an
 * axis' labels, never into a template. Throws a UsageError for a name that cannot begin an id.
 *
 * @example
 * const figure = await drawChart({ name: "roc", title: "ROC curve", alt: "…", width: 480, height: 480, option });
 */
export async function drawChart({ name, title, alt, width, height, option }: Chart): Promise<Figure> {
  if (!/^[a-z][\w-]*$/i.test(name)) {
    const rule = "a figure's name must be a letter, then letters, digits, - and _";
    throw new UsageError({ subject: "drawChart", rule, received: `name=${JSON.stringify(name)}` });
  }
  // Loaded where it is needed, and in one file: its thousand modules take ten times as long.
  const { init, setPlatformAPI } = await import("echarts/dist/echarts.esm.min.mjs");
  setPlatformAPI({
    // Nothing but the width is asked for.
    measureText: (text, font = "") => ({ width: textWidth(text, Number(/([\d.]+)px/.exec(font)?.[1] ?? 12)) }),
  });
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ animation: false, backgroundColor: "transparent", textStyle: { fontFamily: FONTS }, ...option });
    const drawing = chart.renderToSVGString({ useViewBox: true });
    return { name, title, alt, width, height, svg: forPage(drawing, { name, title, alt }) };
  } finally {
    chart.dispose();
  }
}

/** What the page needs and nothing else. Text stands encoded between tags, so that each `<…>` is a tag of the chart. */
function forPage(svg: string, { name, title, alt }: Pick<Figure, "name" | "title" | "alt">): string {
  const label = escapeXml(`${title}. ${alt}`);
  return svg
    .replace(/<style[^>]*>.*?<\/style>/s, "")
    .replace(/<(\w+) ([^<>]*)>/g, (_, tag: string, attributes: string) => `<${tag}${pageAttributes(attributes, name)}>`)
    .replace(/<(path|rect)([^<>]*)><\/\1>\n?/g, (shape, _, attributes: string) =>
      isInvisible(attributes) ? "" : shape,
    )
    .replace(/^<svg[^<>]*/, (tag) => `${tag} role="img" aria-label="${label}"`)
    .replace(/^<svg[^<>]*>/, (tag) => `${tag}<title>${escapeXml(title)}</title>`);
}

/** What is there to be pointed at, which nobody does in a picture. */
function isInvisible(attributes: string): boolean {
  const hasStroke = / stroke="/.test(attributes) && !/ stroke-width="0"/.test(attributes);
  return !hasStroke && / (?:fill="none"|fill-opacity="0")/.test(attributes);
}

function pageAttributes(attributes: string, name: string): string {
  return attributes
    .replace(/ ?\b(?:class|pointer-events|ecmeta_\w+|version|baseProfile|xmlns:xlink)="[^"]*"/g, "")
    .replace(/style="([^"]*)"/, (_, style: string) => asAttributes(style))
    .replace(/\bzr\d+-/g, `${name}-`)
    .replace(/\b(d|transform)="([^"]*)"/g, (_, key: string, value: string) => `${key}="${rounded(value)}"`)
    .replace(/^(?=\S)/, " ")
    .trimEnd();
}

/** `font-size:12px;font-family:sans-serif;` as presentation attributes, of which the short `font: 12px sans-serif` is none. */
function asAttributes(style: string): string {
  const long = style.replace(/(^|;)font:[^;]*?([\d.]+px) ([^;]*)/, "$1font-size:$2;font-family:$3");
  const parts = long.split(";").filter((part) => part !== "");
  return parts.map((part) => part.replace(/^([^:]*):(.*)$/, `$1="$2"`)).join(" ");
}

/** Hundredths of a pixel are enough. */
function rounded(value: string): string {
  return value.replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
}
