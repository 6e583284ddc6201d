/** Options of the conditional GAN's model section. */
import { z } from 'zod'
import { objectiveOptions } from '../../systems/losses/objective-options.js'

/** Schema; defaults are those of the perceptrons that digits are usually shown with. Those of `conv` are in cgan.ts. */
export const cganOptions = z.strictObject({
  size: z
    .number()
    .int()
    .min(16)
    .max(256)
    .default(28)
    .describe("Side of the images in pixels, 16 to 256. 'conv' takes 4 to 7 times a power of two: 28, 32, 48, 64 …"),
  network: z
    .enum(['mlp', 'conv'])
    .default('mlp')
    .describe(
      "'mlp': fully connected, the class appended to the input; 'conv': convolutions with class-wise batch norm and a projection discriminator, which learn classes far faster, with defaults of their own for training.",
    ),
  latentDim: z.number().int().min(1).max(4096).default(100).describe('Length of the noise vector z.'),
  embedDim: z
    .number()
    .int()
    .min(1)
    .max(1024)
    .default(10)
    .describe('Length of the learned vector of a class that is appended to the noise, and in mlp to the pixels.'),
  hidden: z
    .number()
    .int()
    .min(1)
    .max(4096)
    .default(256)
    .describe("Units of the smallest hidden layer of 'mlp'; the others have two and four times as many."),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.4)
    .describe("Share of the hidden units of D in 'mlp' that are left out at random in training. Higher: a weaker D."),
  widthG: z
    .number()
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .describe(
      "Channels of the last generator layer of 'conv'; doubled towards the smallest square. More: finer, slower.",
    ),
  widthD: z
    .number()
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .describe("Channels of the first discriminator layer of 'conv'; doubled towards the smallest square."),
  labels: z
    .enum(['uniform', 'data'])
    .default('uniform')
    .describe(
      "Which classes fakes are made of in training: 'uniform', all equally often; 'data', as often as in the data set.",
    ),
  lrG: z
    .number()
    .positive()
    .max(1)
    .default(1e-4)
    .describe("Generator's learning rate (Adam). Too high: NaN or collapse; too low: slow."),
  lrD: z
    .number()
    .positive()
    .max(1)
    .default(1e-4)
    .describe("Discriminator's learning rate (Adam). Lower it when D wins."),
  beta1: z
    .number()
    .min(0)
    .lt(1)
    .default(0.9)
    .describe("Adam's first decay. 0.5 is the usual choice with one D update a step."),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's second decay."),
  ...objectiveOptions,
})

export type CganOptions = z.output<typeof cganOptions>
