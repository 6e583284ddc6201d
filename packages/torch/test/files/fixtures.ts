/** Helpers of the file tests: temporary folders, golden files, hand-made hostile files, seeded randomness. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, expect } from 'vitest'
import { memory, Tensor, TorchError, type TorchValue } from '../../src/index.js'

/** A folder that is removed after the tests of the file, with functions that put files into it. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'ganymede-files-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let count = 0
  return {
    folder,
    path: (name: string) => join(folder, name),
    /** Writes bytes under a fresh name: a mapped file must not be overwritten. */
    file: (bytes: Uint8Array | string, extension = 'bin') => {
      const path = join(folder, `${count++}.${extension}`)
      writeFileSync(path, bytes)
      return path
    },
  }
}

const besideTheClone = fileURLToPath(new URL('../../../../../shared', import.meta.url))
const goldenFolder = join(process.env.GANYMEDE_SHARED ?? besideTheClone, 'golden')

/** Whether the golden vectors are there; says so once when they are not. */
export const hasGolden = existsSync(goldenFolder)
if (!hasGolden) console.warn('skipped: comparisons with ../shared/golden, which is not there')

export function golden(path: string): string {
  return join(goldenFolder, path)
}

/** Runs `body`, and checks that it throws FILE_INVALID with this text and leaves no tensor behind. */
export function expectInvalid(body: () => unknown, text: RegExp): void {
  const before = memory().live
  let thrown: unknown
  try {
    body()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(TorchError)
  expect((thrown as TorchError).message).toMatch(text)
  expect((thrown as TorchError).code).toBe('FILE_INVALID')
  expect(memory().live).toBe(before)
}

export function codeOf(body: () => unknown): string {
  try {
    body()
  } catch (error) {
    return error instanceof TorchError ? error.code : String(error)
  }
  return 'nothing thrown'
}

export function expectSameTensor(actual: Tensor | undefined, expected: Tensor): void {
  expect(actual?.dtype).toBe(expected.dtype)
  expect(actual?.shape).toEqual(expected.shape)
  expect(Buffer.compare(actual!.bytes(), expected.bytes())).toBe(0)
}

/** A safetensors file from its header, as text or as an object, and its data. */
export function safetensorsBytes(header: string | object | Uint8Array, data: Uint8Array | number = 0): Buffer {
  const text =
    header instanceof Uint8Array ? header : Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.byteLength))
  return Buffer.concat([length, text, typeof data === 'number' ? Buffer.alloc(data) : data])
}

export interface ZipPart {
  readonly name: string
  readonly data: Uint8Array | string
  readonly deflate?: boolean
  /** Changes the central record before it is written. */
  readonly central?: (record: Buffer) => void
  /** Changes the local header before it is written. */
  readonly local?: (record: Buffer) => void
  /** Where the directory says that the local header is. */
  readonly headerOffset?: number
}

/** A zip file, put together by hand so that every field can lie. */
export function zipBytes(parts: readonly ZipPart[], changeEnd: (record: Buffer) => void = () => {}): Buffer {
  const chunks: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const data = Buffer.from(part.data)
    const packed = part.deflate ? deflateRawSync(data) : data
    const name = Buffer.from(part.name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(part.deflate ? 8 : 0, 8)
    local.writeUInt16LE(name.byteLength, 26)
    part.local?.(local)
    const record = Buffer.alloc(46)
    record.writeUInt32LE(0x02014b50, 0)
    record.writeUInt16LE(part.deflate ? 8 : 0, 10)
    record.writeUInt32LE(crc32(data), 16)
    record.writeUInt32LE(packed.byteLength, 20)
    record.writeUInt32LE(data.byteLength, 24)
    record.writeUInt16LE(name.byteLength, 28)
    record.writeUInt32LE(part.headerOffset ?? offset, 42)
    part.central?.(record)
    chunks.push(local, name, packed)
    central.push(record, name)
    offset += 30 + name.byteLength + packed.byteLength
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length % 65_536, 8)
  end.writeUInt16LE(parts.length % 65_536, 10)
  end.writeUInt32LE(directory.byteLength, 12)
  end.writeUInt32LE(offset, 16)
  changeEnd(end)
  return Buffer.concat([...chunks, directory, end])
}

