/** `ganymede inspect <file>`: the tensors of a file of weights, a checkpoint or a run. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { defineCommand, option, toggle } from '../cli/command.js'
import type { NetworkFacts } from '../cli/recognised-networks.js'
import { defaultOut } from '../cli/run-option.js'
import { renderTable } from '../cli/table.js'
import { filePath, integer } from '../cli/values.js'
import { GanymedeError } from '../errors.js'
import type { FileFacts } from '../interchange/inspect-file.js'
import type { TensorFacts } from '../interchange/tensor-facts.js'
import { bytesText } from '../train/number-text.js'
import { printable } from '../train/terminal-text.js'

export const inspectCommand = defineCommand({
  name: 'inspect',
  group: 'Look after runs',
  summary: 'List the tensors of a file of weights, a checkpoint or a run: names, shapes, sizes.',
  details: [
    'Says which network of pix2pix or CycleGAN the weights are of, whoever wrote them, and how to use them.',
    'Reads .safetensors, .pth and .pt (both formats of torch.save, and TorchScript), .npy, .npz and .onnx. Nothing in a file is run.',
  ],
  arguments: [
    { name: 'file', text: 'A file, a folder of such files, a checkpoint folder, or a run: folder, number or latest.' },
  ],
  options: {
    stats: toggle('Also smallest, largest and mean element of each tensor; reads the whole file.'),
    step: option('<n>', 'Of a run: the checkpoint of this step [default: the latest]', integer(0)),
    best: toggle('Of a run: the best checkpoint.'),
    out: option('<folder>', `Folder of all runs [default ${defaultOut}]`, filePath),
  },
  examples: [
    { command: 'ganymede inspect netG.pth', text: 'what did somebody save there?' },
    { command: 'ganymede inspect latest --stats', text: 'weights of the newest run: still finite, still small?' },
    { command: 'ganymede inspect model.onnx --json', text: 'inputs, outputs and initialisers, for a script' },
  ],
  async run({ args, options: { stats, step, best, out = defaultOut }, output }) {
    const reference = args.file ?? ''
    if (best && step !== undefined) {
      throw new GanymedeError('OPTION_INVALID', '--best and --step exclude one another', {
        remedy: 'Leave one of them out.',
      })
    }
    const { files, title } = await filesOf(reference, { which: best ? 'best' : (step ?? 'latest'), out })
    const [{ inspectFile }, { describeNetworks }] = await Promise.all([
      import('../interchange/inspect-file.js'),
      import('../cli/recognised-networks.js'),
    ])
    const found = files.map((file) => {
      const facts = inspectFile(file, { stats })
      // Files of a run are used by the name of the run.
      return { ...facts, networks: describeNetworks(facts, { showsUse: file === reference }) }
    })
    output.json({ path: title, files: found })
    output.result(
      ...found.flatMap((one, index) => [...(index === 0 ? [] : ['']), ...linesOf(one, stats, output.style)]),
    )
    return 0
  },
})

/** The files that a reference means, and what they are together. */
async function filesOf(
  reference: string,
  { which, out }: { readonly which: 'latest' | 'best' | number; readonly out: string },
): Promise<{ readonly files: readonly string[]; readonly title: string }> {
  const found = existsSync(reference) ? statSync(reference) : undefined
  if (found !== undefined && !found.isDirectory()) return { files: [reference], title: reference }
  const isRun = existsSync(path.join(reference, 'run.json'))
  if (found !== undefined && !isRun) return { files: await weightFiles(reference), title: reference }
  // What is named like a file and is not there is a missing file, not a missing run.
  const { weightEndings } = await import('../interchange/inspect-file.js')
  if (!isRun && weightEndings.includes(path.extname(reference).toLowerCase())) {
    throw new GanymedeError('FILE_UNREADABLE', `${reference} does not exist`, { remedy: 'Check the path.' })
  }
  const [{ findRun }, { findCheckpoint }] = await Promise.all([
    import('../train/run-folder.js'),
    import('../train/checkpoint-reader.js'),
  ])
  const { dir } = findCheckpoint(findRun(reference, { out }).checkpoints, which)
  return { files: await weightFiles(dir), title: dir }
}

async function weightFiles(folder: string): Promise<string[]> {
  const { weightEndings } = await import('../interchange/inspect-file.js')
  const names = readdirSync(folder)
    .filter((name) => weightEndings.includes(path.extname(name).toLowerCase()))
    .sort()
  if (names.length > 0) return names.map((name) => path.join(folder, name))
  throw new GanymedeError('FILE_UNREADABLE', `${folder} holds no files of weights, and is no run`, {
    lines: [`looked for ${weightEndings.join(', ')}`],
  })
}

function linesOf(
  { file, format, sizeBytes, facts, tensors, networks }: FileFacts & { readonly networks: readonly NetworkFacts[] },
  stats: boolean,
  style: Parameters<typeof renderTable>[2],
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
  const own = tensors.filter(({ kind }) => kind === 'tensor' || kind === 'initializer')
  const elements = own.reduce((sum, { count }) => sum + (count ?? 0), 0)
  return [
    `${file}   ${formats[format]}, ${bytesText(sizeBytes)}`,
    ...facts.map(([name, value]) => printable(`  ${name}: ${value}`)),
    ...networks.flatMap(({ key, network, use }) => [
      printable(`  network${key === '' ? '' : ` ${key}`}: ${network}`),
      ...use.map((one) => printable(`    ${one}`)),
    ]),
    ...(rows.length === 0 ? [] : renderTable(columns, rows, style)),
    own.length === 0
      ? '  holds no tensors'
      : `  ${own.length} tensor${own.length === 1 ? '' : 's'}, ${elements} elements`,
  ]
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
