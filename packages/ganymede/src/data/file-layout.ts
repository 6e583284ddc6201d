/** What the folders of a data set mean: wrappers around everything, divisions into train and test, one folder per class. */

import type { DataSplit } from './dataset.js'

export interface FileLayout {
  /** Places in the list of names that belong to the part asked for, in order. */
  readonly chosen: readonly number[]
  readonly classes: readonly string[] | null
  /** Label of each chosen file; null without classes. */
  readonly labels: readonly number[] | null
  readonly split: DataSplit | null
  /** Divisions that exist, such as `train`, `test`. */
  readonly divisions: readonly string[]
  readonly notes: readonly string[]
}

// train/, test/, val/ and, for two domains, trainA/, trainB/ …
const TRAIN = /^train(ing)?[_-]?([AB])?$/i
const TEST = /^test(ing)?[_-]?([AB])?$/i
const VALIDATION = /^val(id|idation)?[_-]?([AB])?$/i

/**
 * Reads the layout from the names alone.
 *
 * A folder that holds everything is passed through. Where all folders of a level are called train, test or val, the
 * part asked for is taken (default train; val stands in for a missing test). Then, when the level holds only folders
 * and at least two of them, each is a class; otherwise there are no labels.
 *
 * @param names  paths with `/`, sorted bytewise
 * @returns an empty `chosen` when the part asked for does not exist
 */
export function layoutFiles(names: readonly string[], split?: DataSplit): FileLayout {
  const paths = names.map((name) => name.split('/'))
  let chosen = names.map((_, index) => index)
  let depth = 0
  let found: DataSplit | null = null
  let divisions: string[] = []
  const notes: string[] = []

  for (;;) {
    const folders = foldersAt(paths, chosen, depth)
    if (folders === null) break
    if (found === null && isDivided(folders)) {
      divisions = [...folders]
      found = split ?? 'train'
      const parts = new Set(partsOf(folders, found))
      chosen = chosen.filter((index) => parts.has(paths[index]?.[depth] ?? ''))
      const rest = divisions.filter((folder) => !parts.has(folder))
      if (rest.length > 0) notes.push(`takes ${[...parts].join(', ')}; leaves out ${rest.join(', ')}`)
      if (parts.size !== 1) break
    } else if (folders.size !== 1) break
    depth += 1
  }
  if (split === 'test' && found === null) chosen = []

  const folders = foldersAt(paths, chosen, depth)
  if (folders === null || folders.size < 2) {
    return { chosen, classes: null, labels: null, split: found, divisions, notes }
  }
  const classes = [...folders]
  const labelOf = new Map(classes.map((name, label) => [name, label]))
  const labels = chosen.map((index) => labelOf.get(paths[index]?.[depth] ?? '') ?? 0)
  return { chosen, classes, labels, split: found, divisions, notes }
}

/** Folders of a level in order, or null when files lie among them (or nothing is there). */
function foldersAt(
  paths: readonly (readonly string[])[],
  chosen: readonly number[],
  depth: number,
): Set<string> | null {
  const folders = new Set<string>()
  for (const index of chosen) {
    const path = paths[index] ?? []
    if (path.length <= depth + 1) return null
    folders.add(path[depth] ?? '')
  }
  return folders.size > 0 ? folders : null
}

function isDivided(folders: ReadonlySet<string>): boolean {
  const all = [...folders]
  return (
    all.some((name) => TRAIN.test(name)) && all.every((name) => [TRAIN, TEST, VALIDATION].some((p) => p.test(name)))
  )
}

function partsOf(folders: ReadonlySet<string>, split: DataSplit): string[] {
  const all = [...folders]
  if (split === 'train') return all.filter((name) => TRAIN.test(name))
  const test = all.filter((name) => TEST.test(name))
  return test.length > 0 ? test : all.filter((name) => VALIDATION.test(name))
}
