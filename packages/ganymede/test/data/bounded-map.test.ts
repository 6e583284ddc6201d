import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { mapBounded } from '../../src/data/bounded-map.js'

describe('mapBounded', () => {
  it('keeps the order and never has more under way than allowed', async () => {
    let running = 0
    let most = 0
    const result = await mapBounded([5, 1, 4, 2, 3], 2, async (turns) => {
      most = Math.max(most, ++running)
      for (let i = 0; i < turns; i++) await setImmediate()
      running -= 1
      return turns * 10
    })
    expect(result).toEqual([50, 10, 40, 20, 30])
    expect(most).toBe(2)
    expect(await mapBounded([], 3, async () => 1)).toEqual([])
  })

  it('gives the first failure, starts nothing after it and waits for what is under way', async () => {
    const started: number[] = []
    let finished = 0
    const work = mapBounded([0, 1, 2, 3, 4, 5], 2, async (item) => {
      started.push(item)
      await setImmediate()
      if (item === 1) throw new Error('first')
      await setImmediate()
      if (item === 2) throw new Error('second')
      finished += 1
    })
    await expect(work).rejects.toThrow('first')
    expect(started).toEqual([0, 1])
    expect(finished).toBe(1)
  })

  it('stops at an abort', async () => {
    const controller = new AbortController()
    const work = mapBounded(
      [1, 2, 3],
      1,
      async (item) => item === 1 && controller.abort(new Error('enough')),
      controller.signal,
    )
    await expect(work).rejects.toThrow('enough')
  })
})
