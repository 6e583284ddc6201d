// @ts-check
/**
 * Fetches the pinned libtorch into our cache folder: the CPU wheel through pip as the user has configured it, or the
 * official archive. Only the libraries, the headers and the version are unpacked, beside their place, and renamed.
 */
import { readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { atExit } from './at-exit.mjs'
import { installCommand, makeCacheFolder } from './context.mjs'
import { download } from './download.mjs'
import { SetupError } from './errors.mjs'
import { findPip } from './find-python.mjs'
import { inspectLibtorch } from './inspect-libtorch.mjs'
import { officialArchives, officialPage, pinnedVersion } from './libtorch-versions.mjs'
import { formatBytes } from './report.mjs'
import { runCommand } from './run-command.mjs'
import { unzip } from './unzip.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./inspect-libtorch.mjs').Libtorch} Libtorch */
/** @typedef {import('./locate-libtorch.mjs').Attempt} Attempt */

const neededBytes = 0.8e9 // wheel 192 MB, unpacked 480 MB, and some room
const pipPackages = {
  debian: 'python3-pip',
  fedora: 'python3-pip',
  arch: 'python-pip',
  alpine: 'py3-pip',
  suse: 'python3-pip',
}
const partialName = '.partial-'

/**
 * @param {Context} context
 * @param {readonly Attempt[]} attempts  what was tried before, for the error
 * @param {object} [options]
 * @param {typeof officialArchives} [options.archives]
 * @returns {Promise<Libtorch>}
 * @throws SetupError `PLATFORM_UNSUPPORTED`, `TORCH_MISSING`, `DOWNLOAD_FAILED`, `DISK_FULL`
 */
export async function fetchLibtorch(context, attempts, { archives = officialArchives } = {}) {
  refuseForeignPlatforms(context, attempts)
  const cache = makeCacheFolder(context)
  removeAbandoned(cache)
  checkRoom(cache)
  const partial = await mkdtemp(join(cache, `${partialName}${process.pid}-`))
  const cleanUp = atExit(() => rmSync(partial, { recursive: true, force: true }))
  try {
    const all = [...attempts]
    const archive = await obtainArchive(context, partial, all, archives)
    if (archive === null) throw missing(context, all)
    return await unpack(context, archive, partial, join(cache, `torch-${pinnedVersion}`))
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull(cache, 'the disk filled up while libtorch was unpacked')
    throw error
  } finally {
    cleanUp()
  }
}

/**
 * A wheel or archive in the folder, from the first source that has one.
 *
 * @param {Context} context
 * @param {string} folder
 * @param {Attempt[]} attempts
 * @param {typeof officialArchives} archives
 * @returns {Promise<string | null>}
 */
async function obtainArchive(context, folder, attempts, archives) {
  const pip = await findPip(context)
  const official = archives[`${context.platform}-${context.arch}`]
  if (pip === null) attempts.push({ place: 'pip', result: 'not found' })
  else {
    // Where an index offers both, the plain version may be a CUDA build, which does not load without further packages.
    // Wheels for macOS have no local version.
    const wanted = context.platform === 'darwin' ? pinnedVersion : `${pinnedVersion}+cpu`
    const wheel = await pipDownload(context, pip, wanted, folder, attempts)
    if (wheel !== null) return wheel
  }
  if (official === undefined) {
    attempts.push({ place: 'official archive', result: `none is known for ${context.platform} on ${context.arch}` })
    return null
  }
  context.report.progress(`fetching the official archive (${formatBytes(official.bytes)})`)
  const path = join(folder, 'libtorch.zip')
  const problem = await download(official, path, (bytes) =>
    context.report.progress(`fetching the official archive: ${formatBytes(bytes)} of ${formatBytes(official.bytes)}`),
  )
  if (problem === null) return path
  attempts.push({ place: new URL(official.url).host, result: problem })
  return null
}

/**
 * @param {Context} context
 * @param {{ python: string, version: string }} pip
 * @param {string} version
 * @param {string} folder
 * @param {Attempt[]} attempts
 * @returns {Promise<string | null>}
 */
