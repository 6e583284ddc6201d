/**
 * How images of two domains come to the size of training: the policies of the official pix2pix and CycleGAN, and the fits
 * of every other data set. Each has a stage (resized, the same every time, kept in memory) and a window of it that is cut
 * out: at random for training, in the middle for looking and measuring.
 */

import { GanymedeError } from '@ganymede/core'
import {
  type Background,
  cutWindow,
  type Fit,
  placementOf,
  type Raster,
  resizeBicubic,
  type Window,
} from '@ganymede/core/pictures'

/** What is done to an image before training sees it. */
export type Preprocess = 'fit' | 'resize-crop' | 'scale-width' | 'scale-width-crop' | 'crop' | 'none'

export interface Size {
  readonly width: number
  readonly height: number
}

/** A policy with every default filled in. */
export interface SizePolicy {
  readonly preprocess: Preprocess
  /** Size that the system asked for: that of crops. */
  readonly size: Size
  /** Size of the stage for `resize-crop`; its width for `scale-width` and `scale-width-crop`. */
  readonly load: Size
  readonly fit: Fit
  readonly background: Background
}

// Official defaults: images are loaded at 286 px and cropped to 256.
const LOAD_SHARE = 286 / 256

/**
 * Fills in the defaults of a policy.
 *
 * @param loadSize  width of the stage in pixels; default: 286/256 of the size where a crop follows, else the size
 * @throws GanymedeError `OPTION_INVALID` when the stage is smaller than the crop, or has no meaning
 */
export function sizePolicy(
  preprocess: Preprocess,
  size: Size,
  { loadSize, fit, background }: { loadSize?: number | undefined; fit: Fit; background: Background },
): SizePolicy {
  const { width, height } = size
  const share = preprocess === 'resize-crop' || preprocess === 'scale-width-crop' ? LOAD_SHARE : 1
  if (loadSize === undefined) {
    const load = { width: Math.round(width * share), height: Math.round(height * share) }
    return { preprocess, size, load, fit, background }
  }
  if (preprocess === 'fit' || preprocess === 'crop' || preprocess === 'none') {
    throw new GanymedeError('OPTION_INVALID', `data.loadSize has no effect with data.preprocess ${preprocess}`, {
      remedy: 'Leave it out, or choose resize-crop, scale-width or scale-width-crop.',
    })
  }
  const load = { width: loadSize, height: Math.round((loadSize * height) / width) }
  if (preprocess !== 'scale-width' && (load.width < width || load.height < height)) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `data.loadSize ${loadSize} is smaller than the crop of ${width}×${height}`,
      {
        remedy: `Give at least ${width}; the usual value here is ${Math.round(width * LOAD_SHARE)}.`,
      },
    )
  }
  return { preprocess, size, load, fit, background }
}

/** Whether training sees a window at random. */
export function isCropped({ preprocess }: SizePolicy): boolean {
  return preprocess === 'resize-crop' || preprocess === 'scale-width-crop' || preprocess === 'crop'
}

/**
 * Size of the stage of an image.
 *
 * @param purpose  `train`: with room for crops; `show`: as images are looked at and tested, whole where the policy allows
 */
export function stageSize(policy: SizePolicy, { width, height }: Size, purpose: 'train' | 'show'): Size {
  const { size, load } = policy
  switch (policy.preprocess) {
    case 'fit': {
      const { scaledWidth, scaledHeight } = placementOf(width, height, { ...size, fit: policy.fit })
      return { width: scaledWidth, height: scaledHeight }
    }
    case 'resize-crop':
      return purpose === 'train' ? load : size
    case 'scale-width':
    case 'scale-width-crop':
      if (width === load.width && height >= size.height) return { width, height }
      return { width: load.width, height: Math.trunc(Math.max((load.width * height) / width, size.height)) }
    case 'crop':
      return { width, height }
    case 'none':
      return { width: nearestMultiple(width, 4), height: nearestMultiple(height, 4) }
  }
}

/** Size of what training sees of an image. */
export function windowSize(policy: SizePolicy, image: Size): Size {
  return policy.preprocess === 'scale-width' || policy.preprocess === 'none'
    ? stageSize(policy, image, 'train')
    : policy.size
}

/** Resizes to the stage: Pillow's bicubic filter on 8 bits. */
export function toStage(image: Raster, stage: Size): Raster {
  return resizeBicubic(image, stage.width, stage.height)
}

/**
 * The window of a stage that is cut out.
 *
 * @param random  two numbers in [0, 1) for the place of a crop, or null for the middle
 */
export function windowOf(
  stage: Size,
  window: Size,
  { random, isMirrored }: { random: readonly [number, number] | null; isMirrored: boolean },
): Window {
  const roomX = stage.width - window.width
  const roomY = stage.height - window.height
  // Both ends of the room are places; the middle is where `placementOf` puts it, also outside for a border.
  const place = (room: number, number: number | undefined): number =>
    number === undefined || room <= 0 ? Math.floor((room + 1) / 2) : Math.floor(number * (room + 1))
  return { left: place(roomX, random?.[0]), top: place(roomY, random?.[1]), ...window, isMirrored }
}

/** Cuts a window out of a stage, `[H, W, C]`; a border where the fit leaves one. */
export function cutStage(stage: Raster, window: Window, background: Background): Uint8Array {
  return cutWindow(stage, window, background === 'white' ? 255 : 0)
}

/** `round(side / multiple) · multiple` with halves to even as in Python, at least one multiple. */
function nearestMultiple(side: number, multiple: number): number {
  const quotient = side / multiple
  const floor = Math.floor(quotient)
  const rounded = quotient - floor === 0.5 ? floor + (floor % 2) : Math.round(quotient)
  return Math.max(1, rounded) * multiple
}
