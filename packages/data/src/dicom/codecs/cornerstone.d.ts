/** The packages have no types of their own. */
interface CornerstoneDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned?: boolean;
  };
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}

interface CornerstoneOptions {
  print(text: string): void;
  printErr(text: string): void;
}

declare module "@cornerstonejs/codec-charls/decodewasmjs" {
  export default function start(
    options: CornerstoneOptions,
  ): Promise<{ readonly JpegLSDecoder: new () => CornerstoneDecoder & { getInterleaveMode(): number } }>;
}

declare module "@cornerstonejs/codec-openjpeg/decodewasmjs" {
  export default function start(
    options: CornerstoneOptions,
  ): Promise<{ readonly J2KDecoder: new () => CornerstoneDecoder }>;
}

interface CornerstoneEncoder {
  getDecodedBuffer(frameInfo: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
}

declare module "@cornerstonejs/codec-charls/wasmjs" {
  export default function start(
    options: CornerstoneOptions,
  ): Promise<{ readonly JpegLSEncoder: new () => CornerstoneEncoder & { setInterleaveMode(mode: number): void } }>;
}

declare module "@cornerstonejs/codec-openjpeg/wasmjs" {
  export default function start(
    options: CornerstoneOptions,
  ): Promise<{ readonly J2KEncoder: new () => CornerstoneEncoder & { setDecompositions(count: number): void } }>;
}
