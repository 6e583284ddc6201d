import { noGrad, randn, scope, tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { cgan, cganParts } from '../../../src/models/cgan/cgan.js'
import { doublings } from '../../../src/models/cgan/conv-networks.js'
import { cganOptions } from '../../../src/models/cgan/options.js'
import { ConditionalBatchNorm } from '../../../src/nn/layers/conditional-batch-norm.js'
import { resolveOptions } from '../../../src/options/resolve-options.js'
import { trainSchema } from '../../../src/options/train-options.js'
import { objectiveState } from '../../../src/systems/losses/objective-parts.js'
import { ganymede } from '../../cli/commands/command-line.js'
import { stepContext } from '../step-context.js'

const names = ['cat', 'dog', 'owl']
const dataOf = (size: number, channels = 1) => ({ channels, height: size, width: size, classes: names, count: 30 })

describe.each([
  ['mlp', 1, 16],
  ['mlp', 3, 19],
  ['conv', 1, 28],
  ['conv', 3, 32],
  ['conv', 1, 40],
] as const)('%s with %i channels at %i px', (network, channels, size) => {
  it('maps noise and classes to images and those to one logit each, also for a single picture', () => {
    scope(() => {
      const streams = new SeededStreams(1, 'cpu')
      const options = cganOptions.parse({ network, size, hidden: 4, widthG: 2, widthD: 2, latentDim: 6 })
      const { generator, discriminator } = cgan.build(options, dataOf(size, channels), streams)
      generator.eval()
      discriminator.eval()
      for (const n of [1, 3]) {
        const labels = tensor(
          Int32Array.from({ length: n }, (_, i) => i),
          { dtype: 'int64' },
        )
        const images = generator.forward(randn([n, 6], { generator: streams.stream('z') }), labels)
        expect(images.shape).toEqual([n, channels, size, size])
        expect(images.abs().max().item()).toBeLessThanOrEqual(1)
        expect(discriminator.forward(images, labels).shape).toEqual([n])
      }
      for (const one of [generator, discriminator, streams]) one.dispose()
    })
  })

  it('tells classes apart in G and in D', () => {
    scope(() => {
      const streams = new SeededStreams(1, 'cpu')
      const options = cganOptions.parse({ network, size, hidden: 4, widthG: 2, widthD: 2, latentDim: 6 })
      const { generator, discriminator } = cgan.build(options, dataOf(size, channels), streams)
      generator.eval()
      discriminator.eval()
      const z = randn([1, 6], { generator: streams.stream('z') }).expand([3, 6])
      const labels = tensor(Int32Array.of(0, 1, 2), { dtype: 'int64' })
      const images = generator.forward(z, labels)
      expect(
        images
          .sub(images.narrow(0, 0, 1))
          .abs()
          .flatten(1)
          .sum([1])
          .narrow(0, 1, 2)
          .min()
          .item(),
      ).toBeGreaterThan(0)
      const same = images.narrow(0, 0, 1).expand([3, channels, size, size])
      expect(new Set(discriminator.forward(same, labels).toArray() as number[]).size).toBe(3)
      for (const one of [generator, discriminator, streams]) one.dispose()
    })
  })
})

it('normalises by class: scale and shift are those of the class', () => {
  scope(() => {
    const norm = new ConditionalBatchNorm(2, 3)
    noGrad(() => {
      norm.gamma.weight.select(0, 1).fill_(3)
      norm.beta.weight.select(0, 1).fill_(5)
    })
    const x = tensor([1, 2, -1, -2]).view([2, 2, 1, 1])
    const y = norm.forward(x, tensor(Int32Array.of(0, 1), { dtype: 'int64' }))
    const unit = 1 / Math.sqrt(1 + 1e-5)
    const second = 2 / Math.sqrt(4 + 1e-5)
    const found = y.flatten().toArray() as number[]
    const expected = [unit, second, 5 - 3 * unit, 5 - 3 * second]
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 5)
    norm.dispose()
  })
})

it('finds the sides that doublings lead to', () => {
  expect(doublings(28)).toEqual([7, 14, 28])
  expect(doublings(32)).toEqual([4, 8, 16, 32])
  expect(doublings(48)).toEqual([6, 12, 24, 48])
  expect([17, 30, 36, 44].map(doublings)).toEqual([null, null, null, null])
})

