import { autocast, keep, listen, manualSeed, memory, noGrad, rand, scope, type Tensor } from '@ganymede/torch'
import { beforeEach, describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { buildCyclegan } from '../../../src/models/cyclegan/networks.js'
import { cycleganOptions } from '../../../src/models/cyclegan/options.js'
import { cycleganStep } from '../../../src/models/cyclegan/step.js'
import { ganModes } from '../../../src/models/image-to-image/translation-loss.js'
import { ExponentialMovingAverage } from '../../../src/nn/ema.js'
import { BatchNorm } from '../../../src/nn/layers/batch-norm.js'
import { Conv2d } from '../../../src/nn/layers/conv2d.js'
import { Module } from '../../../src/nn/module.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { type CycleganBench, type CycleganParts, cycleganBench } from './cyclegan-context.js'

const model = { size: 16, network: 'resnet-6', widthG: 2, widthD: 2, layersD: 1, poolSize: 3 }
const data = { channels: 3, height: 16, width: 16, classes: null, count: 4 }
// Sums in another order differ by up to 7e-5 from draw to draw, and once in a hundred by more than is allowed here.
beforeEach(() => manualSeed(0))

const images = (n: number, channels = 3): Tensor => rand([n, channels, 16, 16]).mul(2).sub(1)

interface Changes extends Omit<Partial<CycleganParts>, 'model' | 'data'> {
  readonly model?: Readonly<Record<string, unknown>>
  readonly targetChannels?: number
}

function bench({ model: changes = {}, targetChannels = 3, ...rest }: Changes = {}): CycleganBench {
  return cycleganBench({
    model: { ...model, ...changes },
    data: { ...data, targetChannels },
    next: (_, n) => ({ images: images(n), targets: images(n, targetChannels) }),
    ...rest,
  })
}

async function withBench<T>(changes: Changes, fn: (bench: CycleganBench) => Promise<T>): Promise<T> {
  const made = bench(changes)
  try {
    return await fn(made)
  } finally {
    made.dispose()
  }
}

/** Generator passes of one step: each ends with tanh. */
async function generatorPasses(made: CycleganBench): Promise<number> {
  let passes = 0
  const stop = listen((name) => {
    if (name.startsWith('aten::tanh')) passes++
  })
  try {
    await cycleganStep(made.ctx)
  } finally {
    stop()
  }
  return passes
}

const snapshot = (made: CycleganBench, network: 'generator' | 'discriminator') =>
  made.networks[network].parameters().map((value) => keep(value.detach().clone()))
const moved = (made: CycleganBench, network: 'generator' | 'discriminator', before: readonly Tensor[]) =>
  made.networks[network].parameters().filter((value, i) => !value.detach().equal(before[i]!)).length

describe('a step of CycleGAN', () => {
  it.each([
    [{}, 'g G d D'],
    [{ batch: 4, accumD: 2, accumG: 2 }, 'g g G d d D'],
    [{ dWarmupSteps: 1 }, 'd D'],
  ])('updates the generators first, then the discriminators, with %j', async (train, expected) => {
    await withBench({ train }, async (made) => {
      await cycleganStep(made.ctx)
      expect(made.traced.join(' ')).toBe(expected)
    })
  })

  it('lets one average follow both generators after their update', async () => {
    await withBench({}, async (made) => {
      const { ctx, networks } = made
      const streams = new SeededStreams(0, 'cpu')
      const twin = () => {
        const built = buildCyclegan(cycleganOptions.parse(model), data, streams)
        built.discriminator.dispose()
        return built.generator
      }
      const ema = new ExponentialMovingAverage(networks.generator, twin, { mode: 'fixed', decay: 0 })
      await cycleganStep({ ...ctx, ema })
      expect(made.traced.join(' ')).toBe('g G E d D')
      const averages = ema.network.stateDict()
      for (const [name, value] of networks.generator.stateDict()) expect(averages.get(name)!.equal(value)).toBe(true)
      ema.dispose()
      streams.dispose()
    })
  })

  it('runs six generator passes, four without identity, and none back where a cycle has no weight', async () => {
    const count = (changes: Readonly<Record<string, number>>) => withBench({ model: changes }, generatorPasses)
    expect(await count({})).toBe(6)
    expect(await count({ identity: 0 })).toBe(4)
    expect(await count({ identity: 0, cycleB: 0 })).toBe(3)
  })

  it('keeps the gradients of each side from the other', async () => {
    const seen: string[] = []
    await withBench(
      {
        onGradients(network) {
          seen.push(network)
        },
      },
      async (made) => {
        const [generators, discriminators] = [snapshot(made, 'generator'), snapshot(made, 'discriminator')]
        let stage = ''
        const ctx = {
          ...made.ctx,
          trace(event: string) {
            stage += event
            const withGradient = (name: 'generator' | 'discriminator') =>
              made.networks[name].parameters().filter((value) => value.grad !== null).length
            if (stage === 'g') {
              expect(withGradient('generator')).toBe(generators.length)
              expect(withGradient('discriminator')).toBe(0)
            }
            if (stage === 'gG') expect(moved(made, 'discriminator', discriminators)).toBe(0)
          },
        }
        await cycleganStep(ctx)
        expect(seen).toEqual(['g', 'd'])
        expect(moved(made, 'generator', generators)).toBeGreaterThan(20)
        expect(moved(made, 'discriminator', discriminators)).toBeGreaterThan(6)
        expect(made.networks.discriminator.parameters().every((value) => value.requiresGrad)).toBe(true)
        for (const value of [...generators, ...discriminators]) value.dispose()
      },
    )
  })

  it('gives the gradients of the whole batch in micro-batches', async () => {
    const a = keep(images(4))
    const b = keep(images(4))
    const gradients = async (accum: number) => {
      const found = new Map<string, Tensor>()
      const made = bench({
        train: { batch: 4, accumD: accum, accumG: accum },
        next: (call, n) => ({ images: a.narrow(0, call * n, n), targets: b.narrow(0, call * n, n) }),
        onGradients(network) {
          const module = network === 'g' ? made.networks.generator : made.networks.discriminator
          for (const [name, value] of module.namedParameters()) {
            // Biases in front of instance norm have a gradient of nothing but rounding.
            if (name.endsWith('weight')) found.set(`${network} ${name}`, keep(value.grad!.clone()))
          }
        },
      })
      await cycleganStep(made.ctx)
      made.dispose()
      return found
    }
    const [whole, parts] = [await gradients(1), await gradients(4)]
    expect(whole.size).toBeGreaterThan(30)
    for (const [name, value] of whole) {
      const scale = value.abs().max().item()
      if (name.startsWith('g')) expect(value.sub(parts.get(name)!).abs().max().item(), name).toBeLessThan(1e-4 * scale)
    }
    for (const value of [...whole.values(), ...parts.values(), a, b]) value.dispose()
  })

  it.each(ganModes)('with %s has the losses of the formulas, each domain with weights of its own', async (ganMode) => {
    const weights = { cycleA: 10, cycleB: 4, identity: 0.3 }
    const [a, b] = [keep(images(2)), keep(images(2))]
    const changes = { model: { ...weights, ganMode, penaltyWeight: 0 }, train: { batch: 2 } }
    await withBench({ ...changes, next: () => ({ images: a.alias(), targets: b.alias() }) }, async (made) => {
      const { generator, discriminator } = made.networks
      const expected = scope(() =>
        noGrad(() => {
          const mean = (x: Tensor) => x.mean().item()
          const l1 = (x: Tensor, y: Tensor) => mean(x.sub(y).abs())
          const loss = (logits: Tensor, isReal: boolean, isOfG = false): number => {
            const sign = isReal ? -1 : 1
            if (ganMode === 'vanilla') return mean(logits.mul(sign).exp().add(1).log())
            if (ganMode === 'lsgan') return mean(logits.sub(isReal ? 1 : 0).square())
            if (ganMode === 'wgangp' || isOfG) return sign * mean(logits)
            return mean(logits.mul(sign).add(1).clamp({ min: 0 }))
          }
          const [fakeB, fakeA] = [generator.forward(a, 'a2b'), generator.forward(b, 'b2a')]
          const cycles = 10 * l1(generator.forward(fakeB, 'b2a'), a) + 4 * l1(generator.forward(fakeA, 'a2b'), b)
          const same = 0.3 * (4 * l1(generator.forward(b, 'a2b'), b) + 10 * l1(generator.forward(a, 'b2a'), a))
          const judged = { a: discriminator.forward(fakeA, 'a'), b: discriminator.forward(fakeB, 'b') }
          const ofD = (real: Tensor, domain: 'a' | 'b') =>
            0.5 * (loss(discriminator.forward(real, domain), true) + loss(judged[domain], false))
          const adv = loss(judged.a, true, true) + loss(judged.b, true, true)
          return { 'g/total': adv + cycles + same, 'd/total_a': ofD(a, 'a'), 'd/total_b': ofD(b, 'b') }
        }),
      )
      await cycleganStep(made.ctx)
      for (const [key, value] of Object.entries(expected)) {
        expect(Math.abs(made.logged.get(key)! - value), key).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)))
      }
    })
    a.dispose()
    b.dispose()
  })

  it('leaves as many tensors as it found once its pools are full', async () => {
    await withBench({}, async (made) => {
      for (let i = 0; i < 4; i++) await cycleganStep(made.ctx)
      expect(made.ctx.state.parts.a.images.length).toBe(3)
      const live = memory().live
      for (let i = 0; i < 3; i++) await cycleganStep(made.ctx)
      expect(memory().live).toBe(live)
    })
  })

  it.each([
    ['bfloat16', {}, {}],
    ['vanilla losses and batch norm', { ganMode: 'vanilla', normG: 'batch', normD: 'batch' }, { batch: 2 }],
    ['hinge without norms, resizing', { ganMode: 'hinge', normG: 'none', normD: 'none', upsampling: 'resize' }, {}],
    ['a critic with gradient penalty', { ganMode: 'wgangp' }, {}],
    ['1 x 1 patches and dropout', { discriminator: 'pixel', dropout: true }, {}],
    ['judging together', {}, { concatForward: true }],
    ['clipped gradients', {}, { clipD: 0.1, clipG: 0.1 }],
    ['a pool of nothing', { poolSize: 0 }, {}],
  ])('learns with %s', async (title, changes, train) => {
    await withBench({ model: changes, train }, async (made) => {
      const [generators, discriminators] = [snapshot(made, 'generator'), snapshot(made, 'discriminator')]
      const half = <T>(fn: () => T): T => autocast({ device: 'cpu', dtype: 'bfloat16' }, fn)
      const ctx = title === 'bfloat16' ? { ...made.ctx, forward: half } : made.ctx
      for (let i = 0; i < 5; i++) await cycleganStep(ctx)
      expect(moved(made, 'generator', generators)).toBeGreaterThan(0)
      expect(moved(made, 'discriminator', discriminators)).toBeGreaterThan(0)
      for (const [key, value] of made.logged) expect(Number.isFinite(value), key).toBe(true)
      for (const key of ['g/total', 'g/adv', 'g/cycle', 'g/identity', 'd/total', 'd/adv_real', 'd/real_logit'])
        expect(made.logged.has(key), key).toBe(true)
      expect(made.logged.has('d/gp')).toBe(title === 'a critic with gradient penalty')
      for (const value of [...generators, ...discriminators]) value.dispose()
    })
  })

  it('refuses a penalty on discriminators from code with batch norm, but not on others', async () => {
    const pairOf = (normalised: boolean): Module => {
      const judge = () =>
        new Sequential([new Conv2d(3, 1, { kernelSize: 4 }), ...(normalised ? [new BatchNorm(1)] : [])])
      class Pair extends Module {
        readonly a = this.child('a', judge())
        readonly b = this.child('b', judge())
        override forward(x: Tensor, domain: 'a' | 'b'): Tensor {
          return this[domain].forward(x)
        }
      }
      return new Pair()
    }
    for (const normalised of [true, false]) {
      await withBench({ model: { ganMode: 'wgangp' } }, async ({ ctx }) => {
        const discriminator = pairOf(normalised)
        const step = cycleganStep({ ...ctx, networks: { ...ctx.networks, discriminator: discriminator as never } })
        if (normalised) await expect(step).rejects.toThrow(/needs a discriminator without batch norm/)
        else await step
        discriminator.dispose()
      })
    }
  })

  it('translates between images of different channels without identity', async () => {
    await withBench({ targetChannels: 1, model: { identity: 0 } }, async (made) => {
      await cycleganStep(made.ctx)
      expect(made.ctx.state.parts.b.images[0]!.shape).toEqual([1, 16, 16])
      expect(made.ctx.state.parts.a.images[0]!.shape).toEqual([3, 16, 16])
    })
  })

  it('goes on with discriminators alone when all weights of the generators are frozen, and the other way round', async () => {
    for (const frozen of ['generator', 'discriminator'] as const) {
      await withBench({}, async (made) => {
        made.networks[frozen].requiresGrad(false)
        const before = { generator: snapshot(made, 'generator'), discriminator: snapshot(made, 'discriminator') }
        await cycleganStep(made.ctx)
        const other = frozen === 'generator' ? 'discriminator' : 'generator'
        expect(moved(made, frozen, before[frozen])).toBe(0)
        expect(moved(made, other, before[other])).toBeGreaterThan(0)
        for (const value of [...before.generator, ...before.discriminator]) value.dispose()
      })
    }
  })

  it('goes on with one direction when the other is frozen', async () => {
    await withBench({}, async (made) => {
      made.networks.generator.a2b.requiresGrad(false)
      await cycleganStep(made.ctx)
      expect(made.networks.generator.a2b.parameters().every((value) => value.grad === null)).toBe(true)
      expect(made.networks.generator.b2a.parameters().every((value) => value.grad !== null)).toBe(true)
    })
  })
})
