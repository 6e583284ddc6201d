import { memory, ones, randn, scope, type Tensor } from '@ganymede/torch'
import { afterEach, describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { ExponentialMovingAverage } from '../../../src/nn/ema.js'
import { Linear } from '../../../src/nn/layers/linear.js'
import type { Module } from '../../../src/nn/module.js'
import { sgd } from '../../../src/nn/optim/sgd.js'
import { trainSchema } from '../../../src/options/train-options.js'
import type { AuxiliaryLoss } from '../../../src/systems/contract/auxiliary-loss.js'
import type { Networks, StepContext } from '../../../src/systems/contract/system.js'
import { nonSaturating } from '../../../src/systems/losses/adversarial.js'
import type { AdversarialParts } from '../../../src/systems/steps/adversarial-parts.js'
import { adversarialStep } from '../../../src/systems/steps/adversarial-step.js'

interface Rig {
  readonly events: string[]
  readonly batches: number[]
  readonly logged: Set<string>
  readonly generator: Linear
  readonly discriminator: Linear
  /** Real images come from this tensor, cut in order, from now on. */
  fixReal(images: Tensor): void
  readonly gradients: () => Record<string, number[] | null>
  steps(count: number): Promise<void>
}

const open: { dispose(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.dispose()
})

/** Two linear networks on 3-number "images", so that every order and gradient can be looked at. */
function rig(options: Record<string, unknown>, extra: Partial<AdversarialParts> = {}): Rig {
  const train = trainSchema.parse({ batch: 8, ema: 0.9, ...options })
  const random = new SeededStreams(3, 'cpu')
  const generator = new Linear(2, 3, { rng: random.stream('g') })
  const discriminator = new Linear(3, 1, { rng: random.stream('d') })
  const ema = new ExponentialMovingAverage(generator, () => new Linear(2, 3), { mode: 'fixed', decay: train.ema })
  const optimizers = {
    g: sgd(generator, { lr: 0.1 }),
    d: sgd(discriminator, { lr: 0.1 }),
  }
  open.push(random, generator, discriminator, ema, optimizers.g, optimizers.d)
  const events: string[] = []
  const batches: number[] = []
  const logged = new Set<string>()
  let step = 0
  let handedOut = 0
  let fixed: { readonly images: Tensor; used: number } | null = null
  const ctx = (): StepContext<Networks, unknown> => ({
    step,
    imagesSeen: 0,
    networks: { generator, discriminator },
    optimizers,
    ema,
    options: {},
    train,
    data: { channels: 1, height: 1, width: 3, classes: null, count: 100 },
    device: 'cpu',
    random,
    state: null,
    nextReal: async (n = train.batch) => {
      batches.push(handedOut)
      const first = handedOut++
      if (fixed !== null) {
        const { images, used } = fixed
        fixed.used += n
        return { toDevice: () => ({ images: images.narrow(0, used, n), labels: null }) }
      }
      return {
        toDevice: () => ({ images: randn([n, 3], { generator: random.stream('data') }).add(first), labels: null }),
      }
    },
    forward: (fn) => fn(),
    log: (key) => void logged.add(key),
    requireFinite: () => {},
    requireFiniteGradients: () => {},
    trace: (event) => void events.push(event),
    time: (_, fn) => fn(),
  })
  const parts: AdversarialParts = {
    generator,
    discriminator,
    optimizerG: optimizers.g,
    optimizerD: optimizers.d,
    loss: nonSaturating(),
    latents: (n, streams, name) => ({ z: randn([n, 2], { generator: streams.stream(name) }), label: null }),
    generate: ({ z }) => generator.forward(z),
    discriminate: (images) => discriminator.forward(images),
    ...extra,
  }
  const gradientsOf = (module: Module) =>
    module.parameters().flatMap((p) => scope(() => (p.grad === null ? [Number.NaN] : Array.from(p.grad.floats()))))
  return {
    events,
    batches,
    logged,
    generator,
    discriminator,
    gradients: () => ({ g: gradientsOf(generator), d: gradientsOf(discriminator) }),
    fixReal: (images) => {
      fixed = { images, used: 0 }
    },
    async steps(count) {
      for (let i = 0; i < count; i++) {
        await adversarialStep(ctx(), parts)
        step++
      }
    },
  }
}

describe('order of one step', () => {
  // training-loop specification, section 3, "Order traces".
  it.each([
    [{}, 'd D g G E'],
    [{ dSteps: 5 }, 'd D d D d D d D d D g G E'],
    [{ accumD: 2, accumG: 2 }, 'd d D g g G E'],
    [{ dSteps: 2, gSteps: 2, accumD: 2 }, 'd d D d d D g G E g G E'],
    [{ dFirst: false }, 'g G E d D'],
    [{ shareFakes: true }, 'd D g G E'],
    [{ shareFakes: true, dFirst: false }, 'g G E d D'],
  ])('with %o is %s, three steps long', async (options, expected) => {
    const run = rig(options)
    await run.steps(3)
    expect(run.events.join(' ')).toBe([expected, expected, expected].join(' '))
  })

  it('updates only D in warm-up steps, without G keys in the log', async () => {
    const run = rig({ dWarmupSteps: 2 })
    await run.steps(2)
    expect(run.events.join(' ')).toBe('d D d D')
    expect([...run.logged].filter((key) => key.startsWith('g/'))).toEqual([])
    await run.steps(1)
    expect(run.events.join(' ')).toBe('d D d D d D g G E')
    expect(run.logged).toContain('g/total')
  })
})

it('gives each D update a real batch of its own', async () => {
  const run = rig({ dSteps: 5 })
  await run.steps(1)
  expect(new Set(run.batches).size).toBe(5)
})

it('leaves no gradient in G after the D phase and computes none for D in the G phase', async () => {
  const seen: Record<string, { g: boolean; d: boolean }> = {}
  const spy = (phase: 'd' | 'g'): AuxiliaryLoss<'d'> & AuxiliaryLoss<'g'> => ({
    name: 'spy',
    weight: 1,
    compute: (ctx: { generator: Module; discriminator: Module }) => {
      seen[phase] = {
        g: ctx.generator.parameters().some((p) => p.requiresGrad),
        d: ctx.discriminator.parameters().some((p) => p.requiresGrad),
      }
      return null
    },
  })
  const run = rig({}, { auxiliaryD: [spy('d')], auxiliaryG: [spy('g')] })
  await run.steps(1)
  expect(seen).toEqual({ d: { g: false, d: true }, g: { g: true, d: false } })
  expect(run.generator.parameters().every((p) => p.requiresGrad)).toBe(true)
  expect(run.discriminator.parameters().every((p) => p.requiresGrad)).toBe(true)
})

it('keeps frozen layers frozen', async () => {
  const run = rig({})
  run.discriminator.weight.requiresGrad_(false)
  const before = Array.from(run.discriminator.weight.floats())
  await run.steps(2)
  expect(run.discriminator.weight.requiresGrad).toBe(false)
  expect(Array.from(run.discriminator.weight.floats())).toEqual(before)
})

it('keeps frozen layers of the generator frozen, also when fakes are shared', async () => {
  const run = rig({ shareFakes: true })
  run.generator.weight.requiresGrad_(false)
  const before = Array.from(run.generator.weight.floats())
  await run.steps(2)
  expect(run.generator.weight.requiresGrad).toBe(false)
  expect(Array.from(run.generator.weight.floats())).toEqual(before)
})

it('gives the gradient of the whole batch whatever the accumulation', async () => {
  const FP32_SUM = 1e-6 // relative; the order of summation differs
  const gradientsWith = async (accumulation: number) => {
    const fixed = new SeededStreams(5, 'cpu')
    open.push(fixed)
    const noise = randn([16, 2], { generator: fixed.stream('noise') })
    let used = 0
    const run = rig(
      { accumD: accumulation, accumG: accumulation },
      {
        latents: (n) => {
          const z = noise.narrow(0, used, n)
          used += n
          return { z, label: null }
        },
      },
    )
    run.fixReal(randn([8, 3], { generator: fixed.stream('real') }))
    await run.steps(1)
    return run.gradients()
  }
  const whole = await gradientsWith(1)
  for (const accumulation of [2, 4, 8]) {
    const parts = await gradientsWith(accumulation)
    for (const network of ['d', 'g'] as const) {
      const scale = Math.max(...whole[network]!.map(Math.abs))
      const error = Math.max(...whole[network]!.map((value, i) => Math.abs(value - parts[network]![i]!)))
      expect(error / scale).toBeLessThan(FP32_SUM)
    }
  }
})

it('applies due auxiliary losses with their weight, interval and name', async () => {
  const due: number[] = []
  const loss: AuxiliaryLoss<'d'> = {
    name: 'drift',
    weight: 0.5,
    interval: 2,
    compute: ({ step, predReal }) => {
      due.push(step)
      return predReal.square().mean()
    },
  }
  const run = rig({}, { auxiliaryD: [loss] })
  await run.steps(4)
  expect(due).toEqual([0, 2])
  expect(run.logged).toContain('d/drift')
})

it('trains on what an auxiliary loss returns', async () => {
  const pull: AuxiliaryLoss<'g'> = {
    name: 'pull',
    weight: 100,
    compute: ({ fake }: { fake: Tensor }) =>
      fake
        .sub(ones([3]))
        .square()
        .mean(),
  }
  const run = rig({}, { auxiliaryG: [pull], weightAdv: 0 })
  const distance = () => scope(() => Math.abs(run.generator.bias!.mean().item() - 1))
  const before = distance()
  await run.steps(1)
  expect(distance()).not.toBe(before)
})

it('leaves as many live tensors as it found', async () => {
  const run = rig({ dSteps: 2, accumD: 2 })
  await run.steps(2)
  const live = memory().live
  await run.steps(10)
  expect(memory().live).toBe(live)
})

it('refuses two auxiliary losses of one name', async () => {
  const loss: AuxiliaryLoss<'d'> = { name: 'drift', weight: 1, compute: () => null }
  const run = rig({}, { auxiliaryD: [loss, loss] })
  await expect(run.steps(1)).rejects.toThrow('two auxiliary losses are called "d/drift"')
})
