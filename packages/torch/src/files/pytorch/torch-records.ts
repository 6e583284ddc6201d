/** What a PyTorch pickle says of tensors and storages, before anything is allocated. */
import type { DType } from '../../tensor/dtype.js'
import { MAX_DIMENSIONS } from '../shape-size.js'
import { PickleError } from './pickle-source.js'
import { valueText } from './pickle-text.js'

const MAX_KEY = 256

/** @internal A storage: a run of bytes elsewhere in the file, named by its key. */
export class StorageRecord {
  readonly key: string
  readonly dtype: DType
  /** Elements of `dtype`. */
  readonly count: number
  /** First element and number of elements of a view into the storage (files from before PyTorch 0.4). */
  readonly view: { readonly offset: number; readonly count: number } | null

  constructor(key: string, dtype: DType, count: number, view: StorageRecord['view'] = null) {
    this.key = key
    this.dtype = dtype
    this.count = count
    this.view = view
  }
}

/** @internal A tensor over a storage: sizes, strides and offset in elements of its dtype. */
export class TensorRecord {
  readonly storage: StorageRecord
  /** A dtype of ours, or the name of one that is not supported. */
  readonly dtype: string
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]

  constructor(storage: unknown, offset: unknown, shape: unknown, strides: unknown, dtype?: string) {
    if (!(storage instanceof StorageRecord)) throw new PickleError('makes a tensor from something that is no storage')
    this.storage = storage
    this.dtype = dtype ?? storage.dtype
    this.offset = whole(offset, 'storage offset')
    this.shape = wholes(shape, 'shape')
    this.strides = wholes(strides, 'strides')
    if (this.shape.length !== this.strides.length) throw new PickleError('makes a tensor with more sizes than strides')
  }
}

/** @internal The type of a storage, as `torch.FloatStorage` names it. */
export class StorageType {
  readonly dtype: DType
  constructor(dtype: DType) {
    this.dtype = dtype
  }
}

/** @internal A persistent id of PyTorch's: `('storage', type, key, location, elements[, view])`. */
export function storageOf(id: unknown): StorageRecord {
  if (!Array.isArray(id)) throw new PickleError('refers to something outside itself that is no storage')
  const [kind, type, key, , count, view] = id as readonly unknown[]
  if (kind === 'module') throw new PickleError('holds a whole module, not a state_dict')
  if (kind !== 'storage' || !(type instanceof StorageType)) {
    throw new PickleError('refers to something outside itself that is no storage')
  }
  if (typeof key !== 'string' && !Number.isSafeInteger(key)) {
    throw new PickleError(`names a storage by ${valueText(key)}, which is no text`)
  }
  // A key is looked up for each tensor; PyTorch writes numbers.
  if (String(key).length > MAX_KEY) {
    throw new PickleError(`names a storage by a text of ${String(key).length} characters`)
  }
  return new StorageRecord(String(key), type.dtype, whole(count, 'storage size'), viewOf(view))
}

function viewOf(view: unknown): StorageRecord['view'] {
  if (view === null || view === undefined) return null
  if (!Array.isArray(view) || view.length !== 3) throw new PickleError('views a storage in an unknown way')
  return { offset: whole(view[1], 'storage offset'), count: whole(view[2], 'storage size') }
}

function wholes(value: unknown, what: string): readonly number[] {
  if (!Array.isArray(value)) throw new PickleError(`makes a tensor whose ${what} is no tuple`)
  if (value.length > MAX_DIMENSIONS) {
    throw new PickleError(`makes a tensor of ${value.length} dimensions; at most ${MAX_DIMENSIONS} are supported`)
  }
  return value.map((element) => whole(element, what))
}

function whole(value: unknown, what: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new PickleError(`makes a tensor with the ${what} ${valueText(value)}`)
  }
  return value as number
}
