import { expect, test } from 'vitest'

import { RateEstimator } from '../../../src/training/watch/rate-estimator.js'

/** Records steps of these durations. */
function rateAfter(durationsMs: readonly number[], { from = 0 } = {}): number | undefined {
  const rate = new RateEstimator()
  let now = 1000
  rate.record(from, now)
  for (const [index, ms] of durationsMs.entries()) {
    now += ms
    rate.record(from + index + 1, now)
  }
  return rate.stepsPerSecond
}

test('knows nothing before the first step', () => {
  expect(rateAfter([])).toBeUndefined()
})

test('gives the mean rate of steps', () => {
  expect(rateAfter(Array(20).fill(500))).toBeCloseTo(2)
  expect(rateAfter(Array(4000).fill(2))).toBeCloseTo(500, 0)
})

test('leaves out the slow first steps as soon as there are others', () => {
  expect(rateAfter([5000])).toBeCloseTo(0.2)
  expect(rateAfter([5000, 3000, 2000, ...Array(10).fill(500)])).toBeCloseTo(2)
})

test('counts checkpoints, which will come again', () => {
  const durations = Array.from({ length: 100 }, (_, index) => (index % 10 === 9 ? 1500 : 500))
  expect(rateAfter(durations)).toBeCloseTo(1000 / 600, 1)
})

test('does not count the hour that a laptop slept', () => {
  expect(rateAfter([...Array(20).fill(500), 3_600_000, ...Array(20).fill(500)])).toBeCloseTo(2)
})

test('does not count a pause', () => {
  const rate = new RateEstimator()
  for (let step = 0; step <= 10; step += 1) rate.record(step, step * 500)
  rate.pause()
  rate.record(10, 60_000)
  for (let step = 11; step <= 20; step += 1) rate.record(step, 60_000 + (step - 10) * 500)
  expect(rate.stepsPerSecond).toBeCloseTo(2)
})

test('follows a change of speed within a minute', () => {
  expect(rateAfter([...Array(300).fill(250), ...Array(241).fill(1000)], { from: 500 })).toBeCloseTo(1)
})
