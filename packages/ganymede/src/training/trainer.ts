/** The state of one training and one step of it: networks, optimizers, average, random streams, data position. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { deriveSeed } from '@ganymede/core/random'
import { autocast, foreachCopy_, keep, libtorchVersion, noGrad, setDeterministic, type Tensor } from '@ganymede/torch'
import { makeAverage } from '../checkpoint/average.js'
import {
  type CheckpointContent,
  type CheckpointState,
  checkpointFormat,
  readCheckpointState,
  useCheckpointTensors,
} from '../checkpoint/checkpoint.js'
import { joinOptimizerState, type OptimizerValues, splitOptimizerState } from '../checkpoint/optimizer-state.js'
import { SeededStreams } from '../checkpoint/random-streams.js'
import { countClasses, type Dataset } from '../data/dataset.js'
import { Loader } from '../data/loader.js'
import type { ExponentialMovingAverage } from '../nn/ema.js'
import { requireFitting } from '../options/option-fit.js'
import type { ResolvedOptions, TrainOptions } from '../options/train-options.js'
import { FixedReals, type RealPixels } from '../pictures/fixed-reals.js'
import { RealImages } from '../pictures/real-images.js'
import type {
  AnySystem,
  DataShape,
  Networks,
  Optimizers,
  PendingBatch,
  SampleContext,
  StepContext,
} from '../systems/contract/system.js'
import {
  joinSystemState,
  type StateValues,
  type SystemState,
  splitSystemState,
} from '../systems/contract/system-state.js'
import type { AdversarialLoss } from '../systems/losses/adversarial.js'
import { toolkitVersion } from '../toolkit-version.js'
import { freezeParameters } from '../weights/freeze.js'
import { RunAugmentation } from './augmentation.js'
import { FiniteGuard, type LossTerms } from './guards/finite-guard.js'
import { type Mishaps, noMishaps, rateShare } from './guards/skipped-updates.js'
import { LearningRates } from './learning-rates.js'
import { type Placement, type Precision, placementOf } from './placement.js'
import type { BestScore } from './watch/best-score.js'
import type { HeldOut } from './watch/held-out.js'
import { ScalarMeans } from './watch/scalar-means.js'
import { withoutTraces } from './without-traces.js'

export interface TrainerOptions {
  readonly system: AnySystem
  readonly options: ResolvedOptions
  readonly dataset: Dataset
  /** What measures compare; default: images of the data. The trainer closes it. */
  readonly heldOut?: HeldOut | undefined
  /** What `precision: auto` means; default: what suits the device. */
  readonly precision?: Precision | undefined
  /** Receives `d`, `D`, `g`, `G`, `E` in the order in which they happen. */
  readonly trace?: (event: string) => void
}

/** Steps between checks for NaN and infinity. */
function checkInterval({ finiteEvery, onNonFinite }: TrainOptions, device: string): number {
  // An update can be left out only before it is made.
  if (onNonFinite === 'skip') return 1
  return finiteEvery > 0 ? finiteEvery : device === 'cpu' ? 1 : 16
}

// File of the tensors of the system's own state.
const systemStateFile = 'system-state'

/** Milliseconds spent in the parts of the steps since the last log line. */
interface PartTimes {
  data: number
  d: number
  g: number
}

export class Trainer implements StepContext<Networks, unknown> {
  readonly system: AnySystem
  readonly resolved: ResolvedOptions
  readonly placement: Placement
  readonly data: DataShape
  readonly networks: Networks
  readonly optimizers: Optimizers
  /** Paths of parameters that do not learn. */
  readonly frozen: readonly string[]
  readonly ema: ExponentialMovingAverage | null
  readonly random: SeededStreams
  /** What the system remembers besides, or null. */
  readonly state: SystemState | null
  readonly rates: LearningRates
  /** Null when the run does not augment. */
  readonly augmentation: RunAugmentation | null
  readonly means: ScalarMeans
  /** Best score so far, or null. */
  best: BestScore | null = null
  /** What went wrong so far and was got over. */
  mishaps: Mishaps = noMishaps
  readonly #dataset: Dataset
  readonly #loader: Loader
  readonly #real: RealImages
  readonly #guard: FiniteGuard
  #learningRates: 'saved' | 'own' = 'saved'
  readonly #trace: (event: string) => void
  readonly #twinStreams: SeededStreams
  readonly #fixedReals: FixedReals
  readonly #heldOut: Dataset | null
  readonly #measuredReals: FixedReals
  #step = 0
  #imagesSeen = 0
  #times: PartTimes = { data: 0, d: 0, g: 0 }

