/** Resizes and converts a data set once, for `ganymede data prepare`: later runs decode small files only. */

import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { GanymedeError, givenOptions } from '@ganymede/core'
import { type Background, dimensionsOf, type Fit, type ImageSize } from '@ganymede/core/pictures'
import type { BadFile } from './bad-files.js'
import type { DataProgress, DataSplit, Dataset } from './dataset.js'
import { imageLibrary } from './formats/decode.js'
import { ZipWriter } from './formats/zip-writer.js'
import { isBuiltinReference } from './glyphs/synthetic-glyphs.js'
import { preparedMarker } from './layout/own-output.js'
import { openDataset } from './open-dataset.js'
import { nameProblem, partialBeside, putInPlace, writeError } from './write-whole.js'

export type PreparedFormat = 'png' | 'jpeg' | 'webp'

export interface PrepareOptions {
  readonly size: ImageSize
  /** Default `cover`. */
  readonly fit?: Fit | undefined
  /** Default `auto`: grey stays grey. */
  readonly channels?: 1 | 3 | 'auto' | undefined
  readonly background?: Background | undefined
  /** `png` (default) and `webp` keep every pixel, `jpeg` (quality 95) is smaller for photographs. */
  readonly format?: PreparedFormat | undefined
  /** Write one zip file instead of a folder; default: whether the destination ends in `.zip`. */
  readonly zip?: boolean | undefined
  /** Replace a zip file, or a folder that was prepared before; default false. */
  readonly force?: boolean | undefined
  readonly skipBad?: boolean | undefined
  /** Only this part; default: train and test where there is a division. */
  readonly split?: DataSplit | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: DataProgress) => void) | undefined
}

export interface PrepareResult {
  readonly path: string
  readonly count: number
  /** Bytes of all images written. */
  readonly bytes: number
  readonly skipped: readonly BadFile[]
  /** Images that the file system could not take under their names. */
  readonly unwritten: readonly BadFile[]
}

const PARALLEL = 16

/**
 * Writes every image of a data set at one size. Folders (parts, classes) keep their names; numbered data sets become
 * one folder per class. The result appears at the end, complete or not at all.
 *
 * @throws GanymedeError `OUTPUT_EXISTS` when the destination exists and may not be replaced; `OPTION_INVALID` when one
 *   of source and destination lies in the other, and for unknown options; the errors of `openDataset`; `DISK_FULL`, `WRITE_FAILED`
 */
export async function prepareDataset(src: string, dst: string, options: PrepareOptions): Promise<PrepareResult> {
  givenOptions('prepareDataset', options, [
    'size',
    'fit',
    'channels',
    'background',
    'format',
    'zip',
    'force',
    'skipBad',
    'split',
    'signal',
    'onProgress',
  ])
  const { zip = /\.zip$/i.test(dst), force = false } = options
  dimensionsOf(options.size)
  const path = resolve(dst)
  refuseNesting(src, path)
  const replaces = await replaceable(path, { zip, force })
  const datasets = await openParts(src, options)
  const partial = partialBeside(path)
  try {
    await mkdir(dirname(path), { recursive: true })
    const output = await (zip ? zipOutput(partial) : folderOutput(partial))
    let written: Written
    try {
      written = await writeAll(datasets, output, options)
    } finally {
      await output.close()
    }
    await putInPlace(partial, path, replaces)
    return { path, ...written, skipped: datasets.flatMap(({ skipped }) => skipped) }
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined) // the first failure is the one to tell
    throw writeError(path, error)
  } finally {
    await Promise.all(datasets.map((dataset) => dataset.close()))
  }
}

/** @throws GanymedeError `OPTION_INVALID` when one of source and destination lies in the other */
export function refuseNesting(src: string, path: string): void {
  if (isBuiltinReference(src)) return
  const source = resolve(src)
  const isInside = (outer: string, inner: string): boolean => !/^\.\.([/\\]|$)/.test(relative(outer, inner) || '.')
  if (isInside(source, path) || isInside(path, source)) {
    throw new GanymedeError('OPTION_INVALID', `source ${source} and destination ${path} lie in one another`, {
      remedy: 'Choose a destination beside the source.',
    })
  }
}

/**
 * True when something is there that may be replaced.
 *
 * @throws GanymedeError `OUTPUT_EXISTS` when it may not
 */
export async function replaceable(path: string, { zip, force }: { zip: boolean; force: boolean }): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (found === null) return false
  if (!force) throw new GanymedeError('OUTPUT_EXISTS', `${path} exists already`)
  if (zip && found.isFile()) return true
  const names = found.isDirectory() ? await readdir(path) : null
  if (!zip && names !== null && (names.length === 0 || names.includes(preparedMarker))) return true
  throw new GanymedeError('OUTPUT_EXISTS', `${path} was not made by ganymede data and is not replaced`, {
    remedy: 'Remove it yourself, or choose another place.',
  })
}

async function openParts(src: string, options: PrepareOptions): Promise<Dataset[]> {
  const first = await openDataset(src, { ...options, cacheBytes: 0 })
  if (options.split !== undefined || first.info.split !== 'train' || isBuiltinReference(src)) return [first]
  try {
    return [first, await openDataset(src, { ...options, split: 'test', cacheBytes: 0 })]
  } catch (error) {
    if (error instanceof GanymedeError && error.code === 'DATA_NOT_FOUND') return [first]
    await first.close()
    throw error
  }
}

