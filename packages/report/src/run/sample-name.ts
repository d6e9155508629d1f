/**
 * What a sample is called where others may read it: its place in its split, from 0 on, as arrays number theirs. Its file's name may be
 * a patient's, and stands in the run's predictions alone.
 *
 * @example sampleName("test", 360) // "test/000360"
 */
export function sampleName(split: string, index: number): string {
  return `${split}/${String(index).padStart(6, "0")}`;
}
