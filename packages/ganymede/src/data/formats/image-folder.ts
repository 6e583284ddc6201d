/** Folders of image files, nested as they like. */

import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { BadFile } from '../bad-files.js'
import { compareNames, type EncodedSource, type InspectedFile } from '../encoded-source.js'
import { sampledBytes } from '../fingerprint.js'
import { junkReason } from '../layout/junk-names.js'
import { isLabelFile, type LabelFile, readLabels } from '../layout/label-file.js'
import { leftOutNotes } from '../layout/left-out.js'
import { nameReason, readFolder } from '../layout/name-encoding.js'
import {
  isOwnPicture,
  isRunFolder,
  ownRunReason,
  preparedMarker,
  preparedReason,
  type ReadBytes,
} from '../layout/own-output.js'
import { type ListOptions, type PictureAccess, type Writer, withoutOwnPictures } from '../layout/own-pictures.js'
import { lacksEnd } from './cut-short.js'
import { readImageHeader } from './decode.js'
import { formatOfName, ignoredBecause, sniffFormat } from './image-format.js'

const KEPT_BYTES = 64 // what telling formats apart needs
const PARALLEL = 16
const FILES_AT_A_TIME = 64

/**
 * Lists a folder and everything below it. Links are followed, each folder is visited once (so that loops end), and
 * folders that are not links come first. What Ganymede wrote is left out: runs, and pictures beside which others lie.
 */
