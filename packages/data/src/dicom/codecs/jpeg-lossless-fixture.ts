export interface LosslessFixture {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly precision: number;
  readonly predictor: number;
  /** Lines between restarts, 0 for none. */
  readonly restartLines: number;
  readonly values: readonly number[];
}

/** Writes lossless JPEG with 17 codes of 5 bits each, straight from the formulas of ITU-T T.81, annex H. */
export function losslessJpeg({ rows, columns, samples, precision, predictor, restartLines, values }: LosslessFixture) {
  const segment = (marker: number, ...content: number[]) => [0xff, marker, 0, content.length + 2, ...content];
  const each = <T>(make: (c: number) => T[]) => Array.from({ length: samples }, (_, c) => make(c)).flat();
  const restart = restartLines * columns;
  const counts = Array.from({ length: 16 }, (_, i) => (i === 4 ? 17 : 0));
  const symbols = Array.from({ length: 17 }, (_, i) => i);
  const head = [
    0xff,
    0xd8,
    ...segment(
      0xc3,
      precision,
      rows >> 8,
      rows & 255,
      columns >> 8,
      columns & 255,
      samples,
      ...each((c) => [c, 0x11, 0]),
    ),
    ...segment(0xc4, 0, ...counts, ...symbols),
    ...(restart > 0 ? segment(0xdd, restart >> 8, restart & 255) : []),
    ...segment(0xda, samples, ...each((c) => [c, 0]), predictor, 0, 0),
  ];
  const at = (y: number, x: number, c: number) => values[(y * columns + x) * samples + c] as number;
  const data: number[] = [];
  let bits = "";
  const flush = () => {
    bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1");
    for (const [byte] of bits.matchAll(/.{8}/g))
      data.push(Number.parseInt(byte, 2), ...(byte === "11111111" ? [0] : []));
    bits = "";
  };
  for (let y = 0, n = 0; y < rows; y++) {
    const isFirst = y === 0 || (restartLines > 0 && y % restartLines === 0);
    if (isFirst && y > 0) {
      flush();
      data.push(0xff, 0xd0 + (n++ % 8));
    }
    for (let x = 0; x < columns; x++) {
      for (let c = 0; c < samples; c++) {
        const [a, b, d] = [
          x > 0 ? at(y, x - 1, c) : 0,
          y > 0 ? at(y - 1, x, c) : 0,
          x * y > 0 ? at(y - 1, x - 1, c) : 0,
        ];
        const inner = [0, a, b, d, a + b - d, a + ((b - d) >> 1), b + ((a - d) >> 1), (a + b) >> 1][
          predictor
        ] as number;
        const predicted = x === 0 ? (isFirst ? 2 ** (precision - 1) : b) : isFirst ? a : inner;
        const wrapped = (at(y, x, c) - predicted) & 0xffff;
        const difference = wrapped > 0x8000 ? wrapped - 0x10000 : wrapped;
        const size = Math.abs(difference).toString(2).length * (difference === 0 ? 0 : 1);
        bits += size.toString(2).padStart(5, "0");
        const coded = difference < 0 ? difference + 2 ** size - 1 : difference;
        if (size > 0 && size < 16) bits += coded.toString(2).padStart(size, "0");
      }
    }
  }
  flush();
  return Uint8Array.from([...head, ...data, 0xff, 0xd9]);
}
