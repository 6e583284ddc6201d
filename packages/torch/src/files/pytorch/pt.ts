/** Reading what `torch.save` wrote: the zip format of PyTorch 1.6 and later, and the one before it. Runs no code. */

import { mostTensorBytes, ReadBudget } from '@ganymede/core/reading'
import { requireOptions } from '../../arguments.js'
import { TorchError } from '../../errors.js'
import { itemSize } from '../../tensor/dtype.js'
import { tensorFromBytes } from '../../tensor/from-values.js'
import { scope } from '../../tensor/scope.js'
import { FileTensors } from '../file-tensors.js'
import { fileInvalid, type OpenFile, quoted, withOpenFile } from '../open-file.js'
import { ZipFile } from '../zip/zip.js'
import { conversionLine, describeForeignFile } from './foreign-files.js'
import { MAX_PICKLE_BYTES, unpickle } from './pickle.js'
import { PickleError } from './pickle-source.js'
import { isLegacy, readLegacy } from './pt-legacy.js'
import { findTorchGlobal, RefusedGlobal } from './torch-globals.js'
import { type StorageRecord, storageOf } from './torch-records.js'
import { replaceTensors, type StorageSource, TensorMaker, type TorchValue } from './torch-values.js'

export interface ReadTorchOptions {
  /** Map the file (default) or copy its tensors piece by piece into memory of our own; see `readSafetensors`. */
  readonly map?: boolean
  /** Compare the checksums of the zip format, which reads every byte; default false. */
  readonly verify?: boolean
}

// The largest item: a storage that begins at no multiple of it is copied instead of mapped.
const ALIGNMENT = 16

/**
 * Reads a file of `torch.save` (`.pt`, `.pth`, `.ckpt`, `.bin`) without running any of it.
 *
 * dicts come as Maps in their order, lists and tuples as arrays, dtypes (`'float32'`), devices and strings as strings,
 * numpy numbers as numbers, an `argparse.Namespace` as a Map. Tensors are on the CPU, without gradients, with the strides
 * of the file; tensors that shared a storage share it here too. They belong to the caller's scope. `_metadata` of a
 * state_dict and Python attributes of tensors are left out.
 *
 * Both formats are read, also views, shared storages and all dtypes that tensors have here. A class or function that is
 * not plain data is refused by its name, so a hostile file can do nothing, and a file of a whole model
 * (`torch.save(model)`) cannot be read: save its `state_dict()`. Keys of dicts that are large (from 2^24) or broken numbers,
 * such as timestamps, are at most 4,096 in a file.
 *
 * @param options.map     default true: nothing is copied; see `readSafetensors` for what must not happen to the file then
 * @param options.verify  default false
 * @throws TorchError `FILE_INVALID` naming the file and, where there is one, the tensor, the global or the Python line
 *   that converts it
 * @example
 * const weights = stateDictOf(readTorchFile('latest_net_G.pth'))
 */
export function readTorchFile(path: string, options?: ReadTorchOptions): TorchValue {
  const { map = true, verify = false } = requireOptions('readTorchFile', options, ['map', 'verify'])
  return withOpenFile(path, (file) => {
    const head = file.read(0, Math.min(512, file.size))
    return explaining(path, () => {
      if (isLegacy(head)) return readLegacyFormat(file, map)
      if (head[0] === 0x50 && head[1] === 0x4b) return readZipFormat(file, map, verify)
      throw notTorch(file, head)
    })
  })
}

function readZipFormat(file: OpenFile, map: boolean, verify: boolean): TorchValue {
  const zip = new ZipFile(file)
  const root = rootOf(file, zip)
  const order = zip.entries.get(`${root}byteorder`)
  if (order !== undefined) {
    const text = Buffer.from(zip.read(order, { maxBytes: 64 }))
      .toString('latin1')
      .trim()
    if (text !== 'little') {
      throw fileInvalid(file.path, `has the byte order ${quoted(text)}; only little can be read`, {
        lines: [conversionLine(file.path)],
      })
    }
  }
  const name = `${root}data`
  const budget = pickleBudget(zip.entries.get(`${name}.pkl`)!.compressedBytes)
  return readPickled(file, zip, { name, findGlobal: findTorchGlobal, budget, map, verify })
}

/** @internal What a pickle in an archive is read with. */
export interface PickledPart extends Required<ReadTorchOptions> {
  /** Of the entry without `.pkl`; its storages lie in a folder of this name. */
  readonly name: string
  readonly findGlobal: (module: string, name: string) => unknown
  /** Of all pickles of the archive together. */
  readonly budget: ReadBudget
}

/** @internal What pickles may cost that have so many bytes in the file; its error is told by {@link explaining}. */
export function pickleBudget(storedBytes: number): ReadBudget {
  return new ReadBudget(storedBytes, (problem) => new PickleError(problem))
}

