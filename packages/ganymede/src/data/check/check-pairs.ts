/** Whether the images of a data set come in pairs, for translation between two kinds of pictures. */

import type { BadFile } from '../bad-files.js'
import { twiceAsWide } from '../pairs/found-items.js'
import { layoutPairs, matchFiles, type PairLayout, type PairSplit } from '../pairs/pair-layout.js'

export interface PairReport {
  /**
   * `folders`: two folders with equal file names; `side-by-side`: one image holds both; `domains`: two folders that share
   * no name, for systems that need no pairs. `made`: each image makes one; `unpaired`: two domains, as was asked for.
   */
  readonly mode: 'folders' | 'side-by-side' | 'domains' | 'made' | 'unpaired'
  /** Complete pairs, of all parts; of two domains the images of the larger one. */
  readonly count: number
  /** Images of A and of B, where two domains were asked for. */
  readonly domains?: readonly [a: number, b: number]
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
 * @param files    readable images, sorted by name
 * @param shownAs  what a name, or a folder of names, is called in problems
 */
export function checkPairs(
  files: readonly SizedFile[],
  shownAs: (name: string) => string = (name) => name,
): PairReport {
  const found = partsOf(files).map((layout) =>
    layout.kind === 'folders' ? checkFolders(files, layout, shownAs) : checkHalves(pick(files, layout.files)),
  )
  const modes = found.map(({ mode }) => mode)
  return {
    mode: modes.includes('folders') ? 'folders' : (modes[0] ?? 'side-by-side'),
    count: found.reduce((sum, { count }) => sum + count, 0),
    problems: byName(found.flatMap(({ problems }) => problems)),
  }
}

/**
 * Judges two domains, part by part: both are there, or all images divide into two halves of which each is one.
 *
 * @param files, shownAs  as for `checkPairs`
 */
export function checkDomains(
  files: readonly SizedFile[],
  shownAs: (name: string) => string = (name) => name,
): PairReport {
  const problems: BadFile[] = []
  const counts: [number, number] = [0, 0]
  for (const layout of partsOf(files)) {
    if (layout.kind === 'side-by-side') {
      const halves = pick(files, layout.files)
      const narrow = halves.filter(({ header: { width, height } }) => width / height < twiceAsWide)
      problems.push(
        ...narrow.map((file) => ({
          name: shownAs(file.name),
          reason: `${sizeOf(file)}: in no folder of a domain, and not twice as wide as high`,
        })),
      )
      for (const side of [0, 1] as const) counts[side] += halves.length - narrow.length
      continue
    }
    const [folderA, folderB] = layout.folders
    if (layout.a.length === 0 || layout.b.length === 0) {
      const missing = layout.a.length === 0 ? 'A' : 'B'
      problems.push({ name: `${shownAs(folderA || folderB)}/`, reason: `there is no folder ${missing} beside it` })
    }
    counts[0] += layout.a.length
    counts[1] += layout.b.length
  }
  return { mode: 'unpaired', count: Math.max(...counts), domains: counts, problems: byName(problems) }
}

/** The layout of each part; of everything where there are no parts. */
function partsOf(files: readonly SizedFile[]): PairLayout[] {
  const names = files.map(({ name }) => name)
  const { parts } = layoutPairs(names).part
  const splits: readonly (PairSplit | undefined)[] = parts.length === 0 ? [undefined] : [...parts]
  return splits.map((split) => layoutPairs(names, split))
}

function byName(files: readonly BadFile[]): BadFile[] {
  return [...files].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function checkFolders(
  files: readonly SizedFile[],
  layout: Extract<PairLayout, { kind: 'folders' }>,
  shownAs: (name: string) => string,
): PairReport {
  const { a, b, folders } = layout
  const [folderA, folderB] = folders.map(shownAs) as [string, string]
  const nameAt = (at: number): string => shownAs(files[at]?.name ?? '')
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
