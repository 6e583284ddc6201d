/** A run around a training loop of one's own: log, samples, checkpoints, and everything that reads run folders. */
import path from 'node:path'
import { getThreads, libtorchVersion, noGrad, scope, type Tensor } from '@ganymede/torch'
import { GanymedeError } from '../errors.js'
import { givenOptions } from '../given-options.js'
import type { Module } from '../nn/module.js'
import type { Optimizer } from '../nn/optim/optimizer.js'
import { writeFileAtomic } from '../train/atomic-file.js'
import { type CheckpointState, checkpointFormat, writeCheckpoint } from '../train/checkpoint.js'
import { CheckpointStore } from '../train/checkpoint-store.js'
import { ControlInbox } from '../train/control.js'
import { startHeartbeat } from '../train/heartbeat.js'
import { createStopControl } from '../train/interrupts.js'
import { MetricsLog } from '../train/logs/metrics-log.js'
import { TensorBoardLog } from '../train/logs/tensorboard.js'
import { splitOptimizerState } from '../train/optimizer-state.js'
import { toPictures } from '../train/real-images.js'
import { createRunFolder, sampleFileName } from '../train/run-folder.js'
import { lockRun } from '../train/run-lock.js'
import { type RunRecord, type RunStatus, runFormat, writeRunRecord } from '../train/run-record.js'
import { composeSheet } from '../train/sheet.js'
import { toolkitVersion } from '../version.js'

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

export interface OwnSampleOptions {
  /** Name of the view; default: the run's main view. */
  readonly view?: string
  readonly columns?: number
  readonly seeds?: readonly number[]
  readonly labels?: readonly (string | number)[]
}

/** What a checkpoint of one's own holds. */
export interface OwnCheckpoint {
  readonly networks: Readonly<Record<string, Module>>
  readonly optimizers?: Readonly<Record<string, Optimizer>>
  /** Further state, plain JSON. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** A run that a program writes itself. */
export interface OwnRun {
  readonly id: string
  readonly dir: string
  /** Whether the program was asked to stop: by `ganymede stop`, the studio, or its signal. Ask between steps. */
  readonly isStopRequested: boolean
  /** Appends a record of scalars; NaN and infinities are kept. */
  log(step: number, values: Readonly<Record<string, number>>): void
  note(step: number, text: string): void
  /**
   * Writes a sheet of pictures and returns its path.
   *
   * @param images  `[N, C, H, W]` in [-1, 1], C 1 or 3, or how to make them: without gradients, and freed afterwards
   */
  sample(step: number, images: Tensor | (() => Tensor), options?: OwnSampleOptions): Promise<string>
  /** Saves weights and optimizers, so that a crash at any moment leaves the old or the new; returns the folder. */
  checkpoint(step: number, content: OwnCheckpoint): Promise<string>
  /** Ends the run: `done`, unless it says otherwise. Later calls do nothing. */
  finish(status?: 'done' | 'stopped' | 'failed'): Promise<void>
  /** As `finish('stopped')`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Makes a run folder for a training loop of one's own; TensorBoard, the studio and `ganymede runs` read it like any
 * other. Weights of its checkpoints can be loaded by `ganymede train --from` and by PyTorch.
 *
 * @throws (by rejecting) GanymedeError `DISK_FULL` or `WRITE_FAILED`
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * const run = await createRun({ name: 'mine' })
 * for (let step = 0; step < 1000; step++) {
 *   scope(() => run.log(step, { 'g/total': trainStep(next()).item() }))
 *   if (step % 100 === 0) await run.sample(step, () => G.forward(zFixed))
 * }
 * await run.finish()
 */
export async function createRun(options: CreateRunOptions): Promise<OwnRun> {
  return new RunOfOnesOwn(
    givenOptions('createRun', options, ['name', 'out', 'steps', 'options', 'seed', 'data', 'keep', 'signal']),
  )
}

const kind = 'custom'

class RunOfOnesOwn implements OwnRun {
  readonly id: string
  readonly dir: string
  readonly #folder
  readonly #log: MetricsLog
  readonly #tensorboard: TensorBoardLog
  readonly #store: CheckpointStore
  readonly #inbox: ControlInbox
  readonly #stop
  readonly #lock
  readonly #heartbeat
  readonly #startedMs = performance.now()
  #record: RunRecord
  #step = 0
  #isFinished = false

