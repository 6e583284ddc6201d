/** Opens a data set of two domains: pairs in one file or in two folders, or two folders of images that form none. */

import { GanymedeError } from '@ganymede/core'
import type { ChannelCount } from '@ganymede/core/pictures'
import { dimensionsOf } from '@ganymede/core/pictures'
import { counted, grouped } from '@ganymede/core/text'
import { type BadFile, shellWord, unreadableError } from '../bad-files.js'
import { type DataInfo, type Dataset, nameOfPath } from '../dataset.js'
import { digestOf, emptyError, readHeaders, sizesOf } from '../encoded-dataset.js'
import { type EncodedSource, shownName } from '../encoded-source.js'
import { fileTimesOf, fingerprintOf } from '../fingerprint.js'
import { listImageFolder, singleImage } from '../formats/image-folder.js'
import { openZip } from '../formats/zip-source.js'
import { isBuiltinReference } from '../glyphs/synthetic-glyphs.js'
import { layoutFiles } from '../layout/file-layout.js'
import { placeOf } from '../open-dataset.js'
import { defaultCacheBytes } from '../pixel-cache.js'
import { commonWindow } from './common-window.js'
import { type FoundItems, findItems } from './found-items.js'
import { openGlyphDomains } from './glyph-domains.js'
import { joinSources } from './join-sources.js'
import { defaultStrengths, type PairMaking } from './make-pair.js'
import { PairDataset } from './pair-dataset.js'
import { layoutError, noPartError, oneSidedError } from './pair-errors.js'
import { layoutPairs, type PairLayout } from './pair-layout.js'
import type { OpenPairsOptions } from './pair-options.js'
import { findNumberedImages, findPhotographs, openAtStoredSize } from './photographs.js'
import { isCropped, sizePolicy } from './size-policy.js'
import { StageBudget, StageReader } from './stage-reader.js'
import type { StageFile } from './stage-source.js'

/**
 * Opens data of two domains.
 *
 * Built-in data are made into what is asked for, so that a first try needs no files: pairs of drawn edges and glyphs, or two
 * domains of chalk and ink.
 *
 * @param ref  a folder or zip; see `layoutPairs` for what may lie in it; with `making`, and built in, all that `openDataset` takes
 * @throws GanymedeError `DATA_LAYOUT` when neither pairs nor two domains can be recognised; `PAIRS_BROKEN` naming images
 *   without a partner or with one of another size; `DATA_NOT_FOUND`, `DATA_EMPTY`, `DATA_UNREADABLE`, `OPTION_INVALID`
 */
export async function openPairs(ref: string, options: OpenPairsOptions): Promise<Dataset> {
  options.onProgress?.({ phase: 'list', done: 0, total: 0 })
  if (options.making !== undefined) return openMade(ref, options.making, options)
  if (isBuiltinReference(ref) && options.targets === undefined) return openBuiltin(ref, options)
  const source = await openSources(ref, options)
  try {
    return await openListed(source, ref, options)
  } catch (error) {
    await source.close()
    throw error
  }
}

/** The folder or zip, or both of them as one. */
async function openSources(ref: string, options: OpenPairsOptions): Promise<EncodedSource> {
  const first = await openOne(ref, options)
  if (options.targets === undefined) return first
  try {
    const second = await openOne(options.targets, options)
    for (const source of [first, second]) if (source.names.length === 0) throw emptyError(source)
    return joinSources(first, second, [ref, options.targets])
  } catch (error) {
    await first.close()
    throw error
  }
}

async function openOne(ref: string, options: OpenPairsOptions): Promise<EncodedSource> {
  const { items, targets, signal } = options
  const place = await placeOf(ref)
  const listing = { signal, choose: (names: readonly string[]) => chosenOf(names, options) }
  if (place.kind === 'folder') return listImageFolder(place.path, listing)
  if (place.kind === 'zip') return openZip(place.path, listing)
  if (place.kind === 'image') return singleImage(place.path)
  if (targets !== undefined) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `data.targets puts two folders or zip files together, and ${ref} is none`,
      {
        remedy: 'Leave out --targets, or name folders or zip files.',
      },
    )
  }
  throw layoutError(ref, items, ['Found: single images without partners'])
}

