/**
 * One array in numpy's own format (`.npy`, versions 1 to 3): for interchange with Python.
 * (numpy.lib.format: magic, version, length of the header, a dict literal, then the elements.)
 */
import { requireOptions, requireTensor } from '../arguments.js'
import { TorchError } from '../errors.js'
import { type DType, itemSize } from '../tensor/dtype.js'
import { tensorFromBytes } from '../tensor/from-values.js'
import { scope } from '../tensor/scope.js'
import type { Tensor } from '../tensor/tensor.js'
import { FileTensors, reinterpret } from './file-tensors.js'
import { fileInvalid, type OpenFile, quoted, withOpenFile } from './open-file.js'
import { describeForeignFile } from './pytorch/foreign-files.js'
import { tensorChunks } from './safetensors/tensor-chunks.js'
import { bytesOfShape, MAX_DIMENSIONS } from './shape-size.js'
import { type WriteOps, writeFileInOneGo } from './write-file.js'

const MAGIC = Buffer.from('\x93NUMPY', 'latin1')
const MAX_HEADER = 1 << 20

const dtypes: Readonly<Record<string, DType>> = {
  '<f2': 'float16',
  '<f4': 'float32',
  '<f8': 'float64',
  '|i1': 'int8',
  '<i2': 'int16',
  '<i4': 'int32',
  '<i8': 'int64',
  '|u1': 'uint8',
  '|b1': 'bool',
  '<c8': 'complex64',
  '<c16': 'complex128',
}
const descriptions = new Map(Object.entries(dtypes).map(([description, dtype]) => [dtype, description]))

/**
 * Reads a `.npy` file: little-endian floats, integers, uint8, bool and complex numbers, in C or Fortran order.
 *
 * An array in Fortran order comes as a tensor with column-major strides, not copied.
 *
 * @param options.map  default true: mapped, not copied; see `readSafetensors` for what must not happen to the file then
 * @throws TorchError `FILE_INVALID` for another format, big-endian or Python objects, sizes that do not fit the file
 */
export function readNpy(path: string, options?: { readonly map?: boolean }): Tensor {
  const { map = true } = requireOptions('readNpy', options, ['map'])
  return withOpenFile(path, (file) => {
    const { dtype, shape, fortran, offset, bytes } = readNpyHeader(file)
    return scope('readNpy', () => {
      const source = new FileTensors(file, map)
      try {
        const flat = reinterpret(source.take(offset, bytes, itemSize(dtype)), dtype, path, () => 'the array')
        return shaped(flat, shape, fortran)
      } finally {
        source.close()
      }
    })
  })
}

/**
 * @internal An array whose bytes are in memory, such as an entry of an archive. The bytes are copied.
 *
 * @param name  what errors call it
 * @throws TorchError `FILE_INVALID` as {@link readNpy}
 */
export function npyFromBytes(name: string, content: Uint8Array): Tensor {
  const read = (offset: number, length: number) => content.subarray(offset, offset + length)
  const { dtype, shape, fortran, offset, bytes } = readNpyHeader({ path: name, size: content.byteLength, read })
  return scope('npyFromBytes', () => {
    const raw = tensorFromBytes(content.subarray(offset, offset + bytes), [bytes], 'uint8')
    return shaped(
      reinterpret(raw, dtype, name, () => 'the array'),
      shape,
      fortran,
    )
  })
}

/** The first bytes of an array in their order; Fortran order becomes strides. */
function shaped(flat: Tensor, shape: readonly number[], isFortran: boolean): Tensor {
  if (!isFortran) return flat.view(shape)
  return flat.view([...shape].reverse()).permute(shape.map((_, d) => shape.length - 1 - d))
}

interface Header {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly fortran: boolean
  /** Where the elements begin, and how long they are. */
  readonly offset: number
  readonly bytes: number
}

type Source = Pick<OpenFile, 'path' | 'size' | 'read'>

/** Header of an array that fills the rest of its source exactly. */
function readNpyHeader(source: Source): Header {
  const { path, size } = source
  const { dtype, shape, fortran, offset } = readHeader(source)
  const bytes = bytesOfShape(shape, dtype)
  if (bytes === null) throw fileInvalid(path, `shape [${shape.join(', ')}] is too large`)
  if (offset + bytes === size) return { dtype, shape, fortran, offset, bytes }
  const what = offset + bytes > size ? 'is truncated' : 'has bytes after the array'
  throw fileInvalid(path, `${what}: ${dtype} [${shape.join(', ')}] needs ${bytes} bytes, found ${size - offset}`)
}

function readHeader(file: Source): Omit<Header, 'bytes'> {
  const { path, size } = file
  const head = Buffer.from(file.read(0, Math.min(12, size)))
  if (head.byteLength < 10 || !head.subarray(0, 6).equals(MAGIC)) {
    const foreign = describeForeignFile(file)
    throw fileInvalid(path, foreign?.is ?? 'is not a .npy file', foreign === null ? {} : { lines: [foreign.remedy] })
  }
  const version = head[6]!
  if (version < 1 || version > 3) throw fileInvalid(path, `has .npy version ${version}; 1 to 3 can be read`)
  if (version > 1 && head.byteLength < 12) throw fileInvalid(path, 'is truncated inside its header')
  const length = version === 1 ? head.readUInt16LE(8) : head.readUInt32LE(8)
  const start = version === 1 ? 10 : 12
  if (length > MAX_HEADER)
    throw fileInvalid(path, `declares a header of ${length} bytes; at most ${MAX_HEADER} are allowed`)
  if (start + length > size) throw fileInvalid(path, 'is truncated inside its header')
  const text = Buffer.from(file.read(start, length)).toString(version === 3 ? 'utf8' : 'latin1')
  return { ...parseHeader(path, text), offset: start + length }
}

