/**
 * Convolutional conditional GAN: the layers of DCGAN, told the class where it counts. G normalises by class (conditional
 * batch norm); D adds the inner product of its features with a vector of the class (Miyato and Koyama 2018, "cGANs with
 * Projection Discriminator", https://arxiv.org/abs/1802.05637).
 */
import { cat, type Generator as RandomStream, type Tensor, TorchError } from '@ganymede/torch'
import { normal_ } from '../../nn/init.js'
import { initialiseLayers } from '../../nn/init-layers.js'
import { LeakyReLU } from '../../nn/layers/activations.js'
import { BatchNorm } from '../../nn/layers/batch-norm.js'
import { ConditionalBatchNorm } from '../../nn/layers/conditional-batch-norm.js'
import { ConvTranspose2d } from '../../nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Embedding } from '../../nn/layers/embedding.js'
import { Linear } from '../../nn/layers/linear.js'
import { type Layer, Module } from '../../nn/module.js'
import { ModuleList, Sequential } from '../../nn/sequential.js'
import type { CganShape } from './mlp-networks.js'

const smallestSide = 4
const largestBase = 7

/** Sides from the smallest to the image's own, doubling: `[7, 14, 28]`; null when the side does not come from 4 to 7. */
export function doublings(side: number): readonly number[] | null {
  const sides = [side]
  while (sides[0]! % 2 === 0 && sides[0]! / 2 >= smallestSide) sides.unshift(sides[0]! / 2)
  return sides.length > 1 && sides[0]! <= largestBase ? sides : null
}

/** Sides in a range that {@link doublings} accepts. */
export function sidesOfConv(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((side) => doublings(side) !== null)
}

function requireDoublings(side: number): readonly number[] {
  const sides = doublings(side)
  if (sides === null) throw new TorchError('ARGUMENT_INVALID', `conditional GAN: no doublings lead to ${side} px`)
  return sides
}

const stride2 = { kernelSize: 4, stride: 2, padding: 1 } as const

/**
 * Maps noise `[N, Z]` and classes `[N]` to images `[N, C, S, S]` in [-1, 1].
 *
 * A linear layer makes the smallest square from noise and class vector; each transposed convolution (kernel 4, stride 2)
 * doubles it. Conditional batch norm and ReLU before each. `width` channels enter the last one, twice as many each
 * before. In training one picture depends on the others of its batch; in evaluation it does not.
 */
export class CganConvGenerator extends Module {
  readonly shape: CganShape
  readonly labelEmb: Embedding
  readonly start: Linear
  readonly norms: ModuleList<ConditionalBatchNorm>
  readonly ups: ModuleList<ConvTranspose2d>
  readonly #first: readonly [number, number, number]

  constructor(shape: CganShape, width: number, rng: RandomStream) {
    super()
    const { channels, height, latentDim, classes, embedDim } = shape
    this.shape = shape
    const sides = requireDoublings(height)
    const stages = sides.length - 1
    const features = Array.from({ length: stages }, (_, i) => width * 2 ** (stages - 1 - i))
    this.#first = [features[0]!, sides[0]!, sides[0]!]
    this.labelEmb = this.child('label_emb', new Embedding(classes, embedDim, { rng }))
    this.start = this.child(
      'start',
      new Linear(latentDim + embedDim, features[0]! * sides[0]! ** 2, { bias: false, rng }),
    )
    this.norms = this.child('norms', new ModuleList(features.map((size) => new ConditionalBatchNorm(size, classes))))
    this.ups = this.child(
      'ups',
      new ModuleList(
        features.map((size, i) => {
          const isLast = i === stages - 1
          return new ConvTranspose2d(size, isLast ? channels : features[i + 1]!, { ...stride2, bias: isLast, rng })
        }),
      ),
    )
    initialise(this, rng)
  }

  override forward(z: Tensor, labels: Tensor): Tensor {
    const input = cat([z, this.labelEmb.forward(labels)], 1) // [N, Z + E]
    let x = this.start.forward(input).view([z.shape[0]!, ...this.#first]) // [N, F, 4, 4]
    for (const [i, up] of [...this.ups].entries()) x = up.forward(this.norms.at(i).forward(x, labels).relu())
    return x.tanh()
  }
}

/**
 * Maps images `[N, C, S, S]` and classes `[N]` to logits `[N]`.
 *
 *     logit = head(φ(x)) + ⟨ projection[class], φ(x) ⟩
 *
 * φ mirrors the generator: convolutions of kernel 4, stride 2 with LeakyReLU 0.2 and, but for the first, batch norm, down
 * to the smallest square. No sigmoid: losses take logits.
 */
export class CganConvDiscriminator extends Module {
  readonly features: Sequential
  readonly head: Linear
  readonly projection: Embedding

  constructor(shape: CganShape, width: number, rng: RandomStream) {
    super()
    const sides = requireDoublings(shape.height)
    const layers: Layer[] = []
    let before = shape.channels
    for (let i = 0; i < sides.length - 1; i++) {
      const after = width * 2 ** i
      layers.push(new Conv2d(before, after, { ...stride2, bias: i === 0, rng }))
      if (i > 0) layers.push(new BatchNorm(after))
      layers.push(new LeakyReLU(0.2))
      before = after
    }
    const size = before * sides[0]! ** 2
    this.features = this.child('features', new Sequential(layers))
    this.head = this.child('head', new Linear(size, 1, { rng }))
    this.projection = this.child('projection', new Embedding(shape.classes, size, { rng }))
    initialise(this, rng)
    normal_(this.projection.weight, { std: 0.02, rng })
  }

  override forward(images: Tensor, labels: Tensor): Tensor {
    const features = this.features.forward(images).flatten(1) // [N, F]
    const own = this.projection.forward(labels).to({ dtype: features.dtype })
    return this.head
      .forward(features)
      .squeezeDims([1])
      .add(features.mul(own).sum([1])) // [N]
  }
}

/** As in DCGAN: weights N(0, 0.02²), batch-norm scale N(1, 0.02²); class vectors keep N(0, 1) and class scales 1. */
function initialise(network: Module, rng: RandomStream): void {
  initialiseLayers(network, {
    convolution: ({ weight }) => void normal_(weight, { std: 0.02, rng }),
    linear: ({ weight }) => void normal_(weight, { std: 0.02, rng }),
    normalisation: ({ weight }) => void (weight && normal_(weight, { mean: 1, std: 0.02, rng })),
  })
}
