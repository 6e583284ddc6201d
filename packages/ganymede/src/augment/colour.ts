/** Changing colours of whole images: one map of colours for each image, the same for all of its pixels. */
import { cat, type Tensor, tensor } from '@ganymede/torch'
import { batchOf, perImage } from './draws.js'

/**
 * Applies a change of colours to each of the images that lie behind one another in the channels. Opacity, the last of 2 or 4
 * channels of an image, stays.
 *
 * @param x       `[N, C, H, W]`
 * @param parts   channels of each image, in order; they add up to C
 * @param change  maps `[N, C', H, W]` to the same shape, C' 1 or 3
 */
export function ofEachImage(x: Tensor, parts: readonly number[], change: (images: Tensor) => Tensor): Tensor {
  const isOpaque = (channels: number) => channels % 2 === 1
  if (parts.length === 1 && isOpaque(parts[0] ?? 1)) return change(x)
  let from = 0
  const changed = parts.flatMap((channels) => {
    const colours = isOpaque(channels) ? channels : channels - 1
    const image = change(x.narrow(1, from, colours))
    const opacity = colours === channels ? [] : [x.narrow(1, from + colours, 1)]
    from += channels
    return [image, ...opacity]
  })
  return cat(changed, 1)
}

/** Brightness, saturation and contrast as DiffAugment changes them; `{ brightness: 0, saturation: 1, contrast: 1 }` is none. */
export interface ColourChange {
  /** Added to every pixel. */
  readonly brightness: number
  /** Factor of the distance to the pixel's own mean over the channels. */
  readonly saturation: number
  /** Factor of the distance to the image's mean. */
  readonly contrast: number
}

/**
 * Adds the brightness, then scales saturation, then contrast, each image by its own numbers.
 *
 *     x₁ = x + b,   x₂ = m + s·(x₁ − m),  m: mean over channels,   x₃ = μ + c·(x₂ − μ),  μ: mean of the image
 *
 * @param images  `[N, C, H, W]`
 */
export function changeColours(images: Tensor, changes: readonly ColourChange[]): Tensor {
  const per = (pick: (change: ColourChange) => number) => perImage(changes.map(pick), images)
  const bright = images.add(per(({ brightness }) => brightness))
  const saturated =
    images.shape[1] === 1
      ? bright
      : scaledFrom(
          bright,
          bright.mean([1], { keepdim: true }),
          per(({ saturation }) => saturation),
        )
  return scaledFrom(
    saturated,
    saturated.mean([1, 2, 3], { keepdim: true }),
    per(({ contrast }) => contrast),
  )
}

function scaledFrom(x: Tensor, middle: Tensor, factor: Tensor): Tensor {
  return x.sub(middle).mul(factor).add(middle)
}

/** A map of colours as ADA composes it; `noColourMap` changes nothing. */
export interface ColourMap {
  /** Added first. */
  readonly brightness: number
  /** Factor of everything, after that. */
  readonly contrast: number
  /** Turns light into dark and back: mirrors colours at the plane through mid grey across the grey axis. */
  readonly isLumaFlipped: boolean
  /** Turn around the grey axis, radians. Nothing for grey images. */
  readonly hue: number
  /** Factor of the distance to the grey axis. Nothing for grey images. */
  readonly saturation: number
}

export const noColourMap: ColourMap = { brightness: 0, contrast: 1, isLumaFlipped: false, hue: 0, saturation: 1 }

/**
 * Applies a map to the colours of each image. With the unit vector v = (1, 1, 1)/√3 of the grey axis:
 *
 *     y = c · (s·cos h · (I − vvᵀ) + s·sin h · [v]ₓ + f · vvᵀ) · (x + b),   f = −1 when light and dark change places
 *
 * @param images  `[N, C, H, W]`, C 1 or 3
 * @see Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", appendix B
 */
export function mapColours(images: Tensor, maps: readonly ColourMap[]): Tensor {
  const [n, c, h, w] = batchOf(images)
  const bright = images.add(
    perImage(
      maps.map(({ brightness }) => brightness),
      images,
    ),
  )
  if (c !== 3) {
    const factors = maps.map(({ contrast, isLumaFlipped }) => (isLumaFlipped ? -contrast : contrast))
    return bright.mul(perImage(factors, images))
  }
  const matrices = tensor(Float32Array.from(maps.flatMap(colourMatrix)), { shape: [n, 3, 3], device: images.device })
  return matrices.bmm(bright.reshape([n, 3, h * w])).view([n, 3, h, w])
}

/** `[3, 3]`, row by row. */
export function colourMatrix({ contrast, isLumaFlipped, hue, saturation }: ColourMap): number[] {
  const across = contrast * saturation * Math.cos(hue)
  const turned = (contrast * saturation * Math.sin(hue)) / Math.sqrt(3)
  const along = isLumaFlipped ? -contrast : contrast
  return Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3), i % 3]
    // [v]ₓ of the grey axis: the sign goes with the direction around it.
    const crossed = row === column ? 0 : (column - row + 3) % 3 === 1 ? -turned : turned
    return across * ((row === column ? 1 : 0) - 1 / 3) + crossed + along / 3
  })
}
