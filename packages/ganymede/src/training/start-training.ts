/** Starts or resumes a run: opens data and folder, builds the trainer, runs the loop, and leaves everything in order. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { CheckpointStore, findCheckpoint, listCheckpoints } from '@ganymede/runs/checkpoints'
import { removeLeftoverFiles } from '@ganymede/runs/files'
import type { RequestSource, RunWatcher } from '@ganymede/runs/folder'
import {
  ControlInbox,
  completeRunFolder,
  createRunFolder,
  type Heartbeat,
  lockRun,
  type RunFolder,
  type RunRecord,
  readRunRecord,
  requireSoundPlaces,
  runFormat,
  startHeartbeat,
  writeRunRecord,
} from '@ganymede/runs/folder'
import { readLastMetrics, readMetrics, removeEventFiles } from '@ganymede/runs/logs'
import { libtorchVersion } from '@ganymede/torch'
import type { DataInfo, Dataset } from '../data/dataset.js'
import { type ResolvedOptions, trainSchema } from '../options/train-options.js'
import type { AnySystem } from '../systems/contract/system.js'
import { toolkitVersion } from '../toolkit-version.js'
import { reportLines } from '../weights/load-weights.js'
import { plannedSteps } from './end-of-run.js'
import { openTrainingData } from './feed/open-training-data.js'
import { recordContent } from './feed/record-content.js'
import { failureOf } from './guards/failure-of-error.js'
import { createStopControl, type StopControl } from './guards/interrupts.js'
import { namingMemory, StepMemoryError, withFittingBatch } from './guards/out-of-memory.js'
import { type LoopEnd, runLoop } from './loop.js'
import type { Placement } from './placement.js'
import { rateChangeNotes } from './rate-change.js'
import { acceptedData, type ComparedData, precisionOf, refuseChanges, requireSameData } from './resume-checks.js'
import { RunOutput } from './run-output.js'
import { startFromWeights, type WeightStart } from './start-weights.js'
import { Trainer } from './trainer.js'
import { requireJudge } from './watch/feature-metric.js'
import { type HeldOut, openHeldOut } from './watch/held-out.js'
import type { Progress } from './watch/progress.js'
import type { RunEvent } from './watch/run-event.js'
import { writeReals } from './watch/sheets.js'

export type OptionSource = 'default' | 'preset' | 'config' | 'flag'

/** What is known of a run before its first step; for headers and estimates. */
export interface RunPlan {
  readonly run: RunFolder
  readonly system: AnySystem
  readonly options: ResolvedOptions
  readonly data: Dataset['info']
  readonly placement: Placement
  readonly parameters: Readonly<Record<string, number>>
  /** Steps done in earlier processes. */
  readonly step: number
  readonly secondsBefore: number
}

export interface TrainRequest {
  readonly system: AnySystem
  readonly options: ResolvedOptions
  readonly sources?: Readonly<Record<string, OptionSource>>
  /** Folder of all runs. */
  readonly out: string
  readonly name?: string
  readonly command?: readonly string[]
  /** An existing run to go on with. */
  readonly resume?: RunFolder
  /** Checkpoint to resume from; default the latest. */
  readonly resumeStep?: number
  /** Resume although options that matter have changed. */
  readonly acceptChanges?: boolean
  /** Runs, checkpoints or files whose weights the new run starts from; see {@link startFromWeights}. */
  readonly from?: readonly string[]
  readonly stop?: StopControl
  readonly signal?: AbortSignal
  /** Makes the display once the run is known; the caller finishes or closes it. */
  readonly progress?: (plan: RunPlan) => Progress
  /** Requests of this process, from keys or code; taken between steps. */
  readonly requests?: RequestSource
  /** Told the run's folder once it exists, before the first record. */
  readonly onRun?: (run: RunFolder) => void
  readonly onEvent?: (event: RunEvent) => void
  /** Makes what watches the run's records and says what it finds wrong. */
  readonly watch?: (plan: RunPlan) => RunWatcher
}

export interface TrainResult {
  readonly run: RunFolder
  readonly status: LoopEnd
  readonly step: number
  readonly steps: number
  readonly imagesSeen: number
  readonly seconds: number
  readonly lastSample?: string | undefined
  readonly lastCheckpoint?: string | undefined
  readonly bestCheckpoint?: string | undefined
}

/**
 * Trains until done or stopped.
 *
 * @throws GanymedeError as the data, the run folder, the checkpoint and the steps give them; the run's status is `failed`
 *   then, and its last checkpoint intact
 */
