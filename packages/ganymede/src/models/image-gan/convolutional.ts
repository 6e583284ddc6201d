/**
 * The convolutional networks of the WGAN authors (https://github.com/martinarjovsky/WassersteinGAN), with their
 * `state_dict` names: DCGAN's, with any normalisation and, on request, further convolutions beside the image.
 */
import type { Generator as RandomStream, Tensor } from '@ganymede/torch'
import { normal_ } from '../../nn/init.js'
import { initialiseLayers } from '../../nn/init-layers.js'
import { LeakyReLU, ReLU, Tanh } from '../../nn/layers/activations.js'
import { ConvTranspose2d } from '../../nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { type NormalisationName, normalisationLayer, normalisedConvolution } from '../../nn/layers/normalisation.js'
import type { Module } from '../../nn/module.js'
import { Sequential, type SequentialEntry } from '../../nn/sequential.js'
import { ImageDiscriminator, ImageGenerator, type NetworkShape, requireImages, requireLatents } from './networks.js'

const halving = { kernelSize: 4, stride: 2, padding: 1, bias: false } as const
const keeping = { kernelSize: 3, stride: 1, padding: 1, bias: false } as const
const whole = { kernelSize: 4, stride: 1, padding: 0, bias: false } as const

/** Halvings between the image and the 4 x 4 end. */
const stages = (size: number): number => Math.log2(size) - 2

/** The authors' word in names, whatever the normalisation: weights of one can be loaded where the other has none. */
function normEntries(place: string, channels: number, norm: NormalisationName, eps: number): SequentialEntry[] {
  if (norm === 'none' || norm === 'spectral') return []
  return [[`${place}:${channels}:${norm}norm`, normalisationLayer(norm, channels, { eps })]]
}

/**
 * Maps latents `[N, Z]` to images in [-1, 1]: a transposed convolution to 4 x 4, one for each doubling, tanh.
 *
 * `main.initial:Z-C:convt`, `main.initial:C:batchnorm`, `main.pyramid:C-C/2:convt` …, `main.final:C-channels:convt`.
 */
export class ConvolutionalGenerator extends ImageGenerator {
  readonly main: Sequential
  readonly latentDim: number

  constructor({ size, channels, latentDim, widthG, normG, normEps, extraLayers }: NetworkShape, rng: RandomStream) {
    super()
    this.latentDim = latentDim
    let width = widthG * 2 ** (stages(size) - 1)
    const first = new ConvTranspose2d(latentDim, width, { ...whole, rng })
    const layers: SequentialEntry[] = [[`initial:${latentDim}-${width}:convt`, first]]
    layers.push(...normEntries('initial', width, normG, normEps), [`initial:${width}:relu`, new ReLU()])
    for (let stage = 1; stage < stages(size); stage++) {
      const next = width / 2
      layers.push([`pyramid:${width}-${next}:convt`, new ConvTranspose2d(width, next, { ...halving, rng })])
      layers.push(...normEntries('pyramid', next, normG, normEps), [`pyramid:${next}:relu`, new ReLU()])
      width = next
    }
    for (let extra = 0; extra < extraLayers; extra++) {
      const place = `extra-layers-${extra}`
      layers.push([`${place}:${width}:conv`, new Conv2d(width, width, { ...keeping, rng })])
      layers.push(...normEntries(place, width, normG, normEps), [`${place}:${width}:relu`, new ReLU()])
    }
    layers.push([`final:${width}-${channels}:convt`, new ConvTranspose2d(width, channels, { ...halving, rng })])
    layers.push([`final:${channels}:tanh`, new Tanh()])
    this.main = this.child('main', new Sequential(layers))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the latents have another length */
  override forward(z: Tensor): Tensor {
    requireLatents(z, this.latentDim)
    return this.main.forward(z.reshape([z.shape[0] ?? 0, this.latentDim, 1, 1]))
  }
}

/**
 * Maps images to one score each, `[N]`: one convolution for each halving with LeakyReLU 0.2 and, except in the first, the
 * normalisation; a 4 x 4 convolution decides. No convolution has a bias.
 *
 * `main.initial:channels-C:conv`, `main.pyramid:C-2C:conv`, `main.pyramid:2C:batchnorm` …, `main.final:C-1:conv`.
 */
export class ConvolutionalDiscriminator extends ImageDiscriminator {
  readonly main: Sequential
  readonly size: number
  readonly channels: number

  constructor({ size, channels, widthD, normD, normEps, extraLayers }: NetworkShape, rng: RandomStream) {
    super()
    this.size = size
    this.channels = channels
    const conv = (inputs: number, outputs: number, options: typeof halving | typeof keeping | typeof whole) =>
      normalisedConvolution(normD, new Conv2d(inputs, outputs, { ...options, rng }), rng)
    let width = widthD
    const layers: SequentialEntry[] = [
      [`initial:${channels}-${width}:conv`, conv(channels, width, halving)],
      [`initial:${width}:relu`, new LeakyReLU(0.2)],
    ]
    for (let extra = 0; extra < extraLayers; extra++) {
      const place = `extra-layers-${extra}`
      layers.push([`${place}:${width}:conv`, conv(width, width, keeping)])
      layers.push(...normEntries(place, width, normD, normEps), [`${place}:${width}:relu`, new LeakyReLU(0.2)])
    }
    for (let stage = 1; stage < stages(size); stage++) {
      const next = width * 2
      layers.push([`pyramid:${width}-${next}:conv`, conv(width, next, halving)])
      layers.push(...normEntries('pyramid', next, normD, normEps), [`pyramid:${next}:relu`, new LeakyReLU(0.2)])
      width = next
    }
    layers.push([`final:${width}-1:conv`, conv(width, 1, whole)])
    this.main = this.child('main', new Sequential(layers))
    initialise(this, rng)
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have another size or number of channels */
  override forward(images: Tensor): Tensor {
    requireImages(images, this.size, this.channels)
    return this.main.forward(images).flatten() // [N]
  }
}

// Convolutions N(0, 0.02²), scales N(1, 0.02²), shifts 0.
function initialise(network: Module, rng: RandomStream): void {
  initialiseLayers(network, {
    convolution: ({ weight }) => normal_(weight, { std: 0.02, rng }),
    normalisation: ({ weight }) => weight !== null && normal_(weight, { mean: 1, std: 0.02, rng }),
  })
}
