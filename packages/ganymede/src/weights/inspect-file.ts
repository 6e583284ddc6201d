/**
 * What a file of weights holds: safetensors, PyTorch (both formats), TorchScript, numpy, ONNX. Runs nothing of what is in
 * it.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { GanymedeError, givenOptions, requireText } from '@ganymede/core'
import { ReadBudget } from '@ganymede/core/reading'
import {
  isScriptArchive,
  itemSize,
  readNpy,
  readNpz,
  readSafetensors,
  readSafetensorsHeader,
  readScriptFile,
  readTorchFile,
  scope,
  Tensor,
  TorchError,
  type TorchValue,
  ZipFile,
} from '@ganymede/torch'
import { briefText, shortText } from './brief-text.js'
import { beginsLikeOnnx, readOnnx } from './onnx-file.js'
import { type TensorFacts, type TensorStats, tensorStats } from './tensor-facts.js'

export type WeightFormat = 'safetensors' | 'torch' | 'torchscript' | 'npy' | 'npz' | 'onnx'

/** A file and everything in it. */
export interface FileFacts {
  readonly file: string
  readonly format: WeightFormat
  readonly sizeBytes: number
  /** What is in there besides tensors: metadata, an epoch number, operator counts. Name and value. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly tensors: readonly TensorFacts[]
}

export interface InspectOptions {
  /** Also smallest, largest and mean element of each tensor, which reads the whole file; default false. */
  readonly stats?: boolean
}

/** Endings of files that are looked at in a folder. */
export const weightEndings: readonly string[] = [
  '.safetensors',
  '.pth',
  '.pt',
  '.ckpt',
  '.bin',
  '.npy',
  '.npz',
  '.onnx',
]

/**
 * Tells what a file holds. The format is known by the content, and by the name where that says nothing.
 *
 * @throws GanymedeError `FILE_UNREADABLE` when there is no such file, or it is of no format that is read
 * @throws TorchError `FILE_INVALID` naming the tensor when the file is damaged or hostile
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function inspectFile(file: string, options: InspectOptions = {}): FileFacts {
  const { stats = false } = givenOptions('inspectFile', options, ['stats'])
  requireText('inspectFile', 'file', file)
  const { head, sizeBytes } = firstBytes(file)
  const format = formatOf(file, head)
  return { file, format, sizeBytes, ...readers[format](file, stats) }
}

/**
 * The format of a file, from its first bytes.
 *
 * @throws GanymedeError `FILE_UNREADABLE`
 */
export function weightFormat(file: string): WeightFormat {
  return formatOf(file, firstBytes(file).head)
}

type Content = Pick<FileFacts, 'facts' | 'tensors'>

const readers: Readonly<Record<WeightFormat, (file: string, stats: boolean) => Content>> = {
  safetensors: inspectSafetensors,
  torch: inspectTorch,
  torchscript: inspectScript,
  npy: (file, stats) =>
    scope('inspect', () => {
      const value = readNpy(file)
      return { facts: [], tensors: [new Listing(file, stats).tensor('array', value)] }
    }),
  npz: (file, stats) =>
    scope('inspect', () => {
      const list = new Listing(file, stats)
      return { facts: [], tensors: [...readNpz(file)].map(([name, value]) => list.tensor(name, value)) }
    }),
  onnx: inspectOnnx,
}

function inspectSafetensors(file: string, stats: boolean): Content {
  const { tensors, metadata } = readSafetensorsHeader(file)
  const entries = [...tensors.values()]
  return scope('inspect', () => {
    const names = entries.filter(({ dtype }) => dtype !== null).map(({ name }) => name)
    const values = stats ? readSafetensors(file, { names }).tensors : new Map<string, Tensor>()
    return {
      facts: Object.entries(metadata).map(([key, value]) => [key, shortText(value)] as const),
      tensors: entries.map(({ name, dtype, storedAs, shape, sizeBytes: bytes }): TensorFacts => {
        const value = values.get(name)
        return {
          name,
          dtype: dtype ?? storedAs,
          shape,
          count: shape.reduce((product, size) => product * size, 1),
          bytes,
          kind: 'tensor',
          ...(stats ? { stats: value === undefined ? null : tensorStats(value) } : {}),
        }
      }),
    }
  })
}

