/** The state of one training and one step of it: networks, optimizers, average, random streams, data position. */
import {
  autocast,
  defaultPrecision,
  foreachCopy_,
  getThreads,
  libtorchVersion,
  noGrad,
  resolveDevice,
  scope,
  setDeterministic,
  setThreads,
  type Tensor,
} from '@ganymede/torch'
import { countClasses, type Dataset } from '../data/dataset.js'
import { Loader } from '../data/loader.js'
import { GanymedeError } from '../errors.js'
import { freezeParameters } from '../interchange/freeze.js'
import { ExponentialMovingAverage } from '../nn/ema.js'
import type { Module } from '../nn/module.js'
import { CounterRandom, shuffledIndices } from '../random/counter-random.js'
import { deriveSeed } from '../random/derive-seed.js'
import { toolkitVersion } from '../version.js'
import {
  type CheckpointContent,
  type CheckpointState,
  checkpointFormat,
  readCheckpointState,
  useCheckpointTensors,
} from './checkpoint.js'
import { FiniteGuard } from './finite-guard.js'
import type { AdversarialLoss } from './losses/adversarial.js'
import { joinOptimizerState, type OptimizerValues, splitOptimizerState } from './optimizer-state.js'
import type { ResolvedOptions, TrainOptions } from './options.js'
import { SeededStreams } from './random-streams.js'
import { RealImages } from './real-images.js'
import { ScalarMeans } from './scalar-means.js'
import type { AnySystem, DataShape, Networks, Optimizers, PendingBatch, SampleContext, StepContext } from './system.js'
import { joinSystemState, type StateValues, type SystemState, splitSystemState } from './system-state.js'

export interface TrainerOptions {
  readonly system: AnySystem
  readonly options: ResolvedOptions
  readonly dataset: Dataset
  /** Receives `d`, `D`, `g`, `G`, `E` in the order in which they happen. */
  readonly trace?: (event: string) => void
}

/** Score by which the best checkpoint is kept; lower is better. */
export interface BestScore {
  readonly metric: string
  readonly value: number
  readonly step: number
}

/** What the hardware gives: decided once, printed, and stored with the run. */
export interface Placement {
  readonly device: string
  readonly threads: number
  readonly precision: 'float32' | 'bfloat16'
}

/** Resolves device, threads and precision; loads libtorch. */
function placementOf(train: TrainOptions): Placement {
  const device = resolveDevice(train.device)
  if (train.threads > 0) setThreads(train.threads)
  const precision = train.precision === 'auto' ? defaultPrecision(device) : train.precision
  return { device, threads: getThreads(), precision }
}

/** Real images as bytes. */
export interface RealPixels {
  /** `[count, H, W, C]`, row-major. */
  readonly pixels: Uint8Array
  /** `[count]`, or null without classes. */
  readonly labels: Int32Array | null
  readonly count: number
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
  readonly means = new ScalarMeans()
  /** Best score so far, or null. */
  best: BestScore | null = null
  readonly #dataset: Dataset
  readonly #loader: Loader
  readonly #real: RealImages
  readonly #guard: FiniteGuard
  readonly #trace: (event: string) => void
  readonly #twinStreams: SeededStreams
  #fixedReals: RealPixels | null = null
  #step = 0
  #imagesSeen = 0
  #times: PartTimes = { data: 0, d: 0, g: 0 }

  constructor({ system, options, dataset, trace = () => {} }: TrainerOptions) {
    const { train } = options
    this.system = system
    this.resolved = options
    this.placement = placementOf(train)
    if (train.deterministic) setDeterministic(true)
    const { info, transform } = dataset
    const { width, height, channels } = transform
    const { classes, count } = info
    this.data = { channels, width, height, classes, classCounts: countClasses(dataset), count }
    system.check?.(options.model, train, this.data)
    this.random = new SeededStreams(train.seed, this.placement.device)
    this.random.seedDefault()
    this.networks = system.build(options.model, this.data, this.random)
    const { device } = this.placement
    for (const [name, network] of Object.entries(this.networks)) {
      network.rename(name)
      network.to(system.channelsLast ? { device, memoryFormat: 'channelsLast' } : { device })
    }
    this.frozen = freezeParameters(this.networks, train.freeze)
    this.optimizers = system.optimizers(this.networks, options.model, train)
    this.#twinStreams = new SeededStreams(0, device)
    this.ema = train.ema > 0 ? this.#makeAverage() : null
    this.state = system.state?.(this) ?? null
    const seed = deriveSeed(train.seed, 'data')
    this.#dataset = dataset
    this.#loader = new Loader(dataset, { batch: train.batch, seed })
    this.#real = new RealImages({ device, channelsLast: system.channelsLast })
    const every = train.finiteEvery > 0 ? train.finiteEvery : device === 'cpu' ? 1 : 16
    this.#guard = new FiniteGuard(this.networks, every)
    this.#trace = trace
  }

