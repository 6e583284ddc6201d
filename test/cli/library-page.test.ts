/** The code on the pages of the library compiles, and that of docs/library.md runs, each made small enough for a test. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { repositoryRoot } from '../../packages/torch/setup/context.mjs'
import { patience } from '../setup/patience.js'
import { userCompilerOptions } from '../setup/user-compiler-options.js'
import { temporaryFolder } from './ganymede.js'
import { codeOf } from './page-commands.js'

/** A project in which the packages of this clone are installed. */
function emptyProject(): string {
  const folder = temporaryFolder()
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(folder, 'node_modules'))
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }')
  return folder
}

it('compiles', { timeout: patience(120_000) }, () => {
  const folder = emptyProject()
  const files = ['README.md', 'packages/ganymede/README.md', 'docs/library.md'].flatMap((page, i) =>
    codeOf(page).map((code, j) => {
      const file = path.join(folder, `page-${i}-block-${j}.ts`)
      writeFileSync(file, `${code}\nexport {}\n`)
      return file
    }),
  )
  expect(files.length).toBeGreaterThan(5)
  const messages = ts
    .getPreEmitDiagnostics(ts.createProgram(files, userCompilerOptions))
    .map(({ file, start, messageText }) => {
      const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0
      return `${path.basename(file?.fileName ?? '')}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
  expect(messages).toEqual([])
})

/** Numbers of the page, and those of this test. */
const smaller = [
  ['size: 64', 'size: 16, widthG: 4, widthD: 4'],
  ['steps: 5000', 'steps: 2, batch: 4, gridSize: 4, threads: 1'],
  ['steps: 8000', 'steps: 3'],
  ['1000', '4'],
  ['% 100 ', '% 2 '],
] as const

it('trains, draws, goes on and runs a loop of its own as the page of the library says', async () => {
  const folder = emptyProject()
  mkdirSync(path.join(folder, 'photos'))
  for (let i = 0; i < 6; i++) {
    const picture = sharp({ create: { width: 24, height: 24, channels: 3, background: { r: 40 * i, g: 90, b: 200 } } })
    await picture.toFile(path.join(folder, 'photos', `${i}.jpg`))
  }
  const [training, pictures, networks, loop] = codeOf('docs/library.md')
  const runs = [training, pictures, networks, loop, loop]
  const printed = runs.map((code = '', i) => {
    const small = smaller.reduce((text, [from, to]) => text.replaceAll(from, to), code)
    const { outputText } = ts.transpileModule(small, {
      compilerOptions: { ...userCompilerOptions, module: ts.ModuleKind.ESNext },
    })
    const file = path.join(folder, `block-${i}.mjs`)
    writeFileSync(file, outputText)
    const words = i === 4 ? ['--resume'] : []
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words], { cwd: folder, encoding: 'utf8' })
    expect(status, `${small}\n${stderr}`).toBe(0)
    return stdout
  })
  expect(printed[1]?.split('\n')[0]).toMatch(/^16 1024 \d+$/)
  expect(['0.png', '1.png', '2.png'].every((name) => existsSync(path.join(folder, 'pictures', name)))).toBe(true)
  expect(printed[2]).toContain('[ 8, 1 ]')
  expect(existsSync(path.join(folder, 'runs', '0002-mine', 'samples', 'step-000004.png'))).toBe(true)
})
