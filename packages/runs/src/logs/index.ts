/** The log of a run: metrics.jsonl and the event files of TensorBoard. */
export { removeEventFiles } from './event-files.js'
export { MetricsLog } from './metrics-log.js'
export { readLastMetrics, readMetrics } from './metrics-reader.js'
export {
  decodeRecord,
  type MetricsRecord,
  type RecordFields,
  type RecordKind,
  type RecordValue,
  reservedKeys,
  stablePart,
} from './metrics-record.js'
export { TensorBoardLog } from './tensorboard.js'
