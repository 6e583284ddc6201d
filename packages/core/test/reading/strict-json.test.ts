import { describe, expect, test } from 'vitest'
import { ReadBudget } from '../../src/reading/read-budget.js'
import { NotWhole, parseStrictJson as parseWithin } from '../../src/reading/strict-json.js'

const parseStrictJson = (text: string) =>
  parseWithin(text, new ReadBudget(text.length, (problem) => new RangeError(problem)))

describe('parseStrictJson', () => {
  test('reads objects as Maps in their order, and every other kind of value', () => {
    const value = parseStrictJson(' {"b" : [1, -2, true, false, null, "x"], "a": {}, "__proto__": [] }\n')
    expect(value).toEqual(
      new Map<string, unknown>([
        ['b', [1, -2, true, false, null, 'x']],
        ['a', new Map()],
        ['__proto__', []],
      ]),
    )
  })

  test('decodes escapes as JSON.parse does', () => {
    const literal = '"\\u00e9\\\\\\"\\n\\/ \\ud83d\\ude00 é"'
    expect(parseStrictJson(literal)).toBe(JSON.parse(literal))
    expect(parseStrictJson('"\\\\"')).toBe('\\')
  })

  test('tells 2.0 and 2e0 from 2', () => {
    expect(parseStrictJson('[2, 2.0, 2e0, -0.5]')).toEqual([
      2,
      new NotWhole('2.0'),
      new NotWhole('2e0'),
      new NotWhole('-0.5'),
    ])
  })

  test.each([
    ['an equal key', '{"a":1,"a":2}', /"a" stands there twice/],
    ['an equal key written otherwise', '{"a":1,"\\u0061":2}', /"a" stands there twice/],
    ['deep nesting', '['.repeat(20) + ']'.repeat(20), /deeper than 16/],
    ['very deep nesting', '['.repeat(1_000_000), /deeper than 16/],
    ['a comma too many', '[1,]', /expected a value at character 3, found "\]"/],
    ['a missing comma', '[1 2]', /expected "\]" at character 3/],
    ['a missing colon', '{"a" 1}', /expected ":"/],
    ['a key without quotes', '{a:1}', /expected a key/],
    ['text after the value', '{} x', /expected the end/],
    ['a string without end', '["abc\\"', /has no end/],
    ['a control character among escapes', '"\\n\u0001"', /control character/],
    ['a control character', '"a\u0001"', /control character/],
    ['an unknown escape', '"\\x"', /bad escape/],
    ['half a surrogate pair', '"\\ud83d"', /half a character/],
    ['a leading zero', '[01]', /expected "\]"/],
    ['a word', '[nul]', /expected a value/],
    ['nothing', '', /expected a value at character 0, found the end/],
    ['NaN', 'NaN', /expected a value/],
  ])('refuses %s', (_, source, message) => {
    expect(() => parseStrictJson(source)).toThrow(message)
  })
})
