/** Everything that a run writes and shows besides checkpoints: log, TensorBoard, sheets, status, progress. */

import type { GanymedeError } from '@ganymede/core'
import type { RunFolder, RunWatcher, WatcherFinding } from '@ganymede/runs/folder'
import { type RunRecord, type RunStatus, writeRunRecord } from '@ganymede/runs/folder'
import type { MetricsRecord, RecordFields, RecordKind } from '@ganymede/runs/logs'
import { MetricsLog, readMetrics, TensorBoardLog } from '@ganymede/runs/logs'
import { deviceMemory, memory } from '@ganymede/torch'
import { isOutOfMemory } from './guards/failure-of-error.js'
import { memoryError } from './guards/out-of-memory.js'
import type { Trainer } from './trainer.js'
import type { Measured } from './watch/measure-spread.js'
import type { Progress } from './watch/progress.js'
import type { RunEvent } from './watch/run-event.js'
import type { SampleProbe } from './watch/sample-probe.js'
import { writeAugmentedReals, writeSheets } from './watch/sheets.js'
import type { WeightProbe } from './watch/weight-probe.js'

export interface RunOutputOptions {
  readonly run: RunFolder
  readonly record: RunRecord
  readonly trainer: Trainer
  /** Seconds of training in earlier processes. */
  readonly secondsBefore: number
  readonly resumeFrom?: number
  readonly progress?: Progress
  readonly onEvent?: (event: RunEvent) => void
  readonly watcher?: RunWatcher
}

export class RunOutput {
  readonly run: RunFolder
  readonly log: MetricsLog
  readonly progress: Progress | undefined
  readonly #trainer: Trainer
  #tensorboard: TensorBoardLog
  readonly #onEvent: ((event: RunEvent) => void) | undefined
  readonly #watcher: RunWatcher | undefined
  readonly #before: number
  #record: RunRecord
  #activeMs = 0
  #activeSince: number | null = performance.now()
  #lastLog = { seconds: 0, images: 0 }
  /** The step that sheets were drawn of last, here. */
  sheetsAt: number | undefined
  lastSample: string | undefined
  lastCheckpoint: string | undefined

  constructor({ run, record, trainer, secondsBefore, resumeFrom, progress, onEvent, watcher }: RunOutputOptions) {
    this.run = run
    this.progress = progress
    this.#record = record
    this.#trainer = trainer
    this.#before = secondsBefore
    this.#onEvent = onEvent
    this.#watcher = watcher
    this.log = new MetricsLog(run.metrics, { seconds: () => this.seconds })
    this.#tensorboard = this.#openTensorBoard(resumeFrom)
    this.#lastLog = { seconds: this.seconds, images: trainer.imagesSeen }
  }

  /** Seconds of training over all processes that worked on the run, without pauses. */
  get seconds(): number {
    const now = this.#activeSince === null ? 0 : performance.now() - this.#activeSince
    return this.#before + (this.#activeMs + now) / 1000
  }

  /** Seconds of training in this process. */
  get secondsHere(): number {
    return this.seconds - this.#before
  }

  get isPaused(): boolean {
    return this.#activeSince === null
  }

  pauseClock(): void {
    if (this.#activeSince === null) return
    this.#activeMs += performance.now() - this.#activeSince
    this.#activeSince = null
    this.progress?.pause()
  }

  continueClock(): void {
    this.#activeSince ??= performance.now()
    this.progress?.continue()
  }

  #openTensorBoard(resumeFrom: number | undefined): TensorBoardLog {
    if (resumeFrom === undefined) return new TensorBoardLog(this.run.dir)
    // Only the last log line of a run, when none was due, comes after the checkpoint of its step; it holds this measurement.
    const isDue = resumeFrom % this.#trainer.train.logEvery === 0
    return new TensorBoardLog(this.run.dir, {
      resumeFrom,
      isBehindCheckpoint: (tags) => !isDue && tags.includes('imagesPerSec'),
    })
  }

  #append(kind: RecordKind, step: number, fields: RecordFields, clock?: RecordFields): void {
    this.log.append(kind, step, fields, clock)
    const record = { ...clock, ...fields, kind, step, seconds: this.seconds } as MetricsRecord
    // The methods below give each kind the fields of its event; a test looks at all of them.
    this.#onEvent?.(record as unknown as RunEvent)
    for (const finding of this.#watcher?.see(record) ?? []) this.#finding(finding)
  }

