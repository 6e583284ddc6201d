/** Files that are known by their names, once it is seen that they are files. */

import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { compareNames } from '../encoded-source.js'
import { junkReason } from './junk-names.js'

/**
 * Paths of the files with such names in a folder, in order. Unpacking programs make folders with the names of the files
 * that they hold: those are looked into as well. Folders, pipes, sockets, devices and links to nothing are left out.
 *
 * @param isWanted  judges a name without its folder
 * @returns `name`, or `name/name` with `/`
 */
export async function filesNamed(folder: string, isWanted: (name: string) => boolean): Promise<string[]> {
  const found: string[] = []
  const isMeant = (name: string) => isWanted(name) && junkReason(name) === null
  for (const name of (await readdir(folder)).filter(isMeant).sort(compareNames)) {
    const kind = await stat(join(folder, name)).catch(() => null)
    if (kind?.isFile()) found.push(name)
    if (!kind?.isDirectory()) continue
    const inner = (await readdir(join(folder, name)).catch(() => [])).filter(isMeant).sort(compareNames)
    for (const file of inner) {
      if ((await stat(join(folder, name, file)).catch(() => null))?.isFile()) found.push(`${name}/${file}`)
    }
  }
  return found
}

/** The last part of such a path. */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
