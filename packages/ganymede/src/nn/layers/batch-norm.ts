/** Batch normalisation (Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167) and the switch that freezes its statistics. */

import { givenOptions } from '@ganymede/core'
import { batchNorm, ones, type Tensor, TorchError, zeros } from '@ganymede/torch'
import { requireModule } from '../given-tensors.js'
import { sharedStatisticsOf } from '../inference/shared-statistics.js'
import { requireIntegers, requireRange } from '../layer-options.js'
import { type Layer, layerError, Module } from '../module.js'

const frozen = new Set<Module>()

/** @internal Whether a layer must leave its running statistics alone, although it is in training mode. */
export function hasFrozenStatistics(layer: Module): boolean {
  return frozen.has(layer)
}

/**
 * Runs `fn` with the running statistics of all batch and instance norms below `module` frozen.
 *
 * In training mode they go on normalising with the statistics of the batch, so that results are those of training, but
 * running means, variances and counters do not move. The D phase of adversarial training runs G this way.
 *
 * @param module  the network; its layers are looked up now, so add none inside `fn`
 * @param fn      synchronous
 * @returns what `fn` returns
 * @throws TorchError `SCOPE_INVALID` when `fn` returns a promise: the freeze would end before its work
 * @example
 * const fake = withFrozenStatistics(G, () => noGrad(() => G.forward(z)))
 */
export function withFrozenStatistics<T>(module: Module, fn: () => T): T {
  requireModule('withFrozenStatistics', 'module', module)
  const added: Module[] = []
  for (const [, layer] of module.namedModules()) {
    if (frozen.has(layer)) continue
    frozen.add(layer)
    added.push(layer)
  }
  try {
    const result = fn()
    if (result instanceof Promise) {
      throw new TorchError('SCOPE_INVALID', 'the callback of withFrozenStatistics returned a promise', {
        lines: ['The freeze is synchronous: await first, then run the network.'],
      })
    }
    return result
  } finally {
    for (const layer of added) frozen.delete(layer)
  }
}

/** Options of {@link BatchNorm}. */
export interface BatchNormOptions {
  /** Added to the variance against division by zero; default 1e-5. */
  readonly eps?: number | undefined
  /**
   * Share of the new batch in the running statistics, in [0, 1]; default 0.1. Higher follows the latest batches more
   * closely. Null averages all batches equally, for recalibration.
   */
  readonly momentum?: number | null | undefined
  /** Whether the result is scaled and shifted by learned numbers per channel; default true. */
  readonly affine?: boolean | undefined
  /** Whether running statistics are kept for evaluation; default true. Without, evaluation uses the batch's own. */
  readonly trackRunningStats?: boolean | undefined
}

/**
 * Batch normalisation: maps `[N, C]`, `[N, C, L]` or `[N, C, H, W]` to the same shape, each channel normalised over the
 * batch and all positions.
 *
 *     y = (x − mean) / √(var + eps) · weight + bias
 *
 * In training mean and variance are those of the batch (variance over n), and the running statistics move towards them:
 * `running = (1 − momentum)·running + momentum·batch`, with the variance over n − 1 there. In evaluation the running
 * statistics are used, so that an image does not depend on its neighbours.
 *
 * Owns `weight` `[C]` (ones) and `bias` `[C]` (zeros); buffers `running_mean` `[C]` (zeros), `running_var` `[C]` (ones)
 * and `num_batches_tracked` `[]` int64. The layer is BatchNorm1d and BatchNorm2d of PyTorch in one.
 *
 * @see withFrozenStatistics
 * @example
 * const norm = new BatchNorm(64)
 * const y = norm.forward(randn([8, 64, 32, 32]))   // [8, 64, 32, 32]
 */
export class BatchNorm extends Module implements Layer {
  readonly numFeatures: number
  readonly eps: number
  readonly momentum: number | null
  readonly weight: Tensor | null
  readonly bias: Tensor | null
  readonly runningMean: Tensor | null
  readonly runningVar: Tensor | null
  readonly numBatchesTracked: Tensor | null

  /**
   * @param numFeatures  C, the size of the second axis
   * @throws TorchError `ARGUMENT_INVALID` unless `numFeatures` is a positive integer, `eps` at least 0 and `momentum` in [0, 1]
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super()
    const {
      eps = 1e-5,
      momentum = 0.1,
      affine = true,
      trackRunningStats = true,
    } = givenOptions('BatchNorm', options, ['eps', 'momentum', 'affine', 'trackRunningStats'])
    requireIntegers('BatchNorm', { numFeatures })
    requireRange('BatchNorm', 'eps', eps, 0, Number.MAX_VALUE)
    requireRange('BatchNorm', 'momentum', momentum ?? 0, 0, 1)
    this.numFeatures = numFeatures
    this.eps = eps
    this.momentum = momentum
    this.weight = affine ? this.parameter('weight', ones([numFeatures])) : null
    this.bias = affine ? this.parameter('bias', zeros([numFeatures])) : null
    this.runningMean = trackRunningStats ? this.buffer('running_mean', zeros([numFeatures])) : null
    this.runningVar = trackRunningStats ? this.buffer('running_var', ones([numFeatures])) : null
    this.numBatchesTracked = trackRunningStats
      ? this.buffer('num_batches_tracked', zeros([], { dtype: 'int64' }))
      : null
  }

  /**
   * @param x  `[N, C]`, `[N, C, L]` or `[N, C, H, W]`
   * @returns the shape of `x`
   * @throws TorchError `SHAPE_MISMATCH` when batch statistics are needed and a channel has a single value
   * @throws TorchError `OP_FAILED` when C is another number
   */
  override forward(x: Tensor): Tensor {
    const { weight, bias, runningMean, runningVar, eps } = this
    const training = this.training || runningMean === null
    const shared = training ? sharedStatisticsOf(this)?.observe(this, x) : null
    if (shared) return batchNorm(x, { weight, bias, ...shared, training: false, momentum: 0, eps, cudnnEnabled: true })
    if (training) requireSeveralValues(x)
    const tracks = this.training && runningMean !== null && !hasFrozenStatistics(this)
    const uses = tracks || !training
    return batchNorm(x, {
      weight,
      bias,
      runningMean: uses ? runningMean : null,
      runningVar: uses ? runningVar : null,
      training,
      momentum: tracks ? this.#countBatch() : 0,
      eps,
      cudnnEnabled: true,
    })
  }

  /** Counts the batch and tells its share in the running statistics. */
  #countBatch(): number {
    this.numBatchesTracked?.add_(1)
    if (this.momentum !== null || this.numBatchesTracked === null) return this.momentum ?? 0
    // A cumulative average reads the counter, which waits for the device.
    return 1 / this.numBatchesTracked.item()
  }
}

function requireSeveralValues(x: Tensor): void {
  const [n = 1, , ...positions] = x.shape
  if (positions.reduce((product, size) => product * size, n) !== 1) return
  throw layerError('SHAPE_MISMATCH', 'batch norm: expected more than 1 value per channel in training', [
    `input  [${x.shape.join(', ')}]`,
    'Use a batch of at least 2, or evaluation mode.',
  ])
}
