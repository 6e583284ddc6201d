/** The tensor: a handle into the addon's table, with what can be asked of it. Operators are added by ops.generated. */

import { native } from '../addon/load.js'
import { nativeError } from '../addon/native-error.js'
import { requireFunction, requireTensor } from '../arguments.js'
import { TorchError } from '../errors.js'
import { deviceIn, infoOf, metadataVersion, sizesIn, stridesIn } from '../metadata.js'
import { type DType, dtypeOfCode, dtypeText, isComplexCode, rawArray, type TensorData } from './dtype.js'
import { forEachTensor, Owned } from './owned.js'
import { register, setRootOwner } from './scope.js'
import { arrayText, complexTexts, nestedArrays, nestedCount, requireNestable } from './tensor-text.js'

export type MemoryFormat = 'contiguous' | 'preserve' | 'channelsLast' | 'channelsLast3d'
export type Layout = 'strided' | 'sparse'
/** A number of any kind. A whole number meets an integer tensor as int64, otherwise as float64; a bigint is int64. */
export type Scalar = number | bigint | boolean

const printedElements = 64

// Root tensors only: everything else is freed by its scope.
const safetyNet = new FinalizationRegistry<{ slot: number; bytes: number }>(({ slot, bytes }) => {
  native().freeSlot(slot)
  native().adjustExternal(-bytes)
})

// Asked for once per version, since most tensors are never asked at all.
interface Known {
  version: number
  shape: readonly number[] | null
  dtype: DType | null
  device: string | null
  grad: Tensor | null
}

/**
 * An n-dimensional array on a device.
 *
 * Made by functions such as {@link tensor}, `zeros` or `randn`, never by `new`. Freed by the scope in which it was made,
 * by `dispose()`, or, outside every scope, some time after the last reference is gone.
 */
export class Tensor extends Owned {
  /** @internal The operator that made it, for error texts. */ readonly madeBy: string
  private known: Known | null = null

  /** @internal */
  constructor(slot: number, madeBy: string) {
    super(slot)
    this.madeBy = madeBy
    register(this)
  }

  /** @internal The handle, or an error that tells what the freed tensor was. */
  get handle(): number {
    if (this.slot === 0) throw disposedError(this)
    return this.slot
  }

  private get cache(): Known {
    const version = metadataVersion()
    this.known ??= { version, shape: null, dtype: null, device: null, grad: null }
    const { known } = this
    if (known.version !== version) {
      known.version = version
      known.shape = null
      known.dtype = null
      known.device = null
    }
    return known
  }

  /** @internal The handle has gone to another thread. */
  forget(): void {
    if (this.rootBytes > 0) leaveRoots(this)
    this.slot = 0
    this.owner = null
  }

  private info(): Float64Array {
    return infoOf(this.handle)
  }

  /**
   * Sizes, `[]` for a scalar.
   *
   * @throws TorchError `SHAPE_MISMATCH` for a nested tensor whose parts differ in size
   */
  get shape(): readonly number[] {
    const { handle, cache } = this
    if (cache.shape === null) {
      const sizes = sizesIn(infoOf(handle))
      if (sizes.includes(-1)) throw nestedError(this)
      cache.shape = Object.freeze(sizes)
    }
    return cache.shape
  }

  /** Elements to step over for the next index of each dimension. */
  get strides(): readonly number[] {
    return stridesIn(this.info())
  }

  get dtype(): DType {
    const { cache } = this
    cache.dtype ??= dtypeOfCode(this.info()[0]!)
    return cache.dtype
  }

  /** `'cpu'`, `'cuda:0'` … */
  get device(): string {
    const { cache } = this
    cache.device ??= deviceIn(this.info())
    return cache.device
  }

  /** Number of dimensions. */
  get ndim(): number {
    return this.shape.length
  }

  /** Number of elements. */
  get numel(): number {
    return this.shape.reduce((product, size) => product * size, 1)
  }

  get requiresGrad(): boolean {
    return this.info()[3] === 1
  }

  /** Whether no recorded operator made it: parameters and data. */
  get isLeaf(): boolean {
    return this.info()[4] === 1
  }

  /** Bytes of the storage that the tensor shares with its views. */
  get storageBytes(): number {
    return this.info()[5]!
  }

  /** Whether the tensor has been freed. */
  get isDisposed(): boolean {
    return this.slot === 0
  }

  /** How often the tensor was written in place (fused optimizers do not count). */
  get version(): number {
    return native().versionOf(this.handle)
  }

  /** Name of the autograd function that made the tensor, or null for leaves. */
  get gradFn(): string | null {
    return native().historyOf(this.handle)
  }

