import { CounterRandom } from '@ganymede/core/random'
import { cat, Generator, grad, memory, ones, randn, scope, type Tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { adaptiveAugment, adaptiveChanges } from '../../src/augment/adaptive-augment.js'
import { diffAugment, diffAugmentChanges } from '../../src/augment/diff-augment.js'

const draws = (seed = 1) => new CounterRandom(seed, 'augment')
const same = (a: Tensor, b: Tensor) => a.sub(b).abs().max().item() === 0

function noise(shape: readonly number[], seed = 3): Tensor {
  const generator = new Generator(seed)
  try {
    return randn(shape, { generator })
  } finally {
    generator.dispose()
  }
}

describe('DiffAugment', () => {
  it.each(diffAugmentChanges)('%s changes every image by numbers of its own, repeatably', (change) => {
    const images = noise([1, 3, 16, 16]).expand([4, 3, 16, 16]).contiguous()
    const seen = diffAugment(images, { changes: [change], draws: draws() })
    expect(seen.shape).toEqual(images.shape)
    for (let i = 1; i < 4; i++) expect(same(seen.narrow(0, i, 1), seen.narrow(0, 0, 1))).toBe(false)
    expect(same(seen, diffAugment(images, { changes: [change], draws: draws() }))).toBe(true)
  })

  it('does nothing with probability 0', () => {
    const images = noise([4, 3, 8, 8])
    expect(
      same(diffAugment(images, { probability: 0, draws: draws(), changes: ['translation', 'cutout'] }), images),
    ).toBe(true)
  })

  it('covers a square of half the side, cut by the edges', () => {
    const seen = diffAugment(ones([200, 1, 16, 16]), { changes: ['cutout'], draws: draws() })
    const covered = Array.from(seen.logicalNot().sum([1, 2, 3]).toArray() as number[], Number)
    expect(Math.max(...covered)).toBe(64)
    expect(Math.min(...covered)).toBeGreaterThanOrEqual(16)
  })

  it('moves by at most an eighth of the side', () => {
    const seen = diffAugment(ones([200, 1, 16, 16]), { changes: ['translation'], draws: draws() })
    const rows = seen.sum([1, 3]).gt(0).sum([1]).toArray() as number[]
    expect(Math.min(...rows.map(Number))).toBe(14)
  })

  it('can be differentiated twice', () => {
    const images = noise([2, 3, 8, 8]).requiresGrad_()
    const out = diffAugment(images, { draws: draws() })
    const [first] = grad([out.square().sum()], [images], { createGraph: true })
    const [second] = grad([first!.square().sum()], [images])
    expect(Number.isFinite(second!.sum().item())).toBe(true)
  })
})

describe('adaptive augmentation', () => {
  it('returns the images themselves with p = 0', () => {
    const images = noise([2, 3, 8, 8])
    expect(adaptiveAugment(images, { probability: 0, draws: draws() })).toBe(images)
  })

  it.each(adaptiveChanges)('%s changes images of one and of three channels, repeatably', (change) => {
    for (const channels of [1, 3]) {
      const images = noise([8, channels, 12, 16])
      const run = () => {
        const rng = new Generator(5)
        const seen = adaptiveAugment(images, { changes: [change], probability: 1, draws: draws(), rng })
        rng.dispose()
        return seen
      }
      const seen = run()
      expect(seen.shape).toEqual(images.shape)
      expect(same(seen, images)).toBe(false)
      expect(same(seen, run())).toBe(true)
    }
  })

  it('changes about the share p of images', () => {
    const images = noise([1, 1, 8, 8]).expand([400, 1, 8, 8]).contiguous()
    const seen = adaptiveAugment(images, { changes: ['cutout'], probability: 0.3, draws: draws() })
    const changed = seen.sub(images).abs().sum([1, 2, 3]).gt(0).to({ dtype: 'float32' }).mean().item()
    expect(changed).toBeGreaterThan(0.22)
    expect(changed).toBeLessThan(0.38)
  })

  it('does not leak on average: at p = 0.5 the mean of many augmented images is that of the images', () => {
    // Turned, mirrored and moved, a picture that is light on the left is as often light on the right.
    const half = ones([1, 1, 8, 8])
    half.narrow(3, 4, 4).fill_(-1)
    const seen = adaptiveAugment(half.expand([2000, 1, 8, 8]).contiguous(), {
      changes: ['blit'],
      probability: 1,
      draws: draws(),
    })
    expect(Math.abs(seen.mean().item())).toBeLessThan(0.05)
  })

  it('lets gradients through and leaves no tensor behind', () => {
    const images = noise([4, 3, 8, 8]).requiresGrad_()
    const before = memory().live
    scope('test', () => {
      const seen = adaptiveAugment(images, { changes: adaptiveChanges, probability: 0.8, draws: draws() })
      const [gradient] = grad([seen.square().sum()], [images])
      expect(gradient!.abs().sum().item()).toBeGreaterThan(0)
    })
    expect(memory().live).toBe(before)
  })
})

type Augment = (images: Tensor, changes: readonly string[], parts?: readonly number[]) => Tensor

const methods: readonly (readonly [string, readonly string[], readonly string[], Augment])[] = [
  [
    'DiffAugment',
    ['colour'],
    ['translation', 'cutout'],
    (images, changes, parts) => diffAugment(images, { changes: changes as never, draws: draws(), parts }),
  ],
  [
    'adaptive augmentation',
    ['colour'],
    ['blit', 'geometry', 'cutout'],
    (images, changes, parts) =>
      adaptiveAugment(images, { changes: changes as never, probability: 1, draws: draws(), parts }),
  ],
]

describe.each(methods)('%s of images that are judged together', (_, colours, places, augment) => {
  // What comes of a picture by itself, with the same numbers.
  it.each([
    [1, 3],
    [3, 3],
    [3, 1],
    [4, 1],
    [2, 4],
  ])('changes the colours of %i + %i channels as those of two pictures, by the same numbers', (first, second) => {
    const [input, output] = [noise([5, first, 8, 10], 1), noise([5, second, 8, 10], 2)]
    const both = augment(cat([input, output], 1), colours, [first, second])
    expect(same(both.narrow(1, 0, first), augment(input, colours))).toBe(true)
    expect(same(both.narrow(1, first, second), augment(output, colours))).toBe(true)
    expect(same(both.narrow(1, 0, first), input)).toBe(false)
  })

  it.each(places)('%s moves and covers both alike', (change) => {
    const colour = noise([6, 3, 16, 16])
    const grey = colour.narrow(1, 1, 1)
    const both = augment(cat([grey, colour], 1), [change], [1, 3])
    // Channels are warped apart from one another: equal ones stay equal but for rounding.
    expect(
      both
        .narrow(1, 0, 1)
        .sub(both.narrow(1, 2, 1))
        .abs()
        .max()
        .item(),
    ).toBeLessThan(1e-5)
    expect(
      both
        .narrow(1, 1, 3)
        .sub(augment(colour, [change]))
        .abs()
        .max()
        .item(),
    ).toBeLessThan(1e-5)
    expect(same(both.narrow(1, 1, 3), colour)).toBe(false)
  })

  it('leaves opacity as it is when colours change', () => {
    for (const channels of [2, 4]) {
      const images = noise([4, channels, 8, 8])
      const seen = augment(images, colours)
      expect(same(seen.narrow(1, channels - 1, 1), images.narrow(1, channels - 1, 1))).toBe(true)
      expect(same(seen.narrow(1, 0, channels - 1), augment(images.narrow(1, 0, channels - 1), colours))).toBe(true)
    }
  })
})
