import { readFileSync } from "node:fs";

/** Linux counts in hundredths of a second here on every architecture (USER_HZ). */
const MS_PER_TICK = 10;

/**
 * Milliseconds of CPU that the main thread has used, undefined off Linux.
 *
 * `process.cpuUsage()` would count the threads of a software driver too. Source: proc(5), `/proc/<pid>/task/<tid>/stat`.
 */
export function mainThreadTime(): number | undefined {
  try {
    return parseTaskTime(readFileSync(`/proc/self/task/${process.pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/** User and system time of a `stat` line; the name in it may hold blanks and parentheses. */
export function parseTaskTime(stat: string): number {
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // proc(5) counts from 1 with the name second: utime is field 14, stime 15.
  return (Number(afterName[14 - 3]) + Number(afterName[15 - 3])) * MS_PER_TICK;
}
