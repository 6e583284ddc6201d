/**
 * The networks of the PyTorch-GAN collection's LSGAN (https://github.com/eriklindernoren/PyTorch-GAN), with its
 * `state_dict` names: G enlarges by copying pixels, which avoids checkerboards; D has dropout.
 */
import type { Generator as RandomStream, Tensor } from '@ganymede/torch'
import { normal_ } from '../../nn/init.js'
import { initialiseLayers } from '../../nn/init-layers.js'
import { LeakyReLU, Tanh } from '../../nn/layers/activations.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Dropout2d } from '../../nn/layers/dropout.js'
import { Linear } from '../../nn/layers/linear.js'
import { normalisationLayer, normalisedConvolution } from '../../nn/layers/normalisation.js'
import { Upsample } from '../../nn/layers/upsample.js'
import type { Layer, Module } from '../../nn/module.js'
import { Sequential, type SequentialEntry } from '../../nn/sequential.js'
import { ImageDiscriminator, ImageGenerator, type NetworkShape, requireImages, requireLatents } from './networks.js'

const same = { kernelSize: 3, padding: 1 } as const

/**
 * Maps latents `[N, Z]` to images in [-1, 1]: a linear layer to a quarter of the side, two doublings of nearest
 * neighbours with a convolution each, one more convolution, tanh. Owns `l1.0`, `conv_blocks.1`, `.2`, `.5`, `.6`, `.8`.
 */
export class UpsamplingGenerator extends ImageGenerator {
  readonly l1: Sequential
  readonly convBlocks: Sequential
  readonly latentDim: number
  readonly start: readonly [channels: number, height: number, width: number]

  constructor({ size, channels, latentDim, widthG, normG, normEps }: NetworkShape, rng: RandomStream) {
    super()
    const wide = 2 * widthG
    this.latentDim = latentDim
    this.start = [wide, size / 4, size / 4]
    this.l1 = this.child('l1', new Sequential([new Linear(latentDim, wide * (size / 4) ** 2, { rng })]))
    const double = () => new Upsample({ scaleFactor: 2 })
    const conv = (from: number, to: number) => new Conv2d(from, to, { ...same, rng })
    const norm = (width: number) => normalisationLayer(normG, width, { eps: normEps })
    const layers: Layer[] = [double(), conv(wide, wide), norm(wide), new LeakyReLU(0.2)]
    layers.push(double(), conv(wide, widthG), norm(widthG), new LeakyReLU(0.2), conv(widthG, channels), new Tanh())
    this.convBlocks = this.child('conv_blocks', new Sequential(layers))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the latents have another length */
  override forward(z: Tensor): Tensor {
    requireLatents(z, this.latentDim)
    return this.convBlocks.forward(this.l1.forward(z.flatten(1)).reshape([-1, ...this.start]))
  }
}

/**
 * Maps images to one score each, `[N]`: four convolutions of stride 2, each with LeakyReLU 0.2, dropout of channels and,
 * except the first, the normalisation; a linear layer decides. Owns `model.0`, `.3`, `.6` …, `adv_layer`.
 */
export class UpsamplingDiscriminator extends ImageDiscriminator {
  readonly model: Sequential
  readonly decision: Linear
  readonly size: number
  readonly channels: number

  constructor({ size, channels, widthD, normD, normEps, dropoutD }: NetworkShape, rng: RandomStream) {
    super()
    this.size = size
    this.channels = channels
    const layers: SequentialEntry[] = []
    let [before, side] = [channels, size]
    for (const factor of [1, 2, 4, 8]) {
      const width = widthD * factor
      layers.push(normalisedConvolution(normD, new Conv2d(before, width, { ...same, stride: 2, rng }), rng))
      layers.push(new LeakyReLU(0.2), new Dropout2d(dropoutD))
      if (factor > 1) layers.push(normalisationLayer(normD, width, { eps: normEps }))
      before = width
      side = Math.ceil(side / 2)
    }
    this.model = this.child('model', new Sequential(layers))
    this.decision = this.child('adv_layer', new Linear(before * side * side, 1, { rng }))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have another size or number of channels */
  override forward(images: Tensor): Tensor {
    requireImages(images, this.size, this.channels)
    return this.decision.forward(this.model.forward(images).flatten(1)).flatten() // [N]
  }
}

// Convolutions N(0, 0.02²), scales N(1, 0.02²); linear layers stay as they were made.
function initialise(network: Module, rng: RandomStream): void {
  initialiseLayers(network, {
    convolution: ({ weight }) => normal_(weight, { std: 0.02, rng }),
    normalisation: ({ weight }) => weight !== null && normal_(weight, { mean: 1, std: 0.02, rng }),
  })
}