interface Output {
  add(name: string, content: Uint8Array): Promise<void>
  close(): Promise<void>
}

type Written = Pick<PrepareResult, 'count' | 'bytes' | 'unwritten'>

async function folderOutput(folder: string): Promise<Output> {
  await mkdir(folder, { recursive: true })
  return {
    async add(name, content) {
      const file = join(folder, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
    },
    close: () => Promise.resolve(),
  }
}

async function zipOutput(path: string): Promise<Output> {
  const file = await open(path, 'w')
  const zip = new ZipWriter(file)
  return {
    add: (name, content) => zip.add(name, content),
    async close() {
      await zip.finish()
      await file.close()
    },
  }
}

async function writeAll(datasets: readonly Dataset[], output: Output, options: PrepareOptions): Promise<Written> {
  const { format = 'png', signal, onProgress } = options
  const total = datasets.reduce((sum, { info }) => sum + info.count, 0)
  const taken = new Set<string>()
  const labels: (readonly [name: string, label: number | string])[] = []
  let seen = 0
  let count = 0
  let bytes = 0
  const unwritten: BadFile[] = []
  for (const dataset of datasets) {
    for (let start = 0; start < dataset.info.count; start += PARALLEL) {
      signal?.throwIfAborted()
      const size = Math.min(PARALLEL, dataset.info.count - start)
      // In groups, and written in order, so that the same source gives the same zip file.
      const group = await Promise.all(
        Array.from({ length: size }, (_, i) => encodeOne(dataset, start + i, format, signal)),
      )
      for (const image of group) {
        seen += 1
        if (image === null) continue
        const name = freeName(taken, partFolder(dataset, datasets.length) + image.stem, format)
        const problem = await nameProblem(name, output.add(name, image.content))
        if (problem !== null) {
          unwritten.push({ name, reason: problem.message })
          if (unwritten.length === total) throw problem
          continue
        }
        if (image.label !== null) labels.push([name, image.label])
        count += 1
        bytes += image.content.length
      }
      onProgress?.({ phase: 'write', done: seen, total })
    }
  }
  if (datasets.some(({ info }) => info.hasLabelFile)) {
    const content = JSON.stringify({ labels: labels.length > 0 ? labels : null })
    await output.add('dataset.json', Buffer.from(`${content}\n`))
  }
  const { transform } = datasets[0] as Dataset
  const { width, height, channels, fit } = transform
  const about = {
    format: 'ganymede-data/1',
    count,
    width,
    height,
    channels,
    fit,
    sources: datasets.map(({ info }) => info.fingerprint),
  }
  await output.add(preparedMarker, Buffer.from(`${JSON.stringify(about, null, 2)}\n`))
  return { count, bytes, unwritten }
}

/** An image at its new size under its old name; null when another image stands in for it because it is damaged. */
async function encodeOne(
  dataset: Dataset,
  index: number,
  format: PreparedFormat,
  signal: AbortSignal | undefined,
): Promise<{ stem: string; content: Uint8Array; label: number | string | null } | null> {
  const name = dataset.nameOf(index)
  const pixels = await dataset.read(index, signal)
  if (dataset.nameOf(index) !== name) return null
  const { width, height, channels } = dataset.transform
  const image = imageLibrary()(pixels, { raw: { width, height, channels } }).toColourspace(
    channels === 1 ? 'b-w' : 'srgb',
  )
  const settings = { png: {}, webp: { lossless: true }, jpeg: { quality: 95, chromaSubsampling: '4:4:4' } }[format]
  const content = await image.toFormat(format, settings).toBuffer()
  return { stem: stemOf(dataset, index, name), content, label: writtenLabel(dataset, index) }
}

/** The class of a file as a file of labels says it, which no folder does: a number where it is called by one. */
function writtenLabel(dataset: Dataset, index: number): number | string | null {
  const { classes, hasLabelFile = false } = dataset.info
  const className = hasLabelFile ? classes?.[dataset.label(index) ?? -1] : undefined
  if (className === undefined) return null
  return /^\d+$/.test(className) ? Number(className) : className
}

/** `roses/7.jpg` → `roses/7`; number 17 of class 3 → `3/000017`. */
function stemOf(dataset: Dataset, index: number, name: string): string {
  const { info } = dataset
  if (info.kind === 'folder' || info.kind === 'zip') return name.replace(/\.[^./]*$/, '')
  const number = String(index).padStart(6, '0')
  const className = info.classes?.[dataset.label(index) ?? -1]
  return className === undefined ? number : `${className}/${number}`
}

/** Names of files hold their part already; numbered images get it in front when both parts are written. */
function partFolder({ info }: Dataset, parts: number): string {
  return parts > 1 && info.kind !== 'folder' && info.kind !== 'zip' ? `${info.split ?? 'train'}/` : ''
}

/** A name that is not taken yet, also where capitals make no difference: `7.png`, `7-2.png` … */
export function freeName(taken: Set<string>, stem: string, format: PreparedFormat): string {
  const ending = format === 'jpeg' ? 'jpg' : format
  for (let copy = 1; ; copy++) {
    const name = copy === 1 ? `${stem}.${ending}` : `${stem}-${copy}.${ending}`
    const key = name.toLowerCase()
    if (taken.has(key)) continue
    taken.add(key)
    return name
  }
}
