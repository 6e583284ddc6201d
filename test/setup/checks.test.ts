import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findLongFiles } from '../../scripts/checks/file-sizes.mjs'
import { findBrokenArrows } from '../../scripts/checks/import-arrows.mjs'
import { findMachineTraces } from '../../scripts/checks/machine-traces.mjs'
import { findUnusedExports } from '../../scripts/checks/unused-exports.mjs'
import { temporaryFolder, writeFiles } from './fixtures.js'

/** A repository of the two packages with the files given, below `packages/`. */
function repository(files: Record<string, string>): string {
  const root = temporaryFolder()
  writeFiles(root, {
    'package.json': '{ "type": "module", "devDependencies": { "vitest": "1" } }',
    'packages/torch/package.json':
      '{ "name": "@ganymede/torch", "type": "module", "exports": { ".": "./dist/index.js" } }',
    'packages/torch/src/index.ts': 'export const a = 1\n',
    'packages/torch/dist/index.js': 'export const a = 1\n',
    'packages/torch/dist/deep.js': 'export const a = 1\n',
    'packages/ganymede/package.json':
      '{ "name": "@ganymede/toolkit", "type": "module", "dependencies": { "@ganymede/torch": "1", "zod": "1" } }',
    'packages/ganymede/src/index.ts': '',
    'node_modules/zod/package.json': '{ "name": "zod", "main": "index.js" }',
    'node_modules/zod/index.js': '',
    'node_modules/vitest/package.json': '{ "name": "vitest", "main": "index.js" }',
    'node_modules/vitest/index.js': '',
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`packages/${path}`, text])),
  })
  mkdirSync(join(root, 'node_modules', '@ganymede'), { recursive: true })
  symlinkSync(join(root, 'packages', 'torch'), join(root, 'node_modules', '@ganymede', 'torch'))
  return root
}

const toolkit = 'ganymede/src'

describe('imports that break an arrow', () => {
  const broken: [string, string, Record<string, string>][] = [
    [
      'the engine knows the toolkit',
      'torch-knows-only',
      {
        'torch/src/a.ts': "import { b } from '../../ganymede/src/nn/b.js'\n",
        [`${toolkit}/nn/b.ts`]: 'export const b = 1\n',
      },
    ],
    [
      'nn knows data',
      'nn-knows-only',
      {
        [`${toolkit}/nn/a.ts`]: "import { b } from '../data/b.js'\n",
        [`${toolkit}/data/b.ts`]: 'export const b = 1\n',
      },
    ],
    [
      'nn knows a type of training',
      'nn-knows-only',
      {
        [`${toolkit}/nn/a.ts`]: "import type { B } from '../training/b.js'\nexport type A = B\n",
        [`${toolkit}/training/b.ts`]: 'export interface B {}\n',
      },
    ],
    [
      'metrics know training',
      'metrics-knows-only',
      { [`${toolkit}/metrics/a.ts`]: "import '../training/b.js'\n", [`${toolkit}/training/b.ts`]: '' },
    ],
    [
      'training knows a model',
      'training-knows-only',
      { [`${toolkit}/training/a.ts`]: "import '../models/x/b.js'\n", [`${toolkit}/models/x/b.ts`]: '' },
    ],
    [
      'a model knows another',
      'models-are-strangers',
      { [`${toolkit}/models/vae/a.ts`]: "import '../dcgan/b.js'\n", [`${toolkit}/models/dcgan/b.ts`]: '' },
    ],
    [
      'a model knows the command line',
      'commands-are-the-top',
      { [`${toolkit}/models/vae/a.ts`]: "import '../../cli/commands/b.js'\n", [`${toolkit}/cli/commands/b.ts`]: '' },
    ],
    [
      'two files run each other',
      'no-cycles',
      {
        [`${toolkit}/nn/a.ts`]: "import { b } from './b.js'\nexport const a = () => b\n",
        [`${toolkit}/nn/b.ts`]: "import { a } from './a.js'\nexport const b = () => a\n",
      },
    ],
    [
      'two files know types of each other',
      'no-cycles',
      {
        [`${toolkit}/nn/b.ts`]: "import type { C } from './c.js'\nexport interface B { c: C }\n",
        [`${toolkit}/nn/c.ts`]: "import type { B } from './b.js'\nexport interface C { b: B }\n",
      },
    ],
    ['a file does not exist', 'no-unresolved', { [`${toolkit}/nn/a.ts`]: "import './gone.js'\n" }],
    [
      'a file inside another package is named',
      'no-deep-imports',
      { [`${toolkit}/nn/a.ts`]: "import '../../../torch/dist/deep.js'\n" },
    ],
    [
      'a package is used that only the workspace declares',
      'only-declared-packages',
      { [`${toolkit}/nn/a.ts`]: "import 'vitest'\n" },
    ],
  ]
  test.each(broken)('%s', async (_, rule, files) => {
    const found = await findBrokenArrows(repository(files))
    expect(found.map((line) => /^ {4}([\w-]+):/m.exec(line)?.[1])).toContain(rule)
  })

  test('the arrows of the picture are allowed', async () => {
    const root = repository({
      [`${toolkit}/nn/a.ts`]: "import '@ganymede/torch'\nimport 'zod'\n",
      [`${toolkit}/data/a.ts`]: "import '@ganymede/torch'\n",
      [`${toolkit}/metrics/a.ts`]: "import '../nn/a.js'\n",
      [`${toolkit}/toolkit-version.ts`]: 'export const v = 1\n',
      [`${toolkit}/training/a.ts`]:
        "import '../toolkit-version.js'\nimport '../nn/a.js'\nimport '../data/a.js'\nimport '../metrics/a.js'\n",
      [`${toolkit}/models/dcgan/dcgan.ts`]: "import '../../nn/a.js'\nimport '../../systems/a.js'\n",
      [`${toolkit}/systems/a.ts`]: "import '../nn/a.js'\n",
      [`${toolkit}/models/registry.ts`]: "import './dcgan/dcgan.js'\n",
      [`${toolkit}/cli/commands/train.ts`]: "import '../../models/registry.js'\nimport '../../data/a.js'\n",
      [`${toolkit}/cli.ts`]: "import './cli/commands/train.js'\n",
    })
    expect(await findBrokenArrows(root)).toEqual([])
  })
})