async function pipDownload({ env, report }, { python, version: pipVersion }, version, folder, attempts) {
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--no-input',
    '--disable-pip-version-check',
  ]
  // One retry of 20 s per index: an unreachable one among several must not keep people waiting for minutes.
  args.push('--retries', '1', '--timeout', '20', '--dest', folder, `torch==${version}`)
  report.progress(`asking pip for torch ${version}`)
  report.detail(`${python} ${args.join(' ')}`)
  const watch = setInterval(() => {
    const bytes = folderBytes(folder)
    if (bytes > 1e6) report.progress(`fetching torch ${version} with pip: ${formatBytes(bytes)}`)
  }, 500)
  // pip collects the file in its temporary folder first: /tmp is often too small.
  const result = await runCommand(python, args, { env: { ...env, TMPDIR: folder } })
  clearInterval(watch)
  if (/No space left on device|Errno 28/.test(result.output)) {
    throw diskFull(folder, 'the disk filled up while pip fetched libtorch')
  }
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))
  if (result.code === 0 && wheel !== undefined) return join(folder, wheel)
  report.detail(result.output.trim())
  attempts.push({ place: `pip ${pipVersion} (${python})`, result: explainPip(result.output, version) })
  return null
}

/**
 * @param {string} output
 * @param {string} version
 */
function explainPip(output, version) {
  const offline = /NewConnectionError|NameResolutionError|ConnectTimeout|Failed to establish|ProxyError|SSLError/.test(
    output,
  )
  if (/No matching distribution/.test(output)) {
    return offline ? `no torch ${version} without the network` : `no torch ${version} for this Python in its index`
  }
  return (
    output
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^ERROR: /, '') ?? 'failed'
  )
}

/**
 * @param {Context} context
 * @param {string} archive
 * @param {string} partial
 * @param {string} target
 * @returns {Promise<Libtorch>}
 */
async function unpack(context, archive, partial, target) {
  const ready = join(partial, 'ready')
  await unzip(archive, ready, {
    target: libtorchPlace,
    onProgress: (done, total) => {
      context.report.progress(`unpacking libtorch: ${formatBytes(done)} of ${formatBytes(total)}`)
    },
  })
  const inspected = inspectLibtorch(context, ready, 'fetched')
  if ('refusal' in inspected) {
    throw new SetupError('TORCH_INVALID', `the libtorch that was fetched cannot be used: ${inspected.refusal.reason}`, {
      lines: [`file ${archive.slice(partial.length + 1)}`],
      remedy: byHand(context),
    })
  }
  if (inspected.libtorch.cuda) {
    throw new SetupError('TORCH_INVALID', 'pip brought a CUDA build of torch, which needs further packages to load', {
      lines: [`file ${archive.slice(partial.length + 1)}`],
      remedy: [
        'For CUDA install torch in the Python environment that is active here: set-up uses it.',
        ...byHand(context),
      ],
    })
  }
  const other = inspectLibtorch(context, target, 'fetched')
  // Another clone or project was faster. Its libtorch may be in use, and addons are named after its time.
  if ('libtorch' in other) return other.libtorch
  replaceFolder(ready, target)
  const final = inspectLibtorch(context, target, 'fetched')
  if ('refusal' in final) throw new SetupError('TORCH_INVALID', `${target} cannot be used: ${final.refusal.reason}`)
  return final.libtorch
}

/**
 * Place in our cache of a file in a wheel (`torch/…`) or an archive (`libtorch/…`); null for what the addon never
 * needs: Python's part, tests, helpers of multiprocessing.
 *
 * @param {string} name
 * @returns {string | null}
 */
export function libtorchPlace(name) {
  const place = /^(?:torch|libtorch)\/(.+)$/.exec(name)?.[1]
  if (place === undefined) return null
  if (place === 'version.py' || place === 'build-version' || place.startsWith('include/')) return place
  if (!place.startsWith('lib/')) return null
  return /^lib\/(?:lib(?:torch_python|shm|aoti_custom_ops|backend_with_compiler)|.*test)/.test(place) ? null : place
}

