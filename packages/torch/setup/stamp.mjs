// @ts-check
/** Small JSON files that remember what was done, written so that no reader ever sees half of one. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The content of a JSON file, or null where it is missing or damaged: a stamp that cannot be read counts as none.
 *
 * @param {string} path
 * @returns {any}
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Writes a JSON file beside its place and renames it there.
 *
 * @param {string} path
 * @param {unknown} value
 */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/**
 * @param {string | Uint8Array | readonly string[]} content  the parts of a list cannot run into one another
 * @returns {string} 64 hexadecimal digits
 */
export function sha256(content) {
  const hash = createHash('sha256')
  if (typeof content === 'string' || content instanceof Uint8Array) return hash.update(content).digest('hex')
  for (const part of content) hash.update(`${part.length}:${part}`)
  return hash.digest('hex')
}

/**
 * Every file below a folder that the filter keeps, sorted; nothing where the folder is missing.
 *
 * @param {string} folder
 * @param {(name: string) => boolean} keep
 * @returns {string[]}
 */
export function listFiles(folder, keep) {
  /** @type {string[]} */
  const found = []
  /** @type {import('node:fs').Dirent[]} */
  let entries = []
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return found
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...listFiles(path, keep))
    else if (keep(entry.name)) found.push(path)
  }
  return found
}

/**
 * Path, size and time of change of a file in one line: cheap to take, different after every edit.
 *
 * @param {string} path
 * @returns {string} `path missing` where there is none
 */
export function fileMark(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? `${path} missing` : `${path} ${stat.size} ${stat.mtimeMs}`
}