function inspectTorch(file: string, stats: boolean): Content {
  return scope('inspect', () => {
    const facts: [string, string][] = []
    const tensors: TensorFacts[] = []
    const value = readTorchFile(file)
    const list = new Listing(file, stats)
    const holdsTensors = tensorFinder()
    const walk = (name: string, value: TorchValue): void => {
      if (value instanceof Tensor) tensors.push(list.tensor(name === '' ? 'tensor' : name, value))
      else if (holdsTensors(value) || (name === '' && value instanceof Map))
        for (const [key, inner] of entriesOf(value)) walk(joined(name, key), inner)
      else facts.push(list.fact(name === '' ? 'content' : name, value))
    }
    walk('', value)
    return { facts, tensors }
  })
}

// A tensor or fact that is listed has a row of a table and an object of JSON; names may be as long as the file.
const rowCost = 24
const charactersPerObject = 8
const longestName = 10_000

/** The rows of what is listed of one file, as many as its length allows: its values may have any number of names. */
class Listing {
  readonly #budget: ReadBudget
  readonly #stats: Map<Tensor, TensorStats | null> | null
  readonly #fail: (problem: string) => GanymedeError

  constructor(file: string, stats: boolean) {
    this.#fail = (problem) => new GanymedeError('FILE_UNREADABLE', `${file} ${problem}: its content is not listed`)
    this.#budget = new ReadBudget(statSync(file).size, this.#fail)
    this.#stats = stats ? new Map() : null
  }

  tensor(name: string, value: Tensor): TensorFacts {
    this.#count(name)
    const facts = factsOf(name, value)
    if (this.#stats === null) return facts
    const stats = this.#stats.get(value) ?? tensorStats(value)
    this.#stats.set(value, stats)
    return { ...facts, stats }
  }

  fact(name: string, value: TorchValue): [name: string, value: string] {
    this.#count(name)
    return [name, briefText(value)]
  }

  #count(name: string): void {
    if (name.length > longestName) throw this.#fail(`has a name of ${name.length} characters`)
    this.#budget.count(rowCost + name.length / charactersPerObject)
  }
}

// Names of code beyond these would bury the tensors.
const mostNames = 12

function inspectScript(file: string, stats: boolean): Content {
  return scope('inspect', () => {
    const { module, tensors, constants, attributes, classes, extraFiles } = readScriptFile(file)
    const list = new Listing(file, stats)
    const methods = classes.find(({ name }) => name === module)?.methods ?? []
    const named = classes.map(({ name }) => name.replace(/^__torch__\./, ''))
    const rest = named.length > mostNames ? `, … (${named.length} in all)` : ''
    return {
      facts: [
        ['module', module],
        ...methods.map((signature) => ['method', shortText(signature)] as const),
        ['code', shortText(`${named.slice(0, mostNames).join(', ')}${rest}`)],
        ...[...attributes]
          // Every module has this one; that of the whole tells enough.
          .filter(([name]) => !name.endsWith('.training') && !name.includes('._'))
          .map(([name, value]) => list.fact(name, value)),
        ...(extraFiles.length === 0 ? [] : ([['extra files', shortText(extraFiles.join(', '))]] as const)),
      ],
      tensors: [
        ...[...tensors].map(([name, value]) => list.tensor(name, value)),
        ...constants.map((value, i) => list.tensor(`(constant ${i})`, value)),
      ],
    }
  })
}

function inspectOnnx(file: string, stats: boolean): Content {
  const { irVersion, opsets, producer, graph, operators, tensors } = readOnnx(file, { stats })
  const sets = [...opsets].map(([domain, version]) => (domain === '' ? `${version}` : `${domain} ${version}`))
  const nodes = [...operators].sort(([, a], [, b]) => b - a)
  const total = nodes.reduce((sum, [, count]) => sum + count, 0)
  // ONNX has about 200 operators.
  const kinds = nodes.slice(0, 200).map(([name, count]) => `${shortText(name)} ${count}`)
  const rest = nodes.length > kinds.length ? `, … (${nodes.length} kinds)` : ''
  return {
    facts: [
      ['format version', `${irVersion}`],
      ['opset', shortText(sets.join(', '))],
      ...(producer === '' ? [] : ([['made by', shortText(producer)]] as const)),
      ...(graph === '' ? [] : ([['graph', shortText(graph)]] as const)),
      ['nodes', `${total}${total === 0 ? '' : `: ${kinds.join(', ')}${rest}`}`],
    ],
    tensors,
  }
}

