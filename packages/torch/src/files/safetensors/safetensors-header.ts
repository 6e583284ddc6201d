/**
 * The header of a safetensors file: what it may say, and how it is written. Needs no libtorch.
 *
 * Layout: u64 little endian length N, N bytes of JSON, then the data. The format demands that the tensors cover the data
 * without holes and without overlap (https://github.com/huggingface/safetensors, "Format").
 */

import { type Json, NotWhole, parseStrictJson, ReadBudget } from '@ganymede/core/reading'
import { TorchError } from '../../errors.js'
import { type DType, itemSize } from '../../tensor/dtype.js'
import { fileInvalid, type OpenFile, quoted, withOpenFile } from '../open-file.js'
import { bytesOfShape, MAX_DIMENSIONS } from '../shape-size.js'

/** What the header says of one tensor. */
export interface SafetensorsEntry {
  readonly name: string
  /** Null for the dtypes of the format that have no counterpart here, such as `F8_E4M3`. */
  readonly dtype: DType | null
  /** The dtype as the file spells it: `F32`, `BF16` … */
  readonly storedAs: string
  readonly shape: readonly number[]
  /** First byte, counted from the beginning of the file. */
  readonly offset: number
  readonly sizeBytes: number
}

export interface SafetensorsHeader {
  /** By name, in the order of the header. */
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>
  readonly metadata: Readonly<Record<string, string>>
}

// The format allows 100 MB. More than this would be a hundred thousand tensors, and costs more than readLimits promise.
const MAX_HEADER = 32 << 20
// Written at most: what the reader's budget takes with names and shapes of any length.
const MAX_TENSORS = 90_000
const METADATA = '__metadata__'

const dtypes: Readonly<Record<string, DType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
  C64: 'complex64',
}
const spellings = new Map(Object.entries(dtypes).map(([spelling, dtype]) => [dtype, spelling]))
// Bits per element of the format's other dtypes: enough to check sizes around them.
const foreignBits: Readonly<Record<string, number>> = {
  U64: 64,
  U32: 32,
  U16: 16,
  F8_E4M3: 8,
  F8_E5M2: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F4: 4,
}

/**
 * Names, dtypes, shapes and metadata of a safetensors file, from its header alone; libtorch is not loaded.
 *
 * @throws TorchError `FILE_INVALID` naming the file, the tensor and what is wrong
 */
export function readSafetensorsHeader(path: string): SafetensorsHeader {
  return withOpenFile(path, readHeader)
}

/** @internal */
export function readHeader(file: OpenFile): SafetensorsHeader {
  const { path, size } = file
  if (size < 8) throw fileInvalid(path, `holds ${size} bytes, too few for a safetensors header`)
  const length = new DataView(file.read(0, 8).buffer).getBigUint64(0, true)
  if (length > BigInt(MAX_HEADER)) {
    throw fileInvalid(path, `declares a header of ${length} bytes; at most ${MAX_HEADER} are allowed`, {
      lines: ['Expected a safetensors file.'],
    })
  }
  const end = 8 + Number(length)
  if (end > size) throw fileInvalid(path, `is truncated: the header needs ${end} bytes, the file has ${size}`)
  const bytes = file.read(8, end - 8)
  if (bytes[0] !== 0x7b) throw fileInvalid(path, 'is not a safetensors file: its header does not begin with "{"')
  return parseHeader(parseJson(path, bytes), path, end, size)
}

function parseJson(path: string, bytes: Uint8Array): ReadonlyMap<string, Json> {
  const budget = new ReadBudget(bytes.byteLength, (problem) => fileInvalid(path, `the safetensors header ${problem}`))
  const invalid = (why: string, cause: unknown) =>
    fileInvalid(path, `the safetensors header is not valid JSON: ${why}`, { cause })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw invalid('it is not UTF-8', cause)
  }
  try {
    return parseStrictJson(text, budget) as ReadonlyMap<string, Json>
  } catch (cause) {
    throw cause instanceof SyntaxError ? invalid(cause.message, cause) : cause
  }
}

