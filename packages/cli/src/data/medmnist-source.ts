import { MEDMNIST_SIZES, MEDMNIST_URL, medmnistFile, medmnistSets, notFetched, shownName } from "@tomograd/data";
import type { MedmnistFile } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { nearest } from "../options/nearest.ts";

/**
 * The file that `medmnist:<name>[:<size>]` stands for; 28 is the size where none is given.
 *
 * Throws a UsageError for another source, name or size, with the nearest name.
 */
export function medmnistSource(given: string): MedmnistFile {
  const refuse = (rule: string, advice: string): never => {
    throw new UsageError({ subject: "data fetch", rule, received: shownName(given.slice(0, 80)), advice });
  };
  const [source, name = "", size = "28", ...rest] = given.split(":");
  if (source !== "medmnist" || name === "" || rest.length > 0) {
    return refuse("the source must be medmnist:<name>[:<size>]", "Pass medmnist:pneumoniamnist:64, for instance");
  }
  const reason = Object.hasOwn(notFetched, name) ? notFetched[name] : undefined;
  if (reason) return refuse(`${name} cannot be trained on: ${reason}`, "Fetch a set of images with one label each");
  const names = Object.keys(medmnistSets);
  if (!names.includes(name)) {
    const meant = nearest(name, [...names, ...Object.keys(notFetched)]);
    return refuse("there is no such set", meant ? `Did you mean ${meant}` : `There are ${names.join(", ")}`);
  }
  const file = /^\d+$/.test(size) ? medmnistFile(name, Number(size)) : undefined;
  return file ?? refuse("there is no such size", `Pass one of ${MEDMNIST_SIZES.join(", ")}`);
}

/** `$TOMOGRAD_MEDMNIST_URL`, a mirror that holds the files under their names, else Zenodo's record. */
export function medmnistUrl(environment: Readonly<Record<string, string | undefined>> = process.env): URL {
  const given = environment["TOMOGRAD_MEDMNIST_URL"] || MEDMNIST_URL;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") return url;
  throw new UsageError({
    subject: "TOMOGRAD_MEDMNIST_URL",
    rule: "must be an address that begins with https:// or http://, without a name and password",
    received: url ? `protocol=${url.protocol}` : "no address",
  });
}
