/** First, second and third derivatives of what GANs differentiate twice, against Python and finite differences. */
import { describe, expect, test } from 'vitest'
import {
  batchNorm,
  conv2d,
  convTranspose2d,
  grad,
  groupNorm,
  instanceNorm,
  layerNorm,
  scope,
  type Tensor,
} from '../src/index.js'
import { wave } from './wave.js'

const FP64 = 1e-9 // relative; float64 on both sides, sums of thousands of terms in another order

/**
 * y, then the gradients g₁ of Σy², g₂ of Σg₁², g₃ of Σg₂²; as sums of absolute values.
 *
 *     x = x.clone().requires_grad_()
 *     y = f(x)
 *     g1, = torch.autograd.grad(y.square().sum(), x, create_graph=True)
 *     g2, = torch.autograd.grad(g1.square().sum(), x, create_graph=True)
 *     g3, = torch.autograd.grad(g2.square().sum(), x)
 *     print([t.abs().sum().item() for t in (y, g1, g2, g3)])
 */
function derivatives(f: (x: Tensor) => Tensor, x: Tensor, highest: number): number[] {
  x.requiresGrad_()
  const values = [f(x)]
  for (let order = 1; order <= highest; order++) {
    const [g] = grad([values[order - 1]!.square().sum()], [x], { createGraph: true })
    values.push(g!)
  }
  return values.map((t) => t.abs().sum().item())
}

const image = () => wave([2, 2, 5, 5])
const gamma = () => wave([2], { scale: 2 }).add(1.5)
const beta = () => wave([2], { scale: 3 })
const convWeight = () => wave([3, 2, 3, 3], { scale: 1.1 })
const transposedWeight = () => wave([2, 3, 4, 4], { scale: 1.3 })

// Normalisation written out. libtorch's double backward of the fused batch, instance and layer norm takes the saved mean
// and deviation for constants, so its third derivatives are wrong (2.13, in Python as well as here) or refused (2.14,
// batch and instance norm); group norm's are right.
function normalised(x: Tensor, dims: readonly number[]): Tensor {
  const centred = x.sub(x.mean(dims, { keepdim: true }))
  return centred.div(centred.square().mean(dims, { keepdim: true }).add(1e-5).sqrt())
}

interface Case {
  /** Highest order that libtorch computes correctly; default 3. */
  readonly exactOrder?: number
  readonly name: string
  readonly f: (x: Tensor) => Tensor
  readonly x: () => Tensor
  readonly python: readonly number[]
}

