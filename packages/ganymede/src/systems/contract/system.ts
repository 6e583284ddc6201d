/** The model contract: what a system says about itself, and what the loop gives it. One definition per folder in models/. */

import type { ChannelCount } from '@ganymede/core/pictures'
import type { Generator, Tensor } from '@ganymede/torch'
import type { z } from 'zod'
import type { ExponentialMovingAverage } from '../../nn/ema.js'
import type { Module } from '../../nn/module.js'
import type { Optimizer } from '../../nn/optim/optimizer.js'
import type { TrainOptions } from '../../options/train-options.js'
import type { AdversarialLoss } from '../losses/adversarial.js'
import type { SystemState } from './system-state.js'

/** What the networks need to know of the data set. */
export interface DataShape {
  readonly channels: number
  readonly height: number
  readonly width: number
  /** Class names, or null when the data has no labels. */
  readonly classes: readonly string[] | null
  /** Images of each class while training, null without labels; absent when a trained model is only opened. */
  readonly classCounts?: readonly number[] | null
  readonly count: number
  /** Channels of the second image of every item, for systems of two domains; `channels` counts those of the first. */
  readonly targetChannels?: number
}

/**
 * What an item of the data is: one image, two images of the same scene, or one image each of two domains that do not
 * belong together.
 */
export type DataItems = 'images' | 'pairs' | 'unpaired'

/** How a system wants its images. */
export interface DataNeeds {
  readonly size: number | { readonly width: number; readonly height: number }
  /** Of the images, or of the first image of an item; 2 and 4, with alpha, only for systems of two domains. */
  readonly channels: ChannelCount | 'auto'
  /** Default `images`. */
  readonly items?: DataItems
  /** Channels of the second image of an item; default `channels`. */
  readonly targetChannels?: ChannelCount | 'auto'
  /** Whether labels are required. */
  readonly labels: boolean
}

/** One real batch on the device. */
export interface RealBatch {
  /** `[N, C, H, W]`, float32 in [-1, 1]. */
  readonly images: Tensor
  /** `[N]`, int64, or null without labels. */
  readonly labels: Tensor | null
  /** `[N, C', H, W]` like `images`: the second image of every item; only for systems of two domains. */
  readonly targets?: Tensor
}

export type Networks = Readonly<Record<string, Module>>
export type Optimizers = Readonly<Record<string, Optimizer>>

/** Named streams of random numbers, each derived from the run's seed and its own name, saved with every checkpoint. */
export interface RandomStreams {
  stream(name: string): Generator
}

/** What a system's state is made from; see {@link System.state}. */
export interface StateContext<Nets extends Networks, Options> {
  readonly networks: Nets
  readonly options: Options
  readonly train: TrainOptions
  readonly data: DataShape
  readonly device: string
  readonly random: RandomStreams
}

/** Augmentation of everything that a discriminator sees, as the train options ask. */
export interface StepAugmentation {
  /**
   * `[N, C, H, W]` in [-1, 1] in and out, differentiable; independent draws for every image and call.
   *
   * @param parts  channels of images that are judged together, such as `[1, 3]` for an input and its output: places change
   *   alike, colours of each image by itself; default: all are those of one image
   */
  apply(images: Tensor, parts?: readonly number[]): Tensor
  /**
   * Tells the logits of real images, by which adaptive augmentation finds its strength.
   *
   * @param threshold  logits above it mean real; null where no number does. Default 0
   */
  observe(realLogits: Tensor, threshold?: number | null): void
}

/** What a step sees of the run. */
export interface StepContext<Nets extends Networks, Options, State = unknown> {
  /** Steps done before this one. */
  readonly step: number
  readonly imagesSeen: number
  readonly networks: Nets
  readonly optimizers: Optimizers
  readonly ema: ExponentialMovingAverage | null
  readonly options: Options
  readonly train: TrainOptions
  readonly data: DataShape
  readonly device: string
  readonly random: RandomStreams
  /** What the system's `state` hook made, or null without one; saved and restored by the loop. */
  readonly state: State
  /** Adversarial loss in place of the system's own; absent when it was not replaced. */
  readonly loss?: AdversarialLoss | undefined
  /** Null or absent when the run does not augment. */
  readonly augmentation?: StepAugmentation | null
  /** The next real images, never seen before in this epoch; `n` defaults to `train.batch`. Made in the caller's scope. */
  nextReal(n?: number): Promise<PendingBatch>
  /** Runs a forward pass in the run's precision. */
  forward<T>(fn: () => T): T
  /** Adds to the mean of a scalar until the next log line; a tensor stays on the device until then. */
  log(key: string, value: Tensor | number): void
  /**
   * Breaks the step off, with a report, when the value is NaN or infinite.
   *
   * @param rerun  repeats the forward pass, to find where
   * @param terms  what the value is made of, for the report
   */
  requireFinite(name: string, value: Tensor, rerun: () => void, terms?: () => Readonly<Record<string, Tensor>>): void
  /** Stops the run when a gradient norm is NaN or infinite, naming the first bad gradient. */
  requireFiniteGradients(network: string, norm: Tensor): void
  /** Marks an update for order traces: `d`, `D`, `g`, `G`, `E`. */
  trace(event: string): void
  /** Adds up the time of a part of the step. */
  time<T>(part: 'd' | 'g', fn: () => T): T
}

