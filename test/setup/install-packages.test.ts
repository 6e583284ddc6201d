import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { explainNpmFailure, findNpm, packagesMissing } from '../../scripts/setup/install-packages.mjs'
import { fakeProgram, temporaryFolder, writeFiles } from './fixtures.js'

interface Entry {
  readonly version: string
  readonly integrity?: string
  readonly optional?: boolean
}

function clone(locked: Record<string, Entry>, installed: Record<string, Entry> | null): string {
  const folder = temporaryFolder()
  writeFiles(folder, { 'package-lock.json': JSON.stringify({ packages: { '': {}, ...locked } }) })
  if (installed === null) return folder
  writeFiles(folder, { 'node_modules/.package-lock.json': JSON.stringify({ packages: installed }) })
  for (const path of Object.keys(installed)) writeFiles(folder, { [`${path}/package.json`]: '{}' })
  return folder
}

describe('packages are missing', () => {
  const zod = { version: '4.6.7', integrity: 'sha512-a' }
  const cases: [string, Record<string, Entry>, Record<string, Entry> | null, string | null][] = [
    ['when nothing is installed', { 'node_modules/zod': zod }, null, 'no packages are installed'],
    ['not when all are there', { 'node_modules/zod': zod }, { 'node_modules/zod': zod }, null],
    ['when one is absent', { 'node_modules/zod': zod }, {}, 'zod is missing'],
    [
      'when one has another version',
      { 'node_modules/zod': zod },
      { 'node_modules/zod': { ...zod, version: '4.6.6' } },
      'zod is not 4.6.7',
    ],
    [
      'not when a binary for another platform is absent',
      { 'node_modules/@a/mac': { ...zod, optional: true } },
      {},
      null,
    ],
    ['not when more is there than locked', {}, { 'node_modules/zod': zod }, null],
  ]
  test.each(cases)('%s', (_, locked, installed, reason) => {
    expect(packagesMissing({ root: clone(locked, installed) })).toBe(reason)
  })

  test('when npm says it is there, but its folder is gone', () => {
    const folder = clone({ 'node_modules/zod': zod }, {})
    writeFiles(folder, { 'node_modules/.package-lock.json': JSON.stringify({ packages: { 'node_modules/zod': zod } }) })
    expect(packagesMissing({ root: folder })).toBe('zod is missing')
  })
})

describe('a failure of npm', () => {
  const failures: [string, string, string, string][] = [
    ['no network', 'npm error code EAI_AGAIN\nnpm error request to https://x failed', 'could not reach', 'network'],
    ['a refused connection', 'npm error code ECONNREFUSED', 'could not reach', 'proxy'],
    [
      'a lock file that does not fit',
      'npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json',
      'do not fit each other',
      'npm install',
    ],
    ['a changed package', 'npm error code EINTEGRITY', 'not the one in package-lock.json', 'npm cache clean'],
    ['no permission', 'npm error code EACCES\nnpm error path node_modules', 'may not write', 'owns node_modules'],
    ['something else', 'npm error code E500', 'exit status 1', 'Read what npm printed'],
  ]
  test.each(failures)('%s has its own message and remedy', (_, output, message, remedy) => {
    const error = explainNpmFailure({ code: 1, output })
    expect(error).toMatchObject({ code: 'PACKAGES_FAILED', message: expect.stringContaining(message) })
    expect(error.remedies.join(' ')).toContain(remedy)
  })

  test('a full disk is a full disk', () => {
    expect(explainNpmFailure({ code: 1, output: 'npm error code ENOSPC' }).code).toBe('DISK_FULL')
  })

  test("keeps npm's words without its prefix, its advice on logs and its length", () => {
    const words = Array.from({ length: 12 }, (_, index) => `npm error line ${index}`)
    const output = [...words, 'npm error A complete log of this run can be found in: /x/_logs/1'].join('\n')
    const { lines } = explainNpmFailure({ code: 1, output })
    expect(lines).toHaveLength(9)
    expect(lines[0]).toBe('line 0')
    expect(lines.at(-1)).toBe('… and 4 more lines')
  })
})

test('uses the npm that started the script, else the one on the PATH', () => {
  const folder = temporaryFolder()
  writeFiles(folder, { 'npm-cli.js': '' })
  const bin = fakeProgram(folder, 'npm', '')
  const running = join(folder, 'npm-cli.js')
  expect(findNpm({ env: { npm_execpath: running, PATH: bin } })).toEqual({ command: process.execPath, args: [running] })
  expect(findNpm({ env: { npm_execpath: '/elsewhere/pnpm.cjs', PATH: bin } }).command).toBe(join(bin, 'npm'))
})