describe('unused exports', () => {
  test('finds what nobody imports, with its line', () => {
    const root = repository({
      [`${toolkit}/nn/a.ts`]:
        'const x = 1\nexport const used = x\nexport function dead() {}\nexport const { one, two } = { one: x, two: x }\n',
      [`${toolkit}/nn/b.ts`]: "import { used, two } from './a.js'\nconsole.log(used, two)\n",
    })
    expect(findUnusedExports(root)).toEqual([
      'packages/ganymede/src/nn/a.ts:3  dead',
      'packages/ganymede/src/nn/a.ts:4  one  (used in its own file only: drop "export")',
    ])
  })

  test('counts the index, tests, programs and namespaces as users', () => {
    const root = repository({
      [`${toolkit}/index.ts`]: "export { a } from './nn/a.js'\nexport * from './nn/b.js'\n",
      [`${toolkit}/nn/a.ts`]: 'export const a = 1\n',
      [`${toolkit}/nn/b.ts`]: 'export const b = 1\n',
      [`${toolkit}/nn/c.ts`]: 'export const c = 1\n',
      [`${toolkit}/nn/d.ts`]: 'export const d = 1\n',
      [`${toolkit}/nn/e.ts`]: 'export const e = 1\n',
      [`${toolkit}/nn/f.ts`]: "import * as d from './d.js'\nconsole.log(d, await import('./e.js'))\n",
      'ganymede/test/nn/c.test.ts': "import { c } from '../../src/nn/c.js'\nconsole.log(c)\n",
    })
    expect(findUnusedExports(root)).toEqual([])
  })

  test('leaves a type alone that is part of another declaration', () => {
    const root = repository({
      [`${toolkit}/nn/a.ts`]:
        'export interface Options { x: number }\nexport type Dead = 1\nexport function make(o: Options) { return o }\n',
      [`${toolkit}/nn/b.ts`]: "import { make } from './a.js'\nmake({ x: 1 })\n",
    })
    expect(findUnusedExports(root)).toEqual(['packages/ganymede/src/nn/a.ts:2  Dead'])
  })
})

test('files above 600 lines are too long, above 400 noteworthy; generated ones may be long, tests up to 600', () => {
  const lines = (count: number) => 'x\n'.repeat(count)
  const contents = new Map([
    ['a.ts', lines(601)],
    ['b.ts', lines(600)],
    ['c.ts', lines(400)],
    ['d.generated.ts', lines(9000)],
    ['e.test.ts', lines(500)],
    ['f.test.ts', lines(700)],
    ['native/g.cc', lines(401)],
    ['data.json', lines(5000)],
  ])
  expect(findLongFiles(contents)).toEqual({
    tooLong: ['f.test.ts  700 lines', 'a.ts  601 lines'],
    long: ['b.ts  600 lines', 'native/g.cc  401 lines'],
  })
})

describe('traces of a machine', () => {
  // Put together, so that this file holds none itself.
  const join_ = (...parts: string[]) => parts.join('')
  const traces = [
    join_('"resolved": "https://registry.', 'npmjs.org/zod"'),
    join_('pip install --index-url https://pypi.', 'org/simple'),
    join_("readFileSync('/wo", "rk/shared/data')"),
    join_('cd /ro', 'ot/project'),
    join_('/home/', 'ada/ganymede'),
  ]
  test.each(traces)('finds %s', (line) => {
    expect(findMachineTraces(new Map([['a.ts', `x\n${line}\n`]]))).toEqual([expect.stringMatching(/^a\.ts:2 {2}/)])
  })

  const harmless = ['../shared/work/a', 'src/root/x.ts', 'https://pytorch.org/get-started', "'/tmp/x'", '~/work/photos']
  test.each(harmless)('does not mind %s', (line) => {
    expect(findMachineTraces(new Map([['a.ts', line]]))).toEqual([])
  })
})