export async function startTraining(request: TrainRequest): Promise<TrainResult> {
  const stop = request.stop ?? createStopControl(request.signal ? { signal: request.signal } : {})
  let folder = request.resume
  const onRun = (run: RunFolder) => {
    folder = run
    request.onRun?.(run)
  }
  try {
    return await openAndTrain({ ...request, onRun }, stop)
  } catch (error) {
    if (!(error instanceof StepMemoryError) || folder === undefined) throw error
    const { dir, record } = folder
    const resume = (options: readonly string[]) =>
      ['ganymede resume', quoted(dir), ...options.map((one) => `--set ${one}`), '--accept-changes'].join(' ')
    const { system, options } = request
    const precision = precisionOf(readRunRecord(record))
    throw await withFittingBatch(error, { system, options, precision, signal: stop.signal }, resume)
  } finally {
    if (request.stop === undefined) stop.dispose()
  }
}

function quoted(dir: string): string {
  return /\s/.test(dir) ? JSON.stringify(dir) : dir
}

async function openAndTrain(request: TrainRequest, stop: StopControl): Promise<TrainResult> {
  if (request.resume !== undefined) requireSoundPlaces(request.resume)
  const record = request.resume === undefined ? null : readRunRecord(request.resume.record)
  if (record !== null) refuseChanges(request, record)
  let dataset: Dataset | undefined
  let heldOut: HeldOut | undefined
  let trainer: Trainer | undefined
  try {
    dataset = await openTrainingData(request.system, request.options, { signal: stop.signal })
    const { labels: hasLabels } = request.system.needs(request.options.model)
    const compared =
      record === null || request.acceptChanges
        ? acceptedData
        : await requireSameData(record, dataset, { hasLabels, signal: stop.signal })
    const precision = precisionOf(record)
    heldOut = await openHeldOut(request.system, request.options, dataset, stop.signal)
    trainer = makeTrainer({ system: request.system, options: request.options, dataset, heldOut, precision })
    requireJudge(trainer)
    const start = startOf(request, record, trainer)
    return await trainInFolder({ request, stop, trainer, dataset, compared, heldOut, start }, record)
  } finally {
    if (trainer !== undefined) await trainer.close()
    else {
      await dataset?.close()
      await heldOut?.dataset?.close()
    }
  }
}

function makeTrainer(options: ConstructorParameters<typeof Trainer>[0]): Trainer {
  return namingMemory(
    'making the networks',
    'Make the images or the networks smaller, or close other programs.',
    () => new Trainer(options),
  )
}

/** One process's work on one run. */
interface Session {
  readonly request: TrainRequest
  readonly stop: StopControl
  readonly trainer: Trainer
  readonly dataset: Dataset
  readonly compared: ComparedData
  readonly heldOut: HeldOut
  /** Weights that the run begins with; null for random ones, and for a run that goes on. */
  readonly start: WeightStart | null
  readonly run: RunFolder
  readonly record: RunRecord
  /** The record as the last process left it; null for a new run. */
  readonly before: RunRecord | null
  readonly heartbeat: Heartbeat
}

async function trainInFolder(
  parts: Pick<Session, 'request' | 'stop' | 'trainer' | 'dataset' | 'compared' | 'heldOut' | 'start'>,
  before: RunRecord | null,
): Promise<TrainResult> {
  const { request, dataset } = parts
  const { system, out, name } = request
  const run = request.resume ?? createRunFolder({ out, system: system.name, dataName: dataset.info.name, name })
  const record = newRecord(request, run, parts, before)
  if (before === null) writeRunRecord(run.record, record)
  const lock = lockRun(run)
  try {
    completeRunFolder(run)
    request.onRun?.(run)
    const heartbeat = startHeartbeat(run.heartbeat)
    try {
      return await trainLocked({ ...parts, run, record, before, heartbeat })
    } finally {
      heartbeat.stop()
    }
  } finally {
    lock.release()
  }
}

