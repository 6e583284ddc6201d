/** One builder per system: its options are typed from its schema, its parts can be replaced by code. */

import { requireObject } from '@ganymede/core'
import type { z } from 'zod'
import type { CganOptions, cganOptions } from '../models/cgan/options.js'
import { pairedDiscriminators, pairedGenerators } from '../models/cyclegan/networks.js'
import type { CycleganOptions, cycleganOptions } from '../models/cyclegan/options.js'
import type { DcganOptions, dcganOptions } from '../models/dcgan/dcgan.js'
import type { GanOptions, ganOptions } from '../models/gan/gan.js'
import type { ImageGanOptions, imageGanOptions } from '../models/image-gan/options.js'
import type { Pix2pixOptions, pix2pixOptions } from '../models/pix2pix/options.js'
import { builtInSystems, registerSystem } from '../models/registry.js'
import type { vaeOptions } from '../models/vae/options.js'
import type { ModelChoice } from '../options/define-config.js'
import { modelParts, type NetworkFactory, type SystemParts } from '../systems/contract/replaced-parts.js'
import type { Networks, System } from '../systems/contract/system.js'
import type { AdversarialLoss } from '../systems/losses/adversarial.js'
import type { ObjectiveName } from '../systems/losses/objective-options.js'

/** What code can put in place of a part of an adversarial system. */
export interface AdversarialPartsInput<Options> {
  /** Maps latents to images, as the system's own generator does. */
  readonly generator?: NetworkFactory<Options>
  /** Maps images to logits, as the system's own discriminator does. */
  readonly discriminator?: NetworkFactory<Options>
  /** A loss by name, or one of your own on logits. */
  readonly loss?: ObjectiveName | AdversarialLoss
}

/** What code can put in place of a part of pix2pix. */
export interface Pix2pixPartsInput {
  /** Maps inputs `[N, C, H, W]` to outputs `[N, C', H, W]`, both in [-1, 1]. */
  readonly generator?: NetworkFactory<Pix2pixOptions>
  /** Maps inputs and outputs together, `[N, C + C', H, W]`, to logits of any shape. */
  readonly discriminator?: NetworkFactory<Pix2pixOptions>
  /** A loss of your own on logits; those by name are `ganMode`. */
  readonly loss?: AdversarialLoss
}

/** What code can put in place of a part of CycleGAN. */
export interface CycleganPartsInput {
  /**
   * Maps images of one domain, `[N, data.channels, H, W]`, to the other, `[N, data.targetChannels, H, W]`, both in [-1, 1].
   * Called for each way, A to B first.
   */
  readonly generator?: NetworkFactory<CycleganOptions>
  /** Maps images of one domain, `[N, data.channels, H, W]`, to logits of any shape. Called for each domain, A first. */
  readonly discriminator?: NetworkFactory<CycleganOptions>
  /** A loss of your own on logits; those by name are `ganMode`. */
  readonly loss?: AdversarialLoss
}

export type VaeInput = z.input<typeof vaeOptions>
export type GanInput = z.input<typeof ganOptions>
export type Pix2pixInput = z.input<typeof pix2pixOptions>
export type CycleganInput = z.input<typeof cycleganOptions>
export type CganInput = z.input<typeof cganOptions>
export type DcganInput = z.input<typeof dcganOptions>
/** Options of `lsgan`, `wgan`, `wganGp` and `r1`, which differ in their defaults. */
export type ImageGanInput = z.input<ReturnType<typeof imageGanOptions>>
type ImageGanChoice = ImageGanInput & AdversarialPartsInput<ImageGanOptions>

/** VAE, with options as `ganymede options vae` lists them. */
export function vae(options: VaeInput = {}): ModelChoice<'images'> {
  return chosen('vae', options)
}

/** GAN of fully connected layers; options as `ganymede options gan` lists them, and parts replaced by code. */
export function gan(options: GanInput & AdversarialPartsInput<GanOptions> = {}): ModelChoice<'images'> {
  return chosen('gan', options)
}

/** Conditional GAN; needs images with classes. Options as `ganymede options cgan` lists them, and parts replaced by code. */
export function cgan(options: CganInput & AdversarialPartsInput<CganOptions> = {}): ModelChoice<'images'> {
  return chosen('cgan', options)
}

/** DCGAN; options as `ganymede options dcgan` lists them, and parts replaced by code. */
export function dcgan(options: DcganInput & AdversarialPartsInput<DcganOptions> = {}): ModelChoice<'images'> {
  return chosen('dcgan', options)
}

/** LSGAN; options as `ganymede options lsgan` lists them, and parts replaced by code. */
export function lsgan(options: ImageGanChoice = {}): ModelChoice<'images'> {
  return chosen('lsgan', options)
}

/** Wasserstein GAN with clipped weights; options as `ganymede options wgan` lists them, and parts replaced by code. */
export function wgan(options: ImageGanChoice = {}): ModelChoice<'images'> {
  return chosen('wgan', options)
}

/** Wasserstein GAN with gradient penalty; options as `ganymede options wgan-gp` lists them, and parts replaced by code. */
export function wganGp(options: ImageGanChoice = {}): ModelChoice<'images'> {
  return chosen('wgan-gp', options)
}

/** GAN with R1 penalty; options as `ganymede options r1` lists them, and parts replaced by code. */
export function r1(options: ImageGanChoice = {}): ModelChoice<'images'> {
  return chosen('r1', options)
}

/** pix2pix, which learns from pairs; options as `ganymede options pix2pix` lists them, and parts replaced by code. */
export function pix2pix(options: Pix2pixInput & Pix2pixPartsInput = {}): ModelChoice<'pairs'> {
  return chosen('pix2pix', options)
}

/**
 * CycleGAN, which learns from two domains; options as `ganymede options cyclegan` lists them, and parts replaced by code.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function cyclegan(choices: CycleganInput & CycleganPartsInput = {}): ModelChoice<'domains'> {
  requireObject('cyclegan', choices, ['size'])
  const { generator, discriminator, ...options } = choices
  return chosen('cyclegan', {
    ...options,
    ...(generator === undefined ? {} : { generator: pairedGenerators(generator) }),
    ...(discriminator === undefined ? {} : { discriminator: pairedDiscriminators(discriminator) }),
  })
}

/**
 * A system of your own, or of a package: registered under its name and chosen with its options.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 * @example
 * export default defineConfig({ model: useSystem(pixelGan, { width: 32 }), data: images('./photos') })
 */
export function useSystem<Options, Nets extends Networks, State>(
  system: System<Options, Nets, State>,
  options: Partial<Options> = {},
): ModelChoice {
  requireObject('useSystem', system, ['name', 'options', 'build', 'step'])
  requireObject('useSystem', options, ['width'])
  const builtIn = builtInSystems.has(system.name)
  registerSystem(system, { replace: !builtIn })
  return { ...options, system: system.name }
}

/** Splits what a builder got into options, which are data, and parts, which are code. */
function chosen(system: string, input: object): ModelChoice<never> {
  requireObject(system, input, ['preset'])
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
