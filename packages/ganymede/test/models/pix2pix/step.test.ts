import { autocast, keep, manualSeed, memory, randn, scope, type Tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { pix2pixOptions } from '../../../src/models/pix2pix/options.js'
import { pix2pix } from '../../../src/models/pix2pix/pix2pix.js'
import { ExponentialMovingAverage } from '../../../src/nn/ema.js'
import type { Module } from '../../../src/nn/module.js'
import { type TrainOptions, trainSchema } from '../../../src/options/train-options.js'
import type { StepContext } from '../../../src/systems/contract/system.js'
import { stepContext } from '../step-context.js'

const data = { channels: 3, targetChannels: 1, height: 32, width: 32, classes: null, count: 8 }

interface Setting {
  readonly model?: Record<string, unknown>
  readonly train?: Partial<TrainOptions>
  readonly steps?: number
  readonly batch?: number
  readonly isAveraged?: boolean
  readonly context?: Partial<StepContext<never, unknown>>
  /** Told gradients when they are complete. */
  readonly onGradients?: (which: string, networks: Readonly<Record<'generator' | 'discriminator', Module>>) => void
}

/** Runs steps on random pairs and returns what they logged and traced; nothing is left behind. */
async function runSteps({
  model = {},
  train = {},
  steps = 1,
  batch = 4,
  isAveraged = false,
  context = {},
  onGradients,
}: Setting) {
  const live = memory().live
  const options = pix2pixOptions.parse({ size: 32, widthG: 2, widthD: 2, layersD: 2, dropout: false, ...model })
  const streams = new SeededStreams(5, 'cpu')
  const networks = pix2pix.build(options, data, streams)
  const optimizers = pix2pix.optimizers(networks, options, trainSchema.parse({}))
  const twins = new SeededStreams(6, 'cpu')
  const ema = isAveraged
    ? new ExponentialMovingAverage<Module>(
        networks.generator,
        () => {
          const twin = pix2pix.build(options, data, twins)
          twin.discriminator.dispose()
          return twin.generator
        },
        { mode: 'fixed', decay: 0.9 },
      )
    : null
  const rng = streams.stream('pictures')
  const accum = train.accumG ?? 1
  const parts = scope(() => {
    const [images, targets] = [3, 1].map((channels) =>
      randn([batch, channels, 32, 32], { generator: rng }).clamp({ min: -1, max: 1 }).chunk(accum),
    )
    return images!.map((part, i) => ({ images: keep(part.clone()), targets: keep(targets![i]!.clone()) }))
  })
  const { ctx, logged, traced } = stepContext({
    networks,
    optimizers,
    options,
    random: streams,
    data,
    train: { batch, shareFakes: true, ...train },
    images: parts.map(({ images }) => images),
    targets: parts.map(({ targets }) => targets),
    ...(onGradients === undefined ? {} : { onGradients: (which: string) => onGradients(which, networks) }),
  })
  manualSeed(3)
  const logs: Map<string, number>[] = []
  for (let step = 0; step < steps; step++) {
    await pix2pix.step({ ...ctx, ...(context as object), ema, state: null, step })
    logs.push(new Map(logged))
  }
  for (const { images, targets } of parts) {
    images.dispose()
    targets.dispose()
  }
  ema?.dispose()
  for (const network of Object.values(networks)) network.dispose()
  for (const optimizer of Object.values(optimizers)) optimizer.dispose()
  streams.dispose()
  twins.dispose()
  expect(memory().live).toBe(live)
  return { logs, trace: traced.join(' ') }
}

describe('the order of a step', () => {
  it.each([
    ['as published', {}, 1, 'd D g G'],
    ['with an average', { isAveraged: true }, 1, 'd D g G E'],
    ['with G first', { isAveraged: true, train: { dFirst: false } }, 1, 'g G E d D'],
    ['in parts', { train: { accumD: 2, accumG: 2 } }, 1, 'd d D g g G'],
    ['in parts with G first', { train: { accumD: 2, accumG: 2, dFirst: false } }, 1, 'g g G d d D'],
    ['while D warms up', { train: { dWarmupSteps: 1 } }, 2, 'd D d D g G'],
  ] as const)('%s', async (_, setting, steps, expected) => {
    expect((await runSteps({ ...setting, steps })).trace).toBe(expected)
  })

  it('gives G no gradients from D’s loss, and D none from G’s', async () => {
    const seen: string[] = []
    await runSteps({
      onGradients(which, { generator, discriminator }) {
        seen.push(which)
        const [learning, resting] = which === 'd' ? [discriminator, generator] : [generator, discriminator]
        for (const weight of learning.parameters()) expect(weight.grad).not.toBeNull()
        if (which === 'd') for (const weight of resting.parameters()) expect(weight.grad).toBeNull()
        else for (const weight of resting.parameters()) expect(weight.requiresGrad).toBe(false)
      },
    })
    expect(seen).toEqual(['d', 'g'])
  })
})

describe('accumulation', () => {
  it('gives the gradients of the whole batch', async () => {
    const gradients = async (accum: number) => {
      const found = new Map<string, Float32Array>()
      await runSteps({
        // Norms over single images: parts do not know of one another.
        model: { normG: 'instance', normD: 'instance' },
        train: { accumD: accum, accumG: accum },
        onGradients(which, networks) {
          const network = which === 'd' ? networks.discriminator : networks.generator
          for (const [path, weight] of network.namedParameters()) {
            found.set(`${which}.${path}`, Float32Array.from(weight.grad!.floats()))
          }
        },
      })
      return found
    }
    const [whole, parts] = [await gradients(1), await gradients(2)]
    expect([...whole.keys()]).toEqual([...parts.keys()])
    for (const [name, values] of whole) {
      const scale = Math.max(...values.map(Math.abs))
      const error = Math.max(...values.map((value, i) => Math.abs(value - parts.get(name)![i]!)))
      // A bias before a norm has no gradient but rounding.
      expect(error, name).toBeLessThanOrEqual(1e-4 * scale + 1e-5)
    }
  })

  it('shows G the pictures that D has seen, with the same dropout', async () => {
    const fakes = async (accum: number) => {
      const { logs } = await runSteps({
        // A U-Net with dropout, and a D that does not move in between.
        model: { dropout: true, network: 'resnet-6', normD: 'none', lrD: 1e-12 },
        train: { accumD: accum, accumG: accum },
      })
      return logs[0]!
    }
    const log = await fakes(2)
    expect(log.get('g/fake_logit')).toBeCloseTo(log.get('d/fake_logit')!, 6)
  })
})

describe('variants', () => {
  it.each([
    ['lsgan', {}],
    ['hinge', {}],
    ['wgangp', { normD: 'instance' }],
    ['vanilla', { discriminator: 'pixel' }],
    ['vanilla', { network: 'resnet-6', upsampling: 'resize' }],
    ['vanilla', { normG: 'none', normD: 'none', upsampling: 'resize', dropout: true }],
  ] as const)('%s with %j steps and logs its terms', async (ganMode, model) => {
    const { logs } = await runSteps({ model: { ganMode, ...model }, steps: 2 })
    for (const key of [
      'd/total',
      'd/adv_real',
      'd/adv_fake',
      'g/total',
      'g/adv',
      'g/l1',
      'd/grad_norm',
      'g/grad_norm',
    ]) {
      expect(Number.isFinite(logs[1]!.get(key)), key).toBe(true)
    }
    expect(logs[1]!.has('d/gp')).toBe(ganMode === 'wgangp')
    expect(logs[1]!.has('d/wasserstein')).toBe(ganMode === 'wgangp')
    expect(logs[1]!.has('d/acc_real')).toBe(ganMode !== 'wgangp')
  })

  it('halves D’s loss, and takes its sum with dLossScale 1', async () => {
    const [half, whole] = [await runSteps({}), await runSteps({ model: { dLossScale: 1 } })].map(({ logs }) => logs[0]!)
    const sum = half!.get('d/adv_real')! + half!.get('d/adv_fake')!
    expect(half!.get('d/total')).toBeCloseTo(sum / 2, 5)
    expect(whole!.get('d/total')).toBeCloseTo(sum, 5)
  })

  it('judges real and made pictures together when asked, with the same result without batch norm', async () => {
    const model = { normD: 'instance' }
    const [apart, together] = [await runSteps({ model }), await runSteps({ model, train: { concatForward: true } })]
    expect(together.logs[0]!.get('d/total')).toBeCloseTo(apart.logs[0]!.get('d/total')!, 5)
  })

  it('steps in bfloat16, with losses close to those of float32', async () => {
    const forward = <T>(fn: () => T): T => autocast({ device: 'cpu', dtype: 'bfloat16' }, fn)
    const [wide, half] = [await runSteps({ steps: 2 }), await runSteps({ steps: 2, context: { forward } })]
    for (const key of ['g/l1', 'd/total']) {
      expect(half.logs[0]!.get(key)! / wide.logs[0]!.get(key)!, key).toBeGreaterThan(0.97)
      expect(half.logs[0]!.get(key)! / wide.logs[0]!.get(key)!, key).toBeLessThan(1.03)
    }
    expect(Number.isFinite(half.logs[1]!.get('g/total'))).toBe(true)
  })

  it('shows D augmented pairs, input and output changed alike', async () => {
    const shapes: string[] = []
    const augmentation = {
      apply: (images: Tensor, parts?: readonly number[]) => {
        shapes.push(`${images.shape.join()} of ${parts?.join(' + ')}`)
        return images.neg()
      },
      observe: () => {},
    }
    await runSteps({ context: { augmentation } })
    // Fake and real for D, fake for G: three channels of input and one of output.
    expect(shapes).toEqual(Array.from({ length: 3 }, () => '4,4,32,32 of 3 + 1'))
  })
})
