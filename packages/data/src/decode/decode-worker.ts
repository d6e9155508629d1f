import { parentPort } from "node:worker_threads";
import { decodeImage } from "./decode-image.ts";
import type { DecodedImage, ImageRequest } from "./decode-image.ts";
import { packError } from "./passed-error.ts";
import type { PassedError } from "./passed-error.ts";

/** What the pool sends. */
export interface WorkerTask {
  readonly id: number;
  readonly request: ImageRequest;
}

/** What the pool hears; the first message has no number and says that the worker is there. */
export type WorkerReply =
  | { readonly id: undefined }
  | { readonly id: number; readonly image: DecodedImage }
  | { readonly id: number; readonly error: PassedError };

const port = parentPort;
const reply = (message: WorkerReply, moved: ArrayBuffer[] = []) => port?.postMessage(message, moved);

port?.on("message", ({ id, request }: WorkerTask) => {
  decodeImage(request).then(
    (image) => reply({ id, image }, [image.data.buffer as ArrayBuffer]),
    (error: unknown) => reply({ id, error: packError(error) }),
  );
});
reply({ id: undefined });
