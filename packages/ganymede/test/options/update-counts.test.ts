import { expect, it } from 'vitest'
import { trainSchema } from '../../src/options/train-options.js'
import { batchNormProblems, checkUpdateCounts } from '../../src/options/update-counts.js'

it.each([
  [{ batch: 8, accumD: 3 }, 'train.batch must be divisible by train.accumD (3), got 8; use --batch 6'],
  [{ batch: 2, accumG: 5 }, 'train.batch must be divisible by train.accumG (5), got 2; use --batch 5'],
  [
    { shareFakes: true, dSteps: 2 },
    'train.dSteps must be 1 while train.shareFakes is on, got 2: shared fakes serve one update of D and one of G; add --no-share-fakes',
  ],
])('refuses %o', (options, problem) => {
  expect(checkUpdateCounts(trainSchema.parse(options))).toEqual([problem])
})

it('tells of every count that shared fakes exclude', () => {
  const train = trainSchema.parse({ shareFakes: true, dSteps: 5, gSteps: 2, batch: 64, accumD: 4, accumG: 8 })
  expect(checkUpdateCounts(train).map((text) => text.split(' ', 1)[0])).toEqual(
    ['dSteps', 'gSteps', 'accumD', 'accumG'].map((name) => `train.${name}`),
  )
})

it.each([
  [{ batch: 1 }, /^train\.batch must be at least 2 with batch normalisation, got 1; use --batch 16/],
  [
    { batch: 8, accumD: 8 },
    /^train\.batch must be at least 16 .*2 for each of 8 micro-batches.*, got 8; use --batch 128/,
  ],
])('refuses batches that leave a micro-batch without variance: %o', (options, problem) => {
  expect(batchNormProblems(trainSchema.parse(options))).toEqual([expect.stringMatching(problem)])
})

it.each([{ batch: 2 }, { batch: 16, accumD: 8, accumG: 2 }])('accepts %o with batch norm', (options) => {
  expect(batchNormProblems(trainSchema.parse(options))).toEqual([])
})
