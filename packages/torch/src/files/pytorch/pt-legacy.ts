/**
 * The format of torch.save before PyTorch 1.6: five pickles one after the other (a magic number, the protocol, facts of the
 * machine, the object, the keys of its storages), then each storage as a length and its elements.
 */

import type { ReadBudget } from '@ganymede/core/reading'
import { itemSize } from '../../tensor/dtype.js'
import { fileInvalid, type OpenFile, quoted } from '../open-file.js'
import { conversionLine } from './foreign-files.js'
import { MAX_PICKLE_BYTES, unpickle } from './pickle.js'
import { PickleError, PickleSource } from './pickle-source.js'
import { valueText } from './pickle-text.js'
import { findTorchGlobal } from './torch-globals.js'
import { type StorageRecord, storageOf } from './torch-records.js'

/** @internal */
export interface LegacyFile {
  /** With TensorRecords in place of tensors. */
  readonly value: unknown
  /** First byte of a storage in the file. @throws TorchError `FILE_INVALID` when the file has no such storage */
  readonly offsetOf: (storage: StorageRecord) => number
}

const MAGIC = 0x1950a86a20f9469cfc6cn
const PROTOCOL = 1001
const WINDOW = 1 << 16

/** @internal Whether the first bytes are those of the old format: a pickle of its magic number, in any protocol. */
export function isLegacy(head: Uint8Array): boolean {
  if (head[0] !== 0x80) return false
  try {
    return unpickle(head.subarray(0, 64), { findGlobal: refuseGlobal }) === MAGIC
  } catch {
    return false
  }
}

/** @internal @throws PickleError, RefusedGlobal, TorchError `FILE_INVALID` */
export function readLegacy(file: OpenFile, budget: ReadBudget): LegacyFile {
  const more = (position: number, atLeast: number) => {
    const left = Math.max(0, file.size - position)
    return file.read(Math.min(position, file.size), Math.min(left, Math.max(atLeast, WINDOW)))
  }
  const source = new PickleSource(more(0, WINDOW), { more, limit: MAX_PICKLE_BYTES })
  const plain = { findGlobal: refuseGlobal, budget }
  unpickle(source, plain)
  const protocol = unpickle(source, plain)
  if (protocol !== PROTOCOL)
    throw new PickleError(`has the torch protocol ${valueText(protocol)} instead of ${PROTOCOL}`)
  const machine = unpickle(source, plain)
  if (!(machine instanceof Map) || machine.get('little_endian') !== true) {
    throw fileInvalid(file.path, 'was written on a big-endian machine', { lines: [conversionLine(file.path)] })
  }
  const storages = new Map<string, StorageRecord>()
  const value = unpickle(source, {
    findGlobal: findTorchGlobal,
    budget,
    persistentLoad: (id) => {
      const storage = storageOf(id)
      if (!storages.has(storage.key)) storages.set(storage.key, storage)
      return storage
    },
  })
  const offsets = placeStorages(file, unpickle(source, plain), storages, source.position)
  return {
    value,
    offsetOf: (storage) => {
      const offset = offsets.get(storage.key)
      if (offset === undefined) throw fileInvalid(file.path, `has no storage ${quoted(storage.key)}`)
      return offset
    },
  }
}

function placeStorages(
  file: OpenFile,
  keys: unknown,
  storages: ReadonlyMap<string, StorageRecord>,
  start: number,
): ReadonlyMap<string, number> {
  if (!Array.isArray(keys)) throw new PickleError('does not list its storages')
  const offsets = new Map<string, number>()
  let at = start
  for (const key of keys as readonly unknown[]) {
    const name = typeof key === 'string' ? key : valueText(key)
    const storage = storages.get(name)
    if (storage === undefined || offsets.has(name)) {
      throw fileInvalid(
        file.path,
        `lists the storage ${quoted(name)}, which ${storage ? 'came before' : 'nothing uses'}`,
      )
    }
    const length = storage.count * itemSize(storage.dtype)
    if (at + 8 + length > file.size) {
      throw fileInvalid(file.path, `is truncated: storage ${quoted(name)} ends at byte ${at + 8 + length}`, {
        lines: [`the file has ${file.size} bytes`],
      })
    }
    const count = new DataView(file.read(at, 8).buffer).getBigUint64(0, true)
    if (count !== BigInt(storage.count)) {
      throw fileInvalid(file.path, `storage ${quoted(name)} has ${count} elements, but ${storage.count} were declared`)
    }
    offsets.set(name, at + 8)
    at += 8 + length
  }
  return offsets
}

function refuseGlobal(module: string, name: string): never {
  throw new PickleError(`names ${quoted(`${module}.${name}`)} where a number is expected`)
}
