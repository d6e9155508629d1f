import { writeSync } from "node:fs";
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from "vitest/node";

const STDOUT = 1;

/**
 * Ends a run with one line that scripts can read: `N passed, N failed, N skipped`, counted in tests.
 * It is written while the process exits, because vitest and its own reporters print after `onTestRunEnd`.
 */
export default class CountsReporter implements Reporter {
  // Until the run has ended in order, a stop on the way (a crash, a signal) is one failure.
  private counts = { passed: 0, failed: 1, skipped: 0 };

  onInit(): void {
    process.once("exit", (code) => {
      const { passed, skipped } = this.counts;
      const failed = this.counts.failed || (code !== 0 && passed > 0 ? 1 : 0);
      writeSync(STDOUT, `${passed} passed, ${failed} failed, ${skipped} skipped\n`);
      if (failed > 0 || passed === 0) process.exitCode = code || 1;
    });
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      // A hook or an import that throws fails no test, only the suite or file around it.
      for (const suite of [module, ...module.children.allSuites()]) {
        if (suite.errors().length > 0) counts.failed += 1;
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // Still pending: its process died before the test had a result.
        counts[state === "pending" ? "failed" : state] += 1;
      }
    }
    if (reason !== "passed") counts.failed ||= 1;
    this.counts = counts;
  }
}
