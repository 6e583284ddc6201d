import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadScript, memory, type ScriptModule, scope, type Tensor, tensor } from '../src/index.js'
import { errorOf } from './error-of.js'

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))
const path = join(fixtures, 'scripted.pt')
let script: ScriptModule

beforeAll(() => {
  script = loadScript(path)
})

afterAll(() => script.dispose())

describe('methods of a TorchScript module', () => {
  test('forward gives the numbers that Python stored, in evaluation mode and without recording', () => {
    const { forward } = JSON.parse(readFileSync(join(fixtures, 'scripted.json'), 'utf8')) as { forward: number[][] }
    scope(() => {
      const x = tensor([
        [1, 2, 3],
        [-1, 0.5, 0],
      ])
      const y = script.forward(x) as Tensor
      expect(y).toBeCloseToTensor(forward, { atol: 1e-6 }) // float32, summation order
      expect(y.requiresGrad).toBe(false)
    })
  })

  test('tuples come as arrays, with defaults of arguments', () => {
    scope(() => {
      const [scaled, size, name] = script.call('pair', tensor([1, 2])) as [Tensor, number, string]
      expect(scaled).toBeCloseToTensor([2, 4])
      expect([size, name]).toEqual([2, 'pair'])
      expect((script.call('pair', tensor([1]), 3) as [Tensor])[0].item()).toBe(3)
    })
  })

  test('lists come as arrays, dicts as objects, named tuples as arrays', () => {
    scope(() => {
      const layers = script.call('layers', tensor([1]), 3) as Tensor[]
      expect(layers.map((layer) => layer.item())).toEqual([1, 2, 3])
      const { mean, max } = script.call('features', tensor([1, 3])) as { mean: Tensor; max: Tensor }
      expect([mean.item(), max.item()]).toEqual([2, 3])
      const [average, count] = script.call('moments', tensor([1, 3])) as [Tensor, number]
      expect([average.item(), count]).toEqual([2, 2])
    })
  })

  test('tensors are refused where a method takes numbers, dicts or lists of them', () => {
    scope(() => {
      const given = (...args: Parameters<typeof script.call>) => errorOf(() => script.call(...args))
      // The handle of a tensor is a number for the addon: this gave -2147483648 times the first tensor.
      expect(given('pair', tensor([1]), tensor([3])).message).toMatch(/expects float, got a tensor/)
      expect(given('lookup', tensor([1]), { 7: 2 }, [1, true]).message).toMatch(/got a tensor/)
      expect(given('lookup', { a: tensor([1]) }, { 7: 2 }, [1, true]).message).toMatch(/got a tensor/)
      expect(given('nested', [[tensor([1])]]).message).toMatch(/got a tensor/)
      expect(script.call('lookup', { a: 0.5, tensor: 1 }, { 7: 2 }, [1, true])).toBe(4.5)
    })
  })

  test('lists of tensors, dicts, tuples and nested lists go in', () => {
    scope(() => {
      const parts = [tensor([1, 2]), tensor([3, 4])]
      expect(script.call('total', parts)).toBeCloseToTensor([4, 6])
      expect(script.call('total', parts, tensor([1]))).toBeCloseToTensor([5, 7])
      expect(script.call('lookup', { a: 0.5 }, { 7: 2 }, [1, true])).toBe(4.5)
      expect(script.call('nested', [[1], [2, 3]])).toEqual([[2], [4, 6]])
    })
  })

  test('None is null, a large integer a bigint', () => {
    expect(script.call('maybe', true)).toBe(null)
    expect(script.call('maybe', false)).toBe(2n ** 60n)
  })

  test('keys of a dict cannot reach beyond the object', () => {
    const found = script.call('strange') as Record<string, number>
    expect(Object.entries(found)).toEqual([
      ['__proto__', 1],
      ['tensor', 2],
    ])
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
  })

  test('are listed with their schemas', () => {
    expect(script.methods.find((schema) => schema.startsWith('pair'))).toBe(
      'pair(__torch__.Scripted self, Tensor x, float scale=2.) -> ((Tensor, int, str))',
    )
  })
})

describe('what is refused', () => {
  test.each([
    ['an unknown method', () => script.call('absent'), 'has no method "absent"'],
    ['a missing argument', () => script.forward(), 'argument "x" (position 1) of type Tensor is missing'],
    ['a surplus one', () => script.call('maybe', true, 1), 'takes at most 1 arguments, got 2'],
    ['a number for a tensor', () => script.forward(1), 'argument "x" (position 1) expects Tensor, got 1 (number)'],
    ['a tuple of another length', () => script.call('lookup', { a: 1 }, {}, [1]), 'got an array of length 1'],
    ['a word as key of an int dict', () => script.call('lookup', { a: 1 }, { x: 1 }, [1, true]), 'got "x" (string)'],
    ['a string for a dict', () => script.call('lookup', 'a', {}, [1, true]), 'got "a" (string)'],
    ['an array for a dict', () => script.call('lookup', [1], {}, [1, true]), 'got an array of length 1'],
    ['a dict for a list', () => script.call('nested', { a: 1 }), 'got an object'],
    ['a dict for a tensor', () => script.forward({ tensor: 1 }), 'got an object'],
    ['a fraction in a list of int', () => script.call('nested', [[0.5]]), 'got 0.5 (number)'],
  ])('%s', (_, call, message) => {
    const error = errorOf(call)
    expect(error.code).toBe('ARGUMENT_INVALID')
    expect(error.message).toContain(message)
  })

  test('an error inside the script tells its reason, the file and the shapes', () => {
    const error = errorOf(() => script.call('fail', tensor([1, 2])))
    expect(error.code).toBe('OP_FAILED')
    expect(error.message).toBe(
      `TorchScript fail: RuntimeError: refused by the script\n  module ${path}\n  float32 [2] cpu`,
    )
  })

  test('a module that was disposed of', () => {
    const other = loadScript(path)
    other.dispose()
    other.dispose()
    expect(errorOf(() => other.forward(tensor([1]))).code).toBe('TENSOR_DISPOSED')
  })
})

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ganymede-jit-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('that are missing, truncated or something else', () => {
    const bytes = readFileSync(path)
    const files: [string, Uint8Array][] = [
      ['truncated.pt', bytes.subarray(0, bytes.length / 2)],
      ['empty.pt', new Uint8Array()],
      ['text.pt', new TextEncoder().encode('not a zip')],
    ]
    for (const [name, content] of files) {
      writeFileSync(join(folder, name), content)
      const error = errorOf(() => loadScript(join(folder, name)))
      expect(error.code).toBe('FILE_INVALID')
      expect(error.message).toContain(`${join(folder, name)} is not a TorchScript module`)
    }
    expect(errorOf(() => loadScript(join(folder, 'absent.pt')))).toMatchObject({ code: 'FILE_INVALID' })
  })

  test('for a device that is not there', () => {
    expect(errorOf(() => loadScript(path, { device: 'cuda:99' })).code).toBe('DEVICE_UNAVAILABLE')
    expect(errorOf(() => loadScript(path, { device: 'gpu' })).code).toBe('ARGUMENT_INVALID')
  })
})

test('calls leave no tensors behind', () => {
  const before = memory().live
  for (let i = 0; i < 10; i++) scope(() => void script.call('features', tensor([1, 3])))
  expect(memory().live).toBe(before)
})
