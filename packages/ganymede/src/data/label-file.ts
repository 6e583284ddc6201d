/**
 * `dataset.json` beside images, as the tools of StyleGAN write it into folders and zip files: `{"labels": [["00000/img.png",
 * 6], …]}` with a number or a one-hot list for each image, or `{"labels": null}` for images without classes.
 */

import { decodeText } from '../text-file.js'
import { reasonOf } from './bad-files.js'

/** Images that label files speak of: the name of the class, or null without one. */
export type FileLabels = ReadonlyMap<string, string | null>

const NAME = 'dataset.json'
const MAX_BYTES = 2 ** 26
const MAX_VALUES = 2 ** 22
const MAX_DEPTH = 200

/** True for the path of a file that may hold labels. */
export function isLabelFile(name: string): boolean {
  return name === NAME || name.endsWith(`/${NAME}`)
}

/** A file that may hold labels, and how its bytes are got when there are no more than `limitBytes`. */
export interface LabelFile {
  readonly name: string
  readonly read: (limitBytes: number) => Promise<Uint8Array>
}

/**
 * The labels of images by the files beside them.
 *
 * @param names  all images of the data set
 * @param fail   makes the error for a file that cannot be understood
 * @returns null where no file speaks of labels
 */
export async function readLabels(
  files: readonly LabelFile[],
  names: readonly string[],
  fail: (name: string, problem: string) => Error,
): Promise<{ readonly labels: FileLabels; readonly used: readonly string[] } | null> {
  const labels = new Map<string, string | null>()
  const used: string[] = []
  for (const { name, read } of files) {
    const folder = name.slice(0, -NAME.length)
    let found: FileLabels | null
    try {
      found = parseLabels(await read(MAX_BYTES))
    } catch (error) {
      throw fail(name, reasonOf(error))
    }
    if (found === null) continue
    used.push(name)
    for (const image of names) {
      if (image.startsWith(folder)) labels.set(image, found.get(image.slice(folder.length)) ?? null)
    }
  }
  return used.length === 0 ? null : { labels, used }
}

/** Null for a file about something else. */
function parseLabels(bytes: Uint8Array): FileLabels | null {
  const text = decodeText(bytes)
  requireBounded(text)
  const content: unknown = JSON.parse(text)
  if (typeof content !== 'object' || content === null || !('labels' in content)) return null
  const { labels } = content
  if (labels === null) return new Map()
  if (!Array.isArray(labels)) throw new Error(`expected a list under "labels", found ${typeof labels}`)
  const pairs = labels as readonly unknown[]
  const found = new Map<string, string | null>()
  pairs.forEach((pair, place) => {
    const [name, label] = parsePair(pair, place)
    if (found.has(name)) throw new Error(`the image ${JSON.stringify(name)} stands twice under "labels"`)
    found.set(name, label)
  })
  return found
}

function parsePair(pair: unknown, place: number): readonly [name: string, label: string | null] {
  const [name, label, ...rest] = Array.isArray(pair) ? (pair as readonly unknown[]) : []
  if (typeof name !== 'string' || label === undefined || rest.length > 0) {
    throw new Error(`expected a pair of a file name and a label at place ${place} of "labels"`)
  }
  return [name.replaceAll('\\', '/').replace(/^(\.\/)+/, ''), classOf(label, name)]
}

function classOf(label: unknown, name: string): string | null {
  if (label === null) return null
  if (typeof label === 'string' && label !== '') return label
  if (typeof label === 'number' && Number.isSafeInteger(label) && label >= 0) return `${label}`
  if (Array.isArray(label)) {
    const values = label as readonly unknown[]
    const hot = values.indexOf(1)
    if (hot >= 0 && values.every((value, at) => value === (at === hot ? 1 : 0))) return `${hot}`
    throw new Error(`the label of ${name} is a list of numbers that names no class: only one-hot lists are read`)
  }
  throw new Error(
    `the label of ${name} is ${JSON.stringify(label)?.slice(0, 40)}; expected a whole number of at least 0`,
  )
}

/**
 * Counts values and depth before they are made, and refuses two equal keys of the outermost object, of which `JSON.parse`
 * takes the last. (`checkJson` looks at every object, but has no room for the labels of a million images.)
 */
function requireBounded(text: string): void {
  let depth = 0
  let values = 0
  let isInString = false
  let start = 0
  const keys = new Set<string>()
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isInString) {
      if (code === 0x5c) at += 1
      else if (code === 0x22) {
        isInString = false
        if (depth === 1 && colon.test(text.slice(at + 1, at + 100))) addKey(keys, text.slice(start, at + 1))
      }
    } else if (code === 0x22) {
      isInString = true
      start = at
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1
      values += 1
      if (depth > MAX_DEPTH) throw new Error(`it is nested deeper than ${MAX_DEPTH} levels`)
    } else if (code === 0x5d || code === 0x7d) depth -= 1
    else if (code === 0x2c) values += 1
    if (values > MAX_VALUES) throw new Error(`it holds more than ${MAX_VALUES} values`)
  }
}

const colon = /^\s*:/

function addKey(keys: Set<string>, literal: string): void {
  const key = JSON.parse(literal) as string
  if (keys.has(key)) throw new Error(`the key ${JSON.stringify(key.slice(0, 60))} stands there twice`)
  keys.add(key)
}
