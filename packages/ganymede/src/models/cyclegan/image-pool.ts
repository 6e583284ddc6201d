/**
 * The history of fakes that D learns from (Shrivastava et al. 2017, "Learning from Simulated and Unsupervised Images",
 * section 2.3, https://arxiv.org/abs/1612.07828), as CycleGAN uses it.
 */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { CounterRandom } from '@ganymede/core/random'
import { keep, noGrad, scope, stack, type Tensor } from '@ganymede/torch'
import { type SavedState, type StateValue, type SystemState, savedNumber } from '../../systems/contract/system-state.js'

/** Where the decisions of a pool come from. */
export interface PoolDraws {
  /** Uniform in [0, 1). */
  nextFloat(): number
  /** An integer in [0, n), each equally likely. */
  nextInt(n: number): number
}

/**
 * Past fakes, at most `size` of them. Image by image: while the pool fills, each new one is stored and handed back. Once it
 * is full, half of the time a stored one is handed back and the new one takes its place; otherwise the new one is handed back
 * and forgotten.
 *
 * Its draws come from a stream of its own on the host, so that no device waits; the images and the position in the stream
 * are its saved state.
 *
 * @example
 * const pool = new ImagePool(50, { seed: train.seed, stream: 'pool-a' })
 * const shown = pool.exchange(fakes)   // what D is to see in the place of the fakes
 */
export class ImagePool implements SystemState {
  readonly size: number
  readonly #draws: PoolDraws
  readonly #random: CounterRandom
  readonly #images: Tensor[] = []

  /**
   * @param size     0: every image is handed back at once
   * @param options  seed of the run and name of the stream
   * @param draws    in the place of that stream
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(
    size: number,
    options: { readonly seed: number; readonly stream: string },
    draws?: PoolDraws | undefined,
  ) {
    const { seed, stream } = givenOptions('ImagePool', options, ['seed', 'stream'])
    this.size = size
    this.#random = new CounterRandom(seed, stream)
    this.#draws = draws ?? this.#random
  }

  /** Images that are stored, oldest place first; the pool's own. */
  get images(): readonly Tensor[] {
    return this.#images
  }

  /**
   * @param fakes  `[N, C, H, W]`; their gradients stay behind
   * @returns `[N, C, H, W]` in the caller's scope, without gradients; `fakes` themselves where all are handed back
   */
  exchange(fakes: Tensor): Tensor {
    return scope('image-pool', () =>
      noGrad(() => {
        const images = fakes.detach()
        if (this.size === 0) return images
        const shown = images.unbind(0).map((image) => this.#exchangeOne(image))
        return shown.every(({ isNew }) => isNew) ? images : stack(shown.map(({ image }) => image))
      }),
    )
  }

  #exchangeOne(image: Tensor): { readonly image: Tensor; readonly isNew: boolean } {
    if (this.#images.length < this.size) {
      this.#images.push(keep(image.clone()))
      return { image, isNew: true }
    }
    if (this.#draws.nextFloat() <= 0.5) return { image, isNew: true }
    const stored = this.#images[this.#draws.nextInt(this.size)]!
    const before = stored.clone()
    stored.copy_(image)
    return { image: before, isNew: false }
  }

  save(): SavedState {
    return { position: this.#random.state().position, images: [...this.#images] }
  }

  /** @throws GanymedeError `CHECKPOINT_MISMATCH` when there are more images than places, or what is saved are no images */
  load(saved: SavedState): void {
    const images = imagesIn(saved)
    if (images.length > this.size) {
      throw new GanymedeError(
        'CHECKPOINT_MISMATCH',
        `the image pool of the checkpoint holds ${images.length} images, the run's only ${this.size}`,
      )
    }
    this.dispose()
    this.#images.push(...images.map((image) => keep(image.clone())))
    this.#random.restore({ position: savedNumber(saved, 'position'), spareNormal: null })
  }

  dispose(): void {
    for (const image of this.#images.splice(0)) image.dispose()
  }
}

function imagesIn({ images }: SavedState): Tensor[] {
  const list = Array.isArray(images) ? (images as readonly StateValue[]) : null
  if (list?.every((image) => typeof image === 'object' && image !== null && 'shape' in image)) return list as Tensor[]
  throw new GanymedeError('CHECKPOINT_MISMATCH', 'the saved state has no images of an image pool')
}
