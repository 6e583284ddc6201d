/**
 * Generator and discriminator of the fully connected GAN (Goodfellow et al. 2014, https://arxiv.org/abs/1406.2661), for
 * images of any size, in two forms: three layers each, with `state_dict` names 0, 2, 4; and the deeper one of the
 * PyTorch-GAN collection with batch norm in G, with names model.0, model.2 ….
 */
import type { Generator as RandomStream } from '@ganymede/torch'
import { LeakyReLU, ReLU, Tanh } from '../../nn/layers/activations.js'
import { BatchNorm } from '../../nn/layers/batch-norm.js'
import { Linear } from '../../nn/layers/linear.js'
import { Flatten, Unflatten } from '../../nn/layers/shape.js'
import type { Layer } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'

/** Sizes of images, latents and hidden layers. */
export interface GanShape {
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly latentDim: number
  /** Units of the hidden layers; the deeper networks have multiples of it. */
  readonly hidden: number
}

const pixelsOf = ({ channels, height, width }: GanShape): number => channels * height * width
const imageOf = ({ channels, height, width }: GanShape): Layer => new Unflatten(1, [channels, height, width])

const relu = (): Layer => new ReLU()
const leaky = (): Layer => new LeakyReLU(0.2)

/** Maps latents `[N, Z]` to images `[N, C, H, W]` in [-1, 1]: two hidden layers with ReLU, tanh at the end. */
export function plainGenerator(shape: GanShape, rng: RandomStream): Sequential {
  const { latentDim, hidden } = shape
  return new Sequential([
    new Linear(latentDim, hidden, { rng }),
    relu(),
    new Linear(hidden, hidden, { rng }),
    relu(),
    new Linear(hidden, pixelsOf(shape), { rng }),
    new Tanh(),
    imageOf(shape),
  ])
}

/** Maps images `[N, C, H, W]` to logits `[N, 1]`: two hidden layers with LeakyReLU 0.2. */
export function plainDiscriminator(shape: GanShape, rng: RandomStream): Sequential {
  const { hidden } = shape
  return new Sequential([
    ['flatten', new Flatten()],
    ['0', new Linear(pixelsOf(shape), hidden, { rng })],
    ['1', leaky()],
    ['2', new Linear(hidden, hidden, { rng })],
    ['3', leaky()],
    ['4', new Linear(hidden, 1, { rng })],
  ])
}

/**
 * Maps latents `[N, Z]` to images `[N, C, H, W]` in [-1, 1]: layers of h/2, h, 2h and 4h units with LeakyReLU 0.2, batch
 * norm in all but the first, tanh at the end.
 *
 * @param normEps  of batch norm. PyTorch-GAN passes 0.8 there, meant for the momentum; its weights need that value
 */
export function deepGenerator(shape: GanShape, normEps: number, rng: RandomStream): Sequential {
  const { latentDim, hidden } = shape
  const sizes = [latentDim, Math.max(1, Math.round(hidden / 2)), hidden, 2 * hidden, 4 * hidden]
  const layers = sizes.slice(1).flatMap((size, i): Layer[] => {
    const linear = new Linear(sizes[i]!, size, { rng })
    return i === 0 ? [linear, leaky()] : [linear, new BatchNorm(size, { eps: normEps }), leaky()]
  })
  const model = new Sequential([...layers, new Linear(4 * hidden, pixelsOf(shape), { rng }), new Tanh()])
  return new Sequential([
    ['model', model],
    ['image', imageOf(shape)],
  ])
}

/** Maps images `[N, C, H, W]` to logits `[N, 1]`: layers of 2h and h units with LeakyReLU 0.2. */
export function deepDiscriminator(shape: GanShape, rng: RandomStream): Sequential {
  const { hidden } = shape
  const model = new Sequential([
    new Linear(pixelsOf(shape), 2 * hidden, { rng }),
    leaky(),
    new Linear(2 * hidden, hidden, { rng }),
    leaky(),
    new Linear(hidden, 1, { rng }),
  ])
  return new Sequential([
    ['flatten', new Flatten()],
    ['model', model],
  ])
}
