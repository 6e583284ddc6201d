/** A tensor or generator where an operator takes numbers is refused; its handle, a number, was computed with instead. */
import { expect, test } from 'vitest'
import { add, Generator, raw, scope, type Tensor, tensor, zeros } from '../../src/index.js'
import { errorOf } from '../error-of.js'

const unchecked = raw as (name: string) => (...args: unknown[]) => Tensor
const generator = new Generator(1)

test.each<[name: string, call: (x: Tensor) => unknown, message: string]>([
  [
    'alpha',
    (x) => unchecked('aten::add.Tensor')(x, x, x),
    'add: argument "alpha" (position 3) expects Scalar, got a tensor',
  ],
  [
    'a scalar',
    (x) => unchecked('aten::add.Scalar')(x, x),
    'add: argument "other" (position 2) expects Scalar, got a tensor',
  ],
  [
    'a float',
    (x) => unchecked('aten::dropout')(x, x, true),
    'dropout: argument "p" (position 2) expects float, got a tensor',
  ],
  [
    'an int',
    (x) => unchecked('aten::unsqueeze')(x, x),
    'unsqueeze: argument "dim" (position 2) expects int, got a tensor',
  ],
  ['sizes', (x) => unchecked('aten::view')(x, [x]), 'view: argument "size" (position 2) expects int[], got a tensor'],
  [
    'one size',
    (x) => unchecked('aten::sum.dim_IntList')(x, x),
    'sum: argument "dim" (position 2) expects int[1]?, got a tensor',
  ],
  [
    'a generator',
    (x) => unchecked('aten::add.Scalar')(x, generator),
    'add: argument "other" (position 2) expects Scalar, got an object',
  ],
])('in place of %s', (_, call, message) => {
  scope(() => {
    const error = errorOf(() => call(tensor([1])))
    expect(error).toMatchObject({
      code: 'ARGUMENT_INVALID',
      lines: expect.arrayContaining([expect.stringMatching(/float32 \[1\]/)]),
    })
    expect(error.message.split('\n')[0]).toBe(message)
  })
})

test('tensors and generators go where they belong', () => {
  scope(() => {
    const x = tensor([1, 2])
    expect(add(x, x, { alpha: 2 }).toArray()).toEqual([3, 6])
    expect(unchecked('aten::cat')([x, x]).shape).toEqual([4])
    expect(unchecked('aten::index.Tensor')(x, [tensor([1n])]).toArray()).toEqual([2])
    expect(unchecked('aten::rand.generator')([2], generator).shape).toEqual([2])
    expect(unchecked('aten::clamp.Tensor')(x, null, zeros([2])).toArray()).toEqual([0, 0])
  })
})