  // The same definition builds the twin, so that both have one structure.
  #makeAverage(): ExponentialMovingAverage {
    const { system, resolved, placement } = this
    const make = () => {
      const twin: Networks = system.build(resolved.model, this.data, this.#twinStreams)
      for (const [name, network] of Object.entries(twin)) if (name !== system.generator) network.dispose()
      const { device } = placement
      const copy = twin[system.generator]!.rename(`${system.generator}-ema`)
      return copy.to(system.channelsLast ? { device, memoryFormat: 'channelsLast' } : { device })
    }
    const { ema: decay, emaStart: startStep } = resolved.train
    return new ExponentialMovingAverage<Module>(this.networks[system.generator]!, make, {
      mode: 'fixed',
      decay,
      startStep,
    })
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
    await this.system.step(this)
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

  requireFinite(name: string, value: Tensor, rerun: () => void): void {
    this.#guard.requireFinite(name, this.#step, value, rerun)
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

  /** Learning rates by optimizer. */
  learningRates(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.optimizers).map(([name, optimizer]) => [
        `lr/${name}`,
        Object.values(optimizer.learningRates())[0]!,
      ]),
    )
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
    const all = this.ema === null ? networks : [...networks, this.ema.network]
    const modes = all.flatMap((n) => [...n.namedModules()].map(([, m]) => [m, m.training] as const))
    return scope('sampling', () => {
      const buffers = all.flatMap((network) => network.buffers())
      const before = noGrad(() => buffers.map((buffer) => buffer.clone()))
      const random = this.random.state()
      for (const network of all) network.eval()
      try {
        return fn({
          networks: this.networks,
          ema: this.ema?.network ?? null,
          options: this.options,
          data: this.data,
          device: this.device,
        })
      } finally {
        // Parents come first, so each module ends with its own mode.
        for (const [module, training] of modes) module.train(training)
        if (buffers.length > 0) noGrad(() => foreachCopy_(buffers, before))
        this.random.restore(random)
      }
    })
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
      tensors.set(systemStateFile, parts.tensors)
    }
    const state: CheckpointState = {
      format: checkpointFormat,
      versions: { ganymede: toolkitVersion(), libtorch: libtorchVersion().version },
      system: { name: this.system.name, version: this.system.version },
      options: this.resolved as unknown as CheckpointState['options'],
      data: { fingerprint: this.#dataset.info.fingerprint },
      networks: Object.keys(this.networks),
      optimizers: values,
      ema: this.ema === null ? null : this.system.generator,
      loop: { step: this.#step, imagesSeen: this.#imagesSeen },
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
   * @param options.learningRates  `'own'`: those of the options, when they have been changed on purpose; default as saved
   * @throws GanymedeError `CHECKPOINT_CORRUPT` or `CHECKPOINT_MISMATCH`
   */
  restore(
    folder: string,
    { learningRates = 'saved' }: { readonly learningRates?: 'saved' | 'own' } = {},
  ): CheckpointState {
    const state = readCheckpointState(folder)
    this.loadWeights(folder, state)
    for (const [name, optimizer] of Object.entries(this.optimizers)) {
      useCheckpointTensors(folder, `optimizer-${name}`, (tensors) =>
        optimizer.restore(joinOptimizerState(tensors, state.optimizers[name]), { learningRates }),
      )
    }
    useCheckpointTensors(folder, 'random', (tensors) => this.random.restore(tensors))
    this.#restoreState(folder, state)
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
    useCheckpointTensors(folder, systemStateFile, (tensors) => {
      const here = new Map([...tensors].map(([name, value]) => [name, value.to({ device: this.device })]))
      noGrad(() => state.load(joinSystemState(here, values)))
    })
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

  /**
   * Real images for `reals.png`, views and metrics, without mirroring and outside the training position: the same ones in
   * the same order for a seed, also after a resume; fewer of them are the first of more.
   */
  async realPixels(count: number): Promise<RealPixels> {
    const { width, height, channels, classes } = this.data
    const n = Math.min(count, this.data.count)
    const size = height * width * channels
    if (this.#fixedReals === null || this.#fixedReals.count < n) {
      const pixels = new Uint8Array(n * size)
      const labels = classes === null ? null : new Int32Array(n)
      // Drawn at random: any regular choice may meet a regular order of classes.
      const chosen = shuffledIndices(this.data.count, new CounterRandom(this.train.seed, 'reals'))
      for (let i = 0; i < n; i++) {
        pixels.set(await this.#dataset.read(chosen[i]!), i * size)
        if (labels !== null) labels[i] = this.#dataset.label(chosen[i]!) ?? -1
      }
      this.#fixedReals = { pixels, labels, count: n }
    }
    const { pixels, labels } = this.#fixedReals
    return { pixels: pixels.subarray(0, n * size), labels: labels?.subarray(0, n) ?? null, count: n }
  }

  /** Frees everything. */
  async close(): Promise<void> {
    await this.#loader.close()
    for (const network of Object.values(this.networks)) network.dispose()
    for (const optimizer of Object.values(this.optimizers)) optimizer.dispose()
    this.ema?.dispose()
    this.state?.dispose?.()
    this.means.clear()
    this.random.dispose()
    this.#twinStreams.dispose()
    await this.#dataset.close()
  }
}
