/** The loop around the steps: what is due when, requests from outside, stopping. It knows no system. */

import type { CheckpointStore } from '@ganymede/runs/checkpoints'
import type { ControlAction, ControlInbox, Heartbeat, OwnAction, RequestSource } from '@ganymede/runs/folder'
import { scope } from '@ganymede/torch'
import { writeCheckpoint } from '../checkpoint/checkpoint.js'
import { isComplete } from './end-of-run.js'
import { guardedStep, type StepEnd } from './guards/guarded-step.js'
import { type StopControl, yieldToEvents } from './guards/interrupts.js'
import type { RunOutput } from './run-output.js'
import type { Trainer } from './trainer.js'
import { betterScore } from './watch/best-score.js'
import { type CheckpointMetric, checkpointMetric } from './watch/quick-metric.js'
import { SampleProber } from './watch/sample-probe.js'
import { isProbeStep, probeWeights, type WeightProbe } from './watch/weight-probe.js'

export interface LoopParts {
  readonly trainer: Trainer
  readonly output: RunOutput
  readonly store: CheckpointStore
  readonly stop: StopControl
  readonly inbox: ControlInbox
  readonly heartbeat: Heartbeat
  /** Requests of this process, from keys and code. */
  readonly requests: RequestSource
}

export type LoopEnd = 'done' | 'stopped'

const pausePollMs = 200

/**
 * Trains until the last step, the time limit or a request to stop.
 *
 * After each step, when due and in this order: log line, probe, sheets, quick metric, checkpoint. A stop ends with a
 * checkpoint and the sheets of the present step, unless whoever asked for it wants none.
 *
 * @throws GanymedeError `NON_FINITE` after saving a checkpoint marked `failed`; any other error leaves the last checkpoint in
 *   place
 */
export async function runLoop(parts: LoopParts): Promise<LoopEnd> {
  const metric = checkpointMetric(parts.trainer)
  try {
    return await runSteps(parts, metric)
  } finally {
    metric?.dispose()
  }
}

async function runSteps(parts: LoopParts, metric: CheckpointMetric | null): Promise<LoopEnd> {
  const { trainer, output, stop, heartbeat } = parts
  const { maxTime, logEvery, sampleEvery, checkpointEvery, doctorEvery } = trainer.train
  const prober = doctorEvery > 0 ? new SampleProber(trainer) : null
  let savedAt = trainer.step === 0 ? -1 : trainer.step
  const isLast = () => isComplete(trainer.train, trainer)
  const isDue = () => trainer.step % checkpointEvery === 0 || isLast()
  const save = async () => {
    if (savedAt === trainer.step) return
    // Only at the steps of the schedule: a save that somebody asked for must not change what is the best.
    const isMeasured = metric !== null && isDue() && (await measure(parts, metric))
    await saveCheckpoint(parts, isMeasured)
    savedAt = trainer.step
  }
  while (!isLast()) {
    await attend(parts, save)
    if (stop.isStopRequested || (maxTime !== undefined && output.secondsHere >= maxTime)) {
      if (!stop.isSaveWanted) return 'stopped'
      await save()
      await drawLastSheets(parts)
      return 'stopped'
    }
    const { end, layers } = await probedStep(parts, doctorEvery)
    heartbeat.beat()
    output.progress?.advance(trainer.step)
    if (end === 'rolled-back') {
      savedAt = trainer.step
      await yieldToEvents()
      continue
    }
    if (trainer.step % logEvery === 0) output.scalars()
    const samples = trainer.step % sampleEvery === 0 ? ((await prober?.measure()) ?? null) : null
    output.probe(layers, samples)
    if (isSheetStep(trainer.step, sampleEvery) || isLast()) await output.sheets()
    if (isDue()) await save()
    await yieldToEvents()
  }
  // After the checkpoint, which holds the sums of this interval: a run that is made longer goes on with them. Here and not in
  // the last step, so that a run that was killed between the two has this line too.
  if (trainer.step % logEvery !== 0) output.scalars()
  return 'done'
}

