/** Dropout (Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html), by element and by channel. */

import { givenOptions } from '@ganymede/core'
import { dropout, empty, featureDropout, type Generator, scope, type Tensor } from '@ganymede/torch'
import { requireRange } from '../layer-options.js'
import { type Layer, Module } from '../module.js'

/** Options of {@link Dropout} and {@link Dropout2d}. */
export interface DropoutOptions {
  /**
   * Stream for the masks, on the device of the input; default: the device's default generator, which all threads of a
   * process share. A run that shall continue bit for bit saves the state of whichever is used.
   */
  readonly rng?: Generator | undefined
}

/**
 * Dropout: maps any shape to the same shape. In training each element becomes zero with probability `p`, and the others
 * grow by 1 / (1 − p), so that the mean stays; in evaluation the input is returned unchanged. Owns nothing.
 *
 * @example
 * const y = new Dropout(0.5).forward(randn([8, 512]))   // [8, 512]
 */
export class Dropout extends Module implements Layer {
  readonly p: number
  readonly #rng: Generator | undefined

  /**
   * @param p  probability of zero, in [0, 1]; default 0.5. Higher regularises more and learns more slowly
   * @throws TorchError `ARGUMENT_INVALID` outside [0, 1]
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(p = 0.5, options: DropoutOptions = {}) {
    super()
    const { rng } = givenOptions('Dropout', options, ['rng'])
    requireRange('Dropout', 'p', p, 0, 1)
    this.p = p
    this.#rng = rng
  }

  override forward(x: Tensor): Tensor {
    if (!this.training || this.p === 0) return x
    if (this.#rng === undefined) {
      // libtorch draws in the order of memory: a seed shall give the same mask however the image lies there.
      using plain = x.contiguous()
      return dropout(plain, this.p, true)
    }
    return masked(x, x.shape, this.p, this.#rng)
  }
}

/**
 * Dropout of whole channels: maps `[N, C, H, W]` to the same shape. In training each channel of each image becomes zero
 * with probability `p`, and the others grow by 1 / (1 − p); in evaluation the input is returned unchanged. Owns nothing.
 *
 * @see Tompson et al. 2015, "Efficient Object Localization Using Convolutional Networks"
 * @example
 * const y = new Dropout2d(0.25).forward(randn([8, 64, 16, 16]))   // [8, 64, 16, 16]
 */
export class Dropout2d extends Module implements Layer {
  readonly p: number
  readonly #rng: Generator | undefined

  /**
   * @param p  probability of zero, in [0, 1]; default 0.5
   * @throws TorchError `ARGUMENT_INVALID` outside [0, 1]
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(p = 0.5, options: DropoutOptions = {}) {
    super()
    const { rng } = givenOptions('Dropout2d', options, ['rng'])
    requireRange('Dropout2d', 'p', p, 0, 1)
    this.p = p
    this.#rng = rng
  }

  override forward(x: Tensor): Tensor {
    if (!this.training || this.p === 0) return x
    if (this.#rng === undefined) return featureDropout(x, this.p, true)
    const [n = 1, channels = 1, ...positions] = x.shape
    return masked(x, [n, channels, ...positions.map(() => 1)], this.p, this.#rng)
  }
}

function masked(x: Tensor, shape: readonly number[], p: number, generator: Generator): Tensor {
  if (p === 1) return x.mul(0)
  return scope('dropout', () => {
    const mask = empty(shape, { dtype: x.dtype, device: x.device })
    return x.mul(mask.bernoulli_({ p: 1 - p, generator }).div_(1 - p))
  })
}
