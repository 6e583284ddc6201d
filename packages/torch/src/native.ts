/** The functions of the C++ addon, as TypeScript sees them. Tensors are slot numbers here; 0 and null mean "none". */

export type Slot = number
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

  fromData(view: ArrayBufferView, sizes: readonly number[], dtype: string): Slot
  read(slot: Slot, view: ArrayBufferView): void
  write(slot: Slot, view: ArrayBufferView): void
  item(slot: Slot): number | bigint | boolean
  info(slot: Slot, out: Float64Array): number
  free(slots: Uint32Array, count: number): number
  freeSlot(slot: Slot): number
  freedInfo(serial: number): { dtype: string; shape: number[] } | null
  exportTensor(slot: Slot): number
  importTensor(id: number): Slot

  backward(
    roots: Slot[],
    gradients: (Slot | null)[] | null,
    retain: boolean | null,
    create: boolean,
    inputs: Slot[] | null,
  ): void
  grad(
    outputs: Slot[],
    inputs: Slot[],
    gradOutputs: (Slot | null)[] | null,
    retain: boolean | null,
    create: boolean,
    allowUnused: boolean,
  ): (Slot | null)[]
  gradOf(slot: Slot, known: Slot): Slot | null
  setGrad(slot: Slot, gradient: Slot | null): void
  zeroGrads(slots: Slot[]): void
  setRequiresGrad(slot: Slot, wanted: boolean): void
  setData(slot: Slot, source: Slot): void
  historyOf(slot: Slot): string | null
  versionOf(slot: Slot): number

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
  generator(device: string, seed: number | bigint): number
  defaultGenerator(device: string): number
  releaseGenerator(id: number): void
  seedGenerator(id: number, seed: number | bigint): void
  generatorState(id: number): Slot
  setGeneratorState(id: number, state: Slot): void

  stats(out: Float64Array): void
  resetPeak(): void
  tune(): boolean
  trim(): void
  adjustExternal(bytes: number): void

  deviceCount(device: string): number
  newStream(device: string, priority: number): number
  currentStream(device: string): number
  setStream(id: number): number
  synchronizeStream(id: number): void
  waitStream(waiting: number, awaited: number): void
  recordStream(slot: Slot, id: number): void
  synchronizeDevice(device: string): void
  deviceMemory(device: string): [number, number, number] | null
  version(): { built: string; config: string; cpu: string; parallel: string }

  jitLoad(path: string, device: string): number
  jitMethods(id: number): string[]
  jitCall(id: number, method: string, args: unknown[]): unknown
  jitRelease(id: number): void
}