/** @internal A pickle of an archive whose entry exists, with its tensors. */
export function readPickled(file: OpenFile, zip: ZipFile, part: PickledPart): TorchValue {
  const { name, findGlobal, budget, map, verify } = part
  const pickle = zip.entries.get(`${name}.pkl`)!
  budget.unpack(pickle.sizeBytes)
  const pickled = zip.read(pickle, { maxBytes: MAX_PICKLE_BYTES, verify })
  const value = unpickle(pickled, { findGlobal, persistentLoad: storageOf, budget })
  let unpackedBytes = 0
  const entryOf = ({ key }: StorageRecord) => zip.entries.get(`${name}/${key}`)
  return materialize(file, map, { value, budget }, (source) => ({
    place: (storage, describe) => {
      const entry = entryOf(storage)
      if (entry === undefined) {
        throw fileInvalid(file.path, `${describe()}: the archive has no storage ${quoted(storage.key)}`)
      }
      const length = lengthOf(storage)
      if (entry.sizeBytes !== length) {
        throw fileInvalid(file.path, `${describe()}: its storage has ${entry.sizeBytes} bytes, but needs ${length}`)
      }
      const offset = zip.dataOffset(entry)
      if (entry.method === 'deflated') {
        budget.count(UNPACKED_COST)
        unpackedBytes += length
        if (unpackedBytes > mostTensorBytes(file.size)) {
          throw fileInvalid(file.path, `its storages unpack to more than ${mostTensorBytes(file.size)} bytes: refused`)
        }
        return null
      }
      if (verify) zip.verify(entry)
      return offset
    },
    load: (storage) => {
      const entry = entryOf(storage)!
      const length = lengthOf(storage)
      if (entry.method === 'stored') return source.take(zip.dataOffset(entry), length, ALIGNMENT)
      return tensorFromBytes(zip.read(entry, { maxBytes: length }), [length], 'uint8')
    },
  }))
}

// Whether a packed storage is damaged shows only when the tensors before it are made.
const UNPACKED_COST = 300

function lengthOf({ count, dtype }: StorageRecord): number {
  return count * itemSize(dtype)
}

function readLegacyFormat(file: OpenFile, map: boolean): TorchValue {
  const budget = pickleBudget(file.size)
  const legacy = readLegacy(file, budget)
  return materialize(file, map, { value: legacy.value, budget }, (source) => ({
    place: (storage) => legacy.offsetOf(storage),
    load: (storage) => source.take(legacy.offsetOf(storage), lengthOf(storage), ALIGNMENT),
  }))
}

function materialize(
  file: OpenFile,
  map: boolean,
  { value, budget }: { readonly value: unknown; readonly budget: ReadBudget },
  storages: (source: FileTensors) => StorageSource,
): TorchValue {
  return scope('readTorchFile', () => {
    const source = new FileTensors(file, map)
    const maker = new TensorMaker(file, storages(source))
    try {
      replaceTensors(value, budget, (record, name) => {
        maker.check(record, budget, name)
        return record
      })
      return replaceTensors(value, null, (record, name) => maker.make(record, name))
    } finally {
      maker.close()
      source.close()
    }
  })
}

// Entries lie in one folder, named after the file that was first written.
function rootOf(file: OpenFile, zip: ZipFile): string {
  const pickles = [...zip.entries.keys()].filter((name) => /^([^/]+\/)?data\.pkl$/.test(name))
  const [found] = pickles
  if (found === undefined || pickles.length > 1) throw notTorch(file, null)
  const root = found.slice(0, -'data.pkl'.length)
  const isScript = [...zip.entries.keys()].some(
    (name) => name === `${root}constants.pkl` || name.startsWith(`${root}code/`),
  )
  if (isScript) {
    throw fileInvalid(file.path, 'is a TorchScript module (torch.jit.save), not a file of torch.save', {
      lines: ['Load it with loadScript, if you trust it: such a file holds code.'],
    })
  }
  return root
}

function notTorch(file: OpenFile, head: Uint8Array | null): TorchError {
  const isTar = head !== null && Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar'
  if (isTar) {
    return fileInvalid(file.path, 'is a tar archive, the format of PyTorch before 0.1.10, which is not read here', {
      lines: [conversionLine(file.path)],
    })
  }
  const foreign = describeForeignFile(file)
  return fileInvalid(file.path, foreign?.is ?? 'is not a file of torch.save', {
    lines: [foreign?.remedy ?? 'Expected a zip archive with data.pkl, or the format of PyTorch before 1.6.'],
  })
}

/** @internal Errors of the pickle machine as `FILE_INVALID`, with what can be done. */
export function explaining<T>(path: string, body: () => T): T {
  try {
    return body()
  } catch (cause) {
    if (cause instanceof TorchError) throw cause
    if (cause instanceof RefusedGlobal) throw refused(path, cause)
    if (cause instanceof PickleError) throw fileInvalid(path, `its pickle ${cause.message}`, { cause })
    throw cause
  }
}

// What has a way of its own into a file that can be read.
const hints: readonly (readonly [start: string, what: string, remedy: string])[] = [
  ['torch._utils._rebuild_sparse', 'a sparse tensor', 'In Python: save x.to_dense() instead.'],
  ['torch._utils._rebuild_qtensor', 'a quantized tensor', 'In Python: save x.dequantize() instead.'],
  ['torch._utils._rebuild_', 'a kind of tensor that is not read here', 'In Python: save a plain tensor instead.'],
  ['torch.storage._load_from_bytes', 'a file of torch.save inside another', 'In Python: save the inner value itself.'],
  ['numpy.', 'a numpy array or object', 'In Python: save torch.from_numpy(a) instead.'],
]

function refused(path: string, cause: RefusedGlobal): TorchError {
  const global = quoted(cause.global).slice(1, -1)
  if (cause.runsCode) {
    return fileInvalid(path, `names the Python function ${global}, which can run code: refused`, {
      lines: ['Weights never need it. Do not load this file in Python either, unless you know who wrote it.'],
      cause,
    })
  }
  const hint = hints.find(([start]) => global.startsWith(start))
  if (hint !== undefined) return fileInvalid(path, `holds ${hint[1]} (${global})`, { lines: [hint[2]], cause })
  return fileInvalid(path, `needs the Python class ${global}, which is not plain data: refused`, {
    lines: [
      'It looks like a whole model or object; reading it would need its Python code.',
      'In Python, if you trust the file: torch.save(model.state_dict(), "weights.pth"), then read that file.',
    ],
    cause,
  })
}
