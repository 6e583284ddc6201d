/**
 * What systems have in common whose generator makes images of noise, and of a class where they are told one: their part of
 * the adversarial step, and the function that they export.
 */
import { randn, type Tensor } from '@ganymede/torch'
import type { Module } from '../../nn/module.js'
import type { ExportedFunction, Optimizers, RandomStreams } from '../contract/system.js'
import type { AdversarialParts } from './adversarial-parts.js'

/** A generator and a discriminator; the class is null for those that are told none. */
export interface LatentNetworks {
  /** Latents `[N, Z]` and classes `[N]` to images `[N, C, H, W]`. */
  readonly generator: Module & { forward(z: Tensor, label: Tensor | null): Tensor }
  /** Images `[N, C, H, W]` and classes `[N]` to logits, one for each image or patch. */
  readonly discriminator: Module & { forward(images: Tensor, label: Tensor | null): Tensor }
}

/** What the noise is like. */
export interface LatentSource {
  readonly latentDim: number
  /** Classes `[n]`, int64, of fakes; default: none. */
  labels?(n: number, random: RandomStreams, stream: string): Tensor
}

/**
 * Networks, optimizers `g` and `d`, standard normal noise, and classes from a stream of their own (`latents-d-labels`).
 * Fakes are judged with the class that they were made for.
 */
export function latentParts(
  ctx: { readonly networks: LatentNetworks; readonly optimizers: Optimizers; readonly device: string },
  { latentDim, labels }: LatentSource,
): Omit<AdversarialParts, 'loss'> {
  const { networks, optimizers, device } = ctx
  const { generator, discriminator } = networks
  return {
    generator,
    discriminator,
    optimizerG: optimizers.g!,
    optimizerD: optimizers.d!,
    latents: (n, random, stream) => ({
      z: randn([n, latentDim], { generator: random.stream(stream), device }),
      label: labels?.(n, random, `${stream}-labels`) ?? null,
    }),
    generate: ({ z, label }) => generator.forward(z, label),
    discriminate: (images, label) => discriminator.forward(images, label),
  }
}

/** What the exported generator takes and gives. */
export interface ExportedGenerator {
  readonly latentDim: number
  readonly channels: number
  readonly height: number
  readonly width: number
  /** Meaning of the classes; left out where it is told none. */
  readonly labels?: string | undefined
  /** Default: `images in [-1, 1]`. */
  readonly images?: string
}

/** The generator as the one exported function: latents, and classes, to images. */
export function exportedGenerator(shape: ExportedGenerator): readonly ExportedFunction[] {
  const { latentDim, channels, height, width, labels, images = 'images in [-1, 1]' } = shape
  return [
    {
      name: 'generator',
      network: 'generator',
      inputs: [
        { name: 'z', shape: ['N', latentDim], meaning: 'latent vectors, standard normal' },
        ...(labels === undefined ? [] : [{ name: 'labels', shape: ['N'], meaning: labels }]),
      ],
      outputs: [{ name: 'images', shape: ['N', channels, height, width], meaning: images }],
    },
  ]
}
