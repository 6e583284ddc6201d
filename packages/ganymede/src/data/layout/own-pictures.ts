/** Which pictures of a data set are left out because Ganymede wrote them: those that lie among others. */

import type { BadFile } from '../bad-files.js'
import { mapBounded } from '../bounded-map.js'
import type { DataProgress } from '../dataset.js'
import type { FileLabels } from './label-file.js'
import { likelyOwn } from './own-names.js'
import { ownPictureReason } from './own-output.js'

/** What the beginning of a file says. */
export type Writer = 'own' | 'other' | 'no picture'

/** How a folder or zip file is listed. */
export interface ListOptions {
  /**
   * Places of the names that will be inspected: all of these are looked into, and nothing else. Default: as many as say
   * whether pictures of ours lie among others, and all where they do; of each only the beginning is read.
   */
  readonly choose?: ((names: readonly string[], labels: FileLabels | null) => readonly number[]) | undefined
  /** Read files of labels; default false. */
  readonly hasClasses?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: DataProgress) => void) | undefined
}

/** A way into the files of a source. */
export interface PictureAccess {
  readonly parallel: number
  /** Told once of each file; what cannot be read is no picture. */
  writerOf(name: string): Promise<Writer>
  /** Whether the header of a picture can be understood. */
  isReadable(name: string): Promise<boolean>
}

export interface SortedPictures {
  readonly names: readonly string[]
  readonly ignored: readonly BadFile[]
  readonly notes: readonly string[]
}

const NAMED_FOLDERS = 4

/**
 * Leaves out what Ganymede wrote where readable pictures of others lie in the same folder, in one below it, or in one that it lies
 * in. Folders beside one another are judged one by one, because each may be a class, a domain or a part: one that holds nothing
 * else is data, and a note says so.
 *
 * @param names  sorted bytewise
 */
export async function withoutOwnPictures(
  names: readonly string[],
  labels: FileLabels | null,
  { parallel, ...access }: PictureAccess,
  { choose, signal, onProgress }: ListOptions,
): Promise<SortedPictures> {
  const writers = new Map<string, Writer>()
  const writerOf = async (name: string): Promise<Writer> => {
    const writer = writers.get(name) ?? (await access.writerOf(name))
    writers.set(name, writer)
    return writer
  }
  const hasOthers = async (folder: readonly string[]): Promise<boolean> => {
    for (const name of folder) if ((await writerOf(name)) === 'other' && (await access.isReadable(name))) return true
    return false
  }
  const look = (files: readonly string[]): Promise<unknown> => {
    const fresh = [...new Set(files)].filter((name) => !writers.has(name))
    const total = writers.size + fresh.length
    return mapBounded(
      fresh,
      parallel,
      async (name) => {
        await writerOf(name)
        onProgress?.({ phase: 'list', done: writers.size, total })
      },
      signal,
    )
  }
  if (choose === undefined) {
    await look(likelyOwn(names))
    const found = new Set(writers.values())
    if (!found.has('own') || !found.has('other')) return { names, ignored: [], notes: [] }
  }
  const judged = new Set<string>()
  const ignored = new Set<string>()
  let taken = names
  // What is left out may change what folders mean, and with it what is chosen.
  for (;;) {
    const chosen = choose?.(taken, labels).map((at) => taken[at] as string) ?? taken
    await look([...chosen, ...besideFolders(taken)])
    const own = new Set([...writers].flatMap(([name, writer]) => (writer === 'own' ? [folderOf(name)] : [])))
    const folders = [...own].filter((folder) => !judged.has(folder))
    if (folders.length === 0) break
    const below = filesBelow(new Set(folders), taken)
    const beside = byFolder(besideFolders(taken))
    for (const folder of folders) {
      judged.add(folder)
      const files = below.get(folder) ?? []
      const above = foldersAbove(folder).flatMap((one) => beside.get(one) ?? [])
      if (!(await hasOthers([...files, ...above]))) continue
      for (const name of files) if (folderOf(name) === folder && (await writerOf(name)) === 'own') ignored.add(name)
    }
    taken = taken.filter((name) => !ignored.has(name))
  }
  return {
    names: taken,
    ignored: [...ignored].map((name) => ({ name, reason: ownPictureReason })),
    notes: keptNotes(taken, writers),
  }
}

function keptNotes(taken: readonly string[], writers: ReadonlyMap<string, Writer>): string[] {
  const own = taken.filter((name) => writers.get(name) === 'own')
  if (own.length === 0 || ![...writers.values()].includes('other')) return []
  const folders = [...new Set(own.map(folderOf))]
  const more = folders.length > NAMED_FOLDERS ? ` and ${folders.length - NAMED_FOLDERS} more` : ''
  const where = folders.slice(0, NAMED_FOLDERS).map((folder) => (folder === '' ? 'the folder itself' : folder))
  return [
    `takes ${own.length} ${own.length === 1 ? 'picture' : 'pictures'} that Ganymede wrote, beside which no others lie: in ${where.join(', ')}${more}`,
  ]
}

/** Files that lie where folders of files lie too: they decide what those mean. */
function besideFolders(names: readonly string[]): string[] {
  const parents = new Set<string>()
  for (const name of names) for (const folder of foldersOf(name)) if (folder !== '') parents.add(folderOf(folder))
  return names.filter((name) => parents.has(folderOf(name)))
}

function byFolder(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const name of names) {
    const files = found.get(folderOf(name))
    if (files === undefined) found.set(folderOf(name), [name])
    else files.push(name)
  }
  return found
}

/** Of each folder, its files and those of all folders in it. */
function filesBelow(folders: ReadonlySet<string>, names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>([...folders].map((folder) => [folder, []]))
  for (const name of names) for (const folder of foldersOf(name)) found.get(folder)?.push(name)
  return found
}

function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
}

const MAX_DEPTH = 64 // names of 64 KiB of slashes cost nothing

/** The folders that a name lies in, innermost first, down to the folder itself: `''`. */
function foldersOf(name: string): string[] {
  const folders: string[] = []
  for (let folder = folderOf(name); folder !== '' && folders.length < MAX_DEPTH; folder = folderOf(folder)) {
    folders.push(folder)
  }
  return [...folders, '']
}

function foldersAbove(folder: string): string[] {
  return folder === '' ? [] : foldersOf(folder)
}