  constructor({ system, options, dataset, heldOut, precision, trace = () => {} }: TrainerOptions) {
    const { train } = options
    this.system = system
    this.resolved = options
    requireFitting(system, options)
    this.placement = placementOf(train, precision)
    if (train.deterministic) setDeterministic(true)
    const { info, transform } = dataset
    const { width, height, channels } = transform
    const { classes, count } = info
    this.data = {
      channels,
      width,
      height,
      classes,
      classCounts: countClasses(dataset),
      count,
      ...(dataset.targets === undefined ? {} : { targetChannels: dataset.targets.channels }),
    }
    system.check?.(options.model, train, this.data)
    this.random = new SeededStreams(train.seed, this.placement.device)
    this.random.seedDefault()
    this.networks = system.build(options.model, this.data, this.random)
    const { device } = this.placement
    this.means = new ScalarMeans({ readsAtOnce: device === 'cpu' })
    for (const [name, network] of Object.entries(this.networks)) {
      network.rename(name)
      network.to(system.channelsLast ? { device, memoryFormat: 'channelsLast' } : { device })
    }
    this.frozen = freezeParameters(this.networks, train.freeze)
    this.optimizers = system.optimizers(this.networks, options.model, train)
    this.#twinStreams = new SeededStreams(0, device)
    const { networks, data } = this
    this.ema = makeAverage({ system, options: options.model, train, data, networks, device, random: this.#twinStreams })
    this.rates = new LearningRates(train, this.optimizers)
    const { random } = this
    this.augmentation =
      train.augment === 'none'
        ? null
        : new RunAugmentation({ train, random, device, channelsLast: system.channelsLast, system: system.name })
    this.state = system.state?.(this) ?? null
    const seed = deriveSeed(train.seed, 'data')
    this.#dataset = dataset
    this.#fixedReals = new FixedReals(dataset, train.seed)
    this.#heldOut = heldOut?.dataset ?? null
    this.#measuredReals = this.#heldOut === null ? this.#fixedReals : new FixedReals(this.#heldOut, train.seed)
    this.#loader = new Loader(dataset, { batch: train.batch, seed })
    this.#real = new RealImages({ device, channelsLast: system.channelsLast })
    this.#guard = new FiniteGuard(this.networks, checkInterval(train, device), train.checkpointEvery)
    this.#trace = trace
  }

  get step(): number {
    return this.#step
  }

  get imagesSeen(): number {
    return this.#imagesSeen
  }

  get options(): unknown {
    return this.resolved.model
  }

  get train(): TrainOptions {
    return this.resolved.train
  }

  get loss(): AdversarialLoss | undefined {
    return this.system.loss
  }

  get device(): string {
    return this.placement.device
  }

  /** Runs one step. */
  async runStep(): Promise<void> {
    this.rates.apply(this.#step)
    if (this.train.onNonFinite === 'skip') await this.#runRevocably()
    else await this.system.step(this)
    this.#step++
    this.augmentation?.afterStep(this.#step)
  }

  // A pass with NaN spoils running statistics for good, though no update is made.
  async #runRevocably(): Promise<void> {
    const buffers = Object.values(this.networks).flatMap((network) => network.buffers())
    const before = noGrad(() => buffers.map((buffer) => keep(buffer.clone())))
    try {
      await this.system.step(this)
    } catch (error) {
      if (buffers.length > 0) noGrad(() => foreachCopy_(buffers, before))
      throw error
    } finally {
      for (const copy of before) copy.dispose()
    }
  }

  /** Goes on after a step that was broken off: its remaining updates are dropped. */
  skipStep(): void {
    this.#step++
  }

  async nextReal(n: number = this.train.batch): Promise<PendingBatch> {
    const from = performance.now()
    const batch = await this.#real.next(n, () => this.#loader.next())
    this.#times.data += performance.now() - from
    this.#imagesSeen += n
    return batch
  }

  forward<T>(fn: () => T): T {
    const { device, precision } = this.placement
    if (precision === 'float32') return fn()
    return autocast({ device: device.split(':')[0]!, dtype: precision }, fn)
  }

  log(key: string, value: Tensor | number): void {
    this.means.add(key, value)
  }

  requireFinite(name: string, value: Tensor, rerun: () => void, terms?: LossTerms): void {
    this.#guard.requireFinite(name, this.#step, value, rerun, terms)
  }

  requireFiniteGradients(network: string, norm: Tensor): void {
    this.#guard.requireFiniteGradients(`${network}/grad_norm`, this.#step, norm)
  }

  trace(event: string): void {
    this.#trace(event)
  }

  time<T>(part: 'd' | 'g', fn: () => T): T {
    const from = performance.now()
    try {
      return fn()
    } finally {
      this.#times[part] += performance.now() - from
    }
  }

  /** Milliseconds by part since the last call. */
  takeTimes(): PartTimes {
    const times = this.#times
    this.#times = { data: 0, d: 0, g: 0 }
    return times
  }

  /** Values of the present moment for the log: learning rates, strength of augmentation, decay of the average. */
  present(): Record<string, number> {
    const p = this.augmentation?.p ?? null
    return {
      ...this.rates.current(),
      ...(p === null ? {} : { 'ada/p': p }),
      ...(this.ema === null ? {} : { 'ema/m': this.ema.decay }),
    }
  }

  /** Passes over the data so far; informative only. */
  get epoch(): number {
    return this.#imagesSeen / this.data.count
  }

  /**
   * Runs `fn` with what sampling needs. Training state is unchanged afterwards, whatever it does: modes, statistics and
   * other buffers, random streams. Must not be called inside a step.
   */
  sampling<T>(fn: (ctx: SampleContext<Networks, unknown>) => T): T {
    const networks = Object.values(this.networks)
    const { options, data, device } = this
    const ema = this.ema?.network ?? null
    return withoutTraces(ema === null ? networks : [...networks, ema], this.random, () =>
      fn({ networks: this.networks, ema, options, data, device }),
    )
  }

  /** All state as a checkpoint; tensors are those in use, or made in the caller's scope. */
  checkpoint(logBytes: number): CheckpointContent {
    const tensors = new Map<string, ReadonlyMap<string, Tensor>>()
    for (const [name, network] of Object.entries(this.networks)) tensors.set(name, network.stateDict())
    if (this.ema !== null) tensors.set(`${this.system.generator}-ema`, this.ema.state())
    const values: Record<string, OptimizerValues> = {}
    for (const [name, optimizer] of Object.entries(this.optimizers)) {
      const parts = splitOptimizerState(optimizer.state())
      tensors.set(`optimizer-${name}`, parts.tensors)
      values[name] = parts.values
    }
    tensors.set('random', this.random.state())
    const extra: Record<string, StateValues> = {}
    if (this.state !== null) {
      const parts = splitSystemState(this.state.save())
      extra.system = parts.values
      if (parts.tensors.size > 0) tensors.set(systemStateFile, parts.tensors)
    }
    if (this.augmentation !== null) extra.augmentation = this.augmentation.state()
    const state: CheckpointState = {
      format: checkpointFormat,
      versions: { ganymede: toolkitVersion(), libtorch: libtorchVersion().version },
      system: { name: this.system.name, version: this.system.version },
      options: this.resolved as unknown as CheckpointState['options'],
      data: { fingerprint: this.#dataset.info.fingerprint },
      networks: Object.keys(this.networks),
      optimizers: values,
      ema: this.ema === null ? null : this.system.generator,
      loop: {
        step: this.#step,
        imagesSeen: this.#imagesSeen,
        skipped: [...this.mishaps.skipped],
        rollbacks: this.mishaps.rollbacks,
      },
      loader: { ...this.#loader.state() },
      means: this.means.state(),
      logBytes,
      best: this.best,
      extra,
    }
    return { state, tensors }
  }

  /**
   * Goes on exactly where a checkpoint was made.
   *
   * @param options.learningRates  `'own'`: those of the options, when they have been changed on purpose; default as at the
   *   last call, at first as saved
   * @throws GanymedeError `CHECKPOINT_CORRUPT` or `CHECKPOINT_MISMATCH`
   */
  restore(
    folder: string,
    { learningRates = this.#learningRates }: { readonly learningRates?: 'saved' | 'own' } = {},
  ): CheckpointState {
    this.#learningRates = learningRates
    const state = readCheckpointState(folder)
    this.loadWeights(folder, state)
    for (const [name, optimizer] of Object.entries(this.optimizers)) {
      useCheckpointTensors(folder, `optimizer-${name}`, (tensors) =>
        optimizer.restore(joinOptimizerState(tensors, state.optimizers[name]), { learningRates }),
      )
    }
    useCheckpointTensors(folder, 'random', (tensors) => this.random.restore(tensors))
    this.#restoreState(folder, state)
    if (state.extra.augmentation !== undefined) this.augmentation?.restore(state.extra.augmentation)
    const { skipped = [], rollbacks = 0 } = state.loop
    this.mishaps = { skipped, rollbacks }
    this.rates.share = rateShare(this.mishaps)
    this.#step = state.loop.step
    this.#imagesSeen = state.loop.imagesSeen
    this.#loader.restore(state.loader as never)
    this.#real.clear()
    this.means.restore(state.means)
    this.best = state.best
    return state
  }

  #restoreState(folder: string, { extra }: CheckpointState): void {
    const { state } = this
    if (state === null) return
    const values = extra.system
    if (values === undefined) {
      throw new GanymedeError('CHECKPOINT_MISMATCH', `${folder} has no state of ${this.system.name}`, {
        remedy: 'Use the version of the system that made it, or start from its weights with --from.',
      })
    }
    const load = (tensors: ReadonlyMap<string, Tensor>) => {
      const here = new Map([...tensors].map(([name, value]) => [name, value.to({ device: this.device })]))
      noGrad(() => state.load(joinSystemState(here, values)))
    }
    // A state without tensors has no file of them.
    if (existsSync(path.join(folder, `${systemStateFile}.safetensors`))) {
      useCheckpointTensors(folder, systemStateFile, load)
    } else load(new Map())
  }

  /** Loads weights only, by name: for resuming, and for starting from another run. */
  loadWeights(folder: string, state: CheckpointState): void {
    for (const [name, network] of Object.entries(this.networks)) {
      useCheckpointTensors(folder, name, (tensors) => network.loadStateDict(tensors))
    }
    if (this.ema === null) return
    const source = state.ema === null ? this.system.generator : `${this.system.generator}-ema`
    useCheckpointTensors(folder, source, (tensors) => this.ema!.restore(tensors))
  }

  /** Which part of the data measures compare; null for systems that translate nothing. */
  get measuredPart(): 'train' | 'test' | null {
    if (this.data.targetChannels === undefined) return null
    return this.#heldOut === null ? (this.#dataset.info.split ?? 'train') : 'test'
  }

  /** Real images for measures: of the test part where there is one to translate; see {@link FixedReals.take}. */
  measuredPixels(count: number): Promise<RealPixels> {
    return this.#measuredReals.take(count)
  }

  /** Real images for `reals.png` and views; see {@link FixedReals.take}. */
  realPixels(count: number): Promise<RealPixels> {
    return this.#fixedReals.take(count)
  }

  /** Frees everything. */
  async close(): Promise<void> {
    await this.#loader.close()
    for (const network of Object.values(this.networks)) network.dispose()
    for (const optimizer of Object.values(this.optimizers)) optimizer.dispose()
    this.ema?.dispose()
    this.state?.dispose?.()
    this.augmentation?.dispose()
    this.means.clear()
    this.random.dispose()
    this.#twinStreams.dispose()
    await this.#dataset.close()
    await this.#heldOut?.close()
  }
}
