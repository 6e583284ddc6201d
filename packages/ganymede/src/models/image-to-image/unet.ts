/**
 * The U-Net generator of pix2pix (Isola et al. 2017, https://arxiv.org/abs/1611.07004, section 3.2.1), with the structure
 * and `state_dict` names of the authors' PyTorch code: blocks nested in one another, each around the next smaller one.
 */

import { givenOptions } from '@ganymede/core'
import { cat, type Generator as RandomStream, type Tensor, TorchError } from '@ganymede/torch'
import { LeakyReLU, ReLU, Tanh } from '../../nn/layers/activations.js'
import { ConvTranspose2d } from '../../nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Dropout } from '../../nn/layers/dropout.js'
import { Upsample } from '../../nn/layers/upsample.js'
import { type Layer, layerError, Module } from '../../nn/module.js'
import { Sequential, type SequentialEntry } from '../../nn/sequential.js'
import { hasBias, type TranslationNorm, translationNormLayer } from './normalisation.js'

/** How the way up doubles the resolution. */
export const unetUpsamplings = ['transposed', 'resize'] as const
export type UnetUpsampling = (typeof unetUpsamplings)[number]

/** Options of {@link UnetGenerator}. */
export interface UnetGeneratorOptions {
  readonly inputChannels: number
  readonly outputChannels: number
  /** Halvings of the side, from 5; 8 as published for 256 px, 7 for 128 px. */
  readonly downs: number
  /** Channels of the outermost block; default 64. Doubled inwards, at most eight times. */
  readonly width?: number
  /** Default `batch`. */
  readonly norm?: TranslationNorm
  /** Whether dropout of a half follows the inner blocks: the only noise. Default false. */
  readonly dropout?: boolean
  /**
   * `transposed` convolutions as published, the default; or `resize`: each pixel doubled, then a 3 x 3 convolution, which
   * leaves no checkerboard. The convolutions keep their names, with another shape.
   */
  readonly upsampling?: UnetUpsampling
  /** Makes the layer in the place of each dropout, for masks of one's own; default {@link Dropout}. */
  readonly dropoutLayer?: () => Layer
  /** Stream for the initial values; see initialisation.ts for those of the paper. */
  readonly rng?: RandomStream | undefined
}

/** Fewest halvings: the outermost block, three that change the width, and the innermost. */
export const fewestDowns = 5

/** The sides of images must be multiples of this: every halving must come out even for the skips to fit. */
export function unetFactor(downs: number): number {
  return 2 ** downs
}

/**
 * Maps images `[N, C, H, W]` to `[N, C', H, W]` in [-1, 1], H and W multiples of 2^downs, not necessarily equal.
 *
 * Convolutions of kernel 4 and stride 2 down to a bottleneck, transposed ones up again; what enters a block is put beside
 * what leaves it, so that fine structure need not pass the bottleneck. Outermost `model.model.0` and `.3`, every block
 * inside `….model.1` and `.5` with norms one higher, innermost `….model.1`, `.3` and its norm `.4`; dropout has no names.
 *
 * In training batch norm uses the statistics of the batch and dropout is active; the authors' code stays so when it is
 * tested. See {@link withTestBehaviour} in test-behaviour.ts.
 *
 * @example
 * const G = new UnetGenerator({ inputChannels: 3, outputChannels: 3, downs: 8, dropout: true })
 * const outputs = G.forward(inputs)   // [N, 3, 256, 256]
 */
export class UnetGenerator extends Module implements Layer {
  readonly inputChannels: number
  readonly outputChannels: number
  readonly downs: number
  readonly model: UnetBlock

  /**
   * @throws TorchError `ARGUMENT_INVALID` for fewer than five halvings
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(options: UnetGeneratorOptions) {
    super()
    const {
      inputChannels,
      outputChannels,
      downs,
      width = 64,
      norm = 'batch',
      dropout = false,
      upsampling = 'transposed',
      dropoutLayer = () => new Dropout(0.5),
      rng,
    } = givenOptions('UnetGenerator', options, [
      'inputChannels',
      'outputChannels',
      'downs',
      'width',
      'norm',
      'dropout',
      'upsampling',
      'dropoutLayer',
      'rng',
    ])
    if (!Number.isInteger(downs) || downs < fewestDowns) {
      throw new TorchError(
        'ARGUMENT_INVALID',
        `UnetGenerator: downs must be a whole number of at least ${fewestDowns}, got ${downs}`,
      )
    }
    this.inputChannels = inputChannels
    this.outputChannels = outputChannels
    this.downs = downs
    const common = { norm, upsampling, rng }
    const deep = 8 * width
    let block = new UnetBlock({ ...common, place: 'innermost', outer: deep, inner: deep, inside: null, noise: null })
    for (let i = 0; i < downs - fewestDowns; i++) {
      const noise = dropout ? dropoutLayer() : null
      block = new UnetBlock({ ...common, place: 'middle', outer: deep, inner: deep, inside: block, noise })
    }
    for (const factor of [4, 2, 1]) {
      const [outer, inner] = [factor * width, 2 * factor * width]
      block = new UnetBlock({ ...common, place: 'middle', outer, inner, inside: block, noise: null })
    }
    this.model = this.child(
      'model',
      new UnetBlock({
        ...common,
        place: 'outermost',
        outer: outputChannels,
        input: inputChannels,
        inner: width,
        inside: block,
        noise: null,
      }),
    )
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have other channels or sides, with the nearest sides that fit */
  override forward(images: Tensor): Tensor {
    const [, channels, height = 0, width = 0] = images.shape
    if (images.ndim !== 4 || channels !== this.inputChannels) {
      throw layerError('SHAPE_MISMATCH', `U-Net: expected images of ${this.inputChannels} channels`, [
        `input  [${images.shape.join(', ')}]`,
      ])
    }
    const factor = unetFactor(this.downs)
    const [fitH, fitW] = [nearestMultiple(height, factor), nearestMultiple(width, factor)]
    if (fitH !== height || fitW !== width) {
      throw layerError('SHAPE_MISMATCH', `U-Net: sides must be multiples of ${factor}, got ${width} x ${height}`, [
        `nearest size that fits: ${fitW} x ${fitH}`,
      ])
    }
    return this.model.forward(images)
  }
}

