/** Which name somebody meant: the nearest of those that exist. */

/**
 * The existing name that is nearest to a mistyped one, by insertions, deletions, replacements and swapped neighbours.
 *
 * Letter case and separators do not count, and a dotted name is also found by its last part: `batch` finds `train.batch`.
 *
 * @returns undefined when nothing is near enough to be worth a question
 */
export function nearestName(typed: string, names: Iterable<string>): string | undefined {
  const wanted = plain(typed)
  if (wanted === '') return undefined
  let best: { name: string; distance: number } | undefined
  for (const name of names) {
    const distance = Math.min(
      distanceTo(wanted, plain(name)),
      // A match of the last part alone is worth a little less than one of the whole name.
      name.includes('.') ? distanceTo(plain(lastPart(typed)), plain(lastPart(name))) + 0.5 : Number.POSITIVE_INFINITY,
    )
    if (best === undefined || distance < best.distance) best = { name, distance }
  }
  // One letter in three may be wrong; more is another word. Of one or two letters, one must be right.
  const most = Math.max(Math.min(1.5, wanted.length - 1), wanted.length / 3)
  return best !== undefined && best.distance <= most ? best.name : undefined
}

/** `Did you mean …?`, or the fallback when nothing is near. */
export function didYouMean(typed: string, names: Iterable<string>, fallback?: string): string | undefined {
  const nearest = nearestName(typed, names)
  return nearest === undefined ? fallback : `Did you mean ${nearest}?`
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '')
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function distanceTo(a: string, b: string): number {
  // The start of a longer name, as when only part of it was remembered.
  if (a.length >= 3 && a !== b && b.startsWith(a)) return 1
  // Optimal string alignment: rows of the table for the last two letters of `a`.
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
