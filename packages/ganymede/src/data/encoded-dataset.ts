/** Opens a folder or zip of encoded images: layout, headers of all files, channels, fingerprint. */

import { GanymedeError } from '@ganymede/core'
import type { ChannelCount } from '@ganymede/core/pictures'
import { dimensionsOf, type ImageTransform } from '@ganymede/core/pictures'
import { counted, grouped } from '@ganymede/core/text'
import { type BadFile, reasonOf, unreadableError } from './bad-files.js'
import { mapBounded } from './bounded-map.js'
import { CachedDataset } from './cached-dataset.js'
import { type ContentDigest, contentDigestOf } from './content-digest.js'
import { type DataInfo, type Dataset, nameOfPath, type OpenDatasetOptions } from './dataset.js'
import type { EncodedSource } from './encoded-source.js'
import { fileTimesOf, fingerprintOf } from './fingerprint.js'
import { lacksPixels } from './formats/cut-short.js'
import { decodeImage, type ImageHeader, readImageHeader, verifyPixels } from './formats/decode.js'
import { endingOf, imageEndings } from './formats/image-format.js'
import { layoutFiles } from './layout/file-layout.js'
import type { FileLayout } from './layout/layout.js'
import { strayNote } from './layout/stray-files.js'

/** A file whose header was looked at: what it says, or what is wrong with it. */
export type FileHeader = (FileFacts & { readonly header: ImageHeader }) | (FileFacts & { readonly reason: string })

interface FileFacts {
  readonly name: string
  readonly identity: string
  readonly sizeBytes: number
  readonly changedMs: number | undefined
}

interface GoodFile {
  /** Place in the source. */
  readonly at: number
  readonly name: string
  readonly label: number | null
  readonly header: ImageHeader
}

/**
 * @throws GanymedeError `DATA_EMPTY` without images, `DATA_NOT_FOUND` without the part asked for, `DATA_UNREADABLE`
 *   naming files with damaged headers (unless `skipBad`)
 */
export async function openEncodedDataset(source: EncodedSource, options: OpenDatasetOptions): Promise<Dataset> {
  try {
    return await openListed(source, options)
  } catch (error) {
    await source.close()
    throw error
  }
}

async function openListed(source: EncodedSource, options: OpenDatasetOptions): Promise<Dataset> {
  const { path } = source
  const { limitPixels, skipBad = false } = options
  if (source.names.length === 0 && source.refused.length === 0) throw emptyError(source)
  const layout = layoutFiles(source.names, options.split, source.labels)
  if (layout.chosen.length === 0 && source.names.length > 0) throw partMissingError(source, layout, options.split)

  const headers = await readHeaders(source, layout.chosen, options)
  const bad: BadFile[] = [...source.refused]
  const good: GoodFile[] = []
  headers.forEach((file, i) => {
    const at = layout.chosen[i] as number
    if ('reason' in file) bad.push({ name: file.name, reason: file.reason })
    else good.push({ at, name: file.name, label: layout.labels?.[i] ?? null, header: file.header })
  })
  const total = headers.length + source.refused.length
  if (bad.length > 0 && (!skipBad || good.length === 0)) throw unreadableError(path, bad, total)

  const { channels, note } = chooseChannels(good, options.channels ?? 'auto')
  const { fit = 'cover', background = 'white', flip = false } = options
  const transform: ImageTransform = { ...dimensionsOf(options.size), channels, fit, background, flip }
  const stray = layout.hasLabelFile ? null : strayNote(source.names, layout, options.split)
  const notes = [...source.notes, ...layout.notes, ...layout.classNotes, ...(stray === null ? [] : [stray])]
  if (note !== null) notes.push(note)
  if (bad.length > 0)
    notes.push(
      `${grouped(bad.length)} of ${counted(total, 'file')} cannot be read and ${bad.length === 1 ? 'is' : 'are'} left out`,
    )
  const info: DataInfo = {
    kind: source.kind,
    path,
    name: nameOfPath(path),
    count: good.length,
    channels,
    classes: layout.classes,
    ...(layout.hasLabelFile && { hasLabelFile: true }),
    sizes: sizesOf(good.map(({ header }) => header)),
    fingerprint: fingerprintOf([
      ...headers.map(({ name, identity }) => `${name}\0${identity}`),
      // Not where there are none: older versions knew no such files.
      ...(layout.hasLabelFile && layout.labels !== null ? [JSON.stringify(layout.labels)] : []),
    ]),
    fileTimes: fileTimesOf(headers),
    ...(layout.split === null ? {} : { split: layout.split }),
    notes,
  }
  const fileAt = (index: number): GoodFile => good[index] as GoodFile
  return new CachedDataset({
    info,
    transform,
    skipBad,
    skipped: bad,
    cacheBytes: options.cacheBytes,
    onSkip: options.onSkip,
    source: {
      isWorthCaching: true,
      pixels(index, signal) {
        const { at, header } = fileAt(index)
        return source.withInput(at, (input) => {
          signal?.throwIfAborted()
          return decodeImage(input, header, transform, limitPixels)
        })
      },
      label: (index) => fileAt(index).label,
      nameOf: (index) => fileAt(index).name,
      contentDigest: digestOf(source, layout.chosen, headers),
      close: () => source.close(),
    },
  })
}

