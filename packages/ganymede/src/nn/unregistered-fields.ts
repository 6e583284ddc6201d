/** Finds what a module holds in its fields and has not registered: PyTorch registers by assignment, TypeScript cannot. */
import { GanymedeError } from '@ganymede/core'

/** Something that is not registered. */
export interface Unregistered {
  /** `Linear`; null for a tensor. */
  readonly module: string | null
  /** Whether it has weights. */
  readonly learns: boolean
}

interface Found extends Unregistered {
  readonly field: string
  /** What it is held in: the field itself, or something with members. */
  readonly holder: 'field' | 'list' | 'collection'
}

type Recogniser = (value: unknown) => Unregistered | null

// Lists of lists are as deep as networks are written; a graph of other objects is not followed.
const deepest = 4

/**
 * Throws where an own field of a module, or a list, map, set or plain object in it, holds something unregistered. Private
 * and hidden fields and getters are not looked at.
 *
 * @param recognise  null for everything but unregistered modules and tensors
 * @throws GanymedeError `MODULE_UNREGISTERED`
 */
export function requireRegistered(module: { readonly path: string }, recognise: Recogniser): void {
  const seen = new Set<object>()
  const found = Object.entries(Object.getOwnPropertyDescriptors(module)).flatMap(
    ([field, { enumerable, value }]): Found[] => {
      const inside = enumerable ? search(value, recognise, seen, deepest) : null
      return inside === null ? [] : [{ ...inside, field, holder: holderOf(value, recognise) }]
    },
  )
  const first = found.find(({ learns }) => learns) ?? found[0]
  if (first === undefined) return
  const where = `${module.constructor.name}${module.path === '' ? '' : ` (${module.path})`}`
  const held = `${nameOf(first)}${{ field: '', list: ' in a list', collection: ' in a collection' }[first.holder]}`
  const effect = first.learns ? 'it would never learn' : 'it would not follow train() and eval()'
  throw new GanymedeError(
    'MODULE_UNREGISTERED',
    `${where}: the field "${first.field}" holds ${held} that is not registered: ${effect}`,
    {
      lines: found.flatMap((one) => (one === first ? [] : [`also "${one.field}", which holds ${nameOf(one)}`])),
      remedy: remedyFor(first),
    },
  )
}

function nameOf({ module }: Unregistered): string {
  if (module === null) return 'a tensor with gradients'
  return `${/^[AEIO]/.test(module) ? 'an' : 'a'} ${module}`
}

function holderOf(value: unknown, recognise: Recogniser): Found['holder'] {
  if (recognise(value) !== null) return 'field'
  return Array.isArray(value) ? 'list' : 'collection'
}

function remedyFor({ field, module, holder }: Found): string {
  const hidden = `What shall not belong to this module goes into a private field: #${field}.`
  if (module === null) {
    return holder === 'field'
      ? `Write ${field} = this.parameter('${field}', …). ${hidden}`
      : `Write this.parameter('<name>', …) for each tensor in ${field}. ${hidden}`
  }
  if (holder === 'list') return `Write ${field} = this.child('${field}', new ModuleList([…])). ${hidden}`
  if (holder === 'collection')
    return `Write this.child('<name>', new ${module}(…)) for each module in ${field}. ${hidden}`
  return `Write ${field} = this.child('${field}', new ${module}(…)). ${hidden}`
}

function search(value: unknown, recognise: Recogniser, seen: Set<object>, depth: number): Unregistered | null {
  if (typeof value !== 'object' || value === null || seen.has(value)) return null
  const found = recognise(value)
  if (found !== null || depth === 0) return found
  const members = membersOf(value)
  if (members === null) return null
  seen.add(value)
  for (const member of members) {
    const inside = search(member, recognise, seen, depth - 1)
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
