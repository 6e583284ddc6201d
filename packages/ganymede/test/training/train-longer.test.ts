import { runFolder } from '@ganymede/runs/folder'
import { expect, it } from 'vitest'
import { sessionSummary } from '../../src/cli/training/session-summary.js'
import type { ResolvedOptions } from '../../src/options/train-options.js'
import { trainSchema } from '../../src/options/train-options.js'
import { extentText, longerFlags, typedDuration } from '../../src/training/train-longer.js'

it.each([
  ['its steps', { steps: 100 }, { step: 100, imagesSeen: 6400 }, '--steps 200', '100 of 100 steps'],
  ['its images', { images: 1000 }, { step: 16, imagesSeen: 1024 }, '--images 2000', '1 024 of 1 000 images'],
  [
    'images shortly before its steps',
    { steps: 20, images: 1000 },
    { step: 16, imagesSeen: 1024 },
    '--steps 32 --images 2000',
    '1 024 of 1 000 images',
  ],
  [
    'steps shortly before its images',
    { steps: 15, images: 1000 },
    { step: 15, imagesSeen: 960 },
    '--steps 30 --images 1920',
    '15 of 15 steps',
  ],
] as const)('makes a run that was ended by %s longer with flags that work', (_, given, done, flags, text) => {
  const train = trainSchema.parse(given)
  expect(longerFlags(train, done)).toBe(flags)
  expect(extentText(train, done)).toBe(text)
})

it.each([
  [10, '10s'],
  [90, '90s'],
  [600, '10m'],
  [7200, '2h'],
  [0.5, '0.5s'],
])('types %d seconds as %s', (seconds, typed) => {
  expect(typedDuration(seconds)).toBe(typed)
})

it('names the time limit that stopped a training, unless somebody asked for its end', () => {
  const result = {
    run: runFolder('runs/0007-dcgan-photos'),
    status: 'stopped',
    step: 12,
    steps: 100,
    imagesSeen: 768,
    seconds: 600,
    report: undefined,
    reportProblem: undefined,
  } as const
  const options = { model: {}, data: {}, train: trainSchema.parse({ steps: 100, maxTime: '10m' }) }
  const summaryOf = (isRequested: boolean) =>
    sessionSummary(result, { out: 'runs', options: options as unknown as ResolvedOptions, isRequested })
  const limited = summaryOf(false)
  expect(limited.reason).toBe('time limit of 10m')
  expect(limited.next[0]).toEqual({
    command: expect.stringMatching(/ganymede resume 0007 --max-time 10m$/),
    text: 'train for another 10m',
  })
  const asked = summaryOf(true)
  expect(asked.reason).toBeUndefined()
  expect(asked.next[0]?.command).toMatch(/ganymede resume 0007$/)
})
