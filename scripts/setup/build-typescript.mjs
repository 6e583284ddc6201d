// @ts-check
/** Compiles the packages with `tsc -b`, and only when a source file has changed since the last time. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildFolder } from '../../packages/torch/setup/context.mjs'
import { SetupError } from '../../packages/torch/setup/errors.mjs'
import { runCommand } from '../../packages/torch/setup/run-command.mjs'
import { fileMark, listFiles, readJson, sha256, writeJson } from '../../packages/torch/setup/stamp.mjs'

/** @typedef {import('../../packages/torch/setup/context.mjs').Context} Context */

/**
 * @param {Pick<Context, 'root'>} context
 * @returns {boolean}
 */
export function isTypeScriptBuilt(context) {
  const stamp = readJson(stampPath(context))
  return stamp?.sources === sourcesMark(context) && packages(context).every((folder) => isOutputThere(folder))
}

/**
 * @param {Context} context
 * @returns {Promise<string>} what was done, for the report
 * @throws SetupError `TYPESCRIPT_FAILED`
 */
export async function buildTypeScript(context) {
  const { root, env, force, report } = context
  const mark = sourcesMark(context)
  const args = [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b', ...(force ? ['--force'] : [])]
  report.detail(`${process.execPath} ${args.join(' ')}`)
  const result = await runCommand(process.execPath, args, { cwd: root, env })
  if (result.code !== 0) {
    const all = result.output.trimEnd().split('\n')
    const errors = all.filter((line) => /error TS\d+/.test(line)).length
    throw new SetupError(
      'TYPESCRIPT_FAILED',
      `the TypeScript sources did not compile (${errors || 'unknown'} errors)`,
      {
        lines: [...all.slice(0, 20), ...(all.length > 20 ? [`… and ${all.length - 20} more lines`] : [])],
        remedy: 'Mend the errors; all of them: npx tsc -b',
      },
    )
  }
  writeJson(stampPath(context), { sources: mark })
  return `${packages(context).length} packages compiled`
}

/** @param {Pick<Context, 'root'>} context */
function stampPath(context) {
  return join(buildFolder(context), 'typescript.json')
}

/**
 * @param {Pick<Context, 'root'>} context
 * @returns {string[]} folders with a tsconfig.json
 */
function packages({ root }) {
  /** @type {{ references?: { path: string }[] } | null} */
  const config = readJson(join(root, 'tsconfig.json'))
  return (config?.references ?? []).map(({ path }) => join(root, path))
}

/** @param {string} folder */
function isOutputThere(folder) {
  const entries = ['index', 'cli'].filter((name) => existsSync(join(folder, 'src', `${name}.ts`)))
  return existsSync(join(folder, 'dist')) && entries.every((name) => existsSync(join(folder, 'dist', `${name}.js`)))
}

/** @param {Pick<Context, 'root'>} context */
function sourcesMark(context) {
  const { root } = context
  const files = [
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.base.json'),
    join(root, 'node_modules', 'typescript', 'package.json'),
  ]
  for (const folder of packages(context)) {
    files.push(join(folder, 'package.json'), join(folder, 'tsconfig.json'))
    files.push(...listFiles(join(folder, 'src'), (name) => /\.(tsx?|mts|json)$/.test(name)))
  }
  return sha256(files.map(fileMark))
}
