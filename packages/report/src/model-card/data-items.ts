import { counted, NOT_PROVIDED, quotedName, type CardItem } from "./card-item.ts";
import { optionsText, type CardRun, type CardSplit } from "./card-run.ts";

const NORMALIZATION: Readonly<Record<string, string>> = {
  rescale: "pixels divided by the largest value of their type",
  standardize: "each channel less its mean over its deviation, both of the training split alone",
  none: "pixels as they are",
};

/** Where the data come from, what was done to them and how they were divided. */
export function dataItems(run: CardRun): CardItem[] {
  const { dataset, options } = run;
  const [channels, height, width] = dataset.imageShape;
  const skipped = dataset.skipped?.length ?? 0;
  const isPhantom = dataset.kind === "phantom";
  return [
    {
      title: "Data sources",
      reference: "CLAIM 7; TRIPOD+AI 5a, 5b, 6a",
      text: isPhantom
        ? "The built-in phantom: computed slices, which resemble no patient. What is learned from them says nothing of real images."
        : `Read as ${dataset.kind}. Origin, dates, sites and representativeness: ${NOT_PROVIDED}.`,
    },
    {
      title: "Eligibility and image acquisition",
      reference: "CLAIM 8, 13; TRIPOD+AI 6b, 6c",
      text: isPhantom ? "Does not apply to computed images." : NOT_PROVIDED,
    },
    {
      title: "Preprocessing",
      reference: "CLAIM 9; TRIPOD+AI 7, 12b",
      text: [
        `${channels} x ${height} x ${width} (channels, height, width)`,
        ...optionsText(run, { imageSize: "resampled to", dicomWindow: "DICOM window", dicomFrame: "DICOM frame" }),
        NORMALIZATION[run.normalization.kind] ?? run.normalization.kind,
      ].join("; "),
    },
    {
      title: "De-identification",
      reference: "CLAIM 11",
      text: isPhantom
        ? "Does not apply to computed images."
        : `Only pixels are read; no name, date or other text of an image enters the run. How the data were de-identified before: ${NOT_PROVIDED}.`,
    },
    {
      title: "Missing data",
      reference: "CLAIM 12; TRIPOD+AI 11",
      text: [
        options["onBad"] === "skip"
          ? `${counted(skipped, "unreadable file")} left out.`
          : "No unreadable file was left out: the run refuses it.",
        ...(options["allowUnlabelled"] === true
          ? ["Rows of the list without a file, and images beside it without a row, were left out."]
          : []),
        `What was missing before: ${NOT_PROVIDED}.`,
      ].join(" "),
    },
    {
      title: "Reference standard",
      reference: "CLAIM 14, 15, 16, 17, 18; TRIPOD+AI 8a, 8b, 8c",
      text: isPhantom
        ? "Known by construction: a lesion was drawn or it was not."
        : `The labels that came with the data. Who made them, how, and how far readers agree: ${NOT_PROVIDED}.`,
    },
    { title: "Partitions", reference: "CLAIM 19; TRIPOD+AI 12a", text: partitionText(run) },
    { title: "Level at which partitions are disjoint", reference: "CLAIM 20", text: levelText(run) },
    {
      title: "Sample sizes",
      reference: "CLAIM 21, 35; TRIPOD+AI 10, 20a, 21",
      text: `${sizes(run).join("; ")}. How the size was arrived at: ${NOT_PROVIDED}.`,
    },
    {
      title: "Characteristics of the cases",
      reference: "CLAIM 36; TRIPOD+AI 20b, 20c",
      text: isPhantom ? "Does not apply to computed images." : `Age, sex, disease severity, devices: ${NOT_PROVIDED}.`,
    },
    {
      title: "Digests of the data",
      reference: "CLAIM 7",
      text: splitsOf(run)
        .map(([name, { sha256 }]) => `${name} sha256 ${sha256 ?? "unknown"}`)
        .join("; "),
    },
  ];
}

function splitsOf({ dataset }: CardRun): [string, CardSplit][] {
  return Object.entries(dataset.splits).flatMap(([name, split]) =>
    split ? [[name, split] as [string, CardSplit]] : [],
  );
}

function sizes(run: CardRun): string[] {
  const [, positive] = run.dataset.classNames;
  return splitsOf(run).map(([name, { length, positives, groups }]) => {
    const kept = groups === undefined ? "" : ` of ${counted(groups, "group")}`;
    return `${name} ${counted(length, "image")}${kept}, ${positives} of ${quotedName(positive)}`;
  });
}

function partitionText(run: CardRun): string {
  const names = splitsOf(run).map(([name]) => name);
  const ways = optionsText(run, { validationSplit: "share", split: "way" });
  const missing = ["train", "validation", "test"].filter((name) => !names.includes(name));
  return [
    `Splits: ${names.join(", ")}${missing.length > 0 ? ` (none for ${missing.join(", ")})` : ""}`,
    `Splits of the data are kept; validation data that they lack are taken of the training data (${ways.join(", ") || "by default"})`,
  ].join(". ");
}

function levelText(run: CardRun): string {
  const splits = splitsOf(run);
  if (run.dataset.kind === "phantom") return "Image: every slice is computed by itself.";
  if (!splits.every(([, { groups }]) => groups !== undefined))
    return "Not verifiable: the data do not say which images are of one patient.";
  return "Group (patient, or what the data name as such): no group is divided between training and validation where the run made these splits.";
}