/** Decoded pixels that become tensors inside a scope: decoding is awaited, tensor work is not. */
export interface PendingBatch {
  toDevice(): RealBatch
}

/** What `sample` is asked for. */
export interface SampleRequest {
  /** One picture per seed; the same seed gives the same latent everywhere. */
  readonly seeds: readonly number[]
  /** Class of every picture, for conditional systems. */
  readonly label?: number
  /** Class of each picture; default: the remainder of its seed by the number of classes. */
  readonly labels?: readonly number[]
  /** Use the averaged weights when there are any; default true. */
  readonly ema?: boolean
}

/** How `decode` is to make pictures. */
export interface DecodeRequest {
  /** `[N]`, int64, on the device: the class of each picture. Always there for systems that need labels, null for others. */
  readonly labels?: Tensor | null
  /** Use the averaged weights when there are any; default true. */
  readonly ema?: boolean
}

/** Networks ready to make pictures: in evaluation mode, without gradients. */
export interface SampleContext<Nets extends Networks, Options> {
  readonly networks: Nets
  /** The averaged generator, or null. */
  readonly ema: Module | null
  readonly options: Options
  readonly data: DataShape
  readonly device: string
}

/** Which way a translation goes: from the first image of an item to the second, or back, for systems that learn both. */
export type TranslationDirection = 'a2b' | 'b2a'

/**
 * What batch norm normalises with when a picture is translated: the statistics of the picture itself, as in training with
 * one image at a time, or the running ones, with which every picture and every tile of it is treated alike.
 */
export type TranslationMode = 'batch' | 'running'

/** How `translate` is to make pictures; what is left out is as the options of the model say, see `translationDefaults`. */
export interface TranslateRequest {
  /** Default `a2b`. */
  readonly direction?: TranslationDirection
  readonly mode?: TranslationMode
  /** Whether dropout, the only noise of such networks, is on. */
  readonly dropout?: boolean
  /** Of the dropout masks; the same seed gives the same pictures. Default 0. */
  readonly seed?: number
  /** Use the averaged weights when there are any; default true. */
  readonly ema?: boolean
}

/** How a model translates when nothing else is asked for, and what can be asked for. */
export interface TranslationDefaults {
  readonly directions: readonly TranslationDirection[]
  /** Null when both modes are the same, because nothing in the network depends on them. */
  readonly mode: TranslationMode | null
  /** Null for a network without dropout. */
  readonly dropout: boolean | null
}

/** What a view is drawn from. */
export interface ViewRequest {
  /** Pictures wanted. */
  readonly count: number
  /** Seeds of the cells; the same at every step for `fixed`, new ones for `fresh`. */
  readonly seeds: readonly number[]
  /** `[count]`, int64, on the device: the class of each cell, always the same for a seed. Null without classes. */
  readonly labels: Tensor | null
  /**
   * Real images of the run's data with their labels, made in the caller's scope: the same ones in the same order at every
   * step and after a resume.
   *
   * @param count  at most, and by default, as many as the view has cells, or its `realCount`; fewer come when there is
   *   less data
   */
  reals(count?: number): RealBatch
}

export interface ViewImages {
  /** `[N, C, H, W]` in [-1, 1], in reading order. */
  readonly images: Tensor
  readonly seeds?: readonly number[]
  readonly labels?: readonly string[]
  readonly columns?: number
  /** 1 shows pictures pixel by pixel however large they are; default: such above 256 px are reduced. */
  readonly enlarged?: number
  /** What each column shows, such as `input` and `output`. */
  readonly columnTitles?: readonly string[]
}