  /** The gradient that `backward` left on this leaf, or null; the same object while it is the same tensor. */
  get grad(): Tensor | null {
    const { handle, cache } = this
    const known = cache.grad?.slot ?? 0
    const slot = native().gradOf(handle, known)
    if (slot === null) cache.grad = null
    else if (slot !== known) cache.grad = new Tensor(slot, 'grad')
    return cache.grad
  }

  /** @throws TorchError `OP_FAILED` when shape, dtype or device of the gradient differ from this tensor's */
  set grad(gradient: Tensor | null) {
    if (gradient !== null) requireTensor('grad', 'gradient', gradient)
    try {
      native().setGrad(this.handle, gradient === null ? null : gradient.handle)
    } catch (cause) {
      throw nativeError('grad', cause, { lines: () => [describeTensor(this)] })
    }
    this.cache.grad = gradient
  }

  /** Takes over storage, shape, dtype and device of another tensor; stays the same leaf for optimizers and modules. */
  setData(source: Tensor): this {
    requireTensor('setData', 'source', source)
    native().setData(this.handle, source.handle)
    return this
  }

  /**
   * Marks a leaf as one for which `backward` leaves a gradient, or unmarks it.
   *
   * @throws TorchError `OP_FAILED` for results of operators and for integer tensors
   */
  requiresGrad_(wanted = true): this {
    try {
      native().setRequiresGrad(this.handle, wanted)
    } catch (cause) {
      throw nativeError('requiresGrad_', cause, { lines: () => [describeTensor(this)] })
    }
    return this
  }

  /**
   * The one element as a JavaScript number; int64 beyond 2^53 is rounded (see {@link scalar}).
   *
   * @throws TorchError `SHAPE_MISMATCH` when there is more than one element; `DTYPE_UNSUPPORTED` for complex dtypes
   */
  item(): number {
    return Number(this.scalar())
  }

  /** Like {@link item}, but with the kind of the dtype: number, bigint (beyond 2^53) or boolean. */
  scalar(): number | bigint | boolean {
    if (this.numel !== 1) {
      throw new TorchError('SHAPE_MISMATCH', `item: expected one element, got ${this.numel}`, {
        op: 'item',
        lines: [describeTensor(this)],
      })
    }
    if (isComplexCode(this.info()[0]!)) {
      throw new TorchError('DTYPE_UNSUPPORTED', `item: ${this.dtype} is no JavaScript number; use viewAsReal() first`, {
        op: 'item',
      })
    }
    return native().item(this.handle)
  }

  /**
   * A fresh copy of the elements in row-major order; float16 and bfloat16 converted to float32, bool as 0 and 1.
   *
   * @throws TorchError `DTYPE_UNSUPPORTED` for complex dtypes
   */
  data(): TensorData {
    const { dtype } = this
    if (dtype === 'float16' || dtype === 'bfloat16') return this.toFloat32Data()
    if (dtype.startsWith('complex')) {
      throw new TorchError('DTYPE_UNSUPPORTED', `data: ${dtype} has no typed array; use viewAsReal() first`, {
        op: 'data',
      })
    }
    const out = rawArray(dtype, this.numel)
    native().read(this.handle, out)
    return out
  }

  /** A fresh copy as Float32Array, whatever the dtype. */
  floats(): Float32Array {
    return this.dtype === 'float32' ? (this.data() as Float32Array) : this.toFloat32Data()
  }

  private toFloat32Data(): Float32Array {
    const out = rawArray('float32', this.numel) as Float32Array
    const cast = native().op('aten::to.dtype')(this.handle, 'float32') as number
    try {
      native().read(cast, out)
    } finally {
      native().freeSlot(cast)
    }
    return out
  }

  /** The bytes of the elements in row-major order, in the byte order of the machine, unconverted. */
  bytes(): Uint8Array {
    const out = rawArray(this.dtype, this.numel)
    native().read(this.handle, out)
    return new Uint8Array(out.buffer, out.byteOffset, out.byteLength)
  }

  /**
   * Writes elements of the same dtype and number into the tensor.
   *
   * @throws TorchError `ARGUMENT_INVALID` when the number of bytes differs
   */
  write(values: ArrayBufferView): this {
    native().write(this.handle, values)
    return this
  }

  /**
   * Nested arrays of numbers (bigint for int64; 0 and 1 for bool), for printing and tests.
   *
   * @throws TorchError `ARGUMENT_INVALID` beyond 2^26 elements or 2^24 arrays, which take many times the tensor's memory
   */
  toArray(): unknown {
    requireNestable(this.shape)
    return nestedArrays(Array.from<unknown>(this.data()), this.shape)
  }

