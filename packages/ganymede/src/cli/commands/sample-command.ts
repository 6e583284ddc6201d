/** `ganymede sample <run>`: new pictures by seed, as one sheet or as separate files. */

import { GanymedeError } from '@ganymede/core'
import { defineCommand, option, toggle } from '../command.js'
import { defaultOut, latestRunArgument, precisionOption, runsOption } from '../run-option.js'
import { device, filePath, gridSize, integer, seedList, text } from '../terminal/values.js'

const defaultGrid = { columns: 8, rows: 4 }

export const sampleCommand = defineCommand({
  name: 'sample',
  group: 'Make pictures',
  summary: 'Make pictures with a trained run; the same seed gives the same picture everywhere.',
  usesSystem: true,
  arguments: [latestRunArgument],
  options: {
    seeds: option(
      '<list>',
      'Seeds such as 7 or 0-31,64; one picture each [default: as many as the grid has, from 0]',
      seedList,
    ),
    seed: option('<n>', 'One picture.', integer(Number.MIN_SAFE_INTEGER)),
    label: option(
      '<class>',
      'Class of all pictures, by its name or its number from 0 [default: all classes in turn]; for systems with classes',
      text,
    ),
    grid: option(
      '<columns>x<rows>',
      'Layout of the sheet [default 8x4, or as seeds need; with classes as many columns as there are]',
      gridSize,
    ),
    scale: option(
      '<n>',
      'Enlarge n times; 1: the native size [1 to 64; default: a picture to about 256 px, a sheet to about 1024, files of --separate not at all]',
      integer(1, 64),
    ),
    smooth: toggle('Enlarge smoothly (Lanczos) instead of pixel by pixel.'),
    separate: toggle('One file for each seed instead of a sheet.'),
    step: option(
      '<n>',
      'Use the checkpoint of this step [default: the latest, or the best by FID where the latest is worse]',
      integer(0),
    ),
    best: toggle('Use the best checkpoint.'),
    raw: toggle('Use the generator as trained, not its moving average.'),
    out: option(
      '<path>',
      'File ending in .png or .webp, or with --separate a folder [default: in the run, pictures/]',
      filePath,
    ),
    force: toggle('Overwrite what is there.'),
    device: option('<device>', "'auto', 'cpu', 'cuda' or 'cuda:1' [default cpu: the same pictures everywhere]", device),
    precision: precisionOption,
    runs: runsOption,
  },
  examples: [
    { command: 'ganymede sample latest', text: '32 pictures of the newest run' },
    {
      command: 'ganymede sample 7 --seed 42 --scale 1 --out cat.png',
      text: 'one picture, as many pixels as it was made of',
    },
    { command: 'ganymede sample 7 --label 8', text: 'only eights, of a run with classes' },
    { command: 'ganymede sample 7 --best --seeds 0-99 --separate --out cats', text: 'a folder of a hundred' },
  ],
  async run({ args, options, output }) {
    if (options.seed !== undefined && options.seeds !== undefined) {
      throw new GanymedeError('OPTION_INVALID', '--seed and --seeds exclude one another', {
        remedy: 'Leave one of them out.',
      })
    }
    const [
      { classOf },
      { chosenEnlarging },
      { openPictureModel, pictureTarget, rangesText },
      { writeSeparate, writeSheet },
      { mostClassColumns, requireLatents },
      { comfortableSheetScale },
    ] = await Promise.all([
      import('../class-of.js'),
      import('../enlarging.js'),
      import('../picture-model.js'),
      import('../seed-pictures.js'),
      import('../../pictures/latents.js'),
      import('@ganymede/runs/sheets'),
    ])
    const { raw: isRaw, force, separate, runs = defaultOut } = options
    const model = openPictureModel(args.run ?? '', { ...options, runs }, output)
    try {
      requireLatents(model.system)
      const label = options.label === undefined ? undefined : classOf(options.label, model.classes)
      const known = model.classes?.length ?? 0
      const classes = label === undefined && known <= mostClassColumns ? known : 0
      const seeds = seedsOf(options, classes)
      const columns = columnsOf(options, seeds.length, classes)
      const rows = Math.ceil(seeds.length / columns)
      const usual = separate ? null : comfortableSheetScale(model.data, { columns, rows })
      const { scale, filter, facts: enlarged } = chosenEnlarging(options, usual)
      const kind = label === undefined ? '' : `-class-${label}`
      const { step, precision, run } = model
      const arithmetic = precision === 'float32' ? '' : `-${precision}`
      const look = [
        isRaw ? '-raw' : '',
        arithmetic,
        options.scale === undefined ? '' : `-scale-${scale}`,
        enlarged.filter === 'lanczos3' ? '-smooth' : '',
      ].join('')
      const name = `seeds-${rangesText(seeds)}${kind}${look}`
      const pictures = { model, seeds, label, scale, filter, isRaw, force } as const
      const facts = { seeds, ...(label === undefined ? {} : { label }), run: run.dir, step, precision, ...enlarged }
      if (separate) {
        const target = pictureTarget(options.out, model, name, { endings: [''] })
        const { folder, files } = await writeSeparate(target, pictures)
        output.result(`${folder}   ${files.length} picture${files.length === 1 ? '' : 's'}`)
        output.json({ files, ...facts })
      } else {
        const target = pictureTarget(options.out, model, `${name}.png`, { endings: ['.png', '.webp'] })
        const file = await writeSheet(target, { ...pictures, columns })
        output.result(file)
        output.json({ files: [file], ...facts })
      }
      return 0
    } finally {
      model.dispose()
    }
  },
})

/** The grid that nobody asked for: with classes, one a column. */
function usualGrid(classes: number): typeof defaultGrid {
  return classes < 2 ? defaultGrid : { ...defaultGrid, columns: classes }
}

interface AskedPictures {
  readonly seed?: number | undefined
  readonly seeds?: readonly number[] | undefined
  readonly grid?: typeof defaultGrid | undefined
}

function seedsOf({ seed, seeds, grid }: AskedPictures, classes: number): readonly number[] {
  if (seed !== undefined) return [seed]
  if (seeds !== undefined) return seeds
  const { columns, rows } = grid ?? usualGrid(classes)
  return Array.from({ length: columns * rows }, (_, index) => index)
}

function columnsOf({ grid }: AskedPictures, count: number, classes: number): number {
  if (grid !== undefined) {
    if (grid.columns * grid.rows >= count) return grid.columns
    throw new GanymedeError('OPTION_INVALID', `${count} seeds do not fit into ${grid.columns} x ${grid.rows} cells`, {
      remedy: 'Leave out --grid, or ask for fewer seeds.',
    })
  }
  const { columns } = usualGrid(classes)
  if (count <= columns) return count
  const square = Math.ceil(Math.sqrt(count))
  if (classes < 2) return Math.max(columns, square)
  // Several columns a class where one would make a strip.
  return count > 2 * columns ** 2 ? columns * Math.ceil(square / columns) : columns
}
