/** What is told before a run that will take long: how long, and which presets are done in an evening. */

import { counted, duration } from '@ganymede/core/text'
import { processorUse } from '@ganymede/torch'
import type { ResolvedOptions } from '../../options/train-options.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { plannedSteps } from '../../training/end-of-run.js'
import { secondsPerStep, trainerOf } from './step-time.js'

const longSeconds = 3600
const eveningSeconds = 3 * 3600
// Steps of what is done sooner than it is tried are not worth a try.
const fewestSteps = 1000
// The preset for pictures of one's own, proposed first by systems that have it.
const ownPictures = 'photos'

/** A run that is about to begin. */
export interface LongRunRequest {
  readonly system: AnySystem
  readonly options: ResolvedOptions
  /** The same command with a preset; rejects where its options do not fit. */
  readonly withPreset: (preset: string) => Promise<ResolvedOptions>
}

/**
 * Lines about the time of a run that takes more than an hour, measured by steps that leave nothing behind; none for a shorter
 * run, for one that `maxTime` ends, and where something fails that training itself will name.
 */
export async function longRunLines({ system, options, withPreset }: LongRunRequest): Promise<readonly string[]> {
  const { train } = options
  if (train.maxTime !== undefined || plannedSteps(train) < fewestSteps) return []
  const seconds = await estimate(system, options)
  if (seconds === null || seconds < longSeconds) return []
  const presets: { readonly name: string; readonly seconds: number }[] = []
  for (const name of Object.keys(system.presets)) {
    const shorter = await estimateOf(name)
    if (shorter !== null && shorter <= eveningSeconds && shorter < seconds / 2) presets.push({ name, seconds: shorter })
  }
  const busy = processorUse()?.isShared === true ? ', which other programs use too' : ''
  const steps = `${counted(plannedSteps(train), 'step')} ${plannedSteps(train) === 1 ? 'takes' : 'take'} about ${duration(seconds)} on this machine${busy}.`
  if (presets.length === 0) return [`${steps} --max-time 3h stops and saves after an evening.`]
  const shorter = presets
    .sort((a, b) => Number(isOwn(b.name)) - Number(isOwn(a.name)) || b.seconds - a.seconds)
    .map(({ name, seconds }) => `--preset ${name} (about ${duration(seconds)})`)
  return [`${steps} In an evening: ${shorter.join(', ')}, or --max-time 3h.`]

  function isOwn(preset: string): boolean {
    return preset === ownPictures && !options.data.path.startsWith('builtin:')
  }

  async function estimateOf(preset: string): Promise<number | null> {
    try {
      return await estimate(system, await withPreset(preset))
    } catch {
      return null
    }
  }
}

/** Seconds of a whole run without pictures and checkpoints; null where its steps cannot be tried. */
async function estimate(system: AnySystem, options: ResolvedOptions): Promise<number | null> {
  try {
    const trainer = await trainerOf(system, options)
    try {
      return (await secondsPerStep(trainer)) * plannedSteps(options.train)
    } finally {
      await trainer.close()
    }
  } catch {
    return null
  }
}
