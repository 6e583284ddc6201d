/** The contract of every data set: numbered images of one size as bytes, with labels where there are some. */

import type { Background, ChannelCount, Fit, ImageSize, ImageTransform } from '@ganymede/core/pictures'
import type { BadFile } from './bad-files.js'
import type { ContentDigest } from './content-digest.js'
import type { FileTimes } from './fingerprint.js'
import type { Preprocess } from './pairs/size-policy.js'
import type { Draw } from './sampler.js'

export type DataKind = 'folder' | 'idx' | 'cifar10' | 'zip' | 'glyphs'
export type DataSplit = 'train' | 'test'

/** What a data set holds; plain JSON, stored in the run. */
export interface DataInfo {
  readonly kind: DataKind
  /** Absolute path, or the reference itself for built-in data. */
  readonly path: string
  /** Short name for run folders: the last part of the path without ending. */
  readonly name: string
  readonly count: number
  /** Channels that `read` delivers: 1 when every image is grey, else 3, unless others were asked for. */
  readonly channels: ChannelCount
  /** Names of the classes, the label is the place in this list; null without labels. */
  readonly classes: readonly string[] | null
  /** Present where a file beside the images says the classes, or that there are none, and not their folders. */
  readonly hasLabelFile?: true
  /** Smallest and largest width and height of the stored images, each taken by itself. */
  readonly sizes: { readonly min: readonly [number, number]; readonly max: readonly [number, number] }
  /** SHA-256 over names, lengths and samples of the content; independent of place, dates and transform. */
  readonly fingerprint: string
  /** When the files were changed; absent for data whose files have no times of their own. */
  readonly fileTimes?: FileTimes | undefined
  /** Which part of a divided data set this is. */
  readonly split?: DataSplit
  /** What a person should know: mixed channels, skipped files, parts left out. */
  readonly notes: readonly string[]
  /** What was found of two domains; absent for single images. */
  readonly domains?: DomainFacts
}

/** What an item of a data set of two domains is. */
export type DomainItems = 'pairs' | 'unpaired'

/** How a data set of two domains is laid out and read; plain JSON, stored in the run. */
export interface DomainFacts {
  readonly items: DomainItems
  /** Where the images of both domains were found, in words. */
  readonly layout: string
  readonly direction: Direction
  /** Images of the input and of the target. */
  readonly counts: readonly [number, number]
  readonly targetChannels: ChannelCount
  readonly preprocess: Preprocess
  /** Size of the images that crops are taken from. */
  readonly load: { readonly width: number; readonly height: number } | null
}

/** Which image of an item is the input: the first (`a2b`) or the second. */
export type Direction = 'a2b' | 'b2a'

/** Both images of an item, `[H, W, C]` and `[H, W, C']` uint8; they belong to the caller. */
export interface ItemPixels {
  readonly image: Uint8Array
  readonly target: Uint8Array
}

/** One place of the order in which training sees a data set. */
export interface DrawRequest extends Draw {
  /** Seed of crops, mirroring and partners. */
  readonly seed: number
  /** Mirror half of the images. */
  readonly flip: boolean
}

/** The second images of a data set of two domains. */
export interface TargetImages {
  readonly items: DomainItems
  readonly channels: ChannelCount
  /**
   * Both images of an item as they are looked at and tested: nothing is drawn at random, and the image is whole where the
   * policy allows it. Images of two domains are taken in order.
   *
   * @throws GanymedeError as `Dataset.read`
   */
  read(index: number, signal?: AbortSignal): Promise<ItemPixels>
  /** Both images as training sees them at one place: a pure function of the request. */
  draw(request: DrawRequest, signal?: AbortSignal): Promise<ItemPixels>
  nameOf(index: number): string
}

/** Numbered images at one size. Reading is safe to call many times at once. */
export interface Dataset {
  readonly info: DataInfo
  /** Size, channels and fit of what `read` delivers; `flip` is carried out by the loader. */
  readonly transform: ImageTransform
  /** Files left out with `skipBad`, at opening and since; grows while reading. */
  readonly skipped: readonly BadFile[]
  /** The second images of items; absent for data sets of single images. */
  readonly targets?: TargetImages
  /**
   * One image, `[H, W, C]` uint8. The bytes may belong to a cache: do not write into them.
   *
   * @throws GanymedeError `DATA_UNREADABLE` naming the file when its pixels are damaged (unless `skipBad`: then the
   *   next good image in order stands in, for good, with its own label and name)
   */
  read(index: number, signal?: AbortSignal): Promise<Uint8Array>
  /** The same at once where it lies in memory, else null: a promise for each image costs more than copying a small one. */
  readNow?(index: number): Uint8Array | null
  /** Label of an image, or of its stand-in once it has been read; null without classes. */
  label(index: number): number | null
  /** File name within the data set, or a description such as `#17`. */
  nameOf(index: number): string
  /**
   * Looks further into files with times of their own than the fingerprint: see `content-digest.ts`. Absent for other data.
   */
  readonly contentDigest?: ((signal?: AbortSignal) => Promise<ContentDigest>) | undefined
  close(): Promise<void>
}

export interface DataProgress {
  readonly phase: 'list' | 'headers' | 'pixels' | 'write'
  readonly done: number
  /** 0 while unknown. */
  readonly total: number
}

export interface OpenDatasetOptions {
  /** Side of the images in pixels, or width and height. */
  readonly size: ImageSize
  /** 1 grey, 2 grey with alpha, 3 RGB, 4 RGB with alpha; `auto` (default): 1 when all images are stored as grey, else 3. */
  readonly channels?: ChannelCount | 'auto' | undefined
  /** How an image of another shape is made to fit; default `cover`. */
  readonly fit?: Fit | undefined
  /** Mirror half of the images at random when training; default false. */
  readonly flip?: boolean | undefined
  /** What shows through transparent pixels and fills the border of `contain`; default white. */
  readonly background?: Background | undefined
  /** Go on without unreadable files instead of refusing the data set; default false. */
  readonly skipBad?: boolean | undefined
  /** Part of a divided data set; default `train`, or everything where there is no division. */
  readonly split?: DataSplit | undefined
  /** Memory for decoded images in bytes; default: a quarter of what is free, at most 1 GiB. 0 turns the cache off. */
  readonly cacheBytes?: number | undefined
  /** Images with more pixels are refused by name before they are decoded; default 134,217,728. */
  readonly limitPixels?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: DataProgress) => void) | undefined
  /** Told once per file that turns out to be bad while reading with `skipBad`. */
  readonly onSkip?: ((file: BadFile) => void) | undefined
}

/** Number of images of each class, by label; null without classes. */
export function countClasses(dataset: Dataset): number[] | null {
  const { classes, count } = dataset.info
  if (classes === null) return null
  const counts = new Array<number>(classes.length).fill(0)
  for (let i = 0; i < count; i++) {
    const found = dataset.label(i)
    if (found !== null) counts[found] = (counts[found] ?? 0) + 1
  }
  return counts
}

/** The last part of a path without the ending of an archive or data file. */
export function nameOfPath(path: string): string {
  const last = path.split(/[\\/]/).filter(Boolean).at(-1) ?? 'data'
  return last.replace(/(\.zip|\.bin|\.gz|-images[-.]idx3-ubyte(\.gz)?)$/i, '') || 'data'
}
