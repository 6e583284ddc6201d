/** Folders that only keep the number of files in each of them small, as the tools of well-known data sets write them. */

const FOLDER = /^\d{5}$/
const NUMBERED = /^(?:img)?(\d{5,8})$/
const FILES_EACH = 1000

/**
 * True when the number of every file says in which folder it lies: `00001/img00001234.png` as the tools of StyleGAN write
 * it, or `01000/01234.png` as in FFHQ. Classes with numbers for names hold files of any number.
 *
 * @param depth  place of the folder in a path
 */
export function isSharded(paths: readonly (readonly string[])[], files: readonly number[], depth: number): boolean {
  return files.every((at) => {
    const path = paths[at] ?? []
    const folder = path[depth] ?? ''
    const number = NUMBERED.exec((path[depth + 1] ?? '').replace(/\.[^.]*$/, ''))?.[1]
    if (path.length !== depth + 2 || !FOLDER.test(folder) || number === undefined) return false
    const shard = Math.floor(Number(number) / FILES_EACH)
    return Number(folder) === shard || Number(folder) === shard * FILES_EACH
  })
}
