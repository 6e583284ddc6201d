/** Zip files of images: read in place, entry by entry; nothing is unpacked to the disk. */

import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { readLimits } from '@ganymede/core/reading'
import { type BadFile, formatError, reasonOf } from '../bad-files.js'
import { ByteBudget } from '../byte-budget.js'
import { compareNames, type EncodedSource } from '../encoded-source.js'
import { sampledBytes } from '../fingerprint.js'
import { junkReason } from '../layout/junk-names.js'
import { isLabelFile, readLabels } from '../layout/label-file.js'
import { leftOutNotes } from '../layout/left-out.js'
import { isOwnPicture, ownRunReason, preparedMarker, preparedReason } from '../layout/own-output.js'
import {
  type ListOptions,
  type PictureAccess,
  type SortedPictures,
  type Writer,
  withoutOwnPictures,
} from '../layout/own-pictures.js'
import { lacksEnd } from './cut-short.js'
import { readImageHeader } from './decode.js'
import { formatOfName, noFormatReason, sniffFormat } from './image-format.js'
import { readZipDirectory, type ZipEntry } from './zip-directory.js'
import { readZipEntry, readZipHead } from './zip-entry.js'

const ENTRY_LIMIT_BYTES = 2 ** 28
const PARALLEL = 4
const ENTRIES_AT_A_TIME = 64
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
  let unpacked = 0
  let largest = 1
  for (const entry of images.values()) {
    if (isPlausible(entry)) unpacked += entry.bytes
    largest = Math.max(largest, entry.bytes)
  }
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
  const budget = new ByteBudget(HELD_BYTES)
  let inspected = 0
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
      if (++inspected % ENTRIES_AT_A_TIME === 0) await setImmediate()
      const entry = entryAt(index)
      // The signature first: what is not an image is not unpacked.
      const head = readZipHead(file, entry)
      const input = await readZipEntry(file, entry, ENTRY_LIMIT_BYTES)
      return {
        input,
        head,
        identity: `${entry.bytes}:${entry.crc.toString(16)}`,
        sizeBytes: entry.bytes,
        lacksEnd: lacksEnd(head, input.subarray(-sampledBytes), entry.bytes),
      }
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
  let read = 0
  return {
    parallel: PARALLEL,
    async writerOf(name): Promise<Writer> {
      // Whoever wants to stop a long listing is heard.
      if (++read % ENTRIES_AT_A_TIME === 0) await setImmediate()
      const entry = entryOf(name)
      let whole: Promise<Uint8Array> | null = null
      try {
        const head = readZipHead(file, entry, metadataBytes)
        if (sniffFormat(head) === null) return 'no picture'
        const isOwn = await isOwnPicture(head, async (at, length) => {
          whole ??= readZipEntry(file, entry, ENTRY_LIMIT_BYTES)
          return (await whole).subarray(at, at + length)
        })
        return isOwn ? 'own' : 'other'
      } catch {
        // Whoever reads the entry says what is wrong with it; a picture of one colour only unpacks to too much for a look.
        return hasSignature(file, entry) ? 'other' : 'no picture'
      }
    },
    async isReadable(name) {
      try {
        const head = readZipHead(file, entryOf(name))
        await readImageHeader(await readZipEntry(file, entryOf(name), ENTRY_LIMIT_BYTES), head)
        return true
      } catch {
        return false
      }
    },
  }
}

function hasSignature(file: FileHandle, entry: ZipEntry): boolean {
  try {
    return sniffFormat(readZipHead(file, entry)) !== null
  } catch {
    return false
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
  const folders = new Map<string, FolderFacts>()
  const runs = runFolders(entries)
  for (const entry of entries) {
    const name = cleanName(entry.name)
    const baseAt = name.lastIndexOf('/') + 1
    const base = name.slice(baseAt)
    if (base === '' && name !== '') continue
    const path = name.slice(0, baseAt)
    const folder = folders.get(path) ?? folderFacts(path, runs)
    folders.set(path, folder)
    const { run } = folder
    if (run !== undefined) {
      if (name === `${run}/run.json`) ignored.push({ name: run, reason: ownRunReason })
      continue
    }
    const isUnsafe = folder.isUnsafe || isUnsafePart(base) || (path === '' && isDrive(name))
    const reason = base === preparedMarker ? preparedReason : (junkReason(base) ?? folder.junk ?? noFormatReason(base))
    if (!isUnsafe && isLabelFile(name)) labelEntries.set(name, entry)
    if (reason !== null && !(isUnsafe && formatOfName(base) !== null)) ignored.push({ name: entry.name, reason })
    else if (isUnsafe) refused.push({ name: entry.name, reason: 'a name that leads out of the archive' })
    else if (images.has(name)) ignored.push({ name: entry.name, reason: 'a second file with this name' })
    else {
      images.set(name, entry)
      if (entry.name.includes('\\')) backslashes += 1
    }
  }
  const notes =
    backslashes === 0 ? [] : [`${backslashes} names in the zip file have \\ between their folders; it is taken for /`]
  return { images, ignored, refused, notes, labelEntries }
}

/** With `/` between folders, and without the folder that everything lies in. */
function cleanName(name: string): string {
  const slashed = name.includes('\\') ? name.replaceAll('\\', '/') : name
  return slashed.startsWith('./') ? slashed.replace(/^(\.\/)+/, '') : slashed
}

/** Folders of runs. Their records are not unpacked: what lies beside them says enough. */
function runFolders(entries: readonly ZipEntry[]): ReadonlySet<string> {
  const foldersWith = (record: string): string[] => {
    // Most names end otherwise, and are not worth cleaning.
    const names = entries.flatMap(({ name }) => (name.endsWith(record) ? [cleanName(name)] : []))
    return names.flatMap((name) => (name.endsWith(`/${record}`) ? [name.slice(0, -record.length - 1)] : []))
  }
  const records = foldersWith('run.json')
  if (records.length === 0) return new Set()
  const logged = new Set(foldersWith('metrics.jsonl'))
  return new Set(records.filter((folder) => logged.has(folder)))
}

/** What is the same for all files of a folder. */
interface FolderFacts {
  /** The run that it is, or lies in. */
  readonly run: string | undefined
  readonly junk: string | null
  readonly isUnsafe: boolean
}

const MAX_DEPTH = 64 // a run lies nowhere deeper, and names of 64 KiB of slashes cost nothing

/** @param path  with its `/`, or nothing */
function folderFacts(path: string, runs: ReadonlySet<string>): FolderFacts {
  const parts = path.split('/').slice(0, -1)
  const above = runs.size === 0 ? [] : parts.slice(0, MAX_DEPTH).map((_, at) => parts.slice(0, at + 1).join('/'))
  const junk = [...parts].reverse().find((part) => junkReason(part) !== null)
  return {
    run: above.find((folder) => runs.has(folder)),
    junk: junk === undefined ? null : junkReason(junk),
    isUnsafe: isDrive(path) || parts.some(isUnsafePart),
  }
}

// Absolute names, drive letters, empty parts and steps upwards: no honest archive of images has them.
function isUnsafePart(part: string): boolean {
  return part === '' || part === '..' || part.includes('\0')
}

function isDrive(name: string): boolean {
  return /^[a-z]:/i.test(name)
}
