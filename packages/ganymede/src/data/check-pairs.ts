/** Whether the images of a data set come in pairs, for translation between two kinds of pictures. */

import type { BadFile } from './bad-files.js'
import { layoutPairs, matchFiles, type PairLayout, type PairSplit } from './pairs/pair-layout.js'

export interface PairReport {
  /**
   * `folders`: two folders with equal file names; `side-by-side`: one image holds both; `domains`: two folders that share
   * no name, for systems that need no pairs.
   */
  readonly mode: 'folders' | 'side-by-side' | 'domains'
  /** Complete pairs, of all parts. */
  readonly count: number
  /** Files without a partner, partners of different size, images that do not divide into halves. */
  readonly problems: readonly BadFile[]
}

interface SizedFile {
  readonly name: string
  readonly header: { readonly width: number; readonly height: number }
}

/**
 * Judges pairs by names and sizes, part by part.
 *
 * @param files  readable images, sorted by name
 */
export function checkPairs(files: readonly SizedFile[]): PairReport {
  const names = files.map(({ name }) => name)
  const { parts } = layoutPairs(names).part
  const splits: readonly (PairSplit | undefined)[] = parts.length === 0 ? [undefined] : [...parts]
  const layouts = splits.map((split) => layoutPairs(names, split))
  const found = layouts.map((layout) =>
    layout.kind === 'folders' ? checkFolders(files, layout) : checkHalves(pick(files, layout.files)),
  )
  const modes = found.map(({ mode }) => mode)
  return {
    mode: modes.includes('folders') ? 'folders' : (modes[0] ?? 'side-by-side'),
    count: found.reduce((sum, { count }) => sum + count, 0),
    problems: found.flatMap(({ problems }) => problems).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

function checkFolders(files: readonly SizedFile[], layout: Extract<PairLayout, { kind: 'folders' }>): PairReport {
  const { a, b, folders } = layout
  const [folderA, folderB] = folders
  const nameAt = (at: number): string => files[at]?.name ?? ''
  const matched = matchFiles(
    files.map(({ name }) => name),
    a,
    b,
  )
  if (matched.pairs.length === 0) {
    const [name, reason] =
      a.length === 0 || b.length === 0
        ? [`${folderA || folderB}/`, `there is no folder ${a.length === 0 ? 'A' : 'B'} beside it`]
        : [`${folderA}/, ${folderB}/`, 'no file name is in both: two domains, for cyclegan, and no pairs']
    return { mode: 'domains', count: 0, problems: [{ name, reason }] }
  }
  const problems: BadFile[] = [
    ...matched.doubles.map(([one, two]) => ({
      name: nameAt(two),
      reason: `the same name as ${nameAt(one)}: which is meant?`,
    })),
    ...matched.lonelyA.map((at) => ({ name: nameAt(at), reason: `has no partner in ${folderB}/` })),
    ...matched.lonelyB.map((at) => ({ name: nameAt(at), reason: `has no partner in ${folderA}/` })),
  ]
  let count = 0
  for (const [one, two] of matched.pairs) {
    const [first, second] = [sizeOf(files[one]), sizeOf(files[two])]
    if (first === second) count += 1
    else problems.push({ name: nameAt(one), reason: `${first}, its partner ${nameAt(two)} is ${second}` })
  }
  return { mode: 'folders', count, problems }
}

/** Two halves: the width is even, and all images have the shape that most have. */
function checkHalves(files: readonly SizedFile[]): PairReport {
  const shapes = new Map<string, number>()
  for (const file of files) shapes.set(shapeOf(file), (shapes.get(shapeOf(file)) ?? 0) + 1)
  const [[usual] = ['']] = [...shapes].sort((x, y) => y[1] - x[1])
  const problems = files.flatMap((file) => {
    const { width, height } = file.header
    if (width <= height) return [{ name: file.name, reason: `${sizeOf(file)}: too narrow for two halves side by side` }]
    if (width % 2 !== 0) return [{ name: file.name, reason: `${sizeOf(file)}: an odd width has no two halves` }]
    if (shapeOf(file) !== usual) return [{ name: file.name, reason: `${sizeOf(file)}: another shape than most` }]
    return []
  })
  return { mode: 'side-by-side', count: files.length - problems.length, problems }
}

function pick(files: readonly SizedFile[], places: readonly number[]): SizedFile[] {
  return places.flatMap((at) => files[at] ?? [])
}

function sizeOf(file: SizedFile | undefined): string {
  return file === undefined ? '' : `${file.header.width}×${file.header.height}`
}

/** Width over height, rounded so that one pixel more or less is the same shape. */
function shapeOf({ header: { width, height } }: SizedFile): string {
  return (width / height).toFixed(1)
}
