/** Writing files that `torch.load` reads, also with `weights_only=True` and `mmap=True`. */
import { requireOptions } from '../../arguments.js'
import { TorchError } from '../../errors.js'
import { type DType, itemSize } from '../../tensor/dtype.js'
import { Tensor } from '../../tensor/tensor.js'
import { tensorChunks } from '../safetensors/tensor-chunks.js'
import { type WriteOps, writeFileInOneGo } from '../write-file.js'
import { MAX_ENTRIES } from '../zip/zip-directory.js'
import { type ZipInput, zipChunks } from '../zip/zip-writer.js'
import { MAX_PICKLE_BYTES, unpickle } from './pickle.js'
import { PickleError } from './pickle-source.js'
import { BINPERSID, type PickleSink, pickle, REDUCE } from './pickle-writer.js'
import { pickleBudget } from './pt.js'
import { findTorchGlobal } from './torch-globals.js'
import { storageOf } from './torch-records.js'
import { replaceTensors, TENSOR_COST } from './torch-values.js'

/** What {@link writeTorchFile} can write. */
export type TorchWritable =
  | Tensor
  | number
  | bigint
  | boolean
  | string
  | null
  | undefined
  | Uint8Array
  | readonly TorchWritable[]
  | ReadonlySet<TorchWritable>
  | ReadonlyMap<string | number | bigint | boolean | null, TorchWritable>
  | { readonly [key: string]: TorchWritable }

const OTHER_ENTRIES = 3 // pickle, byte order, version
const MAX_TENSORS = MAX_ENTRIES - OTHER_ENTRIES

const storageNames: Readonly<Partial<Record<DType, string>>> = {
  float64: 'DoubleStorage',
  float32: 'FloatStorage',
  float16: 'HalfStorage',
  bfloat16: 'BFloat16Storage',
  int64: 'LongStorage',
  int32: 'IntStorage',
  int16: 'ShortStorage',
  int8: 'CharStorage',
  uint8: 'ByteStorage',
  bool: 'BoolStorage',
  complex64: 'ComplexFloatStorage',
  complex128: 'ComplexDoubleStorage',
}

/**
 * Writes a value as `torch.save` would, all or nothing: into a temporary file beside `path`, flushed, then renamed over it.
 * `torch.load` reads it, also with `weights_only=True` and `mmap=True`.
 *
 * Maps and plain objects become dicts, arrays lists, null and undefined None, whole numbers int and others float, Uint8Array
 * bytes. Each tensor is written once, in row-major order with a storage of its own, on the CPU and without gradient; two
 * views of one storage become two storages.
 *
 * @throws TorchError `FILE_WRITE_FAILED`; `ARGUMENT_INVALID` for a value of another kind, naming its path, and for one
 *   that `readTorchFile` would refuse, as of more than about 60,000 tensors or five million numbers;
 *   `DTYPE_UNSUPPORTED` for complex32. The old file is untouched then
 * @example
 * writeTorchFile('generator.pth', new Map([['weight', weight]]))
 */
export function writeTorchFile(path: string, value: TorchWritable, options?: { readonly ops?: WriteOps }): void {
  const { ops } = requireOptions('writeTorchFile', options, ['ops'])
  const tensors: Tensor[] = []
  const pickled = pickle(
    value,
    (part, sink) => part instanceof Tensor && writeTensor(part, sink, tensors),
    (problem) => new TorchError('ARGUMENT_INVALID', `writeTorchFile: ${problem}`),
  )
  requireReadable(pickled, tensors.length)
  writeFileInOneGo(path, zipChunks(entriesOf(pickled, tensors)), ops)
}

// What our own reader would refuse is of no use to who wrote it.
function requireReadable(pickled: Uint8Array, tensors: number): void {
  const fail = (problem: string, cause?: unknown) =>
    new TorchError('ARGUMENT_INVALID', `writeTorchFile: readTorchFile would refuse the file: ${problem}`, {
      lines: ['Write it in several files, or long lists of numbers and names as tensors or JSON.'],
      cause,
    })
  if (tensors > MAX_TENSORS) throw fail(`it has ${tensors} tensors; at most ${MAX_TENSORS} are read`)
  if (pickled.byteLength > MAX_PICKLE_BYTES) {
    throw fail(`its pickle has ${pickled.byteLength} bytes; at most ${MAX_PICKLE_BYTES} are read`)
  }
  try {
    const budget = pickleBudget(pickled.byteLength)
    const value = unpickle(pickled, { findGlobal: findTorchGlobal, persistentLoad: storageOf, budget })
    replaceTensors(value, budget, (record) => {
      budget.count(TENSOR_COST)
      return record
    })
  } catch (cause) {
    if (cause instanceof PickleError) throw fail(`its pickle ${cause.message}`, cause)
    throw cause
  }
}

function* entriesOf(pickled: Uint8Array, tensors: readonly Tensor[]): Generator<ZipInput, void, void> {
  yield small('archive/data.pkl', pickled)
  yield small('archive/byteorder', Buffer.from('little'))
  for (const [index, value] of tensors.entries()) {
    yield {
      name: `archive/data/${index}`,
      sizeBytes: value.numel * itemSize(value.dtype),
      chunks: () => tensorChunks(value),
    }
  }
  yield small('archive/version', Buffer.from('3\n'))
}

function small(name: string, bytes: Uint8Array): ZipInput {
  return { name, sizeBytes: bytes.byteLength, chunks: () => [bytes] }
}

function writeTensor(value: Tensor, sink: PickleSink, tensors: Tensor[]): true {
  const storage = storageNames[value.dtype]
  if (storage === undefined) {
    throw new TorchError('DTYPE_UNSUPPORTED', `writeTorchFile: ${value.dtype} has no storage type in PyTorch files`)
  }
  const { shape, numel } = value
  sink.global('torch._utils', '_rebuild_tensor_v2')
  sink.opcode(0x28)
  sink.opcode(0x28)
  sink.value('storage')
  sink.global('torch', storage)
  for (const part of [String(tensors.length), 'cpu', numel]) sink.value(part)
  sink.opcode(0x74)
  sink.opcode(BINPERSID)
  sink.value(0)
  sink.tuple(shape)
  sink.tuple(rowMajorStrides(shape))
  sink.value(false)
  sink.global('collections', 'OrderedDict')
  sink.tuple([])
  sink.opcode(REDUCE)
  sink.opcode(0x74)
  sink.opcode(REDUCE)
  tensors.push(value)
  return true
}

function rowMajorStrides(shape: readonly number[]): number[] {
  const strides: number[] = []
  let stride = 1
  for (let d = shape.length - 1; d >= 0; d--) {
    strides.unshift(stride)
    stride *= Math.max(1, shape[d]!)
  }
  return strides
}
