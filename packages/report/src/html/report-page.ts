import { NOTICE } from "../notice.ts";
import { htmlDocument } from "./document.ts";
import { brief, foreign, quoted } from "./foreign-text.ts";
import { html, type Html } from "./html.ts";
import type { ReportParts } from "./report-parts.ts";
import { SECTIONS, type SectionId } from "./section.ts";
import { cardSection } from "./sections/card.ts";
import { dataSection } from "./sections/data.ts";
import { environmentSection } from "./sections/environment.ts";
import { examplesSection } from "./sections/examples.ts";
import { limitsSection } from "./sections/limits.ts";
import { modelSection } from "./sections/model.ts";
import { resultsSection } from "./sections/results.ts";
import { summarySection } from "./sections/summary.ts";
import { trainingSection } from "./sections/training.ts";

/** A page that is sent by mail. */
const MOST_CHARACTERS = 2.9e6;

/**
 * The page of a run: one HTML file that needs nothing else, runs nothing, and in which whatever a name or label holds is text.
 */
export function reportPage(parts: ReportParts): string {
  const page = wholePage(parts);
  if (page.length <= MOST_CHARACTERS || !parts.images) return page;
  return wholePage({
    ...parts,
    images: undefined,
    imagesNote: "There are no images here: they would make the page too large.",
  });
}

function wholePage(parts: ReportParts): string {
  const { run } = parts;
  const sections: Readonly<Record<SectionId, Html>> = {
    summary: summarySection(parts),
    results: resultsSection(parts),
    examples: examplesSection(parts),
    data: dataSection(parts),
    model: modelSection(parts),
    training: trainingSection(parts),
    limits: limitsSection(parts),
    environment: environmentSection(parts),
    card: cardSection(parts),
  };
  const ids = Object.keys(SECTIONS) as SectionId[];
  const [negative, positive] = run.config.dataset.classNames;
  return htmlDocument({
    title: `Report of ${brief(run.name)}`,
    header: html`<h1>Report of the run ${foreign(run.name)}</h1>
      <p class="lead">A network that tells ${quoted(positive)} from ${quoted(negative)}, trained with tomograd</p>
      <p class="notice">${NOTICE}</p>
      <nav aria-label="Contents">
        <ul>
          ${ids.map((id) => html`<li><a href="#${id}">${SECTIONS[id]}</a></li>`)}
        </ul>
      </nav>`,
    main: ids.map((id) => sections[id]),
    footer: html`<p>${NOTICE}</p>
      <p>Made by tomograd from the run's own files.</p>`,
  });
}
