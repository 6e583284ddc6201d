/** Random generators: the default one of each device, and named ones whose state can be saved and restored. */
import { TorchError } from './errors.js'
import { native } from './load.js'
import { Tensor } from './tensor.js'

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
  /** @internal */ readonly id: number
  readonly device: string
  #released = false

  /**
   * @param seed    integer, or bigint of up to 64 bits
   * @param device  default `'cpu'`
   */
  constructor(seed: number | bigint, device = 'cpu') {
    if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
      throw new TorchError('ARGUMENT_INVALID', `Generator: the seed must be an integer, got ${seed}`)
    }
    this.device = device
    this.id = native().generator(device, seed)
    collected.register(this, this.id, this)
  }

  /** Starts the stream anew. */
  seed(seed: number | bigint): void {
    native().seedGenerator(this.id, seed)
  }

  /** The complete state: a uint8 tensor of 5,056 bytes on the CPU. */
  state(): Tensor {
    return new Tensor(native().generatorState(this.id), 'generatorState')
  }

  /** Goes on exactly where a stream was when its {@link state} was taken. */
  restore(state: Tensor): void {
    native().setGeneratorState(this.id, state.handle)
  }

  dispose(): void {
    if (this.#released) return
    this.#released = true
    collected.unregister(this)
    native().releaseGenerator(this.id)
  }
}

const collected = new FinalizationRegistry<number>((id) => native().releaseGenerator(id))
const defaults = new Map<string, number>()

function defaultId(device: string): number {
  let id = defaults.get(device)
  if (id === undefined) {
    id = native().defaultGenerator(device)
    defaults.set(device, id)
  }
  return id
}

/** Seeds the default generators of all devices, as `torch.manual_seed` does. They are shared by all threads. */
export function manualSeed(seed: number | bigint): void {
  native().manualSeed(seed)
}

/** State of a device's default generator, from which operators without a `generator` argument (dropout) draw. */
export function randomState(device = 'cpu'): Tensor {
  return new Tensor(native().generatorState(defaultId(device)), 'randomState')
}

/** Restores what {@link randomState} gave. */
export function setRandomState(state: Tensor, device = 'cpu'): void {
  native().setGeneratorState(defaultId(device), state.handle)
}
