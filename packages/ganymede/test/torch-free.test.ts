/**
 * What only reads runs, or explains itself, works where there is no libtorch and no addon: loading them takes a second, and
 * on the machine of a studio or a reviewer they may not be there.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/setup/temporary-folder.js'
import { createRunFolder } from '../../runs/src/folder/run-folder.js'
import { writeRunRecord } from '../../runs/src/folder/run-record.js'
import { exampleRecord } from '../../runs/test/folder/run-record-example.js'

const program = path.resolve(import.meta.dirname, '../bin/ganymede.mjs')

/** Prints the address of every module that is resolved. */
const hooks = `
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  process._rawDebug('module ' + found.url)
  return found
}`

/** A run that nobody trained, so that no engine is needed to make it. */
function folderOfRuns(): string {
  const cwd = temporaryFolder()
  const run = createRunFolder({ out: path.join(cwd, 'runs'), system: 'dcgan', dataName: 'photos' })
  writeRunRecord(run.record, exampleRecord({ id: path.basename(run.dir).slice(0, 4) }))
  return cwd
}

function modulesOf(words: readonly string[], cwd: string): { code: number | null; output: string; modules: string[] } {
  const folder = temporaryFolder()
  const hooksFile = path.join(folder, 'hooks.mjs')
  fs.writeFileSync(hooksFile, hooks)
  const registration = path.join(folder, 'register.mjs')
  fs.writeFileSync(
    registration,
    `import { register } from 'node:module'\nregister(${JSON.stringify(pathToFileURL(hooksFile).href)})`,
  )
  const env = { ...process.env, GANYMEDE_ADDON: '/nowhere', NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(registration).href, program, ...words],
    {
      cwd,
      env,
      encoding: 'utf8',
    },
  )
  const lines = stderr.split('\n')
  return {
    code: status,
    output: stdout + lines.filter((line) => !line.startsWith('module ')).join('\n'),
    modules: lines.filter((line) => line.startsWith('module ')),
  }
}

test.each([[['runs']], [['runs', 'show', 'latest']], [['--help']]])(
  'ganymede %j loads nothing of the engine',
  (words) => {
    const { code, output, modules } = modulesOf(words, folderOfRuns())
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' })
    expect(modules.filter((line) => line.includes('/dist/cli'))).not.toEqual([])
    expect(modules.filter((line) => line.includes('/packages/torch/'))).toEqual([])
  },
)

test.each([
  [['options', 'dcgan']],
  [['train', 'dcgan', '--help']],
  [['report', 'latest', '--log-only']],
  [['completion', 'bash']],
])('ganymede %j needs no addon', (words) => {
  const { code, output } = modulesOf(words, folderOfRuns())
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' })
})

test('the check sees the engine where it is needed', () => {
  const { modules } = modulesOf(['sample', 'latest'], folderOfRuns())
  expect(modules.filter((line) => line.includes('/packages/torch/dist/'))).not.toEqual([])
})
