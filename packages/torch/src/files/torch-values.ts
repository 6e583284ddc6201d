/** From what a PyTorch pickle says to values of ours: tensors over their storages, and nothing that is not plain data. */
import { type DType, itemSize } from '../dtype.js'
import { raw } from '../raw.js'
import { scope } from '../scope.js'
import { keep, type Tensor } from '../tensor.js'
import { reinterpret } from './file-tensors.js'
import { fileInvalid, quoted } from './open-file.js'
import { PickleGlobal } from './pickle.js'
import { PickleError } from './pickle-source.js'
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

const MAX_DEPTH = 200
const MAX_UNFOLDED = 20_000_000
// A view with stride 0 may have more elements than its storage: up to here that is no attack.
const MAX_EXPANDED_BYTES = 1 << 30

interface Measure {
  readonly height: number
  readonly unfolded: number
}

/**
 * @internal Replaces every TensorRecord in a pickled value by what `replace` gives, in place, and makes sure that the rest
 * is plain data: not deeper than 200 levels, nothing that contains itself, no tree that shares its parts so often that
 * walking it would not end.
 *
 * @param replace  gets the path of the tensor, such as `state_dict.conv.weight`; called once for each record
 * @throws PickleError
 */
export function replaceTensors(root: unknown, replace: (record: TensorRecord, path: string) => unknown): TorchValue {
  const replaced = new Map<TensorRecord, unknown>()
  const measures = new Map<object, Measure | null>()
  const path: unknown[] = []

  function visit(value: unknown): { readonly value: unknown; readonly measure: Measure } {
    if (value instanceof TensorRecord) {
      if (!replaced.has(value)) replaced.set(value, replace(value, path.map(String).join('.')))
      return { value: replaced.get(value), measure: leaf }
    }
    return { value, measure: isContainer(value) ? measureOf(value) : atom(value) }
  }

  function atom(value: unknown): Measure {
    if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return leaf
    throw new PickleError(`holds ${inPython(value)} where a value is expected${at(path)}`)
  }

  function measureOf(container: Container): Measure {
    const known = measures.get(container)
    if (known === null) throw new PickleError(`holds a value that contains itself${at(path)}`)
    if (known !== undefined) return checked(known)
    measures.set(container, null)
    let height = 0
    let unfolded = 1
    const child = (key: unknown, value: unknown) => {
      path.push(key)
      const result = visit(value)
      path.pop()
      height = Math.max(height, result.measure.height)
      unfolded += result.measure.unfolded
      return result.value
    }
    if (path.length > MAX_DEPTH) throw tooDeep()
    if (Array.isArray(container)) {
      for (let i = 0; i < container.length; i++) container[i] = child(i, container[i])
    } else if (container instanceof Map) {
      for (const [key, value] of container) container.set(key, child(key, value))
    }
    const measure = checked({ height: height + 1, unfolded })
    measures.set(container, measure)
    return measure
  }

  function checked(measure: Measure): Measure {
    if (path.length + measure.height > MAX_DEPTH) throw tooDeep()
    if (measure.unfolded > MAX_UNFOLDED) throw new PickleError('unfolds to far more than its own length')
    return measure
  }

  return visit(root).value as TorchValue
}

const leaf: Measure = { height: 0, unfolded: 0 }

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
  return path.length === 0 ? '' : ` (at ${quoted(path.map(String).join('.'))})`
}

function tooDeep(): PickleError {
  return new PickleError(`is nested deeper than ${MAX_DEPTH} levels`)
}

/** @internal Bytes of storages, as one-dimensional uint8 tensors whose memory suits every item size. */
export type StorageLoader = (storage: StorageRecord, describe: () => string) => Tensor

/** @internal Makes the tensors of one file; tensors over one storage share it. */
export class TensorMaker {
  readonly #path: string
  readonly #load: StorageLoader
  readonly #storages = new Map<string, Tensor>()

  constructor(path: string, load: StorageLoader) {
    this.#path = path
    this.#load = load
  }

  make(record: TensorRecord, name: string): Tensor {
    const describe = () => `tensor ${quoted(name === '' ? '(the whole file)' : name)}`
    const fail = (problem: string) => fileInvalid(this.#path, `${describe()}: ${problem}`)
    const { dtype, shape, strides } = record
    if (!isKnownDtype(dtype)) throw fail(`dtype ${dtype} is not supported here`)
    const place = checkBounds(record, dtype, fail)
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
): { readonly first: number; readonly extent: number } {
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
  if (bytes > Math.max(whole, MAX_EXPANDED_BYTES)) {
    throw fail(`shape [${shape.join(', ')}] repeats ${whole} bytes to ${bytes}: refused`)
  }
  return { first: bytes === 0 ? 0 : viewStart + offset, extent }
}
