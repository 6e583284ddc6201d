/** Arguments without bound, which ended the process or in an error of JavaScript's own. */
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  cat,
  disposeAll,
  empty,
  keep,
  listen,
  memory,
  type NestedNumbers,
  scope,
  setThreads,
  tensor,
  writeTorchFile,
  zeros,
} from '../../src/index.js'
import { runScript } from '../child-process.js'
import { errorOf } from '../error-of.js'

/** `value` in `depth` arrays, each of `width` times the same. */
function nested(value: NestedNumbers, depth: number, width = 1): NestedNumbers {
  let result = value
  for (let level = 0; level < depth; level++) result = Array<NestedNumbers>(width).fill(result)
  return result
}

function holdingItself(): NestedNumbers {
  const array: NestedNumbers[] = []
  array.push(array)
  return array
}

describe('arrays given to tensor()', () => {
  test.each([
    ['that hold themselves', holdingItself()],
    ['65 levels deep', nested(1, 65)],
    ['a million levels deep', nested(1, 1_000_000)],
    ['that double 40 levels deep', nested(1, 40, 2)],
    ['that double 40 levels deep around nothing', nested([], 40, 2)],
    ['of 2^28 + 1 elements', new Array<number>(2 ** 28 + 1)],
  ])('%s are refused', (_, values) => {
    expect(errorOf(() => tensor(values))).toMatchObject({ code: 'ARGUMENT_INVALID', op: 'tensor' })
  })

  test('may be nested as deeply as tensors have dimensions, and share their parts', () => {
    scope(() => {
      expect(tensor(nested(3, 64)).shape).toEqual(new Array(64).fill(1))
      expect(
        tensor(nested(true, 10, 2))
          .sum()
          .item(),
      ).toBe(1024)
    })
  })

  test('that hold themselves elsewhere are ragged', () => {
    const array: NestedNumbers[] = [1]
    array.push(array)
    expect(errorOf(() => tensor(array)).code).toBe('SHAPE_MISMATCH')
  })
})

describe('elements of a tensor that has a shape without the memory', () => {
  const huge = () => zeros([1]).expand([2 ** 40])
  test.each([
    ['data', () => huge().data()],
    ['floats', () => huge().floats()],
    [
      'floats of another dtype',
      () =>
        zeros([1], { dtype: 'int8' })
          .expand([2 ** 40])
          .floats(),
    ],
    ['bytes', () => huge().bytes()],
    ['data of a meta tensor', () => empty([2 ** 50], { device: 'meta' }).data()],
  ])('%s ends in OUT_OF_MEMORY', (_, call) => {
    expect(errorOf(call).code).toBe('OUT_OF_MEMORY')
  })

  // 2^27 elements fit a typed array; as objects they would end the process.
  test.each([
    ['of 2^40 elements', () => huge()],
    ['of 2^26 + 1 elements', () => zeros([1]).expand([2 ** 26 + 1])],
    ['of as many empty rows', () => zeros([2 ** 40, 0])],
    ['of 2^24 + 1 rows of one element', () => zeros([1, 1]).expand([2 ** 24 + 1, 1])],
  ])('toArray %s is refused as too much, not as memory that ran out', (_, make) => {
    const error = errorOf(() => make().toArray())
    expect(error).toMatchObject({ code: 'ARGUMENT_INVALID', op: 'toArray' })
    expect(error.message).toContain('gives more than 67,108,864 elements or 16,777,216 arrays')
  })

  test('toArray gives more elements than 2^24', () => {
    const count = 2 ** 24 + 1
    const array = zeros([1], { dtype: 'uint8' }).expand([count]).toArray() as number[]
    expect([array.length, array[count - 1]]).toEqual([count, 0])
  })

  test('is printed by its description, also without elements', () => {
    scope(() => {
      expect(inspect(huge())).toBe('Tensor(float32 [1099511627776] cpu)')
      expect(inspect(zeros([2 ** 40, 0]))).toBe('Tensor(float32 [1099511627776, 0] cpu)')
      expect(inspect(zeros([2, 0]))).toBe('Tensor(float32 [2, 0] cpu) [[], []]')
    })
  })
})

describe('listeners', () => {
  test('that call operators without end are stopped', () => {
    const stop = listen(() => {
      zeros([1])
    })
    try {
      expect(errorOf(() => zeros([2]))).toMatchObject({ code: 'ARGUMENT_INVALID', op: 'zeros' })
    } finally {
      stop()
    }
    // What had been counted is forgotten.
    scope(() => expect(zeros([2]).numel).toBe(2))
  })

  test('that call operators and stop hear them too', () => {
    const heard: string[] = []
    const stop = listen((name) => {
      heard.push(name)
      if (heard.length < 10) zeros([1])
    })
    try {
      scope(() => zeros([2]))
    } finally {
      stop()
    }
    expect(heard).toHaveLength(10)
  })
})

describe('lists', () => {
  test('that claim billions of elements are searched for tensors by what they hold', () => {
    const sparse: unknown[] = []
    sparse[2 ** 32 - 2] = zeros([1])
    const before = memory().live
    keep(sparse)
    disposeAll(sparse)
    expect(memory().live).toBe(before - 1)
  })

  test('of tensors that hold themselves are refused by the operator', () => {
    const list: unknown[] = []
    expect(
      errorOf(() => {
        list.push(zeros([1]), list)
        cat(list as never)
      }).code,
    ).toBe('ARGUMENT_INVALID')
  })

  test('with holes are refused by the writer, which would lose them', () => {
    const path = join(tmpdir(), 'never-written.pt')
    expect(errorOf(() => writeTorchFile(path, new Array(2 ** 32 - 1))).message).toContain('an array with holes')
  })
})

describe('threads', () => {
  test('are bounded by what a machine can use: OpenMP ends the process when the system refuses one', () => {
    const { message } = errorOf(() => setThreads(2 ** 40))
    const most = Number(/between 1 and (\d+)/.exec(message)?.[1])
    expect(most).toBe(Math.min(1024, Math.max(64, 4 * availableParallelism())))
    expect(errorOf(() => setThreads(most + 1)).code).toBe('ARGUMENT_INVALID')
  })

  test('of the environment are bounded alike', async () => {
    const most = Math.min(1024, Math.max(64, 4 * availableParallelism()))
    const env = { GANYMEDE_THREADS: String(most + 1), OMP_NUM_THREADS: undefined }
    const result = await runScript('report-load.mjs', [], { env })
    expect(JSON.parse(result.stdout)).toMatchObject({ name: 'TorchError', code: 'ARGUMENT_INVALID' })
  })
})
