/** `ganymede.config.ts`: builders whose options are typed from each system's schema. */
import type { z } from 'zod'

import type { DcganOptions, dcganOptions } from '../models/dcgan/dcgan.js'
import { builtInSystems, registerSystem } from '../models/registry.js'
import type { AdversarialLoss } from '../train/losses/adversarial.js'
import type { ObjectiveName } from '../train/objectives/options.js'
import type { dataSchema, trainSchema } from '../train/options.js'
import { modelParts, type NetworkFactory, type SystemParts } from '../train/replaced-parts.js'
import type { Networks, System } from '../train/system.js'
import type { PresetName } from './resolve-options.js'

/** Kinds of data that systems learn from. */
export type DataKind = 'images'

/** Options of the `train` section as they are written. */
export type TrainInput = z.input<typeof trainSchema>

/** Options of a data set as they are written, without its path. */
export type ImagesInput = Omit<z.input<typeof dataSchema>, 'path'>

/** Options of DCGAN as they are written. */
export type DcganInput = z.input<typeof dcganOptions>

/** What code can put in place of a part of an adversarial system. */
export interface AdversarialPartsInput<Options> {
  /** Maps latents to images, as the system's own generator does. */
  readonly generator?: NetworkFactory<Options>
  /** Maps images to logits, as the system's own discriminator does. */
  readonly discriminator?: NetworkFactory<Options>
  /** A loss by name, or one of your own on logits. */
  readonly loss?: ObjectiveName | AdversarialLoss
}

declare const learnsFrom: unique symbol

/** A system with its options, and the kind of data that it needs. */
export type ModelChoice<Kind extends DataKind = DataKind> = {
  readonly system: string
  readonly [option: string]: unknown
  readonly [learnsFrom]?: Kind
  readonly [modelParts]?: SystemParts
}

/** A data set with its options. */
export type DataChoice<Kind extends DataKind = DataKind> = ImagesInput & { readonly kind: Kind; readonly path: string }

/** What a configuration file exports. */
export interface Config<Kind extends DataKind = DataKind> {
  /** The system, from its builder: `dcgan({ size: 64 })`. */
  readonly model: ModelChoice<Kind>
  /** The data, from its builder: `images('./photos')`. */
  readonly data: DataChoice<Kind>
  readonly train?: TrainInput
  /** Starting values that everything above overrules. */
  readonly preset?: PresetName
  /** Name of the run; default: system and data. */
  readonly name?: string
  /** Folder of all runs, from the folder of the file; default `runs`. */
  readonly out?: string
}

/**
 * Gives a configuration its type: data of the wrong kind for the model do not compile. Returns what it gets.
 *
 * @example
 * export default defineConfig({
 *   model: dcgan({ size: 64 }),
 *   data: images('./photos', { flip: true }),
 *   train: { steps: 20_000, batch: 64, seed: 1 },
 * })
 */
export function defineConfig<Kind extends DataKind>(config: Config<Kind>): Config<Kind> {
  return config
}

/**
 * Images without further structure: a folder, IDX or CIFAR-10 files, a zip, or `builtin:glyphs`.
 *
 * @param path  from the folder of the configuration file
 */
export function images(path: string, options: ImagesInput = {}): DataChoice<'images'> {
  return { ...options, kind: 'images', path }
}

/** DCGAN, with options as `ganymede options dcgan` lists them, and parts replaced by code. */
export function dcgan(options: DcganInput & AdversarialPartsInput<DcganOptions> = {}): ModelChoice<'images'> {
  return chosen('dcgan', options)
}

/**
 * A system of your own, or of a package: registered under its name and chosen with its options.
 *
 * @example
 * export default defineConfig({ model: useSystem(pixelGan, { width: 32 }), data: images('./photos') })
 */
export function useSystem<Options, Nets extends Networks, State>(
  system: System<Options, Nets, State>,
  options: Partial<Options> = {},
): ModelChoice<'images'> {
  const builtIn = builtInSystems.has(system.name)
  registerSystem(system, { replace: !builtIn })
  return { ...options, system: system.name }
}

/** Splits what a builder got into options, which are data, and parts, which are code. */
function chosen(system: string, input: object): ModelChoice<'images'> {
  const entries = Object.entries(input) as [string, unknown][]
  const networks = entries.filter((entry): entry is [string, NetworkFactory] => typeof entry[1] === 'function')
  const loss = entries.find(([key]) => key === 'loss')?.[1]
  const options = entries.filter(([key, value]) => typeof value !== 'function' && key !== 'loss')
  const parts: SystemParts = {
    ...(networks.length === 0 ? {} : { networks: Object.fromEntries(networks) }),
    ...(typeof loss === 'object' && loss !== null ? { loss: loss as AdversarialLoss } : {}),
  }
  return {
    ...Object.fromEntries(options),
    // A loss by name is an option like any other.
    ...(typeof loss === 'string' ? { objective: loss } : {}),
    system,
    ...(Object.keys(parts).length === 0 ? {} : { [modelParts]: parts }),
  }
}
