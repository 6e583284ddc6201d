/** What is in a data set and what is wrong with it, for `ganymede data check`. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { GanymedeError, givenOptions, requireText } from '@ganymede/core'
import { type BadFile, reasonOf } from '../bad-files.js'
import { mapBounded } from '../bounded-map.js'
import { ByteBudget } from '../byte-budget.js'
import { type FileHeader, readHeaders } from '../encoded-dataset.js'
import { type EncodedSource, shownName } from '../encoded-source.js'
import { type ImageHeader, type ImageInput, verifyPixels } from '../formats/decode.js'
import { listImageFolder, singleImage } from '../formats/image-folder.js'
import { formatOfName } from '../formats/image-format.js'
import { openZip } from '../formats/zip-source.js'
import { layoutFiles } from '../layout/file-layout.js'
import { strayNote } from '../layout/stray-files.js'
import { placeOf } from '../open-dataset.js'
import { joinSources } from '../pairs/join-sources.js'
import { layoutPairs } from '../pairs/pair-layout.js'
import { checkDomains, checkPairs } from './check-pairs.js'
import { checkRawDataset } from './check-raw.js'
import { type CheckOptions, countBy, type DataReport, sizeReport } from './data-report.js'
import { oddChannels, oddSizes } from './odd-files.js'

const PARALLEL_DECODES = 8
/** Decoded grey pixels that are held at once; one image may have more, and is decoded alone then. */
const DECODED_BYTES = 2 ** 27

/**
 * Looks at every file of a data set and decodes every pixel. Damage is part of the report, not an error.
 *
 * @throws GanymedeError `DATA_NOT_FOUND` when there is nothing at the reference, `DATA_UNREADABLE` for a file of no
 *   known kind, `OPTION_INVALID` for pairs that are made and found at once, and for unknown options
 */
export async function checkDataset(ref: string, options: CheckOptions = {}): Promise<DataReport> {
  givenOptions('checkDataset', options, ['pairs', 'targets', 'unpaired', 'size', 'limitPixels', 'signal', 'onProgress'])
  requireText('checkDataset', 'ref', ref)
  requireOneLayout(options)
  if (options.targets !== undefined) return checkTwo(ref, options.targets, options)
  const place = await placeOf(ref)
  const hasClasses = !isOfTwo(options)
  switch (place.kind) {
    case 'folder':
      return checkEncoded(ref, await listImageFolder(place.path, { ...options, choose: all, hasClasses }), options)
    case 'image':
      return checkEncoded(ref, singleImage(place.path), options)
    case 'zip': {
      const source = await openZip(place.path, { ...options, choose: all, hasClasses })
      return checkEncoded(ref, source, options).finally(() => source.close())
    }
    case 'idx-folder':
    case 'idx-file':
      return checkRawDataset(ref, 'idx', options)
    case 'cifar-folder':
    case 'cifar-file':
      return checkRawDataset(ref, 'cifar10', options)
    case 'glyphs':
      return checkRawDataset(ref, 'glyphs', options)
  }
}

function requireOneLayout({ pairs = false, targets, unpaired = false }: CheckOptions): void {
  const isMade = typeof pairs === 'string' && pairs !== 'found'
  const others = [
    ...(targets !== undefined && isMade ? ['--targets names second images'] : []),
    ...(unpaired && pairs !== false ? ['--unpaired asks for two domains that form none'] : []),
  ]
  if (others.length === 0) return
  const asked = isMade ? `--pairs ${pairs} makes pairs` : '--pairs asks for pairs'
  throw new GanymedeError('OPTION_INVALID', `${asked}, and ${others.join(', and ')}`, {
    remedy: 'Leave out one of them.',
  })
}

/** Two folders or zip files as one data set. */
async function checkTwo(ref: string, targets: string, options: CheckOptions): Promise<DataReport> {
  const first = await openOne(ref, options)
  let source = first
  try {
    source = joinSources(first, await openOne(targets, options), [ref, targets])
    return await checkEncoded(source.shown?.path ?? ref, source, options)
  } finally {
    await source.close()
  }
}

const all = (names: readonly string[]): readonly number[] => names.map((_, at) => at)

async function openOne(ref: string, { signal }: CheckOptions): Promise<EncodedSource> {
  const place = await placeOf(ref)
  if (place.kind === 'folder') return listImageFolder(place.path, { signal, choose: all })
  if (place.kind === 'zip') return openZip(place.path, { signal, choose: all })
  if (place.kind === 'image') return singleImage(place.path)
  throw new GanymedeError('OPTION_INVALID', `--targets puts two folders or zip files together, and ${ref} is none`, {
    remedy: 'Leave out --targets, or name folders or zip files.',
  })
}

interface GoodHeader {
  readonly name: string
  readonly header: ImageHeader
}

