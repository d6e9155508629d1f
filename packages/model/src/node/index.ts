export { storageError, syncDirectory, writeFileAtomic } from "./atomic-write.ts";
export { BackupAndRestore, type BackupAndRestoreOptions } from "./callbacks/backup-and-restore.ts";
export { CSVLogger, type CSVLoggerOptions } from "./callbacks/csv-logger.ts";
export { ModelCheckpoint, type ModelCheckpointOptions } from "./callbacks/model-checkpoint.ts";
export { TensorBoard, type TensorBoardOptions } from "./callbacks/tensor-board.ts";
export { moduleAt, moduleOf } from "./module-at.ts";
export { loadModel, requireFit, saveModel, type LoadedModel, type LoadModelOptions } from "./saved-model.ts";
export { SnapshotStore, type StoreOptions } from "./snapshot-store.ts";
