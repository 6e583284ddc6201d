/** Finds what a module holds in its fields and has not registered: PyTorch registers by assignment, TypeScript cannot. */
import { GanymedeError } from '../errors.js'

interface Found {
  readonly field: string
  /** `Linear`, or `tensor with gradients`. */
  readonly kind: string
  readonly isInList: boolean
}

// Lists of lists are as deep as networks are written; a graph of other objects is not followed.
const deepest = 4

/**
 * Throws where an own field of a module, or a list, map, set or plain object in it, holds something unregistered. Private
 * and hidden fields and getters are not looked at.
 *
 * @param kindOf  what an unregistered thing is called, or null for everything else
 * @throws GanymedeError `MODULE_UNREGISTERED`
 */
export function requireRegistered(
  module: { readonly path: string },
  kindOf: (value: unknown) => string | null,
): void {
  const seen = new Set<object>()
  const found = Object.entries(Object.getOwnPropertyDescriptors(module)).flatMap(
    ([field, { enumerable, value }]): Found[] => {
      const kind = enumerable ? search(value, kindOf, seen, deepest) : null
      return kind === null ? [] : [{ field, kind, isInList: Array.isArray(value) }]
    },
  )
  const [first, ...others] = found
  if (first === undefined) return
  const { path, constructor } = module
  const where = path === '' ? constructor.name : `${constructor.name} (${path})`
  const held = `a ${first.kind}${first.isInList ? ' in a list' : ''}`
  throw new GanymedeError(
    'MODULE_UNREGISTERED',
    `${where}: the field "${first.field}" holds ${held} that is not registered: it would never learn`,
    {
      lines: others.map(({ field, kind }) => `also "${field}", which holds a ${kind}`),
      remedy: remedyFor(first),
    },
  )
}

function remedyFor({ field, kind, isInList }: Found): string {
  const write =
    kind === 'tensor with gradients'
      ? `this.parameter('${field}', …)`
      : `this.child('${field}', ${isInList ? 'new ModuleList([…])' : `new ${kind}(…)`})`
  return `Write ${field} = ${write}. What shall not belong to this module goes into a private field: #${field}.`
}

function search(
  value: unknown,
  kindOf: (value: unknown) => string | null,
  seen: Set<object>,
  depth: number,
): string | null {
  if (typeof value !== 'object' || value === null || seen.has(value)) return null
  const kind = kindOf(value)
  if (kind !== null || depth === 0) return kind
  const members = membersOf(value)
  if (members === null) return null
  seen.add(value)
  for (const member of members) {
    const inside = search(member, kindOf, seen, depth - 1)
    if (inside !== null) return inside
  }
  return null
}

function membersOf(value: object): Iterable<unknown> | null {
  if (Array.isArray(value) || value instanceof Set) return value
  if (value instanceof Map) return value.values()
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = prototype === Object.prototype || prototype === null
  return isPlain ? Object.values(Object.getOwnPropertyDescriptors(value)).map((property) => property.value) : null
}