export async function listImageFolder(root: string, options: ListOptions = {}): Promise<EncodedSource> {
  const { signal } = options
  const path = resolve(root)
  const names: string[] = []
  const ignored: BadFile[] = []
  const refused: BadFile[] = []
  const seen = new Set<string>()

  const visit = async (folder: string): Promise<void> => {
    signal?.throwIfAborted()
    const { dev, ino } = await stat(join(path, folder), { bigint: true })
    if (seen.has(`${dev}:${ino}`)) return
    seen.add(`${dev}:${ino}`)
    const { entries, unnamed } = await readFolder(join(path, folder))
    if (folder !== '' && entries.some(({ name }) => name === 'run.json') && (await isRunFolder(join(path, folder)))) {
      ignored.push({ name: folder, reason: ownRunReason })
      return
    }
    for (const { name: shown, isFile } of unnamed) {
      const name = folder === '' ? shown : `${folder}/${shown}`
      const reason = isFile ? ignoredBecause(shown) : junkReason(shown)
      if (reason === null) refused.push({ name, reason: nameReason })
      else ignored.push({ name, reason })
    }
    const folders: string[] = []
    const links: string[] = []
    for (const entry of [...entries].sort((a, b) => compareNames(a.name, b.name))) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`
      const isFolder = entry.isDirectory()
      if (isFolder || entry.isSymbolicLink()) {
        const reason = junkReason(entry.name)
        if (reason !== null) ignored.push({ name, reason })
        else if (isFolder) folders.push(name)
        else links.push(name)
      } else if (entry.isFile()) addFile(name, entry.name)
      else ignored.push({ name, reason: 'neither file nor folder' })
    }
    for (const name of folders) await visit(name)
    for (const name of links) await follow(name)
  }
  const follow = async (name: string): Promise<void> => {
    const target = await stat(join(path, name)).catch(() => null)
    if (target === null) {
      const broken = { name, reason: 'a link to nothing' }
      ;(formatOfName(name) === null ? ignored : refused).push(broken)
    } else if (target.isDirectory()) await visit(name)
    else if (target.isFile()) addFile(name, basename(name))
    else ignored.push({ name, reason: 'neither file nor folder' })
  }
  const labelFiles: LabelFile[] = []
  const addFile = (name: string, base: string): void => {
    if (isLabelFile(name)) labelFiles.push({ name, read: (limit) => readWhole(join(path, name), limit) })
    // The folders on the way to it were judged already.
    const reason = base === preparedMarker ? preparedReason : ignoredBecause(base)
    if (reason === null) names.push(name)
    else ignored.push({ name, reason })
  }

  await visit('')
  names.sort(compareNames)
  const { labels, used, notes: labelNotes } = await readLabels(options.hasClasses === true ? labelFiles : [], names)
  const looked = new Map<string, LookedAt>()
  const access = accessTo(path, options.choose === undefined ? null : looked)
  const taken = await withoutOwnPictures(names, labels, access, options)
  const others = [...ignored, ...taken.ignored].filter(({ name }) => !used.includes(name))
  const notes = [...labelNotes, ...leftOutNotes(others), ...taken.notes]
  return sourceOf(path, { names: taken.names, ignored: others, refused, notes, looked, labels })
}

/** Files that will be inspected anyway are inspected at once, and kept; of others only the beginning is read. */
function accessTo(folder: string, looked: Map<string, LookedAt> | null): PictureAccess {
  let read = 0
  return {
    parallel: PARALLEL,
    async writerOf(name): Promise<Writer> {
      try {
        if (looked === null) {
          // Whoever wants to stop a long listing is heard.
          if (++read % FILES_AT_A_TIME === 0) await setImmediate()
          return await readWriter(join(folder, name))
        }
        const file = await inspectFile(join(folder, name))
        looked.set(name, file)
        return file.writer
      } catch {
        // Whoever reads the file says what is wrong with it.
        return 'no picture'
      }
    },
    async isReadable(name) {
      const file = join(folder, name)
      return readImageHeader(file, await readHead(file)).then(
        () => true,
        () => false,
      )
    },
  }
}

async function readWhole(path: string, limitBytes: number): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > limitBytes) throw new Error(`${size} bytes are more than the limit of ${limitBytes}`)
  return readFile(path)
}

/** A single image file as a data set of one. */
export function singleImage(file: string): EncodedSource {
  const path = resolve(file)
  return {
    ...sourceOf(dirname(path), {
      names: [basename(path)],
      ignored: [],
      refused: [],
      notes: [],
      looked: new Map(),
      labels: null,
    }),
    path,
  }
}

/** An inspected file, and who wrote it. */
interface LookedAt extends InspectedFile {
  readonly writer: Writer
}

interface Listed extends Pick<EncodedSource, 'names' | 'ignored' | 'refused' | 'notes' | 'labels'> {
  /** By name; each is used once, files may change later. */
  readonly looked: Map<string, LookedAt>
}

function sourceOf(folder: string, { names, ignored, refused, notes, looked, labels }: Listed): EncodedSource {
  const fileOf = (index: number): string => join(folder, names[index] as string)
  return {
    kind: 'folder',
    path: folder,
    names,
    ignored,
    refused,
    notes,
    labels,
    parallel: PARALLEL,
    async inspect(index) {
      const name = names[index] as string
      const known = looked.get(name)
      looked.delete(name)
      return known ?? inspectFile(fileOf(index))
    },
    withInput: (index, work) => work(fileOf(index)),
    close: () => Promise.resolve(),
  }
}

/** Reads the first and the last 8 KiB; a file of up to 16 KiB is covered completely. */
async function inspectFile(path: string): Promise<LookedAt> {
  const file = await open(path)
  try {
    const { size, mtimeMs } = await file.stat()
    const head = Buffer.alloc(Math.min(size, sampledBytes))
    await file.read(head, 0, head.length, 0)
    const tail = Buffer.alloc(Math.min(Math.max(0, size - sampledBytes), sampledBytes))
    await file.read(tail, 0, tail.length, size - tail.length)
    const hash = createHash('sha256').update(head).update(tail).digest('hex')
    // A copy: of thousands of files, no more than this is kept.
    return {
      input: path,
      head: Buffer.from(head.subarray(0, KEPT_BYTES)),
      identity: `${size}:${hash}`,
      sizeBytes: size,
      lacksEnd: lacksEnd(head, tail.length > 0 ? tail : head, size),
      changedMs: Math.floor(mtimeMs),
      writer: await writerOf(head, (at, length) => readAt(file, at, length)),
    }
  } finally {
    await file.close()
  }
}

/** By calls that wait: a fifth of the time, where a file costs nothing but its opening. */
async function readWriter(path: string): Promise<Writer> {
  const file = openSync(path, 'r')
  try {
    const read = (at: number, length: number): Uint8Array => {
      const bytes = Buffer.allocUnsafe(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, at))
    }
    return await writerOf(read(0, sampledBytes), (at, length) => Promise.resolve(read(at, length)))
  } finally {
    closeSync(file)
  }
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    return await readAt(file, 0, sampledBytes)
  } finally {
    await file.close()
  }
}

async function writerOf(head: Uint8Array, read: ReadBytes): Promise<Writer> {
  if (await isOwnPicture(head, read)) return 'own'
  return sniffFormat(head) === null ? 'no picture' : 'other'
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}
