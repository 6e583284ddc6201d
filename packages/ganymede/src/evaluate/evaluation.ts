/** What may be asked of the evaluation of a run, and what it finds. */

import type { CheckpointChoice } from '@ganymede/runs/checkpoints'
import type { MetricCard } from '../metrics/support/metric-card.js'
import type { FeatureChoice } from './choose-features.js'
import type { EvaluationProgress } from './collect.js'
import type { LabelColours } from './label-meter.js'
import type { MetricName } from './metric-choice.js'

export interface EvaluateRunOptions extends FeatureChoice {
  /** Default: all that are possible. */
  readonly metrics?: readonly MetricName[] | undefined
  /**
   * Pictures made; default: the largest of 10,000, 5,000, 2,000 and 1,000 that takes about two minutes. More: less bias of
   * FID, more time.
   */
  readonly count?: number | undefined
  /** Part of the data to compare with; `auto` (default): the test part where there is one. */
  readonly split?: 'auto' | 'train' | 'test' | undefined
  /** Other data to compare with, or statistics of some (`.npz` of pytorch-fid); default: the run's. */
  readonly against?: string | undefined
  /** First seed of the pictures, and root of all other random choices; default 0. */
  readonly seed?: number | undefined
  /** Images at a time; default 64. More: faster on a GPU, more memory. */
  readonly batch?: number | undefined
  /** Resamples of the intervals; 0: none. Default: as many as take seconds. */
  readonly bootstrap?: number | undefined
  /** Checkpoint; default `preferred`: the best by FID where the latest was measured and is worse, else the latest. */
  readonly which?: CheckpointChoice | undefined
  /** Use the generator as trained, not its moving average; default false. */
  readonly raw?: boolean | undefined
  /** Weights of SqueezeNet 1.1 and the linear layers of LPIPS v0.1; for systems that make pictures from pictures. */
  readonly lpips?: { readonly backbone: string; readonly heads: string } | undefined
  /** Colours of the classes of label maps; for systems that make such pictures from pictures, with their truth. */
  readonly labelColours?: LabelColours | undefined
  /** Samples of a VAE's importance-weighted bound beside its test loss; default 0: none. Each costs a pass of the decoder. */
  readonly importanceSamples?: number | undefined
  /** Measure the training part against the test part too; default true where both exist. */
  readonly floor?: boolean | undefined
  /** Default `auto`. */
  readonly device?: string | undefined
  /** Write the cards into the run; default true. */
  readonly write?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: EvaluationProgress | undefined
  readonly onNote?: ((note: string) => void) | undefined
}

/** What an evaluation found. */
export interface Evaluation {
  readonly cards: readonly MetricCard[]
  /** The same metrics of training images against the reference: what a perfect model would reach. */
  readonly floors: readonly MetricCard[]
  readonly files: readonly string[]
  /** Which checkpoint was measured, in words: `the latest checkpoint`. */
  readonly checkpoint: string
}
