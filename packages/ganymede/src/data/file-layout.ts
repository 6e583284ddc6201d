/** What the folders of a data set mean: wrappers around everything, divisions into train and test, one folder per class. */

import type { DataSplit } from './dataset.js'
import { compareNames } from './encoded-source.js'
import type { FileLabels } from './label-file.js'
import { isSharded } from './shards.js'

export interface FileLayout {
  /** Places in the list of names that belong to the part asked for, in order. */
  readonly chosen: readonly number[]
  /** Classes of all parts, so that a name has one number in each of them. */
  readonly classes: readonly string[] | null
  /** Label of each chosen file; null without classes. */
  readonly labels: readonly number[] | null
  readonly split: DataSplit | null
  /** Divisions that exist, such as `train`, `test`. */
  readonly divisions: readonly string[]
  /** What is left out of the part asked for. */
  readonly notes: readonly string[]
  /** Classes that not every part has. */
  readonly classNotes: readonly string[]
}

// train/, test/, val/ and, for two domains, trainA/, trainB/ …
const TRAIN = /^train(ing)?[_-]?([AB])?$/i
const TEST = /^test(ing)?[_-]?([AB])?$/i
const VALIDATION = /^val(id|idation)?[_-]?([AB])?$/i
const NAMED_CLASSES = 8

type Paths = readonly (readonly string[])[]

/** The folders of one part that may be classes. */
interface ClassLevel {
  /** Place of the folder in a path. */
  readonly depth: number
  /** Null when files lie among the folders. */
  readonly folders: ReadonlySet<string> | null
}

/**
 * Reads the layout from the names alone.
 *
 * A folder that holds everything is passed through. Where all folders of a level are called train, test or val, the
 * part asked for is taken (default train; val stands in for a missing test). Then, when the level holds only folders
 * and at least two of them, each is a class; otherwise there are no labels. Classes are numbered by their names over all
 * parts. Shards, folders that only keep the number of files small, are no classes.
 *
 * @param names   paths with `/`, sorted bytewise
 * @param labels  classes that files of labels give; folders mean nothing for classes then
 * @returns an empty `chosen` when the part asked for does not exist
 */
export function layoutFiles(names: readonly string[], split?: DataSplit, labels: FileLabels | null = null): FileLayout {
  const layout = layoutFolders(names, split)
  return labels === null ? layout : { ...layout, ...byLabelFile(names, layout, labels) }
}

/** Classes of the chosen files by files of labels, numbered over all parts. */
function byLabelFile(
  names: readonly string[],
  { chosen, notes }: FileLayout,
  labels: FileLabels,
): Pick<FileLayout, 'classes' | 'labels' | 'classNotes' | 'notes'> {
  const found = new Set(names.flatMap((name) => labels.get(name) ?? []))
  const bare = chosen.filter((at) => labels.get(names[at] ?? '') == null).length
  const none = { classes: null, labels: null, classNotes: [] }
  if (found.size === 0 || chosen.length === 0) return { ...none, notes }
  if (bare > 0) {
    const note = `${bare} of ${chosen.length} images have no label in dataset.json; the labels of the others are not used`
    return { ...none, notes: [...notes, note] }
  }
  const isNumbered = [...found].every((name) => /^\d+$/.test(name))
  const classes = [...found].sort(isNumbered ? (a, b) => Number(a) - Number(b) : compareNames)
  const labelOf = new Map(classes.map((name, label) => [name, label]))
  return {
    classes,
    labels: chosen.map((at) => labelOf.get(labels.get(names[at] ?? '') ?? '') ?? 0),
    classNotes: [],
    notes,
  }
}

function layoutFolders(names: readonly string[], split?: DataSplit): FileLayout {
  const paths = names.map((name) => name.split('/'))
  const all = names.map((_, index) => index)
  const top = passWrappers(paths, all, 0, isDivided)
  if (top.folders === null || !isDivided(top.folders)) {
    const chosen = split === 'test' ? [] : all
    return { ...labelled(paths, chosen, top, [top]), split: null, divisions: [], notes: [] }
  }
  const divisions = [...top.folders]
  const found = split ?? 'train'
  const parts = partsOf(divisions, found)
  const rest = divisions.filter((folder) => !parts.includes(folder))
  const notes = rest.length > 0 ? [`takes ${parts.join(', ')}; leaves out ${rest.join(', ')}`] : []
  const filesOf = (folders: readonly string[]) => all.filter((at) => folders.includes(paths[at]?.[top.depth] ?? ''))
  const chosen = filesOf(parts)
  const common = { split: found, divisions, notes }
  if (parts.length !== 1) return { ...sidesAsClasses(paths, chosen, top.depth, divisions), ...common }

  const levelsUntil = (isEnd: (folders: ReadonlySet<string>) => boolean) =>
    new Map(divisions.map((name) => [name, passWrappers(paths, filesOf([name]), top.depth + 1, isEnd)]))
  const known = new Set([...levelsUntil(() => false).values()].flatMap(({ folders }) => [...(folders ?? [])]))
  // A part of a single class looks like a wrapper: the other parts tell.
  const levels = levelsUntil((folders) => [...folders].some((name) => known.has(name)))
  const own = levels.get(parts[0] ?? '') as ClassLevel
  const result = labelled(paths, chosen, own, [...levels.values()])
  return { ...result, classNotes: result.classes === null ? [] : unevenClasses(result.classes, levels), ...common }
}

