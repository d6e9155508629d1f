export { storageError, syncDirectory, writeFileAtomic } from "./atomic-write.ts";
export { loadModel, requireFit, saveModel, type LoadedModel } from "./saved-model.ts";
export { SnapshotStore, type StoreOptions } from "./snapshot-store.ts";
