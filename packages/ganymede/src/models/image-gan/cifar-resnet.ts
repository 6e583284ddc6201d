/**
 * The residual networks that WGAN-GP's authors used for CIFAR-10 (Gulrajani et al. 2017, appendix C; code:
 * https://github.com/igul222/improved_wgan_training): one width everywhere, batch norm in G alone, and for classes an
 * auxiliary classifier in D (Odena et al. 2016, https://arxiv.org/abs/1610.09585). The authors' are for 32 px; here the
 * number of blocks follows the size.
 */
import type { Generator as RandomStream, Tensor } from '@ganymede/torch'
import { uniform_, zeros_ } from '../../nn/init.js'
import { initialiseLayers } from '../../nn/init-layers.js'
import { BatchNorm } from '../../nn/layers/batch-norm.js'
import { ConditionalBatchNorm } from '../../nn/layers/conditional-batch-norm.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Linear } from '../../nn/layers/linear.js'
import { AvgPool2d } from '../../nn/layers/pooling.js'
import { Upsample } from '../../nn/layers/upsample.js'
import { Module } from '../../nn/module.js'
import { ModuleList } from '../../nn/sequential.js'
import { ImageDiscriminator, ImageGenerator, type NetworkShape, requireImages, requireLatents } from './networks.js'

const same = { kernelSize: 3, padding: 1 } as const
const start = 4
// D halves until here; the blocks that follow keep the size.
const smallest = 8

/** Batch norm, by class where there are classes, or nothing. */
function normalisation(width: number, { normG, classes }: NetworkShape): BatchNorm | ConditionalBatchNorm | null {
  if (normG === 'none') return null
  return classes === null ? new BatchNorm(width) : new ConditionalBatchNorm(width, classes)
}

function normalised(norm: BatchNorm | ConditionalBatchNorm | null, x: Tensor, labels: Tensor | null): Tensor {
  if (norm === null) return x
  if (norm instanceof BatchNorm) return norm.forward(x)
  if (labels === null) throw new Error('a conditional generator was called without labels')
  return norm.forward(x, labels)
}

/** `[N, C, H, W]` to `[N, C, 2H, 2W]`: conv(relu(norm(conv(up(relu(norm(x))))))) + conv₁ₓ₁(up(x)). */
class RisingBlock extends Module {
  readonly norms: readonly (BatchNorm | ConditionalBatchNorm | null)[]
  readonly first: Conv2d
  readonly second: Conv2d
  readonly shortcut: Conv2d
  readonly #up = new Upsample({ scaleFactor: 2 })

  constructor(shape: NetworkShape, rng: RandomStream) {
    super()
    const width = shape.widthG
    this.norms = [1, 2].map((i) => {
      const norm = normalisation(width, shape)
      return norm === null ? null : this.child(`norm${i}`, norm)
    })
    this.first = this.child('conv1', new Conv2d(width, width, { ...same, rng }))
    this.second = this.child('conv2', new Conv2d(width, width, { ...same, rng }))
    this.shortcut = this.child('shortcut', new Conv2d(width, width, { kernelSize: 1, rng }))
  }

  override forward(x: Tensor, labels: Tensor | null): Tensor {
    const [before = null, between = null] = this.norms
    const up = this.#up.forward(normalised(before, x, labels).relu())
    const h = this.second.forward(normalised(between, this.first.forward(up), labels).relu())
    // A 1 x 1 convolution of copied pixels is the copy of their convolution.
    return h.add(this.#up.forward(this.shortcut.forward(x)))
  }
}

/**
 * Maps latents `[N, Z]`, and labels `[N]` where there are classes, to images in [-1, 1]: a linear layer to 4 x 4, one block
 * for each doubling, batch norm, ReLU, a convolution, tanh. The class enters through scale and shift of the batch norms.
 */
export class CifarGenerator extends ImageGenerator {
  readonly linear: Linear
  readonly blocks: ModuleList<RisingBlock>
  readonly norm: BatchNorm | null
  readonly toImage: Conv2d
  readonly latentDim: number
  readonly width: number

