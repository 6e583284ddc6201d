import { noGrad, ones, scope, type Tensor, tensor } from '@ganymede/torch'
import { expect, it } from 'vitest'
import { ReLU } from '../../../src/nn/layers/activations.js'
import { Linear } from '../../../src/nn/layers/linear.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { FiniteGuard, NonFiniteError } from '../../../src/training/guards/finite-guard.js'

function network(): Sequential {
  return new Sequential([new Linear(2, 3), new ReLU(), new Linear(3, 1)]).rename('discriminator')
}

function failure(fn: () => void): NonFiniteError {
  try {
    fn()
  } catch (error) {
    if (error instanceof NonFiniteError) return error
    throw error
  }
  throw new Error('expected a NonFiniteError')
}

it('names the step, the quantity and the first bad weight', () => {
  using net = network()
  const guard = new FiniteGuard({ discriminator: net }, 1)
  scope(() => {
    noGrad(() => (net.at(2) as Linear).weight.fill_(Number.NaN))
    const loss = net.forward(ones([4, 2])).mean()
    const error = failure(() => guard.requireFinite('d/total', 7, loss, () => void net.forward(ones([4, 2]))))
    expect(error.message).toBe('d/total became NaN in step 7')
    expect(error.lines.join('\n')).toContain('first bad weight: discriminator.2.weight [1, 3]')
    expect(error.lines.join('\n')).toMatch(/first bad value: result of aten::\w+.* in discriminator\.2/)
  })
})

it('finds the layer in which a value overflows although all weights are finite', () => {
  using net = network()
  const guard = new FiniteGuard({ discriminator: net }, 1)
  scope(() => {
    noGrad(() => {
      ;(net.at(0) as Linear).weight.fill_(1e38)
      ;(net.at(0) as Linear).bias!.fill_(1e38)
    })
    const input = ones([1, 2]).mul(10)
    const error = failure(() =>
      guard.requireFinite('g/total', 3, net.forward(input).mean(), () => void net.forward(input)),
    )
    expect(error.lines).toContain('all weights are finite')
    expect(error.lines.join('\n')).toMatch(/first bad value: result of aten::\w+ \[1, 3\] in discriminator\.0/)
  })
})

it('names the first bad gradient', () => {
  using net = network()
  const guard = new FiniteGuard({ discriminator: net }, 1)
  scope(() => {
    net
      .forward(ones([4, 2]))
      .sqrt()
      .mul(tensor(0))
      .div(tensor(0))
      .sum()
      .backward()
    const error = failure(() => guard.requireFiniteGradients('d/grad_norm', 2, tensor(Number.NaN)))
    expect(error.lines[0]).toMatch(/first bad gradient: discriminator\.\d\.(weight|bias)/)
  })
})

it('lets finite values pass and reads nothing between checks', () => {
  using net = network()
  const guard = new FiniteGuard({ discriminator: net }, 16)
  const unread = { detach: () => expect.fail('read') } as unknown as Tensor
  guard.requireFinite('d/total', 1, unread, () => {})
  scope(() => guard.requireFinite('d/total', 16, tensor(1), () => expect.fail('rerun')))
})

it('reads the last step before a checkpoint whatever the interval, so that no checkpoint holds bad values', () => {
  using net = network()
  const guard = new FiniteGuard({ discriminator: net }, 16, 5)
  const bad = (step: number) => () => scope(() => guard.requireFinite('d/total', step, tensor(Number.NaN), () => {}))
  expect(bad(3)).not.toThrow()
  expect(bad(4)).toThrow('d/total became NaN in step 4')
})
