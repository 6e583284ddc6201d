/** What files of weights hold, as people read it: every tensor of a file, or a checkpoint in a few lines. */

import path from 'node:path'
import { bytesText, counted, grouped } from '@ganymede/core/text'
import { printable, type TextStyle } from '../terminal/terminal-text.js'
import type { FileFacts } from '../weights/inspect-file.js'
import type { TensorFacts } from '../weights/tensor-facts.js'
import { renderTable } from './terminal/table.js'
import type { NetworkFacts } from './translation/recognised-networks.js'

/** A file, and the networks that were recognised in it. */
export type ListedWeights = FileFacts & { readonly networks: readonly NetworkFacts[] }

/** Whether a file of a checkpoint holds a network, and not what training remembers besides. */
export function isNetworkFile(file: string): boolean {
  return !/^(optimizer-|random$|system-state$)/.test(path.parse(file).name)
}

/** A checkpoint: a line for each file, networks first, with how much they hold and what they are. */
export function checkpointLines(files: readonly ListedWeights[], style: TextStyle): string[] {
  const ordered = [...files].sort((a, b) => Number(isNetworkFile(b.file)) - Number(isNetworkFile(a.file)))
  const networks = files.filter(({ file }) => isNetworkFile(file))
  const row = (name: string, some: readonly ListedWeights[], what: string): string[] => [
    `  ${name}`,
    `${sumOf(some, ({ tensors }) => tensors.length)}`,
    grouped(sumOf(some, elementsOf)),
    bytesText(sumOf(some, ({ sizeBytes }) => sizeBytes)),
    what,
  ]
  const columns = [
    { title: '  file' },
    { title: 'tensors', isNumber: true },
    { title: 'elements', isNumber: true },
    { title: 'size', isNumber: true },
    { title: 'what' },
  ]
  return renderTable(
    columns,
    [
      ...ordered.map((one) => row(path.basename(one.file), [one], whatOf(one))),
      ...(networks.length > 1 ? [row('networks together', networks, '')] : []),
      row('all together', files, ''),
    ],
    style,
  )
}

function whatOf({ file, networks, tensors }: ListedWeights): string {
  const { name } = path.parse(file)
  if (name === 'random') return 'positions of the random streams'
  if (name === 'system-state') return 'what the system remembers besides'
  if (name.startsWith('optimizer-')) {
    const moments = new Set(tensors.map((tensor) => tensor.name.split('/').at(-1) ?? ''))
    const parameters = new Set(tensors.map((tensor) => tensor.name.split('/').slice(0, -1).join('/')))
    return `optimizer: ${[...moments].join(', ')} of ${counted(parameters.size, 'parameter')}`
  }
  // The networks of both directions are mostly alike.
  const alike = new Map<string, NetworkFacts[]>()
  for (const one of networks) alike.set(one.network, [...(alike.get(one.network) ?? []), one])
  const texts = [...alike].map(([network, some]) => {
    const keys = some.map(({ key }) => key).filter((key) => key !== '')
    return keys.length === 0 ? network : `${keys.join(', ')}: ${network}`
  })
  return texts.join('; ') || 'network'
}

/** A file with every tensor. */
export function fileLines(
  { file, format, sizeBytes, facts, tensors, networks }: ListedWeights,
  stats: boolean,
  style: TextStyle,
): string[] {
  const columns = [
    { title: '  tensor' },
    ...(format === 'onnx' ? [{ title: 'kind' }] : []),
    { title: 'dtype' },
    { title: 'shape' },
    { title: 'elements', isNumber: true },
    { title: 'bytes', isNumber: true },
    ...(stats
      ? [
          { title: 'min', isNumber: true },
          { title: 'max', isNumber: true },
          { title: 'mean', isNumber: true },
        ]
      : []),
  ]
  const rows = tensors.map((one) => [
    `  ${one.name}`,
    ...(format === 'onnx' ? [one.kind] : []),
    one.dtype,
    `[${one.shape.join(', ')}]`,
    one.count === null ? '' : `${one.count}`,
    one.bytes === null ? '' : `${one.bytes}`,
    ...(stats ? statCells(one) : []),
  ])
  const own = tensors.filter(isStored)
  const elements = elementsOf({ tensors })
  return [
    `${printable(file)}   ${formats[format]}, ${bytesText(sizeBytes)}`,
    ...facts.map(([name, value]) => printable(`  ${name}: ${value}`)),
    ...networks.flatMap(({ key, network, use }) => [
      printable(`  network${key === '' ? '' : ` ${key}`}: ${network}`),
      ...use.map((one) => printable(`    ${one}`)),
    ]),
    ...(rows.length === 0 ? [] : renderTable(columns, rows, style)),
    own.length === 0 ? '  holds no tensors' : `  ${counted(own.length, 'tensor')}, ${counted(elements, 'element')}`,
  ]
}

function isStored({ kind }: TensorFacts): boolean {
  return kind === 'tensor' || kind === 'initializer'
}

function elementsOf({ tensors }: Pick<FileFacts, 'tensors'>): number {
  return sumOf(tensors.filter(isStored), ({ count }) => count ?? 0)
}

function sumOf<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0)
}

const formats = {
  safetensors: 'safetensors',
  torch: 'torch.save',
  torchscript: 'TorchScript',
  npy: 'numpy array',
  npz: 'numpy arrays',
  onnx: 'ONNX',
} as const

function statCells({ stats }: TensorFacts): string[] {
  if (stats === undefined || stats === null) return ['', '', '']
  const { min, max, mean, nonFinite } = stats
  const shown = (value: number | null) => (value === null ? '' : Number(value.toPrecision(4)).toString())
  return [shown(min), shown(max), `${shown(mean)}${nonFinite === 0 ? '' : `  ${nonFinite} not finite`}`]
}
