/** Options of the VAE's model section. */
import { z } from 'zod'

const positiveInt = z.number().int().min(1)

/** Schema; defaults are those of the perceptron that the literature's MNIST figures are made with. */
export const vaeOptions = z.strictObject({
  size: z.number().int().min(16).max(256).default(28).describe('Side of the images in pixels, 16 to 256.'),
  network: z
    .enum(['mlp', 'conv'])
    .default('mlp')
    .describe("'mlp': two layers on each side, for small pictures; 'conv': convolutions, for larger or coloured ones."),
  latentDim: positiveInt
    .max(4096)
    .default(20)
    .describe('Length of the latent vector. 2 makes the latent manifold a map; more: sharper reconstructions.'),
  hidden: positiveInt
    .max(16_384)
    .default(400)
    .describe("Units of the hidden layers of 'mlp'. More: better fit, slower."),
  width: positiveInt
    .max(512)
    .default(32)
    .describe("Channels of the first convolution of 'conv'; doubled with every halving of the side, up to 8 times."),
  conditional: z
    .boolean()
    .default(false)
    .describe(
      'Tell encoder and decoder the class of each image, so that pictures of a class can be asked for; the data must have classes.',
    ),
  likelihood: z
    .enum(['bernoulli', 'gaussian', 'laplace'])
    .default('bernoulli')
    .describe(
      "Distribution of pixels given the latent: 'bernoulli' (cross-entropy, also of grey values), 'gaussian' (squared error / 2 sigma²) or 'laplace' (absolute error / sigma; sharper edges).",
    ),
  sigma: z
    .number()
    .min(1e-3)
    .max(100)
    .default(0.1)
    .describe(
      "Width of 'gaussian' and 'laplace', in units of the value range 0 to 1. Smaller: closer reconstructions, worse samples.",
    ),
  reduction: z
    .enum(['sum', 'mean'])
    .default('sum')
    .describe(
      "How the loss of a batch is put together: always summed over pixels and latents; over images 'sum' or 'mean'. Both terms alike, so beta means the same.",
    ),
  beta: z
    .number()
    .min(0)
    .max(1000)
    .default(1)
    .describe('Weight of the KL term. Above 1: tidier latents, blurrier pictures; below 1: the other way round.'),
  klWarmup: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Steps in which the weight of the KL term grows from 0 to beta; helps when latents stay unused.'),
  freeBits: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .describe('KL in nats that each latent dimension has for free; 0.05 or so keeps dimensions from being given up.'),
  lr: z
    .number()
    .positive()
    .max(1)
    .default(1e-3)
    .describe('Learning rate (Adam). Too high: the loss jumps or becomes NaN; too low: slow.'),
  beta1: z.number().min(0).lt(1).default(0.9).describe("Adam's first decay."),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's second decay."),
  planeX: z
    .union([z.literal('auto'), z.number().int().min(0)])
    .default('auto')
    .describe(
      "Latent dimension that the manifold sheet shows from left to right, counted from 0; 'auto': with planeY the two that vary most over real images.",
    ),
  planeY: z
    .union([z.literal('auto'), z.number().int().min(0)])
    .default('auto')
    .describe(
      "Latent dimension that the manifold sheet shows from bottom to top, counted from 0; 'auto': with planeX the two that vary most over real images.",
    ),
  scatter: z
    .enum(['auto', 'plane', 'active', 'pca'])
    .default('auto')
    .describe(
      "What the scatter sheet shows of the latents of real images: 'plane' planeX and planeY; 'active' the two dimensions that vary most; 'pca' the directions that vary most; 'auto' the plane with two dimensions, else 'pca'.",
    ),
  planeClass: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Class that the manifold and traversal sheets show, counted from 0; with conditional only.'),
  manifoldSize: z.number().int().min(2).max(40).default(20).describe('Pictures on each side of the manifold sheet.'),
})

export type VaeOptions = z.output<typeof vaeOptions>
