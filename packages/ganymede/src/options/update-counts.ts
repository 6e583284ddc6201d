/** What batch, micro-batches and update counts must be to fit together; one sentence for each option that does not. */
import type { TrainOptions } from './train-options.js'

/** Checks that belong to the update counts of adversarial training; for `problems` of a system. */
export function checkUpdateCounts(train: TrainOptions): string[] {
  const divided = checkMicroBatches(train, ['accumD', 'accumG'])
  if (!train.shareFakes) return divided
  const shared = (['dSteps', 'gSteps', 'accumD', 'accumG'] as const)
    .filter((name) => train[name] !== 1)
    .map(
      (name) =>
        `train.${name} must be 1 while train.shareFakes is on, got ${train[name]}: shared fakes serve one update of D and one of G; add --no-share-fakes`,
    )
  return [...divided, ...shared]
}

/** A batch is divided evenly into its micro-batches. */
export function checkMicroBatches(train: TrainOptions, counts: readonly ('accumD' | 'accumG')[]): string[] {
  const { batch } = train
  return counts
    .filter((name) => batch % train[name] !== 0)
    .map((name) => {
      const parts = train[name]
      const whole = Math.max(parts, batch - (batch % parts))
      return `train.batch must be divisible by train.${name} (${parts}), got ${batch}; use --batch ${whole}`
    })
}

/** Batch norm needs two images in every micro-batch to have a variance. */
export function batchNormProblems({ batch, accumD, accumG }: TrainOptions): string[] {
  const parts = Math.max(accumD, accumG)
  if (batch / parts >= 2) return []
  const inParts = parts === 1 ? '' : `, 2 for each of ${parts} micro-batches (train.accumD, train.accumG)`
  return [
    `train.batch must be at least ${2 * parts} with batch normalisation${inParts}, got ${batch}; use --batch ${16 * parts}, or as many as fit into memory`,
  ]
}
