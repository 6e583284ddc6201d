/** Whether the images of a data set come in pairs, for translation between two kinds of pictures. */

import type { BadFile } from './bad-files.js'

export interface PairReport {
  /** `folders`: A/ and B/ (or trainA/, trainB/ …) with equal file names; `side-by-side`: one image holds both. */
  readonly mode: 'folders' | 'side-by-side'
  /** Complete pairs. */
  readonly count: number
  /** Files without a partner, partners of different size, images that do not divide into halves. */
  readonly problems: readonly BadFile[]
}

interface SizedFile {
  readonly name: string
  readonly header: { readonly width: number; readonly height: number }
}

const SIDE = /^(.*?)[-_]?([AB])$/

/** Judges pairs by names and sizes; with folders for both sides that decides, else halves side by side are assumed. */
export function checkPairs(files: readonly SizedFile[]): PairReport {
  const bySide = { A: new Map<string, SizedFile>(), B: new Map<string, SizedFile>() }
  const others: SizedFile[] = []
  for (const file of files) {
    const placed = sideOf(file.name)
    if (placed === null) others.push(file)
    else bySide[placed.side].set(placed.key, file)
  }
  if (bySide.A.size > 0 && bySide.B.size > 0) return checkFolders(bySide.A, bySide.B, others)
  return checkHalves(files)
}

/** Which side a file belongs to, and the name that its partner shares: `trainA/x/7.jpg` → A, `train/x/7`. */
function sideOf(name: string): { side: 'A' | 'B'; key: string } | null {
  const parts = name.replace(/\.[^./]*$/, '').split('/')
  for (let i = 0; i < parts.length - 1; i++) {
    const match = SIDE.exec(parts[i] ?? '')
    if (match === null) continue
    const rest = [...parts.slice(0, i), match[1], ...parts.slice(i + 1)]
    return { side: match[2] as 'A' | 'B', key: rest.join('/') }
  }
  return null
}

function checkFolders(a: Map<string, SizedFile>, b: Map<string, SizedFile>, others: readonly SizedFile[]): PairReport {
  const problems: BadFile[] = others.map(({ name }) => ({ name, reason: 'lies in neither A nor B' }))
  let count = 0
  for (const [key, file] of a) {
    const partner = b.get(key)
    if (partner === undefined) problems.push({ name: file.name, reason: 'has no partner in B' })
    else if (file.header.width !== partner.header.width || file.header.height !== partner.header.height) {
      problems.push({ name: file.name, reason: `${sizeOf(file)}, its partner in B is ${sizeOf(partner)}` })
    } else count += 1
  }
  for (const [key, file] of b) if (!a.has(key)) problems.push({ name: file.name, reason: 'has no partner in A' })
  return { mode: 'folders', count, problems }
}

/** Two halves: the width is even, and all images have the shape that most have. */
function checkHalves(files: readonly SizedFile[]): PairReport {
  const shapes = new Map<string, number>()
  for (const file of files) shapes.set(shapeOf(file), (shapes.get(shapeOf(file)) ?? 0) + 1)
  const [[usual] = ['']] = [...shapes].sort((x, y) => y[1] - x[1])
  const problems = files.flatMap((file) => {
    const { width, height } = file.header
    if (width % 2 !== 0) return [{ name: file.name, reason: `${sizeOf(file)}: an odd width has no two halves` }]
    if (width <= height) return [{ name: file.name, reason: `${sizeOf(file)}: too narrow for two halves side by side` }]
    if (shapeOf(file) !== usual) return [{ name: file.name, reason: `${sizeOf(file)}: another shape than most` }]
    return []
  })
  return { mode: 'side-by-side', count: files.length - problems.length, problems }
}

function sizeOf({ header: { width, height } }: SizedFile): string {
  return `${width}×${height}`
}

/** Width over height, rounded so that one pixel more or less is the same shape. */
function shapeOf({ header: { width, height } }: SizedFile): string {
  return (width / height).toFixed(1)
}
