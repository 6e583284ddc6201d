/**
 * The networks that WGAN-GP's authors used for MNIST (https://github.com/igul222/improved_wgan_training): kernels of 5,
 * no normalisation, a sigmoid at the end. At 28 px the 8 x 8 map is cut to 7 x 7.
 */
import type { Generator as RandomStream, Tensor } from '@ganymede/torch'
import { uniform_, zeros_ } from '../../nn/init.js'
import { initialiseLayers } from '../../nn/init-layers.js'
import { LeakyReLU } from '../../nn/layers/activations.js'
import { ConvTranspose2d } from '../../nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Linear } from '../../nn/layers/linear.js'
import type { Module } from '../../nn/module.js'
import { ModuleList, Sequential, type SequentialEntry } from '../../nn/sequential.js'
import { ImageDiscriminator, ImageGenerator, type NetworkShape, requireImages, requireLatents } from './networks.js'

const start = 4

/** Sides of the maps from the start to the image: 4, 7, 14, 28 or 4, 8, 16, 32 … */
function sides(size: number): number[] {
  const found: number[] = []
  for (let side = size; side > start; side /= 2) found.unshift(side)
  return [start, ...found]
}

/** Channels next to the image doubled with every halving of the side. */
const widthAt = (width: number, stagesToImage: number): number => width * 2 ** (stagesToImage - 1)

/**
 * Maps latents `[N, Z]` to images in [-1, 1]: a linear layer to 4 x 4, then transposed convolutions that double the side.
 * The authors' images lie in [0, 1]; ours are stretched, so that the last step is 2 · sigmoid − 1. Owns `linear`, `up.0` ….
 */
export class LargeKernelGenerator extends ImageGenerator {
  readonly linear: Linear
  readonly up: ModuleList<ConvTranspose2d>
  readonly latentDim: number
  readonly startWidth: number
  readonly sides: readonly number[]

  constructor({ size, channels, latentDim, widthG }: NetworkShape, rng: RandomStream) {
    super()
    this.latentDim = latentDim
    this.sides = sides(size)
    const stages = this.sides.length - 1
    this.startWidth = widthAt(widthG, stages)
    this.linear = this.child('linear', new Linear(latentDim, this.startWidth * start * start, { rng }))
    const doubling = { kernelSize: 5, stride: 2, padding: 2, outputPadding: 1, rng } as const
    const layers = Array.from({ length: stages }, (_, i) => {
      const outputs = i === stages - 1 ? channels : widthAt(widthG, stages - 1 - i)
      return new ConvTranspose2d(widthAt(widthG, stages - i), outputs, doubling)
    })
    this.up = this.child('up', new ModuleList(layers))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the latents have another length */
  override forward(z: Tensor): Tensor {
    requireLatents(z, this.latentDim)
    let x = this.linear.forward(z.flatten(1)).reshape([-1, this.startWidth, start, start])
    let i = 0
    for (const layer of this.up) {
      x = layer.forward(x.relu())
      const side = this.sides[++i]!
      if ((x.shape[2] ?? side) > side) x = x.narrow(2, 0, side).narrow(3, 0, side)
    }
    return x.sigmoid().mul(2).sub(1)
  }
}

/** Maps images to one score each, `[N]`: convolutions of stride 2 with LeakyReLU 0.2, a linear layer. Owns `down.0` …, `linear`. */
export class LargeKernelDiscriminator extends ImageDiscriminator {
  readonly down: Sequential
  readonly linear: Linear
  readonly size: number
  readonly channels: number

  constructor({ size, channels, widthD }: NetworkShape, rng: RandomStream) {
    super()
    this.size = size
    this.channels = channels
    const stages = sides(size).length - 1
    const layers: SequentialEntry[] = []
    for (let i = 1; i <= stages; i++) {
      const inputs = i === 1 ? channels : widthAt(widthD, i - 1)
      layers.push(new Conv2d(inputs, widthAt(widthD, i), { kernelSize: 5, stride: 2, padding: 2, rng }))
      layers.push(new LeakyReLU(0.2))
    }
    this.down = this.child('down', new Sequential(layers))
    this.linear = this.child('linear', new Linear(widthAt(widthD, stages) * start * start, 1, { rng }))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have another size or number of channels */
  override forward(images: Tensor): Tensor {
    requireImages(images, this.size, this.channels)
    return this.linear.forward(this.down.forward(images.add(1).div(2)).flatten(1)).flatten() // [N]
  }
}

/** He's initialisation from both fans for convolutions, whose stride thins one of them; Glorot's for linear layers. */
function initialise(network: Module, rng: RandomStream): void {
  const fill = (weight: Tensor, variance: number) => {
    const bound = Math.sqrt(3 * variance)
    uniform_(weight, { from: -bound, to: bound, rng })
  }
  initialiseLayers(network, {
    convolution: (layer) => {
      const field = layer.kernelSize[0] * layer.kernelSize[1]
      const strides = layer.stride[0] * layer.stride[1]
      const [inputs, outputs] = [layer.inChannels * field, layer.outChannels * field]
      const fans = layer instanceof ConvTranspose2d ? inputs / strides + outputs : inputs + outputs / strides
      fill(layer.weight, 4 / fans)
      if (layer.bias !== null) zeros_(layer.bias)
    },
    linear: (layer) => {
      fill(layer.weight, 2 / (layer.inFeatures + layer.outFeatures))
      if (layer.bias !== null) zeros_(layer.bias)
    },
  })
}
