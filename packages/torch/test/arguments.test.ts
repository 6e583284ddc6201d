/** How JavaScript values reach an operator's arguments: one block per row of the engine's conversion table. */
import { describe, expect, test } from 'vitest'
import {
  arange,
  conv2d,
  empty,
  fullLike,
  Generator,
  index,
  keep,
  ones,
  raw,
  scope,
  type Tensor,
  TorchError,
  tensor,
  zeros,
} from '../src/index.js'

/** The error of a call that must fail, with the message's first line. */
function failure(call: () => unknown): { code: string; message: string; lines: readonly string[] } {
  try {
    scope(call)
  } catch (error) {
    if (!(error instanceof TorchError)) throw error
    return { code: error.code, message: error.message.split('\n')[0]!, lines: error.lines }
  }
  throw new Error('the call did not fail')
}

const refused = (message: string) => ({ code: 'ARGUMENT_INVALID', message })
const unchecked = raw as (name: string) => (...args: unknown[]) => Tensor

describe('Tensor', () => {
  const relu = unchecked('aten::relu')

  test('takes a tensor', () => {
    scope(() => expect(relu(tensor([-1, 2]))).toBeCloseToTensor([0, 2]))
  })

  test.each([
    ['null', null, 'argument "self" (position 1) expects Tensor, got null'],
    ['a number, even one that could be a slot', 1, 'argument "self" (position 1) expects Tensor, got 1 (number)'],
    ['a string', 'x', 'argument "self" (position 1) expects Tensor, got "x" (string)'],
    ['an array', [1], 'argument "self" (position 1) expects Tensor, got an array of length 1'],
    ['an object', {}, 'argument "self" (position 1) expects Tensor, got an object'],
    ['a function', () => 1, 'argument "self" (position 1) expects Tensor, got a function'],
    ['a symbol', Symbol('s'), 'argument "self" (position 1) expects Tensor, got a symbol'],
    ['nothing', undefined, 'argument "self" (position 1) of type Tensor is missing'],
  ])('refuses %s', (_, value, message) => {
    expect(failure(() => relu(value))).toMatchObject(refused(`relu: ${message}`))
  })

  test('refuses a tensor that has been freed', () => {
    const x = tensor([1])
    x.dispose()
    expect(failure(() => relu(x)).code).toBe('TENSOR_DISPOSED')
  })
})

describe('Tensor?', () => {
  test('takes null for None, and the default when nothing is given', () => {
    scope(() => {
      const x = ones([1, 1, 2, 2])
      const w = ones([1, 1, 1, 1])
      expect(unchecked('aten::conv2d')(x, w, null)).toBeCloseToTensor([
        [
          [
            [1, 1],
            [1, 1],
          ],
        ],
      ])
      expect(conv2d(x, w)).toBeCloseToTensor([
        [
          [
            [1, 1],
            [1, 1],
          ],
        ],
      ])
      expect(conv2d(x, w, { bias: tensor([1]) })).toBeCloseToTensor([
        [
          [
            [2, 2],
            [2, 2],
          ],
        ],
      ])
    })
  })

  test('refuses a number', () => {
    const call = () => unchecked('aten::conv2d')(ones([1, 1, 2, 2]), ones([1, 1, 1, 1]), 3)
    expect(failure(call)).toMatchObject(refused('conv2d: argument "bias" (position 3) expects Tensor?, got 3 (number)'))
  })
})

describe('Tensor[] and Tensor?[]', () => {
  const cat = unchecked('aten::cat')

  test('take arrays of tensors', () => {
    scope(() => expect(cat([tensor([1]), tensor([2, 3])])).toBeCloseToTensor([1, 2, 3]))
  })

  test('take null among the indices, and an empty list', () => {
    scope(() => {
      const x = tensor([
        [1, 2],
        [3, 4],
      ])
      expect(index(x, [null, tensor([1n])])).toBeCloseToTensor([[2], [4]])
      expect(failure(() => cat([])).code).toBe('OP_FAILED')
    })
  })

  test.each([
    ['null in a list of tensors', () => [tensor([1]), null], 'expects Tensor[], got null'],
    ['a number in a list', () => [tensor([1]), 2], 'expects Tensor[], got 2 (number)'],
    ['one tensor', () => tensor([1]), 'expects Tensor[], got a tensor'],
    ['a typed array', () => new Float32Array(2), 'expects Tensor[], got an object'],
  ])('refuse %s', (_, value, message) => {
    expect(failure(() => cat(value()))).toMatchObject(refused(`cat: argument "tensors" (position 1) ${message}`))
  })
})

