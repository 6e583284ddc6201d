/**
 * What an ONNX file says of itself: inputs, outputs, initialisers, operators. Reads the places of the tensors, not the
 * tensors. Field numbers are those of onnx.proto3 (https://github.com/onnx/onnx, Apache-2.0).
 */
import { objectCost } from '@ganymede/core/reading'
import { type DType, itemSize, scope, tensorFromBytes } from '@ganymede/torch'
import { type ProtoField, ProtoFile } from './protobuf.js'
import { type TensorFacts, type TensorStats, tensorStats } from './tensor-facts.js'

/** An ONNX model as far as inspecting needs it. */
export interface OnnxFacts {
  readonly irVersion: number
  /** Versions of the operator sets by domain; `''` is ONNX itself. */
  readonly opsets: ReadonlyMap<string, number>
  readonly producer: string
  readonly graph: string
  /** How many nodes of each operator there are. */
  readonly operators: ReadonlyMap<string, number>
  readonly tensors: readonly TensorFacts[]
}

const maxDimensions = 64
// What a listed tensor takes beyond its fields.
const tensorCost = 24
// Stretches of elements that one tensor may lie in; they are kept until its shape is known.
const maxStretches = 1024

/** TensorProto.DataType: name, and bytes of an element where they are whole. */
const elementTypes: Readonly<Record<number, readonly [name: string, bytes: number | null]>> = {
  1: ['float32', 4],
  2: ['uint8', 1],
  3: ['int8', 1],
  4: ['uint16', 2],
  5: ['int16', 2],
  6: ['int32', 4],
  7: ['int64', 8],
  8: ['string', null],
  9: ['bool', 1],
  10: ['float16', 2],
  11: ['float64', 8],
  12: ['uint32', 4],
  13: ['uint64', 8],
  14: ['complex64', 8],
  15: ['complex128', 16],
  16: ['bfloat16', 2],
  17: ['float8_e4m3fn', 1],
  18: ['float8_e4m3fnuz', 1],
  19: ['float8_e5m2', 1],
  20: ['float8_e5m2fnuz', 1],
  21: ['uint4', null],
  22: ['int4', null],
  23: ['float4_e2m1', null],
}
// Element types that a tensor here can hold.
const known = new Set('float32 float64 float16 bfloat16 int8 int16 int32 int64 uint8 bool'.split(' '))

/**
 * Reads what an ONNX file holds.
 *
 * @param options.stats  also the range of the elements of each initialiser, which reads them
 * @throws GanymedeError `FILE_UNREADABLE` naming the byte or the tensor
 */
export function readOnnx(file: string, { stats = false }: { readonly stats?: boolean } = {}): OnnxFacts {
  const source = new ProtoFile(file)
  try {
    let irVersion = 0
    let [producer, producerVersion] = ['', '']
    let graph: Graph | undefined
    const opsets = new Map<string, number>()
    for (const field of source.fields()) {
      if (field.number === 1 && field.kind === 'varint') irVersion = field.value
      else if (field.number === 2) producer = textOf(source, field)
      else if (field.number === 3) producerVersion = textOf(source, field)
      else if (field.number === 8) {
        const [domain, version] = readOpset(source, field)
        opsets.set(domain, version)
        source.count(objectCost.key)
      } else if (field.number === 7) graph = readGraph(source, messageOf(source, field, 'graph'), stats)
    }
    if (graph === undefined || irVersion === 0) throw source.invalid('is no ONNX model: it holds no graph')
    return { irVersion, opsets, producer: `${producer} ${producerVersion}`.trim(), ...graph }
  } finally {
    source.close()
  }
}

type Graph = Pick<OnnxFacts, 'graph' | 'operators' | 'tensors'>
type Message = Extract<ProtoField, { kind: 'bytes' }>

function readGraph(source: ProtoFile, message: Message, stats: boolean): Graph {
  const operators = new Map<string, number>()
  const [inputs, outputs, initializers]: TensorFacts[][] = [[], [], []]
  let name = ''
  for (const field of source.fields(message.start, message.end)) {
    if (field.number === 1) {
      const operator = operatorOf(source, messageOf(source, field, 'node'))
      if (!operators.has(operator)) source.count(objectCost.key)
      operators.set(operator, (operators.get(operator) ?? 0) + 1)
    } else if (field.number === 2) name = textOf(source, field)
    else if (field.number === 5) initializers!.push(readTensor(source, messageOf(source, field, 'initialiser'), stats))
    else if (field.number === 11) inputs!.push(readValueInfo(source, messageOf(source, field, 'input'), 'input'))
    else if (field.number === 12) outputs!.push(readValueInfo(source, messageOf(source, field, 'output'), 'output'))
  }
  // Old files list initialisers among the inputs too.
  const stored = new Set(initializers!.map((one) => one.name))
  const own = inputs!.filter((one) => !stored.has(one.name))
  return { graph: name, operators, tensors: [...own, ...outputs!, ...initializers!] }
}