// The header is a Python dict literal with these three keys and no other, and is read from the first brace to the last:
// what one reader skips, another may believe.
const keys = ['descr', 'fortran_order', 'shape']
const item = /\s*'(\w{1,40})'\s*:\s*('[^'\\]*'|True|False|\([\dL,\s]*\))\s*(?:,|(?=\}))/y

function parseHeader(path: string, text: string): Pick<Header, 'dtype' | 'shape' | 'fortran'> {
  const fail = (problem: string) => fileInvalid(path, `has a header that ${problem}: ${quoted(text.trim())}`)
  const values = new Map<string, string>()
  let end = /^\s*\{/.exec(text)?.[0].length ?? 0
  for (item.lastIndex = end; ; end = item.lastIndex) {
    const found = item.exec(text)
    if (found === null) break
    const [, key = '', value = ''] = found
    if (values.has(key)) throw fail(`gives ${quoted(key)} twice`)
    if (!keys.includes(key)) throw fail(`has the key ${quoted(key)}, which numpy does not write`)
    values.set(key, value)
  }
  const rest = text.slice(end)
  if (/^\s*'descr'\s*:\s*\[/.test(rest)) {
    throw fileInvalid(path, 'holds records with named fields; only plain arrays can be read')
  }
  const [descr = '', order = '', sizes = ''] = keys.map((key) => values.get(key))
  if (!/^\s*\}\s*$/.test(rest) || !descr.startsWith("'") || !/^[TF]/.test(order) || !sizes.startsWith('(')) {
    throw fail("is not one of numpy's")
  }
  return { dtype: dtypeOf(path, descr.slice(1, -1)), shape: parseShape(path, sizes), fortran: order === 'True' }
}

/** A Python tuple of sizes: `()`, `(3,)`, `(3, 4)`; an `L` behind a size is Python 2's. */
function parseShape(path: string, tuple: string): readonly number[] {
  const parts = tuple.slice(1, -1).split(',')
  // The comma makes the tuple: (3) is a number.
  const isTuple = parts.length > 1 || parts[0]?.trim() === ''
  if (parts.at(-1)?.trim() === '') parts.pop()
  if (!isTuple || !parts.every((part) => /^\s*(?:0|[1-9]\d*)L?\s*$/.test(part))) {
    throw fileInvalid(path, `has the shape ${quoted(tuple)}, which is none`)
  }
  if (parts.length > MAX_DIMENSIONS) {
    throw fileInvalid(path, `has ${parts.length} dimensions; at most ${MAX_DIMENSIONS} are supported`)
  }
  return parts.map((part) => Number(part.trim().replace('L', '')))
}

function dtypeOf(path: string, description: string): DType {
  // Single bytes have no order; `=` is that of the machine, which is little-endian wherever libtorch runs.
  const plain = description.replace(/^[<>=](?=[iub]1$)/, '|').replace(/^=/, '<')
  if (Object.hasOwn(dtypes, plain)) return dtypes[plain]!
  const problem = /^[|<>=]?O/.test(description)
    ? 'holds Python objects, which are not read: they can run code'
    : description.startsWith('>')
      ? `is big-endian (${quoted(description)}); in Python: np.save(path, a.astype(a.dtype.newbyteorder("<")))`
      : `has the dtype ${quoted(description)}, which is not supported`
  throw fileInvalid(path, problem)
}

/**
 * Writes a tensor as a `.npy` file in row-major order, all or nothing.
 *
 * @throws TorchError `DTYPE_UNSUPPORTED` for bfloat16 and complex32, which numpy does not have; `FILE_WRITE_FAILED`
 */
export function writeNpy(path: string, value: Tensor, options?: { readonly ops?: WriteOps }): void {
  const { ops } = requireOptions('writeNpy', options, ['ops'])
  requireTensor('writeNpy', 'value', value)
  const description = descriptions.get(value.dtype)
  if (description === undefined) {
    throw new TorchError('DTYPE_UNSUPPORTED', `writeNpy: numpy has no ${value.dtype}`, {
      lines: ["Cast it first: to({ dtype: 'float32' })"],
    })
  }
  writeFileInOneGo(path, npyChunks(description, value), ops)
}

function* npyChunks(description: string, value: Tensor): Generator<Uint8Array, void, void> {
  const { shape } = value
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const dict = `{'descr': '${description}', 'fortran_order': False, 'shape': (${sizes}), }`
  // Padded with spaces to a newline, so that the elements begin at a multiple of 64 bytes.
  const length = Math.ceil((10 + dict.length + 1) / 64) * 64 - 10
  const header = Buffer.alloc(10 + length, ' ')
  MAGIC.copy(header)
  header.set([1, 0], 6)
  header.writeUInt16LE(length, 8)
  header.write(dict, 10, 'latin1')
  header[9 + length] = 0x0a
  yield header
  yield* tensorChunks(value)
}
