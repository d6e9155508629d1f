import { configureGlobal } from "fast-check";

/** The same inputs in every run unless told otherwise: `FUZZ_SEED=7` looks at others, and fast-check prints the seed that failed. */
configureGlobal({ seed: Number(process.env["FUZZ_SEED"] ?? 1) });
