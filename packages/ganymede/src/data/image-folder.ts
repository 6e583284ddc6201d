/** Folders of image files, nested as they like. */

import { createHash } from 'node:crypto'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type BadFile, formatError } from './bad-files.js'
import { compareNames, type EncodedSource, type InspectedFile } from './encoded-source.js'
import { formatOfName, ignoredBecause } from './image-format.js'
import { junkReason } from './junk-names.js'
import { type FileLabels, isLabelFile, type LabelFile, readLabels } from './label-file.js'

const SAMPLE_BYTES = 8192
const PARALLEL = 16

/**
 * Lists a folder and everything below it. Links are followed, each folder is visited once (so that loops end), and
 * folders that are not links come first.
 *
 * @throws GanymedeError `DATA_UNREADABLE` for a file of labels that cannot be understood
 */
export async function listImageFolder(root: string, signal?: AbortSignal): Promise<EncodedSource> {
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
    const entries = await readdir(join(path, folder), { withFileTypes: true })
    entries.sort((a, b) => compareNames(a.name, b.name))
    const folders: string[] = []
    const links: string[] = []
    for (const entry of entries) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`
      const isFolder = entry.isDirectory()
      if (isFolder || entry.isSymbolicLink()) {
        const reason = junkReason(entry.name)
        if (reason !== null) ignored.push({ name, reason })
        else if (isFolder) folders.push(name)
        else links.push(name)
      } else if (entry.isFile()) addFile(name)
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
    else if (target.isFile()) addFile(name)
    else ignored.push({ name, reason: 'neither file nor folder' })
  }
  const labelFiles: LabelFile[] = []
  const addFile = (name: string): void => {
    if (isLabelFile(name)) labelFiles.push({ name, read: (limit) => readWhole(join(path, name), limit) })
    const reason = ignoredBecause(name)
    if (reason === null) names.push(name)
    else ignored.push({ name, reason })
  }

  await visit('')
  names.sort(compareNames)
  const found = await readLabels(labelFiles, names, (name, problem) => formatError(join(path, name), problem))
  const others = ignored.filter(({ name }) => !found?.used.includes(name))
  return sourceOf(path, names, others, refused, found?.labels ?? null)
}

async function readWhole(path: string, limitBytes: number): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > limitBytes) throw new Error(`${size} bytes are more than the limit of ${limitBytes}`)
  return readFile(path)
}

/** A single image file as a data set of one. */
export function singleImage(file: string): EncodedSource {
  const path = resolve(file)
  return { ...sourceOf(dirname(path), [basename(path)], [], []), path }
}

function sourceOf(
  folder: string,
  names: string[],
  ignored: BadFile[],
  refused: BadFile[],
  labels: FileLabels | null = null,
): EncodedSource {
  const fileOf = (index: number): string => join(folder, names[index] as string)
  return {
    kind: 'folder',
    path: folder,
    names,
    ignored,
    refused,
    notes: [],
    labels,
    parallel: PARALLEL,
    inspect: (index) => inspectFile(fileOf(index)),
    withInput: (index, work) => work(fileOf(index)),
    close: () => Promise.resolve(),
  }
}

/** Reads the first and the last 8 KiB; a file of up to 16 KiB is covered completely. */
async function inspectFile(path: string): Promise<InspectedFile> {
  const file = await open(path)
  try {
    const { size, mtimeMs } = await file.stat()
    const head = Buffer.alloc(Math.min(size, SAMPLE_BYTES))
    await file.read(head, 0, head.length, 0)
    const tail = Buffer.alloc(Math.min(Math.max(0, size - SAMPLE_BYTES), SAMPLE_BYTES))
    await file.read(tail, 0, tail.length, size - tail.length)
    const hash = createHash('sha256').update(head).update(tail).digest('hex')
    return { input: path, head, identity: `${size}:${hash}`, sizeBytes: size, changedMs: Math.floor(mtimeMs) }
  } finally {
    await file.close()
  }
}
