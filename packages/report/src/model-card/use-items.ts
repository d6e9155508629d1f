import { NOTICE } from "../notice.ts";
import { NOT_PROVIDED, quotedName, type CardItem } from "./card-item.ts";
import type { CardRun } from "./card-run.ts";

/** What the model is for, and what it is not for. */
export function useItems({ dataset }: CardRun): CardItem[] {
  const [negative, positive] = dataset.classNames.map(quotedName);
  return [
    {
      title: "Intended use",
      reference: "CLAIM 3, 41; TRIPOD+AI 3b",
      text: `Research on classifying images as ${positive} or ${negative}: one probability of ${positive} for each image. Role in care, users and target population: ${NOT_PROVIDED}.`,
    },
    {
      title: "Out-of-scope use",
      reference: "CLAIM 41; TRIPOD+AI 3b, 27a, 27b",
      text: `Any decision about a patient: screening, triage, diagnosis, treatment. Images of another kind, device, population or preparation than those described here. ${NOTICE}`,
    },
    {
      title: "Objectives",
      reference: "CLAIM 4, 6; TRIPOD+AI 4",
      text: `A model is developed, and judged on data that were held out. Hypotheses and clinical background: ${NOT_PROVIDED}.`,
    },
    { title: "Study design", reference: "CLAIM 5", text: `Prospective or retrospective: ${NOT_PROVIDED}.` },
  ];
}

/** What nobody but the people behind a model can say. */
export function otherItems(): CardItem[] {
  return [
    {
      title: "Ethical remarks",
      reference: "TRIPOD+AI 17, 19",
      text: `Approval of an ethics committee, consent or its waiver, involvement of patients: ${NOT_PROVIDED}.`,
    },
    {
      title: "Fairness",
      reference: "TRIPOD+AI 3c, 14, 25",
      text: `Not examined: the run knows neither age, sex nor origin of those whose images it holds. Subgroups: ${NOT_PROVIDED}.`,
    },
    {
      title: "Licence and availability",
      reference: "CLAIM 43; TRIPOD+AI 18e, 18f, 22",
      text: `The model lies in the run folder (model/). The program, tomograd, has the MIT licence. Licences of the data and of this model: ${NOT_PROVIDED}.`,
    },
    {
      title: "Protocol and registration",
      reference: "CLAIM 34, 42; TRIPOD+AI 18c, 18d",
      text: NOT_PROVIDED,
    },
    { title: "Funding and interests", reference: "CLAIM 44; TRIPOD+AI 18a, 18b", text: NOT_PROVIDED },
  ];
}
