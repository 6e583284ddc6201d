/**
 * How the files of a folder form pairs, or two domains: halves side by side in one file, or two folders, with the parts
 * train, val and test in front, behind, or in the same name (`trainA`).
 */

import type { DataSplit } from '../dataset.js'

/** Places in the list of names, in order. */
export type PairLayout =
  | { readonly kind: 'side-by-side'; readonly files: readonly number[]; readonly part: LayoutPart }
  | {
      readonly kind: 'folders'
      /** What the two folders are called, A first. */
      readonly folders: readonly [string, string]
      readonly a: readonly number[]
      readonly b: readonly number[]
      readonly part: LayoutPart
    }

/** The part that was asked for, and what there is. */
export interface LayoutPart {
  readonly split: DataSplit | null
  /** The part that was taken, such as `train`; null without a division. */
  readonly taken: string | null
  readonly parts: readonly PairSplit[]
  /** Folders that belong to no domain, with their number of files. */
  readonly others: Readonly<Record<string, number>>
}

/** Two files with the same name in both folders, and the files that have no such partner. */
export interface MatchedFiles {
  readonly pairs: readonly (readonly [a: number, b: number])[]
  readonly lonelyA: readonly number[]
  readonly lonelyB: readonly number[]
  /** Files of one folder that differ only in their ending: which is meant? */
  readonly doubles: readonly (readonly [number, number])[]
}

/** Parts that folders are named after. */
export type PairSplit = 'train' | 'test' | 'val'
type Side = 'A' | 'B'

// trainA, test_B, val, A …
const PLACE = /^(train(?:ing)?|test(?:ing)?|val(?:id|idation)?)?[_-]?([AB])?$/i

interface PlacedFile {
  readonly at: number
  readonly phase: PairSplit | null
  readonly side: Side | null
  /** Name of the folder that said the side, with that of the part. */
  readonly folder: string
  /** First folder of the name, for files of neither domain. */
  readonly top: string
}

/**
 * Reads the layout from the names alone.
 *
 * @param names  paths with `/`, sorted bytewise
 * @param split  part to take where there are any; default `train`; `val` stands in for a missing `test`
 * @returns an empty list of files when the part asked for does not exist
 */
export function layoutPairs(names: readonly string[], split?: PairSplit): PairLayout {
  const paths = names.map((name) => name.split('/'))
  const depth = wrapperDepth(paths)
  const custom = twoFolders(paths, depth)
  const files = paths.map((path, at) => placeOf(path, at, depth, custom))

  const phases = new Set(files.flatMap(({ phase }) => phase ?? []))
  const wanted = split === 'test' && !phases.has('test') ? 'val' : (split ?? 'train')
  const isDivided = phases.size > 0
  const isMissing = isDivided ? !phases.has(wanted) : wanted !== 'train'
  const chosen = isMissing ? [] : files.filter(({ phase }) => !isDivided || phase === wanted)
  const part: Omit<LayoutPart, 'others'> = {
    split: isDivided ? (wanted === 'train' ? 'train' : 'test') : null,
    taken: isDivided && !isMissing ? wanted : null,
    parts: [...phases],
  }

  const a = chosen.filter(({ side }) => side === 'A')
  const b = chosen.filter(({ side }) => side === 'B')
  if (a.length === 0 && b.length === 0) {
    return { kind: 'side-by-side', files: chosen.map(({ at }) => at), part: { ...part, others: {} } }
  }
  return {
    kind: 'folders',
    folders: [a[0]?.folder ?? '', b[0]?.folder ?? ''],
    a: a.map(({ at }) => at),
    b: b.map(({ at }) => at),
    part: { ...part, others: countTops(chosen.filter(({ side }) => side === null)) },
  }
}

/**
 * Finds the partner of each file: the same path below the folder of its domain, without the ending. When no path agrees,
 * a letter at the end of the names is left out too: `7_A.png` and `7_B.png`.
 */
export function matchFiles(names: readonly string[], a: readonly number[], b: readonly number[]): MatchedFiles {
  const exact = matchBy(stemsOf(names, a), stemsOf(names, b), a, b)
  if (exact.pairs.length > 0) return exact
  const bare = (stems: readonly string[]): string[] => stems.map((stem) => stem.replace(/[-_][AB]$/i, ''))
  const loose = matchBy(bare(stemsOf(names, a)), bare(stemsOf(names, b)), a, b)
  return loose.pairs.length > 0 ? loose : exact
}

