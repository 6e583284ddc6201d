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
    ...['--images', '30', '--grid-size', '4', '--threads', '1', '--quick-metric', 'none', '--runs', out],
  ]
  expect((await ganymede(...command, '--quiet')).code).toBe(0)
  expect(record()).toMatchObject({ status: 'done', step: 4 })

  const again = await ganymede(...command)
  expect(again.stdout).toContain('is done: 32 of 30 images with these options')
  const typed = /train longer +(?:npx )?ganymede (.*)/.exec(again.stdout)?.[1]?.split(' ') ?? []
  expect(typed.slice(-2)).toEqual(['--images', '60'])
  expect((await ganymede('resume', ...typed.slice(1), '--quiet')).code).toBe(0)
  expect(record()).toMatchObject({ status: 'done', step: 8 })

  expect((await ganymede('resume', '1', '--runs', out)).stdout).toMatch(/is done: 64 of 60 images\.\n.*--images 120/)

  // What was asked for beside stays in the command.
  const changed = await ganymede('resume', '1', '--set', 'model.lrG=1e-4', '--accept-changes', '--runs', out)
  expect(changed.stdout).toMatch(/--images 120 --set model\.lrG=1e-4 --accept-changes/)
  const moved = await ganymede('resume', '1', '--data', '/nowhere/digits', '--runs', out)
  expect(moved.stderr).toMatch(/^✖ DATA_NOT_FOUND {2}--data \/nowhere\/digits does not exist/)
})

it('goes on with other options by a command that it names', async () => {
  const out = temporaryFolder()
  const command = [
    ...['train', 'gan', 'builtin:glyphs?set=digits&count=40', '--size', '16', '--hidden', '4', '--batch', '8'],
    ...['--steps', '100000', '--grid-size', '4', '--threads', '1', '--quick-metric', 'none', '--runs', out],
  ]
  expect((await ganymede(...command, '--max-time', '1s', '--quiet')).code).toBe(0)
  const { code, stderr } = await ganymede(...command, '--max-time', '1s', '--lr-g', '0.001', '--ema', '0.9')
  expect([code, stderr]).toEqual([2, expect.stringContaining('RUN_CHANGED')])
  const typed = /Go on with what is new: (?:npx )?ganymede (.*)/.exec(stderr)?.[1]?.split(' ') ?? []
  expect(typed.slice(2)).toEqual(['--set', 'model.lrG=0.001', '--set', 'train.ema=0.9', '--accept-changes'])
  expect((await ganymede(...typed, '--quiet')).code).toBe(0)
  expect(readRunRecord(listRunFolders(out)[0]?.record ?? '')).toMatchObject({
    options: { model: { lrG: 0.001 }, train: { ema: 0.9 } },
  })
})
