/** safetensors: named tensors in one file that holds no code. The format of our own checkpoints. */
import {
  argumentError,
  requireObject,
  requireOptions,
  requireTensor,
  requireText,
  requireTexts,
} from '../../arguments.js'
import { itemSize } from '../../tensor/dtype.js'
import { scope } from '../../tensor/scope.js'
import type { Tensor } from '../../tensor/tensor.js'
import { FileTensors, reinterpret } from '../file-tensors.js'
import { fileInvalid, type OpenFile, quoted, withOpenFile } from '../open-file.js'
import { type WriteOps, writeFileInOneGo } from '../write-file.js'
import { formatHeader, layoutOrder, readHeader, type SafetensorsEntry } from './safetensors-header.js'
import { tensorChunks } from './tensor-chunks.js'

export interface SafetensorsFile {
  /** By name, in the order of the header. */
  readonly tensors: Map<string, Tensor>
  readonly metadata: Readonly<Record<string, string>>
}

export interface ReadSafetensorsOptions {
  /** Map the file (default) or copy it piece by piece into memory of our own. */
  readonly map?: boolean
  /** Only these tensors; default all. */
  readonly names?: readonly string[]
}

/**
 * Reads a safetensors file.
 *
 * Mapped, which is the default, nothing is copied: pages come from the file when they are first touched, and writing to a
 * tensor changes memory only, never the file. A mapped file may be deleted, renamed or replaced by `rename`, but must not
 * be **cut shorter or overwritten in place** while its tensors live: the next access would end the process (SIGBUS). Give
 * `map: false` for files that others may rewrite, and on network file systems.
 *
 * All tensors are on the CPU and belong to the caller's scope.
 *
 * @param options.map    default true
 * @param options.names  reads only these
 * @throws TorchError `FILE_INVALID` naming the file, the tensor and what is wrong: truncated, overlapping, a dtype that
 *   does not exist, sizes that do not fit, or a name that is not there
 * @example
 * const { tensors, metadata } = readSafetensors('generator.safetensors')
 */
export function readSafetensors(path: string, options?: ReadSafetensorsOptions): SafetensorsFile {
  const { map = true, names } = requireOptions('readSafetensors', options, ['map', 'names'])
  if (names !== undefined) requireTexts('readSafetensors', 'names', names)
  return withOpenFile(path, (file) => {
    const header = readHeader(file)
    const chosen = names === undefined ? [...header.tensors.values()] : choose(path, header.tensors, names)
    for (const { name, dtype, storedAs } of chosen) {
      if (dtype === null) throw fileInvalid(path, `tensor ${quoted(name)}: dtype ${storedAs} is not supported here`)
    }
    const tensors = scope('readSafetensors', () => {
      const source = new FileTensors(file, map)
      try {
        return new Map(chosen.map((entry) => [entry.name, load(file, source, entry)]))
      } finally {
        source.close()
      }
    })
    return { tensors, metadata: header.metadata }
  })
}

function choose(
  path: string,
  tensors: ReadonlyMap<string, SafetensorsEntry>,
  names: readonly string[],
): SafetensorsEntry[] {
  const missing = names.filter((name) => !tensors.has(name))
  if (missing.length > 0) {
    const some = [...tensors.keys()].slice(0, 8).map(quoted).join(', ')
    throw fileInvalid(path, `has no tensor ${missing.slice(0, 8).map(quoted).join(', ')}`, {
      lines: [`it holds ${tensors.size}: ${some}${tensors.size > 8 ? ', …' : ''}`],
    })
  }
  return names.map((name) => tensors.get(name)!)
}

function load(
  file: OpenFile,
  source: FileTensors,
  { name, dtype, shape, offset, sizeBytes }: SafetensorsEntry,
): Tensor {
  return scope(() => {
    const bytes = source.take(offset, sizeBytes, itemSize(dtype!))
    return reinterpret(bytes, dtype!, file.path, () => `tensor ${quoted(name)}`).view(shape)
  })
}

export interface WriteSafetensorsOptions {
  /** Strings about the whole file; written sorted by key. */
  readonly metadata?: Readonly<Record<string, string>>
  /** File operations to use instead of the system's. */
  readonly ops?: WriteOps
}

/**
 * Writes named tensors, all or nothing: into a temporary file beside `path`, flushed, then renamed over it.
 *
 * Tensors are laid out by item size and name, whatever their order here, so equal contents give equal bytes. They are
 * streamed one after the other in row-major order; views, transposed and channels-last tensors are written as their
 * elements read, tensors that share storage once each.
 *
 * @param tensors  pairs of name and tensor, such as a Map
 * @throws TorchError `FILE_WRITE_FAILED` (disk full, no such folder); `DTYPE_UNSUPPORTED` for complex128 and complex32;
 *   `ARGUMENT_INVALID` for two equal names. The old file is untouched then
 * @example
 * writeSafetensors('generator.safetensors', new Map([['weight', weight]]), { metadata: { format: 'pt' } })
 */
export function writeSafetensors(
  path: string,
  tensors: Iterable<readonly [string, Tensor]>,
  options?: WriteSafetensorsOptions,
): void {
  const { metadata, ops } = requireOptions('writeSafetensors', options, ['metadata', 'ops'])
  writeFileInOneGo(path, safetensorsChunks(tensors, metadata === undefined ? {} : { metadata }), ops)
}

/**
 * The bytes of a safetensors file, in order, in fresh arrays of at most 4 MiB (the header is the first array), for callers
 * with file operations of their own. Names and dtypes are checked before the first byte comes.
 *
 * @throws TorchError as {@link writeSafetensors}
 */
export function* safetensorsChunks(
  tensors: Iterable<readonly [string, Tensor]>,
  options?: { readonly metadata?: Readonly<Record<string, string>> },
): Generator<Uint8Array, void, void> {
  const { metadata } = requireOptions('safetensorsChunks', options, ['metadata'])
  if (metadata !== undefined) requireObject('safetensorsChunks', 'metadata', metadata)
  const named = requireNamedTensors('safetensorsChunks', tensors).map(([name, value]) => ({
    name,
    value,
    dtype: value.dtype,
    shape: value.shape,
  }))
  const laidOut = layoutOrder(named)
  yield formatHeader(laidOut, metadata)
  for (const { value } of laidOut) yield* tensorChunks(value)
}

/** Pairs of name and tensor, in an array of their own. */
function requireNamedTensors(op: string, value: unknown): (readonly [string, Tensor])[] {
  const isIterable = typeof value === 'object' && value !== null && Symbol.iterator in value
  if (!isIterable) throw argumentError(op, 'tensors', 'pairs of name and tensor, such as a Map', value)
  const pairs: (readonly [string, Tensor])[] = []
  for (const pair of value as Iterable<unknown>) {
    if (!Array.isArray(pair)) throw argumentError(op, `tensors[${pairs.length}]`, 'a pair of name and tensor', pair)
    const [name, tensor] = pair
    requireText(op, `the name of tensors[${pairs.length}]`, name)
    requireTensor(op, JSON.stringify(name), tensor)
    // Only tensors are owned.
    pairs.push([name, tensor as Tensor])
  }
  return pairs
}