/** A picture worth looking at while a system trains; drawn in evaluation mode, without gradients. */
export interface View<Nets extends Networks, Options> {
  /** File name part: `reconstructions`. The view called `fixed` gives `samples/step-<n>.png`. */
  readonly name: string
  /** Whether the seeds are the same at every step. */
  readonly seeds: 'fixed' | 'fresh'
  /** Cells wanted; default `train.gridSize`. 0: nothing to draw with these options. */
  count?(data: DataShape, options: Options): number
  /** Real images that `reals` can give; default: as many as there are cells. */
  realCount?(data: DataShape, options: Options): number
  render(ctx: SampleContext<Nets, Options>, request: ViewRequest): ViewImages
}

/** A function that makes sense outside training. */
export interface ExportedFunction {
  readonly name: string
  readonly network: string
  readonly inputs: readonly {
    readonly name: string
    readonly shape: readonly (number | string)[]
    readonly meaning: string
  }[]
  readonly outputs: readonly {
    readonly name: string
    readonly shape: readonly (number | string)[]
    readonly meaning: string
  }[]
}

/** Values of a preset, by section. */
export interface PresetValues {
  readonly model?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
  readonly train?: Readonly<Record<string, unknown>>
}

/** Weights that do not fit, for {@link System.explainWeights}. */
export interface WeightsRequest {
  /** The network, or the part of one, that they are meant for: `discriminator.b`; undefined: whichever they fit. */
  readonly place: string | undefined
  /** Names and shapes of the tensors in the file. */
  readonly file: ReadonlyMap<string, readonly number[]>
  /** Names and shapes of the run's networks and of their parts, by place. */
  readonly own: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>
}

/** What {@link System.explainWeights} says. */
export interface WeightsExplanation {
  /** What the file holds and what the run has, one a line. */
  readonly lines: readonly string[]
  /** Options or words that would make them fit; null when only a part can be used. */
  readonly remedy: string | null
}

/** A loss of images that were not learned from. */
export interface TestLoss {
  readonly value: number
  readonly details: Readonly<Record<string, number>>
  /** A tighter bound by importance sampling, where it was asked for and the system has one. */
  readonly importanceBound?: number
}

/** What a test loss depends on. */
export interface TestLossRequest {
  readonly seed: number
  /** Use the averaged weights when there are any. */
  readonly ema: boolean
  /** Samples of an importance-weighted bound; 0: none. */
  readonly importanceSamples: number
}

/** Takes images batch by batch and tells their loss at the end. */
export interface TestLossMeter {
  /**
   * @param images  `[N, C, H, W]` in [-1, 1] on the device
   * @param labels  `[N]`, int64; only for systems that need labels
   */
  add(images: Tensor, labels?: Tensor): void
  /** Mean over all images; what it is made of, by name. Lower is better. */
  result(): TestLoss
  dispose(): void
}

/**
 * Sheets that every system with latents has: `fixed` shows the same seeds at every step, `fresh` new ones, and `classes`,
 * for systems that need labels, one class a column and one seed a row.
 */
export type LatentViewName = 'fixed' | 'fresh' | 'classes'

/**
 * A generative system: everything that is particular to it, and nothing that the loop can do.
 *
 * What sampling needs belongs into networks, as parameters or buffers; what only training needs, and no network or
 * optimizer holds, into `State`.
 */
