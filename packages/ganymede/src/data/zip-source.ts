/** Zip files of images: read in place, entry by entry; nothing is unpacked to the disk. */

import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type BadFile, formatError, reasonOf } from './bad-files.js'
import { compareNames, type EncodedSource } from './encoded-source.js'
import { formatOfName, ignoredBecause } from './image-format.js'
import { readZipDirectory, readZipEntry, readZipHead, type ZipEntry } from './zip-directory.js'

const ENTRY_LIMIT_BYTES = 2 ** 28
const PARALLEL = 4 // times the limit above is the most memory that hostile entries can take

/** @throws GanymedeError `DATA_UNREADABLE` when the directory of the zip file is damaged */
export async function openZip(zipPath: string): Promise<EncodedSource> {
  const path = resolve(zipPath)
  const file = await open(path)
  let entries: ZipEntry[]
  try {
    entries = await readZipDirectory(file)
  } catch (error) {
    await file.close()
    throw formatError(path, `the zip file cannot be read: ${reasonOf(error)}`)
  }

  const images = new Map<string, ZipEntry>()
  const ignored: BadFile[] = []
  const refused: BadFile[] = []
  for (const entry of entries) {
    const name = entry.name.replace(/^(\.\/)+/, '')
    if (name.endsWith('/')) continue
    const reason = ignoredBecause(name)
    if (reason !== null && !(isUnsafe(name) && formatOfName(name) !== null)) ignored.push({ name, reason })
    else if (isUnsafe(name)) refused.push({ name, reason: 'a name that leads out of the archive' })
    else if (images.has(name)) ignored.push({ name, reason: 'a second file with this name' })
    else images.set(name, entry)
  }
  const names = [...images.keys()].sort(compareNames)
  const entryAt = (index: number): ZipEntry => images.get(names[index] as string) as ZipEntry
  return {
    kind: 'zip',
    path,
    names,
    ignored,
    refused,
    parallel: PARALLEL,
    async inspect(index) {
      const entry = entryAt(index)
      // The signature first: what is not an image is not unpacked.
      const head = await readZipHead(file, entry)
      const input = await readZipEntry(file, entry, ENTRY_LIMIT_BYTES)
      return { input, head, identity: `${entry.bytes}:${entry.crc.toString(16)}`, sizeBytes: entry.bytes }
    },
    input: (index) => readZipEntry(file, entryAt(index), ENTRY_LIMIT_BYTES),
    close: () => file.close(),
  }
}

/** Absolute names, drive letters, backslashes and steps upwards: no honest archive of images has them. */
function isUnsafe(name: string): boolean {
  return /^([/\\]|[a-z]:)/i.test(name) || name.includes('\\') || name.includes('\0') || name.split('/').includes('..')
}
