/** A run around a training loop of one's own: log, samples, checkpoints, and everything that reads run folders. */
import path from 'node:path'
import { givenOptions, requireText } from '@ganymede/core'
import { createRunFolder, lockRun, ownLoop, type RunRecord, runFormat, writeRunRecord } from '@ganymede/runs/folder'
import { getThreads, libtorchVersion } from '@ganymede/torch'
import { toolkitVersion } from '../toolkit-version.js'
import { type OwnRun, RunOfOnesOwn } from './own-run.js'
import { plainJson, requireOwnRunOptions } from './own-run-content.js'

export interface CreateRunOptions {
  /** Name of the run; its folder is `<number>-<name>`. */
  readonly name: string
  /** Folder of all runs; default `runs`. */
  readonly out?: string
  /** Steps after which the run is done, for displays; default 0, unknown. */
  readonly steps?: number
  /** Settings worth keeping, plain JSON; stored in `run.json` and every checkpoint. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Root seed, stored in `run.json`; seeding is the program's own. Default 0. */
  readonly seed?: number
  /** Where the data lie, for displays. */
  readonly data?: string
  /** Keep the last N checkpoints; default 3. */
  readonly keep?: number
  /** Stops the run: `isStopRequested` tells. */
  readonly signal?: AbortSignal
}

/**
 * Makes a run folder for a training loop of one's own; TensorBoard, the studio and `ganymede runs`, `report` and `doctor`
 * read it like any other. Weights of its checkpoints can be loaded by `ganymede train --from` and by PyTorch; `resumeRun`
 * goes on from them.
 *
 * The doctor knows values by the names that the systems of the toolkit give them: `g/total` and `d/total` for the losses,
 * `g/adv`, `d/acc_real` and `d/acc_fake` for what each network knows of the other.
 *
 * @throws (by rejecting) GanymedeError `DISK_FULL` or `WRITE_FAILED`; `OPTION_INVALID` for unknown options and wrong values,
 *   before anything is written
 * @example
 * const run = await createRun({ name: 'mine' })
 * for (let step = 1; step <= 1000 && !run.isStopRequested; step++) {
 *   scope(() => run.log(step, { 'g/total': trainStep(next()).item() }))
 *   if (step % 100 === 0) {
 *     await run.sample(step, () => G.forward(zFixed))
 *     await run.checkpoint(step, { networks: { G, D }, optimizers: { G: optimizerG, D: optimizerD } })
 *   }
 * }
 * await run.finish()
 */
export async function createRun(options: CreateRunOptions): Promise<OwnRun> {
  const given = givenOptions('createRun', options, [
    'name',
    'out',
    'steps',
    'options',
    'seed',
    'data',
    'keep',
    'signal',
  ])
  const { name, out = 'runs', steps = 0, options: settings = {}, seed = 0, data = 'data', keep, signal } = given
  requireText('createRun', 'name', name)
  requireOwnRunOptions('createRun', given)
  const kept = plainJson('createRun', 'options', settings)
  const dataName = path.basename(data) || 'data'
  const folder = createRunFolder({ out, system: ownLoop, dataName, name })
  const record: RunRecord = {
    format: runFormat,
    id: folder.id,
    name: folder.name,
    definition: { name: ownLoop, version: '1' },
    options: kept,
    sources: {},
    data: { path: data, name: dataName, fingerprint: 'none' },
    seeds: { root: seed },
    versions: { ganymede: toolkitVersion(), libtorch: libtorchVersion().version, node: process.versions.node },
    command: process.argv.slice(1),
    created: new Date().toISOString(),
    status: 'running',
    step: 0,
    steps,
    device: 'cpu',
    precision: 'float32',
    threads: getThreads(),
  }
  writeRunRecord(folder.record, record)
  const lock = lockRun(folder)
  try {
    return new RunOfOnesOwn({ folder, record, lock, keep, signal, from: null })
  } catch (error) {
    lock.release()
    throw error
  }
}
