/**
 * The 1 x 1 PatchGAN (Isola et al. 2017, section 3.2.2): judges each pixel by itself, for colours without structure.
 * `state_dict` names are those of the authors' PyTorch code.
 */

import { givenOptions } from '@ganymede/core'
import type { Tensor } from '@ganymede/torch'
import { LeakyReLU } from '../../nn/layers/activations.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { layerError, Module } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'
import { hasBias, translationNormLayer } from './normalisation.js'
import type { PatchDiscriminatorOptions } from './patch-discriminator.js'

/**
 * Maps images `[N, C, H, W]` to logits `[N, 1, H, W]` by three convolutions of kernel 1.
 *
 * Owns `net.0`, `net.2`, the norm `net.3`, and `net.5`, whose bias is there only beside instance norm.
 *
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export class PixelDiscriminator extends Module {
  readonly inputChannels: number
  readonly net: Sequential

  constructor(options: Omit<PatchDiscriminatorOptions, 'layers'>) {
    super()
    const {
      inputChannels,
      width = 64,
      norm = 'batch',
      rng,
    } = givenOptions('PixelDiscriminator', options, ['inputChannels', 'width', 'norm', 'rng'])
    this.inputChannels = inputChannels
    const bias = hasBias(norm)
    this.net = this.child(
      'net',
      new Sequential([
        new Conv2d(inputChannels, width, { kernelSize: 1, rng }),
        new LeakyReLU(0.2),
        new Conv2d(width, 2 * width, { kernelSize: 1, bias, rng }),
        translationNormLayer(norm, 2 * width),
        new LeakyReLU(0.2),
        new Conv2d(2 * width, 1, { kernelSize: 1, bias, rng }),
      ]),
    )
  }

  /** @throws TorchError `SHAPE_MISMATCH` for another number of channels */
  override forward(images: Tensor): Tensor {
    if (images.ndim !== 4 || images.shape[1] !== this.inputChannels) {
      throw layerError('SHAPE_MISMATCH', `pixel discriminator: expected images of ${this.inputChannels} channels`, [
        `input  [${images.shape.join(', ')}]`,
      ])
    }
    return this.net.forward(images)
  }
}