describe('int and SymInt', () => {
  const narrow = unchecked('aten::narrow')

  test('take whole numbers and bigints', () => {
    scope(() => {
      const x = tensor([1, 2, 3])
      expect(narrow(x, 0, 1, 2)).toBeCloseToTensor([2, 3])
      expect(narrow(x, 0n, 1n, 2n)).toBeCloseToTensor([2, 3])
      expect(narrow(x, -1, 1, 1)).toBeCloseToTensor([2])
    })
  })

  test.each([
    [1.5, '1.5 (number)'],
    [Number.NaN, 'NaN (number)'],
    [Number.POSITIVE_INFINITY, 'Infinity (number)'],
    ['1', '"1" (string)'],
    [true, 'true (boolean)'],
    [null, 'null'],
  ])('refuse %s, naming the argument', (value, got) => {
    expect(failure(() => narrow(tensor([1, 2]), 0, value, 1))).toMatchObject(
      refused(`narrow: argument "start" (position 3) expects int, got ${got}`),
    )
  })

  test.each([
    [2 ** 53, 'beyond 2^53 as a bigint', '9007199254740992 (number)'],
    [2n ** 63n, 'from -2^63 to 2^63 - 1', '9223372036854775808 (bigint)'],
  ])('refuse %s, saying which whole numbers there are', (value, range, got) => {
    expect(failure(() => narrow(tensor([1, 2]), 0, value, 1))).toMatchObject(
      refused(`narrow: argument "start" (position 3) expects int (${range}), got ${got}`),
    )
  })

  test('give bigint back where a number would lose digits', () => {
    scope(() => {
      expect(tensor([2n ** 60n]).scalar()).toBe(2n ** 60n)
      expect(tensor([5n]).scalar()).toBe(5)
      expect(tensor([-(2n ** 63n)]).scalar()).toBe(-(2n ** 63n))
    })
  })
})

describe('int[2]', () => {
  const x = () => ones([1, 1, 4, 4])
  const w = () => ones([1, 1, 2, 2])

  test('takes an array, or one number that is repeated', () => {
    scope(() => {
      expect(conv2d(x(), w(), { stride: 2 })).toHaveShape([1, 1, 2, 2])
      expect(conv2d(x(), w(), { stride: [2, 1] })).toHaveShape([1, 1, 2, 3])
      expect(unchecked('aten::conv2d')(x(), w(), null, 2n)).toHaveShape([1, 1, 2, 2])
    })
  })

  test.each([
    ['"2"', '2', '"2" (string)'],
    ['a fraction', 1.5, '1.5 (number)'],
    ['an array with a string', [2, '2'], '"2" (string)'],
    ['an array with a hole', [2, undefined], 'undefined'],
  ])('refuses %s', (_, stride, got) => {
    expect(failure(() => conv2d(x(), w(), { stride: stride as number }))).toMatchObject(
      refused(`conv2d: argument "stride" (position 4) expects int[2], got ${got}`),
    )
  })

  test('leaves a wrong length to the operator', () => {
    expect(failure(() => conv2d(x(), w(), { stride: [1, 1, 1] })).code).toBe('OP_FAILED')
  })
})

describe('int[] without a length', () => {
  test('takes arrays only', () => {
    scope(() => expect(zeros([])).toHaveShape([]))
    expect(failure(() => zeros(3 as unknown as number[]))).toMatchObject(
      refused('zeros: argument "size" (position 1) expects int[], got 3 (number)'),
    )
  })

  test('refuses a sparse array of absurd length at once', () => {
    expect(failure(() => zeros(new Array(2 ** 32 - 1))).code).toBe('ARGUMENT_INVALID')
  })
})

