import { foreign } from "../foreign-text.ts";
import { figureBlock } from "../figure-block.ts";
import { html, preformatted, type Html } from "../html.ts";
import { counted } from "../numbers.ts";
import type { ReportParts } from "../report-parts.ts";
import { section } from "../section.ts";
import { dataTable } from "../table.ts";

/** More layers than these make the page long without telling anybody anything. */
const MOST_LAYERS = 200;

/** The network, layer by layer and as a picture. */
export function modelSection({ run, figures }: ReportParts): Html {
  const { network } = run;
  if (!network) return section("model", html`<p>The run holds no model yet: it is saved when training ends.</p>`);
  const { model } = network;
  const { total, trainable } = model.countParams();
  const layers = model.layers.slice(0, MOST_LAYERS);
  const rest = model.layers.length - layers.length;
  return section(
    "model",
    html`<p>${counted(total)} parameters, of which training changes ${counted(trainable)}.</p>`,
    dataTable({
      caption: "Layers in the order in which an image passes them",
      columns: ["layer", "type", "output shape", "parameters"],
      words: [1, 2],
      rows: layers.map((layer) => [
        foreign(layer.name),
        layer.className,
        layer.outputShape.join(" × "),
        counted(layer.countParams()),
      ]),
    }),
    rest > 0 && html`<p>and ${counted(rest)} more layers</p>`,
    html`<details>
      <summary>The table as Keras prints it</summary>
      <pre>${preformatted(model.summary().slice(0, 20_000))}</pre>
    </details>`,
    figureBlock(
      figures.get("model"),
      "Each box is a layer, with the shapes that go into it and come out of it; None stands for the images of a batch.",
    ),
  );
}
