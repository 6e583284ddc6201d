/** The checks and matchers for tensors themselves. */
import { type Tensor, tensor, zeros } from '@ganymede/torch'
import { afterEach, describe, expect, type TestContext, test } from 'vitest'
import { allowTensorLeaks, failOnLeakedTensors, startWatchingTensors } from './tensor-leaks.js'

const passed = { task: { result: { state: 'pass' } } } as unknown as TestContext
const failed = { task: { result: { state: 'fail' } } } as unknown as TestContext

function messageOf(check: () => unknown): string {
  try {
    check()
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('the leak check', () => {
  const held: Tensor[] = []

  afterEach(() => {
    for (const x of held.splice(0)) x.dispose()
  })

  test('lists tensors that something still holds after the test', async () => {
    startWatchingTensors()
    held.push(zeros([2, 3]), zeros([1], { dtype: 'int64' }))
    await expect(failOnLeakedTensors(passed)).rejects.toThrow(
      'the test left 2 tensors behind\n  float32 [2, 3]\n  int64 [1]',
    )
  })

  test('lets go of tensors that nobody holds', async () => {
    startWatchingTensors()
    for (let i = 0; i < 5; i++) zeros([4])
    await expect(failOnLeakedTensors(passed)).resolves.toBeUndefined()
  })

  test('counts only what came since its start', async () => {
    held.push(zeros([2]))
    startWatchingTensors()
    await expect(failOnLeakedTensors(passed)).resolves.toBeUndefined()
  })

  test('keeps quiet about failed tests, and where leaks are allowed', async () => {
    startWatchingTensors()
    held.push(zeros([2]))
    await expect(failOnLeakedTensors(failed)).resolves.toBeUndefined()
    allowTensorLeaks('this test is about them')
    await expect(failOnLeakedTensors(passed)).resolves.toBeUndefined()
  })
})

describe('toBeCloseToTensor', () => {
  test('compares with tensors, nested numbers and typed arrays', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(x).toBeCloseToTensor(x)
    expect(x).toBeCloseToTensor([
      [1, 2],
      [3, 4],
    ])
    expect(x).toBeCloseToTensor(new Float32Array([1, 2, 3, 4]))
    expect(tensor(5)).toBeCloseToTensor(5)
    expect(tensor([true, false])).toBeCloseToTensor([true, false])
    expect(tensor([2n ** 40n])).toBeCloseToTensor([2 ** 40])
  })

  test('allows absolute and relative differences', () => {
    const x = tensor([100, 1])
    expect(x).not.toBeCloseToTensor([101, 1])
    expect(x).toBeCloseToTensor([101, 1], { rtol: 0.01 })
    expect(x).toBeCloseToTensor([101, 1], { atol: 1 })
    expect(x).not.toBeCloseToTensor([101, 1.5], { rtol: 0.01 })
  })

  test('NaN and infinities equal only themselves, whatever the tolerance', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    expect(tensor(odd)).toBeCloseToTensor(odd)
    expect(tensor([Number.NaN])).not.toBeCloseToTensor([1], { atol: 1e30 })
    expect(tensor([1])).not.toBeCloseToTensor([Number.NaN], { atol: 1e30 })
    expect(tensor([Number.POSITIVE_INFINITY])).not.toBeCloseToTensor([1], { rtol: 1e30 })
    expect(tensor([1])).not.toBeCloseToTensor([Number.POSITIVE_INFINITY], { rtol: 1 })
  })

  test('shows shapes, the largest difference and its index', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(
      messageOf(() =>
        expect(x).toBeCloseToTensor(
          [
            [1, 2.5],
            [3, 2],
          ],
          { atol: 0.1 },
        ),
      ),
    ).toBe(
      [
        'expected the float32 tensor of shape [2, 2] to be close',
        '  outside the tolerance  2 of 4 (atol 0.1, rtol 0)',
        '  largest difference     2 at [1, 1]: got 4, expected 2',
      ].join('\n'),
    )
    expect(messageOf(() => expect(x).toBeCloseToTensor([1, 2, 3, 4]))).toContain(
      'shapes differ: got [2, 2] (4) and [4] (4) elements',
    )
    expect(messageOf(() => expect([1]).toBeCloseToTensor([1]))).toContain('expected a tensor')
  })
})

describe('toHaveShape', () => {
  test('compares sizes', () => {
    expect(zeros([2, 3])).toHaveShape([2, 3])
    expect(zeros([2, 3])).not.toHaveShape([3, 2])
    expect(messageOf(() => expect(zeros([2, 3])).toHaveShape([6]))).toBe('expected shape [6], got [2, 3]')
    expect(messageOf(() => expect(zeros([2, 3])).not.toHaveShape([2, 3]))).toContain('other than [2, 3]')
  })
})
