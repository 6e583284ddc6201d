import { describe, expect, it } from 'vitest'

import { decimal, gridSize, integer, oneOf, seconds, seedList, text } from '../../../src/cli/terminal/values.js'

describe('seedList', () => {
  it.each([
    ['7', [7]],
    ['1,5,9', [1, 5, 9]],
    ['0-3,64', [0, 1, 2, 3, 64]],
    ['-2-1', [-2, -1, 0, 1]],
    [' 1 , 2 ', [1, 2]],
  ])('reads %j', (given, seeds) => {
    expect(seedList(given)).toEqual(seeds)
  })

  it.each([
    ['', 'must be numbers and ranges'],
    ['a', 'must be numbers and ranges'],
    ['1,,2', 'must be numbers and ranges'],
    ['5-2', 'counts upwards: 5-2 should be 2-5'],
    ['0-99999999999', 'must be at most'],
    ['99999999999999999999', 'must be numbers and ranges'],
  ])('refuses %j', (given, message) => {
    expect(() => seedList(given)).toThrow(message)
  })
})

describe('numbers', () => {
  it('are whole where they have to be, and in their range', () => {
    expect(integer(1)('20_000')).toBe(20_000)
    expect(() => integer(1)('0')).toThrow('must be a whole number of at least 1, got "0"')
    expect(() => integer(1, 64)('1.5')).toThrow('from 1 to 64')
    expect(() => integer(0)('1e3')).toThrow()
    expect(decimal(0, 1)('.5')).toBe(0.5)
    expect(() => decimal(0, 1)('2')).toThrow('must be a number from 0 to 1, got "2"')
    expect(() => decimal(0, 1)('')).toThrow()
  })
})

describe('other values', () => {
  it('are durations in seconds', () => {
    expect(['30s', '1.5m', '2h', '45'].map(seconds)).toEqual([30, 90, 7200, 45])
    for (const wrong of ['', '0s', '10x', '-1s']) expect(() => seconds(wrong)).toThrow('must be a duration')
  })

  it('are grids of columns and rows', () => {
    expect(gridSize('8x4')).toEqual({ columns: 8, rows: 4 })
    for (const wrong of ['8', '0x4', '8x', '8x4x2']) expect(() => gridSize(wrong)).toThrow('such as 8x4')
  })

  it('are one of some names', () => {
    expect(oneOf(['a', 'b'])('b')).toBe('b')
    expect(() => oneOf(['a', 'b'])('c')).toThrow('must be one of a, b, got "c"')
  })

  it('are not empty', () => {
    expect(() => text(' ')).toThrow('must not be empty')
  })
})
