/** Instance normalisation (Ulyanov et al. 2016, https://arxiv.org/abs/1607.08022). */

import { givenOptions } from '@ganymede/core'
import { batchNorm, cat, instanceNorm, ones, scope, type Tensor, zeros } from '@ganymede/torch'
import { sharedStatisticsOf } from '../inference/shared-statistics.js'
import { requireIntegers, requireRange } from '../layer-options.js'
import { isChannelsLast } from '../memory-format.js'
import { type Layer, layerError, Module } from '../module.js'
import { hasFrozenStatistics } from './batch-norm.js'

/** Options of {@link InstanceNorm2d}. */
export interface InstanceNorm2dOptions {
  /** Added to the variance against division by zero; default 1e-5. */
  readonly eps?: number | undefined
  /**
   * Share of the new batch in the running statistics, in [0, 1]; default 0.1. Without effect unless they are kept. Null
   * leaves them as they are, as in PyTorch (in {@link BatchNorm} it averages all batches).
   */
  readonly momentum?: number | null | undefined
  /** Whether the result is scaled and shifted by learned numbers per channel; default false. */
  readonly affine?: boolean | undefined
  /** Whether running statistics are kept and used in evaluation; default false. */
  readonly trackRunningStats?: boolean | undefined
}

interface Normalisation {
  readonly weight: Tensor | null
  readonly bias: Tensor | null
  readonly eps: number
}

// Below, a call of its own for every image costs more than two copies of all; above, half as much (measured).
const fewestValues = 8192

/**
 * Whether {@link normaliseEach} is the faster way: libtorch's instance norm copies channels-last images to another layout,
 * and the convolution behind it copies them back. One image by itself needs no copy in any layout.
 */
function normalisesInPlace(x: Tensor): boolean {
  const [count = 0, channels = 0, height = 0, width = 0] = x.shape
  return count === 1 || (count > 0 && channels * height * width >= fewestValues && isChannelsLast(x))
}

/** Instance norm as batch norm of one image at a time, which is the same function and keeps the layout. */
function normaliseEach(x: Tensor, { weight, bias, eps }: Normalisation): Tensor {
  const one = (image: Tensor) =>
    batchNorm(image, {
      weight,
      bias,
      runningMean: null,
      runningVar: null,
      training: true,
      momentum: 0,
      eps,
      cudnnEnabled: true,
    })
  const [count = 0] = x.shape
  if (count === 1) return one(x)
  return scope('instance-norm', () => cat(Array.from({ length: count }, (_, i) => one(x.narrow(0, i, 1)))))
}

/**
 * Instance normalisation: maps `[N, C, H, W]` to the same shape, each channel of each image normalised over its own pixels.
 *
 *     y = (x − mean) / √(var + eps) · weight + bias
 *
 * By default it owns nothing and adds no names to the `state_dict`, and training and evaluation do not differ. With
 * `affine` it owns `weight` `[C]` (ones) and `bias` `[C]` (zeros). With `trackRunningStats` it has buffers
 * `running_mean`, `running_var` `[C]` and `num_batches_tracked` `[]` int64 (which PyTorch saves but never counts), and
 * evaluation normalises with them.
 *
 * @example
 * const norm = new InstanceNorm2d(64)
 * const y = norm.forward(randn([1, 64, 32, 32]))   // [1, 64, 32, 32]
 */
export class InstanceNorm2d extends Module implements Layer {
  readonly numFeatures: number
  readonly eps: number
  readonly momentum: number | null
  readonly weight: Tensor | null
  readonly bias: Tensor | null
  readonly runningMean: Tensor | null
  readonly runningVar: Tensor | null

  /**
   * @param numFeatures  C, the number of channels
   * @throws TorchError `ARGUMENT_INVALID` unless `numFeatures` is a positive integer, `eps` at least 0 and `momentum` in [0, 1]
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(numFeatures: number, options: InstanceNorm2dOptions = {}) {
    super()
    const {
      eps = 1e-5,
      momentum = 0.1,
      affine = false,
      trackRunningStats = false,
    } = givenOptions('InstanceNorm2d', options, ['eps', 'momentum', 'affine', 'trackRunningStats'])
    requireIntegers('InstanceNorm2d', { numFeatures })
    requireRange('InstanceNorm2d', 'eps', eps, 0, Number.MAX_VALUE)
    requireRange('InstanceNorm2d', 'momentum', momentum ?? 0, 0, 1)
    this.numFeatures = numFeatures
    this.eps = eps
    this.momentum = momentum
    this.weight = affine ? this.parameter('weight', ones([numFeatures])) : null
    this.bias = affine ? this.parameter('bias', zeros([numFeatures])) : null
    this.runningMean = trackRunningStats ? this.buffer('running_mean', zeros([numFeatures])) : null
    this.runningVar = trackRunningStats ? this.buffer('running_var', ones([numFeatures])) : null
    if (trackRunningStats) this.buffer('num_batches_tracked', zeros([], { dtype: 'int64' }))
  }

  /**
   * @param x  `[N, C, H, W]`
   * @returns `[N, C, H, W]`
   * @throws TorchError `SHAPE_MISMATCH` when images of one pixel would be normalised by themselves, which gives zeros, or
   *   when `x` has other than C channels or four dimensions
   */
  override forward(x: Tensor): Tensor {
    const { weight, bias, runningMean, runningVar, momentum, eps } = this
    const useInputStats = this.training || runningMean === null
    this.#requireImages(x, useInputStats)
    const shared = useInputStats ? sharedStatisticsOf(this)?.observe(this, x) : null
    if (shared) return batchNorm(x, { weight, bias, ...shared, training: false, momentum: 0, eps, cudnnEnabled: true })
    if (runningMean === null && normalisesInPlace(x)) return normaliseEach(x, { weight, bias, eps })
    const uses = !useInputStats || !hasFrozenStatistics(this)
    return instanceNorm(x, {
      weight,
      bias,
      runningMean: uses ? runningMean : null,
      runningVar: uses ? runningVar : null,
      useInputStats,
      momentum: momentum ?? 0,
      eps,
      cudnnEnabled: true,
    })
  }

  // libtorch itself takes any number of channels when there is no weight, and answers one pixel with zeros.
  #requireImages(x: Tensor, useInputStats: boolean): void {
    const [, channels, height = 0, width = 0] = x.shape
    if (x.ndim !== 4 || channels !== this.numFeatures) {
      throw layerError('SHAPE_MISMATCH', `instance norm: expected images of ${this.numFeatures} channels`, [
        `input  [${x.shape.join(', ')}]`,
      ])
    }
    if (useInputStats && height * width === 1) {
      throw layerError('SHAPE_MISMATCH', 'instance norm: expected more than 1 pixel per image', [
        `input  [${x.shape.join(', ')}]`,
        'Use larger images or fewer down-sampling layers.',
      ])
    }
  }
}
