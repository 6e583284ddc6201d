/** Going on with a run around a loop of one's own: the counterpart of `ganymede resume` for `createRun`. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError, givenOptions, requireText } from '@ganymede/core'
import { CheckpointStore, findCheckpoint } from '@ganymede/runs/checkpoints'
import { removeLeftoverFiles } from '@ganymede/runs/files'
import {
  completeRunFolder,
  findRun,
  isOwnLoop,
  lockRun,
  type RunFolder,
  readRunRecord,
  requireSoundPlaces,
} from '@ganymede/runs/folder'
import { readMetrics } from '@ganymede/runs/logs'
import { setRandomState } from '@ganymede/torch'
import { type CheckpointState, readCheckpointState, useCheckpointTensors } from '../checkpoint/checkpoint.js'
import { joinOptimizerState } from '../checkpoint/optimizer-state.js'
import { deviceOf, type OwnPosition, type OwnRun, RunOfOnesOwn } from './own-run.js'
import { type OwnCheckpoint, ownCheckpoint, requireOwnRunOptions } from './own-run-content.js'

/** What `resumeRun` can be told. */
export interface ResumeRunOptions {
  /** Folder of all runs; default `runs`. */
  readonly out?: string
  /** Go on from the checkpoint of this step, and drop later ones; default: the latest one that is intact. */
  readonly step?: number
  /** Steps after which the run is done, for displays; default as before. */
  readonly steps?: number
  /** Keep the last N checkpoints; default 3. */
  readonly keep?: number
  /** Stops the run: `isStopRequested` tells. */
  readonly signal?: AbortSignal
}

/**
 * Goes on with a run of `createRun`: loads its last checkpoint into networks, optimizers and random streams, takes back what
 * was logged after it, and hands out the run. A program that draws all its random numbers from the default streams and from
 * those in `generators` goes on bit for bit (CPU).
 *
 * @param reference  folder, id, unique prefix or `latest`
 * @param content    networks, optimizers and random streams under the names that the checkpoint has; `extra` is not read
 * @returns the run, whose `step` and `extra` are those of the checkpoint
 * @throws (by rejecting) GanymedeError `RUN_NOT_FOUND`, `RUN_LOCKED`, `CHECKPOINT_MISSING`, `CHECKPOINT_CORRUPT`,
 *   `CHECKPOINT_MISMATCH` naming what does not fit; `OPTION_INVALID` for runs of a system, which `resume` goes on with, and
 *   for unknown options
 * @example
 * const state = { networks: { G, D }, optimizers: { G: optimizerG, D: optimizerD } }
 * const run = process.argv.includes('--resume') ? await resumeRun('latest', state) : await createRun({ name: 'mine' })
 * for (let step = run.step + 1; step <= 1000; step++) {
 *   scope(() => run.log(step, { 'g/total': trainStep(next()).item() }))
 *   if (step % 100 === 0) await run.checkpoint(step, state)
 * }
 * await run.finish()
 */
export async function resumeRun(
  reference: string,
  content: OwnCheckpoint,
  options: ResumeRunOptions = {},
): Promise<OwnRun> {
  const {
    out = 'runs',
    step,
    steps,
    keep,
    signal,
  } = givenOptions('resumeRun', options, ['out', 'step', 'steps', 'keep', 'signal'])
  const given = ownCheckpoint('resumeRun', content)
  requireText('resumeRun', 'reference', reference)
  requireOwnRunOptions('resumeRun', options)
  const folder = findRun(reference, { out })
  requireSoundPlaces(folder)
  const before = readRunRecord(folder.record)
  if (!isOwnLoop(before)) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `${folder.name} is a run of ${before.definition.name}, not of createRun`,
      {
        remedy: `Go on with it by: await resume(${JSON.stringify(reference)})`,
      },
    )
  }
  const lock = lockRun(folder)
  try {
    completeRunFolder(folder)
    const store = new CheckpointStore(folder.checkpoints)
    store.recover()
    removeLeftoverFiles(folder.dir)
    const found = findCheckpoint(folder.checkpoints, step ?? 'latest')
    const state = readCheckpointState(found.dir)
    requireSameParts(folder, state, { ...given, streams: streamsOf(found.dir) })
    load(found.dir, state, given)
    // The later checkpoints are of another future now: a crash before the next save must not lead back to them.
    if (step !== undefined) store.goBackTo(found.step)
    const record = { ...before, steps: steps ?? before.steps }
    const run = new RunOfOnesOwn({ folder, record, lock, keep, signal, from: positionOf(folder, found.name, state) })
    for (const note of found.notes) run.note(found.step, note)
    return run
  } catch (error) {
    lock.release()
    throw error
  }
}