function parseHeader(
  json: ReadonlyMap<string, Json>,
  path: string,
  dataStart: number,
  fileSize: number,
): SafetensorsHeader {
  const tensors = new Map<string, SafetensorsEntry>()
  let metadata: Readonly<Record<string, string>> = {}
  for (const [name, value] of json) {
    if (name === METADATA) metadata = parseMetadata(path, value)
    else tensors.set(name, parseEntry(path, name, value, dataStart))
  }
  checkCover(path, [...tensors.values()], dataStart, fileSize)
  return { tensors, metadata }
}

function parseMetadata(path: string, value: Json): Readonly<Record<string, string>> {
  if (!(value instanceof Map)) throw fileInvalid(path, `${METADATA} is not an object of strings`)
  for (const [key, text] of value) {
    if (typeof text !== 'string') throw fileInvalid(path, `${METADATA}: the value of ${quoted(key)} is not a string`)
  }
  return Object.fromEntries(value as Map<string, string>)
}

function parseEntry(path: string, name: string, value: Json, dataStart: number): SafetensorsEntry {
  const fail = (problem: string) => fileInvalid(path, `tensor ${quoted(name)}: ${problem}`)
  if (!(value instanceof Map)) throw fail('its entry is not an object')
  const storedAs: unknown = value.get('dtype')
  if (typeof storedAs !== 'string') throw fail('its dtype is missing')
  const dtype = Object.hasOwn(dtypes, storedAs) ? dtypes[storedAs]! : null
  if (dtype === null && !Object.hasOwn(foreignBits, storedAs)) throw fail(`unknown dtype ${quoted(storedAs)}`)
  const shape = wholeNumbers(value.get('shape'))
  if (shape === null) throw fail(`shape ${shownJson(value.get('shape'))} is not a list of sizes`)
  if (shape.length > MAX_DIMENSIONS) {
    throw fail(`has ${shape.length} dimensions; at most ${MAX_DIMENSIONS} are supported`)
  }
  const range = wholeNumbers(value.get('data_offsets'))
  if (range === null || range.length !== 2 || range[1]! < range[0]!) {
    throw fail(`data_offsets ${shownJson(value.get('data_offsets'))} are not [begin, end]`)
  }
  const [begin, end] = range as [number, number]
  const needed = dtype === null ? foreignBytes(shape, foreignBits[storedAs]!) : bytesOfShape(shape, dtype)
  if (needed === null) throw fail(`shape [${shape.join(', ')}] is too large`)
  if (needed !== end - begin) {
    throw fail(`${storedAs} [${shape.join(', ')}] needs ${needed} bytes, its data_offsets hold ${end - begin}`)
  }
  return { name, dtype, storedAs, shape, offset: dataStart + begin, sizeBytes: end - begin }
}

function foreignBytes(shape: readonly number[], bits: number): number | null {
  const elements = bytesOfShape(shape, 'uint8')
  if (elements === null || !Number.isSafeInteger(elements * bits)) return null
  return (elements * bits) % 8 === 0 ? (elements * bits) / 8 : null
}

function checkCover(path: string, entries: readonly SafetensorsEntry[], dataStart: number, fileSize: number): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset || a.sizeBytes - b.sizeBytes)
  let end = dataStart
  let previous: SafetensorsEntry | null = null
  for (const entry of sorted) {
    if (entry.offset + entry.sizeBytes > fileSize) {
      const last = entry.offset + entry.sizeBytes
      throw fileInvalid(
        path,
        `is truncated: tensor ${quoted(entry.name)} ends at byte ${last}, the file has ${fileSize}`,
      )
    }
    if (entry.offset < end) {
      const name = quoted(entry.name)
      throw fileInvalid(path, `tensors ${quoted(previous?.name ?? '')} and ${name} overlap`, {
        lines: [`${name} begins at byte ${entry.offset}, before the other ends at byte ${end}`],
      })
    }
    if (entry.offset > end) {
      throw fileInvalid(path, `${entry.offset - end} bytes before tensor ${quoted(entry.name)} belong to no tensor`)
    }
    end = entry.offset + entry.sizeBytes
    previous = entry
  }
  if (end !== fileSize) throw fileInvalid(path, `${fileSize - end} bytes at the end belong to no tensor`)
}

