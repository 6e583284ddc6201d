/** Metrics from code: of a run, of two sets of images, of pairs. The command line does the same. */

import { givenOptions, requireText } from '@ganymede/core'
import { findRun } from '@ganymede/runs/folder'
import { evaluateFolders } from '../evaluate/evaluate-folders.js'
import { evaluateOptions, evaluateRun } from '../evaluate/evaluate-run.js'
import type { EvaluateRunOptions } from '../evaluate/evaluation.js'
import type { MetricCard } from '../metrics/support/metric-card.js'

export interface EvaluateOptions extends EvaluateRunOptions {
  /** Folder of all runs; default `runs`. */
  readonly out?: string | undefined
}

/**
 * Measures a run; every number comes with the card of all that it depends on. The cards are written into the run's
 * `metrics/` too.
 *
 * @param reference  folder, id, unique prefix or `latest`
 * @throws GanymedeError `RUN_NOT_FOUND`, `CHECKPOINT_MISSING`, `DATA_NOT_FOUND`, `FEATURES_INVALID`, `LABELS_MISSING`,
 *   `OPTION_INVALID`
 * @example
 * const cards = await evaluate('latest', { metrics: ['fid', 'kid'], count: 5000 })
 */
export async function evaluate(reference: string, choices: EvaluateOptions = {}): Promise<readonly MetricCard[]> {
  const given = givenOptions('evaluate', choices, [
    ...evaluateOptions,
    'out',
    'split',
    'against',
    'which',
    'raw',
    'floor',
    'write',
  ])
  requireText('evaluate', 'reference', reference)
  const { out = 'runs', ...options } = given
  const { cards } = await evaluateRun(findRun(reference, { out }), options)
  return cards
}

export { evaluatePairs } from '../evaluate/evaluate-pairs.js'
export { evaluateFolders }
