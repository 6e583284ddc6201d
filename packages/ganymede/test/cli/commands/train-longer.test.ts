import { listRunFolders, readRunRecord } from '@ganymede/runs/folder'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
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

  // What was typed beside stays, although it alone would need no leave.
  const longer = await ganymede(...command, '--max-time', '2s', '--steps', '200000', '--lr-g', '0.002', '--ema', '0.9')
  const words = /Go on with what is new: (?:npx )?ganymede (.*)/.exec(longer.stderr)?.[1]?.split(' ') ?? []
  const beside = ['--set', 'train.maxTime=2', '--set', 'train.steps=200000']
  expect(words.slice(2)).toEqual(['--set', 'model.lrG=0.002', ...beside, '--accept-changes'])
  expect((await ganymede(...words, '--set', 'train.maxTime=0.1', '--quiet')).code).toBe(0)
  expect(readRunRecord(listRunFolders(out)[0]?.record ?? '')).toMatchObject({
    options: { model: { lrG: 0.002 }, train: { ema: 0.9, steps: 200_000 } },
  })
})

it.each([
  ['another size needs other networks', ['--augment', 'none'], ['--size', '32']],
  [
    'an option that is no longer set cannot be typed',
    ['--augment', 'ada', '--augment-strength', '0.5'],
    ['--augment', 'ada'],
  ],
])('names no command to go on where none can work: %s', async (_, first, then) => {
  const out = temporaryFolder()
  const command = [
    ...['train', 'gan', 'builtin:glyphs?set=digits&count=40', '--hidden', '4', '--batch', '8', '--steps', '100000'],
    ...['--grid-size', '4', '--threads', '1', '--quick-metric', 'none', '--runs', out],
  ]
  const started = await ganymede(...command, '--size', '16', '--max-time', '0.1s', ...first, '--quiet')
  expect(started.code, started.stderr).toBe(0)
  const { stderr } = await ganymede(...command, ...(then.includes('--size') ? [] : ['--size', '16']), ...then)
  expect(stderr).toContain('RUN_CHANGED')
  expect(stderr).toContain('Go on as it was: ')
  expect(stderr).not.toContain('Go on with what is new')
})
