import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { projectFiles } from '../../scripts/checks/project-files.mjs'
import { findTrainingTests } from '../../scripts/checks/training-tests.mjs'

const among = (files: Readonly<Record<string, string>>) => findTrainingTests(new Map(Object.entries(files)))

describe('tests that train', () => {
  test('import the optimizer, also through fixtures and through what they test', () => {
    expect(
      among({
        'packages/ganymede/src/nn/optim/adam.ts': "import { Optimizer } from './optimizer.js'\n",
        'packages/ganymede/src/training/trainer.ts': "export * from '../nn/optim/adam.js'\n",
        'packages/ganymede/src/training/train.ts': "const { Trainer } = await import('./trainer.js')\n",
        'packages/ganymede/test/training/a.test.ts': "import { startTraining } from '../../src/training/train.js'\n",
        'packages/ganymede/test/training/b.test.ts': "import {\n  tinyRun,\n} from './fixtures/tiny-run.js'\n",
        'packages/ganymede/test/training/fixtures/tiny-run.ts': "export { run } from './run.js'\n",
        'packages/ganymede/test/training/fixtures/run.ts':
          "import { Trainer } from '../../../src/training/trainer.js'\n",
        'test/doctor/c.test.ts': "await import('../../packages/ganymede/test/training/fixtures/run.js')\n",
      }),
    ).toEqual([
      'packages/ganymede/test/training/a.test.ts',
      'packages/ganymede/test/training/b.test.ts',
      'test/doctor/c.test.ts',
    ])
  })

  test('are not those that need types or neighbours only', () => {
    expect(
      among({
        'packages/ganymede/src/training/trainer.ts': "import { Optimizer } from '../nn/optim/optimizer.js'\n",
        'packages/ganymede/src/training/options.ts': "import type { Trainer } from './trainer.js'\n",
        'packages/ganymede/test/training/a.test.ts': "import type { Trainer } from '../../src/training/trainer.js'\n",
        'packages/ganymede/test/training/b.test.ts': "import { trainSchema } from '../../src/training/options.js'\n",
        'packages/torch/test/c.test.ts': "import { train } from '../src/train/train.js'\n",
      }),
    ).toEqual([])
  })

  test('type train on the command line and go on with what it made', () => {
    const path = 'packages/ganymede/src/cli/commands/train-command.ts'
    const command = "import { Optimizer } from '../../nn/optim/optimizer.js'\n"
    const needsAll = "import { train } from '../packages/ganymede/src/cli/commands/train-command.js'\n"
    const steps = (count: number) => `['train', 'dcgan', photos, '--steps', '${count}'`
    expect(
      among({
        [path]: command,
        'test/goes-on.test.ts': `${needsAll}run(${steps(2)}])\nrun(['resume', 'latest'])`,
        'test/fails.test.ts': `${needsAll}run(${steps(2)}, '--from', 'nothing'])`,
        'test/is-stopped.test.ts': `run(${steps(1_000_000)}])\nrun(['resume', 'latest'])`,
        'test/help.test.ts': `${needsAll}run(['train', '--help'])\nrun(['resume', '--help'])`,
      }),
    ).toEqual(['test/goes-on.test.ts'])
  })

  test('are found in this repository', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const paths = projectFiles(root).filter((path) => path.endsWith('.ts') && /(src|test)\//.test(path))
    const found = findTrainingTests(new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])))
    expect(found).toEqual(
      expect.arrayContaining([
        'packages/ganymede/test/training/learning.test.ts',
        'packages/ganymede/test/models/gan/golden.test.ts',
        'packages/ganymede/test/metrics/classifier/classifier.test.ts',
        'packages/ganymede/test/models/cyclegan/step.test.ts',
        'test/cli/kill-and-resume.test.ts',
        'test/doctor/healthy-runs.test.ts',
        'test/doctor/sick-runs.test.ts',
      ]),
    )
    expect(found).not.toContain('packages/ganymede/test/data/formats/zip-source.test.ts')
  })
})