/** {@link Dataset.contentDigest} of files whose headers were read. */
export function digestOf(
  source: EncodedSource,
  chosen: readonly number[],
  headers: readonly FileHeader[],
): (signal?: AbortSignal) => Promise<ContentDigest> {
  const files = headers.map(({ name, sizeBytes, changedMs }, i) => ({
    at: chosen[i] as number,
    name,
    sizeBytes,
    changedMs,
  }))
  return (signal) => contentDigestOf(source, files, signal)
}

/** Looks into the chosen files of a source, several at once; what is wrong with a file is part of the result. */
export async function readHeaders(
  source: EncodedSource,
  chosen: readonly number[],
  { limitPixels, signal, onProgress }: Pick<OpenDatasetOptions, 'limitPixels' | 'signal' | 'onProgress'>,
): Promise<FileHeader[]> {
  let done = 0
  return mapBounded(
    chosen,
    source.parallel,
    async (at): Promise<FileHeader> => {
      const name = source.names[at] as string
      let identity = 'unreadable'
      let sizeBytes = 0
      let changedMs: number | undefined
      try {
        const file = await source.inspect(at)
        ;({ identity, sizeBytes, changedMs } = file)
        const header = await readImageHeader(file.input, file.head, limitPixels)
        // Half a picture has a whole header; training would stop where it meets it.
        if (file.lacksEnd || lacksPixels(header, sizeBytes)) await verifyPixels(file.input, header, limitPixels)
        return { name, identity, sizeBytes, changedMs, header }
      } catch (error) {
        return { name, identity, sizeBytes, changedMs, reason: reasonOf(error) }
      } finally {
        onProgress?.({ phase: 'headers', done: ++done, total: chosen.length })
      }
    },
    signal,
  )
}

/** Channels as asked for; else 1 when all files are grey, 3 when any is not. */
export function chooseChannels(
  files: readonly { readonly header: ImageHeader }[],
  asked: ChannelCount | 'auto',
): { channels: ChannelCount; note: string | null } {
  if (asked !== 'auto') return { channels: asked, note: null }
  const grey = files.filter(({ header }) => header.isGrey).length
  if (grey === files.length) return { channels: 1, note: null }
  if (grey === 0) return { channels: 3, note: null }
  return {
    channels: 3,
    note: `${grouped(grey)} of ${counted(files.length, 'image')} ${grey === 1 ? 'is grey; it is' : 'are grey; they are'} read as RGB like the others`,
  }
}

/** Smallest and largest width and height, each by itself. */
export function sizesOf(images: readonly { width: number; height: number }[]): DataInfo['sizes'] {
  const min: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const max: [number, number] = [0, 0]
  for (const { width, height } of images) {
    min[0] = Math.min(min[0], width)
    min[1] = Math.min(min[1], height)
    max[0] = Math.max(max[0], width)
    max[1] = Math.max(max[1], height)
  }
  return { min, max }
}

/** `DATA_EMPTY`, with what was looked for and what is there instead. */
export function emptyError(source: EncodedSource): GanymedeError {
  const counts = new Map<string, number>()
  for (const { name, reason } of source.ignored) {
    const ending = endingOf(name)
    const kind = reason === 'hidden' || ending === '' ? 'other files' : `.${ending}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const found = [...counts].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `${grouped(count)} ${kind}`)
  const where = source.kind === 'zip' ? 'zip file' : 'folder'
  return new GanymedeError('DATA_EMPTY', `the ${where} ${source.path} holds no images`, {
    lines: [
      `Looked for: ${imageEndings} at any depth; train-images-idx3-ubyte; data_batch_1.bin`,
      `Found: ${found.length === 0 ? 'nothing' : found.slice(0, 8).join(', ')}`,
      ...source.notes,
    ],
  })
}

function partMissingError(source: EncodedSource, layout: FileLayout, split: string | undefined): GanymedeError {
  const folders = layout.divisions.length === 0 ? 'no folders called train and test' : layout.divisions.join(', ')
  return new GanymedeError('DATA_NOT_FOUND', `${source.path} has no ${split ?? 'train'} part`, {
    lines: [`Looked for: a folder train/ with test/ or val/ beside it`, `Found: ${folders}`],
    remedy: 'Name the folder with the images itself.',
  })
}
