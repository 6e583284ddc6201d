/**
 * Generator and discriminator of DCGAN (Radford, Metz, Chintala 2016, https://arxiv.org/abs/1511.06434) with the layer
 * order and `state_dict` names of PyTorch's official example, for any power-of-two size from 16 to 128.
 */

import { requireObject } from '@ganymede/core'
import { type Generator as RandomStream, type Tensor, TorchError } from '@ganymede/torch'
import { normal_ } from '../../nn/init.js'
import { initialiseLayers } from '../../nn/init-layers.js'
import { LeakyReLU, ReLU, Tanh } from '../../nn/layers/activations.js'
import { BatchNorm } from '../../nn/layers/batch-norm.js'
import { ConvTranspose2d } from '../../nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { type NormalisationName, normalisationLayer, normalisedConvolution } from '../../nn/layers/normalisation.js'
import { type Layer, Module } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'

export interface DcganShape {
  /** Side of the images: 16, 32, 64 or 128. */
  readonly size: number
  readonly channels: number
  readonly latentDim: number
  /** Channels of the layer next to the image, in G and D; they double with every halving of the side. */
  readonly widthG: number
  readonly widthD: number
  /** Normalisation in D; default `batch`. */
  readonly normD?: NormalisationName | undefined
}

/** Batch norm follows and has a shift of its own, so no bias. */
const convolution = { kernelSize: 4, bias: false } as const

/** Channel factors from the 4 x 4 end to the image end: `[8, 4, 2, 1]` at 64 px. */
function widths(size: number): number[] {
  const stages = Math.log2(size) - 2
  return Array.from({ length: stages }, (_, i) => 2 ** (stages - 1 - i))
}

/**
 * Maps latents `[N, Z]` (or `[N, Z, 1, 1]`) to images `[N, C, size, size]` in [-1, 1].
 *
 * One transposed convolution to 4 x 4, then one per doubling (kernel 4, stride 2), each with batch norm and ReLU, and
 * tanh at the end. In training mode batch statistics are used, so one picture depends on the others of its batch; in
 * evaluation mode running statistics are.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export class DcganGenerator extends Module {
  readonly main: Sequential
  readonly latentDim: number

  constructor(options: DcganShape, rng: RandomStream) {
    super()
    requireObject('DcganGenerator', options, ['size', 'channels'])
    const { size, channels, latentDim, widthG } = options
    this.latentDim = latentDim
    const layers: Layer[] = []
    let before = latentDim
    for (const [i, factor] of widths(size).entries()) {
      const stride = i === 0 ? { stride: 1, padding: 0 } : { stride: 2, padding: 1 }
      layers.push(new ConvTranspose2d(before, widthG * factor, { ...convolution, ...stride, rng }))
      layers.push(new BatchNorm(widthG * factor), new ReLU())
      before = widthG * factor
    }
    layers.push(new ConvTranspose2d(before, channels, { ...convolution, stride: 2, padding: 1, rng }), new Tanh())
    this.main = this.child('main', new Sequential(layers))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the latents have another length */
  forward(z: Tensor): Tensor {
    const [n = 0, length = 0, ...rest] = z.shape
    if (length !== this.latentDim || rest.some((side) => side !== 1)) {
      throw new TorchError(
        'SHAPE_MISMATCH',
        `DCGAN generator: expected latents [N, ${this.latentDim}], got [${z.shape.join(', ')}]`,
      )
    }
    return this.main.forward(z.reshape([n, this.latentDim, 1, 1]))
  }
}

/**
 * Maps images `[N, C, size, size]` in [-1, 1] to logits `[N]`.
 *
 * The mirror of the generator: one convolution per halving (kernel 4, stride 2) with LeakyReLU 0.2 and, except in the
 * first, batch norm or what stands in its place; a 4 x 4 convolution decides. No sigmoid: losses take logits.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export class DcganDiscriminator extends Module {
  readonly main: Sequential
  readonly size: number
  readonly channels: number

  constructor(options: DcganShape, rng: RandomStream) {
    super()
    requireObject('DcganDiscriminator', options, ['size', 'channels'])
    const { size, channels, widthD, normD = 'batch' } = options
    this.size = size
    this.channels = channels
    const layers: Layer[] = []
    const conv = (inputs: number, outputs: number, shape: { stride: number; padding: number }) =>
      normalisedConvolution(normD, new Conv2d(inputs, outputs, { ...convolution, ...shape, rng }), rng)
    let before = channels
    for (const [i, factor] of widths(size).reverse().entries()) {
      layers.push(conv(before, widthD * factor, { stride: 2, padding: 1 }))
      // Always a layer, so that the names of those behind it do not depend on the normalisation.
      if (i > 0) layers.push(normalisationLayer(normD, widthD * factor))
      layers.push(new LeakyReLU(0.2))
      before = widthD * factor
    }
    layers.push(conv(before, 1, { stride: 1, padding: 0 }))
    this.main = this.child('main', new Sequential(layers))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have another size or number of channels */
  forward(images: Tensor): Tensor {
    const { size, channels } = this
    const [, c, h, w] = images.shape
    if (images.ndim !== 4 || c !== channels || h !== size || w !== size) {
      throw new TorchError(
        'SHAPE_MISMATCH',
        `DCGAN discriminator: expected images [N, ${channels}, ${size}, ${size}] (${channels} channels), got [${images.shape.join(', ')}]`,
      )
    }
    return this.main.forward(images).flatten() // [N]
  }
}

/** The paper's initialisation: convolutions N(0, 0.02²), scales of normalisations N(1, 0.02²), shifts 0. */
function initialise(network: Module, rng: RandomStream): void {
  initialiseLayers(network, {
    convolution: ({ weight }) => normal_(weight, { std: 0.02, rng }),
    normalisation: ({ weight }) => weight !== null && normal_(weight, { mean: 1, std: 0.02, rng }),
  })
}
