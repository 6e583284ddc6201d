import { memory, scope, tensor } from '@ganymede/torch'
import { expect, it } from 'vitest'
import { StrengthControl } from '../../src/augment/strength-control.js'

const sure = () => tensor([1, 2, 3, 4])
const unsure = () => tensor([1, -2, 3, -4])

it('moves p by batch · interval / (kimg · 1000) every interval steps', () => {
  // training-loop specification, section 7: 32 · 4 / 500 000.
  const control = new StrengthControl()
  for (let step = 1; step <= 3; step++) {
    control.observe(sure())
    control.adjust(step, 32)
    expect(control.p).toBe(0)
  }
  control.observe(sure())
  control.adjust(4, 32)
  expect(control.p).toBeCloseTo(0.000256, 15)
  control.adjust(8, 32)
  expect(control.p).toBeCloseTo(0.000256, 15) // nothing was observed
  control.observe(unsure())
  control.adjust(12, 32)
  expect(control.p).toBe(0)
})

it('stays between 0 and 1', () => {
  const control = new StrengthControl({ kimg: 0.1, interval: 1 })
  control.observe(unsure())
  control.adjust(1, 64)
  expect(control.p).toBe(0)
  for (let step = 2; step < 5; step++) {
    control.observe(sure())
    control.adjust(step, 64)
  }
  expect(control.p).toBe(1)
  control.dispose()
})

it('does not move when D is as sure as it should be', () => {
  const control = new StrengthControl({ interval: 1, target: 0, start: 0.5 })
  control.observe(unsure())
  control.adjust(1, 32)
  expect(control.p).toBe(0.5)
})

it('counts logits above the threshold of the loss as real', () => {
  const control = new StrengthControl({ interval: 1 })
  control.observe(tensor([0.6, 0.4, 0.3, 0.2]), 0.5)
  expect(control.state()).toEqual({ p: 0, signs: -2, count: 4 })
  control.dispose()
})

it('goes on from its state, partial sums included, and leaves no tensor behind', () => {
  const live = memory().live
  const one = new StrengthControl({ interval: 2, start: 0.25 })
  scope('test', () => {
    one.observe(unsure())
    one.observe(sure())
  })
  const other = new StrengthControl({ interval: 2 })
  other.restore(one.state())
  for (const control of [one, other]) {
    scope('test', () => {
      control.observe(sure())
      control.observe(sure())
    })
    expect(control.state()).toEqual({ p: 0.25, signs: 12, count: 16 })
    control.adjust(2, 32)
    expect(control.p).toBeCloseTo(0.25 + 0.000128, 15)
    control.dispose()
  }
  expect(memory().live).toBe(live)
})
