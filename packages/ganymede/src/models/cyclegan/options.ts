/** Options of CycleGAN's model section, and what of them does not fit together. */
import { z } from 'zod'
import type { TrainOptions } from '../../train/options.js'
import type { DataShape } from '../../train/system.js'
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

/** Schema; defaults are those of the paper. */
export const cycleganOptions = z.strictObject({
  size: z
    .number()
    .int()
    .min(resnetSmallestSide)
    .max(1024)
    .default(256)
    .describe(
      'Side of the images while training in pixels, 8 to 1024: a multiple of 4, for unet of 32. Trained networks translate other sizes too.',
    ),
  network: z
    .enum(['resnet', 'unet'])
    .default('resnet')
    .describe(
      "Both generators: 'resnet': residual blocks at a quarter of the side, as published; 'unet': halvings to the bottom with skips around them, less work, better where outlines stay.",
    ),
  blocks: z
    .number()
    .int()
    .min(1)
    .max(32)
    .default(9)
    .describe(
      "Residual blocks of 'resnet': 9 for 256 px and more, 6 for less. More: changes that need a wider view, slower.",
    ),
  downs: z
    .union([z.literal('auto'), z.number().int().min(fewestDowns).max(10)])
    .default('auto')
    .describe(
      "Halvings of 'unet', 5 to 10; auto: as many as the size allows, at most 8. The size must be a multiple of 2^downs.",
    ),
  widthG: z
    .number()
    .int()
    .min(1)
    .max(512)
    .default(64)
    .describe(
      "Channels of the generators' outermost layer. More: finer pictures; time and memory grow with the square.",
    ),
  widthD: z
    .number()
    .int()
    .min(1)
    .max(512)
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
  networkD: z
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
  initialisation: z
    .enum(initialisationNames)
    .default('normal')
    .describe("How weights start. 'normal': N(0, initGain²)."),
  initGain: z
    .number()
    .positive()
    .max(10)
    .default(0.02)
    .describe('Size of the first weights. Smaller when colours turn into their negatives early and stay so.'),
  ...translationLossOptions('lsgan'),
  cycleA: z
    .number()
    .min(0)
    .max(1000)
    .default(10)
    .describe(
      'Weight of the way back A → B → A. Higher: translations keep more of the input; 0: that way is not taken.',
    ),
  cycleB: z
    .number()
    .min(0)
    .max(1000)
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
  lrG: z
    .number()
    .positive()
    .max(1)
    .default(2e-4)
    .describe("Generators' learning rate (Adam). Too high: NaN or lost content; too low: slow."),
  lrD: z
    .number()
    .positive()
    .max(1)
    .default(2e-4)
    .describe("Discriminators' learning rate (Adam). Lower it when D wins."),
  beta1: z.number().min(0).lt(1).default(0.5).describe("Adam's first decay. Higher is steadier and reacts later."),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's second decay."),
})

export type CycleganOptions = z.output<typeof cycleganOptions>

/** Halvings of the U-Net: those asked for, or as many as the size allows, at most 8 as published for 256 px. */
export function downsOf({ downs, size }: Pick<CycleganOptions, 'downs' | 'size'>): number {
  if (downs !== 'auto') return downs
  let most = 0
  while (most < 8 && size % 2 ** (most + 1) === 0) most++
  return Math.max(fewestDowns, most)
}

/** What the sides of images must be multiples of. */
export function sideFactor(options: Pick<CycleganOptions, 'network' | 'downs' | 'size'>): number {
  return options.network === 'resnet' ? resnetFactor : unetFactor(downsOf(options))
}

/** Options that one step of CycleGAN fixes, with what they must be and why. */
const fixed: readonly (readonly [keyof TrainOptions, unknown, string])[] = [
  ['dSteps', 1, 'each step updates the discriminators once'],
  ['gSteps', 1, 'each step updates the generators once'],
  ['dFirst', false, 'the generators are updated first; D sees the pictures that they made for that'],
  ['shareFakes', true, 'D sees the pictures that the generators were updated with'],
  ['gBnInDPhase', false, "no generator runs in D's update"],
]

/** Combinations that cannot work, one a line. */
export function cycleganProblems(options: CycleganOptions, train: TrainOptions, data: DataShape): string[] {
  const { channels, targetChannels = channels } = data
  const problems = [...sizeProblems(options, data), ...translationLossProblems(options, options.normD)]
  for (const [name, wanted, why] of fixed) {
    if (train[name] !== wanted) problems.push(`train.${name} must be ${String(wanted)} for cyclegan: ${why}`)
  }
  for (const name of ['accumD', 'accumG'] as const) {
    if (train.batch % train[name] !== 0) {
      problems.push(`train.batch (${train.batch}) must be divisible by train.${name} (${train[name]})`)
    }
  }
  if (train.accumD !== train.accumG) {
    problems.push(
      `train.accumD (${train.accumD}) and train.accumG (${train.accumG}) must be equal: both see the same pictures`,
    )
  }
  if (options.identity > 0 && channels !== targetChannels) {
    problems.push(
      `model.identity needs images of equal channels, A has ${channels} and B ${targetChannels}: use --identity 0`,
    )
  }
  if (options.cycleA === 0 && options.cycleB === 0) {
    problems.push('model.cycleA and model.cycleB are both 0: nothing would tie a translation to its input')
  }
  return problems
}

function sizeProblems(options: CycleganOptions, { width, height }: DataShape): string[] {
  const factor = sideFactor(options)
  const nearest = (side: number) =>
    options.network === 'resnet' ? nearestResnetSide(side) : nearestMultiple(side, factor)
  const problems: string[] = []
  if (nearest(width) !== width || nearest(height) !== height) {
    const sides = width === height ? String(width) : `${width} x ${height}`
    const fits = width === height ? String(nearest(width)) : `${nearest(width)} x ${nearest(height)}`
    problems.push(
      `model.size (${sides}) must be a multiple of ${factor} for this ${options.network}: the nearest is ${fits}`,
    )
  }
  const least = options.networkD === 'pixel' ? 1 : smallestPatchInput(options.layersD)
  if (Math.min(width, height) < least) {
    problems.push(
      `model.layersD (${options.layersD}) needs images of at least ${least} px: use fewer, or larger images`,
    )
  }
  return problems
}

/** What is allowed but known to go wrong, one a line. */
export function cycleganAdvice(options: CycleganOptions, train: TrainOptions): string[] {
  const advice = translationLossAdvice(options)
  if (options.normG === 'batch' && train.batch / train.accumG < 2) {
    advice.push('batch norm with one image a batch: translations differ between training and use (--norm-g instance)')
  }
  return advice
}
