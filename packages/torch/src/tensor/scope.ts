/**
 * Ownership of tensors: a scope frees everything made inside it that is not returned or kept.
 *
 * Garbage collection cannot own tensors: V8 does not see the native bytes, and finalizers run only between turns of the
 * event loop. Scopes are synchronous, cost one native call to close, and one array push per tensor.
 */

import { native } from '../addon/load.js'
import { requireFunction, requireText } from '../arguments.js'
import { TorchError } from '../errors.js'
import { forEachTensor, isTensor, type Owned } from './owned.js'
import { requireSynchronous } from './synchronous.js'

let current: Scope | null = null
let freeBuffer = new Int32Array(1024)
let adoptRoot: (tensor: Owned) => void = () => {}

/** @internal Breaks the import circle with tensor.ts. */
export function setRootOwner(adopt: (tensor: Owned) => void): void {
  adoptRoot = adopt
}

/** An open scope in block form; see {@link openScope}. */
export class Scope {
  readonly name: string
  /** @internal */ readonly parent: Scope | null
  /** @internal A turn of the event loop ended while the scope was open. */ spansTurns = false
  #tensors: Owned[] = []
  // A scope around a long loop would collect what inner scopes let out and the loop freed.
  #compactAt = 4096
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
    if (this.#tensors.length >= this.#compactAt) this.#compact()
    this.#tensors.push(tensor)
  }

  #compact(): void {
    this.#tensors = this.#tensors.filter((tensor) => tensor.owner === this)
    this.#compactAt = Math.max(4096, 2 * this.#tensors.length)
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Tensors that belong to this scope at the moment. */
  get size(): number {
    return this.#tensors.filter((tensor) => tensor.owner === this).length
  }

  /**
   * Lets tensors (also inside arrays, plain objects, Maps and Sets) outlive this scope: they belong to the enclosing
   * one then. Tensors of other scopes and kept ones stay where they are.
   */
  keep<T>(value: T): T {
    if (isTensor(value)) {
      if (value.owner === this) this.#letOut(value)
    } else {
      forEachTensor(value, (tensor) => {
        if (tensor.owner === this) this.#letOut(tensor)
      })
    }
    return value
  }

  #letOut(tensor: Owned): void {
    if (this.parent !== null) {
      this.parent.adopt(tensor)
    } else {
      tensor.owner = null
      adoptRoot(tensor)
    }
  }

  /**
   * Frees what belongs to the scope; a second call does nothing.
   *
   * @throws TorchError `SCOPE_INVALID` when an inner scope is still open, or when the scope spans an `await`
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
    this.#free()
    if (this.spansTurns) {
      throw new TorchError('SCOPE_INVALID', `scope "${this.name}" spans an await`, {
        lines: [
          'Other code ran in between, and its tensors may have been freed here: await first, then open the scope.',
        ],
      })
    }
  }

  #free(): void {
    const tensors = this.#tensors
    if (tensors.length > freeBuffer.length) freeBuffer = new Int32Array(tensors.length * 2)
    let count = 0
    for (let i = 0; i < tensors.length; i++) {
      const tensor = tensors[i]!
      if (tensor.owner !== this) continue
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
    this.#tensors = []
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

/** @internal Gives a new tensor to the innermost scope, or makes it a root. */
export function register(tensor: Owned): void {
  if (current === null) adoptRoot(tensor)
  else current.adopt(tensor)
}

/**
 * Runs `fn` and frees every tensor made inside that it does not return.
 *
 * What is returned is searched through arrays, plain objects, Maps, Sets and objects with a `tensors()` method; those
 * tensors belong to the enclosing scope afterwards. Parameters, buffers and tensors given to {@link keep} are never
 * freed.
 *
 * @param name  shows up in the message when a freed tensor is used; optional
 * @param fn    synchronous; a returned promise is an error, because awaited code would run in the wrong scope
 * @returns what `fn` returns
 * @throws TorchError `SCOPE_INVALID` when `fn` returns a promise, or leaves a scope open that it opened
 * @example
 * const loss = scope('d-step', () => D.forward(x).mean())
 */
export function scope<T>(fn: () => T): T
export function scope<T>(name: string, fn: () => T): T
export function scope<T>(nameOrFn: string | (() => T), maybeFn?: () => T): T {
  const [name, fn] = typeof nameOrFn === 'string' ? [nameOrFn, maybeFn!] : ['scope', nameOrFn]
  requireFunction('scope', 'fn', fn)
  const opened = new Scope(name)
  let result: T
  try {
    result = requireSynchronous(`scope "${name}"`, fn())
    if (current !== opened) throw leftOpen(opened)
    opened.keep(result)
  } catch (error) {
    closeAbandoned(opened)
    throw error
  }
  opened.close()
  return result
}

function leftOpen(opened: Scope): TorchError {
  return new TorchError('SCOPE_INVALID', `scope "${current?.name}" was left open inside scope "${opened.name}"`, {
    lines: ['Declare it with `using`, or close() it, before the callback returns.'],
  })
}

// An exception may leave inner block-form scopes open when they were not declared with `using`: innermost first.
function closeAbandoned(opened: Scope): void {
  while (current !== null && !opened.isClosed) {
    const innermost: Scope = current
    innermost.spansTurns = false // The error on its way says more.
    innermost.close()
  }
}

let turnCheckPending = false

// Microtasks run only when all synchronous code has ended: a scope that is open then spans an await.
function checkTurn(): void {
  turnCheckPending = false
  for (let open = current; open !== null; open = open.parent) open.spansTurns = true
}

/**
 * Opens a scope in block form: `using s = openScope('name')`, or with an explicit `close()`.
 *
 * @throws TorchError `SCOPE_INVALID` from its `close()` when the block spans an `await`
 * @example
 * using s = openScope('metrics')
 */
export function openScope(name = 'scope'): Scope {
  requireText('openScope', 'name', name)
  if (!turnCheckPending) {
    turnCheckPending = true
    queueMicrotask(checkTurn)
  }
  return new Scope(name)
}
