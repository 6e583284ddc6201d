/** From what a PyTorch pickle says to values of ours: tensors over their storages, and nothing that is not plain data. */

import { mostTensorBytes, type ReadBudget, readLimits } from '@ganymede/core/reading'
import { raw } from '../../raw.js'
import { type DType, itemSize } from '../../tensor/dtype.js'
import { scope } from '../../tensor/scope.js'
import { keep, type Tensor } from '../../tensor/tensor.js'
import { reinterpret } from '../file-tensors.js'
import { fileInvalid, type OpenFile, quoted } from '../open-file.js'
import { bytesOfShape } from '../shape-size.js'
import { PickleGlobal } from './pickle.js'
import { PickleError } from './pickle-source.js'
import { valueText } from './pickle-text.js'
import { isKnownDtype } from './torch-globals.js'
import { StorageRecord, TensorRecord } from './torch-records.js'

/** What a PyTorch file holds: dicts as Maps, lists and tuples as arrays, dtypes and devices as strings, bytes as Uint8Array. */
export type TorchValue =
  | Tensor
  | number
  | bigint
  | boolean
  | string
  | null
  | Uint8Array
  | readonly TorchValue[]
  | ReadonlySet<TorchValue>
  | ReadonlyMap<TorchValue, TorchValue>

const MAX_DEPTH = readLimits.depth
// Nothing is made for a value that is looked at: once here, and once for each of its names by those who walk the value.
const VISIT_COST = 0.1
const NAME_COST = 0.5

interface Measure {
  readonly height: number
  /** Values in it, counted once for each way that leads to them. */
  readonly unfolded: number
}

/**
 * @internal Replaces every TensorRecord in a pickled value by what `replace` gives (itself, to look at it only), in place,
 * and makes sure that the rest is plain data: not deeper than 200 levels, nothing that contains itself, no tree that shares
 * its parts so often that walking it would not end.
 *
 * @param budget   null when the value was counted before
 * @param replace  gets the path of the tensor, such as `state_dict.conv.weight`; called once for each record
 * @throws PickleError, what `budget` throws
 */
export function replaceTensors(
  root: unknown,
  budget: ReadBudget | null,
  replace: (record: TensorRecord, path: () => string) => unknown,
): TorchValue {
  const replaced = new Map<TensorRecord, unknown>()
  const measures = new Map<object, Measure | null>()
  const path: unknown[] = []
  let visits = 0

  function tensorOf(record: TensorRecord): unknown {
    const known = replaced.get(record)
    if (known !== undefined) return known
    // Names are made only for errors, and at once: each may be as long as the file.
    const made = replace(record, () => pathText(path))
    replaced.set(record, made)
    return made
  }

  function measureOf(container: Container): Measure {
    const known = measures.get(container)
    if (known === null) throw new PickleError(`holds a value that contains itself${at(path)}`)
    if (known !== undefined) return checked(known)
    if (path.length > MAX_DEPTH) throw tooDeep()
    measures.set(container, null)
    let height = 0
    let unfolded = 1 + (container instanceof Set ? container.size : 0)
    // The value to be put in place of another, which is mostly the same.
    const visited = (key: unknown, value: unknown): unknown => {
      visits += 1
      if (value === null || typeof value !== 'object') {
        unfolded += 1
        return value
      }
      path.push(key)
      const result = value instanceof TensorRecord ? tensorOf(value) : value
      const measure = isContainer(value) ? measureOf(value) : leafOf(value)
      path.pop()
      height = Math.max(height, measure.height)
      unfolded += measure.unfolded
      return result
    }
    if (Array.isArray(container)) {
      for (let i = 0; i < container.length; i++) container[i] = visited(i, container[i])
    } else if (container instanceof Map) {
      for (const [key, value] of container) {
        const result = visited(key, value)
        if (result !== value) container.set(key, result)
      }
    }
    const measure = checked({ height: height + 1, unfolded })
    measures.set(container, measure)
    return measure
  }

  function leafOf(value: object): Measure {
    if (value instanceof Uint8Array || value instanceof TensorRecord) return leaf
    throw new PickleError(`holds ${inPython(value)} where a value is expected${at(path)}`)
  }

  function checked(measure: Measure): Measure {
    if (path.length + measure.height > MAX_DEPTH) throw tooDeep()
    return measure
  }

  if (root instanceof TensorRecord) return tensorOf(root) as TorchValue
  if (isContainer(root)) {
    const { unfolded } = measureOf(root)
    budget?.count(VISIT_COST * visits + NAME_COST * Math.max(0, unfolded - visits))
  } else if (root !== null && typeof root === 'object') leafOf(root)
  return root as TorchValue
}

