/** Options that LSGAN, WGAN, WGAN-GP and R1 share: networks, optimizers, and the objective's fragment. */
import { z } from 'zod'
import { normalisationNames } from '../../nn/layers/normalisation.js'
import { type ObjectiveSettings, objectiveOptionsWith } from '../../systems/losses/objective-options.js'

const networkNames = ['dcgan', 'upsample', 'resnet', 'cifar-resnet', 'large-kernel', 'mlp'] as const
export type NetworkName = (typeof networkNames)[number]
const imageGanSizes = [16, 28, 32, 64, 128] as const
const optimizerNames = ['adam', 'rmsprop', 'sgd'] as const

/** Defaults in which the systems differ. */
export interface ImageGanDefaults {
  readonly network: NetworkName
  /** What `auto` stands for in networks that can have any normalisation. */
  readonly normD: 'batch' | 'layer' | 'instance' | 'none'
  readonly optimizer: (typeof optimizerNames)[number]
  readonly lr: number
  readonly beta1: number
  readonly beta2: number
  readonly criticBoost: number
  /** Default false. */
  readonly dequantise?: boolean
  readonly objective: Partial<ObjectiveSettings>
}

const width = z.union([z.literal('auto'), z.number().int().min(1).max(4096)])
const classWeight = z.number().min(0).max(1000)
const rate = z.number().positive().max(1)
const decay = z.number().min(0).lt(1)

/** The schema of a system's model section. */
export function imageGanOptions(defaults: ImageGanDefaults) {
  return z.strictObject({
    size: z
      .union(imageGanSizes.map((size) => z.literal(size)))
      .default(32)
      .describe('Side of the images in pixels; 28 with upsample, large-kernel and mlp only.'),
    network: z
      .enum(networkNames)
      .default(defaults.network)
      .describe(
        "dcgan: transposed convolutions; upsample: PyTorch-GAN's, without checkerboards; resnet: residual blocks without normalisation, slower and steadier; cifar-resnet: WGAN-GP's residual blocks for 32 px, batch norm in G, with conditional a classifier in D; large-kernel: WGAN-GP's for digits; mlp: fully connected.",
      ),
    latentDim: z.number().int().min(1).max(4096).default(100).describe('Length of the noise vector z.'),
    widthG: width
      .default('auto')
      .describe(
        'Channels of the generator next to the image, doubled towards its start; units of a hidden layer of mlp. auto: 64, cifar-resnet 128 everywhere, mlp 512. More: finer pictures, slower.',
      ),
    widthD: width
      .default('auto')
      .describe(
        'Channels of the discriminator next to the image, or units of mlp. auto: 64, upsample 16, cifar-resnet 128 everywhere, mlp 512. More: a stronger D.',
      ),
    widthMax: z
      .number()
      .int()
      .min(1)
      .max(4096)
      .default(512)
      .describe('Largest number of channels anywhere in resnet; without effect on other networks.'),
    extraLayers: z
      .number()
      .int()
      .min(0)
      .max(16)
      .default(0)
      .describe('Convolutions of stride 1 added beside the image in G and D; dcgan only. More: finer, slower.'),
    normG: z
      .enum(['auto', 'batch', 'none'])
      .default('auto')
      .describe('Normalisation in G. auto: batch in dcgan, upsample and cifar-resnet; the other networks have none.'),
    normD: z
      .enum(['auto', ...normalisationNames])
      .default('auto')
      .describe(
        `Normalisation in D of dcgan and upsample (auto: ${defaults.normD}); the other networks have none. Gradient penalties refuse batch.`,
      ),
    normEps: z
      .number()
      .positive()
      .max(1)
      .default(1e-5)
      .describe('Added to variances by the normalisations. 0.8 only for weights of PyTorch-GAN.'),
    dropoutD: z
      .number()
      .min(0)
      .lt(1)
      .default(0.25)
      .describe("Share of D's channels left out at random in training; upsample only. Higher: a weaker D."),
    conditional: z
      .boolean()
      .default(false)
      .describe(
        'Make pictures of a class that is asked for; the data must have classes. resnet tells both networks the class; cifar-resnet tells G, and D learns to name it.',
      ),
    embedDim: z
      .number()
      .int()
      .min(1)
      .max(4096)
      .default(256)
      .describe("Length of a class's learned vector in G; resnet with conditional only."),
    classWeightD: classWeight
      .default(1)
      .describe("Weight of D's cross-entropy of the classes of real images; cifar-resnet with conditional only."),
    classWeightG: classWeight
      .default(0.1)
      .describe(
        "Weight of the cross-entropy by which G's images are to be named as asked; cifar-resnet with conditional only. More: clearer classes, less variety.",
      ),
    dequantise: z
      .boolean()
      .default(defaults.dequantise ?? false)
      .describe(
        'Add uniform noise below one grey level to the real images that D sees, so that D cannot tell them by their 256 levels.',
      ),
    optimizer: z
      .enum(optimizerNames)
      .default(defaults.optimizer)
      .describe('What moves the weights of G and D. rmsprop has no momentum, which clipped critics need.'),
    lrG: rate.default(defaults.lr).describe("Generator's learning rate. Too high: NaN or collapse; too low: slow."),
    lrD: rate.default(defaults.lr).describe("Discriminator's learning rate. Lower it when D wins."),
    beta1: decay.default(defaults.beta1).describe("Adam's first decay; adam only. 0 is steadiest under penalties."),
    beta2: decay.default(defaults.beta2).describe("Adam's second decay; adam only."),
    criticBoost: z
      .number()
      .int()
      .min(0)
      .max(10_000)
      .default(defaults.criticBoost)
      .describe(
        'D updates in each of the first 25 steps and in every 500th, instead of train.dSteps; 0: never, 100 in the code of WGAN. A critic near its optimum gives better slopes.',
      ),
    ...objectiveOptionsWith(defaults.objective),
  })
}

export type ImageGanOptions = z.output<ReturnType<typeof imageGanOptions>>
