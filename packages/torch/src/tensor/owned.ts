/** What scopes know of a tensor, and how tensors are found in the values that leave a scope. */

/** @internal A scope, as its tensors know it. */
export interface Owner {
  readonly name: string
}

/** @internal The base of Tensor: who owns it, and what is left of it after it was freed. */
export abstract class Owned {
  /** Handle in the addon's table; 0 after the tensor was freed or given away. */
  slot: number
  /** The scope that frees it; null for roots, kept and freed tensors. */
  owner: Owner | null = null
  /** Bytes reported to V8 while it is a root; 0 otherwise. */
  rootBytes = 0
  /** Number of the addon's record of the freed tensor. */
  serial = 0
  /** Name of the scope that freed it, or `dispose()`. */
  closedBy: string | null = null

  constructor(slot: number) {
    this.slot = slot
  }
}

/** Objects that hold tensors can say which, so that returning them from a scope lets their tensors out. */
export interface HoldsTensors {
  tensors(): Iterable<unknown>
}

/** @internal */
export function isTensor(value: unknown): value is Owned {
  return value instanceof Owned
}

/** @internal Visits every tensor in arrays, plain objects, Maps, Sets and objects with `tensors()`; cycles are allowed. */
export function forEachTensor(root: unknown, visit: (tensor: Owned) => void): void {
  if (!isObject(root)) return
  const seen = new Set<object>()
  const pending: object[] = [root]
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (seen.has(value)) continue
    seen.add(value)
    if (value instanceof Owned) visit(value)
    else for (const inner of contentsOf(value)) if (isObject(inner)) pending.push(inner)
  }
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object'
}

const mostElements = 2 ** 24

function contentsOf(value: object): Iterable<unknown> {
  // A sparse array may claim billions of elements: what it holds is found by its keys.
  if (Array.isArray(value)) return value.length <= mostElements ? value : Object.values(value)
  if (value instanceof Set) return value
  if (value instanceof Map) return [...value.keys(), ...value.values()]
  // Looked for before it is read: some objects throw at the mention of a property that they do not have.
  if ('tensors' in value && typeof value.tensors === 'function') return (value as HoldsTensors).tensors()
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? Object.values(value) : []
}
