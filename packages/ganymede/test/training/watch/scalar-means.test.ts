import { memory, scope, tensor } from '@ganymede/torch'
import { afterEach, describe, expect, it } from 'vitest'
import { ScalarMeans } from '../../../src/training/watch/scalar-means.js'

describe.each([true, false])('ScalarMeans with readsAtOnce %s', (readsAtOnce) => {
  const means = new ScalarMeans({ readsAtOnce })
  afterEach(() => means.clear())

  it('gives means of tensors and numbers since the last call, in the order in which keys came', () => {
    scope(() => {
      for (const [loss, rate] of [
        [1, 10],
        [2, 20],
        [6, 30],
      ] as const) {
        means.add('d/total', tensor(loss))
        means.add('rate', rate)
      }
    })
    const taken = means.take()
    expect(taken).toEqual({ 'd/total': 3, rate: 20 })
    expect(Object.keys(taken)).toEqual(['d/total', 'rate'])
  })

  it('has no key for what was not logged in the interval', () => {
    scope(() => means.add('g/total', tensor(1)))
    means.take()
    expect(means.take()).toEqual({})
  })

  it('goes on exactly from a saved state', () => {
    scope(() => {
      means.add('d/total', tensor(0.1))
      means.add('d/total', tensor(0.2))
    })
    const saved = JSON.parse(JSON.stringify(means.state()))
    const restored = new ScalarMeans({ readsAtOnce })
    restored.restore(saved)
    scope(() => {
      means.add('d/total', tensor(0.7))
      restored.add('d/total', tensor(0.7))
    })
    expect(restored.take()).toEqual(means.take())
  })

  it('keeps NaN, so that a failed run shows it', () => {
    scope(() => means.add('d/total', tensor(Number.NaN)))
    expect(means.take()['d/total']).toBeNaN()
  })

  it('saves and restores sums that JSON has no numbers for', () => {
    scope(() => means.add('g/grad_norm', tensor(Number.POSITIVE_INFINITY)))
    const restored = new ScalarMeans({ readsAtOnce })
    restored.restore(JSON.parse(JSON.stringify(means.state())))
    expect(restored.take()['g/grad_norm']).toBe(Number.POSITIVE_INFINITY)
  })

  it('holds no more tensors however long the interval', () => {
    scope(() => means.add('d/total', tensor(1)))
    scope(() => means.add('d/total', tensor(1)))
    const live = memory().live
    for (let i = 0; i < 50; i++) scope(() => means.add('d/total', tensor(1)))
    expect(memory().live).toBe(live)
  })
})
