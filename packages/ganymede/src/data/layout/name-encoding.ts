/**
 * Names that are no UTF-8, such as those of old archives in Latin-1. Node.js puts U+FFFD in place of what it cannot read, and
 * nothing can be opened by such a name.
 */

import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { sep } from 'node:path'

export const nameReason = 'its name is not in UTF-8, so that it cannot be opened; rename it'

/** What is in a folder. */
export interface FolderContent {
  readonly entries: readonly Dirent[]
  /** What cannot be opened, with the bytes of its name written out: `caf\xe9`. */
  readonly unnamed: readonly { readonly name: string; readonly isFile: boolean }[]
}

export async function readFolder(folder: string): Promise<FolderContent> {
  const entries = await readdir(folder, { withFileTypes: true })
  if (!entries.some(({ name }) => isReplaced(name))) return { entries, unnamed: [] }
  const names = await readdir(folder, { encoding: 'buffer' })
  // U+FFFD is a character too, and may be meant.
  const readable = new Set(names.filter(isUtf8).map(String))
  const unnamed = names
    .filter((name) => !isUtf8(name))
    .map(async (bytes) => {
      const found = await lstat(Buffer.concat([Buffer.from(folder + sep), bytes])).catch(() => null)
      return { name: shownBytes(bytes), isFile: found?.isFile() === true }
    })
  return { entries: entries.filter(({ name }) => readable.has(name)), unnamed: await Promise.all(unnamed) }
}

/** Whether a name may stand for another one, of which something could not be read. */
function isReplaced(name: string): boolean {
  return name.includes('\ufffd')
}

function shownBytes(name: Buffer): string {
  return name
    .toString('latin1')
    .replace(/[^ -~]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function isUtf8(name: Buffer): boolean {
  return Buffer.from(name.toString('utf8')).equals(name)
}