export interface System<Options = unknown, Nets extends Networks = Networks, State = unknown> {
  readonly name: string
  /** Raised when checkpoints of an older version no longer fit. */
  readonly version: string
  /** One line for lists and help. */
  readonly title: string
  readonly paper: { readonly title: string; readonly authors: string; readonly year: number; readonly url: string }
  /** Options of the model section, with the paper's defaults; every field described with unit, range and effect. */
  readonly options: z.ZodType<Options>
  /** Defaults of the train section that differ from the toolkit's. */
  readonly trainDefaults?: Readonly<Record<string, unknown>>
  /** Defaults of the data section that differ from the toolkit's. */
  readonly dataDefaults?: Readonly<Record<string, unknown>>
  /**
   * Defaults that belong to a value of a model option and take the place of the others, by option and value:
   * `{ network: { conv: { model: { lrG: 4e-4 } } } }`. Presets and whatever is given overrule them.
   */
  readonly variantDefaults?: Readonly<Record<string, Readonly<Record<string, PresetValues>>>>
  /** Starting values by name; beside the three of all systems, variants that papers or scripts are known for. */
  readonly presets: Readonly<Record<'demo' | 'small' | 'standard', PresetValues>> &
    Readonly<Record<string, PresetValues>>
  needs(options: Options): DataNeeds
  /**
   * Combinations that the schema cannot express: every one that is wrong, in a sentence that begins with the dotted path of
   * the option to change and says what it must be, what it is, and what to do. Empty when all fit together.
   *
   *     train.batch must be at least 2 with batch normalisation, got 1; use --batch 16
   */
  problems?(options: Options, train: TrainOptions): readonly string[]
  /** Whether the system reads the option `train.<name>`; help leaves out what it does not. Default: all are read. */
  readsTrainOption?(name: string): boolean
  /** Refuses what only the data can tell, once they are open; throws GanymedeError. */
  check?(options: Options, train: TrainOptions, data: DataShape): void
  /** What is allowed but known to go wrong, one a line: the notes at the start of a run. */
  advice?(options: Options, train: TrainOptions, data: DataShape): readonly string[]
  build(options: Options, data: DataShape, random: RandomStreams): Nets
  optimizers(networks: Nets, options: Options, train: TrainOptions): Optimizers
  /** What progress shows, by log key; default: `g/total` and `d/total`. */
  readonly shownLosses?: readonly { readonly label: string; readonly meaning: string; readonly from: string }[]
  /** The network that EMA follows and that sampling uses. */
  readonly generator: Extract<keyof Nets, string>
  /** Whether the networks run faster with channels-last memory (measured, see benchmarks/). */
  readonly channelsLast: boolean
  /**
   * Length of the latent vector, for seeds and interpolation. Absent, together with `decode`, for a system whose pictures
   * are made from other pictures; it has `translate`.
   */
  latentDim?(options: Options): number
  /**
   * Makes what training remembers besides networks and optimizers: pools, averages. Called once, after `optimizers`; every
   * step gets it as `ctx.state`, every checkpoint saves it, and a resumed run goes on with it.
   */
  state?(ctx: StateContext<Nets, Options>): State & SystemState
  /** One step in the unit of the training-loop specification. */
  step(ctx: StepContext<Nets, Options, State>): Promise<void>
  /** Images `[N, C, H, W]` in [-1, 1] for latents `[N, latentDim]`. */
  decode?(ctx: SampleContext<Nets, Options>, latents: Tensor, request: DecodeRequest): Tensor
  /**
   * Pictures made from pictures: maps `[N, C, H, W]` in [-1, 1] to `[N, C', H, W]` in [-1, 1], float32. Both sides are
   * multiples of `translationFactor`, of any size. Every picture is translated by itself: its neighbours in the batch do
   * not matter. The modes of the networks are as before afterwards.
   */
  translate?(ctx: SampleContext<Nets, Options>, inputs: Tensor, request: TranslateRequest): Tensor
  /** What the sides of pictures must be multiples of; there when `translate` is. */
  translationFactor?(options: Options): number
  /** There when `translate` is. */
  translationDefaults?(options: Options): TranslationDefaults
  /**
   * Where images lie in latent space, `[N, latentDim]`, for systems with an encoder; `ganymede latents` draws it.
   *
   * @param images  `[N, C, H, W]` in [-1, 1]
   */
  encode?(ctx: SampleContext<Nets, Options>, images: Tensor, request: DecodeRequest): Tensor
  /** A loss of images that were not learned from, for systems that have one; `evaluate` reports it. */
  testLoss?(ctx: SampleContext<Nets, Options>, request: TestLossRequest): TestLossMeter
  /** Sheets, in the order in which they are drawn. */
  readonly views: readonly (LatentViewName | View<Nets, Options>)[]
  /**
   * Says what weights are that do not fit wholly, and what would make them fit; null when there is nothing to say. With a
   * remedy they are refused, without one whatever fits is loaded.
   */
  explainWeights?(options: Options, request: WeightsRequest): WeightsExplanation | null
  exports(options: Options, data: DataShape): readonly ExportedFunction[]
  /** Takes the place of the adversarial loss that the step brings; see `withParts`. */
  readonly loss?: AdversarialLoss
  /** Names of the parts that were replaced by code. */
  readonly replaced?: readonly string[]
}

/** A definition of any system, as the registry and the loop hold it. */
// biome-ignore lint/suspicious/noExplicitAny: options and networks are private to each system; only it looks inside
export type AnySystem = System<any, any, any>

/** A system that makes pictures from latents; see `requireLatents` in latents.ts. */
export type LatentSystem = AnySystem & Required<Pick<AnySystem, 'latentDim' | 'decode'>>

/** A system that makes pictures from pictures. */
export type TranslationSystem = AnySystem &
  Required<Pick<AnySystem, 'translate' | 'translationFactor' | 'translationDefaults'>>
