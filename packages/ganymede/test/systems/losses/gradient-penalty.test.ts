import { grad, keep, noGrad, randn, Generator as Stream, scope, type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { LeakyReLU } from '../../../src/nn/layers/activations.js'
import { Conv2d } from '../../../src/nn/layers/conv2d.js'
import { GroupNorm } from '../../../src/nn/layers/group-norm.js'
import { InstanceNorm2d } from '../../../src/nn/layers/instance-norm.js'
import { LayerNorm } from '../../../src/nn/layers/layer-norm.js'
import { Linear } from '../../../src/nn/layers/linear.js'
import { Flatten } from '../../../src/nn/layers/shape.js'
import type { Layer } from '../../../src/nn/module.js'
import { Sequential } from '../../../src/nn/sequential.js'
import {
  divergencePenalty,
  draganPenalty,
  gradientPenalty,
  inputGradient,
  squaredSlope,
} from '../../../src/systems/losses/gradient-penalty.js'

const FP64 = 1e-8 // the reference numbers are printed with nine digits

const images = (values: readonly number[][]) =>
  tensor(values.flat(), { dtype: 'float64' }).reshape([values.length, 1, 1, 3])

/*
 * D(x) = sum a x², a = (.25, -.75, .5), whose gradient is 2 a x; with torch in float64
 *   h = al x + (1 - al) y;  n = lambda v: v.flatten(1).norm(dim=1)
 */
function quadratic() {
  const a = tensor([0.25, -0.75, 0.5], { dtype: 'float64' })
  return {
    critic: (x: Tensor) => x.square().mul(a).sum([1, 2, 3]),
    x: images([
      [0.5, -1, 0.25],
      [1, 0.75, -0.5],
    ]),
    y: images([
      [-0.5, 0.5, 1],
      [0.25, -0.25, 0.125],
    ]),
    alpha: tensor([0.3, 0.8], { dtype: 'float64' }).reshape([2, 1, 1, 1]),
  }
}

function expectValue(found: Tensor, expected: number): void {
  expect(Math.abs(found.item() - expected)).toBeLessThan(FP64)
}

describe('on a critic whose gradient is known', () => {
  it('has the values of the formulas between real and fake', () => {
    scope(() => {
      const { critic, x, y, alpha } = quadratic()
      expectValue(gradientPenalty(critic, x, y, { alpha }), 0.023109516)
      expectValue(gradientPenalty(critic, x, y, { alpha, form: 'one-sided' }), 0.000000439)
      expectValue(gradientPenalty(critic, x, y, { alpha, form: 'zero' }), 0.8090625)
      expectValue(gradientPenalty(critic, x, y, { alpha, norm: 'pixel' }), 0.411354167)
    })
  })

  it('has those of R1, R2, WGAN-div and DRAGAN', () => {
    scope(() => {
      const { critic, x, y, alpha } = quadratic()
      const [real, fake] = [x.requiresGrad_(), y.requiresGrad_()]
      expectValue(squaredSlope(critic(real), real), 2.0703125)
      expectValue(squaredSlope(critic(fake), fake), 0.8984375)
      const pair = (v: Tensor) => ({ scores: critic(v), images: v })
      expectValue(divergencePenalty(pair(real), pair(fake)), 11.598396301)
      const noise = images([
        [0.1, 0.9, 0.4],
        [0.6, 0.2, 0.7],
      ])
      expectValue(draganPenalty(critic, x.detach(), { alpha, noise }), 0.153493421)
    })
  })
})

describe('the gradient for the weights agrees with differences in float64', () => {
  const SECOND_ORDER = 1e-6 // relative; central differences of step 1e-5 across a second derivative

  const networks: Record<string, (rng: Stream) => Layer[]> = {
    'convolution, LeakyReLU, linear': (rng) => [
      new Conv2d(2, 3, { kernelSize: 3, stride: 2, padding: 1, rng }),
      new LeakyReLU(0.2),
      new Flatten(),
      new Linear(12, 1, { rng }),
    ],
    'layer norm over features': (rng) => [
      new Flatten(),
      new Linear(32, 6, { rng }),
      new LayerNorm(6),
      new LeakyReLU(0.2),
      new Linear(6, 1, { rng }),
    ],
    'layer norm over channels and pixels': (rng) => [
      new Conv2d(2, 3, { kernelSize: 4, stride: 2, padding: 1, rng }),
      new GroupNorm(1, 3),
      new LeakyReLU(0.2),
      new Conv2d(3, 1, { kernelSize: 2, rng }),
    ],
    'instance norm': (rng) => [
      new Conv2d(2, 3, { kernelSize: 4, stride: 2, padding: 1, rng }),
      new InstanceNorm2d(3, { affine: true }),
      new LeakyReLU(0.2),
      new Conv2d(3, 1, { kernelSize: 2, rng }),
    ],
  }
  const penalties: Record<
    string,
    (critic: (x: Tensor) => Tensor, real: Tensor, fake: Tensor, alpha: Tensor) => Tensor
  > = {
    gp: (critic, real, fake, alpha) => gradientPenalty(critic, real, fake, { alpha }),
    r1: (critic, real) => {
      const leaf = real.detach().requiresGrad_()
      return squaredSlope(critic(leaf), leaf)
    },
    div: (critic, real, fake) => {
      const [a, b] = [real.detach().requiresGrad_(), fake.detach().requiresGrad_()]
      return divergencePenalty({ scores: critic(a), images: a }, { scores: critic(b), images: b })
    },
  }

  it.each(Object.keys(networks).flatMap((n) => Object.keys(penalties).map((p) => [n, p] as const)))(
    '%s under %s',
    (networkName, penaltyName) => {
      const rng = new Stream(11)
      const network = new Sequential(networks[networkName]!(rng)).to({ dtype: 'float64' })
      scope(() => {
        const draw = () => randn([3, 2, 4, 4], { generator: rng, dtype: 'float64' })
        const [real, fake] = [draw(), draw()]
        const alpha = tensor([0.2, 0.5, 0.9], { dtype: 'float64' }).reshape([3, 1, 1, 1])
        const penalty = () => penalties[penaltyName]!((x) => network.forward(x).flatten(), real, fake, alpha)
        const parameters = network.parameters()
        const exact = grad([penalty()], parameters, { allowUnused: true })
        const step = 1e-5
        parameters.forEach((parameter, i) => {
          const values = exact[i] === null ? null : Array.from(exact[i]!.flatten().data() as Float64Array)
          const flat = parameter.detach().reshape([-1])
          // A few elements of each weight: every one costs two passes.
          for (const j of [0, Math.floor(parameter.numel / 2), parameter.numel - 1]) {
            const at = (by: number) =>
              scope(() => {
                noGrad(() => void flat.narrow(0, j, 1).add_(by))
                const value = penalty().item()
                noGrad(() => void flat.narrow(0, j, 1).sub_(by))
                return value
              })
            const estimate = (at(step) - at(-step)) / (2 * step)
            const found = values === null ? 0 : values[j]!
            expect(Math.abs(found - estimate) / Math.max(1, Math.abs(estimate)), `weight ${i}[${j}]`).toBeLessThan(
              SECOND_ORDER,
            )
          }
        })
      })
      network.dispose()
      rng.dispose()
    },
  )
})

it('gives each image its own alpha, between 0 and 1, and draws anew', () => {
  const rng = new Stream(3)
  scope(() => {
    const seen: Tensor[] = []
    const critic = (x: Tensor) => {
      seen.push(keep(x.detach()))
      return x.sum([1, 2, 3])
    }
    const [real, fake] = [tensor(1).expand([64, 2, 3, 3]), tensor(0).expand([64, 2, 3, 3])]
    for (let i = 0; i < 2; i++) gradientPenalty(critic, real, fake, { rng })
    const alphas = seen.map((x) => Array.from(x.select(1, 0).select(1, 0).select(1, 0).floats()))
    expect(new Set(alphas[0]).size).toBe(64)
    expect(Math.min(...alphas[0]!)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...alphas[0]!)).toBeLessThanOrEqual(1)
    expect(alphas[1]).not.toEqual(alphas[0])
    // Within an image alpha is one number.
    expect(seen[0]!.flatten(1).std([1]).max().item()).toBe(0)
    for (const x of seen) x.dispose()
  })
  rng.dispose()
})

it('counts a critic without slope as 1 and gives finite gradients', () => {
  scope(() => {
    const weight = tensor([0], { requiresGrad: true })
    const rng = new Stream(1)
    const x = randn([4, 1, 2, 2], { generator: rng })
    const penalty = gradientPenalty((v) => v.sum([1, 2, 3]).mul(weight), x, x.mul(2), { rng })
    expect(penalty.item()).toBe(1)
    penalty.backward()
    expect(Number.isFinite(weight.grad!.item())).toBe(true)
    rng.dispose()
  })
})

it('refuses real and fake images of different shape with both shapes', () => {
  scope(() => {
    expect(() => gradientPenalty((x) => x.sum([1]), tensor([[1, 2]]), tensor([[1, 2, 3]]))).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH', lines: ['real  [1, 2]', 'fake  [1, 3]'] }),
    )
  })
})

it('leaves no tensor behind but its result', () => {
  scope(() => {
    const x = tensor([[1, 2]], { requiresGrad: true })
    expect(inputGradient(x.square().sum(), x).floats()).toEqual(Float32Array.from([2, 4]))
  })
})
