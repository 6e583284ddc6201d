/** `ganymede data check` and `ganymede data prepare`. */

import { GanymedeError } from '@ganymede/core'
import { bytesText, counted } from '@ganymede/core/text'
import type { DataReport } from '../../../data/check/data-report.js'
import { pairKinds } from '../../../data/pairs/make-pair.js'
import { defineCommand, option, toggle } from '../../command.js'
import type { DataSheet } from '../../data-sheet.js'
import { filePath, integer, oneOf, text } from '../../terminal/values.js'
import { pairCommand } from './data-pair-command.js'

const formats = ['png', 'jpeg', 'webp'] as const
const pairChoices = ['found', ...pairKinds] as const
const fits = ['cover', 'contain', 'stretch'] as const

// Side that most systems have where nobody says another.
const usualSize = 64
const mostNames = 8

// Exit code for a check that found something.
const checkFailed = 4

const checkCommand = defineCommand({
  name: 'check',
  group: 'Prepare',
  summary: 'Say what a data set holds and what is wrong with it, file by file.',
  arguments: [{ name: 'path', text: 'Folder of images, IDX or CIFAR-10 files, zip, or builtin:glyphs.' }],
  options: {
    size: option('<pixels>', 'Side at which you want to train: lists images that are smaller.', integer(1, 8192)),
    targets: option('<path>', 'Folder or zip of the second images: checks both as one data set of pairs', text),
    pairs: option(
      '[choice]',
      'Check that images come in pairs: two folders with equal file names, or two halves side by side; with edges, grey, blur or small behind it, single photographs of which pairs will be made',
      oneOf(pairChoices),
      { choices: pairChoices, bare: 'found' },
    ),
    unpaired: toggle('Check that there are two domains that form no pairs, as for cyclegan.'),
    sheet: option(
      '<file>',
      `Draw the images as training will see them, at --size [default ${usualSize}] and --fit; ending in .png`,
      filePath,
    ),
    fit: option(
      '<cover|contain|stretch>',
      'How images meet the size on the sheet: cover crops, contain pads, stretch distorts [default cover]',
      oneOf(fits),
      { choices: fits },
    ),
    force: toggle('Overwrite the sheet.'),
  },
  examples: [
    { command: 'ganymede data check photos/', text: 'counts, sizes, classes, damaged files' },
    {
      command: 'ganymede data check photos/ --size 64 --json',
      text: 'for a script; ends with 4 when files are damaged',
    },
    { command: 'ganymede data check photos/ --size 64 --sheet photos.png', text: 'see what the network will see' },
    { command: 'ganymede data check facades/ --pairs', text: 'do all pictures have their partner?' },
    { command: 'ganymede data check horses/ --targets zebras/ --unpaired', text: 'two domains' },
  ],
  async run({ args, options: { sheet, fit, force, ...options }, output }) {
    const [{ checkDataset }, { formatDataReport }, { showingDataProgress }, { requireSheetPlace, writeDataSheet }] =
      await Promise.all([
        import('../../../data/check/check.js'),
        import('../../../data/check/format-report.js'),
        import('../../terminal/status-line.js'),
        import('../../data-sheet.js'),
      ])
    const path = args.path ?? ''
    if (sheet === undefined && (fit !== undefined || force)) {
      throw new GanymedeError('OPTION_INVALID', `--${force ? 'force' : 'fit'} is for the sheet, and there is none`, {
        remedy: 'Name one with --sheet.',
      })
    }
    if (sheet !== undefined) requireSheetPlace(sheet, { force })
    const report = await showingDataProgress(output, (onProgress) => checkDataset(path, { ...options, onProgress }))
    output.result(...formatDataReport(report))
    const size = options.size ?? usualSize
    const drawn =
      sheet === undefined || (report.pairs ?? report).count === 0
        ? undefined
        : await writeDataSheet(path, sheet, { ...options, size, fit: fit ?? 'cover', force })
    if (drawn !== undefined) output.result('', ...sheetLines(drawn, report, `${size}×${size}, ${fit ?? 'cover'}`))
    output.json({ ...report, ...(drawn && { sheet: drawn }) })
    const wrong = report.unreadable.length + (report.pairs?.problems.length ?? 0)
    if (wrong > 0) return checkFailed
    if (report.count === 0) throw new GanymedeError('DATA_EMPTY', `${path} holds no image that can be read`)
    return 0
  },
})

