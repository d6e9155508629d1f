/** Stands wherever a result does: on the page, in a model's file, with predictions. */
export const NOTICE = "Research use only. Not a medical device. Not for diagnosis.";