const leaf: Measure = { height: 0, unfolded: 1 }

type Container = unknown[] | Map<unknown, unknown> | Set<unknown>

// Sets and the keys of Maps hold values only: the pickle machine sees to that.
function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || value instanceof Map || value instanceof Set
}

function inPython(value: object): string {
  if (value instanceof StorageRecord) return 'a storage of PyTorch without a tensor'
  return value instanceof PickleGlobal ? `the class or function ${value.name}` : 'a type of PyTorch or numpy'
}

function at(path: readonly unknown[]): string {
  return path.length === 0 ? '' : ` (at ${quoted(pathText(path))})`
}

const NAMED_KEYS = 8
const NAMED_CHARACTERS = 60

/** The keys to a value, for an error text: there may be 200 of any length. */
function pathText(path: readonly unknown[]): string {
  const keys = path.slice(-NAMED_KEYS).map((key) => (typeof key === 'string' ? key : valueText(key)))
  const short = keys.map((key) => (key.length > NAMED_CHARACTERS ? `${key.slice(0, NAMED_CHARACTERS - 1)}…` : key))
  return [...(path.length > NAMED_KEYS ? ['…'] : []), ...short].join('.')
}

function tooDeep(): PickleError {
  return new PickleError(`is nested deeper than ${MAX_DEPTH} levels`)
}

/** @internal Where the bytes of storages come from. Both throw TorchError `FILE_INVALID`. */
export interface StorageSource {
  /** First byte of a storage in the file, or null when it is packed, with all checked that can be before tensors are made. */
  readonly place: (storage: StorageRecord, describe: () => string) => number | null
  /** Bytes of a storage that was checked, as a one-dimensional uint8 tensor whose memory suits every item size. */
  readonly load: (storage: StorageRecord, describe: () => string) => Tensor
}

/**
 * @internal Makes the tensors of one file; tensors over one storage share it. Each is checked before the first is made, as
 * to make one takes ten times as long.
 *
 * Views with stride 0, as `expand` makes them, and tensors that share their elements have more elements than the file:
 * all tensors together may have so many bytes more as {@link readLimits} say, because who looks at each element walks them.
 */
export class TensorMaker {
  readonly #file: OpenFile
  readonly #source: StorageSource
  readonly #storages = new Map<string, Tensor>()
  readonly #checked = new Map<string, number>()
  readonly #mostBytes: number
  #bytes = 0

  constructor(file: OpenFile, source: StorageSource) {
    this.#file = file
    this.#source = source
    this.#mostBytes = mostTensorBytes(file.size)
  }

