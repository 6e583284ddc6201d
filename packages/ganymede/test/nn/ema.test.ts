import { manualSeed, memory, noGrad, randn, randomState, scope, type Tensor } from '@ganymede/torch'
import { expect, test } from 'vitest'
import { type EmaOptions, ExponentialMovingAverage, emaDecay } from '../../src/nn/ema.js'
import { BatchNorm } from '../../src/nn/layers/batch-norm.js'
import { Conv2d } from '../../src/nn/layers/conv2d.js'
import { Linear } from '../../src/nn/layers/linear.js'
import { spectralNorm } from '../../src/nn/layers/spectral-norm.js'
import { isChannelsLast, toChannelsLast } from '../../src/nn/memory-format.js'
import { Sequential } from '../../src/nn/sequential.js'
import { expectClose } from './expect-close.js'
import { leakTest } from './fixture.js'

const fixed: EmaOptions = { mode: 'fixed', decay: 0.9 }
const progress = { step: 0, imagesSeen: 64, batch: 64 }
const build = () => new Sequential([spectralNorm(new Conv2d(2, 3, { kernelSize: 2 })), new BatchNorm(3)])

/** A network and its average, after one forward pass and a change of all weights. */
function changed(options: EmaOptions) {
  const network = build()
  const ema = new ExponentialMovingAverage(network, build, options)
  const before = new Map([...network.stateDict()].map(([name, value]) => [name, value.detach().clone()]))
  network.forward(randn([4, 2, 5, 5]))
  noGrad(() => network.parameters().forEach((p) => void p.add_(randn(p.shape))))
  return { network, ema, before }
}

// The values of the training-loop specification, section 6: h = 10, batch 32.
test.each([
  [3_200, 0.87055056],
  [32_000, 0.9862327],
  [320_000, 0.99778438],
])('ramps up: after %i images the old average keeps %f', (imagesSeen, decay) => {
  const options = { mode: 'rampup', halfLifeKimg: 10 } as const
  expect(emaDecay(options, { step: 0, imagesSeen, batch: 32 })).toBeCloseTo(decay, 7)
})

test('knows the extremes of the ramp', () => {
  const options = { mode: 'rampup', halfLifeKimg: 10 } as const
  expect(emaDecay(options, { step: 0, imagesSeen: 0, batch: 32 })).toBe(0)
  expect(emaDecay({ ...options, rampup: 1e9 }, { step: 0, imagesSeen: 32, batch: 10_000 })).toBeCloseTo(0.5, 12)
})

leakTest('starts as an exact copy in evaluation mode, without gradients', () => {
  using network = build()
  using ema = new ExponentialMovingAverage(network, build, fixed)
  const own = ema.network.stateDict()
  for (const [name, value] of network.stateDict()) {
    expect(own.get(name)).not.toBe(value)
    expect(own.get(name)!.toArray()).toEqual(value.toArray())
  }
  expect(ema.network.training).toBe(false)
  expect(ema.network.parameters().some((p) => p.requiresGrad)).toBe(false)
  expect(network.training && network.parameters().every((p) => p.requiresGrad)).toBe(true)
})

leakTest('averages parameters and copies buffers', () => {
  const { network, ema, before } = changed(fixed)
  ema.update(progress)
  expect(ema.decay).toBe(0.9)
  const own = ema.network.stateDict()
  for (const [name, p] of network.namedParameters()) {
    // e = p + (e − p) · m
    expectClose(own.get(name)!, p.add(before.get(name)!.sub(p).mul(0.9)), 1e-6, name)
  }
  for (const [name, value] of network.namedBuffers()) expect(own.get(name)!.toArray()).toEqual(value.toArray())
  expect(own.get('1.num_batches_tracked')!.item()).toBe(1)
  ema.dispose()
  network.dispose()
})

leakTest('is an exact copy before the start step', () => {
  const { network, ema } = changed({ ...fixed, startStep: 10 })
  ema.update({ ...progress, step: 9 })
  expect(ema.decay).toBe(0)
  for (const [name, value] of network.stateDict()) {
    expect(ema.network.stateDict().get(name)!.toArray()).toEqual(value.toArray())
  }
  ema.update({ ...progress, step: 10 })
  expect(ema.decay).toBe(0.9)
  ema.dispose()
  network.dispose()
})

leakTest('leaves the number of live tensors as it was', () => {
  const { network, ema } = changed(fixed)
  ema.update(progress)
  const before = memory().live
  for (let i = 0; i < 10; i++) ema.update(progress)
  expect(memory().live).toBe(before)
  ema.dispose()
  network.dispose()
})

leakTest('gives back what building the copy has drawn from the default stream', () => {
  using network = build()
  manualSeed(4)
  const before = randomState().bytes()
  using ema = new ExponentialMovingAverage(network, build, fixed)
  expect(randomState().bytes()).toEqual(before)
  expect(ema.network.parameterCount).toBe(network.parameterCount)
})

leakTest('lies in memory as its network does', () => {
  using network = toChannelsLast(build())
  using ema = new ExponentialMovingAverage(network, build, fixed)
  expect(isChannelsLast(ema.network.stateDict().get('0.weight_orig')!)).toBe(true)
})

leakTest('goes on from a saved state', () => {
  const { network, ema } = changed(fixed)
  ema.update(progress)
  using other = new ExponentialMovingAverage(network, build, fixed)
  other.restore(ema.state())
  const values = (average: { state(): ReadonlyMap<string, Tensor> }) => [...average.state()].map(([, v]) => v.toArray())
  expect(values(other)).toEqual(values(ema))
  ema.update(progress)
  other.update(progress)
  expect(values(other)).toEqual(values(ema))
  ema.dispose()
  network.dispose()
})

leakTest('outlives the scope from which it is returned', () => {
  using network = build()
  const ema = scope(() => new ExponentialMovingAverage(network, build, fixed))
  expect(ema.tensors().every((value) => !value.isDisposed)).toBe(true)
  ema.dispose()
})

leakTest('refuses another structure and options outside their range', () => {
  using network = new Linear(2, 2)
  expect(() => new ExponentialMovingAverage(network, () => new Linear(2, 3), fixed)).toThrow(
    expect.objectContaining({ code: 'STATE_MISMATCH' }),
  )
  const make = () => new Linear(2, 2)
  expect(() => new ExponentialMovingAverage(network, make, { mode: 'fixed', decay: 1.1 })).toThrow(
    'EMA: decay must be a number from 0 to 1, got 1.1',
  )
  expect(() => new ExponentialMovingAverage(network, make, { mode: 'rampup', halfLifeKimg: -1 })).toThrow(
    'EMA: halfLifeKimg must be a finite number of at least 0, got -1',
  )
})
