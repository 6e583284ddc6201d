/** `ganymede inspect <file>`: what is in a file of weights, a checkpoint or a run. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { printable } from '../../terminal/terminal-text.js'
import { defineCommand, option, toggle } from '../command.js'
import { defaultOut, runsOption } from '../run-option.js'
import { integer } from '../terminal/values.js'

export const inspectCommand = defineCommand({
  name: 'inspect',
  group: 'Look after runs',
  summary: 'Tell what a file of weights, a checkpoint or a run holds: networks, tensors, shapes, sizes.',
  details: [
    'Says which network of pix2pix or CycleGAN the weights are of, whoever wrote them, and how to use them.',
    'Of a run or checkpoint it tells what each file holds; --all lists every tensor.',
    'Reads .safetensors, .pth and .pt (both formats of torch.save, and TorchScript), .npy, .npz and .onnx. Nothing in a file is run.',
  ],
  arguments: [
    { name: 'file', text: 'A file, a folder of such files, a checkpoint folder, or a run: folder, number or latest.' },
  ],
  options: {
    stats: toggle('Also smallest, largest and mean element of each tensor; reads the whole file.'),
    all: toggle('Of a run or checkpoint: every tensor of every file, those of optimizers too.'),
    step: option('<n>', 'Of a run: the checkpoint of this step [default: the latest]', integer(0)),
    best: toggle('Of a run: the best checkpoint.'),
    runs: runsOption,
  },
  examples: [
    { command: 'ganymede inspect netG.pth', text: 'what did somebody save there?' },
    { command: 'ganymede inspect latest', text: 'which networks are in the newest run, and how large' },
    { command: 'ganymede inspect latest --stats', text: 'weights of the newest run: still finite, still small?' },
    { command: 'ganymede inspect model.onnx --json', text: 'inputs, outputs and initialisers, for a script' },
  ],
  async run({ args, options: { stats, all, step, best, runs: out = defaultOut }, output }) {
    const reference = args.file ?? ''
    if (best && step !== undefined) {
      throw new GanymedeError('OPTION_INVALID', '--best and --step exclude one another', {
        remedy: 'Leave one of them out.',
      })
    }
    const { files, title, isCheckpoint } = await filesOf(reference, { which: best ? 'best' : (step ?? 'latest'), out })
    const [{ inspectFile }, { describeNetworks }] = await Promise.all([
      import('../../weights/inspect-file.js'),
      import('../translation/recognised-networks.js'),
    ])
    const found = files.map((file) => {
      const facts = inspectFile(file, { stats })
      // Files of a run are used by the name of the run.
      return { ...facts, networks: describeNetworks(facts, { showsUse: file === reference }) }
    })
    output.json({ path: title, files: found })
    const { checkpointLines, fileLines, isNetworkFile } = await import('../weights-listing.js')
    const isBrief = isCheckpoint && !all
    const listed = isBrief ? (stats ? found.filter(({ file }) => isNetworkFile(file)) : []) : found
    const blocks = [
      ...(isBrief ? [[printable(title), ...checkpointLines(found, output.style)]] : []),
      ...listed.map((one) => fileLines(one, stats, output.style)),
    ]
    output.painted(...blocks.flatMap((lines, index) => [...(index === 0 ? [] : ['']), ...lines]))
    if (isBrief && !stats) output.note('every tensor: --all; ranges of the weights of networks: --stats')
    return 0
  },
})

/** The files that a reference means, and what they are together. */
async function filesOf(
  reference: string,
  { which, out }: { readonly which: 'latest' | 'best' | number; readonly out: string },
): Promise<{ readonly files: readonly string[]; readonly title: string; readonly isCheckpoint: boolean }> {
  const found = existsSync(reference) ? statSync(reference) : undefined
  if (found !== undefined && !found.isDirectory()) return { files: [reference], title: reference, isCheckpoint: false }
  const isRun = existsSync(path.join(reference, 'run.json'))
  if (found !== undefined && !isRun) {
    const isCheckpoint = existsSync(path.join(reference, 'state.json'))
    return { files: await weightFiles(reference), title: reference, isCheckpoint }
  }
  // What is named like a file and is not there is a missing file, not a missing run.
  const { weightEndings } = await import('../../weights/inspect-file.js')
  if (!isRun && weightEndings.includes(path.extname(reference).toLowerCase())) {
    throw new GanymedeError('FILE_UNREADABLE', `${reference} does not exist`, { remedy: 'Check the path.' })
  }
  const [{ findRun }, { findCheckpoint }] = await Promise.all([
    import('@ganymede/runs/folder'),
    import('@ganymede/runs/checkpoints'),
  ])
  const { dir } = findCheckpoint(findRun(reference, { out }).checkpoints, which)
  return { files: await weightFiles(dir), title: dir, isCheckpoint: true }
}

async function weightFiles(folder: string): Promise<string[]> {
  const { weightEndings } = await import('../../weights/inspect-file.js')
  const names = readdirSync(folder)
    .filter((name) => weightEndings.includes(path.extname(name).toLowerCase()))
    .sort()
  if (names.length > 0) return names.map((name) => path.join(folder, name))
  throw new GanymedeError('FILE_UNREADABLE', `${folder} holds no files of weights, and is no run`, {
    lines: [`looked for ${weightEndings.join(', ')}`],
  })
}
