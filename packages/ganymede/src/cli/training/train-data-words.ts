/** What `ganymede train` says of data: help, examples, and what to name where nothing was named. */

import { GanymedeError } from '@ganymede/core'
import { imageFormats } from '../../data/formats/image-format.js'
import type { AnySystem } from '../../systems/contract/system.js'

/** What a system learns from: single images, such with classes, pairs, or two domains. */
export type LearningData = 'images' | 'classes' | 'pairs' | 'unpaired'

/** What a system learns from, with its default options. */
export function dataKindOf({ options, needs }: AnySystem): LearningData {
  const defaults = options.safeParse({})
  if (!defaults.success) return 'images'
  const { labels, items = 'images' } = needs(defaults.data)
  return items === 'images' && labels ? 'classes' : items
}

/** Whether items are made of two images. */
export function isOfTwo(kind: LearningData): boolean {
  return kind === 'pairs' || kind === 'unpaired'
}

/** Options of data that only some systems read, by what those learn from; of all other systems they are refused. */
const optionsOfData: Readonly<Record<string, readonly LearningData[]>> = {
  targets: ['pairs', 'unpaired'],
  pairs: ['pairs'],
  edgeShare: ['pairs'],
  blurRadius: ['pairs'],
  smallFactor: ['pairs'],
  direction: ['pairs', 'unpaired'],
  targetChannels: ['pairs', 'unpaired'],
  preprocess: ['unpaired'],
  loadSize: ['unpaired'],
}

/** Whether systems that learn from such data read the option `data.<key>`. */
export function isOptionFor(kind: LearningData, key: string): boolean {
  return optionsOfData[key]?.includes(kind) ?? true
}

// What most people change, whatever the system; all others have defaults that hold.
const usual = ['size', 'flip', 'targets', 'pairs', 'steps', 'batch', 'seed', 'augment', 'ema', 'maxTime']

/** Whether the short page of help shows an option. */
export function isUsualFor(kind: LearningData, key: string): boolean {
  return usual.includes(key) && isOptionFor(kind, key)
}

/** The argument `data` in help. */
export const dataTexts: Readonly<Record<LearningData, string>> = {
  images: 'Folder of images, IDX or CIFAR-10 files, zip, or builtin:glyphs.',
  classes: 'Images with classes: one folder per class, IDX or CIFAR-10 files with labels, or builtin:glyphs.',
  pairs:
    'Folder or zip of pairs: halves side by side, or folders A and B with equal names; single images with --pairs; or builtin:glyphs.',
  unpaired:
    'Folder or zip with two folders of images, trainA and trainB or others; one, and the other as --targets; or builtin:glyphs.',
}

/** What to type behind the system, the most helpful first. */
const dataExamples: Readonly<Record<LearningData, readonly (readonly [data: string, text: string])[]>> = {
  images: [
    ['builtin:glyphs --preset demo', 'first pictures in minutes, without any data'],
    ['photos/ --flip', 'your own pictures'],
    ['photos/ --dry-run', 'how long will it take?'],
    ['photos/ --from 7', 'fine-tune the weights of run 0007'],
  ],
  classes: [
    ['builtin:glyphs --preset demo', 'first pictures in minutes, without any data'],
    ['photos/', 'your own pictures, one folder per class'],
    ['photos/ --dry-run', 'how long will it take?'],
    ['photos/ --from 7', 'fine-tune the weights of run 0007'],
  ],
  pairs: [
    ['builtin:glyphs --preset demo', 'a first try without any data: drawn edges to handwriting'],
    ['photos/ --pairs edges --preset demo', 'drawings to photographs, from your own pictures'],
    ['facades/ --direction b2a', 'pairs side by side; the right half is the input'],
    ['drawings/ --targets photos/ --dry-run', 'two folders with equal file names; how long will it take?'],
    ['facades/ --from generator=latest_net_G.pth', "train on from weights of the authors' code"],
  ],
  unpaired: [
    ['builtin:glyphs --preset demo', 'a first try without any data: chalk on a board to ink on paper'],
    ['horse2zebra/ --preset demo', 'a folder that holds trainA and trainB'],
    ['photos/ --targets paintings/', 'two folders of your own'],
    ['photos/ --targets paintings/ --dry-run', 'how long will it take?'],
    ['photos/ --targets paintings/ --from 7', 'fine-tune the weights of run 0007'],
  ],
}

/** Examples of data behind `ganymede train <system>`; pictures of one's own with the preset for them, where there is one. */
export function dataExamplesOf(system: AnySystem): readonly (readonly [data: string, text: string])[] {
  const examples = dataExamples[dataKindOf(system)]
  if (!Object.hasOwn(system.presets, 'photos')) return examples
  return examples.map(([data, text]) => [data === 'photos/ --flip' ? 'photos/ --preset photos' : data, text])
}

const missingDataLines: Readonly<Record<LearningData, readonly (readonly [data: string, text: string])[]>> = {
  images: [
    ['photos/', `a folder of ${imageFormats} images, flat or one folder per class`],
    ['mnist/', 'IDX or CIFAR-10 files'],
    ['pictures.zip', 'a zip of images'],
    ['builtin:glyphs', 'handwriting that Ganymede draws itself'],
  ],
  classes: [
    ['photos/', `a folder of ${imageFormats} images, one folder per class`],
    ['mnist/', 'IDX or CIFAR-10 files with labels'],
    ['pictures.zip', 'a zip of such folders'],
    ['builtin:glyphs', 'handwriting that Ganymede draws itself'],
  ],
  pairs: [
    [
      'facades/',
      'a folder or zip of pairs: both halves side by side in one image, or folders A and B with equal names',
    ],
    ['drawings/ --targets photos/', 'two folders with equal file names'],
    ['photos/ --pairs edges', 'single photographs, from which drawings are made; or grey, blur, small'],
    ['builtin:glyphs', 'handwriting that Ganymede draws itself, and its edges'],
  ],
  unpaired: [
    ['horse2zebra/', 'a folder or zip that holds two folders of images: trainA and trainB, or any two'],
    ['photos/ --targets paintings/', 'two folders that lie apart'],
    ['facades/', 'images twice as wide as high, whose halves are the two domains'],
    ['builtin:glyphs', 'handwriting that Ganymede draws itself, in chalk and in ink'],
  ],
}

/** `OPTION_INVALID`: no data were named; lists what can be. */
export function missingData(system: AnySystem): GanymedeError {
  const { name } = system
  const kind = dataKindOf(system)
  const known = missingDataLines[kind]
  const width = Math.max(...known.map(([data]) => data.length)) + 4
  const [[first] = ['']] = dataExamples[kind]
  return new GanymedeError('OPTION_INVALID', `${name} needs data to learn from: ganymede train ${name} <data>`, {
    lines: known.map(([data, text]) => `${data.padEnd(width)}${text}`),
    remedy: `Without data of your own: ganymede train ${name} ${first}`,
  })
}
