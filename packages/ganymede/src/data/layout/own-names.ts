/** Where pictures that Ganymede wrote are looked for in a listing, whose time may not follow that of opening every file. */

const MAX_LOOKS = 128
/** Characters in which names are compared with those before them. */
const MAX_PREFIX = 256

/** What Ganymede calls pictures when nobody names them: sheets, samples, real images, frames of animations, pairs. */
const ownNames = /^((step-\d{6,}|init)(-.*)?|reals(-aug)?|frame-\d{5,}|pairs)\.\w+$/

/**
 * The names to look into: all of up to 128, and of more those that Ganymede gives, those that differ most from the name before
 * them, and some in between. One picture of ours with a name like those of its thousands of neighbours may be missed: whoever
 * reads every file (training, `data check`, `translate`) has every file looked into, by `choose` of the listing.
 *
 * @param names  sorted bytewise
 * @returns in the order of `names`, each once
 */
export function likelyOwn(names: readonly string[]): readonly string[] {
  if (names.length <= MAX_LOOKS) return names
  const own = names.filter((name) => ownNames.test(name.slice(name.lastIndexOf('/') + 1)))
  const chosen = new Set([...thinned(own, MAX_LOOKS / 4), ...turns(names, MAX_LOOKS / 2), ...thinned(names, 2)])
  const others = names.filter((name) => !chosen.has(name))
  for (const name of thinned(others, MAX_LOOKS - chosen.size)) chosen.add(name)
  return names.filter((name) => chosen.has(name))
}

/** The names that share least with those before them: the first of a folder, or of many that are numbered. */
function turns(names: readonly string[], count: number): string[] {
  const byShared: string[][] = []
  let before = ''
  for (const name of names) {
    const shared = sharedLength(before, name)
    const same = byShared[shared]
    if (same === undefined) byShared[shared] = [name]
    else same.push(name)
    before = name
  }
  const found: string[] = []
  for (const same of byShared) if (same !== undefined) found.push(...thinned(same, count - found.length))
  return found
}

function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length, MAX_PREFIX)
  let length = 0
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length += 1
  return length
}

/** At most so many, evenly spaced, the first and the last among them. */
function thinned(names: readonly string[], count: number): readonly string[] {
  if (names.length <= count) return names
  return Array.from(
    { length: count },
    (_, i) => names[Math.floor((i * (names.length - 1)) / Math.max(1, count - 1))] as string,
  )
}
