/** Which checkpoint of its run a model is of, in words: what is latest and best is told by the run's pointers. */

import { grouped, shortNumber } from '@ganymede/core/text'
import type { RunFolder } from '../folder/run-folder.js'
import { readPointer } from './checkpoint-reader.js'

interface OfStep {
  readonly run: RunFolder
  readonly step: number
}

/** Why a checkpoint was taken that nobody asked for, where it is not the latest, as most would think; else null. */
export function preferenceNote({ run, step }: OfStep): string | null {
  const latest = readPointer(run.checkpoints, 'latest')
  if (latest === undefined || latest.step === step || readPointer(run.checkpoints, 'best')?.step !== step) return null
  return `step ${grouped(step)} is used, the best${by(run)}; the latest: --step ${latest.step}`
}

/** `the latest checkpoint`, `the best checkpoint by fid (51.2)`, `an earlier checkpoint`. */
export function checkpointText({ run, step }: OfStep): string {
  const isLatest = readPointer(run.checkpoints, 'latest')?.step === step
  const isBest = readPointer(run.checkpoints, 'best')?.step === step
  if (isBest) return `the ${isLatest ? 'latest and ' : ''}best checkpoint${by(run)}`
  return isLatest ? 'the latest checkpoint' : 'an earlier checkpoint'
}

function by(run: RunFolder): string {
  const { metric, value } = readPointer(run.checkpoints, 'best') ?? {}
  return metric === undefined || value === undefined ? '' : ` by ${metric} (${shortNumber(value)})`
}