const cases: readonly Case[] = [
  {
    name: 'conv2d', // torch.tanh(F.conv2d(x, wave(3, 2, 3, 3, scale=1.1), stride=2, padding=1))
    f: (x) => conv2d(x, convWeight(), { stride: 2, padding: 1 }).tanh(),
    x: image,
    python: [48.182794678766875, 41.75090078652346, 309.8404728985719, 134135.49938717188],
  },
  {
    name: 'convTranspose2d', // torch.tanh(F.conv_transpose2d(x, wave(2, 3, 4, 4, scale=1.3), stride=2, padding=1))
    f: (x) => convTranspose2d(x, transposedWeight(), { stride: 2, padding: 1 }).tanh(),
    x: image,
    python: [348.09192661706976, 550.6336674938685, 18979.978805769057, 51190930.503699355],
  },
  {
    exactOrder: 2,
    name: 'batchNorm', // torch.tanh(F.batch_norm(x, None, None, gamma, beta, training=True, eps=1e-5))
    f: (x) =>
      batchNorm(x, {
        weight: gamma(),
        bias: beta(),
        runningMean: null,
        runningVar: null,
        training: true,
        momentum: 0.1,
        eps: 1e-5,
        cudnnEnabled: false,
      }).tanh(),
    x: image,
    python: [83.88204630100844, 82.23076026626956, 679.6468225201693, 160686.5160088808],
  },
  {
    exactOrder: 2,
    name: 'instanceNorm', // torch.tanh(F.instance_norm(x, None, None, gamma, beta, eps=1e-5))
    f: (x) =>
      instanceNorm(x, {
        weight: gamma(),
        bias: beta(),
        runningMean: null,
        runningVar: null,
        useInputStats: true,
        momentum: 0.1,
        eps: 1e-5,
        cudnnEnabled: false,
      }).tanh(),
    x: image,
    python: [83.32705868806906, 80.7506709090121, 737.112894474272, 277506.53858741745],
  },
  {
    name: 'groupNorm', // torch.tanh(F.group_norm(x, 1, gamma, beta, eps=1e-5))
    f: (x) => groupNorm(x, 1, { weight: gamma(), bias: beta(), eps: 1e-5 }).tanh(),
    x: image,
    python: [83.26464352433317, 80.0601549809032, 771.6333182046845, 397463.4233636086],
  },
  {
    exactOrder: 2,
    name: 'layerNorm', // torch.tanh(F.layer_norm(x, [5], eps=1e-5))
    f: (x) => layerNorm(x, [5], { eps: 1e-5 }).tanh(),
    x: image,
    python: [63.10700974442419, 51.291649490961895, 341.79158481162835, 38336.81503235736],
  },
  {
    name: 'batch normalisation written out', // as above, from x.mean((0, 2, 3)) and ((x - m) ** 2).mean((0, 2, 3))
    f: (x) =>
      normalised(x, [0, 2, 3])
        .mul(gamma().view([1, 2, 1, 1]))
        .add(beta().view([1, 2, 1, 1]))
        .tanh(),
    x: image,
    python: [83.88204630100844, 82.23076026626956, 679.646822520169, 190430.43473835054],
  },
  {
    name: 'layer normalisation written out',
    f: (x) => normalised(x, [3]).tanh(),
    x: image,
    python: [63.10700974442419, 51.2916494909619, 341.79158481162824, 55683.80417289383],
  },
  {
    name: 'tanh',
    f: (x) => x.tanh(),
    x: () => wave([7]),
    python: [3.5186686771741558, 4.162679296189472, 5.61498863268747, 32.25688750806938],
  },
  {
    name: 'sigmoid',
    f: (x) => x.sigmoid(),
    x: () => wave([7]),
    python: [3.8557259398417085, 1.7193985370209126, 0.24330982416041935, 0.03162981328898355],
  },
  {
    name: 'exp',
    f: (x) => x.exp(),
    x: () => wave([7]),
    python: [10.422767426482377, 39.991732723122745, 1621.6306553492022, 7957971.456714554],
  },
]

describe.each(cases)('$name', ({ f, x, python, exactOrder = 3 }) => {
  test('value and derivatives equal those of Python', () => {
    scope(() => {
      const found = derivatives(f, x(), exactOrder)
      found.forEach((value, i) => {
        const expected = python[i]!
        expect(Math.abs(value - expected) / Math.abs(expected)).toBeLessThan(FP64)
      })
    })
  })

  test('each derivative is the limit of differences of the one before', () => {
    const step = 1e-5
    // Central differences have an error of step² and lose half the digits to cancellation.
    const tolerance = 2e-6
    scope(() => {
      const start = x()
      const direction = wave(start.shape, { scale: 1.9, shift: 0.4 })
      // A weighted sum of the values, of the gradient, of the gradient of that.
      const weights = wave(f(start).shape, { scale: 0.3 })
      const levels: ((at: Tensor) => Tensor)[] = [(at) => f(at).mul(weights).sum()]
      for (let order = 1; order <= exactOrder; order++) {
        const lower = levels[order - 1]!
        levels.push((at) => {
          const [g] = grad([lower(at)], [at], { createGraph: true })
          return g!.mul(direction).sum()
        })
      }
      for (let order = 1; order <= exactOrder; order++) {
        const at = (shift: number) => start.detach().add(direction.mul(shift)).requiresGrad_()
        const exact = levels[order]!(at(0)).item()
        const lower = levels[order - 1]!
        const difference = (lower(at(step)).item() - lower(at(-step)).item()) / (2 * step)
        expect(Math.abs(exact - difference) / (1 + Math.abs(exact))).toBeLessThan(tolerance)
      }
    })
  })
})

test('a penalty through batch norm and transposed convolution reaches the weights', () => {
  scope(() => {
    const x = image().requiresGrad_()
    const w = transposedWeight().requiresGrad_()
    const y = convTranspose2d(x, w, { stride: 2, padding: 1 }).tanh().sum()
    const [g] = grad([y], [x], { createGraph: true })
    g!.square().sum().backward()
    expect(w.grad?.abs().sum().item()).toBeGreaterThan(0)
    expect(x.grad?.shape).toEqual(x.shape)
  })
})
