import { describe, expect, test } from 'vitest'
import { backward, cat, grad, keep, linear, memory, randn, scope, tensor, zeroGrads, zeros } from '../src/index.js'
import { errorOf } from './error-of.js'
import { wave } from './wave.js'

const FP64 = 1e-12 // float64 on both sides; only the order of sums differs

describe('backward', () => {
  test('adds to the grad of the leaves', () => {
    scope(() => {
      const x = tensor([1, 2], { requiresGrad: true })
      expect(x.grad).toBe(null)
      x.square().sum().backward()
      expect(x.grad).toBeCloseToTensor([2, 4])
      x.square().sum().backward()
      expect(x.grad).toBeCloseToTensor([4, 8])
    })
  })

  test('takes the gradient of the outer function for more than one element', () => {
    scope(() => {
      const x = tensor([1, 2], { requiresGrad: true })
      backward(x.mul(3), { gradient: tensor([1, 10]) })
      expect(x.grad).toBeCloseToTensor([3, 30])
    })
  })

  test('limits itself to the inputs given', () => {
    scope(() => {
      const x = tensor([1], { requiresGrad: true })
      const y = tensor([2], { requiresGrad: true })
      x.mul(y)
        .sum()
        .backward({ inputs: [x] })
      expect(x.grad).toBeCloseToTensor([2])
      expect(y.grad).toBe(null)
    })
  })

  test('a graph can be used once, or again with retainGraph', () => {
    scope(() => {
      const x = tensor([2], { requiresGrad: true })
      const once = x.square().sum()
      once.backward()
      expect(errorOf(() => once.backward())).toMatchObject({ code: 'OP_FAILED', op: 'backward' })
      const twice = x.square().sum()
      twice.backward({ retainGraph: true })
      twice.backward()
      expect(x.grad).toBeCloseToTensor([12])
    })
  })

  test('needs a graph, and one element or a gradient', () => {
    expect(errorOf(() => tensor([1]).backward()).message).toMatch(
      /^backward: element 0 of tensors does not require grad/,
    )
    const several = () => tensor([1, 2], { requiresGrad: true }).mul(2).backward()
    expect(errorOf(several).message).toMatch(/^backward: grad can be implicitly created only for scalar outputs/)
    expect(errorOf(several).lines).toEqual(['float32 [2] cpu'])
  })

  test('intermediate handles may be freed before', () => {
    const before = memory().live
    const x = keep(tensor([1, 2], { requiresGrad: true }))
    const loss = scope(() => x.mul(2).tanh().sum())
    expect(memory().live).toBe(before + 2)
    loss.backward()
    // >>> x = torch.tensor([1., 2.], requires_grad=True); (x * 2).tanh().sum().backward(); x.grad.tolist()
    // [0.14130163192749023, 0.002681851387023926]
    // 2 (1 − tanh²): one unit in the last place of a tanh near 1, which CPUs compute differently, becomes 4 · 6e-8.
    expect(x.grad).toBeCloseToTensor([0.14130163192749023, 0.002681851387023926], { atol: 4 * 2 ** -24 })
    x.grad?.dispose()
    loss.dispose()
    x.dispose()
    expect(memory().live).toBe(before)
  })

  test('refuses a change in place of a value that it needs', () => {
    const call = () => {
      const x = tensor([1], { requiresGrad: true })
      const y = x.exp()
      const loss = y.mul(2).add(y).sum()
      y.add_(1)
      loss.backward()
    }
    expect(errorOf(call).message).toContain('modified by an inplace operation')
  })
})

describe('grad of a leaf', () => {
  test('is the same object while it is the same tensor', () => {
    scope(() => {
      const x = tensor([1], { requiresGrad: true })
      x.mul(2).sum().backward()
      const first = x.grad
      const before = memory().live
      expect(x.grad).toBe(first)
      x.mul(2).sum().backward()
      expect(x.grad).toBe(first)
      expect(first).toBeCloseToTensor([4])
      expect(memory().live - before).toBeLessThanOrEqual(4) // the two products and sums above
    })
  })

  test('can be replaced, and taken away', () => {
    scope(() => {
      const x = tensor([1, 2], { requiresGrad: true })
      const g = tensor([5, 6])
      x.grad = g
      expect(x.grad).toBe(g)
      x.sum().backward()
      expect(x.grad).toBeCloseToTensor([6, 7])
      x.grad = null
      expect(x.grad).toBe(null)
    })
  })

  test('is read again after its handle was freed', () => {
    const x = keep(tensor([1], { requiresGrad: true }))
    scope(() => {
      x.mul(3).sum().backward()
      expect(x.grad).toBeCloseToTensor([3])
    })
    scope(() => expect(x.grad).toBeCloseToTensor([3]))
    x.grad = null
    x.dispose()
  })

  test.each([
    ['shape', () => zeros([3]), 'the gradient has the shape [3], the tensor [2]'],
    ['dtype', () => zeros([2], { dtype: 'float64' }), 'the gradient is float64, the tensor float32'],
  ])('refuses another %s, which an optimizer would trust', (_, gradient, message) => {
    const call = () => {
      tensor([1, 2], { requiresGrad: true }).grad = gradient()
    }
    expect(errorOf(call).message).toBe(`grad: ${message}\n  float32 [2] cpu leaf`)
  })

  test('zeroGrads sets many to none', () => {
    scope(() => {
      const leaves = [tensor([1], { requiresGrad: true }), tensor([2], { requiresGrad: true })]
      cat(leaves).sum().backward()
      zeroGrads(leaves)
      expect(leaves.map((leaf) => leaf.grad)).toEqual([null, null])
    })
  })
})

