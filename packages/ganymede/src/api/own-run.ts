/** A run that a program writes itself: log, sheets and checkpoints around a loop of its own. */
import path from 'node:path'
import { GanymedeError, givenOptions, optionProblem, refuseProblems, requireText } from '@ganymede/core'
import { CheckpointStore } from '@ganymede/runs/checkpoints'
import { writeFileAtomic } from '@ganymede/runs/files'
import type { RunLock } from '@ganymede/runs/folder'
import {
  ControlInbox,
  type RunFolder,
  type RunRecord,
  type RunStatus,
  sampleFileName,
  startHeartbeat,
  writeRunRecord,
} from '@ganymede/runs/folder'
import { MetricsLog, TensorBoardLog } from '@ganymede/runs/logs'
import { composeSheet } from '@ganymede/runs/sheets'
import { libtorchVersion, noGrad, randomState, scope, type Tensor } from '@ganymede/torch'
import { type CheckpointState, checkpointFormat, writeCheckpoint } from '../checkpoint/checkpoint.js'
import { splitOptimizerState } from '../checkpoint/optimizer-state.js'
import { toPictures } from '../pictures/real-images.js'
import { toolkitVersion } from '../toolkit-version.js'
import { createStopControl } from '../training/guards/interrupts.js'
import {
  type OwnCheckpoint,
  type OwnSampleOptions,
  ownCheckpoint,
  plainJson,
  requirePictures,
  requireSampleOptions,
  requireScalars,
} from './own-run-content.js'

/** A run that a program writes itself. */
export interface OwnRun {
  readonly id: string
  readonly dir: string
  /** The step that was told last; 0 at the start of a new run, that of its checkpoint for one that goes on. */
  readonly step: number
  /** What the checkpoint held as `extra`; empty for a new run. */
  readonly extra: Readonly<Record<string, unknown>>
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

/** @internal Where the networks of a program are: its random numbers come from there. */
export function deviceOf(networks: OwnCheckpoint['networks']): string {
  return Object.values(networks).flatMap((network) => network.parameters())[0]?.device ?? 'cpu'
}

function randomStates(
  networks: OwnCheckpoint['networks'],
  generators: NonNullable<OwnCheckpoint['generators']>,
): Map<string, Tensor> {
  const device = deviceOf(networks)
  return new Map([
    ...Object.entries(generators).map(([name, generator]) => [`stream.${name}`, generator.state()] as const),
    ['default-cpu', randomState('cpu')],
    ...(device === 'cpu' ? [] : [['default', randomState(device)] as const]),
  ])
}

/** @internal What a run is opened with. */
export interface OpenOwnRun {
  readonly folder: RunFolder
  readonly record: RunRecord
  readonly lock: RunLock
  readonly keep?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Where it goes on; null for a new run. */
  readonly from: OwnPosition | null
}

/** @internal Where a run goes on. */
export interface OwnPosition {
  readonly step: number
  readonly checkpoint: string
  readonly logBytes: number
  /** Seconds of training until there. */
  readonly seconds: number
  readonly extra: Readonly<Record<string, unknown>>
}

/** @internal The run behind `createRun` and `resumeRun`. */
export class RunOfOnesOwn implements OwnRun {
  readonly id: string
  readonly dir: string
  readonly extra: Readonly<Record<string, unknown>>
  readonly #folder: RunFolder
  readonly #log: MetricsLog
  readonly #tensorboard: TensorBoardLog
  readonly #store: CheckpointStore
  readonly #inbox: ControlInbox
  readonly #stop
  readonly #lock: RunLock
  readonly #heartbeat
  readonly #secondsBefore: number
  readonly #startedMs = performance.now()
  #record: RunRecord
  #step: number
  #isFinished = false

  constructor({ folder, record, lock, keep, signal, from }: OpenOwnRun) {
    this.#folder = folder
    this.id = record.id
    this.dir = folder.dir
    this.extra = from?.extra ?? {}
    this.#record = record
    this.#lock = lock
    this.#step = from?.step ?? 0
    this.#secondsBefore = from?.seconds ?? 0
    this.#log = new MetricsLog(folder.metrics, { seconds: () => this.#seconds })
    this.#tensorboard = new TensorBoardLog(folder.dir, from === null ? {} : { resumeFrom: from.step })
    if (from !== null) {
      const { logBytes, step, checkpoint } = from
      this.#log.rewind({ bytes: logBytes, step, checkpoint: { checkpoint, best: null } })
    }
    this.#store = new CheckpointStore(folder.checkpoints, keep === undefined ? {} : { keep })
    this.#status('running')
    this.#log.append('status', this.#step, { status: 'running' })
    // After all that can fail, as its timer would go on.
    this.#heartbeat = startHeartbeat(folder.heartbeat)
    this.#inbox = new ControlInbox(folder.control, { note: (text) => this.note(this.#step, text) })
    if (from !== null) this.#inbox.discardOld()
    this.#stop = createStopControl(signal === undefined ? {} : { signal })
  }

  get step(): number {
    return this.#step
  }

  get #seconds(): number {
    return this.#secondsBefore + (performance.now() - this.#startedMs) / 1000
  }

  get isStopRequested(): boolean {
    for (const { action } of this.#inbox.take()) if (action === 'stop') this.#stop.request('stop request')
    return this.#stop.isStopRequested
  }

  log(step: number, values: Readonly<Record<string, number>>): void {
    requireScalars(values)
    this.#at(step)
    this.#log.append('scalars', step, values)
    this.#tensorboard.scalars(step, values)
  }

  note(step: number, text: string): void {
    requireText('note', 'text', text)
    this.#at(step)
    this.#log.append('note', step, { text })
  }

  async sample(step: number, images: Tensor | (() => Tensor), options: OwnSampleOptions = {}): Promise<string> {
    const { view = 'fixed', ...layout } = givenOptions('sample', options, ['view', 'columns', 'seeds', 'labels'])
    this.#at(step)
    const pictures = scope('sample', () =>
      noGrad(() => {
        const made = requirePictures(typeof images === 'function' ? images() : images)
        requireSampleOptions(options, made.shape[0] ?? 0)
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

  async checkpoint(step: number, content: OwnCheckpoint): Promise<string> {
    const { networks, optimizers = {}, generators = {}, extra = {} } = ownCheckpoint('checkpoint', content)
    const kept = plainJson('checkpoint', 'extra', extra)
    this.#at(step)
    // Where a program computes is not known before.
    this.#record = { ...this.#record, device: deviceOf(networks) }
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
        tensors.set('random', randomStates(networks, generators))
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
          extra: kept,
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
    const ends: readonly unknown[] = ['done', 'stopped', 'failed']
    refuseProblems(optionProblem('finish: status', status, ends.join(', '), (value) => ends.includes(value)))
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
