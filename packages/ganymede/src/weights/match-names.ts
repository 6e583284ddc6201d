/**
 * Which tensor of a file belongs to which tensor of a network. Pure: names and shapes in, pairs out.
 *
 * Names match as they are or after what wrappers and versions of PyTorch do to them: `module.` of DataParallel,
 * `_orig_mod.` of compiled models, a common prefix that one side has and the other has not, spectral norm as a
 * parametrization, and the names of well-known scripts.
 */

import { plainName } from '../nn/state-names.js'

export type Shape = readonly number[]
export type NamedShapes = ReadonlyMap<string, Shape>

/** A tensor of the network and the one of the file that goes into it. */
export interface NamePair {
  readonly target: string
  readonly source: string
  /** Whether the elements fit only after another arrangement of the same order: `[10, 49]` into `[10, 1, 7, 7]`. */
  readonly isReshaped: boolean
}

/** A name that both sides have, with shapes that cannot be made one. */
export interface ShapeConflict {
  readonly target: string
  readonly source: string
  readonly expected: Shape
  readonly found: Shape
}

export interface NameMatch {
  readonly pairs: readonly NamePair[]
  readonly conflicts: readonly ShapeConflict[]
  /** Names of the network for which the file has nothing. */
  readonly missing: readonly string[]
  /** Names of the file that the network does not have. */
  readonly unexpected: readonly string[]
  /** How names were changed to fit, for the report; undefined when they fit as they are. */
  readonly renaming?: string
}

type Rename = (name: string) => string

/** Names of scripts that build the same network with other words. Each applies when all its keys are in the file. */
const wellKnown: readonly { readonly what: string; readonly prefixes: Readonly<Record<string, string>> }[] = [
  {
    what: "pytorch/examples' VAE",
    prefixes: { 'fc21.': 'fc2.', 'fc22.': 'fc3.', 'fc3.': 'fc4.', 'fc4.': 'fc5.' },
  },
]

/**
 * Finds the renaming with which most tensors fit, in name and shape; among equals the simplest.
 *
 * When no name fits in any way, but both sides list layers of the same kinds and shapes in the same order, they are paired
 * in that order.
 */
export function matchNames(targets: NamedShapes, sources: NamedShapes): NameMatch {
  let best: { match: NameMatch; score: number } | undefined
  for (const { rename, what } of renamings(targets, sources)) {
    const match = pairUp(targets, sources, rename)
    // A pair of equal shapes outweighs any number of pairs that only share a name.
    const score = match.pairs.length * (targets.size + 1) + match.conflicts.length
    if (best === undefined || score > best.score) {
      best = { match: what === '' ? match : { ...match, renaming: what }, score }
    }
  }
  if (best !== undefined && best.match.pairs.length > 0) return best.match
  return pairInOrder(targets, sources) ?? best?.match ?? pairUp(targets, sources, (name) => name)
}

/** Whether elements in row-major order may be read in the other shape: only neighbouring axes are joined or cut. */
export function isRefolding(a: Shape, b: Shape): boolean {
  const left = a.filter((size) => size !== 1)
  const right = b.filter((size) => size !== 1)
  let [i, j] = [0, 0]
  while (i < left.length && j < right.length) {
    let [p, q] = [left[i++]!, right[j++]!]
    let [fromLeft, fromRight] = [1, 1]
    while (p !== q) {
      if (p < q && i < left.length) {
        p *= left[i++]!
        fromLeft += 1
      } else if (q < p && j < right.length) {
        q *= right[j++]!
        fromRight += 1
      } else return false
    }
    // [2, 6] and [3, 4] hold as many elements, but mean other things.
    if (fromLeft > 1 && fromRight > 1) return false
  }
  return i === left.length && j === right.length
}