/** For a person who stops to look. The run is saved by then: what hinders the sheets is told, and is no failure of the run. */
async function drawLastSheets({ trainer, output }: LoopParts): Promise<void> {
  if (output.sheetsAt === trainer.step) return
  try {
    await output.sheets({ isLogged: false })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    output.note(`stopped and saved, but without the sheets of step ${trainer.step}: ${message}`)
  }
}

// A newcomer wants to see soon that something happens; later sheets come as asked for. About doubling up to the default of
// sampleEvery, as pictures change less and less from step to step.
const earlySheets = [25, 50, 100, 250]

function isSheetStep(step: number, every: number): boolean {
  return step % every === 0 || (step < every && earlySheets.includes(step))
}

/** Requests from the control folder and from this process; returns when training is to go on or to stop. */
async function attend(parts: LoopParts, save: () => Promise<void>): Promise<void> {
  const { inbox, requests, stop, output, heartbeat } = parts
  do {
    for (const { action } of inbox.take()) await obey(parts, action, save)
    for (const { action, settle } of requests.take()) {
      await obey(parts, action, save)
      settle?.()
    }
    if (output.isPaused && !stop.isStopRequested) {
      heartbeat.beat()
      await new Promise((resolve) => setTimeout(resolve, pausePollMs))
    }
  } while (output.isPaused && !stop.isStopRequested)
  setPaused(output, false)
}

async function obey(
  { output, stop }: LoopParts,
  action: ControlAction | OwnAction,
  save: () => Promise<void>,
): Promise<void> {
  switch (action) {
    case 'stop':
      return stop.request('stop request')
    case 'checkpoint':
      return save()
    case 'sample':
      return output.sheets()
    case 'pause':
      return setPaused(output, true)
    case 'continue':
      return setPaused(output, false)
    case 'toggle-pause':
      return setPaused(output, !output.isPaused)
  }
}

// The one place that pauses: whoever asks, keys, commands and code see the same state.
function setPaused(output: RunOutput, isPaused: boolean): void {
  if (isPaused === output.isPaused) return
  if (isPaused) output.pauseClock()
  else output.continueClock()
  output.status(isPaused ? 'paused' : 'running')
}

async function probedStep(
  parts: LoopParts,
  every: number,
): Promise<{ readonly end: StepEnd; readonly layers: WeightProbe | null }> {
  const { trainer } = parts
  if (!isProbeStep(trainer.step + 1, every)) return { end: await guardedStep(parts), layers: null }
  let end: StepEnd = 'done'
  const layers = await probeWeights(trainer.networks, async () => {
    end = await guardedStep(parts)
  })
  // A step that was broken off says nothing about the layers.
  return { end, layers: end === ('done' as StepEnd) ? layers : null }
}

async function measure({ trainer, output }: LoopParts, metric: CheckpointMetric): Promise<boolean> {
  output.progress?.activity('measuring')
  const found = await metric.measure({
    secondsTrained: output.seconds,
    onActivity: (text) => output.progress?.activity(text),
    onNote: (text) => output.note(text),
  })
  output.progress?.activity(undefined)
  if (found === null) return false
  const best = betterScore(trainer.best, found, trainer.step)
  const isBest = best !== trainer.best
  trainer.best = best
  output.metric(found, isBest, trainer.measuredPart)
  return true
}

async function saveCheckpoint({ trainer, store, output }: LoopParts, isMeasured: boolean): Promise<void> {
  output.progress?.activity('saving')
  const bytes = output.log.sync()
  const { best } = trainer
  const isBest = best !== null && best.step === trainer.step
  const saved = await store.save(
    trainer.step,
    (folder, ops) => scope('checkpoint', () => writeCheckpoint(folder, trainer.checkpoint(bytes), ops)),
    { isMeasured, ...(isBest ? { best: { metric: best.metric, value: best.value } } : {}) },
  )
  output.checkpoint(saved.name)
  for (const note of saved.notes) output.note(note)
  output.progress?.activity(undefined)
}
