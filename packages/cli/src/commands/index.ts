import type { AnyCommand } from "../command.ts";
import { bench } from "./bench.ts";
import { benchStep } from "./bench-step.ts";
import { crossval } from "./crossval.ts";
import { dataFetch } from "./data-fetch.ts";
import { dataInspect } from "./data-inspect.ts";
import { dataPhantom } from "./data-phantom.ts";
import { doctor } from "./doctor.ts";
import { evaluate } from "./evaluate.ts";
import { explain } from "./explain.ts";
import { gradcheck } from "./gradcheck.ts";
import { gridsearch } from "./gridsearch.ts";
import { opBench } from "./op-bench.ts";
import { opCheck } from "./op-check.ts";
import { opList } from "./op-list.ts";
import { opNew } from "./op-new.ts";
import { opRun } from "./op-run.ts";
import { opShow } from "./op-show.ts";
import { plotModel } from "./plot-model.ts";
import { pointingGame } from "./pointing-game.ts";
import { predict } from "./predict.ts";
import { report } from "./report.ts";
import { summary } from "./summary.ts";
import { train } from "./train.ts";
import { tune } from "./tune.ts";

/** Every command, in the order of the help. */
export const commands: readonly AnyCommand[] = [
  train,
  evaluate,
  predict,
  explain,
  pointingGame,
  gridsearch,
  crossval,
  report,
  summary,
  plotModel,
  opList,
  opShow,
  opRun,
  opNew,
  opCheck,
  opBench,
  gradcheck,
  bench,
  benchStep,
  tune,
  dataInspect,
  dataFetch,
  dataPhantom,
  doctor,
];
