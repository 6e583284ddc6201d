import { describe, expect, test } from 'vitest'
import { exportTensor, importTensor, memory, scope, tensor, zeros } from '../../src/index.js'
import { runScript } from '../child-process.js'
import { errorOf } from '../error-of.js'

describe('exportTensor and importTensor', () => {
  test('give a tensor away and receive it, once', () => {
    scope(() => {
      const x = tensor([1, 2])
      const view = x.view([2, 1])
      const number = exportTensor(x)
      expect(x.isDisposed).toBe(true)
      expect(memory().inTransit).toBe(1)
      expect(errorOf(() => x.shape).message).toContain('it was moved to another thread')
      const y = importTensor(number)
      expect(memory().inTransit).toBe(0)
      y.add_(1)
      expect(view).toBeCloseToTensor([[2], [3]])
      expect(errorOf(() => importTensor(number)).message).toContain('each can be imported once')
    })
  })

  test('take a root out of the garbage collector’s net', () => {
    const x = zeros([4])
    const y = importTensor(exportTensor(x))
    y.dispose()
    expect(memory().inTransit).toBe(0)
  })

  test('refuse results with a history, freed tensors and numbers never given out', () => {
    const recorded = () => exportTensor(tensor([1], { requiresGrad: true }).mul(2))
    expect(errorOf(recorded)).toMatchObject({
      code: 'OP_FAILED',
      message: expect.stringContaining('detach() it first'),
    })
    const x = zeros([1])
    x.dispose()
    expect(errorOf(() => exportTensor(x)).code).toBe('TENSOR_DISPOSED')
    for (const number of [0, -1, 1e9]) expect(errorOf(() => importTensor(number)).code).toBe('OP_FAILED')
    expect(errorOf(() => importTensor(1.5)).code).toBe('ARGUMENT_INVALID')
  })
})

test('another thread that reshapes a tensor and its gradient leaves those that this thread refers to as they are', async () => {
  const result = await runScript('shared-with-worker.mjs')
  expect(result, result.stderr).toMatchObject({ code: 0, signal: null })
  const worker = {
    shapes: [
      [3, 2],
      [3, 2],
    ],
    isLeaf: true,
    requiresGrad: true,
    gradient: [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  }
  // Storage is shared: what the other thread writes shows here.
  const rows = (a: number[], b: number[]) => ({ shape: [2, 3], values: [a, b] })
  const seen = { tensor: rows([5, 6, 7], [8, 9, 10]), gradient: rows([2, 2, 2], [2, 2, 2]) }
  expect(JSON.parse(result.stdout)).toEqual({
    nothing: { worker },
    tensor: { worker, tensor: seen.tensor },
    gradient: { worker, gradient: seen.gradient },
    both: { worker, ...seen },
  })
})

test('a gradient with a history goes to another thread without it', () => {
  scope(() => {
    const x = tensor([2], { requiresGrad: true })
    x.grad = x.mul(6)
    const y = importTensor(exportTensor(x))
    expect([y.grad!.item(), y.grad!.requiresGrad]).toEqual([12, false])
  })
})

test('two workers beside the main thread, one ended in the middle, and the main thread works on', async () => {
  const result = await runScript('two-workers.mjs')
  expect(result, result.stderr).toMatchObject({ code: 0, signal: null })
  expect(JSON.parse(result.stdout)).toEqual({
    exitCodes: [0, 0],
    sameEverywhere: true,
    differs: true,
    live: [0, 0],
    received: [
      [1, 10],
      [2, 10],
    ],
    afterwards: true,
    inTransit: 1,
    given: ['TENSOR_DISPOSED', 'it was moved to another thread'],
    sum: 6,
    nothingInTransit: 0,
    terminated: 1,
    afterTermination: true,
    mainLive: 0,
  })
})

test('process.exit ends a process in the middle of its work without a crash', async () => {
  const result = await runScript('exit-while-working.mjs')
  expect(result, result.stderr).toEqual({ code: 7, signal: null, stdout: 'leaving\n', stderr: '' })
})