async function trainLocked(session: Session): Promise<TrainResult> {
  const { request, trainer, run, dataset, record } = session
  const store = new CheckpointStore(run.checkpoints, { keep: request.options.train.keep })
  store.recover()
  removeLeftoverFiles(run.dir)
  const position = request.resume === undefined ? null : restorePosition(session, store)
  const secondsBefore = position === null ? 0 : (readLastMetrics(run.metrics).at(-1)?.seconds ?? 0)
  // A run that was killed before its first checkpoint starts again, and so do its logs.
  if (position === null) {
    rmSync(run.metrics, { force: true })
    removeEventFiles(run.dir)
  }
  const plan = planOf(request, run, trainer, dataset, secondsBefore)
  const progress = request.progress?.(plan)
  const watcher = request.watch?.(plan)
  const output = new RunOutput({
    run,
    record,
    trainer,
    secondsBefore,
    ...(position === null ? {} : { resumeFrom: trainer.step }),
    ...(progress ? { progress } : {}),
    ...(request.onEvent ? { onEvent: request.onEvent } : {}),
    ...(watcher ? { watcher } : {}),
  })
  try {
    if (position !== null) {
      const checkpoint = output.checkpointFields(position.name)
      output.log.rewind({ bytes: position.logBytes, step: trainer.step, checkpoint })
      output.lastCheckpoint = position.name
      watcher?.resume(readMetrics(run.metrics).records)
    }
    return await trainAndReport(session, store, output, position)
  } catch (error) {
    reportFailure(output, error)
    throw error
  } finally {
    output.close()
  }
}

/** Which image is input and which is target: a guess from names and shapes that the user had better see. */
function layoutNotes({ domains }: DataInfo): string[] {
  if (domains === undefined) return []
  const { layout, direction, items } = domains
  const [from, to] = direction === 'b2a' ? ['B', 'A'] : ['A', 'B']
  return [items === 'pairs' ? `${layout}; ${from} is the input, ${to} the target` : layout]
}

async function trainAndReport(
  { request, trainer, stop, run, dataset, compared, heldOut, start, before, heartbeat }: Session,
  store: CheckpointStore,
  output: RunOutput,
  position: RestoredPosition | null,
): Promise<TrainResult> {
  const isNew = position === null
  output.status('running')
  const { system, resolved, train, data } = trainer
  const advice = isNew ? (system.advice?.(resolved.model, train, data) ?? []) : []
  const notes = [
    ...(isNew ? layoutNotes(dataset.info) : []),
    ...dataset.info.notes,
    ...compared.notes,
    ...(position?.notes ?? []),
    ...versionNotes(position),
    ...(isNew ? [] : rateNotes(trainer, run, before)),
    ...startNotes(start, trainer),
    ...(isNew && heldOut.note !== null ? [heldOut.note] : []),
    ...advice,
  ]
  for (const note of notes) output.note(note)
  const inbox = new ControlInbox(run.control, { note: (text) => output.note(text) })
  inbox.discardOld()
  if (isNew) {
    output.realsSheet(await writeReals(trainer, run))
    await output.sheets()
  }
  const requests = request.requests ?? { take: () => [] }
  const training = new AbortController()
  if (compared.contentDigest === undefined) {
    const signal = AbortSignal.any([stop.signal, training.signal])
    void recordContent(dataset, signal, (digest) => output.contentDigest(digest))
  }
  let end: LoopEnd
  try {
    end = await runLoop({ trainer, output, store, stop, inbox, heartbeat, requests })
  } finally {
    training.abort()
  }
  output.status(end)
  return resultOf(run, end, trainer, output)
}

function reportFailure(output: RunOutput, error: unknown): void {
  try {
    output.status('failed', failureOf(error))
    if (error instanceof StepMemoryError) output.note('memory ran out; finding out which batch fits …')
  } catch {
    // A full disk may refuse this too; the first error is the one to report.
  }
}

function resultOf(run: RunFolder, status: LoopEnd, trainer: Trainer, output: RunOutput): TrainResult {
  const { best } = trainer
  const inRun = (name: string | undefined) => (name === undefined ? undefined : path.join(run.dir, name))
  return {
    run,
    status,
    step: trainer.step,
    steps: plannedSteps(trainer.train),
    imagesSeen: trainer.imagesSeen,
    seconds: output.seconds,
    lastSample: inRun(output.lastSample),
    lastCheckpoint: output.lastCheckpoint === undefined ? undefined : path.join(run.checkpoints, output.lastCheckpoint),
    bestCheckpoint:
      best === null
        ? undefined
        : `${path.join(run.checkpoints, `step-${String(best.step).padStart(6, '0')}`)} (${best.metric} ${best.value.toFixed(2)})`,
  }
}

interface RestoredPosition {
  readonly name: string
  readonly logBytes: number
  /** Version of libtorch that the steps so far were made with. */
  readonly libtorch: string
  readonly notes: readonly string[]
}

