/** Options that every system shares: length, batch, precision, intervals and the update counts of adversarial training. */
import { z } from 'zod'

const positiveInt = z.number().int().min(1)

/** Durations as people write them: `30s`, `10m`, `2h`, or a number of seconds. */
export const durationSchema = z
  .union([
    z.number().positive(),
    z.string().regex(/^\d+(\.\d+)?(s|m|h)$/, 'expected a duration such as 30s, 10m or 2h'),
  ])
  .transform((value) => {
    if (typeof value === 'number') return value
    const unit = { s: 1, m: 60, h: 3600 }[value.at(-1) as 's' | 'm' | 'h']
    return Number(value.slice(0, -1)) * unit
  })

/** Schema of the `train` section. */
export const trainSchema = z.strictObject({
  steps: positiveInt
    .default(20_000)
    .describe('Length of the run in steps. More steps: better pictures, until the run overfits or collapses.'),
  batch: positiveInt
    .default(64)
    .describe(
      'Images per update. Larger batches are steadier and use more memory; batch normalisation needs at least 2.',
    ),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 53 - 1)
    .default(1)
    .describe('Root of all random streams; the same seed on the same CPU repeats the run exactly.'),
  images: positiveInt
    .optional()
    .describe('End after this many real images, if that comes before `steps`; a step sees dSteps x batch of them.'),
  maxTime: durationSchema.optional().describe('Stop and save after this much training time (30s, 10m, 2h).'),
  device: z
    .string()
    .regex(/^(auto|cpu|cuda(:\d+)?)$/, 'must be auto, cpu, cuda or cuda:<number>; mps and xpu are not supported')
    .default('auto')
    .describe("'auto' (CUDA where there is one, else CPU), 'cpu', 'cuda' or 'cuda:1'."),
  threads: z.number().int().min(0).default(0).describe('CPU threads for tensor work; 0: as many as there are cores.'),
  precision: z
    .enum(['auto', 'float32', 'bfloat16'])
    .default('auto')
    .describe(
      "Arithmetic of forward and backward passes; 'auto': bfloat16 where the device has native units for it. Weights stay float32.",
    ),
  logEvery: positiveInt.default(10).describe('Steps between log lines; values are means since the last one.'),
  sampleEvery: positiveInt
    .default(250)
    .describe('Steps between picture sheets; the first come at 25, 50, 100 and 250 already.'),
  checkpointEvery: positiveInt.default(500).describe('Steps between checkpoints.'),
  doctorEvery: z
    .number()
    .int()
    .min(0)
    .default(100)
    .describe(
      'Steps between looks of the doctor into the networks (gradients, weights, dead units) and between its diagnoses; 0: never. Smaller: earlier warnings, a little slower.',
    ),
  keep: positiveInt.default(3).describe('How many of the last checkpoints stay, besides the best.'),
  quickMetric: z
    .enum(['auto', 'swd', 'fid', 'kid', 'none'])
    .default('auto')
    .describe(
      "Quality measure taken with every checkpoint; the newest checkpoint that is as good as the best, within the spread of the measure, is kept. 'fid', 'kid': distance of features, what people see; 'swd': sliced Wasserstein distance of pixels, a second or two. 'auto': fid, from a quarter of an hour on where its network has to be trained first; swd for translations, which are compared with the targets of the test part where the data have one.",
    ),
  metricFeatures: z
    .string()
    .min(1)
    .default('auto')
    .describe(
      "Network behind quickMetric fid and kid: 'classifier' (trained on the data's own classes), 'self-supervised' (trained on the images alone), 'auto' (the classifier where there are classes), all kept in the cache; or a TorchScript, ONNX, safetensors or PyTorch file.",
    ),
  metricImages: z
    .number()
    .int()
    .min(16)
    .max(50_000)
    .default(2000)
    .describe('Images on each side for quickMetric fid and kid. More: a steadier choice of the best, slower.'),
  gridSize: z.number().int().min(1).max(256).default(64).describe('Pictures per sheet.'),
  dSteps: positiveInt
    .default(1)
    .describe(
      'Discriminator updates per step, each with fresh images. More: a stronger discriminator and slower steps.',
    ),
  gSteps: positiveInt.default(1).describe('Generator updates per step.'),
  accumD: positiveInt
    .default(1)
    .describe('Micro-batches per discriminator update; batch must be divisible. More: less memory, slower.'),
  accumG: positiveInt.default(1).describe('Micro-batches per generator update; batch must be divisible.'),
  dFirst: z.boolean().default(true).describe('Update the discriminator before the generator.'),
  dWarmupSteps: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Steps at the start in which only the discriminator is updated.'),
  shareFakes: z
    .boolean()
    .default(false)
    .describe(
      'Generate once per step and use the same images for both updates; needs dSteps = gSteps = 1. Faster by one generator pass.',
    ),
  concatForward: z
    .boolean()
    .default(false)
    .describe(
      'Judge real images and fakes in one pass of D: faster, and the same up to rounding unless D has batch norm, spectral norm or dropout.',
    ),
  gBnInDPhase: z
    .boolean()
    .default(false)
    .describe(
      "Let the discriminator's update move the generator's batch-norm statistics, as plain PyTorch scripts do.",
    ),
  clipD: z.number().min(0).default(0).describe('Largest global norm of discriminator gradients; 0: no clipping.'),
  clipG: z.number().min(0).default(0).describe('Largest global norm of generator gradients; 0: no clipping.'),
  ema: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      'Decay of the moving average of the generator that samples are made with; 0: none. Typical 0.999; higher is smoother and slower.',
    ),
  emaStart: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Step at which averaging begins; before it the average is a copy.'),
  emaKimg: z
    .number()
    .min(0)
    .max(1e6)
    .default(0)
    .describe(
      'Half-life of the moving average in thousands of images, growing in from nothing over the first 20 half-lives; takes the place of a fixed `ema`; 0: off. Typical 10; higher is smoother and slower.',
    ),
  lrSchedule: z
    .enum(['constant', 'linear', 'cosine', 'steps'])
    .default('constant')
    .describe(
      "Course of all learning rates: 'linear' and 'cosine' go down from step lrDecayFrom and reach lrEnd times the rate after the last step; 'steps' multiplies them by lrGamma after every lrEvery steps from there.",
    ),
  lrDecayFrom: z
    .union([z.literal('half'), z.number().int().min(0)])
    .default(0)
    .describe(
      "Step at which learning rates begin to go down; 'half': constant for half of the run, as pix2pix and CycleGAN are trained.",
    ),
  lrEvery: positiveInt
    .default(1)
    .describe(
      "Steps between changes of the learning rates. With the steps of an epoch rates go down in stairs, as in scripts that count epochs; needed with 'steps'.",
    ),
  lrGamma: z
    .number()
    .positive()
    .lt(1)
    .default(0.1)
    .describe("What learning rates are multiplied by at each change of lrSchedule 'steps'."),
  lrEnd: z.number().min(0).max(1).default(0).describe('Share of the learning rates that is left after the last step.'),
  lrWarmup: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Steps at the start in which learning rates grow from almost nothing to their value.'),
  augment: z
    .enum(['none', 'diffaugment', 'ada'])
    .default('none')
    .describe(
      "Changes all images that D sees, for few data: 'diffaugment' by a constant amount, 'ada' only as strongly as D learns real images by heart.",
    ),
  augmentPolicy: z
    .array(z.enum(['colour', 'translation', 'cutout', 'blit', 'geometry', 'noise']))
    .default([])
    .describe(
      'Changes to make; none given: those of the paper. diffaugment: colour, translation, cutout; ada: blit, geometry, colour, and noise, cutout.',
    ),
  augmentStrength: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      'Probability of each change. diffaugment: default 1; ada: value at the start, default 0. Above 0.8 changes show up in generated pictures.',
    ),
  adaTarget: z
    .number()
    .min(-1)
    .max(1)
    .default(0.6)
    .describe('Mean sign of D on real images above which ada augments more. Lower: earlier and more.'),
  adaKimg: z
    .number()
    .min(0)
    .default(500)
    .describe('Thousands of images in which the strength of ada can go from 0 to 1; 0: it stays at augmentStrength.'),
  adaInterval: positiveInt.default(4).describe('Steps between changes of the strength of ada.'),
  onNonFinite: z
    .enum(['stop', 'skip', 'rollback'])
    .default('stop')
    .describe(
      "When a loss or gradient is no number: 'stop' with a report; 'skip' the update, at most 10 times in 1000 steps; 'rollback' to the last checkpoint with half the learning rate, at most 3 times.",
    ),
  finiteEvery: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Steps between checks for NaN and infinity; 0: every step on the CPU, every 16 on a GPU.'),
  freeze: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Layers that keep their weights: paths, * for any text, such as discriminator.main.0,generator.*. For fine-tuning with few images.',
    ),
  deterministic: z
    .boolean()
    .default(false)
    .describe('Only deterministic kernels; fails where an operator has none. CPU runs repeat exactly without it.'),
})

