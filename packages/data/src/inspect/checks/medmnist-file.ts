import { medmnistByMd5, medmnistFileOf } from "../../fetch/medmnist-files.ts";
import type { Check, SeenSubject } from "../finding.ts";

/** Check 19. */
export const medmnistFile: Check<SeenSubject> = {
  number: 19,
  name: "medmnist-file",
  severity: "N",
  rule: "a file of MedMNIST should be the published one",
  find: ({ file, dataset }) => {
    if (!file) return [];
    const published = medmnistByMd5(file.md5);
    if (published) {
      const { set, name } = published;
      const labels = set.classes ? `; label 0 is ${set.classes[0]}, 1 is ${set.classes[1]}` : "";
      const received = `${name} by its MD5, ${set.licence}, not intended for clinical use${labels}`;
      const advice = `The positive class is ${dataset.positiveClass}: pass --positive-class for another`;
      return [{ count: 1, ids: [], received, advice }];
    }
    const meant = medmnistFileOf(file.name);
    if (!meant) return [];
    const received = `MD5 ${file.md5} where ${meant.name} has ${meant.md5}`;
    return [
      { count: 1, ids: [], received, advice: "Its results cannot be compared with published ones: fetch it again" },
    ];
  },
};
