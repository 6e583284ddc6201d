import { describe, expect, test } from 'vitest'
import {
  deviceCount,
  getThreads,
  matmul,
  memory,
  raw,
  resolveDevice,
  Stream,
  scope,
  setDeterministic,
  setThreads,
  synchronize,
  tensor,
  to,
  zeros,
} from '../src/index.js'
import { errorOf } from './error-of.js'

const hasCuda = deviceCount('cuda') > 0

describe('resolveDevice', () => {
  test('knows the CPU, and auto', () => {
    expect(resolveDevice('cpu')).toBe('cpu')
    expect(resolveDevice('auto')).toBe(hasCuda ? 'cuda:0' : 'cpu')
    expect(deviceCount('cpu')).toBe(1)
  })

  test.each(['gpu', 'cuda:', 'cuda:-1', 'cuda:x', 'CPU', '', 'cpu:0', 'cuda:1.5'])('refuses the name %j', (name) => {
    expect(errorOf(() => resolveDevice(name))).toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: `device: expected auto, cpu, cuda or cuda:<number>, got ${JSON.stringify(name)}`,
    })
  })

  test('says what there is when a device is not', () => {
    const error = errorOf(() => resolveDevice('cuda:99'))
    expect(error.code).toBe('DEVICE_UNAVAILABLE')
    expect(error.message).toContain(hasCuda ? 'numbered from 0' : 'this libtorch or machine has no cuda device')
    expect(error.lines).toEqual(["Use device 'cpu' or 'auto'. `npx ganymede env` lists what was found."])
  })

  test('an unknown kind of device is an error of the argument', () => {
    expect(errorOf(() => deviceCount('gpu')).code).toBe('ARGUMENT_INVALID')
  })
})

describe.skipIf(hasCuda)('without CUDA', () => {
  test.each([
    ['tensors', () => zeros([1], { device: 'cuda' })],
    ['moves', () => zeros([1]).to({ device: 'cuda' })],
    ['streams', () => Stream.create('cuda')],
    ['waiting', () => synchronize('cuda')],
  ])('%s are refused', (_, call) => {
    const error = errorOf(call)
    expect(error.code).toBe('DEVICE_UNAVAILABLE')
    expect(error.message).toContain('the device cuda is not available: this libtorch or machine does not have it')
  })
})

describe('streams of the CPU', () => {
  test('synchronize is done at once', () => {
    synchronize('cpu')
  })
})

describe('threads', () => {
  test('can be set, and give the number before', () => {
    const before = getThreads()
    expect(setThreads(2)).toBe(before)
    expect(getThreads()).toBe(2)
    expect(setThreads(before)).toBe(2)
  })

  test.each([0, -1, 1.5, 100_000, Number.NaN])('%s is refused', (count) => {
    const before = getThreads()
    expect(errorOf(() => setThreads(count)).code).toBe('ARGUMENT_INVALID')
    expect(getThreads()).toBe(before)
  })

  test('one and two give the same products bit for bit', () => {
    scope(() => {
      const a = raw('aten::arange')(64 * 64)
        .view([64, 64])
        .sin()
      const before = setThreads(1)
      const one = matmul(a, a).bytes()
      setThreads(2)
      const two = matmul(a, a).bytes()
      setThreads(before)
      expect(one).toEqual(two)
    })
  })
})

describe('setDeterministic', () => {
  test('gives the setting before, and makes operators without a deterministic kernel fail', () => {
    expect(setDeterministic(true)).toBe(false)
    expect(setDeterministic(false)).toBe(true)
  })
})

describe('to', () => {
  test('changes dtype, memory format, or nothing', () => {
    scope(() => {
      const x = zeros([1, 2, 3, 3])
      expect(x.to({ dtype: 'bfloat16' }).dtype).toBe('bfloat16')
      expect(x.to({ memoryFormat: 'channelsLast' }).strides).toEqual([18, 1, 6, 2])
      expect(to(x, { device: 'cpu', dtype: 'float64' }).dtype).toBe('float64')
    })
  })

  test('shares storage when nothing changes, unless copy is set', () => {
    scope(() => {
      const x = tensor([1])
      const before = memory().bytes
      const same = x.to({ dtype: 'float32' })
      expect(memory().bytes).toBe(before)
      same.fill_(5)
      expect(x.item()).toBe(5)
      x.to({ dtype: 'float32', copy: true }).fill_(7)
      expect(x.item()).toBe(5)
    })
  })
})
