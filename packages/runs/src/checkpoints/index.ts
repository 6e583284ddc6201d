/** Checkpoints as files. */
export { manifestName, verifyCheckpoint } from './checkpoint-manifest.js'
export { type CheckpointChoice, findCheckpoint, type IntactCheckpoint, listCheckpoints } from './checkpoint-reader.js'
export { CheckpointStore } from './checkpoint-store.js'
export { checkpointText, preferenceNote } from './checkpoint-words.js'
