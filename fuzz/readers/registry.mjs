// @ts-check
/** All readers of files that may come from strangers, by name. */
import { reader as avif } from './avif.mjs'
import { reader as bmp } from './bmp.mjs'
import { reader as checkpointManifest } from './checkpoint-manifest.mjs'
import { reader as checkpointState } from './checkpoint-state.mjs'
import { reader as cifar } from './cifar.mjs'
import { reader as config } from './config.mjs'
import { reader as controlRequest } from './control-request.mjs'
import { reader as datasetJson } from './dataset-json.mjs'
import { reader as eventFile } from './event-file.mjs'
import { reader as featureStatistics } from './feature-statistics.mjs'
import { reader as gif } from './gif.mjs'
import { reader as idx } from './idx.mjs'
import { reader as idxGzip } from './idx-gzip.mjs'
import { reader as idxLabels } from './idx-labels.mjs'
import { reader as inspect } from './inspect.mjs'
import { reader as jpeg } from './jpeg.mjs'
import { reader as metricCard } from './metric-card.mjs'
import { reader as metricsLog } from './metrics-log.mjs'
import { reader as npy } from './npy.mjs'
import { reader as npz } from './npz.mjs'
import { reader as onnx } from './onnx.mjs'
import { reader as png } from './png.mjs'
import { reader as pnm } from './pnm.mjs'
import { reader as runLock } from './run-lock.mjs'
import { reader as runRecord } from './run-record.mjs'
import { reader as safetensors } from './safetensors.mjs'
import { reader as sheet } from './sheet.mjs'
import { reader as tiff } from './tiff.mjs'
import { reader as torch } from './torch.mjs'
import { reader as torchLegacy } from './torch-legacy.mjs'
import { reader as torchscript } from './torchscript.mjs'
import { reader as webp } from './webp.mjs'
import { reader as zip } from './zip.mjs'

/** @type {readonly import('../reader.mjs').Reader[]} */
export const readers = [
  avif,
  bmp,
  checkpointManifest,
  checkpointState,
  cifar,
  config,
  controlRequest,
  datasetJson,
  eventFile,
  featureStatistics,
  gif,
  idx,
  idxGzip,
  idxLabels,
  inspect,
  jpeg,
  metricCard,
  metricsLog,
  npy,
  npz,
  onnx,
  png,
  pnm,
  runLock,
  runRecord,
  safetensors,
  sheet,
  tiff,
  torch,
  torchLegacy,
  torchscript,
  webp,
  zip,
]
