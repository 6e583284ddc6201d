/** How much memory tensors use, and ways to give some back. */
import { native } from './addon/load.js'

/** What {@link memory} counts. */
export interface MemoryStats {
  /** Tensor handles in this thread. */
  readonly live: number
  /** Handles made since the start of the thread, and given up again. */
  readonly created: number
  readonly freed: number
  readonly peakLive: number
  /** Bytes of CPU tensor memory in the whole process, with what autograd graphs hold. */
  readonly bytes: number
  readonly peakBytes: number
  /** Bytes of the storages that live handles of this thread refer to. */
  readonly handleBytes: number
  /** Tensors of the process that exportTensor gave away and nobody has received yet. */
  readonly inTransit: number
}

/** The leak counter and the bytes behind it. */
export function memory(): MemoryStats {
  const out = new Float64Array(7)
  native().stats(out)
  const [live = 0, created = 0, freed = 0, peakLive = 0, bytes = 0, peakBytes = 0, handleBytes = 0] = out
  const inTransit = native().tensorsInTransit()
  return { live, created, freed, peakLive, bytes, peakBytes, handleBytes, inTransit }
}

/** Starts the peaks of {@link memory} anew at the present values. */
export function resetPeakMemory(): void {
  native().resetPeak()
}

/** Returns free memory to the system and empties device caches: after loading big files, between phases. */
export function trimMemory(): void {
  native().trim()
}

/** Bytes on one accelerator. */
export interface DeviceMemory {
  readonly allocated: number
  readonly peakAllocated: number
  /** Held from the device, including what is free inside libtorch's cache. */
  readonly reserved: number
}

/** Bytes on an accelerator, or null for the CPU and before its first use. */
export function deviceMemory(device: string): DeviceMemory | null {
  const values = native().deviceMemory(device)
  return values === null ? null : { allocated: values[0], peakAllocated: values[1], reserved: values[2] }
}
