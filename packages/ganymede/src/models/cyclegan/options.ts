/** Options of CycleGAN's model section, and what of them does not fit together. */

import { GanymedeError } from '@ganymede/core'
import { z } from 'zod'
import type { TrainOptions } from '../../options/train-options.js'
import { withoutEffect } from '../../options/unused-options.js'
import { checkMicroBatches } from '../../options/update-counts.js'
import type { DataShape } from '../../systems/contract/system.js'
import { initialisationNames } from '../image-to-image/initialisation.js'
import { translationNorms } from '../image-to-image/normalisation.js'
import { smallestPatchInput } from '../image-to-image/patch-discriminator.js'
import {
  blockPaddings,
  nearestResnetSide,
  resnetFactor,
  resnetSmallestSide,
  resnetUpsamplings,
} from '../image-to-image/resnet-generator.js'
import {
  translationLossAdvice,
  translationLossOptions,
  translationLossProblems,
} from '../image-to-image/translation-loss.js'
import { fewestDowns, nearestMultiple, unetFactor } from '../image-to-image/unet.js'

const side = z.number().int().min(resnetSmallestSide).max(1024)
const width = z.number().int().min(1).max(256)
const rate = z.number().positive().max(1)
const share = z.number().min(0).max(1000)

/** Schema; defaults are those of the paper and of the authors' code. */
export const cycleganOptions = z.strictObject({
  size: side
    .default(256)
    .describe(
      'Side of the pictures in pixels while training, 8 to 1024: a multiple of 4, for unet of 32. Trained networks translate other sizes too. Twice the side costs four times the time.',
    ),
  height: z
    .union([z.literal('auto'), side])
    .default('auto')
    .describe('Height of the pictures where they are not square; size is their width then.'),
  network: z
    .enum(['resnet-9', 'resnet-6', 'unet'])
    .default('resnet-9')
    .describe(
      "Both generators: 'resnet-9' for 256 px and more and 'resnet-6' for less, with 9 or 6 residual blocks, as published; 'unet': less work, better where outlines stay.",
    ),
  downs: z
    .union([z.literal('auto'), z.number().int().min(fewestDowns).max(10)])
    .default('auto')
    .describe(
      "Halvings of the side in 'unet', 5 to 10; both sides must be multiples of 2 to this power. auto: as many as the sides allow, at most 8.",
    ),
  widthG: width
    .default(64)
    .describe(
      "Channels of the generators' outermost layer. More: finer pictures; time and memory grow with the square.",
    ),
  widthD: width
    .default(64)
    .describe("Channels of the discriminators' first layer; the deeper ones have up to eight times as many."),
  normG: z
    .enum(translationNorms)
    .default('instance')
    .describe("Normalisation in the generators. 'instance': each image by itself; 'batch': needs batches; 'none'."),
  normD: z
    .enum(translationNorms)
    .default('instance')
    .describe("Normalisation in the discriminators. 'batch' cannot be combined with a gradient penalty."),
  dropout: z
    .boolean()
    .default(false)
    .describe('Dropout of a half inside the generators: more variety, coarser pictures; on while training only.'),
  padding: z
    .enum(blockPaddings)
    .default('reflect')
    .describe(
      "What the residual blocks see beyond the edge. 'reflect': the mirrored image, the least visible at borders.",
    ),
  upsampling: z
    .enum(resnetUpsamplings)
    .default('transposed')
    .describe(
      "How the generators enlarge. 'transposed': as published, loads published weights; 'resize': enlarge, then convolve: no checkerboard.",
    ),
  discriminator: z
    .enum(['patch', 'pixel'])
    .default('patch')
    .describe("Discriminators: 'patch' judges overlapping patches, 'pixel' every pixel by its colour alone."),
  layersD: z
    .number()
    .int()
    .min(1)
    .max(6)
    .default(3)
    .describe(
      "Convolutions of stride 2 of 'patch': 3 judges patches of 70 px, 2 of 34, 4 of 142. More: larger structures.",
    ),
  init: z.enum(initialisationNames).default('normal').describe("How weights start. 'normal': N(0, initGain²)."),
  initGain: z
    .number()
    .positive()
    .max(10)
    .default(0.02)
    .describe('Size of the first weights. Smaller when colours turn into their negatives early and stay so.'),
  ...translationLossOptions('lsgan'),
  cycleA: share
    .default(10)
    .describe(
      'Weight of the way back A → B → A. Higher: translations keep more of the input; 0: that way is not taken.',
    ),
  cycleB: share
    .default(10)
    .describe(
      'Weight of the way back B → A → B. Higher: translations keep more of the input; 0: that way is not taken.',
    ),
  identity: z
    .number()
    .min(0)
    .max(100)
    .default(0.5)
    .describe(
      'Weight of leaving an image of the target domain as it is, times the cycle weight of that domain. Keeps colours; 0: a third less work, and needed when A and B differ in channels.',
    ),
  poolSize: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(50)
    .describe(
      'Past translations per domain that D is shown again half of the time; steadies D. 0: none; each image is kept in memory.',
    ),
  lrG: rate.default(2e-4).describe("Generators' learning rate (Adam). Too high: NaN or lost content; too low: slow."),
  lrD: rate.default(2e-4).describe("Discriminators' learning rate (Adam). Lower it when D wins."),
  beta1: z.number().min(0).lt(1).default(0.5).describe("Adam's first decay. Higher is steadier and reacts later."),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's second decay."),
  inference: z
    .enum(['batch', 'running'])
    .default('batch')
    .describe(
      "What batch norm in the generators uses when a trained model translates: 'batch', the statistics of the picture itself, as in training with batch 1; 'running', those gathered in training. No effect on other norms.",
    ),
  testDropout: z
    .boolean()
    .default(false)
    .describe('Whether dropout stays on when a trained model translates; masks depend on the seed.'),
})

