/** Options of pix2pix's model section, and what follows from them about sizes. */
import { z } from 'zod'
import { initialisationNames } from '../image-to-image/initialisation.js'
import { translationNorms } from '../image-to-image/normalisation.js'
import { translationLossOptions } from '../image-to-image/translation-loss.js'
import { fewestDowns, unetFactor, unetUpsamplings } from '../image-to-image/unet.js'

const side = z.number().int().min(32).max(1024)
const width = z.number().int().min(1).max(256)
const rate = z.number().positive().max(1)

/** Schema; defaults are those of the paper and of the authors' code. */
export const pix2pixOptions = z.strictObject({
  size: side
    .default(256)
    .describe(
      'Side of the pictures in pixels while training, 32 to 1024, divisible as the generator needs. Twice the side costs four times the time.',
    ),
  height: z
    .union([z.literal('auto'), side])
    .default('auto')
    .describe('Height of the pictures where they are not square; size is their width then.'),
  network: z
    .enum(['unet', 'resnet-6', 'resnet-9'])
    .default('unet')
    .describe(
      "Generator: 'unet' passes fine structure around its bottleneck; 'resnet-6' and 'resnet-9', with 6 or 9 residual blocks, are smaller and slower.",
    ),
  downs: z
    .union([z.literal('auto'), z.number().int().min(fewestDowns).max(10)])
    .default('auto')
    .describe(
      'Halvings of the side in the U-Net, 5 to 10; both sides must be multiples of 2 to this power. auto: as many as the sides allow, 8 for 256, 7 for 128. Fewer: less sense of the whole picture.',
    ),
  colours: z
    .enum(['rgb', 'lab'])
    .default('rgb')
    .describe(
      "What the networks see: pictures as they are; or 'lab', for colouring grey pictures: the generator takes the lightness of the input and gives only the two axes of colour (L*a*b*), so that the picture itself stays as sharp as it was.",
    ),
  upsampling: z
    .enum(unetUpsamplings)
    .default('transposed')
    .describe("How the generator enlarges: 'transposed' as published; 'resize' avoids checkerboard patterns."),
  widthG: width
    .default(64)
    .describe("Channels of the generator's first layer; up to eight times as many inside. More: finer, slower."),
  normG: z
    .enum(translationNorms)
    .default('batch')
    .describe('Normalisation in the generator: over the batch, over each image (instance), or none.'),
  dropout: z
    .boolean()
    .default(true)
    .describe('Dropout in the inner layers of the generator, the only noise: pictures vary with it, and overfit less.'),
  discriminator: z
    .enum(['patch', 'pixel'])
    .default('patch')
    .describe("What D judges: overlapping patches, as large as layersD makes them, or single pixels ('pixel')."),
  layersD: z
    .number()
    .int()
    .min(1)
    .max(6)
    .default(3)
    .describe(
      'Layers of the patch discriminator: patches of 16, 34, 70, 142, 286 and 574 px for 1 to 6. More: sharper as a whole, worse in detail.',
    ),
  widthD: width.default(64).describe("Channels of the discriminator's first layer; doubled with each further one."),
  normD: z
    .enum(translationNorms)
    .default('batch')
    .describe('Normalisation in the discriminator; a gradient penalty needs instance or none.'),
  ...translationLossOptions('vanilla'),
  l1Weight: z
    .number()
    .min(0)
    .max(1e6)
    .default(100)
    .describe("Weight of the mean difference to the truth beside D's verdict. More: closer and blurrier; 0: invented."),
  lrG: rate.default(2e-4).describe("Generator's learning rate (Adam). Too high: NaN or collapse; too low: slow."),
  lrD: rate.default(2e-4).describe("Discriminator's learning rate (Adam). Lower it when D wins."),
  beta1: z.number().min(0).lt(1).default(0.5).describe("Adam's first decay. 0.9 makes adversarial training oscillate."),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's second decay."),
  init: z
    .enum(initialisationNames)
    .default('normal')
    .describe('How weights begin: normal distribution, Xavier, Kaiming or orthogonal.'),
  initGain: z
    .number()
    .positive()
    .max(10)
    .default(0.02)
    .describe('Spread of the first weights: standard deviation of normal, factor of xavier and orthogonal.'),
  inference: z
    .enum(['batch', 'running'])
    .default('batch')
    .describe(
      "What batch norm uses when a trained model translates: 'batch', the statistics of the picture itself, as in the paper and in training with batch 1; 'running', those gathered in training, better for larger batches and needed for tiles.",
    ),
  testDropout: z
    .boolean()
    .default(true)
    .describe('Whether dropout stays on when a trained model translates, as in the paper; masks depend on the seed.'),
})

export type Pix2pixOptions = z.output<typeof pix2pixOptions>

/** Width and height of the pictures while training. */
export function sidesOf({ size, height }: Pick<Pix2pixOptions, 'size' | 'height'>): {
  readonly width: number
  readonly height: number
} {
  return { width: size, height: height === 'auto' ? size : height }
}

const mostAutomaticDowns = 9

/** Halvings of the U-Net: as asked, or as many as both sides allow, from 5 to 9. */
export function downsOf(options: Pick<Pix2pixOptions, 'size' | 'height' | 'downs'>): number {
  if (options.downs !== 'auto') return options.downs
  const { width, height } = sidesOf(options)
  let downs = fewestDowns
  while (downs < mostAutomaticDowns && width % 2 ** (downs + 1) === 0 && height % 2 ** (downs + 1) === 0) downs++
  return downs
}

// Two halvings on the way in.
const resnetFactor = 4

/** What the sides of pictures must be multiples of. */
export function factorOf(options: Pix2pixOptions): number {
  return options.network === 'unet' ? unetFactor(downsOf(options)) : resnetFactor
}
