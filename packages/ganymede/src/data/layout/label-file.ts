/**
 * `dataset.json` beside images, as the tools of StyleGAN write it into folders and zip files: `{"labels": [["00000/img.png",
 * 6], …]}` with a number or a one-hot list for each image, or `{"labels": null}` for images without classes.
 */

import { counted } from '@ganymede/core/text'
import { decodeText } from '@ganymede/runs/files'
import { reasonOf } from '../bad-files.js'

/**
 * Images that files of labels speak for: the name of the class, or null without one. Images outside of the folders with such
 * files are not among them.
 */
export type FileLabels = ReadonlyMap<string, string | null>

const NAME = 'dataset.json'
/** Far more than one for each part, or for each of several data sets. */
const MAX_FILES = 64
const MAX_BYTES = 2 ** 26
/** Of all files together. */
const MAX_VALUES = 2 ** 22
const MAX_DEPTH = 200
/** Characters of a folder; longer than those of any file system. */
const MAX_FOLDER = 4096

/** True for the path of a file that may hold labels. */
export function isLabelFile(name: string): boolean {
  return name === NAME || (name.endsWith(`/${NAME}`) && name.length - NAME.length <= MAX_FOLDER)
}

/** A file that may hold labels, and how its bytes are got when there are no more than `limitBytes`. */
export interface LabelFile {
  readonly name: string
  readonly read: (limitBytes: number) => Promise<Uint8Array>
}

/** What files of labels say. */
export interface FoundLabels {
  /** Null where no file speaks for any image. */
  readonly labels: FileLabels | null
  /** Files that were understood, or that a note speaks of. */
  readonly used: readonly string[]
  /** Which labels are not used, and why: other tools have other files of this name. */
  readonly notes: readonly string[]
}

/**
 * The labels of images by the files beside them. A file counts where it says that there are no labels, or names at least one
 * image, and for what lies below its folder and below no folder further inside with a file that counts.
 *
 * @param names  all images of the data set
 */
export async function readLabels(files: readonly LabelFile[], names: readonly string[]): Promise<FoundLabels> {
  if (files.length > MAX_FILES) {
    const note = `${counted(files.length, 'file')} are called ${NAME}: their labels are not used, because they are more than ${MAX_FILES}`
    return { labels: null, used: files.map(({ name }) => name), notes: [note] }
  }
  const byFolder = new Map<string, LabelList>()
  const used: string[] = []
  const notes: string[] = []
  const budget = { values: MAX_VALUES }
  for (const { name, read } of files) {
    let list: LabelList | null
    try {
      list = parseLabels(await read(MAX_BYTES), budget)
    } catch (error) {
      list = { labels: new Map(), problem: reasonOf(error) }
    }
    if (list === null) continue
    used.push(name)
    const problem = list.problem ?? (countsFor(names, folderOf(name), list) ? null : 'it names none of the images')
    if (problem !== null) notes.push(`labels in ${name} are not used: ${problem}`)
    byFolder.set(folderOf(name), list)
  }
  for (const [folder, list] of byFolder) if (!countsFor(names, folder, list)) byFolder.delete(folder)
  if (byFolder.size === 0) return { labels: null, used, notes }

  // A look at the few lengths that folders have, the longest first: names are many, and may be deep.
  const lengths = [...new Set([...byFolder.keys()].map((folder) => folder.length))].sort((a, b) => b - a)
  const labels = new Map<string, string | null>()
  for (const image of names) {
    for (const length of lengths) {
      const list = byFolder.get(image.slice(0, length))
      if (list === undefined) continue
      const isUsed = list.labels !== null && list.problem === null
      labels.set(image, isUsed ? (list.labels.get(image.slice(length)) ?? null) : null)
      break
    }
  }
  return { labels, used, notes }
}

/** With its `/`, or nothing. */
function folderOf(name: string): string {
  return name.slice(0, -NAME.length)
}

