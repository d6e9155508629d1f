/** What a number says, for somebody who sees patients; `{positive}` and `{negative}` are the classes' names. */
export interface MetricMeaning {
  readonly key: string;
  readonly name: string;
  readonly meaning: string;
  /** Where its interval comes from. */
  readonly interval?: string;
}

/** In the order in which they are read. */
export const MEANINGS: readonly MetricMeaning[] = [
  {
    key: "auc_exact",
    name: "AUC",
    interval: "DeLong",
    meaning:
      "Of one {positive} and one {negative} image drawn at random, the chance that the first scores higher: 0.5 is a coin, 1 a perfect order. It needs no threshold.",
  },
  {
    key: "sensitivity",
    name: "Sensitivity (recall)",
    interval: "Wilson",
    meaning: "Of the images that are {positive}, the share that is called so. The rest is missed.",
  },
  {
    key: "specificity",
    name: "Specificity",
    interval: "Wilson",
    meaning: "Of the images that are {negative}, the share that is called so. The rest is a false alarm.",
  },
  {
    key: "ppv",
    name: "PPV (precision)",
    interval: "Wilson",
    meaning:
      "When an image is called {positive}, how often that is right. It falls where {positive} is rarer than here.",
  },
  {
    key: "npv",
    name: "NPV",
    interval: "Wilson",
    meaning: "When an image is called {negative}, how often that is right. It is not the recall.",
  },
  {
    key: "accuracy",
    name: "Accuracy",
    interval: "Wilson",
    meaning: "The share of all images that is called right. To be compared with the next line, not with 0.",
  },
  {
    key: "no_information_rate",
    name: "No-information rate",
    meaning: "The accuracy of always answering with the more frequent class, without a look at the image.",
  },
  {
    key: "prevalence",
    name: "Prevalence",
    meaning: "The share of {positive} among these images, which is rarely that of a clinic.",
  },
  {
    key: "balanced_accuracy",
    name: "Balanced accuracy",
    meaning: "The mean of sensitivity and specificity: 0.5 is guessing, however frequent a class is.",
  },
  {
    key: "f1",
    name: "F1",
    meaning: "One number for sensitivity and PPV together; it does not look at true negatives.",
  },
  {
    key: "mcc",
    name: "Matthews correlation",
    meaning:
      "How much calls and truth go together, over all four counts: 0 is guessing, 1 always right, -1 always wrong.",
  },
  {
    key: "average_precision",
    name: "Average precision",
    meaning: "The mean PPV over all sensitivities; guessing gives the prevalence.",
  },
  {
    key: "brier",
    name: "Brier score",
    meaning: "The mean squared distance of the probability from the truth: 0 is perfect; always saying 0.5 gives 0.25.",
  },
  {
    key: "ece",
    name: "Calibration error (ECE)",
    meaning:
      "How far the probabilities are from what they promise, on average: of images with 0.8, eight in ten should be {positive}.",
  },
  {
    key: "specificity_at_sensitivity_0.8",
    name: "Specificity at sensitivity 0.8",
    meaning:
      "The best specificity of all thresholds that find at least 80 % of {positive}. In history and evaluation files it is called sensitivity, its name in the tutorial, but it is a specificity.",
  },
];
