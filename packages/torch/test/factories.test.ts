/** Which dtype the factory functions give: JavaScript cannot tell 1 from 1.0. */
import { describe, expect, test } from 'vitest'
import {
  arange,
  arangeFrom,
  empty,
  eye,
  full,
  fullLike,
  linspace,
  ones,
  onesLike,
  randint,
  randintFrom,
  randn,
  randperm,
  scope,
  tensor,
  where,
  zeros,
  zerosLike,
} from '../src/index.js'

describe('dtype without being told', () => {
  test.each([
    ['zeros', () => zeros([2])],
    ['ones', () => ones([2])],
    ['empty', () => empty([2])],
    ['full with a whole number', () => full([2], 1)],
    ['arange with whole numbers', () => arange(3)],
    ['arangeFrom with whole numbers', () => arangeFrom(1, 4)],
    ['linspace', () => linspace(0, 1, 3)],
    ['eye', () => eye(2)],
    ['randn', () => randn([2])],
    ['where with two numbers', () => where(tensor([true, false]), 1, 0)],
  ])('%s gives float32', (_, make) => {
    scope(() => expect(make().dtype).toBe('float32'))
  })

  test.each([
    ['randint', () => randint(5, [2])],
    ['randintFrom', () => randintFrom(1, 5, [2])],
    ['randperm', () => randperm(4)],
    ['full with a bigint', () => full([2], 1n)],
    ['where with two bigints', () => where(tensor([true, false]), 1n, 0n)],
  ])('%s gives int64', (_, make) => {
    scope(() => expect(make().dtype).toBe('int64'))
  })

  test('full with a boolean gives bool', () => {
    scope(() => expect(full([2], true).dtype).toBe('bool'))
  })
})

describe('dtype of where', () => {
  test('a whole number beside an integer tensor stays integer', () => {
    scope(() => {
      const mask = tensor([true, false])
      expect(where(mask, tensor([1n, 2n]), 0).dtype).toBe('int64')
      expect(where(mask, 0, tensor([1, 2], { dtype: 'uint8' })).dtype).toBe('uint8')
    })
  })

  test('a fraction beside an integer tensor gives float32', () => {
    scope(() => expect(where(tensor([true, false]), tensor([1n, 2n]), 0.5).dtype).toBe('float32'))
  })

  test('chooses by the mask and broadcasts', () => {
    scope(() => {
      const mask = tensor([[true], [false]])
      expect(where(mask, tensor([1, 2]), tensor([3, 4]))).toBeCloseToTensor([
        [1, 2],
        [3, 4],
      ])
      expect(where(mask, 1, 0)).toBeCloseToTensor([[1], [0]])
    })
  })
})

describe('options', () => {
  test('dtype, device and memory format are honoured', () => {
    scope(() => {
      expect(zeros([2], { dtype: 'int32' }).dtype).toBe('int32')
      expect(arange(3, { dtype: 'int64' }).toArray()).toEqual([0n, 1n, 2n])
      expect(full([1], 1, { dtype: 'float64' }).dtype).toBe('float64')
      expect(empty([1, 2, 4, 4], { memoryFormat: 'channelsLast' }).strides).toEqual([32, 1, 8, 2])
    })
  })

  test('the -Like functions take over dtype and shape', () => {
    scope(() => {
      const x = zeros([2, 3], { dtype: 'float64' })
      for (const made of [zerosLike(x), onesLike(x), fullLike(x, 2)]) {
        expect([made.dtype, made.shape]).toEqual(['float64', [2, 3]])
      }
      expect(zerosLike(x, { dtype: 'int8' }).dtype).toBe('int8')
    })
  })

  test('arange takes start and step', () => {
    // >>> torch.arange(1., 2., 0.25).tolist()
    // [1.0, 1.25, 1.5, 1.75]
    scope(() => expect(arangeFrom(1, 2, { step: 0.25 })).toBeCloseToTensor([1, 1.25, 1.5, 1.75]))
  })
})
