/**
 * What reading a file from a stranger may cost, stated once for every reader (SECURITY.md promises
 * it, `npm run fuzz` measures it). Readers count their work instead of looking at a clock, so that a file is read or
 * refused alike on every machine and in every hour.
 */
import { wrongArgument } from '../given-options.js'

/** The budgets of one file. */
export const readLimits = {
  /** Until the reader's own error, on one core of an ordinary machine. */
  seconds: 2,
  /** Resident memory beyond what the same process needs for a tiny valid file of the format. Tensors are extra. */
  memoryBytes: 300 << 20,
  /**
   * Objects of any file, however long; see {@link ReadBudget.count} for what counts how much. An object is what takes
   * about 45 bytes or 0.3 µs, whichever is reached first, so that this many fit the two limits above.
   */
  objects: 5 << 20,
  /** Objects of a file of no bytes, and for each byte of it: small files may do as they like. */
  freeObjects: 1 << 18,
  objectsPerByte: 1,
  /** Levels of containers within containers. */
  depth: 200,
  /** Bytes that packed data may unpack to, at most: so many in any case, or so many times the packed bytes. */
  freeUnpackedBytes: 16 << 20,
  unpackedPerByte: 200,
  /**
   * Bytes of tensors, beyond those that lie in the file as they are: unpacked storages, elements that views repeat. So
   * many in any case, and so many for each byte of the file. Weights pack to a half at best; few tensors share elements.
   */
  freeTensorBytes: 64 << 20,
  tensorBytesPerByte: 8,
} as const

/** How many objects things count by their memory: a list and a dict of any size, beside each value and each key in them. */
export const objectCost = { value: 1, list: 4, dict: 8, key: 4 } as const

/** How many bytes the tensors of a file may have together; see {@link readLimits}. */
export function mostTensorBytes(fileBytes: number): number {
  return readLimits.freeTensorBytes + readLimits.tensorBytesPerByte * fileBytes
}

/**
 * Counts what one file costs, and throws the reader's own error when it is more than {@link readLimits} allow.
 *
 * @example
 * const budget = new ReadBudget(file.size, (problem) => fileInvalid(file.path, problem))
 * budget.count(objectCost.dict)      // a dict was made
 * budget.count(elements.length)      // its elements were copied
 */
export class ReadBudget {
  readonly #fail: (problem: string) => Error
  readonly #objects: number
  readonly #isLong: boolean
  readonly #unpacked: number
  #counted = 0
  #unpackedBytes = 0
  #depth = 0

  /**
   * @param storedBytes  length of the file, or of the part that is read, as it is stored: packed where it is packed
   * @param fail         makes the reader's error; gets a sentence without its subject, such as "is nested deeper than …"
   */
  constructor(storedBytes: number, fail: (problem: string) => Error) {
    if (typeof storedBytes !== 'number') throw wrongArgument('ReadBudget', 'storedBytes', 'a number', storedBytes)
    if (typeof fail !== 'function') throw wrongArgument('ReadBudget', 'fail', 'a function', fail)
    this.#fail = fail
    const byLength = readLimits.freeObjects + readLimits.objectsPerByte * storedBytes
    this.#isLong = byLength >= readLimits.objects
    this.#objects = this.#isLong ? readLimits.objects : byLength
    this.#unpacked = Math.max(readLimits.freeUnpackedBytes, readLimits.unpackedPerByte * storedBytes)
  }

  /**
   * Objects that are made, copied or visited: 1 for a number, a string, an element or a step of work, more for
   * containers and keys ({@link objectCost}). What two names share counts once for each name that is walked.
   */
  count(objects: number): void {
    this.#counted += objects
    if (this.#counted > this.#objects) {
      const why = this.#isLong ? 'the most that any file may have' : 'more than its length allows'
      throw this.#fail(`holds or unfolds to more than ${this.#objects} values, ${why}`)
    }
  }

  /** Bytes that are about to be unpacked or copied; ask before allocating them. */
  unpack(bytes: number): void {
    this.#unpackedBytes += bytes
    if (this.#unpackedBytes > this.#unpacked) {
      throw this.#fail(`unpacks to more than ${this.#unpacked} bytes, more than its length allows`)
    }
  }

  /** A container within the current one begins; {@link leave} ends it. */
  enter(): void {
    this.#depth += 1
    if (this.#depth > readLimits.depth) throw this.#fail(`is nested deeper than ${readLimits.depth} levels`)
  }

  leave(): void {
    this.#depth -= 1
  }
}
