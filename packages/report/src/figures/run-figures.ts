import { modelPicture } from "../model-graph/model-picture.ts";
import type { Judgement } from "../run/judge-run.ts";
import type { RunRecord } from "../run/read-run.ts";
import type { Figure } from "./figure.ts";

export async function runFigures({ network }: RunRecord, _judgement: Judgement | undefined): Promise<Figure[]> {
  const drawn: Promise<Figure>[] = [];
  if (network) drawn.push(modelPicture(network.model, { showShapes: true }));
  return await Promise.all(drawn);
}
