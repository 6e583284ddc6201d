/** Runs that ended in NaN or infinity. */
import { advise } from '../advice.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'

/** The run failed because a loss or gradient was no number. */
export function findBrokenTraining(evidence: Evidence): Finding | null {
  const { failure } = evidence
  if (failure === null || failure.code !== 'NON_FINITE') return null
  return finding({
    code: 'TRAINING_BROKE',
    title: `Training broke in step ${failure.step}: a value became NaN or infinite`,
    evidence: [failure.message],
    cause: 'a learning rate that is too high, or numbers too large for the precision',
    remedy: advise(
      evidence,
      [
        ['model.lrG', 'lower %'],
        ['model.lrD', 'lower %'],
        ['model.lr', 'lower %'],
        ['train.precision', 'use float32 for %'],
      ],
      'Lower the learning rate, or use --precision float32.',
    ),
  })
}
