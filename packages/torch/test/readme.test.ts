/** Every sample of the README compiles, runs, and prints what the comment behind its `console.log` says. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, describe, expect, test } from 'vitest'
import { userCompilerOptions } from '../../../test/setup/user-compiler-options.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const samples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!)

// A folder from which the packages of this workspace are found, as in a project that uses them.
const folder = mkdtempSync(join(tmpdir(), 'ganymede-readme-'))
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
const files = samples.map((sample, i) => {
  const path = join(folder, `sample-${i + 1}.ts`)
  writeFileSync(path, `${sample}\nexport {}\n`)
  return path
})
afterAll(() => rmSync(folder, { recursive: true }))

const options = { ...userCompilerOptions, preserveSymlinks: false }

describe('samples of the README', () => {
  test('compile', () => {
    const program = ts.createProgram(files, options)
    const messages = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
      const line = file ? file.getLineAndCharacterOfPosition(start ?? 0).line : 0
      return `${file?.fileName}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    })
    expect(samples.length).toBeGreaterThan(8)
    expect(messages).toEqual([])
  })

  test.each(files.map((path, i) => [i + 1, path] as const))('number %i prints what it says', (number, path) => {
    const sample = samples[number - 1]!
    const script = path.replace(/\.ts$/, '.mjs')
    writeFileSync(
      script,
      ts.transpileModule(sample, { compilerOptions: { ...options, module: ts.ModuleKind.ESNext } }).outputText,
    )
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
    const expected = [...sample.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map((match) => match[1])
    expect(status, stderr).toBe(0)
    expect(stdout.trim().split('\n')).toEqual(expected.length > 0 ? expected : [''])
  })
})
