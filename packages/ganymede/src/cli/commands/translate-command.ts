/** `ganymede translate <model> <input> [out]`: pictures from pictures. */
import { defineCommand, option, toggle } from '../command.js'
import { defaultOut, precisionOption, runsOption } from '../run-option.js'
import { device, filePath, imageSize, integer, oneOf } from '../terminal/values.js'
import type { AskedSize } from '../translation/translation-options.js'

const directions = ['a2b', 'b2a'] as const
const modes = ['batch', 'running'] as const
const switches = ['on', 'off'] as const
const statistics = ['sampled', 'exact'] as const
const roundings = ['truncate', 'nearest'] as const
const formats = ['png', 'jpg', 'webp'] as const
const splits = ['train', 'test'] as const

function askedSize(given: string): AskedSize {
  return given === 'own' || given === 'trained' ? given : imageSize(given)
}

/** A word, or pixels. */
function wordOrPixels<Word extends string>(words: readonly Word[], least: number): (given: string) => Word | number {
  return (given) => words.find((word) => word === given) ?? pixels(given)
  function pixels(given: string): number {
    try {
      return integer(least, 65_536)(given)
    } catch {
      throw new Error(`must be ${words.join(', ')} or pixels from ${least} to 65536, got ${JSON.stringify(given)}`)
    }
  }
}

export const translateCommand = defineCommand({
  name: 'translate',
  group: 'Make pictures',
  summary: 'Turn pictures into other pictures, with a run of pix2pix or CycleGAN or a file of their weights.',
  details: [
    'Files of weights are those of the authors’ PyTorch code (latest_net_G.pth), of any script that names layers alike, and safetensors: the architecture is recognised from the tensors.',
    'Pictures may have any size. Large ones go through in tiles that share their statistics, so that no borders show.',
    'Nothing is written over inputs. Pictures that cannot be read are named, the others made, and the exit code is 2; 130 after Ctrl-C.',
  ],
  usesSystem: true,
  arguments: [
    {
      name: 'run',
      text: 'The run (folder, number, start of its name, latest), or weights: .pth, .pt, .safetensors, #key behind it.',
    },
    {
      name: 'input',
      text: 'Pictures, or folders with all below them; with --split, data of the kind that the run learned from.',
      isOptional: true,
      isVariadic: true,
    },
    {
      name: 'out',
      text: 'A file ending in .png, .jpg or .webp, or a folder: the last word, unless it is a file that is there and several words stand before it [default: in the run, translations/]',
      isOptional: true,
    },
  ],
  options: {
    direction: option('<way>', "'a2b' or 'b2a' [default: as trained]; both with CycleGAN", oneOf(directions), {
      choices: directions,
    }),
    mode: option(
      '<mode>',
      "What batch norm uses: 'batch', each picture's own statistics, as in the papers; 'running', those of training [default: as the run says; batch for files]",
      oneOf(modes),
      { choices: modes },
    ),
    dropout: option(
      '<on|off>',
      'Dropout, the only noise [default: as the run says; on for files of U-Nets]',
      oneOf(switches),
      { choices: switches },
    ),
    seed: option('<n>', 'Of the dropout masks [default 0]', integer(0, 2 ** 40)),
    size: option(
      '<size>',
      "Bring pictures to this size first: pixels such as 256 or 512x384, 'trained', or 'own' [default own: as they are]",
      askedSize,
    ),
    tile: option(
      '<pixels>',
      "Side of tiles, or 'whole' for none, or 'auto' [default auto: whole where memory allows]",
      wordOrPixels(['auto', 'whole'] as const, 16),
    ),
    overlap: option(
      '<pixels>',
      "What tiles share with their neighbours, or 'auto' [default auto: twice as far as the network looks, or a quarter, two places of its coarsest layer at least]",
      wordOrPixels(['auto'] as const, 0),
    ),
    statistics: option(
      '<how>',
      "What norms of tiles use: 'sampled', statistics of as much of the picture as fits into memory; 'exact', of all of it, about ten times as slow [default sampled]",
      oneOf(statistics),
      { choices: statistics },
    ),
    memory: option(
      '<MiB>',
      'Most that passes through the network may take, beside about 250 MiB for the process, its weights, and 8 bytes a pixel [default: half of what is free, at most 4096]',
      integer(64, 1_048_576),
    ),
    rounding: option(
      '<how>',
      "From numbers to bytes: 'truncate', as the authors' code does, or 'nearest' [default truncate]",
      oneOf(roundings),
      { choices: roundings },
    ),
    format: option('<format>', 'Of pictures in a folder: png, jpg or webp [default png]', oneOf(formats), {
      choices: formats,
    }),
    quality: option('<n>', 'Of JPEG and WebP, 1 to 100; 100 makes WebP lossless [default 92]', integer(1, 100)),
    split: option('<part>', 'Take the train or test part of the run’s data; pairs give the truth', oneOf(splits), {
      choices: splits,
    }),
    truth: option('<path>', 'What should come out: pictures with the names of the inputs', filePath),
    features: option(
      '<network>',
      'Feature network for FID and KID, as for evaluate; runs code if TorchScript',
      filePath,
    ),
    makeInput: toggle(
      'The pictures are photographs: make the inputs of them as in training; for runs with --pairs edges, grey, blur or small.',
    ),
    html: toggle('Write a page with rows of input, output and truth, if there is one [always with truth and a folder]'),
    limit: option('<n>', 'The first n pictures only', integer(1)),
    out: option('<path>', 'The same as the last word; all words are inputs then, and none with --split', filePath),
    force: toggle('Overwrite what is there, but never inputs.'),
    step: option(
      '<n>',
      'Use the checkpoint of this step [default: the latest, or the best by FID where the latest is worse]',
      integer(0),
    ),
    best: toggle('Use the best checkpoint.'),
    raw: toggle('Use the generator as trained, not its moving average.'),
    device: option('<device>', "'auto', 'cpu', 'cuda' or 'cuda:1' [default cpu: the same pictures everywhere]", device),
    precision: precisionOption,
    runs: runsOption,
  },
  examples: [
    { command: 'ganymede translate latest photo.jpg painting.png', text: 'one picture' },
    { command: 'ganymede translate latest *.jpg paintings/', text: 'several pictures' },
    { command: 'ganymede translate 3 photos/ shoes/ --make-input --html', text: 'of photographs, by a run that draws' },
    { command: 'ganymede translate latest photos/ paintings/ --html', text: 'a folder, and a page to look at' },
    { command: 'ganymede translate latest --split test', text: 'the test part of its own data, beside the truth' },
    {
      command: 'ganymede translate horse2zebra/latest_net_G.pth horses/ zebras/ --format jpg',
      text: "weights of the authors' code",
    },
    { command: 'ganymede translate 7 huge.tif out.webp --tile 512 --statistics exact', text: 'a very large picture' },
  ],
  async run({ args, rest, options, output }) {
    const { runTranslation } = await import('../translation/translation.js')
    return runTranslation(
      { model: args.run ?? '', words: rest },
      { ...options, runs: options.runs ?? defaultOut },
      output,
    )
  },
})
