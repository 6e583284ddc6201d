/** Data sets of raw pixels in memory, all of one stored size: IDX, CIFAR-10, built-in glyphs. */

import { dimensionsOf, type ImageTransform, resampleImage, withChannels } from '@ganymede/core/pictures'
import { CachedDataset } from './cached-dataset.js'
import type { DataInfo, Dataset, OpenDatasetOptions } from './dataset.js'

export interface RawImages {
  readonly kind: DataInfo['kind']
  readonly path: string
  readonly name: string
  readonly count: number
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly classes: readonly string[] | null
  readonly fingerprint: string
  readonly split?: DataInfo['split']
  readonly notes?: readonly string[]
  /** `[height, width, channels]` uint8. */
  pixels(index: number): Uint8Array
  label(index: number): number | null
  /** True when `pixels` computes rather than copies. */
  readonly isComputed?: boolean
}

/** Resizes and converts raw images to the transform that the options ask for. */
export function rawDataset(images: RawImages, options: OpenDatasetOptions): Dataset {
  const { width, height, channels: stored } = images
  const channels = options.channels === undefined || options.channels === 'auto' ? stored : options.channels
  const { fit = 'cover', background = 'white', flip = false } = options
  const transform: ImageTransform = { ...dimensionsOf(options.size), channels, fit, background, flip }
  const isNative = transform.width === width && transform.height === height && channels === stored
  const info: DataInfo = {
    kind: images.kind,
    path: images.path,
    name: images.name,
    count: images.count,
    channels,
    classes: images.classes,
    sizes: { min: [width, height], max: [width, height] },
    fingerprint: images.fingerprint,
    ...(images.split === undefined ? {} : { split: images.split }),
    notes: images.notes ?? [],
  }
  return new CachedDataset({
    info,
    transform,
    cacheBytes: options.cacheBytes,
    source: {
      isWorthCaching: !isNative || images.isComputed === true,
      pixels(index) {
        const resized = resampleImage(images.pixels(index), { width, height, channels: stored }, transform)
        const image = { width: transform.width, height: transform.height, channels: stored, data: resized }
        return withChannels(image, channels).data
      },
      pixelsNow: (index) => (isNative && images.isComputed !== true ? images.pixels(index) : null),
      label: (index) => images.label(index),
      nameOf: (index) => `#${index}`,
    },
  })
}