  /** Frees the tensor now; a second call does nothing. */
  dispose(): void {
    if (this.slot === 0) return
    if (this.rootBytes > 0) leaveRoots(this)
    const { slot } = this
    this.slot = 0
    this.owner = null
    this.closedBy = 'dispose()'
    this.serial = native().freeSlot(slot)
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  override toString(): string {
    return this.slot === 0 ? 'Tensor(disposed)' : `Tensor(${describeTensor(this)})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const name = this.toString()
    if (this.slot === 0) return name
    try {
      if (nestedCount(this.shape) > printedElements || this.dtype === 'complex32') return name
      const elements = this.dtype.startsWith('complex')
        ? complexTexts(this.bytes(), this.dtype)
        : Array.from<unknown>(this.data())
      return `${name} ${arrayText(nestedArrays(elements, this.shape))}`
    } catch {
      // Printing never fails: tensors without data (`meta`), of a dtype without counterpart, or of a layout without
      // elements are named only.
      return name
    }
  }
}

/** `float32 [2, 3] cpu`, as error messages print it. */
export function describeTensor(value: Tensor): string {
  requireTensor('describeTensor', 'value', value)
  if (value.slot === 0) return 'disposed'
  const info = infoOf(value.slot)
  // Neither dtype nor shape is asked of the tensor, which refuses where they have no counterpart.
  const dtype = dtypeText(info[0]!)
  const sizes = sizesIn(info).map((size) => (size < 0 ? '?' : size))
  const kind = info[3] === 1 && info[4] === 1 ? ' leaf' : ''
  return `${dtype} [${sizes.join(', ')}] ${value.device}${kind}`
}

function nestedError(value: Tensor): TorchError {
  return new TorchError('SHAPE_MISMATCH', 'shape: a nested tensor whose parts differ in size has no shape', {
    op: 'shape',
    lines: [describeTensor(value), "Take it apart first: raw('aten::unbind.int')(x)"],
  })
}

const names = new WeakMap<Tensor, () => string>()

/**
 * Says what a tensor is, for the error when it is used after it was freed: `the parameter "weight" of Linear`. Without a
 * name that error tells which operator made it.
 *
 * @param name  asked for when there is an error; a second call replaces the first
 */
export function nameTensor(value: Tensor, name: () => string): void {
  requireTensor('nameTensor', 'value', value)
  requireFunction('nameTensor', 'name', name)
  names.set(value, name)
}

function disposedError(value: Tensor): TorchError {
  const was = value.serial > 0 ? native().freedInfo(value.serial) : null
  const by =
    value.closedBy === null
      ? 'it was moved to another thread'
      : `freed by ${value.closedBy === 'dispose()' ? 'dispose()' : `scope "${value.closedBy}"`}`
  const name = names.get(value)?.()
  return new TorchError('TENSOR_DISPOSED', `${name ?? `a tensor made by ${value.madeBy}`} is used after it was freed`, {
    op: value.madeBy,
    lines: [
      was === null ? 'shape and dtype are no longer known' : `was ${was.dtype} [${was.shape.join(', ')}]`,
      by,
      name === undefined
        ? 'Return the tensor from its scope, or keep() it.'
        : 'Free it, or what holds it, only when nothing more is asked of it.',
    ],
  })
}

function adoptRoot(value: Owned): void {
  if (value.rootBytes > 0 || value.slot === 0) return
  const info = infoOf(value.slot)
  // A view answers for its own elements: views of one mapped file would otherwise count the whole file each. At least 1,
  // so that rootBytes also tells that the tensor is registered. Meta tensors have sizes without memory.
  const bytes = deviceIn(info) === 'meta' ? 1 : Math.max(1, Math.min(info[5]!, info[6]!))
  native().adjustExternal(bytes)
  value.rootBytes = bytes
  safetyNet.register(value, { slot: value.slot, bytes }, value)
}

function leaveRoots(value: Owned): void {
  safetyNet.unregister(value)
  native().adjustExternal(-value.rootBytes)
  value.rootBytes = 0
}

setRootOwner(adoptRoot)

/**
 * Takes tensors out of every scope: for parameters, buffers, optimizer state and caches.
 *
 * @param value  a tensor, or arrays, plain objects, Maps, Sets and objects with `tensors()`
 * @returns `value`
 */
export function keep<T>(value: T): T {
  forEachTensor(value, (owned) => {
    owned.owner = null
    adoptRoot(owned)
  })
  return value
}

/** Frees tensors in arrays, plain objects, Maps, Sets and objects with `tensors()`. */
export function disposeAll(value: unknown): void {
  forEachTensor(value, (owned) => (owned as Tensor).dispose())
}
