/** Every error that the toolkit can report: stable codes, what each means, its exit code and the usual remedy. */

interface ErrorEntry {
  /** Exit code of the command line: 1 failed, 2 wrong usage or data, 3 environment, 4 a check failed. */
  readonly exit: 1 | 2 | 3 | 4
  /** One sentence for `docs/errors.md`. */
  readonly meaning: string
  /** What to do; printed when the place that throws has nothing more exact to say. */
  readonly remedy: string
}

export const errorCatalogue = {
  OPTION_UNKNOWN: {
    exit: 2,
    meaning: 'An option, command, system or config key does not exist.',
    remedy: 'See the names with --help or `ganymede options <system>`.',
  },
  OPTION_INVALID: {
    exit: 2,
    meaning: 'An option has a value outside its range or of the wrong kind; all such problems are listed at once.',
    remedy: 'Give a value inside the range shown.',
  },
  CONFIG_NOT_FOUND: {
    exit: 2,
    meaning: 'The configuration file does not exist or cannot be loaded.',
    remedy: 'Check the path given with --config.',
  },
  DATA_NOT_FOUND: { exit: 2, meaning: 'The path of the data set does not exist.', remedy: 'Check the path.' },
  DATA_EMPTY: {
    exit: 2,
    meaning: 'The data set holds no images in a format that can be read.',
    remedy:
      'Put JPEG, PNG, WebP, TIFF, GIF, AVIF, BMP, PBM, PGM or PPM images there, or name an IDX, CIFAR-10 or zip data set.',
  },
  DATA_UNREADABLE: {
    exit: 2,
    meaning: 'Files of the data set are corrupt, truncated or of the wrong format; each is named.',
    remedy: 'Mend or remove the files, or go on without them with --skip-bad.',
  },
  DATA_CHANGED: {
    exit: 2,
    meaning:
      'The data set is not the one that the run was started with. IDX and CIFAR-10 files are compared byte for byte, entries of a zip file by their checksums, files in folders by names, lengths and the first and last 8 KiB. Where only their times differ, all their bytes are compared, or of more than 1 GiB together 64 KiB at the beginning, middle and end of each. The first process takes the record for this while it trains: where that was stopped too early, or a file cannot be read, the times decide, where the folder is still in its place.',
    remedy: 'Put the original data back, or start a new run.',
  },
  LABELS_MISSING: {
    exit: 2,
    meaning: 'A system or a classifier learns classes, and the data set has no labels.',
    remedy: 'Put the images into one folder for each class, or use IDX or CIFAR-10 files with their labels.',
  },
  DATA_LAYOUT: {
    exit: 2,
    meaning:
      'The system learns from pairs of images or from two domains, and the folders hold neither; what was expected and what was found is listed.',
    remedy: 'Arrange the images in one of the ways listed.',
  },
  PAIRS_BROKEN: {
    exit: 2,
    meaning: 'Images have no partner, or one of another size; each is named.',
    remedy: 'Mend or remove the files, or go on without them with --skip-bad.',
  },
  LATENTS_MISSING: {
    exit: 2,
    meaning: 'Pictures were asked for by seed, from a system that makes pictures from other pictures.',
    remedy: 'Give it a picture or a folder of them: ganymede translate <run> <images>.',
  },
  METRICS_INVALID: {
    exit: 2,
    meaning:
      'A metric card or a file of feature statistics cannot be understood; every field that does not fit is listed.',
    remedy: 'Measure again with `ganymede evaluate`.',
  },
  METRICS_UNLIKE: {
    exit: 2,
    meaning:
      'Two metric values were not measured alike, so that comparing them says nothing; the fields that differ are named.',
    remedy: 'Measure both with the same features, resizer, counts, split and data.',
  },
  SIZE_UNSUPPORTED: {
    exit: 2,
    meaning: 'The system cannot work at this image size.',
    remedy: 'Choose one of the sizes listed.',
  },
  FEATURES_INVALID: {
    exit: 2,
    meaning:
      'A feature network for metrics cannot be used: its file is missing, damaged, of no known network, or does not take such images.',
    remedy: 'Give a TorchScript, safetensors, PyTorch or ONNX file of a feature network with --features.',
  },
  RUN_NOT_FOUND: {
    exit: 2,
    meaning: 'No run has this folder, id or prefix, or the prefix fits several runs.',
    remedy: 'List the runs with `ganymede runs`.',
  },
  RUN_LOCKED: {
    exit: 2,
    meaning: 'Another process is training in this run folder.',
    remedy: 'Stop it first, or wait until it has ended.',
  },
  RUN_IDLE: {
    exit: 2,
    meaning: 'A running training was asked for something, but nothing is training in this run folder, or not yet.',
    remedy: 'Go on with the run: ganymede resume <run>',
  },
  RUN_OWN_LOOP: {
    exit: 2,
    meaning:
      'The run was made by `createRun` around a loop of a program of its own, whose networks no command can build; its log, sheets and checkpoints can be read.',
    remedy: 'Load its checkpoint in that program with `resumeRun`.',
  },
  MODEL_DISPOSED: {
    exit: 1,
    meaning: 'A model, translator or run from code is used after `dispose()`, or after its end.',
    remedy: 'Call dispose() when nothing more is asked of it, or open it again.',
  },
  RUN_CHANGED: {
    exit: 2,
    meaning: 'The options differ from those that the run was started with; the difference is listed.',
    remedy: 'Use the original options, or go on with the new ones with --accept-changes, or start a new run.',
  },
  RUN_INVALID: {
    exit: 2,
    meaning: 'A file of the run folder cannot be understood.',
    remedy: 'Restore the file, or start a new run.',
  },
  OUTPUT_EXISTS: {
    exit: 2,
    meaning: 'The file or folder to be written exists already.',
    remedy: 'Choose another place, or overwrite it with --force.',
  },
  CHECKPOINT_MISSING: {
    exit: 2,
    meaning: 'The run holds no checkpoint, or not the one asked for.',
    remedy: 'Let the run reach its first checkpoint, or name one that exists.',
  },
  CHECKPOINT_CORRUPT: {
    exit: 1,
    meaning: 'A checkpoint is truncated or damaged.',
    remedy: 'Resume from an older one with --step.',
  },
  CHECKPOINT_MISMATCH: {
    exit: 2,
    meaning: 'The tensors of a checkpoint do not fit the networks; the differing names and shapes are listed.',
    remedy: 'Use the options with which the checkpoint was made.',
  },
  FILE_UNREADABLE: {
    exit: 2,
    meaning: 'A file of weights does not exist, is damaged, or is of a format that is not read.',
    remedy: 'Give a .safetensors, .pth, .pt, .npy or .onnx file, a checkpoint folder or a run.',
  },
  PARTS_MISSING: {
    exit: 2,
    meaning:
      'A run was trained with networks or a loss from code, and the configuration that holds them was not found.',
    remedy:
      'Call the file that brings them ganymede.config.ts and run the command in its folder, or give loadModel the same model.',
  },
  MODULE_UNREGISTERED: {
    exit: 1,
    meaning:
      'A field of a module holds a module, or a tensor with gradients, that nobody registered: it would never learn, be saved or moved.',
    remedy: "Register it: conv = this.child('conv', new Conv2d(…)).",
  },
  WEIGHTS_MISMATCH: {
    exit: 2,
    meaning: 'No tensor of a file of weights fits a network; the differing names and shapes are listed.',
    remedy: 'See what the file holds with `ganymede inspect <file>`, and name the network: --from generator=<file>.',
  },
  DEVICE_UNAVAILABLE: {
    exit: 3,
    meaning: 'The device asked for does not exist on this machine or is not supported by this libtorch.',
    remedy: 'Use --device cpu, or see `ganymede env`.',
  },
  TORCH_MISSING: {
    exit: 3,
    meaning: 'No libtorch, or no addon built for it, was found.',
    remedy: 'Run: npx ganymede setup (in a clone: npm run setup)',
  },
  OUT_OF_MEMORY: {
    exit: 1,
    meaning: 'An allocation failed on the host or on the device.',
    remedy: 'Use a smaller --batch, or more --accum-d and --accum-g.',
  },
  NON_FINITE: {
    exit: 1,
    meaning: 'A loss or gradient became NaN or infinite; step, layer and tensor are named.',
    remedy: 'Lower the learning rate, or resume from the last good checkpoint.',
  },
  DISK_FULL: {
    exit: 1,
    meaning: 'The disk is full; the last complete checkpoint is intact.',
    remedy: 'Free some space and run the same command again: it resumes.',
  },
  WRITE_FAILED: {
    exit: 1,
    meaning: 'A file could not be written.',
    remedy: 'Check the permissions of the folder.',
  },
  INTERNAL: {
    exit: 1,
    meaning: 'A fault in Ganymede itself.',
    remedy: 'Run again with --verbose and report what it prints.',
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorCatalogue

export interface GanymedeErrorOptions {
  /** Further lines: where, expected and found, one fact each. */
  readonly lines?: readonly string[]
  /** What to do; default: the catalogue's remedy. */
  readonly remedy?: string
  readonly cause?: unknown
}

/**
 * An error for people: code, what failed and where, and how to go on.
 *
 * @param code     stable name from {@link errorCatalogue}
 * @param message  one sentence: what failed, naming the file, option or tensor
 */
export class GanymedeError extends Error {
  readonly code: ErrorCode
  readonly lines: readonly string[]
  readonly remedy: string

  constructor(code: ErrorCode, message: string, { lines = [], remedy, cause }: GanymedeErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'GanymedeError'
    this.code = code
    this.lines = lines
    this.remedy = remedy ?? errorCatalogue[code].remedy
  }

  /** Exit code of the command line for this error. */
  get exitCode(): number {
    return errorCatalogue[this.code].exit
  }
}

const shownLines = 20
const shownCharacters = 300

/** The first of many lines, none endless, and how many more there are: a file may be wrong in a million places. */
export function firstLines(lines: readonly string[]): readonly string[] {
  const shown = lines
    .slice(0, shownLines)
    .map((line) => (line.length > shownCharacters ? `${line.slice(0, shownCharacters - 1)}…` : line))
  return lines.length > shownLines ? [...shown, `… and ${lines.length - shownLines} more`] : shown
}

/**
 * What a schema finds wrong with a file, a line each, for {@link GanymedeErrorOptions.lines}.
 *
 * @param whole  name of a fault that belongs to no field
 */
export function issueLines(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
  whole = '(whole file)',
): readonly string[] {
  return firstLines(issues.map(({ path, message }) => `${path.map(String).join('.') || whole}: ${message}`))
}