function pairUp(targets: NamedShapes, sources: NamedShapes, rename: Rename): NameMatch {
  const pairs: NamePair[] = []
  const conflicts: ShapeConflict[] = []
  const unexpected: string[] = []
  const taken = new Set<string>()
  for (const [source, found] of sources) {
    const target = rename(source)
    const expected = targets.get(target)
    if (expected === undefined || taken.has(target)) {
      unexpected.push(source)
      continue
    }
    taken.add(target)
    const isSame = sameShape(expected, found)
    if (isSame || isRefolding(expected, found)) pairs.push({ target, source, isReshaped: !isSame })
    else conflicts.push({ target, source, expected, found })
  }
  const missing = [...targets.keys()].filter((name) => !taken.has(name) && !isCounter(name))
  return { pairs, conflicts, missing, unexpected }
}

function* renamings(targets: NamedShapes, sources: NamedShapes): Generator<{ rename: Rename; what: string }> {
  const names = [...sources.keys()]
  const plain = names.map(unwrapped)
  const isWrapped = plain.some((name, index) => name !== names[index])
  const cuts = prefixesOf(plain)
  const additions = prefixesOf([...targets.keys()])
  const known = wellKnown.filter(({ prefixes }) =>
    Object.keys(prefixes).every((prefix) => plain.some((name) => name.startsWith(prefix))),
  )
  for (const words of [undefined, ...known]) {
    for (const cut of cuts) {
      for (const addition of additions) {
        const what = [
          isWrapped ? 'without wrappers' : '',
          words === undefined ? '' : `names of ${words.what}`,
          cut === '' ? '' : `without ${cut}`,
          addition === '' ? '' : `with ${addition}`,
        ].filter((part) => part !== '')
        yield {
          what: what.join(', '),
          rename: (name) => {
            const short = unwrapped(name)
            const bare = short.startsWith(cut) ? short.slice(cut.length) : short
            return addition + translated(bare, words?.prefixes)
          },
        }
      }
    }
  }
}

/** What data-parallel and compiled models put in front, and where newer versions keep the weight under spectral norm. */
function unwrapped(name: string): string {
  return plainName(name)
    .replace(/\.parametrizations\.(\w+)\.original$/, '.$1_orig')
    .replace(/\.parametrizations\.(\w+)\.0\._([uv])$/, '.$1_$2')
}

function translated(name: string, prefixes: Readonly<Record<string, string>> = {}): string {
  const found = Object.entries(prefixes).find(([prefix]) => name.startsWith(prefix))
  return found === undefined ? name : found[1] + name.slice(found[0].length)
}

/** `''` and every dotted prefix that all names share, shortest first. */
function prefixesOf(names: readonly string[]): string[] {
  const [first = '', ...rest] = names
  const prefixes = ['']
  for (let dot = first.indexOf('.'); dot >= 0; dot = first.indexOf('.', dot + 1)) {
    const prefix = first.slice(0, dot + 1)
    if (!rest.every((name) => name.startsWith(prefix))) break
    prefixes.push(prefix)
  }
  return prefixes
}

function pairInOrder(targets: NamedShapes, sources: NamedShapes): NameMatch | undefined {
  const left = [...targets].filter(([name]) => !isCounter(name))
  const right = [...sources].filter(([name]) => !isCounter(name))
  const isSameList =
    left.length === right.length &&
    left.length > 0 &&
    left.every(([name, shape], index) => {
      const [other, found] = right[index]!
      return lastPart(name) === lastPart(other) && sameShape(shape, found)
    })
  if (!isSameList) return undefined
  return {
    pairs: left.map(([target], index) => ({ target, source: right[index]![0], isReshaped: false })),
    conflicts: [],
    missing: [],
    unexpected: [],
    renaming: 'layers in the order of the file, since no name fits',
  }
}

/** @internal Whether a name is that of a counter of batch norm: old files have none, and nothing depends on them. */
export function isCounter(name: string): boolean {
  return lastPart(name) === 'num_batches_tracked'
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, index) => size === b[index])
}
