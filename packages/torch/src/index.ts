/** libtorch for Node: tensors, operators, autograd, random streams, devices and files, with bounded memory. */
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
export { type DType, dtypeOfArray, isFloating, itemSize, type TensorData } from './dtype.js'
export { TorchError, type TorchErrorCode, type TorchErrorOptions, torchErrorCatalogue } from './errors.js'
export { readNpy, writeNpy } from './files/npy.js'
export { type ReadNpzOptions, readNpz } from './files/npz.js'
export { PickleGlobal, type UnpickleOptions, unpickle } from './files/pickle.js'
export { PickleError } from './files/pickle-source.js'
export { type ReadTorchOptions, readTorchFile } from './files/pt.js'
export { type TorchWritable, writeTorchFile } from './files/pt-writer.js'
export { objectCost, ReadBudget, readLimits } from './files/read-budget.js'
export {
  type ReadSafetensorsOptions,
  readSafetensors,
  type SafetensorsFile,
  safetensorsChunks,
  type WriteSafetensorsOptions,
  writeSafetensors,
} from './files/safetensors.js'
export { readSafetensorsHeader, type SafetensorsEntry, type SafetensorsHeader } from './files/safetensors-header.js'
export type { ScriptClass } from './files/script-code.js'
export { isScriptArchive, readScriptFile, type ScriptFile } from './files/script-file.js'
export { type StateDictOptions, stateDictOf } from './files/state-dict.js'
export { checkJson } from './files/strict-json.js'
export type { TorchValue } from './files/torch-values.js'
export type { WriteOps } from './files/write-file.js'
export { ZipFile } from './files/zip.js'
export type { ZipEntry } from './files/zip-directory.js'
export { type NestedNumbers, type TensorOptions, tensor, tensorFromBytes } from './from-values.js'
export { enableGrad, inferenceMode, isGradEnabled, noGrad } from './grad-mode.js'
export { loadScript, ScriptModule, type ScriptValue } from './jit.js'
export { type BuildRecord, isLoaded, readBuildRecord } from './load.js'
export { type DeviceMemory, deviceMemory, type MemoryStats, memory, resetPeakMemory, trimMemory } from './memory.js'
export { setErrorContext } from './operator-error.js'
export * from './ops.generated.js'
export type { HoldsTensors } from './owned.js'
export { Generator, manualSeed, randomState, setRandomState } from './random.js'
export { raw } from './raw.js'
export { openScope, Scope, scope } from './scope.js'
export {
  describeTensor,
  disposeAll,
  keep,
  type Layout,
  type MemoryFormat,
  nameTensor,
  type Scalar,
  Tensor,
} from './tensor.js'
export { type ToOptions, to } from './to.js'
export { exportTensor, importTensor } from './transfer.js'
export { type LibtorchVersion, libtorchVersion } from './version.js'
