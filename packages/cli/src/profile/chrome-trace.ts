import type { KernelTiming } from "@tomograd/kernels";
import type { Span } from "./host-spans.ts";

/** One row of the picture. */
export interface Track {
  readonly name: string;
  readonly spans: readonly (Span & { readonly args?: Readonly<Record<string, unknown>> })[];
}

/**
 * Tracks in the trace event format, for `chrome://tracing` or ui.perfetto.dev; the earliest span begins at 0.
 * Source: Trace Event Format (Google), JSON object format with complete events, in microseconds.
 */
export function chromeTrace(tracks: readonly Track[], about: Readonly<Record<string, unknown>>) {
  const first = tracks.flatMap(({ spans }) => spans).reduce((least, { start }) => Math.min(least, start), Infinity);
  const micro = (milliseconds: number): number => Math.round(milliseconds * 1e6) / 1e3;
  const traceEvents = tracks.flatMap(({ name, spans }, index) => {
    const place = { pid: 1, tid: index + 1 };
    return [
      { name: "thread_name", ph: "M", ...place, args: { name } },
      // The picture has the tracks in this order, instead of by name.
      { name: "thread_sort_index", ph: "M", ...place, args: { sort_index: index } },
      ...[...spans]
        .sort((a, b) => a.start - b.start || b.end - a.end)
        .map(({ name: span, start, end, args }) => ({
          name: span,
          ph: "X",
          ...place,
          ts: micro(start - first),
          dur: micro(end - start),
          ...(args && { args }),
        })),
    ];
  });
  return { displayTimeUnit: "ms", otherData: about, traceEvents };
}

/** Kernels as spans. */
export function kernelSpans(timings: readonly KernelTiming[]): Track["spans"] {
  return timings.map(({ kernel, variant, constants, start, end }) => ({
    name: kernel.name,
    start,
    end,
    args: { variant, ...constants },
  }));
}