/** The multiple of `factor` nearest to a side, at least `factor`. */
export function nearestMultiple(side: number, factor: number): number {
  return Math.max(factor, Math.round(side / factor) * factor)
}

interface UnetBlockOptions {
  readonly place: 'outermost' | 'middle' | 'innermost'
  /** Channels that leave the way up. */
  readonly outer: number
  /** Channels after the way down. */
  readonly inner: number
  /** Channels that come in; default `outer`. */
  readonly input?: number
  readonly norm: TranslationNorm
  readonly upsampling: UnetUpsampling
  /** The next smaller block; null for the innermost. */
  readonly inside: UnetBlock | null
  readonly noise: Layer | null
  readonly rng: RandomStream | undefined
}

/**
 * One halving, what lies inside, one doubling. Maps `[N, input, H, W]` to `[N, input + outer, H, W]`, the input first; the
 * outermost to `[N, outer, H, W]`.
 *
 * LeakyReLU works in place, so that one tensor serves the convolution and the skip: what is put beside the result is
 * rectified already, which the ReLU behind it would do anyway. The input belongs to the block and is changed.
 */
class UnetBlock extends Module implements Layer {
  readonly model: Sequential
  readonly #isOutermost: boolean

  constructor({ place, outer, inner, input = outer, norm, upsampling, inside, noise, rng }: UnetBlockOptions) {
    super()
    this.#isOutermost = place === 'outermost'
    const bias = hasBias(norm)
    const down = new Conv2d(input, inner, { kernelSize: 4, stride: 2, padding: 1, bias, rng })
    const up = (name: string, inputs: number) =>
      doubling(upsampling, name, [inputs, outer], { bias: place === 'outermost' || bias, rng })
    // What comes from inside has its skip beside it.
    const both = 2 * inner
    // Numbers are given by hand: an enlargement in between must not move them.
    const layers: SequentialEntry[] =
      place === 'outermost'
        ? [['0', down], ['1', inside!], ['2', new ReLU({ inPlace: true })], ...up('3', both), ['4', new Tanh()]]
        : place === 'innermost'
          ? [
              ['0', new LeakyReLU(0.2, { inPlace: true })],
              ['1', down],
              ['2', new ReLU({ inPlace: true })],
              ...up('3', inner),
              ['4', translationNormLayer(norm, outer)],
            ]
          : [
              ['0', new LeakyReLU(0.2, { inPlace: true })],
              ['1', down],
              ['2', translationNormLayer(norm, inner)],
              ['3', inside!],
              ['4', new ReLU({ inPlace: true })],
              ...up('5', both),
              ['6', translationNormLayer(norm, outer)],
              ...(noise === null ? [] : [['7', noise] as const]),
            ]
    this.model = this.child('model', new Sequential(layers))
  }

  override forward(x: Tensor): Tensor {
    if (this.#isOutermost) return this.model.forward(x)
    using y = this.model.forward(x)
    return cat([x, y], 1)
  }
}

/**
 * The doubling, whose convolution is called `name`: transposed, or on the image twice as large, every pixel repeated (Odena
 * et al. 2016, "Deconvolution and Checkerboard Artifacts", https://distill.pub/2016/deconv-checkerboard).
 */
function doubling(
  upsampling: UnetUpsampling,
  name: string,
  [inputs, outputs]: readonly [inputs: number, outputs: number],
  options: { readonly bias: boolean; readonly rng: RandomStream | undefined },
): readonly SequentialEntry[] {
  if (upsampling === 'transposed') {
    return [[name, new ConvTranspose2d(inputs, outputs, { kernelSize: 4, stride: 2, padding: 1, ...options })]]
  }
  return [
    ['enlarge', new Upsample({ scaleFactor: 2 })],
    [name, new Conv2d(inputs, outputs, { kernelSize: 3, padding: 1, ...options })],
  ]
}