function operatorOf(source: ProtoFile, message: Message): string {
  let [operator, domain] = ['', '']
  for (const field of source.fields(message.start, message.end)) {
    if (field.number === 4) operator = textOf(source, field)
    else if (field.number === 7) domain = textOf(source, field)
  }
  return domain === '' || domain === 'ai.onnx' ? operator : `${domain}.${operator}`
}

function readOpset(source: ProtoFile, field: ProtoField): [domain: string, version: number] {
  const message = messageOf(source, field, 'operator set')
  let [domain, version] = ['', 0]
  for (const inner of source.fields(message.start, message.end)) {
    if (inner.number === 1) domain = textOf(source, inner)
    else if (inner.number === 2 && inner.kind === 'varint') version = inner.value
  }
  return [domain, version]
}

/** Where the elements of a tensor lie. */
interface Elements {
  /** Little-endian elements in this file. */
  readonly raw: Message[]
  /** Integers written one by one. */
  readonly integers: Message[]
  readonly isExternal: boolean
}

function readTensor(source: ProtoFile, message: Message, stats: boolean): TensorFacts {
  const shape: number[] = []
  const raw: Message[] = []
  const integers: Message[] = []
  let [name, type, isExternal] = ['', 0, false]
  for (const field of source.fields(message.start, message.end)) {
    if (field.number === 1) {
      for (const size of integersOf(source, field)) {
        shape.push(sizeOf(source, size, name))
        if (shape.length > maxDimensions) throw source.invalid(`has a tensor of more than ${maxDimensions} dimensions`)
      }
    } else if (field.number === 2 && field.kind === 'varint') type = field.value
    else if (field.number === 8) name = textOf(source, field)
    else if (field.kind === 'bytes' && [4, 9, 10].includes(field.number)) raw.push(field)
    else if (field.kind === 'bytes' && [5, 7, 11].includes(field.number)) integers.push(field)
    else if (field.number === 13 || (field.number === 14 && field.kind === 'varint' && field.value === 1))
      isExternal = true
    if (raw.length + integers.length > maxStretches) {
      throw source.invalid(`tensor ${quoted(name)} lies in more than ${maxStretches} stretches`)
    }
  }
  source.count(tensorCost)
  const [dtype, itemBytes] = typeOf(type)
  const count = shape.reduce((product, size) => product * size, 1)
  const bytes = itemBytes === null ? null : count * itemBytes
  if (!Number.isSafeInteger(count) || (bytes !== null && !Number.isSafeInteger(bytes))) {
    throw source.invalid(`tensor ${quoted(name)}: shape [${shape.join(', ')}] is too large`)
  }
  const stored = raw.reduce((sum, { start, end }) => sum + end - start, 0)
  if (raw.length > 0 && integers.length === 0 && bytes !== null && stored !== bytes) {
    throw source.invalid(`tensor ${quoted(name)}: ${dtype} [${shape.join(', ')}] needs ${bytes} bytes, found ${stored}`)
  }
  const facts: TensorFacts = { name, dtype, shape, count, bytes, kind: 'initializer' }
  if (!stats) return facts
  return { ...facts, stats: statsOf(source, dtype, count, { raw, integers, isExternal }) }
}

