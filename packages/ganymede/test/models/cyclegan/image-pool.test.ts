import { readFileSync } from 'node:fs'
import { keep, memory, randn, scope, stack, type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { ImagePool, type PoolDraws } from '../../../src/models/cyclegan/image-pool.js'
import { joinSystemState, splitSystemState } from '../../../src/systems/contract/system-state.js'
import { sharedPath } from '../../fixtures/golden.js'

const stream = { seed: 1, stream: 'pool' }

/** An image of 2 x 2 pixels that carries its number. */
const numbered = (numbers: readonly number[]): Tensor =>
  stack(
    numbers.map((number) =>
      tensor([
        [
          [number, number],
          [number, number],
        ],
      ]),
    ),
  )
const numbersIn = (images: Tensor): number[] => images.unbind(0).map((image) => image.mean().item())

interface Sequence {
  readonly pool_size: number
  readonly batch: number
  readonly returned: readonly (readonly number[])[]
  readonly random_draws: readonly (readonly ['uniform' | 'randint', number])[]
  readonly final_pool?: readonly number[]
}

const golden = sharedPath('golden/cyclegan/image_pool.json')

describe.skipIf(golden === null)('image pool against the authors code', () => {
  it('makes the reference decisions from the reference draws', () => {
    const { sequences } = JSON.parse(readFileSync(golden!, 'utf8')) as { sequences: Sequence[] }
    expect(sequences.length).toBeGreaterThan(2)
    for (const { pool_size, batch, returned, random_draws, final_pool = [] } of sequences) {
      scope(() => {
        let drawn = 0
        const next = (kind: 'uniform' | 'randint'): number => {
          const [is, value] = random_draws[drawn++] ?? ['none', 0]
          expect(is).toBe(kind)
          return value
        }
        const draws: PoolDraws = { nextFloat: () => next('uniform'), nextInt: () => next('randint') }
        const pool = new ImagePool(pool_size, stream, draws)
        returned.forEach((expected, i) => {
          const images = numbered(Array.from({ length: batch }, (_, k) => i * batch + k))
          expect(numbersIn(pool.exchange(images))).toEqual(expected)
        })
        expect(drawn).toBe(random_draws.length)
        expect(pool.images.map((image) => image.mean().item())).toEqual(final_pool)
        pool.dispose()
      })
    }
  })
})

describe('image pool', () => {
  it('shows about half old images once it is full, and never one twice that was replaced', () => {
    scope(() => {
      const pool = new ImagePool(10, stream)
      let old = 0
      const seen = new Set<number>()
      for (let i = 0; i < 500; i++) {
        const [shown] = numbersIn(pool.exchange(numbered([i])))
        if (shown === i) continue
        old++
        expect(seen.has(shown!)).toBe(false)
        seen.add(shown!)
      }
      expect(old).toBeGreaterThan(200)
      expect(old).toBeLessThan(290)
      pool.dispose()
    })
  })

  it('goes on with the same draws and bits after being saved full and loaded', () => {
    scope(() => {
      const images = Array.from({ length: 60 }, () => randn([2, 1, 2, 2]))
      const run = (pool: ImagePool, from: number, to: number) => images.slice(from, to).map((one) => pool.exchange(one))
      const whole = new ImagePool(7, stream)
      run(whole, 0, 30)
      const { tensors, values } = splitSystemState(whole.save())
      const copies = new Map([...tensors].map(([name, value]) => [name, value.clone()]))
      const resumed = new ImagePool(7, stream)
      resumed.load(joinSystemState(copies, JSON.parse(JSON.stringify(values))))
      const [expected, found] = [run(whole, 30, 60), run(resumed, 30, 60)]
      expect(found.every((one, i) => one.equal(expected[i]!))).toBe(true)
      expect(found.some((one, i) => !one.equal(images[30 + i]!))).toBe(true)
      whole.dispose()
      resumed.dispose()
    })
  })

  it('cuts gradients, keeps copies of its own and frees them', () => {
    const live = memory().live
    const pool = new ImagePool(2, stream)
    scope(() => {
      const fakes = keep(randn([2, 3, 4, 4])).requiresGrad_()
      expect(pool.exchange(fakes).requiresGrad).toBe(false)
      expect(memory().live - live).toBeGreaterThanOrEqual(3)
      fakes.dispose()
    })
    expect(memory().live).toBe(live + 2)
    expect(pool.images[0]!.shape).toEqual([3, 4, 4])
    pool.dispose()
    expect(memory().live).toBe(live)
  })

  it('hands everything back at once with size 0', () => {
    scope(() => {
      const pool = new ImagePool(0, stream)
      const images = numbered([1, 2])
      expect(numbersIn(pool.exchange(images))).toEqual([1, 2])
      expect(pool.images).toEqual([])
    })
  })

  it('refuses a state with more images than places, and one without images', () => {
    scope(() => {
      const pool = new ImagePool(1, stream)
      const images = [randn([1, 2, 2]), randn([1, 2, 2])]
      expect(() => pool.load({ position: 0, images })).toThrow(/holds 2 images, the run's only 1/)
      expect(() => pool.load({ position: 0 })).toThrow(/no images/)
      expect(() => pool.load({ position: 0, images: ['a'] })).toThrow(/no images/)
    })
  })
})
