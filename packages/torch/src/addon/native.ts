/**
 * The functions of the C++ addon, as TypeScript sees them.
 *
 * Tensors, generators, streams and modules are handles here: negative integers, of a range of their own for each kind.
 * 0 and null mean "none".
 */

export type Handle = number
export type NativeFunction = (...args: unknown[]) => unknown

export interface OperatorDescription {
  readonly schema: string
  readonly arguments: readonly { readonly name: string; readonly type: string }[]
  /** `alias` is the argument that the result is (written in place), or -1. */
  readonly returns: readonly { readonly type: string; readonly alias: number }[]
}

export interface NativeAddon {
  op(name: string): NativeFunction
  describe(name: string): OperatorDescription
  schemas(prefix: string): string[]

  fromData(view: ArrayBufferView, sizes: readonly number[], dtype: string): Handle
  read(tensor: Handle, view: ArrayBufferView): void
  write(tensor: Handle, view: ArrayBufferView): void
  item(tensor: Handle): number | bigint | boolean
  info(tensor: Handle, out: Float64Array): void
  /** One number that grows whenever sizes, dtype or device of a tensor change; always the same array. */
  metadataVersion(): Float64Array
  liveTensors(): Handle[]
  free(handles: Int32Array, count: number): number
  freeSlot(tensor: Handle): number
  freedInfo(serial: number): { dtype: string; shape: number[] } | null
  exportTensor(tensor: Handle): number
  importTensor(number: number): Handle
  tensorsInTransit(): number

  backward(
    roots: Handle[],
    gradients: (Handle | null)[] | null,
    retain: boolean | null,
    create: boolean,
    inputs: Handle[] | null,
  ): void
  grad(
    outputs: Handle[],
    inputs: Handle[],
    gradOutputs: (Handle | null)[] | null,
    retain: boolean | null,
    create: boolean,
    allowUnused: boolean,
  ): (Handle | null)[]
  gradOf(tensor: Handle, known: Handle): Handle | null
  setGrad(tensor: Handle, gradient: Handle | null): void
  zeroGrads(tensors: Handle[]): void
  setRequiresGrad(tensor: Handle, wanted: boolean): void
  setData(tensor: Handle, source: Handle): void
  historyOf(tensor: Handle): string | null
  versionOf(tensor: Handle): number

  setGradEnabled(enabled: boolean): boolean
  isGradEnabled(): boolean
  enterInference(): void
  leaveInference(): void
  setAutocast(device: string, enabled: boolean, dtype: string): [boolean, string]
  autocastNesting(change: 1 | -1): number
  clearAutocastCache(): void
  setThreads(count: number): number
  getThreads(): number
  setDeterministic(enabled: boolean): boolean
  onWarning(callback: (message: string) => void): void

  manualSeed(seed: number | bigint): void
  generator(device: string, seed: number | bigint): Handle
  defaultGenerator(device: string): Handle
  releaseGenerator(generator: Handle): void
  seedGenerator(generator: Handle, seed: number | bigint): void
  generatorState(generator: Handle): Handle
  setGeneratorState(generator: Handle, state: Handle): void

  stats(out: Float64Array): void
  resetPeak(): void
  tune(): boolean
  trim(): void
  adjustExternal(bytes: number): void

  deviceCount(device: string): number
  newStream(device: string, priority: number): Handle
  currentStream(device: string): Handle
  setStream(stream: Handle): Handle
  synchronizeStream(stream: Handle): void
  waitStream(waiting: Handle, awaited: Handle): void
  recordStream(tensor: Handle, stream: Handle): void
  synchronizeDevice(device: string): void
  deviceMemory(device: string): [number, number, number] | null
  /** Begins to watch what others use of the processors, so that waiting threads can give way to them. */
  watchProcessors(): void
  processorUse(): [processors: number, others: number, isShared: boolean]
  version(): { built: string; config: string; cpu: string; parallel: string }

  jitLoad(path: string, device: string): Handle
  jitMethods(module: Handle): string[]
  jitCall(module: Handle, method: string, args: unknown[]): unknown
  jitRelease(module: Handle): void
}
