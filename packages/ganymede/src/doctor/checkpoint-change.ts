/** How far weights moved between two checkpoints: for runs whose log holds no probes. */

import { findCheckpoint, listCheckpoints } from '@ganymede/runs/checkpoints'
import type { RunFolder } from '@ganymede/runs/folder'
import { noGrad, scope } from '@ganymede/torch'
import { readCheckpointState, useCheckpointTensors } from '../checkpoint/checkpoint.js'
import type { CheckpointChange } from './evidence.js'

/**
 * Compares the checkpoint of a step with the oldest one before it; null when there is none, or one of them is damaged.
 */
export function checkpointChange(run: RunFolder, step: number): CheckpointChange | null {
  const before = listCheckpoints(run.checkpoints).find((entry) => !entry.isFailed && entry.step < step)
  if (before === undefined) return null
  try {
    const [first, last] = [findCheckpoint(run.checkpoints, before.step), findCheckpoint(run.checkpoints, step)]
    const { networks } = readCheckpointState(last.dir)
    return {
      from: before.step,
      to: step,
      networks: new Map(networks.map((name) => [name, largestChange(first.dir, last.dir, name)])),
    }
  } catch {
    return null
  }
}

/** Largest change of a weight of two or more dimensions, as part of its size. */
function largestChange(first: string, last: string, network: string): number {
  let largest = 0
  scope('checkpoint-change', () =>
    noGrad(() =>
      useCheckpointTensors(first, network, (before) =>
        useCheckpointTensors(last, network, (after) => {
          for (const [name, now] of after) {
            const then = before.get(name)
            if (then === undefined || now.ndim < 2 || then.shape.join() !== now.shape.join()) continue
            const size = then.linalgVectorNorm().item()
            largest = Math.max(largest, now.sub(then).linalgVectorNorm().item() / Math.max(size, 1e-12))
          }
        }),
      ),
    ),
  )
  return largest
}
