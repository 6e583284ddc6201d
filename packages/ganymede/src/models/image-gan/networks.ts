/** What the networks of this family have in common: their sizes, and how the shared step calls them. */
import { type Tensor, TorchError } from '@ganymede/torch'
import type { NormalisationName } from '../../nn/layers/normalisation.js'
import { Module } from '../../nn/module.js'

/** Sizes of a pair of networks. */
export interface NetworkShape {
  /** Side of the images in pixels. */
  readonly size: number
  readonly channels: number
  readonly latentDim: number
  /** Channels next to the image, or units of a hidden layer. */
  readonly widthG: number
  readonly widthD: number
  readonly normG: NormalisationName
  readonly normD: NormalisationName
  /** Added to variances by batch norm. */
  readonly normEps: number
  /** Convolutions of stride 1 beside the image; `dcgan` only. */
  readonly extraLayers: number
  /** Share of D's channels left out in training; `upsample` only. */
  readonly dropoutD: number
  /** Largest number of channels; `resnet` only. */
  readonly widthMax: number
  /** Classes that both networks are told, or null. */
  readonly classes: number | null
  /** Length of a class's vector in G; `resnet` with classes only. */
  readonly embedDim: number
}

/** Maps latents `[N, Z]` (and labels `[N]`) to images `[N, C, size, size]`. */
export abstract class ImageGenerator extends Module {
  abstract override forward(z: Tensor, labels?: Tensor | null): Tensor
}

/** Maps images `[N, C, size, size]` (and labels `[N]`) to one score each, `[N]`. */
export abstract class ImageDiscriminator extends Module {
  abstract override forward(images: Tensor, labels?: Tensor | null): Tensor

  /**
   * Scores of the classes for images, `[N, K]`, from the same pass as `forward` where that has just seen them; null for a
   * network without a classifier.
   */
  classLogits(_images: Tensor): Tensor | null {
    return null
  }
}

/** @throws TorchError `SHAPE_MISMATCH` unless latents are `[N, Z]` or `[N, Z, 1, 1]` */
export function requireLatents(z: Tensor, latentDim: number): void {
  const [, length = 0, ...rest] = z.shape
  if (length === latentDim && rest.every((side) => side === 1)) return
  throw new TorchError('SHAPE_MISMATCH', `generator: expected latents [N, ${latentDim}], got [${z.shape.join(', ')}]`)
}

/** @throws TorchError `SHAPE_MISMATCH` unless images are `[N, channels, size, size]` */
export function requireImages(images: Tensor, size: number, channels: number): void {
  const [, c, h, w] = images.shape
  if (images.ndim === 4 && c === channels && h === size && w === size) return
  throw new TorchError(
    'SHAPE_MISMATCH',
    `discriminator: expected images [N, ${channels}, ${size}, ${size}] (${channels} channels), got [${images.shape.join(', ')}]`,
  )
}
