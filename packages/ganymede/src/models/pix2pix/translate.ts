/** Pictures made by a trained pix2pix, and what its networks see of pictures: themselves, or lightness and axes of colour. */
import type { Tensor } from '@ganymede/torch'
import type { SampleContext, TranslateRequest } from '../../systems/contract/system.js'
import { axesOfImages, imagesOfLab, lightnessOfImages } from '../image-to-image/lab.js'
import { translateEach } from '../image-to-image/test-behaviour.js'
import type { Pix2pixNetworks, TranslationGenerator } from './networks.js'
import type { Pix2pixOptions } from './options.js'

type Context = SampleContext<Pix2pixNetworks, Pix2pixOptions>

/** What G takes of pictures `[N, C, H, W]` in [-1, 1]. */
export function seenByG(input: Tensor, { colours }: Pick<Pix2pixOptions, 'colours'>): Tensor {
  return colours === 'lab' ? lightnessOfImages(input) : input
}

/** What G is to give for pictures `[N, C, H, W]` in [-1, 1]. */
export function askedOfG(truth: Tensor, { colours }: Pick<Pix2pixOptions, 'colours'>): Tensor {
  return colours === 'lab' ? axesOfImages(truth) : truth
}

/** The averaged generator where there is one and it is wanted. */
function chosenGenerator({ networks, ema }: Context, useEma: boolean): TranslationGenerator {
  return useEma && ema !== null ? (ema as TranslationGenerator) : networks.generator
}

/** Maps pictures `[N, C, H, W]` in [-1, 1] to `[N, C', H, W]`, float32; each as if it were alone. */
export function translatePix2pix(ctx: Context, inputs: Tensor, request: TranslateRequest = {}): Tensor {
  const { options } = ctx
  const { mode = options.inference, dropout = options.testDropout, seed, ema = true } = request
  const seen = seenByG(inputs, options)
  const made = translateEach(chosenGenerator(ctx, ema), seen, { mode, dropout: options.dropout && dropout, seed })
  return options.colours === 'lab' ? imagesOfLab(seen, made) : made
}