  /** @throws TorchError `FILE_INVALID` for a tensor that cannot be read, or is one too many */
  check(record: TensorRecord, budget: ReadBudget, name: () => string): void {
    budget.count(TENSOR_COST)
    const describe = describing(name)
    const fail = (problem: string) => fileInvalid(this.#file.path, `${describe()}: ${problem}`)
    const { dtype, shape, storage } = record
    if (!isKnownDtype(dtype)) throw fail(`dtype ${dtype} is not supported here`)
    const { bytes } = checkBounds(record, dtype, fail)
    const stored = storage.count * itemSize(storage.dtype)
    this.#bytes += bytes
    if (this.#bytes > this.#mostBytes) {
      throw fail(
        bytes > stored
          ? `shape [${shape.join(', ')}] repeats ${stored} bytes to ${bytes}: refused`
          : `the tensors together have more than ${this.#mostBytes} bytes, far more than the file: refused`,
      )
    }
    const known = this.#checked.get(storage.key)
    if (known !== undefined) {
      if (known !== stored) throw fail(`its storage ${quoted(storage.key)} is declared with two sizes`)
      return
    }
    this.#checked.set(storage.key, stored)
    const offset = this.#source.place(storage, describe)
    // Larger ones are looked at when they are made: there cannot be many.
    if (dtype !== 'bool' || offset === null || stored > SMALL_STORAGE) return
    const wrong = this.#file.read(offset, stored).find((byte) => byte > 1)
    if (wrong !== undefined) throw fileInvalid(this.#file.path, `${describe()} is bool, but holds the byte ${wrong}`)
  }

  /** A tensor that was checked. */
  make(record: TensorRecord, name: () => string): Tensor {
    const describe = describing(name)
    const fail = (problem: string) => fileInvalid(this.#file.path, `${describe()}: ${problem}`)
    const dtype = record.dtype as DType
    const { first, extent } = checkBounds(record, dtype, fail)
    return scope('readTorchFile', () => {
      const part = this.#storage(record.storage, dtype, describe).narrow(0, first, extent)
      return raw('aten::as_strided')(part, record.shape, record.strides)
    })
  }

  close(): void {
    for (const storage of this.#storages.values()) storage.dispose()
    this.#storages.clear()
  }

  #storage(record: StorageRecord, dtype: DType, describe: () => string): Tensor {
    const key = `${dtype} ${record.key}`
    let elements = this.#storages.get(key)
    if (elements === undefined) {
      const bytesKey = `uint8 ${record.key}`
      const bytes = this.#storages.get(bytesKey) ?? keep(this.#source.load(record, describe))
      this.#storages.set(bytesKey, bytes)
      elements = keep(reinterpret(bytes, dtype, this.#file.path, describe))
      this.#storages.set(key, elements)
    }
    return elements
  }
}

/** @internal Objects for looking at a tensor and at the header of its storage: some 4 µs. */
export const TENSOR_COST = 12
const SMALL_STORAGE = 1 << 16

function describing(name: () => string): () => string {
  return () => `tensor ${quoted(name() || '(the whole file)')}`
}

// First element inside the whole storage, and how many lie between the first and the last that the tensor reaches.
function checkBounds(
  { storage, offset, shape, strides }: TensorRecord,
  dtype: DType,
  fail: (problem: string) => Error,
): { readonly first: number; readonly extent: number; readonly bytes: number } {
  const item = itemSize(dtype)
  const storageItem = itemSize(storage.dtype)
  const bytes = bytesOfShape(shape, dtype)
  if (bytes === null) throw fail(`shape [${shape.join(', ')}] is too large`)
  const reach = shape.reduce((sum, size, d) => sum + (size - 1) * strides[d]!, 1)
  const extent = bytes === 0 ? 0 : reach
  const viewStart = ((storage.view?.offset ?? 0) * storageItem) / item
  const available = ((storage.view?.count ?? storage.count) * storageItem) / item
  const whole = storage.count * storageItem
  const fits = whole % item === 0 && Number.isInteger(viewStart) && (viewStart + available) * item <= whole
  if (!Number.isSafeInteger(whole) || !fits) {
    throw fail(`its storage ${quoted(storage.key)} has an impossible size`)
  }
  if (!Number.isSafeInteger(extent) || offset + extent > available) {
    throw fail(`reaches beyond its storage`)
  }
  return { first: bytes === 0 ? 0 : viewStart + offset, extent, bytes }
}
