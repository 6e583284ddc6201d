/** The limit that ended a run, and how to raise it. */
import { counted, grouped } from '@ganymede/core/text'
import type { TrainOptions } from '../options/train-options.js'
import { hasAllImages, type RunExtent } from './end-of-run.js'

/** What a finished run has: `2,400 of 2,400 steps`, `64,000 of 64,000 images`. */
export function extentText(train: TrainOptions, done: RunExtent): string {
  return hasAllImages(train, done)
    ? `${grouped(done.imagesSeen)} of ${counted(train.images ?? 0, 'image')}`
    : `${grouped(done.step)} of ${counted(train.steps, 'step')}`
}

/**
 * Flags with which a finished run goes on for as long again: the limit that ended it, doubled, and the other one too where
 * that would end it before.
 */
export function longerFlags(train: TrainOptions, done: RunExtent): string {
  const { steps, images } = train
  const byImages = hasAllImages(train, done)
  const bySteps = done.step >= steps || !byImages
  const flags: string[] = []
  if (bySteps || steps < 2 * done.step) flags.push(`--steps ${2 * Math.max(done.step, bySteps ? steps : 0)}`)
  if (images !== undefined && (byImages || images < 2 * done.imagesSeen)) {
    flags.push(`--images ${2 * (byImages ? images : done.imagesSeen)}`)
  }
  return flags.join(' ')
}

/** A duration as it is typed: `90s`, `10m`, `2h`. */
export function typedDuration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}
