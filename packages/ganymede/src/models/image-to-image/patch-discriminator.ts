/**
 * The PatchGAN discriminator (Isola et al. 2017, https://arxiv.org/abs/1611.07004, section 3.2.2): one logit for every
 * overlapping patch instead of one per image. `state_dict` names are those of the authors' PyTorch code.
 */

import { givenOptions } from '@ganymede/core'
import type { Generator as RandomStream, Tensor } from '@ganymede/torch'
import { LeakyReLU } from '../../nn/layers/activations.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { type Layer, layerError, Module } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'
import { hasBias, type TranslationNorm, translationNormLayer } from './normalisation.js'

/** Options of {@link PatchDiscriminator}. */
export interface PatchDiscriminatorOptions {
  /** Channels of what is judged; for a conditional D those of input and output together. */
  readonly inputChannels: number
  /** Channels of the first convolution; default 64. Doubled with each further one, at most eight times. */
  readonly width?: number
  /** Convolutions of stride 2, from 1; default 3, whose patches have 70 pixels. */
  readonly layers?: number
  /** Default `batch`. */
  readonly norm?: TranslationNorm
  /** Stream for the initial values; see initialisation.ts for those of the paper. */
  readonly rng?: RandomStream | undefined
}

/**
 * Maps images `[N, C, H, W]` to logits `[N, 1, H', W']`, with H' = ⌊H / 2ⁿ⌋ − 2 for n layers of stride 2: 30 x 30 for 256
 * pixels and n = 3.
 *
 * Convolutions have kernel 4 and padding 1 and, but for the first and the last, a normalisation; LeakyReLU 0.2 between. The
 * last two have stride 1. No sigmoid: losses take logits.
 *
 * Owns `model.0`, `model.<3i − 1>` with norms one higher, and `model.<3n + 2>`. Running statistics of batch norm move with
 * every pass in training.
 *
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * const D = new PatchDiscriminator({ inputChannels: 6 })
 * const logits = D.forward(cat([input, output], 1))   // [N, 1, 30, 30] for 256 px
 */
export class PatchDiscriminator extends Module {
  readonly inputChannels: number
  readonly layers: number
  readonly model: Sequential

  constructor(options: PatchDiscriminatorOptions) {
    super()
    const {
      inputChannels,
      width = 64,
      layers = 3,
      norm = 'batch',
      rng,
    } = givenOptions('PatchDiscriminator', options, ['inputChannels', 'width', 'layers', 'norm', 'rng'])
    this.inputChannels = inputChannels
    this.layers = layers
    const shape = { kernelSize: 4, padding: 1, rng } as const
    const bias = hasBias(norm)
    const sequence: Layer[] = [new Conv2d(inputChannels, width, { ...shape, stride: 2 }), new LeakyReLU(0.2)]
    let before = width
    for (let i = 1; i <= layers; i++) {
      const after = width * Math.min(2 ** i, 8)
      sequence.push(
        new Conv2d(before, after, { ...shape, stride: i < layers ? 2 : 1, bias }),
        translationNormLayer(norm, after),
        new LeakyReLU(0.2),
      )
      before = after
    }
    sequence.push(new Conv2d(before, 1, { ...shape, stride: 1 }))
    this.model = this.child('model', new Sequential(sequence))
  }

  /** @throws TorchError `SHAPE_MISMATCH` for another number of channels, and for images that no patch fits into */
  override forward(images: Tensor): Tensor {
    const [, channels = 0, height = 0, width = 0] = images.shape
    if (images.ndim !== 4 || channels !== this.inputChannels) {
      throw layerError('SHAPE_MISMATCH', `patch discriminator: expected images of ${this.inputChannels} channels`, [
        `input  [${images.shape.join(', ')}]`,
      ])
    }
    const smallest = smallestPatchInput(this.layers)
    if (Math.min(height, width) < smallest) {
      throw layerError('SHAPE_MISMATCH', `patch discriminator: images must have at least ${smallest} pixels a side`, [
        `input  [${images.shape.join(', ')}]   layers  ${this.layers}`,
      ])
    }
    return this.model.forward(images)
  }
}

/** Side of the map of logits for images of `side` pixels; below 1 where no patch fits. */
export function patchMapSide(side: number, layers: number): number {
  return Math.floor(side / 2 ** layers) - 2
}

/**
 * Smallest side of images: one logit must come out. The map before it then has 2 x 2 pixels, enough for any normalisation
 * of a single image.
 */
export function smallestPatchInput(layers: number): number {
  return 3 * 2 ** layers
}

/** Pixels on each side of the patch that one logit sees: 16, 34, 70, 142, 286 for 1 to 5 layers. */
export function patchField(layers: number): number {
  // Backwards: field = (field − 1)·stride + kernel; two convolutions of stride 1, then those of stride 2.
  let field = 7
  for (let i = 0; i < layers; i++) field = (field - 1) * 2 + 4
  return field
}
