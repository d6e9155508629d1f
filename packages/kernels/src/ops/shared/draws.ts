/** Labels of a binary loss, three in ten positive. */
export const label = (_: number, random: () => number): number => (random() < 0.3 ? 1 : 0);

/** Weights of samples. */
export const weight = (_: number, random: () => number): number => random() * 3;