/** @param {string} ready @param {string} target */
function replaceFolder(ready, target) {
  try {
    renameSync(ready, target)
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
    // A damaged one is there: ours is known to be whole.
    const aside = `${ready}-old`
    renameSync(target, aside)
    renameSync(ready, target)
  }
}

/**
 * @param {Context} context
 * @param {readonly Attempt[]} attempts
 */
function refuseForeignPlatforms({ platform, arch, libc }, attempts) {
  const lines = describeAttempts(attempts)
  if (platform === 'win32') {
    throw new SetupError('PLATFORM_UNSUPPORTED', 'Windows is not supported', {
      lines,
      remedy: 'Use the Windows Subsystem for Linux (WSL 2): inside it everything works as on Linux.',
    })
  }
  if (libc === 'musl') {
    throw new SetupError('PLATFORM_UNSUPPORTED', 'libtorch is built for glibc, and this system uses musl', {
      lines,
      remedy: 'Use a distribution with glibc (Debian, Ubuntu, Fedora …), or set LIBTORCH to a libtorch built for musl.',
    })
  }
  if (!['linux-x64', 'linux-arm64', 'darwin-arm64'].includes(`${platform}-${arch}`)) {
    throw new SetupError('PLATFORM_UNSUPPORTED', `there is no libtorch ${pinnedVersion} for ${platform} on ${arch}`, {
      lines,
      remedy: 'Set LIBTORCH to a libtorch that you have built for it.',
    })
  }
}

/**
 * @param {Context} context
 * @param {readonly Attempt[]} attempts
 */
function missing(context, attempts) {
  const offline = attempts.some(({ result }) => /network|reach|time/i.test(result))
  const lacksPip = attempts.some(({ place, result }) => place === 'pip' && result === 'not found')
  const pip = installCommand(context, pipPackages)
  return new SetupError('TORCH_MISSING', 'no libtorch was found, and none could be fetched', {
    lines: describeAttempts(attempts),
    remedy: [
      ...(lacksPip ? ['Install Python with pip, which fetches it, and run the command again.', pip] : []),
      ...(offline ? ['Check the network and the proxy settings, then run the command again. Without a network:'] : []),
      ...byHand(context),
    ],
  })
}

/** @param {Context} context */
function byHand({ platform, arch, command }) {
  const archive = officialArchives[`${platform}-${arch}`]
  const what = archive === undefined ? `LibTorch ${pinnedVersion} from ${officialPage}` : archive.url
  return [`Fetch ${what}`, 'by hand, unpack it, and', `Run: LIBTORCH=<the unpacked folder> ${command}`]
}

/**
 * One line per place, aligned.
 *
 * @param {readonly Attempt[]} attempts
 * @returns {string[]}
 */
export function describeAttempts(attempts) {
  const width = Math.max(0, ...attempts.map(({ place }) => place.length))
  return attempts.map(({ place, result }) => `${place.padEnd(width)}  ${result}`)
}

/** @param {string} cache */
function checkRoom(cache) {
  const { bavail, bsize } = statfsSync(cache)
  if (bavail * bsize < neededBytes) {
    throw diskFull(cache, `libtorch needs ${formatBytes(neededBytes)}, and ${formatBytes(bavail * bsize)} are free`)
  }
}

/** @param {string} cache @param {string} message */
function diskFull(cache, message) {
  return new SetupError('DISK_FULL', message, {
    lines: [`in ${cache}`, 'nothing half-finished was left behind'],
    remedy: 'Free some space, or name a folder on another disk with GANYMEDE_CACHE, and run the command again.',
  })
}

/**
 * What a set-up that was killed has left.
 *
 * @param {string} cache
 */
function removeAbandoned(cache) {
  for (const name of readdirSync(cache)) {
    const pid = Number(/^\.partial-(\d+)-/.exec(name)?.[1])
    if (!Number.isInteger(pid)) continue
    try {
      process.kill(pid, 0)
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') {
        rmSync(join(cache, name), { recursive: true, force: true })
      }
    }
  }
}

/** @param {string} folder */
function folderBytes(folder) {
  let bytes = 0
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}
