export { benchStep, type StepOptions, type StepReport } from "./step.ts";
