/** `ganymede.config.ts`: its shape and types. The builders of models are in model-builders.ts. */

import { requireObject } from '@ganymede/core'
import type { z } from 'zod'
import type { modelParts, SystemParts } from '../systems/contract/replaced-parts.js'
import type { PresetName } from './resolve-options.js'
import type { dataSchema, trainSchema } from './train-options.js'

/** Kinds of data that systems learn from: single images, pairs of them, or two domains. */
export const dataKinds = ['images', 'pairs', 'domains'] as const
export type DataKind = (typeof dataKinds)[number]

/** Options of the `train` section as they are written. */
export type TrainInput = z.input<typeof trainSchema>

type DataInput = z.input<typeof dataSchema>

/** Options of a data set as they are written, without its path. */
export type ImagesInput = Pick<DataInput, 'fit' | 'flip' | 'channels' | 'skipBad'>

/** Options of pairs as they are written, without their path. */
export type PairsInput = Omit<DataInput, 'path'>

/** Options of two domains as they are written, without their path. */
export type DomainsInput = Omit<PairsInput, 'pairs' | 'edgeShare' | 'blurRadius' | 'smallFactor'>

declare const learnsFrom: unique symbol

/** A system with its options, and the kind of data that it needs. */
export type ModelChoice<Kind extends DataKind = DataKind> = {
  readonly system: string
  readonly [option: string]: unknown
  readonly [learnsFrom]?: Kind
  readonly [modelParts]?: SystemParts
}

/** A data set with its options. */
export type DataChoice<Kind extends DataKind = DataKind> = PairsInput & { readonly kind: Kind; readonly path: string }

/** What a configuration file exports. */
export interface Config<Kind extends DataKind = DataKind> {
  /** The system, from its builder: `dcgan({ size: 64 })`. */
  readonly model: ModelChoice<Kind>
  /** The data, from its builder: `images('./photos')`. The model alone says of which kind. */
  readonly data: DataChoice<NoInfer<Kind>>
  readonly train?: TrainInput
  /** Starting values that everything above overrules. */
  readonly preset?: PresetName
  /** Name of the run; default: system and data. */
  readonly name?: string
  /** Folder of all runs, from the folder of the file; default `runs`. */
  readonly runs?: string
}

/**
 * Gives a configuration its type: data of the wrong kind for the model do not compile. Returns what it gets.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 * @example
 * export default defineConfig({
 *   model: dcgan({ size: 64 }),
 *   data: images('./photos', { flip: true }),
 *   train: { steps: 20_000, batch: 64, seed: 1 },
 * })
 */
export function defineConfig<Kind extends DataKind>(config: Config<Kind>): Config<Kind> {
  requireObject('defineConfig', config, ['model', 'data', 'train'])
  return config
}

/**
 * Images without further structure: a folder, IDX or CIFAR-10 files, a zip, or `builtin:glyphs`.
 *
 * @param path  from the folder of the configuration file
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function images(path: string, options: ImagesInput = {}): DataChoice<'images'> {
  requireObject('images', options, ['flip'])
  return { ...options, kind: 'images', path }
}

/**
 * Pairs of images: halves side by side, two folders with equal file names, or made from photographs.
 *
 * @param path  from the folder of the configuration file, as `targets` is
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 * @example
 * pairs('./facades', { direction: 'b2a' })
 * pairs('./photos', { pairs: 'edges' })
 */
export function pairs(path: string, options: PairsInput = {}): DataChoice<'pairs'> {
  requireObject('pairs', options, ['targets'])
  return { ...options, kind: 'pairs', path }
}

/**
 * Images of two domains that form no pairs: a folder with `trainA` and `trainB`, or two folders.
 *
 * @param path  from the folder of the configuration file, as `targets` is
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 * @example
 * domains('./horses', { targets: './zebras' })
 */
export function domains(path: string, options: DomainsInput = {}): DataChoice<'domains'> {
  requireObject('domains', options, ['targets'])
  return { ...options, kind: 'domains', path }
}
