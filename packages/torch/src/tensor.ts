/** The tensor: a slot number in the addon's table, with what can be asked of it. Operators are added by ops.generated. */
import { type DType, dtypeOfArray, dtypeOfCode, isFloating, rawArray, type TensorData } from './dtype.js'
import { TorchError } from './errors.js'
import { native } from './load.js'
import { connectTensors, forEachTensor, type Owned, register, type Scope } from './scope.js'

export type MemoryFormat = 'contiguous' | 'preserve' | 'channelsLast' | 'channelsLast3d'
export type Layout = 'strided' | 'sparse'
/** A number of any kind. A whole number meets an integer tensor as int64, otherwise as float64; a bigint is int64. */
export type Scalar = number | bigint | boolean

const infoBuffer = new Float64Array(7 + 2 * 32)
const deviceTypes: Readonly<Record<number, string>> = { 0: 'cpu', 1: 'cuda', 12: 'xpu', 13: 'mps', 14: 'meta' }

// Root tensors only: everything else is freed by its scope.
const safetyNet = new FinalizationRegistry<{ slot: number; bytes: number }>(({ slot, bytes }) => {
  native().freeSlot(slot)
  native().adjustExternal(-bytes)
})

/**
 * An n-dimensional array on a device.
 *
 * Made by functions such as {@link tensor}, `zeros` or `randn`, never by `new`. Freed by the scope in which it was made,
 * by `dispose()`, or, outside every scope, some time after the last reference is gone.
 */
export class Tensor implements Owned {
  /** @internal */ slot: number
  /** @internal */ owner: Scope | null = null
  /** @internal */ serial = 0
  /** @internal */ closedBy: string | null = null
  /** @internal */ rootBytes = 0
  /** @internal The operator that made it, for error texts. */ readonly madeBy: string
  private knownShape: readonly number[] | null = null
  private knownDtype: DType | null = null
  private knownDevice: string | null = null
  private knownGrad: Tensor | null = null

  /** @internal */
  constructor(slot: number, madeBy: string) {
    this.slot = slot
    this.madeBy = madeBy
    register(this)
  }

  /** @internal The slot, or an error that tells what the freed tensor was. */
  get handle(): number {
    if (this.slot === 0) throw disposedError(this)
    return this.slot
  }

  /** @internal In-place operators may have changed the shape. */
  forgetShape(): void {
    this.knownShape = null
  }

  /** @internal The slot has gone to another thread. */
  forget(): void {
    if (this.rootBytes > 0) leaveRoots(this)
    this.slot = 0
    this.owner = null
  }

  private info(): Float64Array {
    native().info(this.handle, infoBuffer)
    return infoBuffer
  }

  /** Sizes, `[]` for a scalar. */
  get shape(): readonly number[] {
    if (this.slot === 0) throw disposedError(this)
    if (this.knownShape === null) {
      const info = this.info()
      this.knownShape = Array.from(info.subarray(7, 7 + info[6]!))
    }
    return this.knownShape
  }

  get strides(): readonly number[] {
    const info = this.info()
    const ndim = info[6]!
    return Array.from(info.subarray(7 + ndim, 7 + 2 * ndim))
  }

  get dtype(): DType {
    if (this.knownDtype === null) this.knownDtype = dtypeOfCode(this.info()[0]!)
    return this.knownDtype
  }

  /** `'cpu'`, `'cuda:0'` … */
  get device(): string {
    if (this.knownDevice === null) {
      const info = this.info()
      const type = deviceTypes[info[1]!] ?? `device${info[1]}`
      this.knownDevice = info[2]! < 0 || type === 'cpu' ? type : `${type}:${info[2]}`
    }
    return this.knownDevice
  }

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

  /** The gradient that `backward` left on this leaf, or null. */
  get grad(): Tensor | null {
    const known = this.knownGrad !== null && this.knownGrad.slot !== 0 ? this.knownGrad.slot : 0
    const slot = native().gradOf(this.handle, known)
    if (slot === null) this.knownGrad = null
    else if (slot !== known) this.knownGrad = new Tensor(slot, 'grad')
    return this.knownGrad
  }

  set grad(gradient: Tensor | null) {
    native().setGrad(this.handle, gradient === null ? null : gradient.handle)
    this.knownGrad = gradient
  }

