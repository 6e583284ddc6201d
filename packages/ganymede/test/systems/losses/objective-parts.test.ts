import { autocast, memory, randn, scope, type Tensor } from '@ganymede/torch'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { LeakyReLU } from '../../../src/nn/layers/activations.js'
import { BatchNorm } from '../../../src/nn/layers/batch-norm.js'
import { Linear } from '../../../src/nn/layers/linear.js'
import type { Module } from '../../../src/nn/module.js'
import type { Optimizer } from '../../../src/nn/optim/optimizer.js'
import { sgd } from '../../../src/nn/optim/sgd.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { trainSchema } from '../../../src/options/train-options.js'
import type { Networks, StepContext } from '../../../src/systems/contract/system.js'
import { objectiveOptions, penaltyNames } from '../../../src/systems/losses/objective-options.js'
import { discriminatorAdam, objectiveParts, objectiveState } from '../../../src/systems/losses/objective-parts.js'
import type { AdversarialParts } from '../../../src/systems/steps/adversarial-parts.js'
import { adversarialStep } from '../../../src/systems/steps/adversarial-step.js'

const schema = z.strictObject(objectiveOptions)
const open: { dispose(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.dispose()
})

interface RigOptions {
  readonly objective?: z.input<typeof schema>
  readonly train?: Record<string, unknown>
  readonly isDouble?: boolean
  readonly isHalf?: boolean
  readonly override?: Partial<AdversarialParts>
}

/** Two small perceptrons on "images" of three numbers; equal seeds give equal networks, data and noise. */
function rig({ objective = {}, train: trainInput = {}, isDouble = false, isHalf = false, override = {} }: RigOptions) {
  const train = trainSchema.parse({ batch: 8, ...trainInput })
  const random = new SeededStreams(3, 'cpu')
  const dtype = isDouble ? 'float64' : 'float32'
  const generator = new Linear(2, 3, { rng: random.stream('g') }).to({ dtype })
  const [first, last] = [new Linear(3, 5, { rng: random.stream('d') }), new Linear(5, 1, { rng: random.stream('d') })]
  const discriminator = new Sequential([first, new LeakyReLU(0.2), last]).to({ dtype })
  const optimizers = { g: sgd(generator, { lr: 0.1 }), d: sgd(discriminator, { lr: 0.1 }) }
  const state = objectiveState()
  open.push(random, generator, discriminator, optimizers.g, optimizers.d, state)
  const events: string[] = []
  const logged = new Map<string, number>()
  const gradients: Record<string, number[]> = {}
  let [step, real, noise] = [0, 0, 0]
  const reals = scope(() => randn([64, 3], { generator: random.stream('data') }).to({ dtype }))
  const latents = scope(() => randn([64, 2], { generator: random.stream('noise') }).to({ dtype }))
  open.push(reals, latents)
  const settings = schema.parse(objective)
  const ctx: StepContext<Networks, unknown> = {
    get step() {
      return step
    },
    imagesSeen: 0,
    networks: { generator, discriminator },
    optimizers,
    ema: null,
    options: {},
    train,
    data: { channels: 1, height: 1, width: 3, classes: null, count: 100 },
    device: 'cpu',
    random,
    state,
    nextReal: async (n = train.batch) => {
      const from = real
      real = (real + n) % 64
      return { toDevice: () => ({ images: reals.narrow(0, from, n), labels: null }) }
    },
    forward: (fn) => (isHalf ? autocast({ dtype: 'bfloat16' }, fn) : fn()),
    log: (key, value) => void logged.set(key, typeof value === 'number' ? value : value.item()),
    requireFinite: () => {},
    requireFiniteGradients: (network) => {
      const module: Module = network === 'd' ? discriminator : generator
      gradients[network] = module
        .parameters()
        .flatMap((p) => scope(() => Array.from((p.grad?.flatten().data() ?? []) as ArrayLike<number>)))
    },
    trace: (event) => void events.push(event),
    time: (_, fn) => fn(),
  }
  const optimizersOf: { optimizerG: Optimizer; optimizerD: Optimizer } = {
    optimizerG: optimizers.g,
    optimizerD: optimizers.d,
  }
  const run = async (count: number) => {
    for (let i = 0; i < count; i++, step++) {
      await adversarialStep(ctx, {
        generator,
        discriminator,
        ...optimizersOf,
        ...objectiveParts(settings, ctx, discriminator, state),
        latents: (n) => {
          const from = noise
          noise = (noise + n) % 64
          return { z: latents.narrow(0, from, n), label: null }
        },
        generate: (z) => generator.forward(z.z),
        discriminate: (x) => discriminator.forward(x),
        ...override,
      })
    }
  }
  return { run, events, logged, gradients, generator, discriminator, ctx, state, settings }
}