/** Resolved options of the `train` section. */
export type TrainOptions = z.output<typeof trainSchema>

/** Schema of the `data` section. */
export const dataSchema = z.strictObject({
  path: z.string().min(1).describe('Folder, IDX or CIFAR-10 files, zip of images, or builtin:glyphs.'),
  fit: z
    .enum(['cover', 'contain', 'stretch'])
    .default('cover')
    .describe('How images meet the size: cover crops, contain pads, stretch distorts.'),
  flip: z
    .boolean()
    .default(false)
    .describe('Show half of the images mirrored: more variety, wrong for text and digits.'),
  channels: z
    .union([z.literal('auto'), z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
    .default('auto')
    .describe(
      '1 for grey, 3 for colour, 2 and 4 with alpha (of the input, for systems of two domains); auto: grey when all images are grey.',
    ),
  targets: z
    .string()
    .min(1)
    .optional()
    .describe('Folder or zip of the second images of pairs, or of domain B; without it both lie below the data path.'),
  pairs: z
    .enum(['found', 'edges', 'grey', 'blur', 'small'])
    .default('found')
    .describe(
      "Pairs 'found', or made by 'edges', 'grey', 'blur', 'small'. Made ones come from single photographs, which are the targets: line drawings of them, without colour, blurred, or reduced and enlarged again.",
    ),
  edgeShare: z
    .number()
    .min(0.01)
    .max(0.5)
    .optional()
    .describe('Share of pixels that begin a line, for pairs edges [default 0.1]. Higher: fuller drawings.'),
  blurRadius: z
    .number()
    .min(0.3)
    .max(32)
    .optional()
    .describe('Standard deviation in pixels of training, for pairs blur [default 2]. Higher: less is left to see.'),
  smallFactor: z
    .number()
    .min(1.5)
    .max(32)
    .optional()
    .describe('How many times inputs are reduced, for pairs small [default 4]. Higher: less is left to see.'),
  direction: z
    .enum(['a2b', 'b2a'])
    .default('a2b')
    .describe("Which image of an item is the input: 'a2b' the left half or folder A, 'b2a' the other."),
  targetChannels: z
    .union([z.literal('auto'), z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
    .default('auto')
    .describe('Channels of the output of a translation, as channels for its input.'),
  preprocess: z
    .enum(['auto', 'fit', 'resize-crop', 'scale-width', 'scale-width-crop', 'crop', 'none'])
    .default('auto')
    .describe(
      'How images of two domains come to the size. resize-crop: resized to loadSize without regard to their shape, cropped at random; scale-width, scale-width-crop: shape kept; crop: not resized; none: sides rounded to multiples of 4; fit: as fit says; auto: resize-crop, and fit for single images.',
    ),
  loadSize: z
    .number()
    .int()
    .min(1)
    .max(8192)
    .optional()
    .describe(
      'Width in pixels before a random crop [default: 286/256 of the size]. Larger: crops show less of the image and vary more.',
    ),
  skipBad: z.boolean().default(false).describe('Go on without files that cannot be read instead of stopping.'),
})

export type DataOptions = z.output<typeof dataSchema>

/** Options that may change between the parts of one run without making it another run. */
export const changeableTrainOptions: readonly (keyof TrainOptions)[] = [
  'steps',
  'images',
  'maxTime',
  'device',
  'threads',
  'logEvery',
  'sampleEvery',
  'checkpointEvery',
  'doctorEvery',
  'keep',
  'finiteEvery',
]

/** All options of a run after defaults, preset, config file and flags. */
export interface ResolvedOptions {
  readonly model: Readonly<Record<string, unknown>>
  readonly data: DataOptions
  readonly train: TrainOptions
}
