/** DiffAugment: a few simple changes of everything that D sees, so that few images last longer. */

import { givenOptions } from '@ganymede/core'
import type { Tensor } from '@ganymede/torch'
import { changeColours, ofEachImage } from './colour.js'
import { batchOf, type Draws, drawn, happens, uniform } from './draws.js'
import { coverBoxes, shiftImages } from './shift.js'

/** Changes that DiffAugment knows, in the order in which they are made. */
export const diffAugmentChanges = ['colour', 'translation', 'cutout'] as const
export type DiffAugmentChange = (typeof diffAugmentChanges)[number]

export interface DiffAugmentOptions {
  /** Default: all. */
  readonly changes?: readonly DiffAugmentChange[]
  /** Probability of each change for each image; default 1, as in the paper. */
  readonly probability?: number
  readonly draws: Draws
  /** Channels of images that are judged together, such as `[1, 3]`; default: all are those of one image. */
  readonly parts?: readonly number[] | undefined
}

/**
 * Changes a batch, every image by numbers of its own.
 *
 * - `colour`: brightness by up to ±0.5, saturation by 0 to 2, contrast by 0.5 to 1.5;
 * - `translation`: up to an eighth of the side each way, with mid grey coming in;
 * - `cutout`: a square of half the side, anywhere, becomes mid grey.
 *
 * Images that are judged together, `parts`, are moved and covered as one; colours are changed by the same numbers, but of
 * each image by itself, so that what ties one to the other stays. Opacity, the last of 2 or 4 channels, keeps its values.
 *
 * @param images  `[N, C, H, W]` in [-1, 1]
 * @returns the same shape, differentiable any number of times; values may leave [-1, 1]
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @see Zhao et al. 2020, "Differentiable Augmentation for Data-Efficient GAN Training", section 3
 * @example
 * const seen = diffAugment(images, { draws: new CounterRandom(seed, 'augment') })
 */
export function diffAugment(images: Tensor, options: DiffAugmentOptions): Tensor {
  const {
    changes = diffAugmentChanges,
    probability = 1,
    draws,
    parts,
  } = givenOptions('diffAugment', options, ['changes', 'probability', 'draws', 'parts'])
  const [n, c, h, w] = batchOf(images)
  let x = images
  if (changes.includes('colour')) {
    const colours = drawn(n, () => ({
      brightness: happens(draws, probability) ? uniform(draws, -0.5, 0.5) : 0,
      saturation: happens(draws, probability) ? uniform(draws, 0, 2) : 1,
      contrast: happens(draws, probability) ? uniform(draws, 0.5, 1.5) : 1,
    }))
    x = ofEachImage(x, parts ?? [c], (image) => changeColours(image, colours))
  }
  if (changes.includes('translation')) {
    const [reachX, reachY] = [Math.round(w / 8), Math.round(h / 8)]
    x = shiftImages(
      x,
      drawn(n, () =>
        happens(draws, probability)
          ? { x: draws.nextInt(2 * reachX + 1) - reachX, y: draws.nextInt(2 * reachY + 1) - reachY }
          : { x: 0, y: 0 },
      ),
    )
  }
  if (changes.includes('cutout')) {
    x = coverBoxes(
      x,
      drawn(n, () => {
        if (!happens(draws, probability)) return null
        const [width, height] = [Math.round(w / 2), Math.round(h / 2)]
        // Squares of an even side have their middle between pixels: one more place for it.
        const left = draws.nextInt(w + 1 - (width % 2)) - Math.floor(width / 2)
        const top = draws.nextInt(h + 1 - (height % 2)) - Math.floor(height / 2)
        return { left, top, right: left + width, bottom: top + height }
      }),
    )
  }
  return x
}
