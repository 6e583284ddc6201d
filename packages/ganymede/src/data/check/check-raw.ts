/** Checking data sets of raw pixels: IDX, CIFAR-10 and built-in glyphs. */

import { createHash } from 'node:crypto'
import { GanymedeError } from '@ganymede/core'
import type { BadFile } from '../bad-files.js'
import type { DataKind, DataSplit, Dataset } from '../dataset.js'
import { openDataset } from '../open-dataset.js'
import type { PairReport } from './check-pairs.js'
import { type CheckOptions, type DataReport, sizeReport } from './data-report.js'

/**
 * Opens every part, which verifies it, then counts and compares the images.
 *
 * @throws GanymedeError `OPTION_INVALID` when pairs or two domains are asked for that only image files have
 */
export async function checkRawDataset(ref: string, kind: DataKind, options: CheckOptions): Promise<DataReport> {
  const { pairs = false, targets, unpaired = false } = options
  const isFound = pairs === true || pairs === 'found'
  const flag = targets !== undefined ? '--targets' : isFound ? '--pairs' : '--unpaired'
  // Only glyphs are made into two domains.
  if (targets !== undefined || isFound || (unpaired && kind !== 'glyphs')) {
    throw new GanymedeError('OPTION_INVALID', `${flag} needs a folder or zip of image files, ${ref} is ${kind}`, {
      remedy: 'Pairs are made of any images with --pairs edges, grey, blur or small.',
    })
  }
  const unreadable: BadFile[] = []
  const parts: { name: string; count: number }[] = []
  const images: { width: number; height: number }[] = []
  const byContent = new Map<string, string[]>()
  let classes: { name: string; count: number }[] | null = null
  let channels: Record<string, number> = {}
  for (const split of kind === 'glyphs' ? (['train'] as const) : (['train', 'test'] as const)) {
    const dataset = await openAtOwnSize(ref, split, options).catch((error: unknown) => {
      if (!(error instanceof GanymedeError) || error.code === 'OPTION_INVALID') throw error
      if (error.code !== 'DATA_NOT_FOUND')
        unreadable.push({ name: split, reason: [error.message, ...error.lines].join('; ') })
      return null
    })
    if (dataset === null) continue
    const { count, sizes, classes: names } = dataset.info
    const part = dataset.info.split ?? 'all'
    if (parts.some(({ name }) => name === part)) continue // a single file is the same for both
    parts.push({ name: part, count })
    const counts = names?.map((name) => ({ name, count: 0 })) ?? null
    for (let index = 0; index < count; index++) {
      options.signal?.throwIfAborted()
      const content = createHash('sha1')
        .update(await dataset.read(index))
        .digest('base64')
      const same = byContent.get(content)
      if (same === undefined) byContent.set(content, [`${part} ${dataset.nameOf(index)}`])
      else same.push(`${part} ${dataset.nameOf(index)}`)
      const label = dataset.label(index)
      const tally = label === null ? undefined : counts?.[label]
      if (tally !== undefined) tally.count += 1
      images.push({ width: sizes.min[0], height: sizes.min[1] })
      options.onProgress?.({ phase: 'pixels', done: index + 1, total: count })
    }
    classes ??= counts
    const pixels = dataset.info.channels === 1 ? 'grey' : 'rgb'
    channels = { ...channels, [pixels]: (channels[pixels] ?? 0) + count }
    await dataset.close()
  }
  return {
    ref,
    kind,
    count: images.length,
    formats: images.length === 0 ? {} : { [kind]: images.length },
    channels,
    sizes: sizeReport(images),
    classes,
    parts,
    unreadable,
    suspicious: [],
    oddSized: [],
    oddChannelled: [],
    misnamed: [],
    duplicates: [...byContent.values()].filter((names) => names.length > 1),
    ignored: [],
    notes: [],
    ...(pairs === false ? {} : { pairs: { mode: 'made', count: images.length, problems: [] } }),
    ...(unpaired ? { pairs: checkGlyphs(images.length) } : {}),
  }
}

/** Of built-in glyphs there are as many in ink as in chalk. */
function checkGlyphs(count: number): PairReport {
  return { mode: 'unpaired', count, domains: [count, count], problems: [] }
}

async function openAtOwnSize(ref: string, split: DataSplit, options: CheckOptions): Promise<Dataset> {
  const { signal } = options
  const probe = await openDataset(ref, { size: options.size ?? 32, split, signal, cacheBytes: 0 })
  const [width, height] = probe.info.sizes.min
  await probe.close()
  return openDataset(ref, { size: { width, height }, split, signal, cacheBytes: 0 })
}
