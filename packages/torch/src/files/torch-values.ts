/** From what a PyTorch pickle says to values of ours: tensors over their storages, and nothing that is not plain data. */
import { type DType, itemSize } from '../dtype.js'
import { raw } from '../raw.js'
import { scope } from '../scope.js'
import { keep, type Tensor } from '../tensor.js'
import { reinterpret } from './file-tensors.js'
import { fileInvalid, type OpenFile, quoted } from './open-file.js'
import { PickleGlobal } from './pickle.js'
import { PickleError } from './pickle-source.js'
import { valueText } from './pickle-text.js'
import { mostTensorBytes, type ReadBudget, readLimits } from './read-budget.js'
import { bytesOfShape } from './shape-size.js'
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
// A tensor is made in some microseconds and has some hundred bytes here and in libtorch.
const TENSOR_COST = 12
// Nothing is made for a value that is looked at.
const VISIT_COST = 0.5

interface Measure {
  readonly height: number
  /** Values in it, counted once for each way that leads to them. */
  readonly unfolded: number
}

/**
 * @internal Replaces every TensorRecord in a pickled value by what `replace` gives, in place, and makes sure that the rest
 * is plain data: not deeper than 200 levels, nothing that contains itself, no tree that shares its parts so often that
 * walking it would not end.
 *
 * @param replace  gets the path of the tensor, such as `state_dict.conv.weight`; called once for each record
 * @throws PickleError, what `budget` throws
 */
export function replaceTensors(
  root: unknown,
  budget: ReadBudget,
  replace: (record: TensorRecord, path: () => string) => unknown,
): TorchValue {
  const replaced = new Map<TensorRecord, unknown>()
  const measures = new Map<object, Measure | null>()
  const path: unknown[] = []

  function tensorOf(record: TensorRecord): unknown {
    const known = replaced.get(record)
    if (known !== undefined) return known
    budget.count(TENSOR_COST)
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
  if (isContainer(root)) budget.count(VISIT_COST * measureOf(root).unfolded)
  else if (root !== null && typeof root === 'object') leafOf(root)
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

/** @internal Bytes of storages, as one-dimensional uint8 tensors whose memory suits every item size. */
export type StorageLoader = (storage: StorageRecord, describe: () => string) => Tensor

/**
 * @internal Makes the tensors of one file; tensors over one storage share it.
 *
 * Views with stride 0, as `expand` makes them, and tensors that share their elements have more elements than the file:
 * all tensors together may have so many bytes more as {@link readLimits} say, because who looks at each element walks them.
 */
export class TensorMaker {
  readonly #path: string
  readonly #load: StorageLoader
  readonly #storages = new Map<string, Tensor>()
  readonly #mostBytes: number
  #bytes = 0

  constructor(file: Pick<OpenFile, 'path' | 'size'>, load: StorageLoader) {
    this.#path = file.path
    this.#load = load
    this.#mostBytes = mostTensorBytes(file.size)
  }

  make(record: TensorRecord, name: () => string): Tensor {
    const describe = () => `tensor ${quoted(name() || '(the whole file)')}`
    const fail = (problem: string) => fileInvalid(this.#path, `${describe()}: ${problem}`)
    const { dtype, shape, strides } = record
    if (!isKnownDtype(dtype)) throw fail(`dtype ${dtype} is not supported here`)
    const place = checkBounds(record, dtype, fail)
    this.#bytes += place.bytes
    if (this.#bytes > this.#mostBytes) {
      const stored = record.storage.count * itemSize(record.storage.dtype)
      throw fail(
        place.bytes > stored
          ? `shape [${shape.join(', ')}] repeats ${stored} bytes to ${place.bytes}: refused`
          : `the tensors together have more than ${this.#mostBytes} bytes, far more than the file: refused`,
      )
    }
    return scope('readTorchFile', () => {
      const elements = this.#storage(record.storage, dtype, describe)
      const part = elements.narrow(0, place.first, place.extent)
      return raw('aten::as_strided')(part, shape, strides)
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
      const bytes = this.#storages.get(bytesKey) ?? keep(this.#load(record, describe))
      this.#storages.set(bytesKey, bytes)
      if (bytes.numel !== record.count * itemSize(record.dtype)) {
        throw fileInvalid(this.#path, `${describe()}: its storage ${quoted(record.key)} is declared with two sizes`)
      }
      elements = keep(reinterpret(bytes, dtype, this.#path, describe))
      this.#storages.set(key, elements)
    }
    return elements
  }
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
