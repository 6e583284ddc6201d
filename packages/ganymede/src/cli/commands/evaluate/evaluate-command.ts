/** `ganymede evaluate <run>`: how good the pictures are, in numbers that say what they depend on. */

import { GanymedeError } from '@ganymede/core'
import { metricNames, metricTexts } from '../../../evaluate/metric-choice.js'
import { inceptionFile, inceptionText } from '../../../metrics/features/inception-file.js'
import { defineCommand, option, repeated, toggle } from '../../command.js'
import { defaultOut, latestRunArgument, runsOption } from '../../run-option.js'
import { device, filePath, imageSize, integer, oneOf, text } from '../../terminal/values.js'
import { evaluateCompareCommand } from './evaluate-compare-command.js'

const splits = ['auto', 'train', 'test'] as const
const ranges = ['0..255', '0..1', '-1..1', 'tensorflow', 'imagenet', 'mnist'] as const
const resizers = ['clean', 'legacy-tf', 'legacy-torch', 'bilinear', 'none'] as const

export const evaluateCommand = defineCommand({
  name: 'evaluate',
  group: 'Look after runs',
  summary: 'Measure a run, or a folder of images against another: FID, KID, precision, recall and more.',
  details: [
    'Every number has a card: network, resizing, counts, split, seed, interval. Unlike cards are not compared.',
    'Runs of pix2pix: L1, PSNR and SSIM on the test pairs, and l1-gain, the share by which L1 is below that of the input itself.',
    'Outputs that are label maps: --label-colours auto gives pixel accuracy, class accuracy and IoU, the arithmetic of the FCN score.',
    'Data with classes gets a small classifier as judge, data without a network that learns from the images alone; trained once and kept. Their numbers compare pictures of this data only.',
    `The field's FID takes ${inceptionText}. TorchScript runs code: use files that you trust.`,
    ...metricNames.map((name) => `${name}: ${metricTexts[name]}`),
  ],
  usesSystem: true,
  arguments: [
    {
      ...latestRunArgument,
      text: 'Folder of the run, its number, the start of its name, or latest; or a folder of images [default latest]',
    },
    {
      name: 'real',
      text: 'Real images to measure a folder of images against, or statistics of some: .npz with mu and sigma.',
      isOptional: true,
    },
  ],
  options: {
    metrics: option(
      '<list>',
      `${metricNames.join(', ')}; with --pairs ssim, ms-ssim, psnr, lpips [default: all that are possible]`,
      text,
    ),
    count: option(
      '<n>',
      'Pictures made, or used of a folder [default: up to 10000, as many as take two minutes; all of a folder]',
      integer(2),
    ),
    features: option(
      '<network>',
      'auto, classifier, self-supervised, none, random-conv, or a TorchScript, ONNX, safetensors or PyTorch file [default auto: the classifier where there are classes, else self-supervised]',
      filePath,
    ),
    layer: option('<name>', 'Output of an Inception file: 64, 192, 768 or 2048 [default: the last it has]', text),
    resizer: option(
      '<name>',
      `How the network gets its size: ${resizers.join(', ')} [default clean; legacy ones to compare with papers]`,
      oneOf(resizers),
      { choices: resizers },
    ),
    inputSize: option('<w>x<h>', 'Size that a TorchScript or ONNX file takes, in pixels [default: any]', imageSize),
    inputRange: option('<range>', `Values that it takes: ${ranges.join(', ')} [default 0..255]`, oneOf(ranges), {
      choices: ranges,
    }),
    inputChannels: option('<n>', 'Channels that it takes, 1 or 3 [default 3]', integer(1, 3)),
    split: option(
      '<part>',
      'Part of the real data: auto, train or test [default auto: test where there is one]',
      oneOf(splits),
      {
        choices: splits,
      },
    ),
    against: option(
      '<data>',
      "Other real data than the run's, or statistics of some: .npz with mu and sigma",
      filePath,
    ),
    seed: option('<n>', 'First seed of the pictures and root of all random choices [default 0]', integer(0, 2 ** 40)),
    batch: option('<n>', 'Images at a time [default 64]', integer(1, 4096)),
    bootstrap: option(
      '<n>',
      'Resamples of the 95 % intervals; 0: none [default: as many as take seconds]',
      integer(0, 100_000),
    ),
    iwae: option(
      '<K>',
      "Samples of a VAE's importance-weighted bound beside its loss; 50 and 5000 are usual [default none; time grows with it]",
      integer(1, 100_000),
    ),
    size: option(
      '<pixels>',
      'For folders: side to which images are brought [default: the size that all have]',
      integer(1, 8192),
    ),
    pairs: toggle('For folders: each image belongs to the one with its name.'),
    lpipsBackbone: option('<file>', 'Weights of SqueezeNet 1.1, for LPIPS of pairs and of translations', filePath),
    lpipsHeads: option('<file>', 'Linear layers of LPIPS v0.1', filePath),
    labelColours: option(
      '<colours>',
      "For label maps, of runs and of pairs: pixel accuracy, class accuracy and IoU. auto finds the classes' colours in the truth; or a file with one a line, or '#0000aa wall,#ff0000 door'",
      text,
    ),
    skipFloor: toggle('Leave out the floor: training images measured against test images.'),
    failAbove: repeated(
      '<metric=value>',
      'Exit with 4 when a metric is above the value, such as fid=60; may be given again.',
    ),
    failBelow: repeated('<metric=value>', 'Exit with 4 when a metric is below the value, such as accuracy=0.97.'),
    step: option(
      '<n>',
      'Use the checkpoint of this step [default: the latest, or the best by FID where the latest is worse]',
      integer(0),
    ),
    best: toggle('Use the best checkpoint.'),
    raw: toggle('Use the generator as trained, not its moving average.'),
    device: option('<device>', "'auto', 'cpu', 'cuda' or 'cuda:1' [default auto]", device),
    runs: runsOption,
  },
  examples: [
    { command: 'ganymede evaluate latest', text: 'all metrics of the newest run' },
    {
      command: `ganymede evaluate 7 --metrics fid,kid --count 50000 --features ${inceptionFile}`,
      text: 'as papers do',
    },
    {
      command: 'ganymede evaluate 9 --metrics loss --iwae 50',
      text: 'how well a VAE explains the test images, in nats',
    },
    { command: 'ganymede evaluate made/ photos/ --features inception.safetensors --layer 768', text: 'two folders' },
    { command: 'ganymede evaluate restored/ originals/ --pairs', text: 'SSIM and PSNR of pairs' },
    {
      command: 'ganymede evaluate labels/ true-labels/ --pairs --label-colours auto',
      text: 'pixel accuracy, class accuracy and IoU of label maps',
    },
    { command: 'ganymede evaluate compare 6 7', text: 'which run is better?' },
  ],
  subcommands: [evaluateCompareCommand],
  async run({ args, options, output }) {
    const { runEvaluation } = await import('../../evaluation.js')
    if (options.best && options.step !== undefined) {
      throw new GanymedeError('OPTION_INVALID', '--best and --step exclude one another', {
        remedy: 'Leave one of them out.',
      })
    }
    return runEvaluation(
      { subject: args.run ?? '', real: args.real },
      { ...options, out: options.runs ?? defaultOut },
      output,
    )
  },
})