describe('float', () => {
  const leaky = unchecked('aten::dropout')

  test('takes numbers', () => {
    scope(() => expect(leaky(tensor([1]), 0, true)).toBeCloseToTensor([1]))
  })

  test('refuses booleans and strings', () => {
    expect(failure(() => leaky(tensor([1]), 'a', true))).toMatchObject(
      refused('dropout: argument "p" (position 2) expects float, got "a" (string)'),
    )
    expect(failure(() => leaky(tensor([1]), true, true)).code).toBe('ARGUMENT_INVALID')
  })
})

describe('Scalar', () => {
  const long = () => tensor([1n, 2n])

  test('keeps an integer tensor integer when the number is whole', () => {
    scope(() => {
      expect(long().add(1).dtype).toBe('int64')
      expect(long().mul(2n).dtype).toBe('int64')
      expect(tensor([1], { dtype: 'uint8' }).mul(3).dtype).toBe('uint8')
      expect(tensor([true]).add(1).dtype).toBe('int64')
    })
  })

  test('gives float32 for a fraction with an integer tensor', () => {
    scope(() => {
      expect(long().add(0.5).dtype).toBe('float32')
      expect(long().mul(0.5)).toBeCloseToTensor([0.5, 1])
    })
  })

  test('is a double beside a floating tensor, also when it is whole', () => {
    scope(() => {
      expect(tensor([1.5]).add(2)).toBeCloseToTensor([3.5])
      expect(tensor([1.5], { dtype: 'bfloat16' }).mul(2).dtype).toBe('bfloat16')
      expect(tensor([5]).pow(2).dtype).toBe('float32')
    })
  })

  test('takes bigint as int64 and boolean as bool', () => {
    scope(() => {
      expect(unchecked('aten::full')([1], 2n).dtype).toBe('int64')
      expect(unchecked('aten::full')([1], true).dtype).toBe('bool')
      expect(unchecked('aten::full')([1], 2).dtype).toBe('float32')
    })
  })

  test('reads the dtype of the first tensor of a list', () => {
    scope(() => {
      const [sum] = unchecked('aten::_foreach_add.Scalar')([long()], 1) as unknown as [Tensor]
      expect(sum.dtype).toBe('int64')
    })
  })

  test('survives numbers that no int64 holds', () => {
    scope(() => {
      expect(long().mul(Number.POSITIVE_INFINITY).dtype).toBe('float32')
      expect(long().mul(Number.NaN).data()).toEqual(new Float32Array([Number.NaN, Number.NaN]))
      expect(long().mul(1e300).dtype).toBe('float32')
    })
  })

  test('refuses a string', () => {
    expect(failure(() => long().add('1' as unknown as number))).toMatchObject(
      refused('add: argument "other" (position 2) expects Scalar, got "1" (string)'),
    )
  })
})

describe('bool and str', () => {
  test('take their own kind', () => {
    scope(() => {
      expect(unchecked('aten::cumsum')(tensor([1, 2]), 0)).toBeCloseToTensor([1, 3])
      expect(unchecked('aten::gelu')(tensor([0]), 'tanh')).toBeCloseToTensor([0])
    })
  })

  test('refuse others', () => {
    expect(failure(() => unchecked('aten::sort')(tensor([1]), 0, 1))).toMatchObject(
      refused('sort: argument "descending" (position 3) expects bool, got 1 (number)'),
    )
    expect(failure(() => unchecked('aten::gelu')(tensor([0]), 7))).toMatchObject(
      refused('gelu: argument "approximate" (position 2) expects str, got 7 (number)'),
    )
  })
})

describe('ScalarType', () => {
  test.each([
    'float32',
    'float64',
    'float16',
    'bfloat16',
    'uint8',
    'int8',
    'int16',
    'int32',
    'int64',
    'bool',
    'complex64',
    'complex128',
  ] as const)('takes %s', (dtype) => {
    scope(() => expect(zeros([2], { dtype }).dtype).toBe(dtype))
  })

  test('refuses other names and numbers, listing the names', () => {
    const names =
      'float32, float64, float16, bfloat16, uint8, int8, int16, int32, int64, bool, complex64, complex128, complex32'
    expect(failure(() => zeros([2], { dtype: 'float' as 'float32' }))).toMatchObject(
      refused(`zeros: argument "dtype" (position 2) expects ScalarType? (${names}), got "float" (string)`),
    )
    expect(failure(() => unchecked('aten::zeros')([2], 6)).message).toContain('got 6 (number)')
  })
})