/** The files that will be read. */
function chosenOf(names: readonly string[], { making, targets, split }: OpenPairsOptions): readonly number[] {
  // Which parts of two folders are taken, both of them decide.
  if (targets !== undefined) return names.map((_, at) => at)
  if (making !== undefined) return layoutFiles(names, split).chosen
  const layout = layoutPairs(names, split)
  return layout.kind === 'folders' ? [...layout.a, ...layout.b] : layout.files
}

/** How pairs are made of built-in data where nothing is asked for; undefined for other data, and for two domains. */
export function builtinMaking(
  ref: string,
  { items, targets }: Pick<OpenPairsOptions, 'items' | 'targets'>,
): PairMaking | undefined {
  if (items !== 'pairs' || targets !== undefined || !isBuiltinReference(ref)) return undefined
  return { kind: 'edges', share: defaultStrengths.edgeShare }
}

/** The first try of somebody who has no data: an easy task of each kind. */
async function openBuiltin(ref: string, options: OpenPairsOptions): Promise<Dataset> {
  const making = builtinMaking(ref, options)
  if (making !== undefined) return openMade(ref, making, options)
  const { found, origin, close } = await openGlyphDomains(ref, askedChannels(options), options)
  try {
    return pairDataset(found, options, { ...origin, skipped: [], close })
  } catch (error) {
    await close()
    throw error
  }
}

async function openMade(ref: string, making: PairMaking, options: OpenPairsOptions): Promise<Dataset> {
  if (options.items === 'unpaired' || options.targets !== undefined) {
    const other =
      options.targets === undefined ? 'this system learns from two domains' : 'data.targets names them already'
    throw new GanymedeError('OPTION_INVALID', `data.pairs ${making.kind} makes second images, and ${other}`, {
      remedy: 'Leave out --pairs, or train pix2pix.',
    })
  }
  const asked = askedChannels(options)
  const place = await placeOf(ref)
  const isEncoded = place.kind === 'folder' || place.kind === 'zip' || place.kind === 'image'
  const source = isEncoded ? await openOne(ref, options) : await openAtStoredSize(ref, options)
  try {
    const isNumbered = 'transform' in source
    const { found, origin, bad } = isNumbered
      ? findNumberedImages(source, making, asked)
      : await findPhotographs(source, making, asked, options)
    const { kind, path } = isNumbered ? source.info : source
    const name = isNumbered ? source.info.name : nameOfPath(ref)
    const notes = [...origin.notes, ...found.notes]
    const close = () => source.close()
    return pairDataset(found, options, { ...origin, kind, path, name, notes, skipped: bad, close })
  } catch (error) {
    await source.close()
    throw error
  }
}

/** Channels asked for, those of A first. */
function askedChannels({
  channels = 'auto',
  targetChannels = 'auto',
  direction,
}: OpenPairsOptions): readonly [ChannelCount | 'auto', ChannelCount | 'auto'] {
  return direction === 'b2a' ? [targetChannels, channels] : [channels, targetChannels]
}

