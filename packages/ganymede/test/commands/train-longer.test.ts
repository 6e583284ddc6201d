import { expect, it } from 'vitest'

import { listRunFolders } from '../../src/train/run-folder.js'
import { readRunRecord } from '../../src/train/run-record.js'
import { temporaryFolder } from '../train/temporary-folder.js'
import { ganymede } from './command-line.js'

it('names the limit that ended a run, in commands that work when they are typed', async () => {
  const out = temporaryFolder()
  const record = () => readRunRecord(listRunFolders(out)[0]?.record ?? '')
  const command = [
    ...['train', 'gan', 'builtin:glyphs?set=digits&count=40', '--size', '16', '--hidden', '4', '--batch', '8'],
    ...['--images', '30', '--grid-size', '4', '--threads', '1', '--quick-metric', 'none', '--out', out],
  ]
  expect((await ganymede(...command, '--quiet')).code).toBe(0)
  expect(record()).toMatchObject({ status: 'done', step: 4 })

  const again = await ganymede(...command)
  expect(again.stdout).toContain('is done: 32 of 30 images with these options')
  const typed = /train longer +(?:npx )?ganymede (.*)/.exec(again.stdout)?.[1]?.split(' ') ?? []
  expect(typed.slice(-2)).toEqual(['--images', '60'])
  expect((await ganymede('resume', ...typed.slice(1), '--quiet')).code).toBe(0)
  expect(record()).toMatchObject({ status: 'done', step: 8 })

  expect((await ganymede('resume', '1', '--out', out)).stdout).toMatch(/is done: 64 of 60 images\.\n.*--images 120/)

  // What was asked for beside stays in the command.
  const changed = await ganymede('resume', '1', '--set', 'model.lrG=1e-4', '--accept-changes', '--out', out)
  expect(changed.stdout).toMatch(/--images 120 --set model\.lrG=1e-4 --accept-changes/)
  const moved = await ganymede('resume', '1', '--data', '/nowhere/digits', '--out', out)
  expect(moved.stderr).toMatch(/^✖ DATA_NOT_FOUND {2}--data \/nowhere\/digits does not exist/)
})
