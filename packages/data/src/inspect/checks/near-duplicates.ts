import type { Check, SeenSubject } from "../finding.ts";
import { hasContrast } from "../has-contrast.ts";
import { NEAR, NearHashes } from "../near-hashes.ts";
import { idsOf } from "../same-samples.ts";
import type { Sample } from "../same-samples.ts";
import { correlation } from "../thumbnail.ts";

/**
 * Aligned images of one kind, such as chest X-rays, have near hashes although they are of different patients: they must
 * correlate as well. Of 5,289 such images most had a hash near another's, and none a correlation above this.
 */
const ALIKE = 0.985;

/** Check 6. Equal pixels are check 4's, and images without contrast, which all have one hash, are check 9's. */
export const nearDuplicates: Check<SeenSubject> = {
  number: 6,
  name: "near-duplicates-across-splits",
  severity: "W",
  rule: "no image should look like one of another split",
  find: ({ splits, looks }) => {
    const known = new NearHashes<Sample>();
    const pairs: [Sample, Sample][] = [];
    for (const split of splits) {
      const { hashes, thumbnails } = looks.get(split.name)!;
      const samples = split.ids.map((_, index) => ({ split, index })).filter(hasContrast);
      for (const sample of samples) {
        const [digest, shown] = [digestOf(sample), thumbnails[sample.index]!];
        const other = known.nearest(
          hashes[sample.index]!,
          (one) =>
            (digest === undefined || digest !== digestOf(one)) &&
            correlation(shown, looks.get(one.split.name)!.thumbnails[one.index]!) > ALIKE,
        );
        if (other) pairs.push([sample, other]);
      }
      for (const sample of samples) known.add(hashes[sample.index]!, sample);
    }
    if (pairs.length === 0) return [];
    const received = `${pairs.length} within ${NEAR} of 64 bits of the difference hash of one, and correlated above ${ALIKE}`;
    return [{ count: pairs.length, ids: idsOf(pairs.flat()), received, advice: "Look at these pairs" }];
  },
};

function digestOf({ split, index }: Sample): string | undefined {
  return split.facts?.[index]?.digest;
}
