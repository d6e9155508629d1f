/** More decimals than a double between two ties of the wanted ones has. */
const MANY = 60;

/** A number with this many decimals as Python's `{:.nf}` prints it: exact ties go to the even digit. */
export function pythonFixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  const tail = value.toFixed(Math.min(100, digits + MANY)).slice(-MANY);
  const isTie = /^50*$/.test(tail);
  const isOdd = /[13579]$/.test(text);
  if (!isTie || !isOdd) return text;
  // toFixed took the digit further from zero.
  const step = 10 ** -digits;
  return (value - Math.sign(value) * (step / 2)).toFixed(digits);
}
