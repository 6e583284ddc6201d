/** What the folders of a data set mean: wrappers around everything, divisions into train and test, one folder per class. */

import type { DataSplit } from '../dataset.js'
import type { FileLabels } from './label-file.js'
import { layoutLabels, listed } from './label-layout.js'
import type { FileLayout } from './layout.js'
import { isSharded } from './shards.js'

// train/, test/, val/ and, for two domains, trainA/, trainB/ …
const TRAIN = /^train(ing)?[_-]?([AB])?$/i
const TEST = /^test(ing)?[_-]?([AB])?$/i
const VALIDATION = /^val(id|idation)?[_-]?([AB])?$/i

type Paths = readonly (readonly string[])[]

/** A layout by folders alone. */
interface FolderLayout extends FileLayout {
  /** Places of the files that training learns from, whatever part was asked for. */
  readonly learned: readonly number[]
}

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
 * and at least two of them, each is a class; otherwise there are no labels. Classes are numbered in the order of the files
 * that are learned from. Shards, folders that only keep the number of files small, are no classes.
 *
 * @param names   paths with `/`, sorted bytewise
 * @param labels  classes that files of labels give; where they cover a part, folders mean nothing for its classes
 * @returns an empty `chosen` when the part asked for does not exist
 */
export function layoutFiles(names: readonly string[], split?: DataSplit, labels: FileLabels | null = null): FileLayout {
  const { learned, ...layout } = layoutFolders(names, split)
  return labels === null ? layout : { ...layout, ...layoutLabels(names, { ...layout, learned }, labels) }
}

function layoutFolders(names: readonly string[], split: DataSplit | undefined): FolderLayout {
  const paths = names.map((name) => name.split('/'))
  const all = names.map((_, index) => index)
  const top = passWrappers(paths, all, 0, isDivided)
  if (top.folders === null || !isDivided(top.folders)) {
    const chosen = split === 'test' ? [] : all
    return { ...labelled(paths, chosen, top, foldersOf(top)), learned: all, split: null, divisions: [], notes: [] }
  }
  const divisions = [...top.folders]
  const found = split ?? 'train'
  const trained = partsOf(divisions, 'train')
  const parts = partsOf(divisions, found)
  const rest = divisions.filter((folder) => !parts.includes(folder))
  const notes = rest.length > 0 ? [`takes ${parts.join(', ')}; leaves out ${rest.join(', ')}`] : []
  const byPart = new Map<string, number[]>(divisions.map((name) => [name, []]))
  for (const at of all) byPart.get(paths[at]?.[top.depth] ?? '')?.push(at)
  const filesOf = (folders: readonly string[]) =>
    folders.flatMap((name) => byPart.get(name) ?? []).sort((a, b) => a - b)
  const chosen = filesOf(parts)
  const common = { learned: filesOf(trained), split: found, divisions, notes }
  if (trained.length !== 1 || parts.length !== 1) {
    return { ...sidesAsClasses(paths, chosen, top.depth, trained), ...common }
  }

  const levelOf = (part: string, isEnd: (folders: ReadonlySet<string>) => boolean): ClassLevel =>
    passWrappers(paths, byPart.get(part) ?? [], top.depth + 1, isEnd)
  const levels = new Map(divisions.map((part) => [part, levelOf(part, () => false)]))
  const learnedClasses = foldersOf(levels.get(trained[0] ?? ''))
  const isKnown = (folders: ReadonlySet<string>) => [...folders].some((name) => learnedClasses.has(name))
  for (const part of divisions) {
    // A part of a single class looks like a wrapper: what is learned from tells.
    if (!isKnown(foldersOf(levels.get(part)))) levels.set(part, levelOf(part, isKnown))
  }
  const everywhere = new Set([...learnedClasses, ...[...levels.values()].flatMap((level) => [...foldersOf(level)])])
  const own = levels.get(parts[0] ?? '') as ClassLevel
  const result = labelled(paths, chosen, own, found === 'train' ? learnedClasses : everywhere)
  return { ...result, classNotes: result.classes === null ? [] : unevenClasses(everywhere, levels), ...common }
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

/** Labels of the chosen files by the folders that they lie in, which are numbered in this order. */
function labelled(
  paths: Paths,
  chosen: readonly number[],
  own: ClassLevel,
  names: ReadonlySet<string>,
): Pick<FileLayout, 'chosen' | 'classes' | 'labels' | 'classNotes'> {
  if (own.folders === null || names.size < 2 || chosen.length === 0) {
    return { chosen, classes: null, labels: null, classNotes: [] }
  }
  const classes = [...names]
  const labelOf = new Map(classes.map((name, label) => [name, label]))
  const labels = chosen.map((index) => labelOf.get(paths[index]?.[own.depth] ?? '') ?? 0)
  return { chosen, classes, labels, classNotes: [] }
}

/** trainA/ and trainB/ as two classes; testA/ has the number of trainA/. */
function sidesAsClasses(
  paths: Paths,
  chosen: readonly number[],
  depth: number,
  trained: readonly string[],
): Pick<FileLayout, 'chosen' | 'classes' | 'labels' | 'classNotes'> {
  const classOf = (folder: string): string => trained.find((name) => sideOf(name) === sideOf(folder)) ?? folder
  const renamed = paths.map((path) => path.map((name, at) => (at === depth ? classOf(name) : name)))
  const folders = new Set([...trained, ...chosen.map((index) => renamed[index]?.[depth] ?? '')])
  return labelled(renamed, chosen, { depth, folders }, folders)
}

/** Names the classes that not every part has. */
function unevenClasses(names: ReadonlySet<string>, levels: ReadonlyMap<string, ClassLevel>): string[] {
  const divided = [...levels].flatMap(([part, { folders }]) => (folders === null ? [] : [{ part, folders }]))
  const byParts = new Map<string, string[]>()
  for (const name of names) {
    const parts = divided.filter(({ folders }) => folders.has(name)).map(({ part }) => part)
    if (parts.length === divided.length) continue
    const key = parts.join(', ')
    const same = byParts.get(key)
    if (same === undefined) byParts.set(key, [name])
    else same.push(name)
  }
  return [...byParts].map(
    ([parts, some]) => `only ${parts} has images of the ${some.length === 1 ? 'class' : 'classes'} ${listed(some)}`,
  )
}

function foldersOf(level: ClassLevel | undefined): ReadonlySet<string> {
  return level?.folders ?? new Set()
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