async function openListed(source: EncodedSource, ref: string, options: OpenPairsOptions): Promise<Dataset> {
  if (source.names.length === 0 && source.refused.length === 0) throw emptyError(source)
  const { items, split, skipBad = false } = options
  const layout = shownLayout(source, layoutPairs(source.names, split))
  const place = source.shown?.path ?? source.path
  const chosen = layout.kind === 'folders' ? [...layout.a, ...layout.b] : layout.files
  if (chosen.length === 0 && source.names.length > 0) {
    throw noPartError(place, split, layout.part.parts)
  }
  if (layout.kind === 'folders' && (layout.a.length === 0 || layout.b.length === 0)) {
    throw oneSidedError(place, items, layout)
  }

  const headers = await readHeaders(source, chosen, options)
  const files = new Map<number, StageFile>()
  const bad: BadFile[] = source.refused.map(({ name, reason }) => ({ name: shownName(source, name), reason }))
  headers.forEach((file, i) => {
    const at = chosen[i] as number
    if ('reason' in file) bad.push({ name: shownName(source, file.name), reason: file.reason })
    else files.set(at, { at, name: file.name, header: file.header })
  })
  const total = headers.length + source.refused.length
  if (bad.length > 0 && (!skipBad || files.size === 0)) {
    const words = source.shown?.words ?? shellWord(place)
    throw unreadableError(place, bad, total, items === 'unpaired' ? `${words} --unpaired` : words)
  }

  const found = findItems(source, layout, files, { items, channels: askedChannels(options), skipBad })
  const notes =
    bad.length > 0
      ? [
          `${grouped(bad.length)} of ${counted(total, 'file')} cannot be read and ${bad.length === 1 ? 'is' : 'are'} left out`,
        ]
      : []
  return pairDataset(found, options, {
    kind: source.kind,
    path: source.path,
    name: nameOfPath(ref),
    fingerprint: fingerprintOf([layout.kind, ...headers.map(({ name, identity }) => `${name}\0${identity}`)]),
    fileTimes: fileTimesOf(headers),
    contentDigest: digestOf(source, chosen, headers),
    ...(layout.part.split === null ? {} : { split: layout.part.split }),
    notes: [...source.notes, ...found.notes, ...notes],
    skipped: bad,
    close: () => source.close(),
  })
}

/** Folders as people know them. */
function shownLayout(source: EncodedSource, layout: PairLayout): PairLayout {
  if (layout.kind === 'side-by-side') return layout
  const [a, b] = layout.folders
  return { ...layout, folders: [shownName(source, a), shownName(source, b)] }
}

/** What a data set is called, and what it holds open. */
export interface PairOrigin
  extends Pick<DataInfo, 'kind' | 'path' | 'name' | 'fingerprint' | 'notes'>,
    Partial<Pick<DataInfo, 'split' | 'fileTimes'>> {
  readonly skipped: readonly BadFile[]
  readonly contentDigest?: Dataset['contentDigest']
  close(): Promise<void>
}

/** The data set of items that were found, in the direction and by the policy that the options ask for. */
export function pairDataset(found: FoundItems, options: OpenPairsOptions, origin: PairOrigin): Dataset {
  const { items, direction = 'a2b', preprocess = 'resize-crop', loadSize, split } = options
  const { fit = 'cover', background = 'white', flip = false, skipBad = false } = options
  const policy = sizePolicy(preprocess, dimensionsOf(options.size), { loadSize, fit, background })
  const window = commonWindow(policy, found.sizes, options.multipleOf ?? 1)
  const budget = new StageBudget(options.cacheBytes ?? defaultCacheBytes())
  const skipped = [...origin.skipped]
  const readers = found.sources({ policy, limitPixels: options.limitPixels }).map(
    (stages) =>
      new StageReader(stages, {
        path: origin.path,
        skipBad,
        budget,
        onSkip: (file) => {
          skipped.push(file)
          options.onSkip?.(file)
        },
      }),
  )
  const isSwapped = direction === 'b2a'
  const inOrder = <T>([a, b]: readonly [T, T]): readonly [T, T] => (isSwapped ? [b, a] : [a, b])
  const [channels, targetChannels] = inOrder(found.channels)
  const { kind, path, name, fingerprint, fileTimes, notes } = origin
  const isRandom = split !== 'test'
  return new PairDataset({
    info: {
      kind,
      path,
      name,
      count: found.count,
      channels,
      classes: null,
      sizes: sizesOf(found.sizes),
      fingerprint,
      fileTimes,
      ...(origin.split === undefined ? {} : { split: origin.split }),
      notes,
      domains: {
        items,
        layout: found.layout,
        direction,
        counts: inOrder(found.counts),
        targetChannels,
        preprocess,
        load: isRandom && isCropped(policy) && preprocess !== 'crop' ? policy.load : null,
      },
    },
    transform: { ...window, channels, fit, background, flip },
    targetChannels,
    policy,
    readers: isSwapped ? [...readers].reverse() : readers,
    isSwapped,
    isRandom,
    skipped,
    contentDigest: origin.contentDigest,
    close: () => origin.close(),
  })
}
