/** Several handles can stand for one tensor of libtorch; a change of its shape through one must show in all. */
import { expect, test } from 'vitest'
import { dropout, flatten, listen, raw, scope, type Tensor, tensor, zeros } from '../../src/index.js'
import { errorOf } from '../error-of.js'

const unchecked = raw as (name: string) => (...args: unknown[]) => unknown
const matrix = () =>
  tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])

test('contiguous, transpose_ and toArray agree on rows and columns', () => {
  scope(() => {
    const a = matrix()
    const b = a.contiguous()
    expect(b.shape).toEqual([2, 3])
    a.transpose_(0, 1)
    expect(b.shape).toEqual([3, 2])
    expect(b.toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ])
  })
})

const sharing: [name: string, share: (x: Tensor) => Tensor][] = [
  ['contiguous', (x) => x.contiguous()],
  ['to', (x) => x.to({ dtype: 'float32' })],
  ['flatten of one dimension', (x) => flatten(x)],
  ['dropout in evaluation', (x) => dropout(x, 0.5, false)],
  ['real of a real tensor', (x) => unchecked('aten::real')(x) as Tensor],
  ['resolve_conj', (x) => unchecked('aten::resolve_conj')(x) as Tensor],
  ['atleast_1d', (x) => unchecked('aten::atleast_1d')(x) as Tensor],
  ['atleast_1d of a list', (x) => (unchecked('aten::atleast_1d.Sequence')([x]) as Tensor[])[0]!],
]

const changing: [name: string, change: (x: Tensor) => unknown, shape: readonly number[]][] = [
  ['unsqueeze_', (x) => unchecked('aten::unsqueeze_')(x, 0), [1, 6]],
  ['resize_', (x) => unchecked('aten::resize_')(x, [3]), [3]],
  ['as_strided_', (x) => unchecked('aten::as_strided_')(x, [2, 2], [2, 1]), [2, 2]],
  ['set_ to nothing', (x) => unchecked('aten::set_')(x), [0]],
  ['set_ to another tensor', (x) => unchecked('aten::set_.source_Tensor')(x, zeros([2, 4])), [2, 4]],
  ['resize_as_', (x) => unchecked('aten::resize_as_')(x, zeros([1, 2])), [1, 2]],
  ['the out of an operator', (x) => unchecked('aten::zeros.out')([4, 2], x), [4, 2]],
  ['one of a list of outs', (x) => unchecked('aten::unbind_copy.int_out')(zeros([1, 7]), 0, [x]), [7]],
  ['setData', (x) => x.setData(zeros([5])), [5]],
]

test.each(
  sharing.flatMap(([share, makeShared]) => changing.map((change) => [share, change[0], makeShared, change] as const)),
)('a tensor shared by %s shows its shape after %s', (_share, _name, makeShared, [, change, shape]) => {
  scope(() => {
    const a = tensor([1, 2, 3, 4, 5, 6])
    const b = makeShared(a)
    expect([a.shape, b.shape, b.numel]).toEqual([[6], [6], 6])
    // Outs are resized with a warning where they hold elements.
    if (shape.length > 0 && _name.includes('out')) unchecked('aten::resize_')(a, [0])
    change(a)
    expect([a.shape, b.shape]).toEqual([shape, shape])
  })
})

test.each([
  ['squeeze_', [1, 2, 1], [2]],
  ['t_', [2, 3], [3, 2]],
] as const)('%s shows in both handles', (name, before, after) => {
  scope(() => {
    const a = zeros(before)
    const b = a.contiguous()
    expect(b.shape).toEqual(before)
    unchecked(`aten::${name}`)(a)
    expect(b.shape).toEqual(after)
  })
})

test.each(['swapaxes_', 'swapdims_'])('%s shows in both handles', (name) => {
  scope(() => {
    const a = zeros([2, 3])
    const b = a.contiguous()
    expect(b.shape).toEqual([2, 3])
    unchecked(`aten::${name}`)(a, 0, 1)
    expect(b.shape).toEqual([3, 2])
  })
})

test('a call that fails after it has resized its out shows the new shape', () => {
  scope(() => {
    const out = tensor([], { shape: [0] })
    const other = out.contiguous()
    expect(other.shape).toEqual([0])
    errorOf(() => unchecked('aten::linalg_inv.out')(zeros([2, 2]), out))
    expect(other.shape).toEqual(shapeByOperator(other))
  })
})

/** What libtorch says, asked by an operator. */
function shapeByOperator(x: Tensor): number[] {
  const dimensions = unchecked('aten::dim')(x) as number
  return Array.from({ length: dimensions }, (_, d) => unchecked('aten::size.int')(x, d) as number)
}

test('setData changes dtype for every handle', () => {
  scope(() => {
    const a = tensor([1, 2])
    const b = a.contiguous()
    expect(b.dtype).toBe('float32')
    a.setData(tensor([1n, 2n, 3n]))
    expect([b.dtype, b.shape]).toEqual(['int64', [3]])
    expect(b.toArray()).toEqual([1n, 2n, 3n])
  })
})

test('a shared handle stays the same leaf, with the same gradient, as in PyTorch', () => {
  scope(() => {
    const a = tensor([1, 2], { requiresGrad: true })
    const b = a.contiguous()
    b.mul(3).sum().backward()
    expect(b.isLeaf).toBe(true)
    expect(a.grad!.toArray()).toEqual([3, 3])
    expect(b.grad!.toArray()).toEqual([3, 3])
  })
})

test('a shape that stays is asked for once: writing in place forgets nothing', () => {
  scope(() => {
    const a = matrix()
    const { shape } = a
    a.add_(1)
    unchecked('aten::_foreach_mul_.Scalar')([a], 2)
    expect(a.shape).toBe(shape)
  })
})

test('listeners see the new shape, also of a list of outs', () => {
  const shapes: (readonly number[])[] = []
  scope(() => {
    const out = tensor([], { shape: [0] })
    expect(out.shape).toEqual([0])
    const stop = listen(
      (name, args) => name === 'aten::unbind_copy.int_out' && shapes.push((args[2] as Tensor[])[0]!.shape),
    )
    unchecked('aten::unbind_copy.int_out')(zeros([1, 7]), 0, [out])
    stop()
  })
  expect(shapes).toEqual([[7]])
})
