// @ts-check
/** What every part of set-up works on: where, with which environment, on which machine, and whom to tell. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { packageRoot, setupCommand } from './place.mjs'

/**
 * @typedef {object} Context
 * @property {string} root                    the clone; where the package was installed, that package
 * @property {string} torch                   the package `@ganymede/torch`, whose `native/` is compiled
 * @property {string} addons                  for addons and their object files: `build/` of the clone, or the user's cache
 * @property {string} command                 how a person starts this set-up
 * @property {NodeJS.ProcessEnv} env          never `process.env` itself, so that tests can give their own
 * @property {NodeJS.Platform} platform
 * @property {string} arch                    as `process.arch`
 * @property {'glibc' | 'musl' | 'none'} libc  `none` outside Linux
 * @property {import('./report.mjs').Telling} report
 * @property {boolean} force                  do everything again
 * @property {boolean} sanitize               build the addon with sanitizers, into a folder of its own
 */

/** The repository, where these files are part of a clone. */
export const repositoryRoot = resolve(packageRoot, '..', '..')

/**
 * Of a clone.
 *
 * @param {Partial<Context> & { report: Context['report'] }} given
 * @returns {Context}
 */
export function createContext({
  root = repositoryRoot,
  torch = join(root, 'packages', 'torch'),
  addons = buildFolder({ root }),
  command = 'npm run setup',
  env = { ...process.env },
  platform = process.platform,
  arch = process.arch,
  libc,
  report,
  force = false,
  sanitize = false,
}) {
  const machine = { env, platform, arch, libc: libc ?? detectLibc(platform) }
  return { root, torch, addons, command, ...machine, report, force, sanitize }
}

/**
 * Of a package that was installed: what is compiled lies in the user's cache, where all projects share it; what is
 * remembered lies in the package.
 *
 * @param {Partial<Context> & { report: Context['report'] }} given
 * @returns {Context}
 */
export function installedContext({ torch = packageRoot, env = { ...process.env }, ...given }) {
  const addons = join(cacheFolder({ env }), 'addons')
  return createContext({ root: torch, torch, addons, command: setupCommand(torch), env, ...given })
}

/**
 * The C library of this machine, told by the dynamic loader that is there.
 *
 * @param {NodeJS.Platform} platform
 * @returns {Context['libc']}
 */
export function detectLibc(platform) {
  if (platform !== 'linux') return 'none'
  const glibc = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1', '/lib/ld-linux-x86-64.so.2']
  if (glibc.some((path) => existsSync(path))) return 'glibc'
  // Distributions that keep the loader elsewhere (NixOS) are asked through Node; slow, so only then.
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}

/**
 * Folder for what outlives a clone or a project: the libtorch that set-up fetches, and the addons of installed packages.
 *
 * @param {Pick<Context, 'env'>} context
 */
export function cacheFolder({ env }) {
  if (env.GANYMEDE_CACHE) return resolve(env.GANYMEDE_CACHE)
  // The standard has relative paths ignored: there would be a cache in every folder that one starts from.
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'ganymede')
  return join(env.HOME || homedir(), '.cache', 'ganymede')
}

/**
 * Makes the cache folder where it is missing, for its user alone: programs load what lies in it.
 *
 * @param {Pick<Context, 'env'>} context
 * @returns {string}
 */
export function makeCacheFolder(context) {
  const folder = cacheFolder(context)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/**
 * Folder for what is built in this clone, and for what is remembered.
 *
 * @param {Pick<Context, 'root'>} context
 */
export function buildFolder({ root }) {
  return join(root, 'build')
}

/**
 * Folder for the record that names the addon in use.
 *
 * @param {Pick<Context, 'root' | 'sanitize'>} context
 */
export function recordFolder({ root, sanitize }) {
  return sanitize ? join(buildFolder({ root }), 'sanitized') : buildFolder({ root })
}

/**
 * Folder for addons and their object files.
 *
 * @param {Pick<Context, 'addons' | 'sanitize'>} context
 */
export function addonFolder({ addons, sanitize }) {
  return sanitize ? join(addons, 'sanitized') : addons
}

/**
 * First executable of this name on the PATH of the context.
 *
 * @param {Pick<Context, 'env'>} context
 * @param {string} name  a plain name, or a path, which is returned as it is when it exists
 * @returns {string | null}
 */
export function findExecutable({ env }, name) {
  if (name.includes('/')) return existsSync(name) ? name : null
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (folder !== '' && existsSync(join(folder, name))) return join(folder, name)
  }
  return null
}

/**
 * The command that installs a system package here, or a sentence where the distribution is not known.
 *
 * @param {Pick<Context, 'platform'>} context
 * @param {{ debian: string, fedora: string, arch: string, alpine: string, suse: string }} names
 * @param {string} [osRelease]  content of `/etc/os-release`
 */
export function installCommand({ platform }, names, osRelease = readOsRelease()) {
  if (platform === 'darwin') return 'Run: xcode-select --install'
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, value = '']) => value.split(' '))
  const sudo = process.getuid?.() === 0 ? '' : 'sudo '
  if (ids.includes('debian') || ids.includes('ubuntu')) {
    return `Run: ${sudo}apt-get update && ${sudo}apt-get install -y ${names.debian}`
  }
  if (ids.includes('fedora') || ids.includes('rhel')) return `Run: ${sudo}dnf install -y ${names.fedora}`
  if (ids.includes('arch')) return `Run: ${sudo}pacman -S ${names.arch}`
  if (ids.includes('alpine')) return `Run: ${sudo}apk add ${names.alpine}`
  if (ids.some((id) => id.includes('suse'))) return `Run: ${sudo}zypper install -y ${names.suse}`
  return `Install the package ${names.debian} (its name may differ on this distribution).`
}

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch {
    return ''
  }
}