/** What one file says. */
interface LabelList {
  /** By image; null where the file says that there are none. */
  readonly labels: ReadonlyMap<string, string | null> | null
  /** What keeps the labels from being used. */
  readonly problem: string | null
}

function countsFor(names: readonly string[], folder: string, { labels }: LabelList): boolean {
  return names.some((image) => image.startsWith(folder) && (labels === null || labels.has(image.slice(folder.length))))
}

/** Null for a file about something else. @throws Error when it is not read, and SyntaxError when it is not JSON */
function parseLabels(bytes: Uint8Array, budget: { values: number }): LabelList | null {
  const text = decodeText(bytes)
  requireBounded(text, budget)
  const content: unknown = JSON.parse(text)
  if (typeof content !== 'object' || content === null || !('labels' in content)) return null
  if (content.labels === null) return { labels: null, problem: null }
  const labels = new Map<string, string | null>()
  if (!Array.isArray(content.labels)) {
    return { labels, problem: `expected a list under "labels", found ${typeof content.labels}` }
  }
  // What cannot be understood does not hide which images the file is about.
  let problem: string | null = null
  for (const [place, pair] of (content.labels as readonly unknown[]).entries()) {
    const [given, label] = Array.isArray(pair) && pair.length === 2 ? (pair as readonly unknown[]) : []
    if (typeof given !== 'string') {
      problem ??= `expected a pair of a file name and a label at place ${place} of "labels"`
      continue
    }
    const name = given.replaceAll('\\', '/').replace(/^(\.\/)+/, '')
    const found = classOf(label)
    if (found === undefined) problem ??= `the label of ${clipped(name)} ${whyNoClass(label)}`
    else if (labels.has(name) && labels.get(name) !== found) {
      problem ??= `${clipped(name)} stands there twice, with different labels`
    }
    labels.set(name, found ?? null)
  }
  return { labels, problem }
}

/** Undefined for what names no class. */
function classOf(label: unknown): string | null | undefined {
  if (label === null) return null
  if (typeof label === 'string' && label !== '') return label
  if (typeof label === 'number' && Number.isSafeInteger(label) && label >= 0) return `${label}`
  if (!Array.isArray(label)) return undefined
  const values = label as readonly unknown[]
  const hot = values.indexOf(1)
  return hot >= 0 && values.every((value, at) => value === (at === hot ? 1 : 0)) ? `${hot}` : undefined
}

function whyNoClass(label: unknown): string {
  if (Array.isArray(label)) return 'is a list of numbers that names no class: only one-hot lists are read'
  return `is ${clipped(JSON.stringify(label))}; expected a whole number of at least 0`
}

function clipped(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

/**
 * Counts values and depth before they are made, and refuses two equal keys of the outermost object, of which `JSON.parse`
 * takes the last. (`checkJson` looks at every object, but has no room for the labels of a million images.)
 */
function requireBounded(text: string, budget: { values: number }): void {
  let depth = 0
  let isInString = false
  let start = 0
  const keys = new Set<string>()
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isInString) {
      if (code === 0x5c) at += 1
      else if (code === 0x22) {
        isInString = false
        colon.lastIndex = at + 1
        if (depth === 1 && colon.test(text)) addKey(keys, text.slice(start, at + 1))
      }
    } else if (code === 0x22) {
      isInString = true
      start = at
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1
      if (depth === 1) keys.clear()
      budget.values -= 1
      if (depth > MAX_DEPTH) throw new Error(`it is nested deeper than ${MAX_DEPTH} levels`)
    } else if (code === 0x5d || code === 0x7d) depth -= 1
    else if (code === 0x2c) budget.values -= 1
    if (budget.values < 0) throw new Error(`it holds more than ${MAX_VALUES} values, with others of this name`)
  }
}

const colon = /\s*:/y

function addKey(keys: Set<string>, literal: string): void {
  const key = JSON.parse(literal) as string
  if (keys.has(key)) throw new Error(`the key ${JSON.stringify(key.slice(0, 60))} stands there twice`)
  keys.add(key)
}
