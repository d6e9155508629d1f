import { defineConfig } from "vitest/config";

const everywhere = "{packages/*,bench,bundle,examples,test}";
const adapter = `${everywhere}/**/*.adapter.test.ts`;
const endToEnd = `${everywhere}/**/*.e2e.test.ts`;
const exclude = ["**/node_modules/**", "**/dist/**"];

const setupFiles = ["./test/fuzz-seed.ts"];

const SECOND = 1000;

// They end what hangs, and judge nothing: on a small machine that is busy, what takes seconds elsewhere takes minutes.
const patient = { testTimeout: 240 * SECOND, hookTimeout: 240 * SECOND };
/** Where hundreds of kernels are compiled on the embedded driver, or programs are run. */
const veryPatient = { testTimeout: 600 * SECOND, hookTimeout: 600 * SECOND };

export default defineConfig({
  test: {
    // A native driver that crashes takes its process with it: a fork, not a thread of the runner.
    pool: "forks",
    // The software driver uses every core by itself.
    maxWorkers: 2,
    reporters: ["default", "./test/reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "null",
          include: [`${everywhere}/**/*.test.ts`],
          exclude: [...exclude, adapter, endToEnd],
          setupFiles,
          ...patient,
        },
      },
      { extends: true, test: { name: "adapter", include: [adapter], exclude, setupFiles, ...veryPatient } },
      { extends: true, test: { name: "end-to-end", include: [endToEnd], exclude, ...veryPatient } },
    ],
  },
});