  #finding({ isTiming, code, severity, title, evidence, cause, remedy }: WatcherFinding): void {
    const { step } = this.#trainer
    // A resumed run repeats its findings byte for byte, unless they come from clocks.
    if (isTiming) this.#append('note', step, { text: `${title}. ${remedy}`, finding: code })
    else this.#append('finding', step, { code, severity, title, evidence, cause, remedy })
    this.progress?.warn(`${title}. ${remedy}`)
  }

  /** What the doctor's instruments show at this step. */
  probe(layers: WeightProbe | null, samples: SampleProbe | null): void {
    if (layers === null && samples === null) return
    const fields = { ...(layers === null ? {} : { layers }), ...(samples === null ? {} : { samples }) }
    this.#append('probe', this.#trainer.step, fields)
  }

  /** The log line of the interval that ends here. */
  scalars(): void {
    const trainer = this.#trainer
    const { step, imagesSeen } = trainer
    const values: Record<string, number> = { ...trainer.present(), ...trainer.means.take() }
    const seconds = this.seconds
    const elapsed = Math.max(1e-9, seconds - this.#lastLog.seconds)
    const times = trainer.takeTimes()
    const other = Math.max(0, elapsed - (times.data + times.d + times.g) / 1000)
    const clock = {
      imagesPerSec: (imagesSeen - this.#lastLog.images) / elapsed,
      'time/data': times.data / 1000,
      'time/d': times.d / 1000,
      'time/g': times.g / 1000,
      'time/other': other,
      'mem/peak': deviceMemory(trainer.device)?.peakAllocated ?? memory().peakBytes,
    }
    this.#lastLog = { seconds, images: imagesSeen }
    this.#append('scalars', step, { imagesSeen, epoch: trainer.epoch, ...values }, clock)
    this.#tensorboard.scalars(step, { ...values, ...clock })
    this.progress?.scalars(values)
  }

  /**
   * Renders and writes the sheets of this step.
   *
   * @param isLogged  false: as files alone, so that the logs of a run that goes on are those of one which never stopped
   */
  async sheets({ isLogged = true }: { readonly isLogged?: boolean } = {}): Promise<void> {
    const sheets = await this.#drawSheets()
    this.sheetsAt = this.#trainer.step
    for (const { view, file, png } of isLogged ? sheets : []) {
      this.#append('sample', this.#trainer.step, { view, file: file.replaceAll('\\', '/') })
      this.#tensorboard.image(this.#trainer.step, `samples/${view}`, png)
    }
    this.lastSample = sheets[0]?.file ?? this.lastSample
    this.progress?.show(this.lastSample === undefined ? {} : { lastSample: this.lastSample })
  }

  async #drawSheets(): Promise<Awaited<ReturnType<typeof writeSheets>>> {
    try {
      const sheets = await writeSheets(this.#trainer, this.run)
      await writeAugmentedReals(this.#trainer, this.run)
      return sheets
    } catch (error) {
      if (!isOutOfMemory(error)) throw error
      const { step, train } = this.#trainer
      const fewer = `--set train.gridSize=${Math.max(1, Math.floor(train.gridSize / 4))} --accept-changes`
      throw memoryError(`drawing the sheets of step ${step}`, `Draw fewer pictures: resume with ${fewer}`, error)
    }
  }

  /** Goes back to a checkpoint of this run: what was logged after it will come again. */
  goBackTo(checkpoint: string, logBytes: number): void {
    const { step, imagesSeen } = this.#trainer
    this.log.rewind({ bytes: logBytes, step, checkpoint: this.checkpointFields(checkpoint) })
    this.#watcher?.resume(readMetrics(this.run.metrics).records)
    this.#tensorboard.close()
    this.#tensorboard = this.#openTensorBoard(step)
    this.#trainer.takeTimes()
    this.#lastLog = { seconds: this.seconds, images: imagesSeen }
    this.lastCheckpoint = checkpoint
  }

  realsSheet(png: Uint8Array): void {
    this.#tensorboard.image(0, 'reals', png)
  }

  /** @param part  which part of the data was compared; null where there is no choice */
  metric({ metric, value, spread }: Measured, isBest: boolean, part: 'train' | 'test' | null = null): void {
    const { step } = this.#trainer
    this.#append('metric', step, { metric, value, spread, best: isBest, ...(part === null ? {} : { part }) })
    this.#tensorboard.scalars(step, { [`metric/${metric}`]: value })
  }

  /** Fields of a checkpoint's record; what follows from options and data alone. */
  checkpointFields(name: string): RecordFields {
    return { checkpoint: name, best: this.#trainer.best?.step ?? null }
  }

  checkpoint(name: string): void {
    this.#append('checkpoint', this.#trainer.step, this.checkpointFields(name))
    this.#tensorboard.sync()
    this.lastCheckpoint = name
    this.progress?.show({ lastCheckpoint: name })
  }

  note(text: string): void {
    this.#append('note', this.#trainer.step, { text })
    this.progress?.note(text)
  }

  /** Changes the status in `run.json` and says so in the log. */
  status(status: RunStatus, failure?: GanymedeError): void {
    const { step } = this.#trainer
    const { failure: _, ...record } = this.#record
    this.#record = {
      ...record,
      status,
      step,
      ...(failure ? { failure: { code: failure.code, message: failure.message, step } } : {}),
    }
    writeRunRecord(this.run.record, this.#record)
    this.#append('status', step, { status })
  }

  /** Adds to `run.json` what was found in the files of the run. */
  contentDigest(contentDigest: string): void {
    this.#record = { ...this.#record, data: { ...this.#record.data, contentDigest } }
    writeRunRecord(this.run.record, this.#record)
  }

  close(): void {
    try {
      this.#tensorboard.close()
    } finally {
      this.log.close()
    }
  }
}
