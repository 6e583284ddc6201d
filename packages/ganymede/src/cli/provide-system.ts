/** Systems and parts that a configuration file brings, made known before a command looks for them. */

import { findRun, type RunRecord, readRunRecord } from '@ganymede/runs/folder'
import { findSystem, listSystems, registerSystem } from '../models/registry.js'
import { type ConfigModules, findConfigFile, loadConfigFile } from '../options/config-file.js'
import { withParts } from '../systems/contract/replaced-parts.js'
import type { Invocation } from './command.js'
import { defaultOut } from './run-option.js'

/** Packages that a configuration file may import without having them installed: those of the Ganymede that runs. */
export function configModules(own: ConfigModules): ConfigModules {
  return { ...own, '@ganymede/torch': () => import('@ganymede/torch'), zod: () => import('zod') }
}

/**
 * Loads the configuration file of the working directory when the run needs it: its system is none of ours, or parts of it
 * came from code. Only a file here is loaded, never one that the run folder names: a folder that somebody sent must not
 * run code.
 */
export async function provideSystem({ args, options }: Invocation, own: ConfigModules): Promise<void> {
  const record = recordOf(args.run ?? '', options)
  if (record === undefined) return
  const { name, parts } = record.definition
  if (parts === undefined && listSystems().some((system) => system.name === name)) return
  const file = findConfigFile('.')
  if (file === undefined) return
  const config = await loadConfigFile(file, configModules(own))
  if (parts === undefined || config.system !== name) return
  registerSystem(withParts(findSystem(name), config.parts), { replace: true })
}

/** The command itself says what is wrong with a run. */
function recordOf(reference: string, options: Readonly<Record<string, unknown>>): RunRecord | undefined {
  try {
    const out = typeof options.runs === 'string' ? options.runs : defaultOut
    return readRunRecord(findRun(reference, { out }).record)
  } catch {
    return undefined
  }
}
