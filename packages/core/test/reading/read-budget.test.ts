import { describe, expect, test } from 'vitest'
import { ReadBudget, readLimits } from '../../src/reading/read-budget.js'

const budgetOf = (storedBytes: number) => new ReadBudget(storedBytes, (problem) => new RangeError(`a.bin ${problem}`))

describe('ReadBudget', () => {
  test('allows objects in proportion to the stored bytes, and throws the error of the reader beyond', () => {
    const budget = budgetOf(1000)
    budget.count(readLimits.freeObjects + 1000)
    expect(() => budget.count(1)).toThrow(
      new RangeError('a.bin holds or unfolds to more than 263144 values, more than its length allows'),
    )
  })

  test('allows no file more objects than fit the memory, however long it is', () => {
    const budget = budgetOf(2 ** 40)
    budget.count(readLimits.objects)
    expect(() => budget.count(1)).toThrow(`more than ${readLimits.objects} values, the most that any file may have`)
  })

  test('sums what is unpacked over the parts of a file', () => {
    const small = budgetOf(10)
    for (let part = 0; part < 16; part++) small.unpack(1 << 20)
    expect(() => small.unpack(1)).toThrow('unpacks to more than 16777216 bytes')
    const large = budgetOf(1 << 20)
    large.unpack(200 << 20)
    expect(() => large.unpack(1)).toThrow('unpacks to more than 209715200 bytes')
  })

  test('counts levels, and forgets those that were left', () => {
    const budget = budgetOf(10)
    for (let level = 0; level < readLimits.depth; level++) budget.enter()
    expect(() => budget.enter()).toThrow('nested deeper than 200 levels')
    const flat = budgetOf(10)
    for (let round = 0; round < 1000; round++) {
      flat.enter()
      flat.leave()
    }
  })
})
