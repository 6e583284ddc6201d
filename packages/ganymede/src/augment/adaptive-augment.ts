/** The changes of adaptive discriminator augmentation, each made with a probability p that training controls. */

import { givenOptions } from '@ganymede/core'
import { type Generator, randn, type Tensor } from '@ganymede/torch'
import { type ColourMap, mapColours, noColourMap, ofEachImage } from './colour.js'
import { batchOf, type Draws, drawn, happens, perImage, uniform } from './draws.js'
import { coverBoxes } from './shift.js'
import { type Affine, composeAffine, identityAffine, rotation, scaling, translation, warpImages } from './warp.js'

/** Groups of changes, in the order in which they are made. */
export const adaptiveChanges = ['blit', 'geometry', 'colour', 'noise', 'cutout'] as const
export type AdaptiveChange = (typeof adaptiveChanges)[number]

/** What the paper found best. */
export const defaultAdaptiveChanges: readonly AdaptiveChange[] = ['blit', 'geometry', 'colour']

export interface AdaptiveAugmentOptions {
  /** Default {@link defaultAdaptiveChanges}. */
  readonly changes?: readonly AdaptiveChange[]
  /** Probability p of each single change for each image, in [0, 1]. Below 0.8 or so it does not show in what G makes. */
  readonly probability: number
  readonly draws: Draws
  /** Stream of pixel noise; default: the default generator. */
  readonly rng?: Generator | undefined
  /** Channels of images that are judged together, such as `[1, 3]`; default: all are those of one image. */
  readonly parts?: readonly number[] | undefined
}

/**
 * Changes a batch, every image by numbers of its own; with p = 0 it is returned as it is.
 *
 * - `blit`: mirrored; turned by quarters; moved by whole pixels, up to an eighth of the side;
 * - `geometry`: scaled (σ 0.2 octaves), turned by any angle, stretched (σ 0.2 octaves), moved (σ an eighth of the side);
 * - `colour`: brightness (σ 0.2), contrast (σ 0.5 octaves), light and dark exchanged, hue, saturation (σ 1 octave);
 * - `noise`: normal noise of σ |N(0, 0.1²)|;
 * - `cutout`: a rectangle of half the sides, anywhere, becomes mid grey.
 *
 * All maps of places are made at once, through a wavelet filter against aliasing, with mirrored edges. Differs from the
 * paper: no filtering of frequency bands, which the paper found of no use.
 *
 * Images that are judged together, `parts`, are warped and covered as one; colours are changed by the same numbers, but of
 * each image by itself, so that what ties one to the other stays. Opacity, the last of 2 or 4 channels, keeps its values.
 *
 * @param images  `[N, C, H, W]` in [-1, 1]; C, or each of the parts, from 1 to 4
 * @returns the same shape, differentiable; values may leave [-1, 1]
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @see Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", appendix B
 */
export function adaptiveAugment(images: Tensor, options: AdaptiveAugmentOptions): Tensor {
  const {
    changes = defaultAdaptiveChanges,
    probability: p,
    draws,
    rng,
    parts,
  } = givenOptions('adaptiveAugment', options, ['changes', 'probability', 'draws', 'rng', 'parts'])
  if (p === 0) return images
  const [n, c, h, w] = batchOf(images)
  let x = images
  if (changes.includes('blit') || changes.includes('geometry')) {
    const affines = drawn(n, () => {
      const blit = changes.includes('blit') ? drawBlit(draws, p, w, h) : identityAffine
      const geometry = changes.includes('geometry') ? drawGeometry(draws, p, w, h) : identityAffine
      if (geometry === identityAffine) return blit
      return blit === identityAffine ? geometry : composeAffine(blit, geometry)
    })
    if (affines.some((affine) => affine !== identityAffine)) x = warpImages(x, affines)
  }
  if (changes.includes('colour')) {
    const colours = drawn(n, () => drawColour(draws, p))
    x = ofEachImage(x, parts ?? [c], (image) => mapColours(image, colours))
  }
  if (changes.includes('noise')) {
    const strengths = drawn(n, () => (happens(draws, p) ? Math.abs(draws.nextNormal()) * 0.1 : 0))
    const noise = randn(x.shape, { generator: rng ?? null, device: x.device })
    x = x.add(noise.mul(perImage(strengths, x)))
  }
  if (changes.includes('cutout')) {
    const boxes = drawn(n, () => {
      if (!happens(draws, p)) return null
      const [middleX, middleY] = [draws.nextFloat() * w, draws.nextFloat() * h]
      return { left: middleX - w / 4, top: middleY - h / 4, right: middleX + w / 4, bottom: middleY + h / 4 }
    })
    x = coverBoxes(x, boxes)
  }
  return x
}

// Maps go from the result to the source. Each of these distributions is that of its own inverse.

/** Exact maps: pixels land on pixels. @returns `identityAffine` itself when nothing happens */
function drawBlit(draws: Draws, p: number, w: number, h: number): Affine {
  const parts: Affine[] = []
  if (happens(draws, p) && draws.nextInt(2) === 1) parts.push(scaling(-1, 1))
  if (happens(draws, p)) {
    const turn = draws.nextInt(4)
    if (turn > 0) parts.push(rotation((turn * Math.PI) / 2))
  }
  if (happens(draws, p)) {
    const [x, y] = [Math.round(uniform(draws, -w / 8, w / 8)), Math.round(uniform(draws, -h / 8, h / 8))]
    parts.push(translation(x, y))
  }
  return parts.length === 0 ? identityAffine : parts.reduce(composeAffine)
}

function drawGeometry(draws: Draws, p: number, w: number, h: number): Affine {
  const parts: Affine[] = []
  // Two chances to be turned, of which one succeeds with probability p.
  const turnOnce = 1 - Math.sqrt(1 - p)
  const octaves = (sigma: number) => 2 ** (draws.nextNormal() * sigma)
  if (happens(draws, p)) {
    const scale = octaves(0.2)
    parts.push(scaling(scale, scale))
  }
  if (happens(draws, turnOnce)) parts.push(rotation(uniform(draws, -Math.PI, Math.PI)))
  if (happens(draws, p)) {
    const stretch = octaves(0.2)
    parts.push(scaling(stretch, 1 / stretch))
  }
  if (happens(draws, turnOnce)) parts.push(rotation(uniform(draws, -Math.PI, Math.PI)))
  if (happens(draws, p)) parts.push(translation((draws.nextNormal() * w) / 8, (draws.nextNormal() * h) / 8))
  return parts.length === 0 ? identityAffine : parts.reduce(composeAffine)
}

function drawColour(draws: Draws, p: number): ColourMap {
  return {
    brightness: happens(draws, p) ? draws.nextNormal() * 0.2 : noColourMap.brightness,
    contrast: happens(draws, p) ? 2 ** (draws.nextNormal() * 0.5) : noColourMap.contrast,
    isLumaFlipped: happens(draws, p) && draws.nextInt(2) === 1,
    hue: happens(draws, p) ? uniform(draws, -Math.PI, Math.PI) : noColourMap.hue,
    saturation: happens(draws, p) ? 2 ** draws.nextNormal() : noColourMap.saturation,
  }
}
