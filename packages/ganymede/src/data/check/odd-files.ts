/** Images that stand out from the others of their data set by shape, size or channels. */

import type { BadFile } from '../bad-files.js'

const ODD_ASPECT = 2.5 // long side over short side …
const ODD_AGAINST_MEDIAN = 1.5 // … and this far from the middle image of the set

/**
 * Images of unusual shape, and images that are too small: below `size`, or without one below half of the median.
 */
export function oddSizes(
  files: readonly { readonly name: string; readonly header: { readonly width: number; readonly height: number } }[],
  size?: number,
): BadFile[] {
  const aspect = median(files.map(({ header }) => header.width / header.height))
  const side = median(files.map(({ header }) => Math.min(header.width, header.height)))
  const smallest = size ?? side / 2
  return files.flatMap(({ name, header: { width, height } }) => {
    const own = width / height
    const problems: string[] = []
    if (Math.max(own, 1 / own) > ODD_ASPECT && Math.max(own / aspect, aspect / own) > ODD_AGAINST_MEDIAN) {
      problems.push(`${ratio(width, height)} is far from square`)
    }
    if (Math.min(width, height) < smallest) {
      problems.push(size === undefined ? 'much smaller than the others' : `smaller than ${size} px`)
    }
    return problems.length === 0 ? [] : [{ name, reason: `${width}×${height}: ${problems.join(', ')}` }]
  })
}

/** Images whose kind of pixel is not that of the majority. */
export function oddChannels(files: readonly { readonly name: string; readonly kind: string }[]): BadFile[] {
  const counts = new Map<string, number>()
  for (const { kind } of files) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const [[usual, most] = ['', 0]] = [...counts].sort((a, b) => b[1] - a[1])
  return files.flatMap(({ name, kind }) =>
    kind === usual ? [] : [{ name, reason: `${kind}, where ${most} of ${files.length} are ${usual}` }],
  )
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}

function ratio(width: number, height: number): string {
  return width > height ? `${(width / height).toFixed(1)}:1` : `1:${(height / width).toFixed(1)}`
}