/** What the sheet shows, and what of the data it does not. */
function sheetLines({ file, drawn, count }: DataSheet, report: DataReport, how: string): string[] {
  const left = [...report.unreadable, ...(report.pairs?.problems ?? []), ...report.ignored].map(({ name }) => name)
  const more = left.length > mostNames ? `, and ${left.length - mostNames} more` : ''
  const ofTwo = report.pairs?.domains === undefined ? 'pairs' : 'images of two domains'
  const what = report.pairs === undefined ? 'images' : ofTwo
  return [
    `${file}   ${drawn} of ${count} ${what} as training will see them (${how})`,
    ...(left.length === 0 ? [] : [`  left out: ${left.slice(0, mostNames).join(', ')}${more}`]),
  ]
}

const prepareCommand = defineCommand({
  name: 'prepare',
  group: 'Prepare',
  summary: 'Resize, crop and convert a data set once, so that training need not.',
  arguments: [
    { name: 'source', text: 'Folder of images, IDX or CIFAR-10 files, zip, or builtin:glyphs.' },
    { name: 'destination', text: 'New folder, or a file ending in .zip.' },
  ],
  options: {
    size: option('<pixels>', 'Side of the images written [needed]', integer(1, 8192)),
    fit: option(
      '<cover|contain|stretch>',
      'How images meet the size: cover crops, contain pads, stretch distorts [default cover]',
      oneOf(fits),
      { choices: fits },
    ),
    channels: option('<1|3>', 'Convert to grey (1) or colour (3) [default: grey stays grey]', oneOf(['1', '3']), {
      choices: ['1', '3'],
    }),
    format: option(
      '<png|jpeg|webp>',
      'png and webp keep every pixel, jpeg is smaller for photographs [default png]',
      oneOf(formats),
      { choices: formats },
    ),
    zip: toggle('Write one zip file.'),
    skipBad: toggle('Go on without files that cannot be read.'),
    force: toggle('Replace a zip file, or a folder that was prepared before.'),
  },
  examples: [
    { command: 'ganymede data prepare photos/ photos64/ --size 64', text: 'a folder of 64 px images' },
    { command: 'ganymede data prepare photos/ photos.zip --size 64 --fit contain', text: 'one file, nothing cropped' },
  ],
  async run({ args, options: { size, channels, ...options }, output }) {
    if (size === undefined) {
      throw new GanymedeError('OPTION_INVALID', '--size is missing: the side of the images to be written, in pixels', {
        remedy: 'For example: --size 64',
      })
    }
    const [{ prepareDataset }, { showingDataProgress }] = await Promise.all([
      import('../../../data/prepare.js'),
      import('../../terminal/status-line.js'),
    ])
    const result = await showingDataProgress(output, (onProgress) =>
      prepareDataset(args.source ?? '', args.destination ?? '', {
        ...options,
        size,
        zip: options.zip ? true : undefined,
        channels: channels === undefined ? undefined : channels === '1' ? 1 : 3,
        onProgress,
      }),
    )
    for (const { name, reason } of result.skipped) output.warn(`left out ${name}: ${reason}`)
    for (const { reason } of result.unwritten) output.warn(reason)
    output.json(result)
    output.result(`${result.path}   ${counted(result.count, 'image')}, ${bytesText(result.bytes)}`)
    return result.unwritten.length > 0 ? 2 : 0
  },
})

export const dataCommand = defineCommand({
  name: 'data',
  group: 'Prepare',
  summary: 'Check a data set, prepare it for training, or look at its pairs.',
  examples: [
    { command: 'ganymede data check photos/', text: 'what is in there, and what is wrong?' },
    { command: 'ganymede data prepare photos/ photos64/ --size 64', text: 'resize once' },
    { command: 'ganymede data pair facades/', text: 'what pix2pix would learn from' },
  ],
  subcommands: [checkCommand, prepareCommand, pairCommand],
})