async function checkEncoded(ref: string, source: EncodedSource, options: CheckOptions): Promise<DataReport> {
  const headers = await readHeaders(source, all(source.names), options)
  const unreadable: BadFile[] = [...source.refused]
  const suspicious: BadFile[] = []
  let done = 0
  const decoded = new ByteBudget(DECODED_BYTES)
  const verdicts = await mapBounded(
    headers,
    Math.min(PARALLEL_DECODES, source.parallel),
    async (file, index): Promise<GoodHeader | BadFile> => {
      try {
        if ('reason' in file) return { name: file.name, reason: file.reason }
        const { width, height } = file.header
        const warning = await source.withInput(index, (input) =>
          decoded.run(width * height, () => verifyPixels(input, file.header, options.limitPixels)),
        )
        if (warning !== null) suspicious.push({ name: file.name, reason: warning })
        return { name: file.name, header: file.header }
      } catch (error) {
        return { name: file.name, reason: reasonOf(error) }
      } finally {
        options.onProgress?.({ phase: 'pixels', done: ++done, total: headers.length })
      }
    },
    options.signal,
  )
  const good: GoodHeader[] = []
  for (const file of verdicts) {
    if ('header' in file) good.push(file)
    else unreadable.push(file)
  }
  const shownAs = (name: string): string => shownName(source, name)
  const named = (file: BadFile): BadFile => ({ ...file, name: shownAs(file.name) })
  const isJoined = source.shown !== undefined
  const names = good.map(({ name }) => name)
  // Two folders that were put together are no classes.
  const layout = layoutFiles(names, undefined, source.labels)
  const parts = isJoined ? layoutPairs(names).part.parts : layout.divisions
  const stray = isJoined || isOfTwo(options) || layout.hasLabelFile ? null : strayNote(names, layout)
  const perClass = countBy(layout.labels ?? [], String)
  const classes = isJoined ? null : layout.classes?.map((name, label) => ({ name, count: perClass[label] ?? 0 }))
  return {
    ref,
    kind: source.kind,
    count: good.length,
    formats: countBy(good, ({ header }) => header.format),
    channels: countBy(good, ({ header }) => pixelKind(header)),
    sizes: sizeReport(good.map(({ header }) => header)),
    classes: classes ?? null,
    parts: parts.map((name) => ({
      name,
      count: good.filter((file) => file.name.split('/').includes(name)).length,
    })),
    unreadable: unreadable.map(named),
    suspicious: suspicious.sort((a, b) => (a.name < b.name ? -1 : 1)).map(named),
    oddSized: oddSizes(good, options.size).map(named),
    oddChannelled: oddChannels(good.map(({ name, header }) => ({ name, kind: pixelKind(header) }))).map(named),
    misnamed: good.flatMap(({ name, header }) => {
      const promised = formatOfName(name)
      if (promised === null || promised === header.format) return []
      return [{ name: shownAs(name), reason: `${header.format} inside` }]
    }),
    duplicates: (await findDuplicates(source, headers, options.signal)).map((names) => names.map(shownAs)),
    ignored: source.ignored.map(named),
    notes: [...source.notes, ...layout.classNotes, ...(stray === null ? [] : [stray])],
    ...pairReport(good, shownAs, options),
  }
}

/** Folders are domains then, or mean nothing. */
function isOfTwo({ pairs = false, unpaired = false }: CheckOptions): boolean {
  return pairs !== false || unpaired
}

function pairReport(
  good: readonly GoodHeader[],
  shownAs: (name: string) => string,
  { pairs = false, targets, unpaired = false }: CheckOptions,
): Pick<DataReport, 'pairs'> {
  if (unpaired) return { pairs: checkDomains(good, shownAs) }
  if (typeof pairs === 'string' && pairs !== 'found') {
    return { pairs: { mode: 'made', count: good.length, problems: [] } }
  }
  return pairs === false && targets === undefined ? {} : { pairs: checkPairs(good, shownAs) }
}

function pixelKind({ isGrey, hasAlpha, space }: ImageHeader): string {
  const colour = isGrey ? 'grey' : space === 'cmyk' ? 'cmyk' : 'rgb'
  return hasAlpha ? `${colour}+alpha` : colour
}

async function hashOf(input: ImageInput): Promise<string> {
  const bytes = typeof input === 'string' ? await readFile(input) : input
  return createHash('sha256').update(bytes).digest('hex')
}

/** Files with the same bytes: those whose samples agree are compared as a whole. */
async function findDuplicates(
  source: EncodedSource,
  headers: readonly FileHeader[],
  signal: AbortSignal | undefined,
): Promise<string[][]> {
  const byIdentity = new Map<string, number[]>()
  headers.forEach(({ identity, sizeBytes }, index) => {
    if (sizeBytes === 0) return
    const group = byIdentity.get(identity)
    if (group === undefined) byIdentity.set(identity, [index])
    else group.push(index)
  })
  const groups = [...byIdentity.values()].filter((group) => group.length > 1)
  const found = await mapBounded(
    groups,
    1,
    async (group) => {
      const byHash = new Map<string, string[]>()
      for (const index of group) {
        const hash = await source.withInput(index, hashOf).catch(() => null)
        if (hash === null) continue
        const same = byHash.get(hash)
        if (same === undefined) byHash.set(hash, [source.names[index] as string])
        else same.push(source.names[index] as string)
      }
      return [...byHash.values()].filter((names) => names.length > 1)
    },
    signal,
  )
  return found.flat()
}