  constructor({
    name,
    out = 'runs',
    steps = 0,
    options = {},
    seed = 0,
    data = 'data',
    keep,
    signal,
  }: CreateRunOptions) {
    const folder = createRunFolder({ out, system: kind, dataName: path.basename(data) || 'data', name })
    this.#folder = folder
    this.id = folder.id
    this.dir = folder.dir
    this.#record = {
      format: runFormat,
      id: folder.id,
      name: folder.name,
      definition: { name: kind, version: '1' },
      options: JSON.parse(JSON.stringify(options)),
      sources: {},
      data: { path: data, name: path.basename(data) || 'data', fingerprint: 'none' },
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
    writeRunRecord(folder.record, this.#record)
    this.#lock = lockRun(folder)
    this.#heartbeat = startHeartbeat(folder.heartbeat)
    this.#log = new MetricsLog(folder.metrics, { seconds: () => this.#seconds })
    this.#tensorboard = new TensorBoardLog(folder.dir)
    this.#store = new CheckpointStore(folder.checkpoints, keep === undefined ? {} : { keep })
    this.#inbox = new ControlInbox(folder.control, { note: (text) => this.note(this.#step, text) })
    this.#stop = createStopControl(signal === undefined ? {} : { signal })
    this.#log.append('status', 0, { status: 'running' })
  }

  get #seconds(): number {
    return (performance.now() - this.#startedMs) / 1000
  }

  get isStopRequested(): boolean {
    for (const { action } of this.#inbox.take()) if (action === 'stop') this.#stop.request('stop request')
    return this.#stop.isStopRequested
  }

  log(step: number, values: Readonly<Record<string, number>>): void {
    this.#at(step)
    this.#log.append('scalars', step, values)
    this.#tensorboard.scalars(step, values)
  }

  note(step: number, text: string): void {
    this.#at(step)
    this.#log.append('note', step, { text })
  }

  async sample(step: number, images: Tensor | (() => Tensor), options: OwnSampleOptions = {}): Promise<string> {
    this.#at(step)
    const { view = 'fixed', ...layout } = options
    const pictures = scope('sample', () =>
      noGrad(() => {
        const made = typeof images === 'function' ? images() : images
        const [, channels = 0] = made.shape
        if (made.shape.length !== 4 || (channels !== 1 && channels !== 3)) {
          throw new GanymedeError(
            'OPTION_INVALID',
            `pictures must be [N, C, H, W] with 1 or 3 channels, got [${made.shape.join(', ')}]`,
          )
        }
        return toPictures(made)
      }),
    )
    const png = await composeSheet(pictures, { run: this.#folder.name, step, view, ...layout })
    const file = path.join('samples', sampleFileName(step, view === 'fixed' ? undefined : view))
    writeFileAtomic(path.join(this.dir, file), png)
    this.#log.append('sample', step, { view, file: file.replaceAll('\\', '/') })
    this.#tensorboard.image(step, `samples/${view}`, png)
    return path.join(this.dir, file)
  }

  async checkpoint(step: number, { networks, optimizers = {}, extra = {} }: OwnCheckpoint): Promise<string> {
    this.#at(step)
    const logBytes = this.#log.sync()
    const { dir, name } = await this.#store.save(step, (folder, ops) =>
      scope('checkpoint', () => {
        const tensors = new Map<string, ReadonlyMap<string, Tensor>>(
          Object.entries(networks).map(([network, module]) => [network, module.stateDict()]),
        )
        const values: CheckpointState['optimizers'] = {}
        for (const [optimizer, one] of Object.entries(optimizers)) {
          const parts = splitOptimizerState(one.state())
          tensors.set(`optimizer-${optimizer}`, parts.tensors)
          values[optimizer] = parts.values
        }
        const { options, data, definition } = this.#record
        const state: CheckpointState = {
          format: checkpointFormat,
          versions: { ganymede: toolkitVersion(), libtorch: libtorchVersion().version },
          system: { name: definition.name, version: definition.version },
          options,
          data: { fingerprint: data.fingerprint },
          networks: Object.keys(networks),
          optimizers: values,
          ema: null,
          loop: { step, imagesSeen: 0 },
          loader: null,
          means: {},
          logBytes,
          best: null,
          extra: JSON.parse(JSON.stringify(extra)),
        }
        writeCheckpoint(folder, { state, tensors }, ops)
      }),
    )
    this.#log.append('checkpoint', step, { checkpoint: name, best: null })
    this.#tensorboard.sync()
    this.#status('running')
    return dir
  }

  async finish(status: 'done' | 'stopped' | 'failed' = 'done'): Promise<void> {
    if (this.#isFinished) return
    this.#isFinished = true
    try {
      this.#status(status)
      this.#log.append('status', this.#step, { status })
    } finally {
      this.#stop.dispose()
      this.#heartbeat.stop()
      this.#tensorboard.close()
      this.#log.close()
      this.#lock.release()
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.finish('stopped')
  }

  #at(step: number): void {
    if (this.#isFinished) throw new GanymedeError('OPTION_INVALID', `the run ${this.#folder.name} is finished`)
    if (!Number.isSafeInteger(step) || step < 0) {
      throw new GanymedeError('OPTION_INVALID', `a step must be a whole number of at least 0, got ${step}`)
    }
    this.#step = step
    this.#heartbeat.beat()
  }

  #status(status: RunStatus): void {
    const failure =
      status === 'failed'
        ? { failure: { code: 'INTERNAL', message: 'the program reported a failure', step: this.#step } }
        : {}
    this.#record = { ...this.#record, status, step: this.#step, ...failure }
    writeRunRecord(this.#folder.record, this.#record)
  }
}