  constructor(shape: NetworkShape, rng: RandomStream) {
    super()
    const { size, channels, latentDim, widthG, normG } = shape
    this.latentDim = latentDim
    this.width = widthG
    this.linear = this.child('linear', new Linear(latentDim, widthG * start * start, { rng }))
    const doublings = Math.log2(size / start)
    const blocks = Array.from({ length: doublings }, () => new RisingBlock(shape, rng))
    this.blocks = this.child('blocks', new ModuleList(blocks))
    this.norm = normG === 'none' ? null : this.child('norm', new BatchNorm(widthG))
    this.toImage = this.child('to_image', new Conv2d(widthG, channels, { ...same, rng }))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the latents have another length */
  override forward(z: Tensor, labels: Tensor | null = null): Tensor {
    requireLatents(z, this.latentDim)
    let x = this.linear.forward(z.flatten(1)).reshape([-1, this.width, start, start])
    for (const block of this.blocks) x = block.forward(x, labels)
    return this.toImage.forward(normalised(this.norm, x, null).relu()).tanh()
  }
}

/**
 * One block of D, without normalisation: conv(relu(conv(relu(x)))) + x, and where it `halves` the mean of 2 x 2 pixels of
 * each, with a 1 x 1 convolution on the way past. The first block begins with the image: no ReLU before its convolution.
 */
class FallingBlock extends Module {
  readonly first: Conv2d
  readonly second: Conv2d
  readonly shortcut: Conv2d | null
  readonly isFirst: boolean
  readonly pool: AvgPool2d | null

  constructor(from: number, to: number, { isFirst, halves }: { isFirst: boolean; halves: boolean }, rng: RandomStream) {
    super()
    this.isFirst = isFirst
    this.pool = halves ? this.child('pool', new AvgPool2d(2)) : null
    this.first = this.child('conv1', new Conv2d(from, to, { ...same, rng }))
    this.second = this.child('conv2', new Conv2d(to, to, { ...same, rng }))
    this.shortcut = halves ? this.child('shortcut', new Conv2d(from, to, { kernelSize: 1, rng })) : null
  }

  override forward(x: Tensor): Tensor {
    const h = this.second.forward(this.first.forward(this.isFirst ? x : x.relu()).relu())
    if (this.pool === null || this.shortcut === null) return h.add(x)
    // The mean of a 1 x 1 convolution is the convolution of the mean, which is less work.
    return this.pool.forward(h).add(this.shortcut.forward(this.pool.forward(x)))
  }
}

/**
 * Maps images to one score each, `[N]`: blocks that halve down to 8 x 8, two that do not, ReLU, mean over all pixels, a
 * linear layer. With classes a second linear layer names the class; it is told none.
 */
export class CifarDiscriminator extends ImageDiscriminator {
  readonly blocks: ModuleList<FallingBlock>
  readonly decision: Linear
  readonly classifier: Linear | null
  readonly size: number
  readonly channels: number
  // Logits of the passes of this step, by their images: the classifier shares the pass of the score.
  readonly #named = new WeakMap<Tensor, Tensor>()

  constructor({ size, channels, widthD, classes }: NetworkShape, rng: RandomStream) {
    super()
    this.size = size
    this.channels = channels
    const halvings = Math.max(1, Math.log2(size / smallest))
    const blocks = Array.from({ length: halvings + 2 }, (_, i) => {
      const isFirst = i === 0
      return new FallingBlock(isFirst ? channels : widthD, widthD, { isFirst, halves: i < halvings }, rng)
    })
    this.blocks = this.child('blocks', new ModuleList(blocks))
    this.decision = this.child('linear', new Linear(widthD, 1, { rng }))
    this.classifier = classes === null ? null : this.child('classifier', new Linear(widthD, classes, { rng }))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have another size or number of channels */
  override forward(images: Tensor): Tensor {
    const features = this.#features(images) // [N, C]
    if (this.classifier !== null) this.#named.set(images, this.classifier.forward(features))
    return this.decision.forward(features).flatten() // [N]
  }

  override classLogits(images: Tensor): Tensor | null {
    if (this.classifier === null) return null
    const known = this.#named.get(images)
    return known === undefined || known.isDisposed ? this.classifier.forward(this.#features(images)) : known
  }

  #features(images: Tensor): Tensor {
    requireImages(images, this.size, this.channels)
    let x = images
    for (const block of this.blocks) x = block.forward(x)
    return x.relu().mean([2, 3])
  }
}

/** He's initialisation from both fans for the blocks, Glorot's for shortcuts, the last convolution and linear layers. */
function initialise(network: Module, rng: RandomStream): void {
  const fill = (weight: Tensor, variance: number) => {
    const bound = Math.sqrt(3 * variance)
    uniform_(weight, { from: -bound, to: bound, rng })
  }
  initialiseLayers(network, {
    convolution: ({ weight, bias, kernelSize, inChannels, outChannels }, path) => {
      const fans = (inChannels + outChannels) * kernelSize[0] * kernelSize[1]
      fill(weight, (/(^|\.)conv\d$/.test(path) ? 4 : 2) / fans)
      if (bias !== null) zeros_(bias)
    },
    linear: ({ weight, bias, inFeatures, outFeatures }) => {
      fill(weight, 2 / (inFeatures + outFeatures))
      if (bias !== null) zeros_(bias)
    },
  })
}