export type CycleganOptions = z.output<typeof cycleganOptions>

/** Residual blocks of a network by its name. */
const residualBlocks = { 'resnet-9': 9, 'resnet-6': 6 } as const

/** Residual blocks of the generators, or null for the U-Net. */
export function blocksOf({ network }: Pick<CycleganOptions, 'network'>): number | null {
  return network === 'unet' ? null : residualBlocks[network]
}

type Sides = Pick<CycleganOptions, 'size' | 'height'>

/** Width and height of the pictures while training. */
export function sidesOf({ size, height }: Sides): { readonly width: number; readonly height: number } {
  return { width: size, height: height === 'auto' ? size : height }
}

// As published for 256 px.
const mostAutomaticDowns = 8

/** Halvings of the U-Net: those asked for, or as many as both sides allow, from 5 to 8. */
export function downsOf(options: Sides & Pick<CycleganOptions, 'downs'>): number {
  if (options.downs !== 'auto') return options.downs
  const { width, height } = sidesOf(options)
  let downs = fewestDowns
  while (downs < mostAutomaticDowns && width % 2 ** (downs + 1) === 0 && height % 2 ** (downs + 1) === 0) downs++
  return downs
}

/** What the sides of images must be multiples of. */
export function sideFactor(options: Sides & Pick<CycleganOptions, 'network' | 'downs'>): number {
  return options.network === 'unet' ? unetFactor(downsOf(options)) : resnetFactor
}

/** Train options that a step of CycleGAN fixes, and why. */
const fixed: readonly (readonly [keyof TrainOptions, number | boolean, string])[] = [
  ['dSteps', 1, 'a step updates the discriminators once; leave it out'],
  ['gSteps', 1, 'a step updates the generators once; leave it out'],
  ['dFirst', false, 'the generators learn first, and D sees the pictures that they learned from; leave it out'],
  ['shareFakes', true, 'D sees the pictures that the generators learned from; leave it out'],
  ['gBnInDPhase', false, "no generator runs in D's update; leave it out"],
]

/** Combinations that cannot work, one sentence each. */
export function cycleganProblems(options: CycleganOptions, train: TrainOptions): string[] {
  const { accumD, accumG } = train
  const problems = [...sizeProblems(options), ...translationLossProblems(options, options.normD)]
  for (const [name, wanted, why] of fixed) {
    if (train[name] !== wanted)
      problems.push(`train.${name} must be ${wanted} for cyclegan, got ${String(train[name])}: ${why}`)
  }
  problems.push(...checkMicroBatches(train, ['accumG']))
  if (accumD !== accumG) {
    problems.push(
      `train.accumD must be train.accumG (${accumG}) for cyclegan, got ${accumD}: both updates see the same pictures; use --accum-d ${accumG}`,
    )
  }
  if (options.cycleA === 0 && options.cycleB === 0) {
    problems.push('model.cycleA must be above 0 where model.cycleB is 0: nothing would tie a translation to its input')
  }
  return [
    ...problems,
    ...withoutEffect('model', options, cycleganOptions.parse({}), [
      { names: ['downs'], when: options.network !== 'unet', need: '--network unet' },
      {
        names: ['padding'],
        when: options.network === 'unet',
        need: 'residual blocks (--network resnet-6 or resnet-9)',
      },
      { names: ['layersD'], when: options.discriminator === 'pixel', need: '--discriminator patch' },
    ]),
  ]
}

function sizeProblems(options: CycleganOptions): string[] {
  const { width, height } = sidesOf(options)
  const factor = sideFactor(options)
  const nearest = (length: number) =>
    options.network === 'unet' ? nearestMultiple(length, factor) : nearestResnetSide(length)
  const why = options.network === 'unet' ? `a U-Net of ${downsOf(options)} halvings` : 'the residual generators'
  const problems = (['size', ...(options.height === 'auto' ? [] : (['height'] as const))] as const).flatMap((name) => {
    const length = name === 'size' ? width : height
    const fits = nearest(length)
    return fits === length
      ? []
      : [`model.${name} must be a multiple of ${factor} for ${why}, got ${length}; the nearest is ${fits}`]
  })
  const least = smallestPatchInput(options.layersD)
  if (options.discriminator === 'patch' && Math.min(width, height) < least) {
    problems.push(
      `model.layersD must be smaller for pictures of ${width} x ${height} px, got ${options.layersD}, which needs ${least} px a side; use --layers-d ${mostLayers(Math.min(width, height))}`,
    )
  }
  return problems
}

function mostLayers(length: number): number {
  let layers = 1
  while (smallestPatchInput(layers + 1) <= length) layers++
  return layers
}

/** What only the data can tell. @throws GanymedeError `OPTION_INVALID` */
export function requireFittingData(
  { identity }: CycleganOptions,
  { channels, targetChannels = channels }: DataShape,
): void {
  if (identity === 0 || channels === targetChannels) return
  throw new GanymedeError(
    'OPTION_INVALID',
    `model.identity must be 0 for images of different channels: A has ${channels}, B has ${targetChannels}`,
    { remedy: 'Use --identity 0, or give both the same channels with --channels and --target-channels.' },
  )
}

/** What is allowed but known to go wrong, one a line. */
export function cycleganAdvice(options: CycleganOptions, train: TrainOptions): string[] {
  const { normG, inference } = options
  const differs = normG === 'batch' && inference === 'batch' && train.batch > 1
  return [
    ...translationLossAdvice(options),
    ...(differs
      ? [
          `trained with batches of ${train.batch}, used on the statistics of single pictures: --inference running may be better`,
        ]
      : []),
  ]
}