const weightsOf = (module: Module) => module.parameters().flatMap((p) => Array.from(p.floats()))

describe.each(penaltyNames.filter((name) => name !== 'none'))('penalty %s', (penalty) => {
  const objective = { penalty, objective: penalty === 'div' || penalty.startsWith('gp') ? 'wgan' : 'vanilla' } as const

  it('changes D and leaves the order of the step, G in the D phase and the count of tensors alone', async () => {
    const [plain, penalised] = [rig({}), rig({ objective })]
    await plain.run(1)
    await penalised.run(1)
    expect(penalised.events.join(' ')).toBe('d D g G')
    expect(weightsOf(penalised.discriminator)).not.toEqual(weightsOf(plain.discriminator))
    const live = memory().live
    await penalised.run(4)
    expect(memory().live).toBe(live)
  })

  it('leaves no gradient in G after the D phase, and frozen layers frozen', async () => {
    const found: boolean[] = []
    const { run, generator, discriminator } = rig({
      objective,
      override: { afterD: () => void found.push(generator.parameters().some((p) => p.grad !== null)) },
    })
    const frozen = discriminator.parameters()[0]!
    frozen.requiresGrad_(false)
    const before = Array.from(frozen.floats())
    await run(1)
    expect(found).toEqual([false])
    expect(Array.from(frozen.floats())).toEqual(before)
    expect(frozen.requiresGrad).toBe(false)
  })
})

it('keeps the order of specified counts with penalty, clipping and noise', async () => {
  const train = { dSteps: 2, gSteps: 2, accumD: 2 }
  const { run, events } = rig({
    objective: { objective: 'wgan', clip: 0.1, penalty: 'gp-zero', instanceNoise: 0.1 },
    train,
  })
  await run(3)
  const one = 'd d D d d D g G g G'
  expect(events.join(' ')).toBe([one, one, one].join(' '))
})

it.each([
  ['R1, R2, drift', { penalty: 'r1r2', drift: 0.1 }],
  ['WGAN-div', { objective: 'wgan', penalty: 'div' }],
  ['least squares', { objective: 'lsgan', realLabel: 0.9 }],
  ['WGAN-GP', { objective: 'wgan', penalty: 'gp' }],
  ['WGAN-LP', { objective: 'wgan', penalty: 'gp-one-sided', penaltyWeight: 3 }],
  ['zero-centred between images', { penalty: 'gp-zero', realLabel: 0.9, fakeLabel: 0.1 }],
  ['hinge, clipped', { objective: 'hinge', clip: 0.1, clipWhen: 'before' }],
  ['minimax with lazy R1', { objective: 'minimax', penalty: 'r1', penaltyInterval: 4 }],
  ['per pixel', { objective: 'wgan', penalty: 'gp-pixel' }],
] as const)('gives the gradient of the whole batch whatever the accumulation: %s', async (_, objective) => {
  const FP64 = 1e-12
  const gradientsWith = async (accumulation: number) => {
    const one = rig({ objective, isDouble: true, train: { accumD: accumulation, accumG: accumulation } })
    await one.run(1)
    return one.gradients
  }
  const whole = await gradientsWith(1)
  for (const accumulation of [2, 4, 8]) {
    const parts = await gradientsWith(accumulation)
    for (const network of ['d', 'g'] as const) {
      const scale = Math.max(...whole[network]!.map(Math.abs))
      const error = Math.max(...whole[network]!.map((v, i) => Math.abs(v - parts[network]![i]!)))
      expect(error / scale).toBeLessThan(FP64)
    }
  }
})

it('is due every k-th step, k times as strong', async () => {
  const lazy = rig({ objective: { penalty: 'r1', penaltyWeight: 2, penaltyInterval: 4 } })
  const strong = rig({ objective: { penalty: 'r1', penaltyWeight: 8 } })
  await lazy.run(1)
  await strong.run(1)
  expect(lazy.gradients.d).toEqual(strong.gradients.d)
  lazy.logged.clear()
  await lazy.run(3)
  expect(lazy.logged.has('d/r1')).toBe(false)
  await lazy.run(1)
  expect(lazy.logged.has('d/r1')).toBe(true)
})

it('counts half of gamma for R1', async () => {
  const { run, logged } = rig({ objective: { penalty: 'r1', penaltyWeight: 6 } })
  await run(1)
  const total = logged.get('d/adv_real')! + logged.get('d/adv_fake')! + 3 * logged.get('d/r1')!
  expect(logged.get('d/total')!).toBeCloseTo(total, 5)
})