function statsOf(source: ProtoFile, dtype: string, count: number, elements: Elements): TensorStats | null {
  if (elements.isExternal || !known.has(dtype)) return null
  if (elements.raw.length > 0) return statsOfRaw(source, dtype as DType, elements.raw)
  // float16 and bfloat16 are written as their bits.
  if (elements.integers.length === 0 || dtype.includes('float')) return null
  let [min, max, sum, found] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
  for (const { start, end } of elements.integers) {
    for (const value of source.varints(start, end)) {
      found += 1
      sum += value
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  return found === count && found > 0 ? { min, max, mean: sum / found, nonFinite: 0 } : null
}

const pieceBytes = 1 << 23

/** Pieces are combined by their counts, so that no tensor is ever in memory as a whole. */
function statsOfRaw(source: ProtoFile, dtype: DType, parts: readonly Message[]): TensorStats {
  let [min, max, sum, finite, total] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0]
  for (const { start, end } of parts) {
    for (let from = start; from < end; from += pieceBytes) {
      const bytes = source.read(from, Math.min(end, from + pieceBytes))
      const count = Math.floor(bytes.length / itemSize(dtype))
      const stats = scope('onnx', () => tensorStats(tensorFromBytes(bytes, [count], dtype)))
      if (stats === null) continue
      total += count
      finite += count - stats.nonFinite
      sum += (stats.mean ?? 0) * (count - stats.nonFinite)
      min = Math.min(min, stats.min ?? min)
      max = Math.max(max, stats.max ?? max)
    }
  }
  return finite === 0
    ? { min: null, max: null, mean: null, nonFinite: total }
    : { min, max, mean: sum / finite, nonFinite: total - finite }
}

function readValueInfo(source: ProtoFile, message: Message, kind: 'input' | 'output'): TensorFacts {
  source.count(tensorCost)
  let name = ''
  let facts: Pick<TensorFacts, 'dtype' | 'shape'> = { dtype: 'unknown', shape: [] }
  for (const field of source.fields(message.start, message.end)) {
    if (field.number === 1) name = textOf(source, field)
    else if (field.number === 2) facts = readType(source, messageOf(source, field, 'type'))
  }
  const sizes = facts.shape.filter((size) => typeof size === 'number')
  const isFixed = sizes.length === facts.shape.length && facts.dtype !== 'unknown'
  const count = isFixed ? sizes.reduce((product, size) => product * size, 1) : null
  const itemBytes = Object.values(elementTypes).find(([known]) => known === facts.dtype)?.[1] ?? null
  return { name, ...facts, count, bytes: count === null || itemBytes === null ? null : count * itemBytes, kind }
}

function readType(source: ProtoFile, message: Message): Pick<TensorFacts, 'dtype' | 'shape'> {
  for (const field of source.fields(message.start, message.end)) {
    if (field.number !== 1) continue
    let dtype = 'unknown'
    const shape: (number | string)[] = []
    const inner = messageOf(source, field, 'tensor type')
    for (const part of source.fields(inner.start, inner.end)) {
      if (part.number === 1 && part.kind === 'varint') dtype = typeOf(part.value)[0]
      else if (part.number === 2) {
        const sizes = messageOf(source, part, 'shape')
        for (const size of source.fields(sizes.start, sizes.end)) {
          if (size.number === 1) shape.push(readSize(source, messageOf(source, size, 'size')))
          if (shape.length > maxDimensions) throw source.invalid(`has a shape of more than ${maxDimensions} dimensions`)
        }
      }
    }
    return { dtype, shape }
  }
  return { dtype: 'no tensor', shape: [] }
}

function readSize(source: ProtoFile, message: Message): number | string {
  for (const field of source.fields(message.start, message.end)) {
    if (field.number === 1 && field.kind === 'varint') return sizeOf(source, field.value, '')
    if (field.number === 2) return textOf(source, field)
  }
  return '?'
}

function sizeOf(source: ProtoFile, size: number, name: string): number {
  if (Number.isSafeInteger(size) && size >= 0) return size
  throw source.invalid(`tensor ${quoted(name)} has the size ${size}`)
}

function integersOf(source: ProtoFile, field: ProtoField): Iterable<number> {
  if (field.kind === 'varint') return [field.value]
  if (field.kind === 'bytes') return source.varints(field.start, field.end)
  throw source.invalid('has a size that is no whole number')
}

function messageOf(source: ProtoFile, field: ProtoField, what: string): Message {
  if (field.kind === 'bytes') return field
  throw source.invalid(`is no ONNX model: its ${what} is a number`)
}

function textOf(source: ProtoFile, field: ProtoField): string {
  return field.kind === 'bytes' ? source.text(field.start, field.end) : ''
}

function typeOf(type: number): readonly [name: string, bytes: number | null] {
  return elementTypes[type] ?? [`type ${type}`, null]
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 117)}…` : name)
}

/** @internal Whether a file begins like ONNX: with the field that holds the version of the format. */
export function beginsLikeOnnx(head: Uint8Array): boolean {
  return head[0] === 0x08 && head[1] !== undefined && head[1] > 0 && head[1] < 0x20
}
