/** Zip files of images: read in place, entry by entry; nothing is unpacked to the disk. */

import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readLimits } from '@ganymede/torch/reading'
import { type BadFile, formatError, reasonOf } from './bad-files.js'
import { ByteBudget } from './byte-budget.js'
import { readImageHeader } from './decode.js'
import { compareNames, type EncodedSource } from './encoded-source.js'
import { formatOfName, ignoredBecause, sniffFormat } from './image-format.js'
import { isLabelFile, readLabels } from './label-file.js'
import { leftOutNotes } from './left-out.js'
import { isOwnPicture, ownRunReason, preparedMarker, preparedReason } from './own-output.js'
import {
  type ListOptions,
  type PictureAccess,
  type SortedPictures,
  type Writer,
  withoutOwnPictures,
} from './own-pictures.js'
import { readZipDirectory, type ZipEntry } from './zip-directory.js'
import { readZipEntry, readZipHead } from './zip-entry.js'

const ENTRY_LIMIT_BYTES = 2 ** 28
const PARALLEL = 4
/** What metadata are looked for in. */
const metadataBytes = { stored: 8192, unpacked: 2 ** 20 }
/** Many small entries would unpack to as much as a large one. */
const FREE_TOTAL = 4 * readLimits.freeUnpackedBytes
/** Unpacked bytes that are held at once; a single entry may be larger, and is read alone then. */
const HELD_BYTES = 2 ** 27

/** @throws GanymedeError `DATA_UNREADABLE` when the directory of the zip file is damaged */
export async function openZip(zipPath: string, options: ListOptions = {}): Promise<EncodedSource> {
  const path = resolve(zipPath)
  const file = await open(path)
  let entries: ZipEntry[]
  try {
    entries = await readZipDirectory(file)
  } catch (error) {
    await file.close()
    throw formatError(path, `the zip file cannot be read: ${reasonOf(error)}`)
  }

  const { images, ignored, refused, notes, labelEntries } = sortOut(entries)
  // What a single one claims too much of is refused by its name.
  const plausible = [...images.values()].filter(isPlausible)
  const unpacked = plausible.reduce((sum, { bytes }) => sum + bytes, 0)
  const { size } = await file.stat()
  if (unpacked > Math.max(FREE_TOTAL, readLimits.unpackedPerByte * size)) {
    await file.close()
    throw formatError(path, `its images claim to unpack ${size} bytes to ${unpacked}`)
  }
  const all = [...images.keys()].sort(compareNames)
  const labelFiles = [...(options.hasClasses === true ? labelEntries : [])].map(([name, entry]) => ({
    name,
    read: (limit: number) => readZipEntry(file, entry, limit),
  }))
  const { labels, used, notes: labelNotes } = await readLabels(labelFiles, all)
  let taken: SortedPictures
  try {
    taken = await withoutOwnPictures(all, labels, accessTo(file, images), options)
  } catch (error) {
    await file.close()
    throw error
  }
  const { names } = taken
  const others = [...ignored, ...taken.ignored].filter(({ name }) => !used.includes(name))
  const entryAt = (index: number): ZipEntry => images.get(names[index] as string) as ZipEntry
  const largest = [...images.values()].reduce((most, { bytes }) => Math.max(most, bytes), 1)
  const budget = new ByteBudget(HELD_BYTES)
  return {
    kind: 'zip',
    path,
    names,
    ignored: others,
    refused,
    notes: [...notes, ...labelNotes, ...leftOutNotes(others), ...taken.notes],
    labels,
    parallel: Math.min(PARALLEL, Math.max(1, Math.floor(HELD_BYTES / largest))),
    async inspect(index) {
      const entry = entryAt(index)
      // The signature first: what is not an image is not unpacked.
      const head = await readZipHead(file, entry)
      const input = await readZipEntry(file, entry, ENTRY_LIMIT_BYTES)
      return { input, head, identity: `${entry.bytes}:${entry.crc.toString(16)}`, sizeBytes: entry.bytes }
    },
    withInput(index, work) {
      const entry = entryAt(index)
      return budget.run(entry.bytes, async () => work(await readZipEntry(file, entry, ENTRY_LIMIT_BYTES)))
    },
    close: () => file.close(),
  }
}

