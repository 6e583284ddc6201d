/** Devices and streams. CUDA appears wherever the libtorch found has it; nothing here needs CUDA headers. */

import { native } from './addon/load.js'
import { argumentError, requireFunction, requireOptions, requireTensor, requireText } from './arguments.js'
import { TorchError } from './errors.js'
import { requireSynchronous } from './tensor/synchronous.js'
import type { Tensor } from './tensor/tensor.js'

/** Number of devices of a kind: `'cpu'` (always 1), `'cuda'`, `'xpu'`, `'mps'`. */
export function deviceCount(kind: string): number {
  return native().deviceCount(kind)
}

/**
 * Checks a device name and makes it exact.
 *
 * @param name  `'auto'` (CUDA where there is one, else CPU), `'cpu'`, `'cuda'` or `'cuda:1'`
 * @returns `'cpu'`, `'cuda:0'` …
 * @throws TorchError `DEVICE_UNAVAILABLE` naming what there is; `ARGUMENT_INVALID` for another name
 */
export function resolveDevice(name: string): string {
  requireText('resolveDevice', 'name', name)
  if (name === 'cpu') return 'cpu'
  if (name === 'auto') return deviceCount('cuda') > 0 ? 'cuda:0' : 'cpu'
  const match = /^(cuda|xpu|mps)(?::(\d+))?$/.exec(name)
  if (match === null) {
    throw new TorchError(
      'ARGUMENT_INVALID',
      `device: expected auto, cpu, cuda or cuda:<number>, got ${JSON.stringify(name)}`,
    )
  }
  const kind = match[1]!
  const index = Number(match[2] ?? 0)
  const count = deviceCount(kind)
  if (index >= count) {
    const found = count === 0 ? `this libtorch or machine has no ${kind} device` : `there are ${count}, numbered from 0`
    throw new TorchError('DEVICE_UNAVAILABLE', `device ${name} is not available: ${found}`, {
      lines: ["Use device 'cpu' or 'auto'. `npx ganymede env` lists what was found."],
    })
  }
  return `${kind}:${index}`
}

/** Waits until all work on a device is done. */
export function synchronize(device: string): void {
  native().synchronizeDevice(device)
}

/** Threads that one operator may use. @returns the number before */
export function setThreads(count: number): number {
  return native().setThreads(count)
}

/** Threads that one operator may use at the moment. */
export function getThreads(): number {
  return native().getThreads()
}

/** What other programs use of the processors, on average over about the last second. */
export interface ProcessorUse {
  /** Processors that this process may use. */
  readonly processors: number
  /** Those that others have of them, in whole processors: 0.5 is half of one. */
  readonly others: number
  /**
   * Whether they leave fewer than our threads need. Where libtorch uses libgomp, and neither `OMP_WAIT_POLICY` nor
   * `GOMP_SPINCOUNT` is set, our threads then wait for one another asleep, and awake otherwise.
   */
  readonly isShared: boolean
}

/**
 * How the processors are shared with other programs at the moment; null in the first quarter of a second, and where the system
 * does not tell (on macOS).
 */
export function processorUse(): ProcessorUse | null {
  const [processors, others, isShared] = native().processorUse()
  return processors === 0 ? null : { processors, others, isShared }
}

/** Chooses deterministic kernels and makes operators without one fail. @returns the setting before */
export function setDeterministic(enabled: boolean): boolean {
  return native().setDeterministic(enabled)
}

/** A queue of work on an accelerator. */
export class Stream {
  /** @internal */ readonly handle: number
  readonly device: string

  private constructor(handle: number, device: string) {
    this.handle = handle
    this.device = device
  }

  /** A new stream; `priority` below 0 is more urgent. */
  static create(device: string, options?: { readonly priority?: number }): Stream {
    const { priority = 0 } = requireOptions('Stream.create', options, ['priority'])
    return new Stream(native().newStream(device, priority), device)
  }

  /** The stream that work on the device goes to at the moment. */
  static current(device: string): Stream {
    return new Stream(native().currentStream(device), device)
  }

  /** Runs `fn` with this stream as the current one of its device. */
  run<T>(fn: () => T): T {
    requireFunction('Stream.run', 'fn', fn)
    const previous = native().setStream(this.handle)
    try {
      return requireSynchronous('Stream.run', fn())
    } finally {
      native().setStream(previous)
    }
  }

  /** Work put here from now on starts after what `other` holds now. */
  wait(other: Stream): void {
    if (!(other instanceof Stream)) throw argumentError('Stream.wait', 'other', 'a stream', other)
    native().waitStream(this.handle, other.handle)
  }

  /** Keeps a tensor's memory from being reused before this stream has passed the present point. */
  record(tensor: Tensor): void {
    requireTensor('Stream.record', 'tensor', tensor)
    native().recordStream(tensor.handle, this.handle)
  }

  /** Blocks until all work of the stream is done. */
  synchronize(): void {
    native().synchronizeStream(this.handle)
  }
}
