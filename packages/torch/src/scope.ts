/**
 * Ownership of tensors: a scope frees everything made inside it that is not returned or kept.
 *
 * Garbage collection cannot own tensors: V8 does not see the native bytes, and finalizers run only between turns of the
 * event loop. Scopes are synchronous, cost one native call to close, and one array push per tensor.
 */
import { TorchError } from './errors.js'
import { native } from './load.js'

/** @internal The part of a tensor that scopes manage. */
export interface Owned {
  slot: number
  owner: Scope | null
  serial: number
  closedBy: string | null
  rootBytes: number
}

/** Objects that hold tensors can say which, so that returning them from a scope lets their tensors out. */
export interface HoldsTensors {
  tensors(): Iterable<unknown>
}

let current: Scope | null = null
let freeBuffer = new Uint32Array(1024)
let isTensor: (value: unknown) => value is Owned & object = (_): _ is Owned & object => false
let adoptRoot: (tensor: Owned & object) => void = () => {}

/** @internal Breaks the import circle with tensor.ts. */
export function connectTensors(
  test: (value: unknown) => value is Owned & object,
  adopt: (tensor: Owned & object) => void,
): void {
  isTensor = test
  adoptRoot = adopt
}

/** An open scope in block form; see {@link openScope}. */
export class Scope {
  readonly name: string
  /** @internal */
  readonly parent: Scope | null
  readonly #tensors: Owned[] = []
  #closed = false

  /** @internal */
  constructor(name: string) {
    this.name = name
    this.parent = current
    current = this
  }

  /** @internal */
  adopt(tensor: Owned): void {
    tensor.owner = this
    this.#tensors.push(tensor)
  }

  /** Tensors that belong to this scope at the moment. */
  get size(): number {
    return this.#tensors.filter((tensor) => tensor.owner === this && tensor.slot !== 0).length
  }

  /** Lets tensors (also inside arrays, objects and Maps) outlive this scope: they belong to the enclosing one then. */
  keep<T>(value: T): T {
    letOut(value, this)
    return value
  }

  /**
   * Frees what belongs to the scope.
   *
   * @throws TorchError `SCOPE_INVALID` when an inner scope is still open, which happens when a scope spans an `await`
   */
  close(): void {
    if (this.#closed) return
    if (current !== this) {
      throw new TorchError('SCOPE_INVALID', `scope "${this.name}" is not the innermost one and cannot be closed`, {
        lines: [
          `innermost: ${current === null ? 'none' : `"${current.name}"`}`,
          'Scopes are synchronous: do not await between opening and closing one.',
        ],
      })
    }
    this.#closed = true
    current = this.parent
    const tensors = this.#tensors
    if (tensors.length > freeBuffer.length) freeBuffer = new Uint32Array(tensors.length * 2)
    let count = 0
    for (let i = 0; i < tensors.length; i++) {
      const tensor = tensors[i]!
      if (tensor.owner !== this || tensor.slot === 0) continue
      freeBuffer[count] = tensor.slot
      tensors[count++] = tensor
    }
    if (count === 0) return
    const serial = native().free(freeBuffer, count)
    for (let i = 0; i < count; i++) {
      const tensor = tensors[i]!
      tensor.slot = 0
      tensor.serial = serial + i
      tensor.closedBy = this.name
      tensor.owner = null
    }
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

/** @internal Gives a new tensor to the innermost scope, or makes it a root. */
export function register(tensor: Owned & object): void {
  if (current === null) adoptRoot(tensor)
  else current.adopt(tensor)
}

function moveTo(tensor: Owned & object, target: Scope | null): void {
  if (target === null) {
    tensor.owner = null
    adoptRoot(tensor)
  } else {
    target.adopt(tensor)
  }
}

function letOut(value: unknown, from: Scope): void {
  if (value === null || typeof value !== 'object') return
  if (isTensor(value)) {
    if (value.owner === from) moveTo(value, from.parent)
    return
  }
  forEachTensor(value, (tensor) => {
    if (tensor.owner === from) moveTo(tensor, from.parent)
  })
}

/** @internal Visits every tensor in arrays, plain objects, Maps, Sets and objects with `tensors()`; cycles are allowed. */
export function forEachTensor(root: unknown, visit: (tensor: Owned & object) => void): void {
  const seen = new Set<object>()
  const pending: unknown[] = [root]
  while (pending.length > 0) {
    const value = pending.pop()
    if (value === null || typeof value !== 'object' || seen.has(value)) continue
    seen.add(value)
    if (isTensor(value)) visit(value)
    else for (const part of partsOf(value)) pending.push(part)
  }
}

function partsOf(value: object): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set) return value
  if (value instanceof Map) return [...value.keys(), ...value.values()]
  if (typeof (value as Partial<HoldsTensors>).tensors === 'function') return (value as HoldsTensors).tensors()
  return isPlainObject(value) ? Object.values(value) : []
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isThenable(value: unknown): boolean {
  return value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function'
}

/**
 * Runs `fn` and frees every tensor made inside that it does not return.
 *
 * What is returned is searched through arrays, plain objects, Maps and objects with a `tensors()` method; those tensors
 * belong to the enclosing scope afterwards. Parameters, buffers and tensors given to {@link keep} are never freed.
 *
 * @param name  shows up in the message when a freed tensor is used; optional
 * @param fn    synchronous; a returned promise is an error, because awaited code would run in the wrong scope
 * @returns what `fn` returns
 * @throws TorchError `SCOPE_INVALID` when `fn` returns a promise
 * @example
 * const loss = scope('d-step', () => D.forward(x).mean())
 */
export function scope<T>(fn: () => T): T
export function scope<T>(name: string, fn: () => T): T
export function scope<T>(nameOrFn: string | (() => T), maybeFn?: () => T): T {
  const [name, fn] = typeof nameOrFn === 'string' ? [nameOrFn, maybeFn!] : ['scope', nameOrFn]
  const opened = new Scope(name)
  let result: T
  try {
    result = fn()
    if (isThenable(result)) {
      throw new TorchError('SCOPE_INVALID', `the callback of scope "${name}" returned a promise`, {
        lines: ['Scopes are synchronous: await first, then open a scope for the tensor work.'],
      })
    }
    letOut(result, opened)
  } catch (error) {
    closeAbandoned(opened)
    throw error
  }
  opened.close()
  return result
}

// An exception may leave inner block-form scopes open when they were not declared with `using`: innermost first.
function closeAbandoned(opened: Scope): void {
  while (current !== null && current !== opened) current.close()
  opened.close()
}

/**
 * Opens a scope in block form: `using s = openScope('name')`.
 *
 * @throws TorchError `SCOPE_INVALID` from its `close()` when the block spans an `await`
 */
export function openScope(name = 'scope'): Scope {
  return new Scope(name)
}

/** @internal */
export function currentScope(): Scope | null {
  return current
}