/** Told before the first step: whoever wants the old course goes back to this one. */
function rateNotes(trainer: Trainer, { dir }: RunFolder, record: RunRecord | null): string[] {
  const { train: after, step, rates } = trainer
  const before = trainSchema.safeParse(record?.options.train).data
  if (before === undefined || plannedSteps(before) === plannedSteps(after)) return []
  const last = rates.current()
  rates.apply(step)
  const command = `ganymede resume ${quoted(dir)} --step ${step}`
  const { model } = trainer.resolved
  return rateChangeNotes({ before, after, step, model, rates: [last, rates.current()], command })
}

function versionNotes(position: RestoredPosition | null): string[] {
  const now = libtorchVersion().version
  if (position === null || position.libtorch === now) return []
  return [`libtorch was ${position.libtorch} and is ${now}: steps from here on may differ in the last digits`]
}

function restorePosition({ trainer, run, request }: Session, store: CheckpointStore): RestoredPosition | null {
  const { resumeStep, acceptChanges = false } = request
  if (resumeStep === undefined && store.list().every((entry) => entry.isFailed)) return null
  const found = findCheckpoint(run.checkpoints, resumeStep ?? 'latest')
  // The later checkpoints are of another future now: a crash before the next save must not lead back to them.
  if (resumeStep !== undefined) store.goBackTo(found.step)
  const state = trainer.restore(found.dir, { learningRates: acceptChanges ? 'own' : 'saved' })
  return { name: found.name, logBytes: state.logBytes, libtorch: state.versions.libtorch, notes: found.notes }
}

/** Loads the weights that a run begins with; one that was killed before its first checkpoint begins with them again. */
function startOf({ from, out, resume }: TrainRequest, record: RunRecord | null, trainer: Trainer): WeightStart | null {
  if (resume !== undefined && listCheckpoints(resume.checkpoints).some((entry) => !entry.isFailed)) return null
  const references = record?.from?.resolved ?? from ?? []
  return references.length === 0 ? null : startFromWeights(trainer, references, out)
}

function startNotes(start: WeightStart | null, { frozen }: Trainer): string[] {
  const weights = (start?.networks ?? []).flatMap(reportLines)
  const untouched = start?.untouched ?? []
  return [
    ...weights,
    ...(untouched.length === 0
      ? []
      : [`${untouched.join(', ')} ${untouched.length === 1 ? 'starts' : 'start'} from random weights`]),
    ...(frozen.length === 0 ? [] : [`frozen: ${frozen.length} parameter tensors (train.freeze)`]),
  ]
}

function newRecord(
  { system, options, sources = {}, command = [] }: TrainRequest,
  run: RunFolder,
  { trainer, dataset, compared, start }: Pick<Session, 'trainer' | 'dataset' | 'compared' | 'start'>,
  before: RunRecord | null,
): RunRecord {
  const { info } = dataset
  const { device, threads, precision } = trainer.placement
  const data = {
    path: info.path,
    name: info.name,
    fingerprint: info.fingerprint,
    images: info.count,
    classes: info.classes,
    ...(info.fileTimes && { fileTimes: info.fileTimes.fingerprint }),
    contentDigest: compared.contentDigest,
  }
  const placed = { device, precision, threads, steps: plannedSteps(options.train) }
  const plain = JSON.parse(JSON.stringify(options)) as RunRecord['options']
  if (before !== null) {
    return {
      ...before,
      options: plain,
      sources: { ...before.sources, ...sources },
      data: { ...before.data, ...data },
      ...placed,
    }
  }
  return {
    format: runFormat,
    id: run.id,
    name: run.name,
    definition: { name: system.name, version: system.version, ...(system.replaced && { parts: [...system.replaced] }) },
    options: plain,
    sources: { ...sources },
    data: {
      ...data,
      channels: info.channels,
      ...(info.domains === undefined ? {} : { domains: { ...info.domains } }),
    },
    seeds: { root: options.train.seed },
    versions: { ganymede: toolkitVersion(), libtorch: libtorchVersion().version, node: process.versions.node },
    command: [...command],
    created: new Date().toISOString(),
    status: 'created',
    step: 0,
    ...placed,
    ...(start === null ? {} : { from: JSON.parse(JSON.stringify(start)) as NonNullable<RunRecord['from']> }),
  }
}

function planOf(
  request: TrainRequest,
  run: RunFolder,
  trainer: Trainer,
  dataset: Dataset,
  secondsBefore: number,
): RunPlan {
  return {
    run,
    system: request.system,
    options: request.options,
    data: dataset.info,
    placement: trainer.placement,
    parameters: Object.fromEntries(Object.entries(trainer.networks).map(([name, n]) => [name, n.parameterCount])),
    step: trainer.step,
    secondsBefore,
  }
}
