/**
 * Residual networks without normalisation of Mescheder et al. 2018 (https://github.com/LMescheder/GAN_stability), with
 * their `state_dict` names. With classes, G gets the class's vector beside the noise and D one output for each class.
 */
import { cat, type Generator as RandomStream, type Tensor, TorchError } from '@ganymede/torch'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Embedding } from '../../nn/layers/embedding.js'
import { Linear } from '../../nn/layers/linear.js'
import { AvgPool2d } from '../../nn/layers/pooling.js'
import { Upsample } from '../../nn/layers/upsample.js'
import { type Layer, Module } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'
import { ImageDiscriminator, ImageGenerator, type NetworkShape, requireImages, requireLatents } from './networks.js'

const same = { kernelSize: 3, padding: 1 } as const
const start = 4

/** `[N, from, H, W]` to `[N, to, H, W]`: shortcut + 0.1 · conv(lrelu(conv(lrelu(x)))). */
class ResidualBlock extends Module implements Layer {
  readonly first: Conv2d
  readonly second: Conv2d
  readonly shortcut: Conv2d | null

  constructor(from: number, to: number, rng: RandomStream) {
    super()
    const hidden = Math.min(from, to)
    this.first = this.child('conv_0', new Conv2d(from, hidden, { ...same, rng }))
    this.second = this.child('conv_1', new Conv2d(hidden, to, { ...same, rng }))
    const isPlain = from === to
    this.shortcut = isPlain ? null : this.child('conv_s', new Conv2d(from, to, { kernelSize: 1, bias: false, rng }))
  }

  override forward(x: Tensor): Tensor {
    const straight = this.shortcut === null ? x : this.shortcut.forward(x)
    const change = this.second.forward(this.first.forward(x.leakyRelu(0.2)).leakyRelu(0.2))
    return straight.add(change, { alpha: 0.1 })
  }
}

/** Channels at 4 x 4 · 2^i pixels, counted from the image: `[nf, 2 nf, 4 nf …]`, at most `widthMax`. */
function widths(size: number, width: number, widthMax: number): number[] {
  const halvings = Math.log2(size / start)
  return Array.from({ length: halvings + 1 }, (_, i) => Math.min(width * 2 ** i, widthMax))
}

/** Maps latents `[N, Z]`, and labels `[N]` where there are classes, to images in [-1, 1]. */
export class ResidualGenerator extends ImageGenerator {
  readonly embedding: Embedding | null
  readonly entry: Linear
  readonly resnet: Sequential
  readonly toImage: Conv2d
  readonly latentDim: number
  readonly startWidth: number

  constructor({ size, channels, latentDim, widthG, widthMax, classes, embedDim }: NetworkShape, rng: RandomStream) {
    super()
    const outward = widths(size, widthG, widthMax).reverse()
    this.latentDim = latentDim
    this.startWidth = outward[0]!
    this.embedding = classes === null ? null : this.child('embedding', new Embedding(classes, embedDim, { rng }))
    const inputs = latentDim + (classes === null ? 0 : embedDim)
    this.entry = this.child('fc', new Linear(inputs, this.startWidth * start * start, { rng }))
    const layers: Layer[] = []
    for (const [i, width] of outward.slice(0, -1).entries()) {
      layers.push(new ResidualBlock(width, outward[i + 1]!, rng), new Upsample({ scaleFactor: 2 }))
    }
    const last = outward.at(-1)!
    layers.push(new ResidualBlock(last, last, rng))
    this.resnet = this.child('resnet', new Sequential(layers))
    this.toImage = this.child('conv_img', new Conv2d(last, channels, { ...same, rng }))
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the latents have another length; `ARGUMENT_INVALID` without needed labels */
  override forward(z: Tensor, labels: Tensor | null = null): Tensor {
    requireLatents(z, this.latentDim)
    const features = this.entry.forward(this.#withClass(z.flatten(1), labels))
    const x = this.resnet.forward(features.reshape([-1, this.startWidth, start, start]))
    return this.toImage.forward(x.leakyRelu(0.2)).tanh()
  }

  #withClass(z: Tensor, labels: Tensor | null): Tensor {
    if (this.embedding === null) return z
    if (labels === null) throw missingLabels('generator')
    const vectors = this.embedding.forward(labels)
    const unit = vectors.div(vectors.linalgVectorNorm({ dim: 1, keepdim: true }))
    return cat([z, unit], 1)
  }
}

/** Maps images, and labels `[N]` where there are classes, to one score each, `[N]`. */
export class ResidualDiscriminator extends ImageDiscriminator {
  readonly fromImage: Conv2d
  readonly resnet: Sequential
  readonly decision: Linear
  readonly size: number
  readonly channels: number

  constructor({ size, channels, widthD, widthMax, classes }: NetworkShape, rng: RandomStream) {
    super()
    this.size = size
    this.channels = channels
    const inward = widths(size, widthD, widthMax)
    const [first, last] = [inward[0]!, inward.at(-1)!]
    this.fromImage = this.child('conv_img', new Conv2d(channels, first, { ...same, rng }))
    const layers: Layer[] = [new ResidualBlock(first, first, rng)]
    for (const [i, width] of inward.slice(0, -1).entries()) {
      layers.push(new AvgPool2d(3, { stride: 2, padding: 1 }), new ResidualBlock(width, inward[i + 1]!, rng))
    }
    this.resnet = this.child('resnet', new Sequential(layers))
    this.decision = this.child('fc', new Linear(last * start * start, classes ?? 1, { rng }))
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have another size or number of channels */
  override forward(images: Tensor, labels: Tensor | null = null): Tensor {
    requireImages(images, this.size, this.channels)
    const features = this.resnet.forward(this.fromImage.forward(images)).leakyRelu(0.2)
    const scores = this.decision.forward(features.flatten(1)) // [N, classes]
    if (this.decision.outFeatures === 1) return scores.flatten() // [N]
    if (labels === null) throw missingLabels('discriminator')
    return scores.gather(1, labels.reshape([-1, 1])).flatten() // [N]
  }
}

function missingLabels(network: string): TorchError {
  return new TorchError('ARGUMENT_INVALID', `${network}: a conditional network needs labels [N]`)
}