  /** Takes over storage, shape, dtype and device of another tensor; stays the same leaf for optimizers and modules. */
  setData(source: Tensor): this {
    native().setData(this.handle, source.handle)
    this.knownShape = null
    this.knownDtype = null
    this.knownDevice = null
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
      throw new TorchError('OP_FAILED', `requiresGrad_: ${(cause as Error).message}`, {
        op: 'requiresGrad_',
        lines: [describeTensor(this)],
        cause,
      })
    }
    return this
  }

  /**
   * The one element as a JavaScript value; int64 beyond 2^53 as bigint.
   *
   * @throws TorchError `SHAPE_MISMATCH` when there is more than one element
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
    return native().item(this.handle)
  }

  /** A fresh copy of the elements in row-major order; float16 and bfloat16 converted to float32. */
  data(): TensorData {
    const dtype = this.dtype
    if (dtype === 'float16' || dtype === 'bfloat16') return toFloat32Data(this)
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
    if (this.dtype === 'float32') return this.data() as Float32Array
    return toFloat32Data(this)
  }

  /** The bytes of the elements in row-major order, little endian, unconverted. */
  bytes(): Uint8Array {
    const out = rawArray(this.dtype, this.numel)
    native().read(this.handle, out)
    return new Uint8Array(out.buffer, out.byteOffset, out.byteLength)
  }

  /** Writes elements of the same dtype and number into the tensor. */
  write(values: ArrayBufferView): this {
    native().write(this.handle, values)
    return this
  }

  /** Nested arrays of numbers (bigint for int64, boolean as 0 or 1), for printing and tests. */
  toArray(): unknown {
    const flat = Array.from(this.data() as ArrayLike<number>)
    return nest(flat, this.shape)
  }

  /** Frees the tensor now; a second call does nothing. */
  dispose(): void {
    if (this.slot === 0) return
    if (this.rootBytes > 0) leaveRoots(this)
    const slot = this.slot
    this.slot = 0
    this.owner = null
    this.closedBy = 'dispose()'
    this.serial = native().freeSlot(slot)
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  toString(): string {
    return this.slot === 0 ? 'Tensor(disposed)' : `Tensor(${describeTensor(this)})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    if (this.slot === 0 || this.numel > 64) return this.toString()
    return `${this.toString()} ${JSON.stringify(this.toArray(), (_, v) => (typeof v === 'bigint' ? String(v) : v))}`
  }
}

function toFloat32Data(source: Tensor): Float32Array {
  const cast = native().op('aten::to.dtype')
  const slot = cast(source.handle, 'float32') as number
  const out = new Float32Array(source.numel)
  try {
    native().read(slot, out)
  } finally {
    native().freeSlot(slot)
  }
  return out
}

function nest(flat: readonly unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return flat[0]
  const [first = 0, ...rest] = shape
  if (rest.length === 0) return [...flat]
  const stride = first === 0 ? 0 : flat.length / first
  return Array.from({ length: first }, (_, i) => nest(flat.slice(i * stride, (i + 1) * stride), rest))
}

/** `float32 [2, 3] cpu`, as error messages print it. */
export function describeTensor(value: Tensor): string {
  if (value.slot === 0) return 'disposed'
  return `${value.dtype} [${value.shape.join(', ')}] ${value.device}${value.isLeaf && value.requiresGrad ? ' leaf' : ''}`
}

function disposedError(value: Tensor): TorchError {
  const was = value.serial > 0 ? native().freedInfo(value.serial) : null
  const by =
    value.closedBy === null
      ? 'it was moved to another thread'
      : `freed by ${value.closedBy === 'dispose()' ? 'dispose()' : `scope "${value.closedBy}"`}`
  return new TorchError('TENSOR_DISPOSED', `a tensor made by ${value.madeBy} is used after it was freed`, {
    op: value.madeBy,
    lines: [
      was === null ? 'shape and dtype are no longer known' : `was ${was.dtype} [${was.shape.join(', ')}]`,
      by,
      'Return the tensor from its scope, or keep() it.',
    ],
  })
}

function adoptRoot(value: Tensor): void {
  if (value.rootBytes > 0 || value.slot === 0) return
  // A view answers for its own elements: many views of one mapped file would otherwise count the file many times. At least
  // 1, so that rootBytes also tells that the tensor is registered.
  const bytes = Math.max(1, Math.min(value.storageBytes, 8 * value.numel))
  value.rootBytes = bytes
  native().adjustExternal(bytes)
  safetyNet.register(value, { slot: value.slot, bytes }, value)
}

function leaveRoots(value: Tensor): void {
  safetyNet.unregister(value)
  native().adjustExternal(-value.rootBytes)
  value.rootBytes = 0
}

connectTensors(
  (value): value is Tensor => value instanceof Tensor,
  (value) => adoptRoot(value as Tensor),
)

/**
 * Takes tensors out of every scope: for parameters, buffers, optimizer state and caches.
 *
 * @param value  a tensor, or arrays, plain objects and Maps of tensors
 * @returns `value`
 */
export function keep<T>(value: T): T {
  forEachTensor(value, (owned) => {
    owned.owner = null
    adoptRoot(owned as Tensor)
  })
  return value
}

/** Frees tensors in arrays, plain objects, Maps and objects with `tensors()`. */
export function disposeAll(value: unknown): void {
  forEachTensor(value, (owned) => (owned as Tensor).dispose())
}

type Nested = number | bigint | boolean | readonly Nested[]

function shapeOf(values: Nested): number[] {
  const shape: number[] = []
  let level: Nested = values
  while (Array.isArray(level)) {
    shape.push(level.length)
    level = level[0] as Nested
  }
  return shape
}

function flatten(values: Nested, shape: readonly number[], depth: number, out: (number | bigint | boolean)[]): void {
  if (depth === shape.length) {
    if (typeof values === 'object') throw raggedError(shape)
    out.push(values)
    return
  }
  if (!Array.isArray(values) || values.length !== shape[depth]) throw raggedError(shape)
  for (const value of values as readonly Nested[]) flatten(value, shape, depth + 1, out)
}

function raggedError(shape: readonly number[]): TorchError {
  return new TorchError('SHAPE_MISMATCH', `tensor: nested arrays must all have the shape [${shape.join(', ')}]`, {
    op: 'tensor',
  })
}

/**
 * A tensor from numbers, nested arrays or a typed array (copied).
 *
 * @param values  a number, nested arrays of equal lengths, or a typed array
 * @param options.shape   for typed arrays: row-major shape; default one dimension
 * @param options.dtype   default: the typed array's own; `bool` for booleans, `int64` for bigints, otherwise `float32`
 *                        (JavaScript cannot tell 1 from 1.0, so whole numbers give float32 too)
 * @param options.device  default `'cpu'`
 * @throws TorchError `SHAPE_MISMATCH` when the number of elements does not fit
 * @example
 * const x = tensor([[1, 2], [3, 4]])
 */
export function tensor(
  values: Nested | ArrayBufferView,
  {
    shape,
    dtype,
    device = 'cpu',
    requiresGrad = false,
  }: {
    readonly shape?: readonly number[]
    readonly dtype?: DType
    readonly device?: string
    readonly requiresGrad?: boolean
  } = {},
): Tensor {
  const { view, sizes, kind } = ArrayBuffer.isView(values)
    ? { view: values, sizes: shape ?? [(values as unknown as ArrayLike<unknown>).length], kind: dtypeOfArray(values) }
    : fromNested(values as Nested, shape)
  const count = sizes.reduce((product, size) => product * size, 1)
  const length = (view as unknown as ArrayLike<unknown>).length
  if (count !== length) {
    throw new TorchError('SHAPE_MISMATCH', `tensor: ${length} elements do not fill the shape [${sizes.join(', ')}]`, {
      op: 'tensor',
    })
  }
  const made = new Tensor(native().fromData(view, sizes, kind), 'tensor')
  const wanted = dtype ?? kind
  const result = wanted === kind && device === 'cpu' ? made : convert(made, wanted, device)
  if (requiresGrad) {
    if (!isFloating(wanted)) throw new TorchError('DTYPE_UNSUPPORTED', `tensor: ${wanted} cannot require gradients`)
    result.requiresGrad_()
  }
  return result
}

/** A uint8, float … tensor over raw little-endian bytes, for dtypes without a typed array (bfloat16, float16). */
export function tensorFromBytes(bytes: Uint8Array, shape: readonly number[], dtype: DType): Tensor {
  return new Tensor(native().fromData(bytes, shape, dtype), 'tensorFromBytes')
}

function convert(source: Tensor, dtype: DType, device: string): Tensor {
  const slot = native().op('aten::to.device')(source.handle, device, dtype) as number
  const result = new Tensor(slot, 'tensor')
  source.dispose()
  return result
}

function fromNested(
  values: Nested,
  shape: readonly number[] | undefined,
): { view: TensorData; sizes: readonly number[]; kind: DType } {
  const found = shapeOf(values)
  const flat: (number | bigint | boolean)[] = []
  flatten(values, found, 0, flat)
  const sizes = shape ?? found
  if (flat.length > 0 && flat.every((v) => typeof v === 'boolean')) {
    return { view: Uint8Array.from(flat as boolean[], Number), sizes, kind: 'bool' }
  }
  if (flat.length > 0 && flat.every((v) => typeof v === 'bigint')) {
    return { view: BigInt64Array.from(flat as bigint[]), sizes, kind: 'int64' }
  }
  return { view: Float32Array.from(flat, Number), sizes, kind: 'float32' }
}
