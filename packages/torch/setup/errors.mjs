// @ts-check
/** What can go wrong in set-up: stable codes, exit codes, and one message form for all of them. */

/**
 * @typedef {object} SetupErrorEntry
 * @property {1 | 2 | 3} exit  exit code: 1 failed, 2 wrong usage, 3 the machine lacks something
 * @property {string} meaning  one sentence for `docs/errors.md`
 * @property {string} remedy   printed when the place that throws has nothing more exact to say
 */

/** Every code that set-up reports. Sorted by the order in which set-up works. */
export const setupErrorCatalogue = /** @type {const} @satisfies {Record<string, SetupErrorEntry>} */ ({
  NODE_TOO_OLD: {
    exit: 3,
    meaning: 'The Node.js that runs set-up is older than the oldest supported one.',
    remedy: 'Install Node.js 20.19 or newer.',
  },
  PLATFORM_UNSUPPORTED: {
    exit: 3,
    meaning: 'There is no libtorch for this operating system, C library or processor.',
    remedy: 'Use Linux with glibc on x86-64 or arm64, or macOS on Apple silicon.',
  },
  SETUP_OPTION_UNKNOWN: {
    exit: 2,
    meaning: 'An option of set-up or of a script in `scripts/` does not exist or has a wrong value.',
    remedy: 'Run: npm run setup -- --help',
  },
  SETUP_BUSY: {
    exit: 1,
    meaning: 'Another set-up has been working in the same folder for very long.',
    remedy: 'Wait until it has ended, or end it, then run the command again.',
  },
  PACKAGES_FAILED: {
    exit: 3,
    meaning: 'npm could not install the packages that the lock file names.',
    remedy: 'Read what npm printed above, mend it, and run the command again.',
  },
  TORCH_MISSING: {
    exit: 3,
    meaning: 'No libtorch was found, and none could be fetched; every place tried is listed.',
    remedy: 'Set LIBTORCH to a libtorch folder and run the command again.',
  },
  TORCH_INVALID: {
    exit: 3,
    meaning: 'LIBTORCH names something that is not a libtorch for this machine.',
    remedy: 'Set LIBTORCH to a folder that holds include/ and lib/, or unset it.',
  },
  TORCH_VERSION: {
    exit: 3,
    meaning: 'The libtorch that LIBTORCH names is older or newer than the supported versions.',
    remedy: 'Set LIBTORCH to a supported libtorch, or unset it.',
  },
  DOWNLOAD_FAILED: {
    exit: 3,
    meaning: 'A downloaded file is damaged or is not the one that was pinned.',
    remedy: 'Run the command again.',
  },
  DISK_FULL: {
    exit: 1,
    meaning: 'The disk has not enough room for libtorch or for the build.',
    remedy: 'Free some space and run the command again.',
  },
  WRITE_FAILED: {
    exit: 1,
    meaning: 'A folder that set-up writes to cannot be written.',
    remedy: 'Check the permissions of the folder.',
  },
  COMPILER_MISSING: {
    exit: 3,
    meaning: 'No C++ compiler was found.',
    remedy: 'Install g++ or clang++ and run the command again.',
  },
  COMPILER_TOO_OLD: {
    exit: 3,
    meaning: 'The C++ compiler found cannot compile C++20 with its standard library.',
    remedy: 'Install g++ 11 or newer, or name another compiler with CXX.',
  },
  NATIVE_BUILD_FAILED: {
    exit: 1,
    meaning: 'The addon did not compile or link against the libtorch found.',
    remedy: 'Run again with --verbose and report what it prints.',
  },
  ADDON_UNLOADABLE: {
    exit: 3,
    meaning: 'The addon was built, but Node.js cannot load it; the missing library is named where one is missing.',
    remedy: 'Run again with --verbose and report what it prints.',
  },
  TYPESCRIPT_FAILED: {
    exit: 1,
    meaning: 'The TypeScript sources did not compile.',
    remedy: 'Mend the errors listed above.',
  },
  BUILD_MISSING: {
    exit: 3,
    meaning: 'The command line was started before the TypeScript sources were compiled.',
    remedy: 'Run: npm run setup',
  },
  SETUP_INTERNAL: {
    exit: 1,
    meaning: 'A fault in the set-up scripts themselves.',
    remedy: 'Run again with --verbose and report what it prints.',
  },
})

/** @typedef {keyof typeof setupErrorCatalogue} SetupErrorCode */

/** An error for people: code, what failed, facts one a line, and how to go on. */
export class SetupError extends Error {
  /**
   * @param {SetupErrorCode} code  name from {@link setupErrorCatalogue}
   * @param {string} message       one sentence: what failed, naming the file, tool or variable
   * @param {object} [options]
   * @param {readonly string[]} [options.lines]             further facts, one a line
   * @param {string | readonly string[]} [options.remedy]   default: the catalogue's
   * @param {unknown} [options.cause]
   */
  constructor(code, message, { lines = [], remedy, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'SetupError'
    this.code = code
    this.lines = lines
    this.remedies = remedy === undefined ? [setupErrorCatalogue[code].remedy] : [remedy].flat()
  }

  /** Exit code of the script for this error. */
  get exitCode() {
    return setupErrorCatalogue[this.code].exit
  }
}

/**
 * The printed form of an error, as on the command line of Ganymede: `✖ CODE  message`, details indented, remedy last.
 *
 * @param {unknown} error
 * @param {object} [options]
 * @param {boolean} [options.verbose]  adds the stack and the cause
 * @returns {string}
 */
export function formatError(error, { verbose = false } = {}) {
  const known = error instanceof SetupError ? error : asSetupError(error)
  const text = [`✖ ${known.code}  ${known.message}`, ...indent(known.lines), ...indent(known.remedies)]
  if (verbose) {
    text.push(...indent([known.stack ?? '']))
    if (known.cause instanceof Error) text.push(...indent([`caused by ${known.cause.stack ?? known.cause.message}`]))
  }
  return text.join('\n')
}

/**
 * Turns what the file system and the runtime throw into an error of ours.
 *
 * @param {unknown} error
 * @returns {SetupError}
 */
export function asSetupError(error) {
  if (error instanceof SetupError) return error
  const { code, path, message } = /** @type {NodeJS.ErrnoException} */ (
    error instanceof Error ? error : new Error(String(error))
  )
  const where = path === undefined ? '' : ` (${path})`
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SetupError('DISK_FULL', `the disk is full${where}`, { cause: error })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new SetupError('WRITE_FAILED', `no permission to write${where}`, { cause: error })
  }
  return new SetupError('SETUP_INTERNAL', message, { cause: error })
}

/** @param {readonly string[]} lines */
function indent(lines) {
  return lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`.trimEnd())
}
