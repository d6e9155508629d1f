/**
 * Area under the ROC curve over all distinct scores: the chance that a positive scores higher than a negative, ties
 * counted half. Undefined where a class is missing.
 */
export function exactAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number | undefined {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end += 1;
    const tied = order.slice(start, end).filter((i) => labels[i]! > 0.5).length;
    // Ranks count from 1; equal scores share the mean of theirs.
    rankSum += (tied * (start + 1 + end)) / 2;
    positives += tied;
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
