/** Changing the resolution of images without learned weights: interpolation and rearranged channels. */

import { givenOptions, valueText } from '@ganymede/core'
import {
  adaptiveAvgPool2d,
  pixelShuffle,
  pixelUnshuffle,
  type Tensor,
  TorchError,
  upsampleBicubic2d,
  upsampleBicubic2dAa,
  upsampleBilinear2d,
  upsampleBilinear2dAa,
  upsampleNearest2d,
} from '@ganymede/torch'
import { both, type Pair, requireIntegers } from '../layer-options.js'
import { type Layer, layerError, Module } from '../module.js'

/** How pixels between pixels are found: the nearest one, a linear or cubic blend, or the mean of an area. */
export type Interpolation = 'nearest' | 'bilinear' | 'bicubic' | 'area'

/** Options of {@link interpolate} and {@link Upsample}; pairs are `[height, width]`. */
export interface InterpolateOptions {
  /** Size of the result in pixels. Either this or `scaleFactor`. */
  readonly size?: Pair | undefined
  /** Factor for the size, above or below 1; the result is rounded down to whole pixels. */
  readonly scaleFactor?: Pair | undefined
  /** Default `'nearest'`. */
  readonly mode?: Interpolation | undefined
  /** Bilinear and bicubic: whether the centres of the corner pixels stay in place; default false. */
  readonly alignCorners?: boolean | undefined
  /** Bilinear and bicubic: whether pixels are averaged when the image shrinks; default false. Use it for that. */
  readonly antialias?: boolean | undefined
}

/**
 * Resizes images as `torch.nn.functional.interpolate` does.
 *
 * @param x  `[N, C, H, W]`; the memory format is kept
 * @returns `[N, C, H', W']`
 * @throws TorchError `ARGUMENT_INVALID` when not exactly one of `size` and `scaleFactor` is given, or an option does not
 *   belong to the mode; `SHAPE_MISMATCH` when `x` has other than four dimensions or the result would have no pixels
 * @example
 * const double = interpolate(randn([1, 3, 16, 16]), { scaleFactor: 2, mode: 'bilinear' })   // [1, 3, 32, 32]
 */
export function interpolate(x: Tensor, options: InterpolateOptions): Tensor {
  requireInterpolation('interpolate', options)
  return resize(x, options)
}

function requireInterpolation(name: string, options: InterpolateOptions): void {
  const {
    size,
    scaleFactor,
    mode = 'nearest',
    alignCorners = false,
    antialias = false,
  } = givenOptions(name, options, ['size', 'scaleFactor', 'mode', 'alignCorners', 'antialias'])
  const refuse = (what: string) => new TorchError('ARGUMENT_INVALID', `${name}: ${what}`, { op: name })
  if ((size === undefined) === (scaleFactor === undefined)) throw refuse('give either size or scaleFactor')
  if (size !== undefined) requireIntegers(name, { size })
  if (scaleFactor !== undefined && !both(scaleFactor).every((factor) => factor > 0 && Number.isFinite(factor))) {
    throw refuse(`scaleFactor must be positive, got ${valueText(scaleFactor)}`)
  }
  const blends = mode === 'bilinear' || mode === 'bicubic'
  if (alignCorners && !blends) throw refuse(`alignCorners belongs to bilinear and bicubic, not to ${mode}`)
  if (antialias && !blends) throw refuse(`antialias belongs to bilinear and bicubic, not to ${mode}`)
}

function resize(
  x: Tensor,
  { size, scaleFactor, mode = 'nearest', alignCorners = false, antialias = false }: InterpolateOptions,
): Tensor {
  const [, , height = 0, width = 0] = x.shape
  const [scalesH, scalesW] = scaleFactor === undefined ? [undefined, undefined] : both(scaleFactor)
  const target = size === undefined ? scaled(height, width, scalesH ?? 1, scalesW ?? 1) : both(size)
  if (x.ndim !== 4 || target.some((side) => side < 1)) {
    throw layerError('SHAPE_MISMATCH', 'interpolate: expected images [N, C, H, W] and a result of at least one pixel', [
      `input  [${x.shape.join(', ')}]   result  [${target.join(', ')}]`,
    ])
  }
  const scales = { scalesH, scalesW }
  if (mode === 'nearest') return upsampleNearest2d(x, target, scales)
  if (mode === 'area') return adaptiveAvgPool2d(x, target)
  if (mode === 'bilinear')
    return (antialias ? upsampleBilinear2dAa : upsampleBilinear2d)(x, target, alignCorners, scales)
  return (antialias ? upsampleBicubic2dAa : upsampleBicubic2d)(x, target, alignCorners, scales)
}

function scaled(height: number, width: number, vertical: number, horizontal: number): readonly [number, number] {
  return [Math.floor(height * vertical), Math.floor(width * horizontal)]
}

/**
 * Resizes images by interpolation: maps `[N, C, H, W]` to `[N, C, H', W']`. Owns nothing.
 *
 * @see interpolate
 * @example
 * const up = new Upsample({ scaleFactor: 2 })
 * const y = up.forward(randn([8, 64, 16, 16]))   // [8, 64, 32, 32]
 */
export class Upsample extends Module implements Layer {
  readonly options: InterpolateOptions

  /** @throws TorchError `ARGUMENT_INVALID` when the options contradict each other; see {@link interpolate} */
  constructor(options: InterpolateOptions) {
    super()
    requireInterpolation('Upsample', options)
    this.options = options
  }

  override forward(x: Tensor): Tensor {
    return resize(x, this.options)
  }
}

/**
 * Moves channels into space: maps `[N, C·r², H, W]` to `[N, C, H·r, W·r]`. Owns nothing.
 *
 * @see Shi et al. 2016, "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel CNN"
 */
export class PixelShuffle extends Module implements Layer {
  readonly upscaleFactor: number

  /** @param upscaleFactor  r, a positive integer */
  constructor(upscaleFactor: number) {
    super()
    requireIntegers('PixelShuffle', { upscaleFactor })
    this.upscaleFactor = upscaleFactor
  }

  override forward(x: Tensor): Tensor {
    return pixelShuffle(x, this.upscaleFactor)
  }
}

/** Moves space into channels: maps `[N, C, H·r, W·r]` to `[N, C·r², H, W]`; undoes {@link PixelShuffle}. */
export class PixelUnshuffle extends Module implements Layer {
  readonly downscaleFactor: number

  /** @param downscaleFactor  r, a positive integer */
  constructor(downscaleFactor: number) {
    super()
    requireIntegers('PixelUnshuffle', { downscaleFactor })
    this.downscaleFactor = downscaleFactor
  }

  override forward(x: Tensor): Tensor {
    return pixelUnshuffle(x, this.downscaleFactor)
  }
}
