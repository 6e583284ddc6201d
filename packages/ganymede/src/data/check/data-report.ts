/** The form of what `ganymede data check` finds. */

import type { BadFile } from '../bad-files.js'
import type { DataKind, DataProgress } from '../dataset.js'
import type { pairKinds } from '../pairs/make-pair.js'
import type { PairReport } from './check-pairs.js'

/** Everything that a check finds; plain JSON. */
export interface DataReport {
  readonly ref: string
  readonly kind: DataKind
  /** Images that can be used. */
  readonly count: number
  /** Images by format: `jpeg`, `png`, `idx` … */
  readonly formats: Readonly<Record<string, number>>
  /** Images by kind of pixel: `grey`, `rgb`, `rgb+alpha`, `cmyk` … */
  readonly channels: Readonly<Record<string, number>>
  /** Widths and heights, each by itself; null without readable images. */
  readonly sizes: SizeReport | null
  /** Classes of the training part with their number of images; null without classes. */
  readonly classes: readonly { readonly name: string; readonly count: number }[] | null
  /** Parts such as train and test with their number of images; empty without a division. */
  readonly parts: readonly { readonly name: string; readonly count: number }[]
  /** Files whose header or pixels are damaged. */
  readonly unreadable: readonly BadFile[]
  /** Files that a decoder complains about and that are used nevertheless. */
  readonly suspicious: readonly BadFile[]
  /** Files of unusual shape, or too small. */
  readonly oddSized: readonly BadFile[]
  /** Files whose channels differ from those of most others. */
  readonly oddChannelled: readonly BadFile[]
  /** Files whose content is of another format than their name says. */
  readonly misnamed: readonly BadFile[]
  /** Groups of files with the same content. */
  readonly duplicates: readonly (readonly string[])[]
  /** Files that are not looked at. */
  readonly ignored: readonly BadFile[]
  /** How the data set is read where that is not plain. */
  readonly notes: readonly string[]
  /** Only when pairs or two domains were asked for. */
  readonly pairs?: PairReport
}

export interface SizeReport {
  readonly min: readonly [number, number]
  readonly median: readonly [number, number]
  readonly max: readonly [number, number]
  /** Images by the length of their shorter side, in powers of two: from `from` up to but not including `to` pixels. */
  readonly histogram: readonly { readonly from: number; readonly to: number; readonly count: number }[]
}

export interface CheckOptions {
  /**
   * `true` or `found`: check that images come in pairs, two folders A and B with equal names, or two halves side by side.
   * `edges`, `grey`, `blur`, `small`: each image makes a pair.
   */
  readonly pairs?: boolean | PairsAsked | undefined
  /** Folder or zip of the second images: both are one data set of pairs, or of two domains. */
  readonly targets?: string | undefined
  /** Check that there are two domains, which form no pairs. */
  readonly unpaired?: boolean | undefined
  /** Side at which training is planned: smaller images are listed. */
  readonly size?: number | undefined
  readonly limitPixels?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: DataProgress) => void) | undefined
}

export type PairsAsked = 'found' | (typeof pairKinds)[number]

/** How many items there are of each key. */
export function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}

/** Smallest, middle and largest of all sizes; null without images. */
export function sizeReport(images: readonly { width: number; height: number }[]): SizeReport | null {
  if (images.length === 0) return null
  const sorted = (values: number[]): number[] => values.sort((a, b) => a - b)
  const widths = sorted(images.map(({ width }) => width))
  const heights = sorted(images.map(({ height }) => height))
  const at = (place: number): readonly [number, number] => [widths.at(place) ?? 0, heights.at(place) ?? 0]
  const bins = new Map<number, number>()
  for (const { width, height } of images) {
    const from = 2 ** Math.floor(Math.log2(Math.min(width, height)))
    bins.set(from, (bins.get(from) ?? 0) + 1)
  }
  const histogram = [...bins].sort((a, b) => a[0] - b[0]).map(([from, count]) => ({ from, to: 2 * from, count }))
  return { min: at(0), median: at(images.length >> 1), max: at(-1), histogram }
}
