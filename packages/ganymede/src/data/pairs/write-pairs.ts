/** Writes pairs for good: one image for each, input left and target right, as pix2pix reads them everywhere. */

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { type ChannelCount, type Raster, withChannels } from '@ganymede/core/pictures'
import type { BadFile } from '../bad-files.js'
import type { Dataset } from '../dataset.js'
import { imageLibrary } from '../formats/decode.js'
import { preparedMarker } from '../layout/own-output.js'
import { freeName, refuseNesting, replaceable } from '../prepare.js'
import { nameProblem, partialBeside, putInPlace, writeError } from '../write-whole.js'
import { openPairs } from './open-pairs.js'
import type { OpenPairsOptions } from './pair-options.js'

export interface WritePairsOptions extends OpenPairsOptions {
  /** Replace a folder that was written before; default false. */
  readonly force?: boolean | undefined
}

export interface WritePairsResult {
  readonly path: string
  /** Pairs by part. */
  readonly counts: Readonly<Record<string, number>>
  readonly skipped: readonly BadFile[]
  /** Pairs that the file system could not take under their names. */
  readonly unwritten: readonly BadFile[]
}

/**
 * Writes all pairs of a data set as PNG into `train/`, and those of its test part into `test/`: whole, not mirrored, at the
 * size of the options. The folder appears at the end, complete or not at all.
 *
 * @throws GanymedeError `OUTPUT_EXISTS`, `OPTION_INVALID` when one folder lies in the other, `WRITE_FAILED`, `DISK_FULL`, and
 *   the errors of `openPairs`
 */
export async function writePairs(ref: string, dst: string, options: WritePairsOptions): Promise<WritePairsResult> {
  const path = resolve(dst)
  for (const source of [ref, options.targets]) if (source !== undefined) refuseNesting(source, path)
  const replaces = await replaceable(path, { zip: false, force: options.force === true })
  const parts = await openParts(ref, options)
  const partial = partialBeside(path)
  try {
    const counts: Record<string, number> = {}
    const unwritten: BadFile[] = []
    for (const [part, dataset] of parts) {
      const written = await writePart(join(partial, part), dataset, options)
      counts[part] = written.count
      unwritten.push(...written.unwritten)
    }
    const [first] = parts.values()
    const about = { format: 'ganymede-pairs/1', counts, domains: first?.info.domains, size: first?.transform }
    await writeFile(join(partial, preparedMarker), `${JSON.stringify(about, null, 2)}\n`)
    await mkdir(dirname(path), { recursive: true })
    await putInPlace(partial, path, replaces)
    return { path, counts, skipped: [...parts.values()].flatMap(({ skipped }) => skipped), unwritten }
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined) // the first failure is the one to tell
    throw writeError(path, error)
  } finally {
    for (const dataset of parts.values()) await dataset.close()
  }
}

/** The part asked for; without one, the test part too where there is a division. */
async function openParts(ref: string, options: WritePairsOptions): Promise<Map<string, Dataset>> {
  const first = await openPairs(ref, { ...options, cacheBytes: 0 })
  const parts = new Map([[options.split ?? 'train', first]])
  if (options.split !== undefined || first.info.split !== 'train' || ref.startsWith('builtin:')) return parts
  try {
    return parts.set('test', await openPairs(ref, { ...options, split: 'test', cacheBytes: 0 }))
  } catch (error) {
    if (error instanceof GanymedeError && error.code === 'DATA_NOT_FOUND') return parts
    await first.close()
    throw error
  }
}

async function writePart(
  folder: string,
  dataset: Dataset,
  { signal, onProgress }: Pick<OpenPairsOptions, 'signal' | 'onProgress'>,
): Promise<{ readonly count: number; readonly unwritten: readonly BadFile[] }> {
  await mkdir(folder, { recursive: true })
  const taken = new Set<string>()
  const { count } = dataset.info
  const unwritten: BadFile[] = []
  let written = 0
  for (let index = 0; index < count; index++) {
    signal?.throwIfAborted()
    const name = dataset.nameOf(index)
    const pair = await readPair(dataset, index, signal)
    onProgress?.({ phase: 'write', done: index + 1, total: count })
    // Another pair stands in for a damaged one, and has a file of its own.
    if (dataset.nameOf(index) !== name) continue
    const stem = name
      .replace(/^.*\//, '')
      .replace(/\.[^.]*$/, '')
      .replace(/^#/, '')
    const { width, height, channels, data } = sideBySide(pair)
    const image = imageLibrary()(data, { raw: { width, height, channels } })
    const png = await image
      .toColourspace(channels <= 2 ? 'b-w' : 'srgb')
      .png()
      .toBuffer()
    const fileName = freeName(taken, stem, 'png')
    const problem = await nameProblem(fileName, writeFile(join(folder, fileName), png))
    if (problem === null) written += 1
    else if (unwritten.push({ name: fileName, reason: problem.message }) === count) throw problem
  }
  return { count: written, unwritten }
}

/** Input and target of an item as images. */
export async function readPair(
  dataset: Dataset,
  index: number,
  signal?: AbortSignal,
): Promise<readonly [Raster, Raster]> {
  const { targets, transform } = dataset
  if (targets === undefined) throw new GanymedeError('INTERNAL', `${dataset.info.path} has no second images`)
  const { width, height, channels } = transform
  const { image, target } = await targets.read(index, signal)
  return [
    { width, height, channels, data: image },
    { width, height, channels: targets.channels, data: target },
  ]
}

/** Two images of one height in one, with the channels that hold both. */
function sideBySide([left, right]: readonly [Raster, Raster]): Raster {
  const colours = Math.max(left.channels, right.channels) > 2 ? 3 : 1
  const hasAlpha = left.channels % 2 === 0 || right.channels % 2 === 0
  const channels = (colours + (hasAlpha ? 1 : 0)) as ChannelCount
  const halves = [withChannels(left, channels), withChannels(right, channels)]
  const { width, height } = left
  const row = width * channels
  const data = new Uint8Array(2 * row * height)
  halves.forEach((half, side) => {
    for (let y = 0; y < height; y++) data.set(half.data.subarray(y * row, (y + 1) * row), (2 * y + side) * row)
  })
  return { width: 2 * width, height, channels, data }
}