/** The beginnings of entries; a whole one only where its metadata stand behind the pixels. */
function accessTo(file: FileHandle, images: ReadonlyMap<string, ZipEntry>): PictureAccess {
  const entryOf = (name: string): ZipEntry => images.get(name) as ZipEntry
  return {
    parallel: PARALLEL,
    async writerOf(name): Promise<Writer> {
      // Whoever reads the entry says what is wrong with it.
      const start = await readZipHead(file, entryOf(name)).catch(() => new Uint8Array())
      if (sniffFormat(start) === null) return 'no picture'
      let whole: Promise<Uint8Array> | null = null
      try {
        const head = await readZipHead(file, entryOf(name), metadataBytes)
        const isOwn = await isOwnPicture(head, async (at, length) => {
          whole ??= readZipEntry(file, entryOf(name), ENTRY_LIMIT_BYTES)
          return (await whole).subarray(at, at + length)
        })
        return isOwn ? 'own' : 'other'
      } catch {
        return 'other'
      }
    },
    async isReadable(name) {
      try {
        const head = await readZipHead(file, entryOf(name))
        await readImageHeader(await readZipEntry(file, entryOf(name), ENTRY_LIMIT_BYTES), head)
        return true
      } catch {
        return false
      }
    },
  }
}

function isPlausible({ bytes, storedBytes }: ZipEntry): boolean {
  return bytes <= Math.max(readLimits.freeUnpackedBytes, readLimits.unpackedPerByte * storedBytes)
}

interface SortedEntries extends Pick<EncodedSource, 'ignored' | 'refused' | 'notes'> {
  /** By name with `/`. */
  readonly images: ReadonlyMap<string, ZipEntry>
  readonly labelEntries: ReadonlyMap<string, ZipEntry>
}

/** Which entries are images, and why the others are not. */
function sortOut(entries: readonly ZipEntry[]): SortedEntries {
  const images = new Map<string, ZipEntry>()
  const ignored: BadFile[] = []
  const refused: BadFile[] = []
  const labelEntries = new Map<string, ZipEntry>()
  let backslashes = 0
  const runs = runFolders(entries)
  for (const entry of entries) {
    const isWindows = entry.name.includes('\\')
    const name = entry.name.replaceAll('\\', '/').replace(/^(\.\/)+/, '')
    if (name.endsWith('/')) continue
    const run = runs.size === 0 ? undefined : foldersOf(name).find((folder) => runs.has(folder))
    if (run !== undefined) {
      if (name === `${run}/run.json`) ignored.push({ name: run, reason: ownRunReason })
      continue
    }
    const reason = name.slice(name.lastIndexOf('/') + 1) === preparedMarker ? preparedReason : ignoredBecause(name)
    if (isLabelFile(name) && !isUnsafe(name)) labelEntries.set(name, entry)
    if (reason !== null && !(isUnsafe(name) && formatOfName(name) !== null)) ignored.push({ name: entry.name, reason })
    else if (isUnsafe(name)) refused.push({ name: entry.name, reason: 'a name that leads out of the archive' })
    else if (images.has(name)) ignored.push({ name: entry.name, reason: 'a second file with this name' })
    else {
      images.set(name, entry)
      if (isWindows) backslashes += 1
    }
  }
  const notes =
    backslashes === 0 ? [] : [`${backslashes} names in the zip file have \\ between their folders; it is taken for /`]
  return { images, ignored, refused, notes, labelEntries }
}

/** Folders of runs. Their records are not unpacked: what lies beside them says enough. */
function runFolders(entries: readonly ZipEntry[]): ReadonlySet<string> {
  const names = entries.map(({ name }) => name.replaceAll('\\', '/').replace(/^(\.\/)+/, ''))
  const all = new Set(names)
  const folders = names.flatMap((name) => (name.endsWith('/run.json') ? [name.slice(0, -'/run.json'.length)] : []))
  return new Set(folders.filter((folder) => all.has(`${folder}/metrics.jsonl`)))
}

const MAX_DEPTH = 64 // a run lies nowhere deeper, and names of 64 KiB of slashes cost nothing

/** The folders that a name lies in, outermost first. */
function foldersOf(name: string): string[] {
  const parts = name.split('/', MAX_DEPTH).slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** Absolute names, drive letters, empty parts and steps upwards: no honest archive of images has them. */
function isUnsafe(name: string): boolean {
  return /^[a-z]:/i.test(name) || name.includes('\0') || name.split('/').some((part) => part === '' || part === '..')
}