function wholeNumbers(value: Json | undefined): number[] | null {
  if (!Array.isArray(value)) return null
  const numbers = value as readonly Json[]
  return numbers.every((v) => Number.isSafeInteger(v) && (v as number) >= 0) ? numbers.map(Number) : null
}

function shownJson(value: Json | undefined): string {
  if (value === undefined) return '(missing)'
  if (!Array.isArray(value)) return `(${value instanceof Map ? 'an object' : String(value)})`.slice(0, 80)
  const shown = (value as readonly Json[]).slice(0, 40).map((v) => (v instanceof NotWhole ? v.text : String(v)))
  return `[${shown.join(', ')}]`.slice(0, 200)
}

/** @internal A tensor to be written: what the header needs to know of it. */
export interface HeaderTensor {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
}

/**
 * @internal Sorts tensors as they are laid out, larger items first, then by name, so that each begins at a multiple of
 * its item size and equal contents give equal bytes.
 */
export function layoutOrder<T extends HeaderTensor>(tensors: Iterable<T>): T[] {
  const keyed = [...tensors].map((value) => ({ value, key: Buffer.from(value.name) }))
  keyed.sort((a, b) => itemSize(b.value.dtype) - itemSize(a.value.dtype) || Buffer.compare(a.key, b.key))
  return keyed.map(({ value }) => value)
}

/**
 * @internal Length and header, padded with spaces so that the data begin at a multiple of 64 bytes.
 *
 * @param tensors  in the order of {@link layoutOrder}
 */
export function formatHeader(
  tensors: readonly HeaderTensor[],
  metadata: Readonly<Record<string, string>> | undefined,
): Uint8Array {
  const members: string[] = []
  if (metadata !== undefined && Object.keys(metadata).length > 0) members.push(formatMetadata(metadata))
  const seen = new Set<string>()
  let offset = 0
  for (const { name, dtype, shape } of tensors) {
    checkName(name, seen)
    const spelling = spellings.get(dtype)
    if (spelling === undefined) {
      throw new TorchError('DTYPE_UNSUPPORTED', `safetensors has no dtype for ${dtype} (tensor ${quoted(name)})`)
    }
    const end = offset + bytesOfShape(shape, dtype)!
    const info = `{"dtype":"${spelling}","shape":[${shape.join(',')}],"data_offsets":[${offset},${end}]}`
    members.push(`${JSON.stringify(name)}:${info}`)
    offset = end
  }
  if (seen.size > MAX_TENSORS) {
    throw new TorchError('ARGUMENT_INVALID', `safetensors: ${seen.size} tensors are too many for one file`, {
      lines: [`at most ${MAX_TENSORS} are written`],
    })
  }
  const text = Buffer.from(`{${members.join(',')}}`)
  const length = Math.ceil((8 + text.byteLength) / 64) * 64 - 8
  if (length > MAX_HEADER) {
    throw new TorchError('ARGUMENT_INVALID', `the safetensors header would have ${length} bytes: too many tensors`, {
      lines: [`at most ${MAX_HEADER} bytes are allowed`],
    })
  }
  const out = new Uint8Array(8 + length).fill(0x20)
  new DataView(out.buffer).setBigUint64(0, BigInt(length), true)
  out.set(text, 8)
  return out
}

function formatMetadata(metadata: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(metadata).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  for (const [key, value] of pairs) {
    if (typeof value !== 'string' || !isWellFormed(key) || !isWellFormed(value)) {
      throw new TorchError(
        'ARGUMENT_INVALID',
        `safetensors metadata ${quoted(key)} must be a string of whole characters`,
      )
    }
  }
  return `"${METADATA}":{${pairs.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',')}}`
}

function checkName(name: string, seen: Set<string>): void {
  if (name === METADATA) throw new TorchError('ARGUMENT_INVALID', `no safetensors tensor may be named ${METADATA}`)
  if (!isWellFormed(name)) {
    throw new TorchError('ARGUMENT_INVALID', `the tensor name ${quoted(name)} holds half a character`)
  }
  if (seen.has(name)) throw new TorchError('ARGUMENT_INVALID', `two tensors are named ${quoted(name)}`)
  seen.add(name)
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