/** Goes down while one folder holds all files, unless it means something. */
function passWrappers(
  paths: Paths,
  files: readonly number[],
  from: number,
  isEnd: (folders: ReadonlySet<string>) => boolean,
): ClassLevel {
  for (let depth = from; ; depth++) {
    const folders = foldersAt(paths, files, depth)
    if (folders === null || folders.size !== 1 || isEnd(folders)) {
      return { depth, folders: folders !== null && isSharded(paths, files, depth) ? null : folders }
    }
  }
}

/** Labels of the chosen files by the folders of all levels. */
function labelled(
  paths: Paths,
  chosen: readonly number[],
  own: ClassLevel,
  levels: readonly ClassLevel[],
): Pick<FileLayout, 'chosen' | 'classes' | 'labels' | 'classNotes'> {
  const names = new Set(levels.flatMap(({ folders }) => (folders === null ? [] : [...folders])))
  if (own.folders === null || names.size < 2 || chosen.length === 0) {
    return { chosen, classes: null, labels: null, classNotes: [] }
  }
  const classes = [...names].sort(compareNames)
  const labelOf = new Map(classes.map((name, label) => [name, label]))
  const labels = chosen.map((index) => labelOf.get(paths[index]?.[own.depth] ?? '') ?? 0)
  return { chosen, classes, labels, classNotes: [] }
}

/** trainA/ and trainB/ as two classes; testA/ has the number of trainA/. */
function sidesAsClasses(
  paths: Paths,
  chosen: readonly number[],
  depth: number,
  divisions: readonly string[],
): Pick<FileLayout, 'chosen' | 'classes' | 'labels' | 'classNotes'> {
  const train = partsOf(divisions, 'train')
  const classOf = (folder: string): string => train.find((name) => sideOf(name) === sideOf(folder)) ?? folder
  const folders = new Set([...train, ...chosen.map((index) => paths[index]?.[depth] ?? '')].map(classOf))
  const renamed = paths.map((path) => path.map((name, at) => (at === depth ? classOf(name) : name)))
  const level = { depth, folders }
  return labelled(renamed, chosen, level, [level])
}

function unevenClasses(classes: readonly string[], levels: ReadonlyMap<string, ClassLevel>): string[] {
  const divided = [...levels].flatMap(([part, { folders }]) => (folders === null ? [] : [{ part, folders }]))
  const byParts = new Map<string, string[]>()
  for (const name of classes) {
    const parts = divided.filter(({ folders }) => folders.has(name)).map(({ part }) => part)
    if (parts.length === divided.length) continue
    const key = parts.join(', ')
    byParts.set(key, [...(byParts.get(key) ?? []), name])
  }
  return [...byParts].map(([parts, names]) => {
    const more = names.length > NAMED_CLASSES ? ` and ${names.length - NAMED_CLASSES} more` : ''
    const what = names.length === 1 ? 'class' : 'classes'
    return `only ${parts} has images of the ${what} ${names.slice(0, NAMED_CLASSES).join(', ')}${more}`
  })
}

/** Folders of a level in order, or null when files lie among them (or nothing is there). */
function foldersAt(paths: Paths, chosen: readonly number[], depth: number): Set<string> | null {
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

function partsOf(folders: readonly string[], split: DataSplit): string[] {
  if (split === 'train') return folders.filter((name) => TRAIN.test(name))
  const test = folders.filter((name) => TEST.test(name))
  return test.length > 0 ? test : folders.filter((name) => VALIDATION.test(name))
}

/** The A or B at the end of the name of a part. */
function sideOf(folder: string): string {
  return /[AB]$/i.exec(folder)?.[0].toUpperCase() ?? ''
}
