import { Generator, manualSeed, ones, randn, randomState, type Tensor } from '@ganymede/torch'
import { describe, expect, test } from 'vitest'
import { Dropout, Dropout2d } from '../../../src/nn/layers/dropout.js'
import { channelsLast } from '../../../src/nn/memory-format.js'
import { expectClose } from '../expect-close.js'
import { leakTest } from '../fixture.js'

const kinds = { Dropout, Dropout2d } as const

describe.each(['Dropout', 'Dropout2d'] as const)('%s', (name) => {
  const Kind = kinds[name]

  leakTest('draws from the stream that it is given as from the default one with the same seed', () => {
    const x = randn([4, 6, 3, 3])
    manualSeed(5)
    const expected = new Kind(0.3).forward(x)
    const rng = new Generator(5)
    const before = randomState().bytes()
    expect(new Kind(0.3, { rng }).forward(x).floats()).toEqual(expected.floats())
    expect(randomState().bytes()).toEqual(before)
    rng.dispose()
  })

  leakTest('returns the input in evaluation mode, and draws nothing', () => {
    const x = randn([4, 6, 3, 3])
    const before = randomState().bytes()
    expect(new Kind(0.3).eval().forward(x)).toBe(x)
    expect(new Kind(0).forward(x)).toBe(x)
    expect(randomState().bytes()).toEqual(before)
  })

  leakTest('keeps the mean and multiplies gradients by the same mask', () => {
    manualSeed(1)
    const x = ones([64, 64, 4, 4]).requiresGrad_()
    const y = new Kind(0.25).forward(x)
    const values = new Set(y.floats())
    expect([...values].sort()).toEqual([0, Math.fround(1 / 0.75)])
    // 4,096 channels: the mean of the mask is within three standard deviations, 3 · √(0.25 · 0.75 / 4096) / 0.75.
    expect(Math.abs(y.mean().item() - 1)).toBeLessThan(0.03)
    y.sum().backward()
    expect(x.grad!.floats()).toEqual(y.floats())
  })

  leakTest('turns everything into zeros at p = 1', () => {
    const rng = new Generator(1)
    expect(
      new Kind(1)
        .forward(ones([2, 2, 2, 2]))
        .sum()
        .item(),
    ).toBe(0)
    expect(
      new Kind(1, { rng })
        .forward(ones([2, 2, 2, 2]))
        .sum()
        .item(),
    ).toBe(0)
    rng.dispose()
  })

  test('refuses a probability outside [0, 1]', () => {
    expect(() => new Kind(1.5)).toThrow(`${name}: p must be a number from 0 to 1, got 1.5`)
    expect(() => new Kind(Number.NaN)).toThrow(`${name}: p must be a number from 0 to 1`)
  })
})

leakTest('drops whole channels of single images in two dimensions', () => {
  manualSeed(3)
  const y = new Dropout2d(0.5).forward(ones([8, 8, 4, 4]))
  const sums = [...y.sum([2, 3]).floats()]
  expect(new Set(sums)).toEqual(new Set([0, 32]))
})

leakTest('draws the same mask for a seed however the image lies in memory', () => {
  const layer = new Dropout(0.5)
  const x = randn([2, 3, 4, 5])
  const drop = (image: Tensor): Tensor => {
    manualSeed(5)
    return layer.forward(image)
  }
  expectClose(drop(channelsLast(x)), drop(x), 0)
})

test('names a probability that is none', () => {
  expect(() => new Dropout(Number.NaN)).toThrow('Dropout: p must be a number from 0 to 1, got NaN')
  expect(() => new Dropout2d(Number.POSITIVE_INFINITY)).toThrow(
    'Dropout2d: p must be a number from 0 to 1, got Infinity',
  )
})
