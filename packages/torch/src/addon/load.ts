/** Finds, loads and checks the native addon, once per thread, on the first use of a tensor. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { recordFolder } from '../../setup/place.mjs'
import { shown, TorchError } from '../errors.js'
import { explainLoadFailure, setupAdvice } from './load-failure.js'
import type { NativeAddon, NativeFunction } from './native.js'
import { nativeError } from './native-error.js'

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

/** The record of the addon that set-up built, or null when there is none. Loads nothing. */
export function readBuildRecord(): BuildRecord | null {
  const folder = recordFolder()
  const path = join(folder, 'current.json')
  if (!existsSync(path)) return null
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as BuildRecord
    return { ...record, addon: resolve(folder, record.addon) }
  } catch (cause) {
    throw new TorchError('NATIVE_MISSING', `the build record ${path} cannot be read`, {
      lines: [setupAdvice()],
      cause,
    })
  }
}

/** @internal Threads that the environment asks for, or null. */
export function threadsFromEnvironment(env: NodeJS.ProcessEnv): number | null {
  const text = env.GANYMEDE_THREADS
  if (text === undefined || text === '') return null
  const threads = Number(text)
  if (Number.isInteger(threads) && threads >= 1 && threads <= 1024) return threads
  throw new TorchError(
    'ARGUMENT_INVALID',
    `GANYMEDE_THREADS: expected a whole number from 1 to 1024, got ${shown(text)}`,
  )
}

function loadAddon(): NativeAddon {
  const threads = threadsFromEnvironment(process.env)
  // OpenMP reads its variable once, when libtorch is loaded.
  if (threads !== null) process.env.OMP_NUM_THREADS ??= String(threads)
  const record = readBuildRecord()
  const path = process.env.GANYMEDE_ADDON ?? record?.addon
  const attempts = [
    `GANYMEDE_ADDON ${process.env.GANYMEDE_ADDON ?? '(not set)'}`,
    record ? `build record → ${record.addon}` : 'build record (none: set-up has not run)',
  ]
  if (path === undefined || !existsSync(path)) {
    throw new TorchError('NATIVE_MISSING', 'the native addon is not built', {
      lines: [`looked in ${attempts.join(' · ')}`, setupAdvice()],
    })
  }
  const loaded = requireAddon(path, attempts)
  checkVersion(loaded, path, record)
  loaded.onWarning(forwardWarning)
  if (process.env.GANYMEDE_MALLOC !== 'default') loaded.tune()
  loaded.watchProcessors()
  const functions = withTorchErrors(loaded)
  // A worker's process.env is a copy, which OpenMP does not see.
  if (threads !== null) functions.setThreads(threads)
  return functions
}

function requireAddon(path: string, attempts: readonly string[]): NativeAddon {
  try {
    return createRequire(import.meta.url)(path) as NativeAddon
  } catch (cause) {
    const text = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause)
    const { code, message, remedy } = explainLoadFailure(text)
    throw new TorchError(code, message, {
      lines: [text, `addon ${path}`, `looked in ${attempts.join(' · ')}`, remedy],
      cause,
    })
  }
}

// Binding is lazy: an addon whose libtorch has moved would load another one and fail much later.
function checkVersion(loaded: NativeAddon, path: string, record: BuildRecord | null): void {
  const { built, config } = loaded.version()
  const found = /TORCH_VERSION=([^,\s]+)/.exec(config)?.[1] ?? 'unknown'
  if (found.split('+')[0] === built.split('+')[0]) {
    if (typeof loaded.watchProcessors === 'function') return
    throw new TorchError('NATIVE_ABI', 'the addon was built from older sources than this package', {
      lines: [`addon     ${path}`, setupAdvice()],
    })
  }
  throw new TorchError('NATIVE_ABI', `the addon was built for libtorch ${built}, but ${found} was loaded`, {
    lines: [`addon     ${path}`, `expected  ${record?.libtorch.root ?? '(unknown)'}`, setupAdvice()],
  })
}

// Their callers build a richer error, or call them for every operator.
const passedThrough = new Set<string>([
  'op',
  'describe',
  'free',
  'freeSlot',
  'info',
  'backward',
  'grad',
  'setGrad',
  'setRequiresGrad',
  'jitLoad',
  'jitCall',
])

/** @internal The addon's functions, throwing a TorchError where they would throw an Error. */
export function withTorchErrors(loaded: NativeAddon): NativeAddon {
  const wrap = (name: string, call: NativeFunction): NativeFunction => {
    if (passedThrough.has(name)) return call
    const wrapped: NativeFunction = (...args) => {
      try {
        return call(...args)
      } catch (cause) {
        throw nativeError(name, cause, { entry: wrapped })
      }
    }
    return wrapped
  }
  const entries = Object.entries(loaded as unknown as Record<string, NativeFunction>)
  return Object.fromEntries(entries.map(([name, call]) => [name, wrap(name, call)])) as unknown as NativeAddon
}

const warned = new Set<string>()

// libtorch repeats some warnings at every call.
function forwardWarning(message: string): void {
  const text = message.split('(Triggered internally')[0]?.trim() ?? message
  if (warned.has(text)) return
  warned.add(text)
  process.emitWarning(text, 'TorchWarning')
}
