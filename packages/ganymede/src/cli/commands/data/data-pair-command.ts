/** `ganymede data pair`: what pairs or two domains are found, as text and as a picture; and pairs written for good. */
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { pairKinds } from '../../../data/pairs/make-pair.js'
import { defineCommand, option, toggle } from '../../command.js'
import { decimal, filePath, integer, oneOf, text } from '../../terminal/values.js'

const preprocesses = ['fit', 'resize-crop', 'scale-width', 'scale-width-crop', 'crop', 'none'] as const
const directions = ['a2b', 'b2a'] as const
const splits = ['train', 'test'] as const
const defaultSize = 256
const defaultCount = 8

export const pairCommand = defineCommand({
  name: 'pair',
  group: 'Prepare',
  summary: 'Show the pairs or the two domains of a data set, as training will see them, or write pairs for good.',
  arguments: [{ name: 'path', text: 'Folder or zip of images; with --pairs also IDX, CIFAR-10 or builtin:glyphs.' }],
  options: {
    targets: option('<path>', 'Folder or zip of the second images [default: both are below the path]', text),
    pairs: option(
      '<edges|grey|blur|small>',
      'Make pairs from single photographs: edges, grey, blur or small [default: find them]',
      oneOf(pairKinds),
      { choices: pairKinds },
    ),
    edgeShare: option('<x>', 'Share of pixels that begin a line, 0.01 to 0.5 [default 0.1]', decimal(0.01, 0.5)),
    blurRadius: option('<x>', 'Standard deviation of the blur in pixels, 0.3 to 32 [default 2]', decimal(0.3, 32)),
    smallFactor: option('<x>', 'How many times inputs are reduced, 1.5 to 32 [default 4]', decimal(1.5, 32)),
    unpaired: toggle('Two domains that form no pairs, as for cyclegan.'),
    direction: option('<a2b|b2a>', 'Which image is the input [default a2b]', oneOf(directions), {
      choices: directions,
    }),
    size: option('<pixels>', `Side of the images [default ${defaultSize}]`, integer(1, 8192)),
    preprocess: option('<choice>', `How images come to the size [default resize-crop]`, oneOf(preprocesses), {
      choices: preprocesses,
    }),
    loadSize: option('<pixels>', 'Width before a random crop [default: 286/256 of the size]', integer(1, 8192)),
    split: option('<train|test>', 'Part of the data [default train]', oneOf(splits), { choices: splits }),
    count: option('<n>', `Pairs in the picture [1 to 64; default ${defaultCount}]`, integer(1, 64)),
    out: option('<file>', 'Picture to write, ending in .png [default pairs.png, or none with --write]', filePath),
    write: option('<folder>', 'Write every pair as one image, input left and target right.', filePath),
    skipBad: toggle('Go on without files that cannot be read or that have no partner.'),
    force: toggle('Overwrite the picture, or a folder that was written before.'),
  },
  examples: [
    { command: 'ganymede data pair facades/ --direction b2a', text: 'what is found, and pairs.png: input | target' },
    { command: 'ganymede data pair photos/ --pairs edges --write sketches/', text: 'pairs from photographs, for good' },
    { command: 'ganymede data pair horses/ --targets zebras/ --unpaired', text: 'two domains' },
  ],
  async run({ args, options, output }) {
    const { out, write, count = defaultCount, force } = options
    const [{ openPairs }, { writePairs }, { showingDataProgress }, { pairMaking }, { writePairSheet }] =
      await Promise.all([
        import('../../../data/pairs/open-pairs.js'),
        import('../../../data/pairs/write-pairs.js'),
        import('../../terminal/status-line.js'),
        import('../../../training/feed/pair-making.js'),
        import('../../pair-sheet.js'),
      ])
    const reference = args.path ?? ''
    const picture = out ?? (write === undefined ? 'pairs.png' : undefined)
    if (picture !== undefined && path.extname(picture).toLowerCase() !== '.png') {
      throw new GanymedeError('OPTION_INVALID', `--out ${picture} must end in .png`, { remedy: 'Choose another name.' })
    }
    if (write !== undefined && options.unpaired) {
      throw new GanymedeError('OPTION_INVALID', '--write and --unpaired exclude one another: only pairs can be written')
    }
    const { size = defaultSize, targets, direction, preprocess, loadSize, split, skipBad } = options
    const { pairs = 'found', edgeShare, blurRadius, smallFactor } = options
    const making = pairMaking({ pairs, edgeShare, blurRadius, smallFactor })
    const items = options.unpaired ? ('unpaired' as const) : ('pairs' as const)
    const common = { size, items, targets, making, direction, preprocess, loadSize, skipBad, flip: true }
    const opened = await showingDataProgress(output, async (onProgress) => {
      const dataset = await openPairs(reference, { ...common, split, onProgress })
      try {
        const file = picture === undefined ? undefined : await writePairSheet(dataset, picture, { count, force })
        return { info: dataset.info, transform: dataset.transform, file }
      } finally {
        await dataset.close()
      }
    })
    const { info, transform, file } = opened
    output.result(`${reference}: ${info.domains?.layout ?? ''}`)
    const { channels, width, height } = transform
    const way = info.domains?.direction === 'b2a' ? 'B is the input, A the target' : 'A is the input, B the target'
    output.result(`  ${way}; ${width}×${height}×${channels} to ${width}×${height}×${info.domains?.targetChannels ?? 0}`)
    for (const note of info.notes) output.note(`note: ${note}`)
    if (file !== undefined) output.result(`  ${file}   input | target`)
    const written =
      write === undefined
        ? undefined
        : await showingDataProgress(output, (onProgress) =>
            writePairs(reference, write, { ...common, split, force, onProgress }),
          )
    if (written !== undefined) {
      for (const { name, reason } of written.skipped) output.warn(`left out ${name}: ${reason}`)
      for (const { reason } of written.unwritten) output.warn(reason)
      const parts = Object.entries(written.counts).map(([part, pairs]) => `${part} ${pairs}`)
      output.result(`  ${written.path}   ${parts.join(', ')} pairs, input left and target right`)
    }
    output.json({ path: info.path, count: info.count, width, height, channels, domains: info.domains, file, written })
    return written !== undefined && written.unwritten.length > 0 ? 2 : 0
  },
})