describe('the classes of fakes', () => {
  const counts = (labels: 'uniform' | 'data') => {
    const streams = new SeededStreams(4, 'cpu')
    const options = cganOptions.parse({ labels, size: 16 })
    const data = { ...dataOf(16), classCounts: [0, 10, 30] }
    const images = scope(() => zeros([2, 1, 16, 16]))
    const base = { networks: {} as never, optimizers: {}, options, random: streams, data, images: [images] }
    const { ctx } = stepContext(base)
    const found = scope(() => {
      const { label } = cganParts({ ...ctx, state: objectiveState() }).latents(4000, streams, 'latents-d')
      expect(label!.dtype).toBe('int64')
      const values = (label!.toArray() as (number | bigint)[]).map(Number)
      return [0, 1, 2].map((k) => values.filter((value) => value === k).length / 4000)
    })
    images.dispose()
    streams.dispose()
    return found
  }
  // 4000 draws: five standard deviations of a share are below 0.04.
  const near = (found: readonly number[], expected: readonly number[]) => {
    for (const [k, share] of expected.entries()) expect(Math.abs(found[k]! - share)).toBeLessThan(0.04)
  }

  it('come equally often, the last one too', () => near(counts('uniform'), [1 / 3, 1 / 3, 1 / 3]))
  it('come as often as in the data, an empty class never', () => {
    const found = counts('data')
    near(found, [0, 0.25, 0.75])
    expect(found[0]).toBe(0)
  })
})

describe('refusals', () => {
  const problems = (model: Record<string, unknown>, train = {}) =>
    cgan.problems?.(cganOptions.parse(model), trainSchema.parse(train)) ?? []

  it('name what is allowed and what to do', () => {
    expect(problems({ network: 'conv', size: 30 })).toEqual([
      expect.stringMatching(/model\.size must be .*28, 32.*got 30/),
    ])
    expect(problems({ network: 'conv' }, { batch: 1 })).toEqual([expect.stringMatching(/batch normalisation, got 1/)])
    expect(problems({ network: 'conv', penalty: 'gp' })).toEqual([expect.stringMatching(/batch norm.*--network mlp/)])
    expect(problems({ penalty: 'gp' })).toEqual([])
    expect(problems({ size: 30 })).toEqual([])
  })

  it('name data without classes', () => {
    const check = (classes: readonly string[] | null) =>
      cgan.check?.(cganOptions.parse({}), trainSchema.parse({}), { ...dataOf(28), classes })
    expect(() => check(null)).toThrow(expect.objectContaining({ code: 'LABELS_MISSING' }))
    check(names)
  })
})

describe('defaults', () => {
  const resolve = (...sets: string[]) => resolveOptions(cgan, { sets: ['data.path=builtin:glyphs', ...sets] })
  const conv = {
    model: { lrG: 4e-4, lrD: 2e-4, beta1: 0.5, size: 28 },
    train: { batch: 64, dSteps: 1, steps: 10_000, ema: 0.999 },
  }

  it('of the perceptrons are those of the original script', () => {
    expect(resolve().options).toMatchObject({
      model: { network: 'mlp', lrG: 1e-4, lrD: 1e-4, beta1: 0.9 },
      train: { batch: 32, dSteps: 5, steps: 18_750, ema: 0 },
    })
  })

  it('of conv are its own, also without a preset', () => {
    const { options, sources } = resolve('model.network=conv')
    expect(options).toMatchObject(conv)
    expect([sources['model.lrG'], sources['train.batch']]).toEqual(['default', 'default'])
  })

  it('of conv are those of its preset small', () => {
    const { model, train } = resolveOptions(cgan, { preset: 'small', sets: ['data.path=builtin:glyphs'] }).options
    expect({ model: { ...model, size: 28 }, train }).toMatchObject(conv)
  })

  it('yield to what is typed, in a file, and in a preset', () => {
    const typed = resolve('model.network=conv', 'model.lrG=1e-4', 'train.dSteps=5', 'train.ema=0')
    expect(typed.options).toMatchObject({
      model: { lrG: 1e-4, lrD: 2e-4 },
      train: { dSteps: 5, batch: 64, ema: 0 },
    })
    expect(typed.sources['model.lrG']).toBe('flag')
    const flags = [{ path: 'data.path', value: 'builtin:glyphs', source: 'flag', origin: '[data]' }] as const
    const file = [
      { path: 'model.network', value: 'conv', source: 'config', origin: 'ganymede.config.ts' },
      { path: 'train.batch', value: 16, source: 'config', origin: 'ganymede.config.ts' },
    ] as const
    expect(resolveOptions(cgan, { flags, config: file }).options).toMatchObject({ train: { batch: 16, dSteps: 1 } })
    expect(resolveOptions(cgan, { flags, preset: 'standard' }).options).toMatchObject({ model: { lrG: 2e-4 } })
  })

  it('of conv are told by help', async () => {
    const { stdout } = await ganymede('train', 'cgan', '--help', 'all')
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '--network conv --lr-g 0.0004 --lr-d 0.0002 --beta1 0.5 --batch 64 --d-steps 1 --steps 10000 --ema 0.999',
    )
  })
})
