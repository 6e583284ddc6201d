/** What went wrong in a run and was got over; part of its checkpoints. */

/** Updates that were not finite, and what became of them. */
export interface Mishaps {
  /** Steps that were broken off, those of the last thousand. */
  readonly skipped: readonly number[]
  /** How often the run went back to a checkpoint. */
  readonly rollbacks: number
}

export const noMishaps: Mishaps = { skipped: [], rollbacks: 0 }

/** Each rollback halves the learning rates. */
export function rateShare({ rollbacks }: Mishaps): number {
  return 0.5 ** rollbacks
}
