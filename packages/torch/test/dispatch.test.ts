import { describe, expect, test } from 'vitest'
import { add, listen, memory, raw, scope, setErrorContext, type Tensor, tensor, zeros } from '../src/index.js'
import { errorOf } from './error-of.js'

describe('listen', () => {
  test('sees each operator with its arguments and result, in order', () => {
    scope(() => {
      const calls: [string, readonly unknown[], unknown][] = []
      const stop = listen((name, args, result) => calls.push([name, args, result]))
      const a = tensor([1])
      const b = a.add(2)
      b.add_(a, { alpha: 3 })
      const [values, indices] = b.topk(1)
      stop()
      b.mul(2)
      expect(calls).toEqual([
        ['aten::add.Scalar', [a, 2], b],
        ['aten::add_.Tensor', [b, a, 3], b],
        ['aten::topk', expect.arrayContaining([b, 1]), [values, indices]],
      ])
    })
  })

  test('several listeners may come and go while they are called', () => {
    scope(() => {
      const seen: string[] = []
      const stopA = listen(() => {
        seen.push('a')
        stopA()
      })
      const stopB = listen(() => seen.push('b'))
      const x = zeros([1])
      x.neg()
      stopB()
      stopB()
      x.neg()
      expect(seen).toEqual(['a', 'b', 'b'])
    })
  })

  test('the same function twice is two listeners', () => {
    scope(() => {
      let count = 0
      const listener = () => count++
      const stops = [listen(listener), listen(listener)]
      stops[0]!()
      zeros([1])
      stops[1]!()
      expect(count).toBe(1)
    })
  })

  test('does not see calls that fail', () => {
    let count = 0
    const stop = listen(() => count++)
    errorOf(() => raw('aten::relu')(null as unknown as Tensor))
    stop()
    expect(count).toBe(0)
  })
})

describe('raw', () => {
  test('reaches every operator by its full name', () => {
    scope(() => {
      expect(raw('aten::hardswish')(tensor([3]))).toBeCloseToTensor([3])
      expect(raw('aten::sym_size.int')(zeros([4, 5]), 1)).toBe(5)
      const [mean, variance] = raw('aten::var_mean.correction')(tensor([1, 3]))
      expect([variance.item(), mean.item()]).toEqual([2, 2])
    })
  })

  test('reaches operators of other namespaces', () => {
    scope(() => {
      const leaf = raw('_test::leaky_relu') as (x: Tensor, slope: number) => Tensor
      expect(leaf(tensor([-1]), 0.5)).toBeCloseToTensor([-0.5])
    })
  })

  test('an unknown one is refused on the call, with the overloads that there are', () => {
    const call = raw('aten::add') as (x: unknown) => unknown
    expect(errorOf(() => call(1))).toMatchObject({
      code: 'ARGUMENT_INVALID',
      message:
        'libtorch has no operator aten::add; there is aten::add.Scalar, aten::add.Scalar_out, aten::add.Tensor, aten::add.out',
    })
    for (const name of ['', 'x', 'aten::', '::', 'aten::no_such.x', '\0']) {
      expect(errorOf(() => (raw(name) as () => unknown)()).code).toBe('ARGUMENT_INVALID')
    }
  })
})

describe('errors of operators', () => {
  test('name the operator and every tensor with dtype, shape and device', () => {
    const error = errorOf(() => zeros([1, 3, 8, 8]).matmul(zeros([4], { dtype: 'float64' })))
    expect(error).toMatchObject({ name: 'TorchError', code: 'OP_FAILED', op: 'matmul' })
    expect(error.message.split('\n').slice(1)).toEqual([
      '  self   float32 [1, 3, 8, 8] cpu',
      '  other  float64 [4] cpu',
    ])
    expect(error.details).toEqual({ operator: 'aten::matmul' })
  })

  test('list tensors of a list, other arguments, and the module that was running', () => {
    setErrorContext(() => 'generator.up2.conv')
    try {
      const error = errorOf(() => raw('aten::cat')([zeros([1, 2]), zeros([3])], 1))
      expect(error.message.split('\n')).toEqual([
        'cat: Tensors must have same number of dimensions: got 2 and 1',
        '  tensors[0]  float32 [1, 2] cpu',
        '  tensors[1]  float32 [3] cpu',
        '  dim 1 (number)',
        '  in  generator.up2.conv',
      ])
    } finally {
      setErrorContext(null)
    }
  })

  test('shorten long lists', () => {
    const error = errorOf(() => raw('aten::cat')(Array.from({ length: 20 }, (_, i) => zeros([1, i + 1]))))
    expect(error.lines).toHaveLength(9)
    expect(error.lines[8]).toContain('12 more')
  })

  test('carry the native error as cause, and begin the stack at the caller', () => {
    const error = errorOf(() => add(zeros([2]), zeros([3])))
    expect(error.cause).toBeInstanceOf(Error)
    const frames = error.stack!.split('\n').filter((line) => /^\s+at /.test(line))
    expect(frames[0]).toContain('at add (')
    expect(frames[1]).toContain('dispatch.test.ts')
  })

  test('show no C++ location and no plea for a bug report', () => {
    const errors = [
      errorOf(() => zeros([2]).add(zeros([3]))),
      errorOf(() => zeros([2], { device: 'cuda:99' })),
      errorOf(() => zeros([2 ** 25, 2 ** 25])),
      errorOf(() => zeros([2]).view([3])),
    ]
    for (const { message } of errors) {
      expect(message).not.toMatch(/\.cpp|\.h:\d|Exception raised|report a bug|0x[0-9a-f]{6}/)
    }
  })

  test('a failed allocation tells the bytes asked for, what is in use, and what to do', () => {
    const error = errorOf(() => zeros([2 ** 25, 2 ** 25]))
    expect(error.code).toBe('OUT_OF_MEMORY')
    expect(error.message.split('\n')[0]).toBe('zeros: out of memory: 4,503,599,627,370,496 bytes were asked for')
    expect(error.details).toEqual({ operator: 'aten::zeros', bytes: 2 ** 52 })
    expect(error.message).toMatch(/live tensors \d+, \d+ MiB allocated, peak \d+ MiB/)
    expect(error.message).toContain('Use a smaller batch')
  })

  test('a device that is not there is named', () => {
    const error = errorOf(() => zeros([2], { device: 'cuda:99' }))
    expect(error.code).toBe('DEVICE_UNAVAILABLE')
    expect(error.message).toContain("Use device 'cpu' or 'auto'")
  })

  test('leave no tensors behind', () => {
    const x = zeros([2])
    const before = memory().live
    for (let i = 0; i < 20; i++) expect(() => raw('aten::add.Tensor')(x, null as unknown as Tensor)).toThrow()
    expect(memory().live).toBe(before)
    x.dispose()
  })
})