function factsOf(name: string, value: Tensor): TensorFacts {
  const { dtype, shape, numel } = value
  return { name, dtype, shape: [...shape], count: numel, bytes: numel * itemSize(dtype), kind: 'tensor' }
}

type Container = ReadonlyMap<TorchValue, TorchValue> | readonly TorchValue[]

/** Whether there are tensors in a value; looks at what many values share once. */
function tensorFinder(): (value: TorchValue) => value is Container {
  const known = new Map<TorchValue, boolean>()
  const holdsTensors = (value: TorchValue): value is Container => {
    if (!(value instanceof Map) && !Array.isArray(value)) return false
    const found = known.get(value)
    if (found !== undefined) return found
    let holds = false
    for (const one of value.values()) {
      holds = one instanceof Tensor || holdsTensors(one)
      if (holds) break
    }
    known.set(value, holds)
    return holds
  }
  return holdsTensors
}

function* entriesOf(value: Container): Generator<readonly [key: string, value: TorchValue], void, void> {
  const entries: Iterable<readonly [TorchValue, TorchValue]> = value instanceof Map ? value : value.entries()
  for (const [key, inner] of entries) yield [typeof key === 'string' ? key : briefText(key), inner]
}

function joined(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`
}

function formatOf(file: string, head: Uint8Array): WeightFormat {
  const text = Buffer.from(head).toString('latin1')
  if (text.startsWith('\x93NUMPY')) return 'npy'
  if (text.startsWith('PK\x03\x04')) return formatOfZip(file)
  if (head[0] === 0x80) return 'torch'
  if (/\.onnx$/i.test(file)) return 'onnx'
  // A header of JSON behind its length; a damaged one is still best explained by its own reader.
  if (head[8] === 0x7b || /\.safetensors$/i.test(file)) return 'safetensors'
  if (beginsLikeOnnx(head)) return 'onnx'
  if (/\.(pth|pt|ckpt|bin)$/i.test(file)) return 'torch'
  if (/\.npy$/i.test(file)) return 'npy'
  throw new GanymedeError('FILE_UNREADABLE', `${file} is of no format that is read here`, {
    lines: [
      'read are: safetensors, files of torch.save and torch.jit.save (.pth, .pt), numpy arrays (.npy, .npz), ONNX',
    ],
  })
}

/** By the names in it; a damaged archive is best explained by the reader of torch.save. */
function formatOfZip(file: string): WeightFormat {
  try {
    using zip = new ZipFile(file)
    const names = [...zip.entries.keys()]
    if (isScriptArchive(names)) return 'torchscript'
    return names.some((name) => name.endsWith('.npy')) && !names.some((name) => name.endsWith('data.pkl'))
      ? 'npz'
      : 'torch'
  } catch (error) {
    if (error instanceof TorchError) return 'torch'
    throw error
  }
}

function firstBytes(file: string): { readonly head: Uint8Array; readonly sizeBytes: number } {
  const unreadable = (problem: string, cause?: unknown) =>
    new GanymedeError('FILE_UNREADABLE', `${file} ${problem}`, { cause })
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw unreadable('does not exist')
  // A pipe would wait for ever.
  if (!found.isFile()) throw unreadable(found.isDirectory() ? 'is a folder, not a file' : 'is not a file')
  if (found.size === 0) throw unreadable('is empty')
  const head = new Uint8Array(16)
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, 'r')
    return { head: head.subarray(0, readSync(descriptor, head, 0, head.length, 0)), sizeBytes: found.size }
  } catch (cause) {
    throw unreadable(`cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