function matchBy(
  stemsA: readonly string[],
  stemsB: readonly string[],
  a: readonly number[],
  b: readonly number[],
): MatchedFiles {
  const doubles: [number, number][] = []
  const byStem = (stems: readonly string[], files: readonly number[]): Map<string, number> => {
    const map = new Map<string, number>()
    stems.forEach((stem, i) => {
      const at = files[i] as number
      const other = map.get(stem)
      if (other === undefined) map.set(stem, at)
      else doubles.push([other, at])
    })
    return map
  }
  const inA = byStem(stemsA, a)
  const inB = byStem(stemsB, b)
  const pairs: [number, number][] = []
  const lonelyA: number[] = []
  for (const [stem, at] of inA) {
    const partner = inB.get(stem)
    if (partner === undefined) lonelyA.push(at)
    else pairs.push([at, partner])
  }
  const lonelyB = [...inB].filter(([stem]) => !inA.has(stem)).map(([, at]) => at)
  return { pairs, lonelyA, lonelyB, doubles }
}

/** Paths without ending, below the folders that all files of the domain share. */
function stemsOf(names: readonly string[], files: readonly number[]): string[] {
  const paths = files.map((at) => (names[at] ?? '').replace(/\.[^./]*$/, '').split('/'))
  const first = paths[0] ?? []
  let shared = first.length - 1
  for (const path of paths) {
    let same = 0
    while (same < Math.min(shared, path.length - 1) && path[same] === first[same]) same++
    shared = same
  }
  return paths.map((path) => path.slice(shared).join('/'))
}

/** How many folders hold everything and mean nothing. */
function wrapperDepth(paths: readonly (readonly string[])[]): number {
  for (let depth = 0; ; depth++) {
    const folders = foldersAt(paths, depth)
    const [only] = folders ?? []
    if (folders === null || folders.size !== 1 || only === undefined || PLACE.test(only)) return depth
  }
}

/** Folders of a level, or null when files lie among them (or nothing is there). */
function foldersAt(paths: readonly (readonly string[])[], depth: number): Set<string> | null {
  const folders = new Set<string>()
  for (const path of paths) {
    if (path.length <= depth + 1) return null
    folders.add(path[depth] ?? '')
  }
  return folders.size > 0 ? folders : null
}

/** Two folders of any other name, below the parts where there are some: the first in order is A. */
function twoFolders(paths: readonly (readonly string[])[], depth: number): readonly string[] | null {
  const top = foldersAt(paths, depth)
  if (top === null) return null
  const isPart = (name: string): boolean => {
    const match = PLACE.exec(name)
    return match?.[1] !== undefined && match[2] === undefined
  }
  const level = [...top].every(isPart) ? foldersAt(paths, depth + 1) : top
  if (level === null || level.size !== 2) return null
  const names = [...level].sort()
  return names.some((name) => PLACE.test(name)) ? null : names
}

function placeOf(path: readonly string[], at: number, depth: number, custom: readonly string[] | null): PlacedFile {
  let phase: PairSplit | null = null
  let side: Side | null = null
  let end = depth
  for (const folder of path.slice(depth, -1)) {
    const match = PLACE.exec(folder)
    const place = custom?.indexOf(folder) ?? -1
    const [, newPhase, letter] = match ?? []
    const newSide = place >= 0 ? (place === 0 ? 'A' : 'B') : letter?.toUpperCase()
    if (newPhase === undefined && newSide === undefined) break
    if ((newPhase !== undefined && phase !== null) || (newSide !== undefined && side !== null)) break
    if (newPhase !== undefined) phase = phaseOf(newPhase)
    if (newSide !== undefined) side = newSide as Side
    end += 1
  }
  return { at, phase, side, folder: path.slice(depth, end).join('/'), top: path[end] ?? '' }
}

function phaseOf(name: string): PairSplit {
  const start = name.slice(0, 2).toLowerCase()
  return start === 'tr' ? 'train' : start === 'te' ? 'test' : 'val'
}

function countTops(files: readonly PlacedFile[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { top } of files) counts[top] = (counts[top] ?? 0) + 1
  return counts
}