describe('Device, Layout, MemoryFormat', () => {
  test('take their names', () => {
    scope(() => {
      expect(zeros([1], { device: 'cpu' }).device).toBe('cpu')
      expect(empty([1, 2, 3, 3], { memoryFormat: 'channelsLast' }).strides).toEqual([18, 1, 6, 2])
      expect(unchecked('aten::zeros')([1], undefined, 'strided')).toHaveShape([1])
    })
  })

  test.each([
    ['device', () => zeros([1], { device: 'gpu' }), 'expects Device? (cpu, cuda, cuda:1 …), got "gpu" (string)'],
    ['layout', () => zeros([1], { layout: 'x' as 'strided' }), 'expects Layout? (strided, sparse), got "x" (string)'],
    [
      'memory_format',
      () => empty([1], { memoryFormat: 'nhwc' as 'contiguous' }),
      'expects MemoryFormat? (contiguous, preserve, channelsLast, channelsLast3d), got "nhwc" (string)',
    ],
  ])('refuse another %s', (_, call, message) => {
    expect(failure(call).message).toContain(message)
  })
})

describe('Generator?', () => {
  const randn = unchecked('aten::randn.generator')

  test('takes a generator, and null for the default one', () => {
    scope(() => {
      using generator = new Generator(1)
      expect(randn([2], generator)).toHaveShape([2])
      expect(randn([2], null)).toHaveShape([2])
    })
  })

  test('refuses numbers, and generators that were disposed of', () => {
    expect(failure(() => randn([2], 0))).toMatchObject(
      refused('randn: argument "generator" (position 2) expects Generator?, got 0 (number)'),
    )
    const generator = new Generator(1)
    generator.dispose()
    expect(failure(() => randn([2], generator)).code).toBe('TENSOR_DISPOSED')
  })
})

describe('missing and surplus arguments', () => {
  test('take the defaults of the schema', () => {
    scope(() => expect(arange(3)).toBeCloseToTensor([0, 1, 2]))
  })

  test('name the one that is missing', () => {
    expect(failure(() => unchecked('aten::add.Tensor')(tensor([1])))).toMatchObject(
      refused('add: argument "other" (position 2) of type Tensor is missing'),
    )
  })

  test('say how many there may be', () => {
    expect(failure(() => unchecked('aten::relu')(tensor([1]), 2, 3))).toMatchObject(
      refused('relu: takes at most 1 arguments, got 3'),
    )
  })
})

describe('results', () => {
  test('a written alias of an argument is that argument itself', () => {
    scope(() => {
      const x = tensor([1, 2])
      expect(x.add_(1)).toBe(x)
      expect(unchecked('aten::add_.Tensor')(x, x)).toBe(x)
      expect(x).toBeCloseToTensor([4, 6])
    })
  })

  test('a written alias whose shape changes shows the new shape', () => {
    scope(() => {
      const x = ones([2, 3])
      expect(x.shape).toEqual([2, 3])
      expect(x.transpose_(0, 1)).toBe(x)
      expect(x.shape).toEqual([3, 2])
    })
  })

  test('a view is a tensor of its own over the same storage', () => {
    scope(() => {
      const x = tensor([1, 2])
      const view = x.view([2, 1])
      expect(view).not.toBe(x)
      view.fill_(7)
      expect(x).toBeCloseToTensor([7, 7])
    })
  })

  test('several results come as an array, undefined tensors as null', () => {
    scope(() => {
      const results = unchecked('aten::convolution_backward')(
        ones([1, 1, 2, 2]),
        ones([1, 1, 2, 2]),
        ones([1, 1, 1, 1]),
        null,
        [1, 1],
        [0, 0],
        [1, 1],
        false,
        [0, 0],
        1,
        [true, false, false],
      ) as unknown as (Tensor | null)[]
      expect(results.map((result) => result === null)).toEqual([false, true, true])
    })
  })

  test('fullLike keeps the dtype of the tensor', () => {
    scope(() => expect(fullLike(tensor([1n]), 3).dtype).toBe('int64'))
  })

  test('a kept tensor stays usable as an argument', () => {
    const x = scope(() => keep(tensor([1, 2])))
    scope(() => expect(x.add(x)).toBeCloseToTensor([2, 4]))
    x.dispose()
  })
})