/** Opcodes and arguments → the bytes of a pickle: strings are opcodes, numbers bytes, `text()` and such their arguments. */
export function pickleBytes(...parts: readonly (string | number | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part as string, 'latin1'))),
  )
}

/** BINUNICODE. */
export function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  const head = Buffer.alloc(5, 'X')
  head.writeUInt32LE(bytes.byteLength, 1)
  return Buffer.concat([head, bytes])
}

/** BININT. */
export function int(value: number): Buffer {
  const out = Buffer.alloc(5, 'J')
  out.writeInt32LE(value, 1)
  return out
}

/** LONG1 of eight bytes. */
export function long(value: bigint): Buffer {
  const out = Buffer.alloc(10)
  out[0] = 0x8a
  out[1] = 8
  out.writeBigInt64LE(value, 2)
  return out
}

/** A tensor as torch.save writes it, with the storage, sizes, strides and offset that are asked for. */
export function tensorPickle({
  key = '0',
  type = 'FloatStorage',
  count = 4n,
  offset = 0n,
  shape = [4n],
  strides = [1n],
}: {
  readonly key?: string
  readonly type?: string
  readonly count?: bigint
  readonly offset?: bigint
  readonly shape?: readonly bigint[]
  readonly strides?: readonly bigint[]
} = {}): Buffer {
  const persistent = [text('storage'), `ctorch\n${type}\n`, text(key), text('cpu'), long(count)]
  const tuples = [shape, strides].map((sizes) =>
    Buffer.concat([Buffer.from('('), ...sizes.map(long), Buffer.from('t')]),
  )
  return pickleBytes(
    'ctorch._utils\n_rebuild_tensor_v2\n((',
    ...persistent,
    'tQ',
    long(offset),
    ...tuples,
    0x89,
    'ccollections\nOrderedDict\n)RtR',
  )
}

/** An archive of torch.save around a pickle, with storages by key. */
export function torchArchive(pickled: Uint8Array, storages: Readonly<Record<string, Uint8Array>> = {}): Buffer {
  return zipBytes([
    { name: 'archive/data.pkl', data: pickled },
    { name: 'archive/byteorder', data: 'little' },
    ...Object.entries(storages).map(([key, data]) => ({ name: `archive/data/${key}`, data })),
    { name: 'archive/version', data: '3\n' },
  ])
}

/** A storage of the float32 numbers 1, 2, 3, 4. */
export const four = new Uint8Array(Float32Array.from([1, 2, 3, 4]).buffer)

/** A dict of one key, around the pickle of a value (without PROTO and STOP). */
export const dict = (key: string, value: Uint8Array): Buffer => pickleBytes(0x80, 2, '}', text(key), value, 's.')

/** A file of the old format: four pickles, the keys, and each storage with its number of elements. */
export function legacyBytes(
  object: Uint8Array,
  storages: readonly (readonly [key: string, count: bigint, data: Uint8Array])[],
  { magic = '8a0a6cfc9c46f9206aa85019', protocol = 1001, little = true } = {},
): Buffer {
  const machine = pickleBytes(0x80, 2, '}', text('little_endian'), little ? 0x88 : 0x89, 's.')
  const keys = pickleBytes(0x80, 2, '](', ...storages.map(([key]) => text(key)), 'e.')
  const data = storages.flatMap(([, count, bytes]) => {
    const length = Buffer.alloc(8)
    length.writeBigInt64LE(count)
    return [length, Buffer.from(bytes)]
  })
  return Buffer.concat([
    pickleBytes(0x80, 2, Buffer.from(magic, 'hex'), '.'),
    pickleBytes(0x80, 2, int(protocol), '.'),
    machine,
    object,
    keys,
    ...data,
  ])
}

/** The tensor under a key of a dict. */
export function tensorAt(value: TorchValue, key: string): Tensor {
  const found = value instanceof Map ? value.get(key) : undefined
  if (!(found instanceof Tensor)) throw new Error(`no tensor under ${key}`)
  return found
}

/** Uniform whole numbers below `limit` from a seed (mulberry32). */
export function seededNumbers(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % limit
  }
}
