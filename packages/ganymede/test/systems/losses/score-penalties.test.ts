import { memory, randn, Generator as Stream, scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { instanceNoiseAt, withInstanceNoise } from '../../../src/systems/losses/instance-noise.js'
import { LeCamAverages, leCamPenalty } from '../../../src/systems/losses/lecam.js'
import { consistencyPenalty, driftPenalty, shifted } from '../../../src/systems/losses/score-penalties.js'

const real = () => tensor([2, -0.5, 0.25, -3])
const fake = () => tensor([-1, 0.75, 3, -0.125])

it('drift is the mean square of both', () => {
  // torch: (r * r).mean() + (f * f).mean()
  scope(() => expect(driftPenalty(real(), fake()).item()).toBeCloseTo(5.97265625, 6))
})

it('consistency is the mean square of the change', () => {
  scope(() => expect(consistencyPenalty(tensor([1, 2]), tensor([0, 4])).item()).toBe(2.5))
})

it('squares scores of half precision in float32', () => {
  // 3.015625 is a number of bfloat16; its square is not.
  const half = (value: number) => tensor([value], { dtype: 'bfloat16' })
  const averages = { real: tensor(0), fake: tensor(0) }
  scope(() => {
    expect(driftPenalty(half(3.015625), half(0)).item()).toBeCloseTo(3.015625 ** 2, 5)
    expect(consistencyPenalty(half(3.015625), half(0)).item()).toBeCloseTo(3.015625 ** 2, 5)
    expect(leCamPenalty(half(3.015625), half(0), averages).item()).toBeCloseTo(3.015625 ** 2, 5)
  })
})

describe('LeCam', () => {
  it('ties scores to the averages of the other side', () => {
    // torch: (relu(r + .25) ** 2).mean() + (relu(.5 - f) ** 2).mean()
    scope(() => {
      const averages = { real: tensor(0.5), fake: tensor(-0.25) }
      expect(leCamPenalty(real(), fake(), averages).item()).toBeCloseTo(1.98828125, 6)
    })
  })

  it('takes the first means as they are and keeps 99 % of the old ones afterwards', () => {
    const averages = new LeCamAverages()
    scope(() => {
      averages.update(tensor([1, 3]), tensor([-1, -1]))
      const { real, fake } = averages.update(tensor([12]), tensor([-1]))
      expect(real.item()).toBeCloseTo(0.99 * 2 + 0.01 * 12, 6)
      expect(fake.item()).toBe(-1)
    })
    averages.dispose()
  })

  it('goes on from what it saved, and holds no more tensors after more updates', () => {
    const before = memory().live
    const [first, second] = [new LeCamAverages(), new LeCamAverages()]
    scope(() => {
      first.update(tensor([1]), tensor([2]))
      second.load(first.save())
      const next = (averages: LeCamAverages) => averages.update(tensor([5]), tensor([6])).real.item()
      expect(next(second)).toBe(next(first))
    })
    expect(memory().live).toBe(before + 4)
    first.dispose()
    second.dispose()
    expect(memory().live).toBe(before)
  })

  it('saves nothing before the first scores', () => {
    const averages = new LeCamAverages()
    expect(averages.save()).toEqual({})
    averages.load({})
    averages.dispose()
  })
})

describe('instance noise', () => {
  it('falls evenly to 0 over its steps, or stays', () => {
    expect([0, 50, 100, 200].map((step) => instanceNoiseAt(step, 0.4, 100))).toEqual([0.4, 0.2, 0, 0])
    expect(instanceNoiseAt(1e6, 0.4, 0)).toBe(0.4)
  })

  it('has the standard deviation asked for and lets gradients through', () => {
    const rng = new Stream(5)
    scope(() => {
      const images = randn([64, 1, 16, 16], { generator: rng }).requiresGrad_()
      const noisy = withInstanceNoise(images, 0.3, rng)
      expect(noisy.sub(images).std().item()).toBeCloseTo(0.3, 2)
      noisy.sum().backward()
      expect(images.grad!.mean().item()).toBe(1)
    })
    rng.dispose()
  })
})

it('shifts each image by whole pixels, at most an eighth of its side, and fills with grey', () => {
  const rng = new Stream(8)
  scope(() => {
    const images = randn([32, 1, 16, 16], { generator: rng })
    const moved = shifted(images, rng)
    const offsets = new Set<string>()
    for (let i = 0; i < 32; i++) {
      const [from, to] = [images.select(0, i).select(0, 0), moved.select(0, i).select(0, 0)]
      const found = [-2, -1, 0, 1, 2].flatMap((dy) =>
        [-2, -1, 0, 1, 2]
          .filter((dx) => {
            // The middle 12 x 12 pixels come from inside wherever they were taken.
            const source = from.narrow(0, 2 + dy, 12).narrow(1, 2 + dx, 12)
            return to.narrow(0, 2, 12).narrow(1, 2, 12).equal(source)
          })
          .map((dx) => `${dy} ${dx}`),
      )
      expect(found).toHaveLength(1)
      offsets.add(found[0]!)
    }
    expect(offsets.size).toBeGreaterThan(8)
  })
  rng.dispose()
})
