/** Finds, loads and checks the native addon, once per thread, on the first use of a tensor. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TorchError } from './errors.js'
import type { NativeAddon } from './native.js'

/** What set-up wrote down about the addon that it built. */
export interface BuildRecord {
  readonly addon: string
  readonly libtorch: {
    readonly root: string
    readonly version: string
    readonly source: string
    readonly cuda: boolean
  }
}

let addon: NativeAddon | null = null

/** @internal The addon, loaded on first use. */
export function native(): NativeAddon {
  if (addon === null) addon = loadAddon()
  return addon
}

/** Whether the addon has been loaded in this thread. */
export function isLoaded(): boolean {
  return addon !== null
}

function packageRoot(): string {
  return resolve(dirname(fileURLToPath(import.meta.url)), '..')
}

function recordCandidates(): string[] {
  const root = packageRoot()
  // In a clone the build folder stands at the workspace root; in an installed package beside the package.
  return [join(root, '..', '..', 'build', 'current.json'), join(root, 'build', 'current.json')]
}

/** The record of the addon that set-up built, or null when there is none. Loads nothing. */
export function readBuildRecord(): BuildRecord | null {
  for (const path of recordCandidates()) {
    if (!existsSync(path)) continue
    try {
      const record = JSON.parse(readFileSync(path, 'utf8')) as BuildRecord
      return { ...record, addon: resolve(dirname(path), record.addon) }
    } catch (cause) {
      throw new TorchError('NATIVE_MISSING', `the build record ${path} cannot be read`, {
        lines: ['Run: npm run setup'],
        cause,
      })
    }
  }
  return null
}

function applyEnvironmentSwitches(): void {
  // libtorch and OpenMP read these once, when they are loaded.
  if (process.env.GANYMEDE_THREADS && !process.env.OMP_NUM_THREADS) {
    process.env.OMP_NUM_THREADS = process.env.GANYMEDE_THREADS
  }
}

function loadAddon(): NativeAddon {
  applyEnvironmentSwitches()
  const record = readBuildRecord()
  const path = process.env.GANYMEDE_ADDON ?? record?.addon
  const attempts = [
    `GANYMEDE_ADDON ${process.env.GANYMEDE_ADDON ?? '(not set)'}`,
    record ? `build record → ${record.addon}` : 'build record (none: set-up has not run)',
  ]
  if (path === undefined || !existsSync(path)) {
    throw new TorchError('NATIVE_MISSING', 'the native addon is not built', {
      lines: [`looked in ${attempts.join(' · ')}`, 'Run: npm run setup        Details: npx ganymede env'],
    })
  }
  const loaded = requireAddon(path, attempts)
  checkVersion(loaded, path, record)
  loaded.onWarning(forwardWarning)
  if (process.env.GANYMEDE_MALLOC !== 'default') loaded.tune()
  return loaded
}

function requireAddon(path: string, attempts: readonly string[]): NativeAddon {
  try {
    return createRequire(import.meta.url)(path) as NativeAddon
  } catch (cause) {
    const text = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    const remedy = /no-addons/.test(String(text))
      ? 'Node was started without native addons: remove --no-addons.'
      : 'Run: npm run setup        Details: npx ganymede env'
    throw new TorchError('NATIVE_MISSING', `the native addon cannot be loaded: ${text}`, {
      lines: [`addon ${path}`, `looked in ${attempts.join(' · ')}`, remedy],
      cause,
    })
  }
}

// Binding is lazy: an addon whose libtorch has moved would load another one and fail much later.
function checkVersion(loaded: NativeAddon, path: string, record: BuildRecord | null): void {
  const { built, config } = loaded.version()
  const found = /TORCH_VERSION=([^,\s]+)/.exec(config)?.[1] ?? 'unknown'
  if (found.split('+')[0] === built.split('+')[0]) return
  throw new TorchError('NATIVE_ABI', `the addon was built for libtorch ${built}, but ${found} was loaded`, {
    lines: [`addon     ${path}`, `expected  ${record?.libtorch.root ?? '(unknown)'}`, 'Run: npm run setup'],
  })
}

const warned = new Set<string>()

function forwardWarning(message: string): void {
  const text = message.split('(Triggered internally')[0]?.trim() ?? message
  if (warned.has(text)) return
  warned.add(text)
  process.emitWarning(text, 'TorchWarning')
}
