import { expect, test } from 'vitest'

import { explainMetric, metricLegend } from '../../src/train/metric-legend.js'

// The keys of a log record as the training loop writes them.
const keys = [
  ...['imagesSeen', 'epoch', 'seconds', 'imagesPerSec', 'lr/g', 'lr/d', 'ada/p', 'ema/m', 'mem/peak'],
  ...['d/total', 'd/adv_real', 'd/adv_fake', 'd/real_logit', 'd/fake_logit', 'd/acc_real', 'd/acc_fake', 'd/grad_norm'],
  ...['g/total', 'g/adv', 'g/grad_norm', 'time/data', 'time/d', 'time/g', 'time/other'],
  ...['g/l1', 'g/cycle', 'g/identity', 'g/cycle_a', 'd/total_b'],
  ...['d/prob_real', 'd/prob_fake', 'loss', 'rec', 'kl', 'elbo', 'nelbo', 'beta', 'active_units', 'kl/07', 'grad_norm'],
]

test.each(keys)('explains %s', (key) => {
  const { meaning, normal } = explainMetric(key) ?? {}
  expect(meaning).toBeTruthy()
  expect(normal).toBeTruthy()
})

test('explains auxiliary losses by their group, and leaves unknown keys unexplained', () => {
  expect(explainMetric('d/of-my-own')?.key).toBe('d/')
  expect(explainMetric('g/total')?.key).toBe('g/total')
  expect(explainMetric('fid')).toBeUndefined()
})

test('explains nothing twice', () => {
  expect(new Set(metricLegend.map(({ key }) => key)).size).toBe(metricLegend.length)
})
