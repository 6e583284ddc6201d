/** Values from a writer that does not wait, for readers that do. */

// Without a reader nothing piles up: a run of a million steps may never be looked at.
const keptWithoutReader = 1000

interface Reader<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void
  readonly reject: (error: unknown) => void
}

/**
 * An async iterator over what is pushed. Values come in order, each to one reader; any number of `next()` may wait at
 * once. Who stops reading (`break` in `for await`) ends the iteration: what is pushed afterwards is dropped.
 *
 * Until the first `next()` the last 1000 values are kept, older ones dropped.
 */
export class EventQueue<T> implements AsyncIterableIterator<T, undefined> {
  #waiting: T[] = []
  #readers: Reader<T>[] = []
  #end: { readonly error?: unknown } | null = null
  #isRead = false

  push(value: T): void {
    if (this.#end !== null) return
    const reader = this.#readers.shift()
    if (reader !== undefined) {
      reader.resolve({ value, done: false })
      return
    }
    if (!this.#isRead && this.#waiting.length >= keptWithoutReader) this.#waiting.shift()
    this.#waiting.push(value)
  }

  /** Ends the iteration after what waits; with an error, its next reader gets that instead. Later calls change nothing. */
  end(error?: unknown): void {
    if (this.#end !== null) return
    this.#end = error === undefined ? {} : { error }
    // Readers wait only when no value does. The first learns of the error, the others that it is over.
    for (const { resolve, reject } of this.#readers.splice(0)) {
      const failure = this.#takeError()
      if (failure === null) resolve(ended)
      else reject(failure.error)
    }
  }

  next(): Promise<IteratorResult<T, undefined>> {
    this.#isRead = true
    if (this.#waiting.length > 0) return Promise.resolve({ value: this.#waiting.shift() as T, done: false })
    if (this.#end === null) return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }))
    const failure = this.#takeError()
    return failure === null ? Promise.resolve(ended) : Promise.reject(failure.error)
  }

  /** Ends the iteration from the reader's side. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.#end = {}
    this.#waiting = []
    for (const { resolve } of this.#readers.splice(0)) resolve(ended)
    return Promise.resolve(ended)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #takeError(): { readonly error: unknown } | null {
    const end = this.#end
    if (end === null || !('error' in end)) return null
    this.#end = {}
    return { error: end.error }
  }
}

const ended = { value: undefined, done: true } as const
