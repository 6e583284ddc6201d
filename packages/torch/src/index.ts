/** libtorch for Node: tensors, operators, autograd, random streams, devices and files, with bounded memory. */

export { type BuildRecord, isLoaded, readBuildRecord } from './addon/load.js'
export { type AutocastOptions, autocast, clearAutocastCache, defaultPrecision } from './autocast.js'
export { type BackwardOptions, backward, type GradOptions, grad, zeroGrads } from './autograd.js'
export { type CpuFeatures, cpuFeatures } from './cpu-features.js'
export {
  deviceCount,
  getThreads,
  type ProcessorUse,
  processorUse,
  resolveDevice,
  Stream,
  setDeterministic,
  setThreads,
  synchronize,
} from './device.js'
export { listen, type OperatorListener } from './dispatch.js'
export { TorchError, type TorchErrorCode, type TorchErrorOptions, torchErrorCatalogue } from './errors.js'
export { readNpy, writeNpy } from './files/npy.js'
export { type ReadNpzOptions, readNpz } from './files/npz.js'
export { PickleGlobal, type UnpickleOptions, unpickle } from './files/pytorch/pickle.js'
export { PickleError } from './files/pytorch/pickle-source.js'
export { type ReadTorchOptions, readTorchFile } from './files/pytorch/pt.js'
export { type TorchWritable, writeTorchFile } from './files/pytorch/pt-writer.js'
export type { ScriptClass } from './files/pytorch/script-code.js'
export { isScriptArchive, readScriptFile, type ScriptFile } from './files/pytorch/script-file.js'
export { type StateDictOptions, stateDictOf } from './files/pytorch/state-dict.js'
export type { TorchValue } from './files/pytorch/torch-values.js'
export {
  type ReadSafetensorsOptions,
  readSafetensors,
  type SafetensorsFile,
  safetensorsChunks,
  type WriteSafetensorsOptions,
  writeSafetensors,
} from './files/safetensors/safetensors.js'
export {
  readSafetensorsHeader,
  type SafetensorsEntry,
  type SafetensorsHeader,
} from './files/safetensors/safetensors-header.js'
export type { WriteOps } from './files/write-file.js'
export { ZipFile } from './files/zip/zip.js'
export type { ZipEntry } from './files/zip/zip-directory.js'
export { enableGrad, inferenceMode, isGradEnabled, noGrad } from './grad-mode.js'
export { loadScript, ScriptModule, type ScriptValue } from './jit.js'
export { type LibtorchVersion, libtorchVersion } from './libtorch-version.js'
export { type DeviceMemory, deviceMemory, type MemoryStats, memory, resetPeakMemory, trimMemory } from './memory.js'
export { setErrorContext } from './operator-error.js'
export * from './ops.generated.js'
export { Generator, manualSeed, randomState, setRandomState } from './random.js'
export { raw } from './raw.js'
export { type DType, dtypeOfArray, isFloating, itemSize, type TensorData } from './tensor/dtype.js'
export { type NestedNumbers, type TensorOptions, tensor, tensorFromBytes } from './tensor/from-values.js'
export type { HoldsTensors } from './tensor/owned.js'
export { openScope, Scope, scope } from './tensor/scope.js'
export {
  describeTensor,
  disposeAll,
  keep,
  type Layout,
  type MemoryFormat,
  nameTensor,
  type Scalar,
  Tensor,
} from './tensor/tensor.js'
export { type ToOptions, to } from './tensor/to.js'
export { exportTensor, importTensor } from './tensor/transfer.js'
