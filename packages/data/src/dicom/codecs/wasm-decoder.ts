import { InputError } from "@tomograd/kernels";
import type { PixelModule } from "../pixel-module.ts";
import type { Decoded, FailFrame } from "./codec.ts";
import { checkSize } from "./jpeg-segments.ts";

/** What the decoders for JPEG-LS and JPEG 2000 have in common. */
export interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): FrameInfo;
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}

interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}

/** Starts a WebAssembly module that prints nothing. */
export type StartModule<M> = (options: { print: () => void; printErr: () => void }) => Promise<M>;

const started = new Map<unknown, Promise<unknown>>();

/**
 * Decodes a frame with a decoder of a WebAssembly module, which starts at first use and, since a failure may leave it in any
 * state, again after one.
 *
 * @throws InputError for what the decoder refuses, or decodes to something else than the file announces.
 */
export async function decodeByWasm<M, D extends WasmDecoder>(
  start: StartModule<M>,
  create: (module: M) => D,
  bytes: Uint8Array,
  module: PixelModule,
  fail: FailFrame,
  orderOf: (decoder: D) => { readonly isPlanar: boolean },
): Promise<Decoded> {
  const silent = { print: () => {}, printErr: () => {} };
  if (!started.has(start)) started.set(start, start(silent));
  const decoder = create((await started.get(start)) as M);
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, componentCount, bitsPerSample, isSigned } = decoder.getFrameInfo();
    const stream = { rows: height, columns: width, samples: componentCount, precision: bitsPerSample };
    checkSize(stream, module, fail);
    const decoded = new Uint8Array(decoder.getDecodedBuffer());
    const size = bitsPerSample > 8 ? 2 : 1;
    if (decoded.length !== height * width * componentCount * size) throw new Error("values are missing");
    const values = size === 1 ? decoded : isSigned ? new Int16Array(decoded.buffer) : new Uint16Array(decoded.buffer);
    const { isPlanar } = orderOf(decoder);
    decoder.delete();
    return { values, isPlanar };
  } catch (cause) {
    started.delete(start);
    if (cause instanceof InputError) throw cause;
    throw fail("must be one that its decoder takes", undefined, cause);
  }
}
