/** Autograd stands in for zeros with tensors that have no memory (ZeroTensor); every reader must find real zeros. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  grad,
  l1Loss,
  raw,
  readNpy,
  readSafetensors,
  readTorchFile,
  scope,
  type Tensor,
  tensor,
  writeNpy,
  writeSafetensors,
  writeTorchFile,
  zeros,
} from '../../src/index.js'

const unchecked = raw as (name: string) => (...args: unknown[]) => unknown
const zeroTensor = (shape: readonly number[]) =>
  unchecked('aten::_efficientzerotensor')(shape, 'float32', 'strided', 'cpu') as Tensor

/** The second derivative of |x|, which libtorch gives as a ZeroTensor. */
function curvatureOfAbs(x: Tensor): Tensor {
  const [slope] = grad([x.abs().sum()], [x], { createGraph: true })
  return grad([slope!.square().sum()], [x])[0]!
}

const sgn = (x: Tensor) => unchecked('aten::sgn')(x) as Tensor
const leaf = () => tensor([1, -2], { requiresGrad: true })

test.each<[name: string, read: (x: Tensor) => unknown, expected: unknown]>([
  ['toArray', (x) => x.toArray(), [0, 0]],
  ['data', (x) => x.data(), new Float32Array(2)],
  ['floats', (x) => x.floats(), new Float32Array(2)],
  ['bytes', (x) => x.bytes(), new Uint8Array(8)],
  ['console.log', (x) => inspect(x), 'Tensor(float32 [2] cpu) [0, 0]'],
  ['item', (x) => x.sum().item(), 0],
  ['storageBytes', (x) => x.storageBytes, 8],
])('%s reads a second derivative that is zero', (_, read, expected) => {
  scope(() => {
    expect(read(curvatureOfAbs(leaf()))).toEqual(expected)
    expect(read(zeroTensor([2]))).toEqual(expected)
  })
})

test('write and in-place operators write to it', () => {
  scope(() => {
    const x = zeroTensor([2])
    expect(x.write(new Float32Array([1, 2])).toArray()).toEqual([1, 2])
    expect(zeroTensor([2]).add_(3).toArray()).toEqual([3, 3])
  })
})

test('x.grad after backward is real, the same object each time, and accumulates', () => {
  scope(() => {
    const x = leaf()
    const penalty = () => grad([x.abs().sum()], [x], { createGraph: true })[0]!.square().sum()
    penalty().backward()
    const gradient = x.grad!
    expect(gradient.toArray()).toEqual([0, 0])
    expect(x.grad).toBe(gradient)
    x.square().sum().backward()
    expect(x.grad!.toArray()).toEqual([2, -4])
    penalty().backward()
    expect(x.grad!.toArray()).toEqual([2, -4])
  })
})

test('a gradient penalty beside an L1 loss can be read', () => {
  scope(() => {
    const x = leaf()
    const [slope] = grad([l1Loss(x, zeros([2]))], [x], { createGraph: true })
    slope!.square().sum().backward()
    expect(x.grad!.toArray()).toEqual([0, 0])
    const y = leaf()
    sgn(y).sum().backward()
    expect(y.grad!.toArray()).toEqual([0, 0])
  })
})

test('a gradient of createGraph keeps its history', () => {
  scope(() => {
    const x = leaf()
    const w = tensor([3, 4], { requiresGrad: true })
    const [slope] = grad([sgn(x).mul(w).sum()], [x], { createGraph: true })
    expect(slope!.toArray()).toEqual([0, 0])
    const [mixed] = grad([slope!.add(w.square()).sum()], [w], { allowUnused: true })
    expect(mixed!.toArray()).toEqual([6, 8])
  })
})

test('the fused Adam takes such a gradient', () => {
  scope(() => {
    const x = leaf()
    grad([x.abs().sum()], [x], { createGraph: true })[0]!.square().sum().backward()
    const state = [zeros([2]), zeros([2]), zeros([])] as const
    unchecked('aten::_fused_adam_')(
      [x.detach()],
      [x.grad],
      [state[0]],
      [state[1]],
      [],
      [state[2].add_(1)],
      0.1,
      0.9,
      0.999,
      0,
      1e-8,
      false,
      false,
    )
    expect(x.toArray()).toEqual([1, -2])
  })
})

test('files hold its zeros', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ganymede-zeros-'))
  try {
    scope(() => {
      const x = curvatureOfAbs(leaf())
      const path = (name: string) => join(folder, name)
      writeSafetensors(path('x.safetensors'), [['x', x]])
      expect(readSafetensors(path('x.safetensors')).tensors.get('x')!.toArray()).toEqual([0, 0])
      writeTorchFile(path('x.pt'), { x })
      expect((readTorchFile(path('x.pt')) as unknown as Map<string, Tensor>).get('x')!.toArray()).toEqual([0, 0])
      writeNpy(path('x.npy'), x)
      expect(readNpy(path('x.npy')).toArray()).toEqual([0, 0])
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
