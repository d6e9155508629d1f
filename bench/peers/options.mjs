import { parseArgs } from "node:util";

/** What a peer is told, in the variable PEER_OPTIONS; the runner sets it. */
export const fromEnvironment = () => JSON.parse(process.env.PEER_OPTIONS);

/** The runner's own flags. */
export function fromFlags() {
  const { values } = parseArgs({
    options: {
      filters: { type: "string", default: "128,64" },
      "batch-size": { type: "string", default: "8" },
      "image-size": { type: "string", default: "64" },
      rounds: { type: "string", default: "5" },
      adapter: { type: "string" },
      peers: { type: "string", default: "tfjs,jax,torch" },
      python: { type: "string", default: "/usr/bin/python3" },
      json: { type: "boolean", default: false },
    },
  });
  return {
    filters: values.filters.split(",").map(Number),
    batchSize: Number(values["batch-size"]),
    imageSize: Number(values["image-size"]),
    rounds: Number(values.rounds),
    adapter: values.adapter,
    peers: values.peers.split(","),
    python: values.python,
    json: values.json,
  };
}
