/** A learning rate that depends on the number of updates so far. Source: Keras `optimizers.schedules`. */
export interface LearningRateSchedule {
  readonly className: string;
  /** The rate of the update after `iterations` others. */
  at(iterations: number): number;
}

export function isSchedule(rate: number | LearningRateSchedule): rate is LearningRateSchedule {
  return typeof rate === "object";
}
