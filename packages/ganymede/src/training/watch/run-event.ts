/** The records of `metrics.jsonl` as programs get them that train from code: one type for each kind. */
import type { RunStatus } from '@ganymede/runs/folder'
import type { SampleProbe } from './sample-probe.js'
import type { WeightProbe } from './weight-probe.js'

interface EventOf<Kind extends string> {
  readonly kind: Kind
  /** Steps done. */
  readonly step: number
  /** Seconds of training so far, over all processes that worked on the run; pauses do not count. */
  readonly seconds: number
}

/** Means of losses and other values since the last such record, learning rates, and what it took. */
export interface ScalarsEvent extends EventOf<'scalars'> {
  readonly imagesSeen: number
  /** Passes over the data so far. */
  readonly epoch: number
  readonly imagesPerSec: number
  /** Losses of the VAE, and parts of them. */
  readonly loss?: number
  readonly nelbo?: number
  readonly elbo?: number
  readonly rec?: number
  readonly kl?: number
  readonly beta?: number
  readonly grad_norm?: number
  readonly active_units?: number
  /** Share of generated images whose class an auxiliary classifier recognises. */
  readonly class_accuracy?: number
  /** `g/total`, `d/total`, `lr/g`, `time/data`, `mem/peak` …: undefined where the system or the options have no such value. */
  readonly [metric: `${string}/${string}`]: number
}

/** What the doctor's instruments showed. */
export interface ProbeEvent extends EventOf<'probe'> {
  readonly layers?: WeightProbe
  readonly samples?: SampleProbe
}

/** A sheet was drawn. */
export interface SampleEvent extends EventOf<'sample'> {
  readonly view: string
  /** Path in the run's folder. */
  readonly file: string
}

/** A checkpoint was written. */
export interface CheckpointEvent extends EventOf<'checkpoint'> {
  /** Name of its folder: `step-000100`. */
  readonly checkpoint: string
  /** Step of the best one so far, or null. */
  readonly best: number | null
}

/** A metric was measured while training. */
export interface MetricEvent extends EventOf<'metric'> {
  readonly metric: string
  readonly value: number
  /** By how much other pictures of the same networks would change the value, about two standard errors. */
  readonly spread: number
  /** Whether no checkpoint was better. */
  readonly best: boolean
  /** Part of the data that was compared with, where there is a choice. */
  readonly part?: 'train' | 'test'
}

/** The doctor found something. */
export interface FindingEvent extends EventOf<'finding'> {
  readonly code: string
  readonly severity: 'problem' | 'warning'
  readonly title: string
  readonly evidence: readonly string[]
  readonly cause: string
  readonly remedy: string
}

export interface StatusEvent extends EventOf<'status'> {
  readonly status: RunStatus
}

/** Something that people should know. */
export interface NoteEvent extends EventOf<'note'> {
  readonly text: string
  /** Code of the finding that the note tells, where it follows from clocks. */
  readonly finding?: string
}

/**
 * One record as it goes to `metrics.jsonl`; `kind` tells which.
 *
 * @example
 * for await (const event of train(config)) {
 *   if (event.kind === 'scalars') console.log(event.step, event['g/total'])
 * }
 */
export type RunEvent =
  | ScalarsEvent
  | ProbeEvent
  | SampleEvent
  | CheckpointEvent
  | MetricEvent
  | FindingEvent
  | StatusEvent
  | NoteEvent
