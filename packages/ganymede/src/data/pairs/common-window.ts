/** The one size at which training sees all images of a data set. */

import { GanymedeError } from '@ganymede/core'
import { counted } from '@ganymede/core/text'
import type { NamedSize } from './found-items.js'
import { type Size, type SizePolicy, windowSize } from './size-policy.js'

const NAMED = 5

/**
 * @param images      sizes of all images as they are stored
 * @param multipleOf  what both sides must be multiples of where images keep their own size
 * @throws GanymedeError `OPTION_INVALID` naming files when the policy gives several sizes, or one too small for crops;
 *   `SIZE_UNSUPPORTED` with the nearest sizes that fit
 */
export function commonWindow(policy: SizePolicy, images: readonly NamedSize[], multipleOf: number): Size {
  const { preprocess, size } = policy
  if (preprocess === 'crop') refuseSmall(size, images)
  if (preprocess !== 'none' && preprocess !== 'scale-width') return size
  const sizes = new Map<string, NamedSize>()
  for (const image of images) {
    const window = windowSize(policy, image)
    const key = `${window.width}×${window.height}`
    if (!sizes.has(key)) sizes.set(key, { ...window, name: image.name })
  }
  const all = [...sizes.values()]
  const [first = { ...size, name: '' }] = all
  if (all.length > 1) {
    throw new GanymedeError('OPTION_INVALID', `data.preprocess ${preprocess} leaves images of ${all.length} sizes`, {
      lines: all.slice(0, NAMED).map(({ name, width, height }) => `${name}: ${width}×${height}`),
      remedy: 'Images of a batch need one size: choose resize-crop, scale-width-crop or crop.',
    })
  }
  const { width, height } = first
  if (width % multipleOf === 0 && height % multipleOf === 0) return { width, height }
  const near = (side: number): string => {
    const below = Math.floor(side / multipleOf) * multipleOf
    return side % multipleOf === 0 ? `${side}` : [below, below + multipleOf].filter((one) => one > 0).join(' or ')
  }
  throw new GanymedeError('SIZE_UNSUPPORTED', `data.preprocess ${preprocess} leaves images of ${width}×${height}`, {
    lines: [
      `The network needs sides that are multiples of ${multipleOf}.`,
      `Nearest widths: ${near(width)}; nearest heights: ${near(height)}.`,
    ],
    remedy: 'Choose resize-crop or crop with such a size, or prepare the images at one of these sizes.',
  })
}

function refuseSmall(size: Size, images: readonly NamedSize[]): void {
  const small = images.filter(({ width, height }) => width < size.width || height < size.height)
  if (small.length === 0) return
  const lines = small.slice(0, NAMED).map(({ name, width, height }) => `${name}: ${width}×${height}`)
  if (small.length > NAMED) lines.push(`… and ${small.length - NAMED} more`)
  throw new GanymedeError(
    'OPTION_INVALID',
    `${counted(small.length, 'image')} ${small.length === 1 ? 'is' : 'are'} smaller than the crop of ${size.width}×${size.height}`,
    {
      lines,
      remedy: 'Choose a smaller size, or --preprocess resize-crop, which enlarges them.',
    },
  )
}