function positionOf(folder: RunFolder, checkpoint: string, { loop, logBytes, extra }: CheckpointState): OwnPosition {
  const last = readMetrics(folder.metrics, { until: logBytes }).records.at(-1)
  return { step: loop.step, checkpoint, logBytes, seconds: last?.seconds ?? 0, extra }
}

const streamPrefix = 'stream.'

/** Names of the random streams in a checkpoint; null where it holds no random numbers, as those of older versions. */
function streamsOf(dir: string): readonly string[] | null {
  if (!existsSync(path.join(dir, 'random.safetensors'))) return null
  let names: readonly string[] = []
  useCheckpointTensors(dir, 'random', (states) => {
    names = [...states.keys()].filter((name) => name.startsWith(streamPrefix))
  })
  return names.map((name) => name.slice(streamPrefix.length))
}

/** Nothing of a checkpoint is left out in silence, and nothing new begins in the middle. */
function requireSameParts(
  { name }: RunFolder,
  state: CheckpointState,
  { networks, optimizers = {}, generators = {}, streams }: OwnCheckpoint & { streams: readonly string[] | null },
): void {
  const lines = [
    ...differences('network', state.networks, networks),
    ...differences('optimizer', Object.keys(state.optimizers), optimizers),
    ...(streams === null ? [] : differences('generator', streams, generators)),
  ]
  if (lines.length === 0) return
  throw new GanymedeError('CHECKPOINT_MISMATCH', `the checkpoint of ${name} holds other parts than were given`, {
    lines,
    remedy: 'Give networks, optimizers and generators under the names that they were saved under.',
  })
}

function differences(kind: string, saved: readonly string[], given: Readonly<Record<string, unknown>>): string[] {
  return [
    ...saved.filter((name) => !(name in given)).map((name) => `${kind} in the checkpoint, not given: ${name}`),
    ...Object.keys(given).flatMap((name) =>
      saved.includes(name) ? [] : [`${kind} given, not in the checkpoint: ${name}`],
    ),
  ]
}

function load(
  dir: string,
  state: CheckpointState,
  { networks, optimizers = {}, generators = {} }: OwnCheckpoint,
): void {
  for (const [name, network] of Object.entries(networks)) {
    useCheckpointTensors(dir, name, (tensors) => network.loadStateDict(tensors))
  }
  for (const [name, optimizer] of Object.entries(optimizers)) {
    useCheckpointTensors(dir, `optimizer-${name}`, (tensors) =>
      optimizer.restore(joinOptimizerState(tensors, state.optimizers[name])),
    )
  }
  if (!existsSync(path.join(dir, 'random.safetensors'))) return
  useCheckpointTensors(dir, 'random', (states) => {
    for (const [name, generator] of Object.entries(generators)) {
      const saved = states.get(streamPrefix + name)
      if (saved !== undefined) generator.restore(saved)
    }
    const device = deviceOf(networks)
    for (const [name, where] of [['default-cpu', 'cpu'] as const, ['default', device] as const]) {
      const saved = states.get(name)
      if (saved !== undefined) setRandomState(saved, where)
    }
  })
}