it("adapts D's Adam to the interval as StyleGAN2 does", () => {
  const settings = schema.parse({ penalty: 'r1', penaltyInterval: 16, lazyAdam: true })
  const options = discriminatorAdam({ lr: 0.002, betas: [0, 0.99] as const }, settings)
  expect(options.lr).toBeCloseTo(0.00188235, 8)
  expect(options.betas[1]).toBeCloseTo(0.99058546, 8)
  expect(discriminatorAdam({ lr: 0.002, betas: [0, 0.99] as const }, schema.parse({})).lr).toBe(0.002)
})

it.each([
  ['after', true],
  ['before', false],
] as const)('clips %s each update of D', async (clipWhen, isInside) => {
  const { run, discriminator } = rig({ objective: { objective: 'wgan', clip: 0.05, clipWhen } })
  await run(2)
  const largest = Math.max(...weightsOf(discriminator).map(Math.abs))
  expect(largest <= Math.fround(0.05)).toBe(isInside)
  expect(largest).toBeLessThan(0.2)
})

it('scores images whose slope is penalised in float32 in bfloat16 runs', async () => {
  const dtypes: string[] = []
  const seen = (x: Tensor) => void dtypes.push(x.dtype)
  for (const penalty of ['r1', 'gp'] as const) {
    const one = rig({ isHalf: true, objective: { penalty, objective: penalty === 'gp' ? 'wgan' : 'vanilla' } })
    const discriminate = (x: Tensor) => {
      const scores = one.discriminator.forward(x)
      seen(scores)
      return scores
    }
    await adversarialStep(one.ctx, {
      generator: one.generator,
      discriminator: one.discriminator,
      optimizerG: one.ctx.optimizers.g!,
      optimizerD: one.ctx.optimizers.d!,
      ...objectiveParts(one.settings, one.ctx, one.discriminator, one.state),
      latents: (n, random, name) => ({ z: randn([n, 2], { generator: random.stream(name) }), label: null }),
      generate: (z) => one.generator.forward(z.z),
      discriminate,
    })
    expect(one.gradients.d!.every(Number.isFinite)).toBe(true)
  }
  // R1: real, fake, fake of G. Gradient penalty: real, fake, between, fake of G.
  expect(dtypes).toEqual(['float32', 'bfloat16', 'bfloat16', 'bfloat16', 'bfloat16', 'float32', 'bfloat16'])
})

it('judges real and fake images together with the same result', async () => {
  const [apart, together] = [rig({}), rig({ train: { concatForward: true } })]
  await apart.run(2)
  await together.run(2)
  const [expected, found] = [weightsOf(apart.discriminator), weightsOf(together.discriminator)]
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 6)
  expect(together.logged.get('d/total')).toBeCloseTo(apart.logged.get('d/total')!, 6)
})

it('shows a positive Wasserstein estimate after critic updates alone, and no accuracies', async () => {
  const train = { dWarmupSteps: 50, clipD: 0 }
  const { run, logged } = rig({ objective: { objective: 'wgan', penalty: 'gp' }, train })
  await run(50)
  expect(logged.get('d/wasserstein')).toBeGreaterThan(0)
  expect(logged.get('d/real_logit')).toBeGreaterThan(logged.get('d/fake_logit')!)
  expect(logged.get('d/wasserstein')).toBeCloseTo(logged.get('d/real_logit')! - logged.get('d/fake_logit')!, 5)
  expect([...logged.keys()].filter((key) => key.startsWith('d/acc'))).toEqual([])
})

it('refuses a replaced discriminator with batch norm under a penalty', () => {
  const { ctx, state } = rig({})
  const discriminator = new Sequential([new Linear(3, 4), new BatchNorm(4), new Linear(4, 1)])
  open.push(discriminator)
  expect(() => objectiveParts(schema.parse({ penalty: 'r1' }), ctx, discriminator, state)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', lines: expect.arrayContaining(['batch norm: discriminator.1']) }),
  )
})

it('logs LeCam and drift under their own names', async () => {
  const { run, logged } = rig({ objective: { lecam: 0.3, drift: 0.001 } })
  await run(2)
  expect([...logged.keys()]).toEqual(expect.arrayContaining(['d/lecam', 'd/drift']))
})

it('moves the averages of LeCam once an update, whatever the accumulation', async () => {
  const { run, state } = rig({ objective: { lecam: 0.3 }, train: { dSteps: 2, accumD: 4 } })
  const { lecam } = state.parts
  const update = lecam.update.bind(lecam)
  let moves = 0
  lecam.update = (...scores) => {
    moves++
    return update(...scores)
  }
  await run(3)
  expect(moves).toBe(6)
})
