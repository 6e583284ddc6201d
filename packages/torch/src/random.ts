/** Random generators: the default one of each device, and named ones whose state can be saved and restored. */

import { native } from './addon/load.js'
import { requireTensor } from './arguments.js'
import { TorchError } from './errors.js'
import { Tensor } from './tensor/tensor.js'

/**
 * A stream of random numbers of its own, for operators with a `generator` argument.
 *
 * The CPU stream is libtorch's Mersenne Twister: the same numbers as PyTorch with the same version. Equality across
 * libtorch versions, devices or thread counts is not promised.
 *
 * @example
 * const latents = new Generator(7)
 * const z = randn([64, 100], { generator: latents })
 */
export class Generator {
  readonly device: string
  #handle: number

  /**
   * @param seed    integer, or bigint of up to 64 bits
   * @param device  default `'cpu'`
   * @throws TorchError `ARGUMENT_INVALID` for another seed; `DEVICE_UNAVAILABLE`
   */
  constructor(seed: number | bigint, device = 'cpu') {
    this.device = device
    this.#handle = native().generator(device, seed)
    collected.register(this, this.#handle, this)
  }

  /** @internal */
  get handle(): number {
    if (this.#handle === 0) throw new TorchError('TENSOR_DISPOSED', 'the random generator was disposed of')
    return this.#handle
  }

  /** Starts the stream anew. */
  seed(seed: number | bigint): void {
    native().seedGenerator(this.handle, seed)
  }

  /** The complete state: a uint8 tensor of 5,056 bytes on the CPU. */
  state(): Tensor {
    return new Tensor(native().generatorState(this.handle), 'generatorState')
  }

  /** Goes on exactly where a stream was when its {@link state} was taken. */
  restore(state: Tensor): void {
    requireTensor('Generator.restore', 'state', state)
    native().setGeneratorState(this.handle, state.handle)
  }

  /** Releases the stream now; a second call does nothing. Forgotten generators are released by the garbage collector. */
  dispose(): void {
    if (this.#handle === 0) return
    collected.unregister(this)
    native().releaseGenerator(this.#handle)
    this.#handle = 0
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

const collected = new FinalizationRegistry<number>((handle) => native().releaseGenerator(handle))
const defaults = new Map<string, number>()

function defaultGenerator(device: string): number {
  let handle = defaults.get(device)
  if (handle === undefined) {
    handle = native().defaultGenerator(device)
    defaults.set(device, handle)
  }
  return handle
}

/** Seeds the default generators of all devices, as `torch.manual_seed` does. They are shared by all threads. */
export function manualSeed(seed: number | bigint): void {
  native().manualSeed(seed)
}

/** State of a device's default generator, from which operators without a `generator` argument (dropout) draw. */
export function randomState(device = 'cpu'): Tensor {
  return new Tensor(native().generatorState(defaultGenerator(device)), 'randomState')
}

/** Restores what {@link randomState} gave. */
export function setRandomState(state: Tensor, device = 'cpu'): void {
  requireTensor('setRandomState', 'state', state)
  native().setGeneratorState(defaultGenerator(device), state.handle)
}