describe('grad', () => {
  test('gives gradients as values and leaves the leaves alone', () => {
    scope(() => {
      const x = tensor([3], { requiresGrad: true })
      const [g] = grad([x.square().sum()], [x])
      expect(g).toBeCloseToTensor([6])
      expect(g?.requiresGrad).toBe(false)
      expect(x.grad).toBe(null)
    })
  })

  test('weighs outputs by gradOutputs; null means ones', () => {
    scope(() => {
      const x = tensor([1, 2], { requiresGrad: true })
      const [g] = grad([x.mul(2), x.sum()], [x], { gradOutputs: [tensor([1, 100]), null] })
      expect(g).toBeCloseToTensor([3, 201])
    })
  })

  test('goes to intermediate values too', () => {
    scope(() => {
      const x = tensor([2], { requiresGrad: true })
      const y = x.square()
      const [gy, gx] = grad([y.mul(5).sum()], [y, x])
      expect(gy).toBeCloseToTensor([5])
      expect(gx).toBeCloseToTensor([20])
    })
  })

  test('an unused input is an error, or null with allowUnused', () => {
    scope(() => {
      const x = tensor([1], { requiresGrad: true })
      const other = tensor([1], { requiresGrad: true })
      expect(grad([x.sum()], [x, other], { allowUnused: true })[1]).toBe(null)
      expect(errorOf(() => grad([x.sum()], [other])).message).toContain('appears to not have been used in the graph')
    })
  })

  test('retainGraph follows createGraph', () => {
    scope(() => {
      const x = tensor([3], { requiresGrad: true })
      const y = x.pow(3).sum()
      const [g] = grad([y], [x], { createGraph: true })
      expect(g?.requiresGrad).toBe(true)
      const [second] = grad([g!.sum()], [x])
      expect(second).toBeCloseToTensor([18])
      expect(errorOf(() => grad([g!.sum()], [x])).code).toBe('OP_FAILED')
    })
  })

  test('refuses inputs without gradients and lists that do not match', () => {
    expect(errorOf(() => grad([tensor([1], { requiresGrad: true }).sum()], [tensor([1])])).code).toBe('OP_FAILED')
    const call = () => {
      const x = tensor([1], { requiresGrad: true })
      grad([x.sum()], [x], { gradOutputs: [null, null] })
    }
    expect(errorOf(call).message).toContain('got 2 gradients for 1 outputs')
  })
})

describe('requiresGrad_', () => {
  test('marks and unmarks leaves', () => {
    scope(() => {
      const x = zeros([1])
      expect(x.requiresGrad_()).toBe(x)
      expect(x.requiresGrad).toBe(true)
      expect(x.requiresGrad_(false).requiresGrad).toBe(false)
    })
  })

  test('refuses results of operators and integers', () => {
    expect(errorOf(() => tensor([1], { requiresGrad: true }).mul(2).requiresGrad_(false))).toMatchObject({
      code: 'OP_FAILED',
      message: expect.stringContaining('detach() it first'),
    })
    expect(errorOf(() => tensor([1n]).requiresGrad_()).message).toContain('this one is int64')
  })

  test('detach cuts a result off its graph', () => {
    scope(() => {
      const y = tensor([1], { requiresGrad: true }).mul(2).detach()
      expect([y.requiresGrad, y.isLeaf]).toEqual([false, true])
      expect(y.requiresGrad_().requiresGrad).toBe(true)
    })
  })
})

describe('gradient penalty of WGAN-GP', () => {
  // import torch; F = torch.nn.functional
  // def wave(*shape, scale): n = torch.Size(shape).numel(); …sin(arange(n, dtype=torch.float64) * scale + 0.1)
  // x = wave(5, 3, scale=0.37).requires_grad_(); W = [wave(4, 3, scale=0.9), wave(1, 4, scale=1.7)] (as leaves)
  // s = F.linear(torch.tanh(F.linear(x, W[0])), W[1])
  // g, = torch.autograd.grad(s.sum(), x, create_graph=True)
  // penalty = ((g.norm(2, dim=1) - 1) ** 2).mean(); penalty.backward()
  test('value and gradients equal those of Python', () => {
    scope(() => {
      const x = wave([5, 3], { scale: 0.37 }).requiresGrad_()
      const W0 = wave([4, 3], { scale: 0.9 }).requiresGrad_()
      const W1 = wave([1, 4], { scale: 1.7 }).requiresGrad_()
      const score = linear(linear(x, W0).tanh(), W1)
      const [g] = grad([score.sum()], [x], { createGraph: true })
      const penalty = g!.linalgVectorNorm({ dim: 1 }).sub(1).square().mean()
      expect(penalty.item()).toBeCloseTo(0.11667790271821413, 14)
      penalty.backward()
      expect(W0.grad).toBeCloseToTensor(
        [
          [-0.002156563118893392, -0.0064154043598297844, -0.013505691361610702],
          [-0.08453055058793936, -0.068392540120148, -0.1280977743575319],
          [-0.055277804354660245, -0.10983101610896936, -0.07431773603092731],
          [-0.15710988995727776, -0.23770711548970752, -0.12038596171971114],
        ],
        { atol: FP64 },
      )
      expect(W1.grad).toBeCloseToTensor(
        [[0.07001588296624453, -0.11077936867050764, 0.07834158831123117, 0.2192058440214881]],
        { atol: FP64 },
      )
    })
  })
})

test('a second backward pass leaves no tensors behind', () => {
  const before = memory().live
  const w = keep(randn([3, 3]).requiresGrad_())
  for (let i = 0; i < 20; i++) {
    scope(() => {
      const y = w.matmul(w).tanh().sum()
      const [g] = grad([y], [w], { createGraph: true })
      g!.square().sum().backward()
      w.grad = null
    })
  }
  w.dispose()
  expect(memory().live).toBe(before)
})
