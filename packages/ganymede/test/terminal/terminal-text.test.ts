import { expect, test } from 'vitest'

import {
  fitText,
  isInCi,
  printable,
  printableJson,
  textWidth,
  wantsColour,
  wantsUnicode,
} from '../../src/terminal/terminal-text.js'

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '', TERM: 'xterm' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [{ TERM: 'dumb' }, true, false],
  [{ CI: 'true' }, true, false],
])('with %o and terminal %s colours: %s', (environment, isTerminal, expected) => {
  expect(wantsColour(environment, isTerminal)).toBe(expected)
})

test.each([
  [{ LANG: 'en_US.UTF-8' }, 'linux', true],
  [{ LANG: 'C.utf8' }, 'linux', true],
  [{ LANG: 'C' }, 'linux', false],
  [{}, 'linux', false],
  [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, 'linux', false],
  [{ LC_ALL: '', LC_CTYPE: 'de_DE.UTF-8', LANG: 'C' }, 'linux', true],
  [{ LANG: 'en_US.UTF-8', TERM: 'linux' }, 'linux', false],
  [{}, 'darwin', true],
  [{}, 'win32', false],
  [{ WT_SESSION: 'x' }, 'win32', true],
] as const)('with %o on %s draws with Unicode: %s', (environment, platform, expected) => {
  expect(wantsUnicode(environment, platform)).toBe(expected)
})

test.each([
  [{ CI: 'true' }, true],
  [{ CI: '1' }, true],
  [{ CI: 'false' }, false],
  [{ CI: '' }, false],
  [{}, false],
])('with %o nobody looks: %s', (environment, expected) => {
  expect(isInCi(environment)).toBe(expected)
})

test('counts columns and not characters', () => {
  expect(textWidth('abc')).toBe(3)
  expect(textWidth('写真')).toBe(4)
  expect(textWidth('e\u0301')).toBe(1)
  expect(textWidth('😀')).toBe(2)
})

test('cuts text to columns and shows that it did', () => {
  expect(fitText('abcdef', 6, { unicode: true })).toBe('abcdef')
  expect(fitText('abcdef', 5, { unicode: true })).toBe('abcd…')
  expect(fitText('写真写真', 6, { unicode: true })).toBe('写真…')
  expect(fitText('abcdef', 3, { unicode: false })).toBe('ab.')
  expect(fitText('abcdef', 0, { unicode: true })).toBe('')
})

test('takes the power over the terminal out of names, and keeps different names different', () => {
  expect(printable('a\u001b[2Jb\nc\r\td')).toBe('a\\x1b[2Jb\\nc\\r\\td')
  expect(printable('\u0000\u007f\u009b31m')).toBe('\\x00\\x7f\\x9b31m')
  expect(printable('\u202egnp\u2066\u200b\ufeff\u2028')).toBe('\\u202egnp\\u2066\\u200b\\ufeff\\u2028')
  expect(printable('\u{e0041}\ud800')).toBe('\\u{e0041}\\ud800')
})

test('leaves letters, emoji and what joins them as they are', () => {
  for (const name of ['Bücher', '写真', 'می\u200cخواهم', '👩\u200d🔬', 'e\u0301', 'a b\u00a0c', 'C:\\x'])
    expect(printable(name)).toBe(name)
})

test('writes JSON that means the same and moves no cursor', () => {
  const value = ['\u009b31m', '\u202e', 'é', '\u2028', '\u{e0041}', '\u001b']
  const json = printableJson(JSON.stringify(value))
  expect(JSON.parse(json)).toEqual(value)
  expect(json).toBe(String.raw`["\u009b31m","\u202e","é","\u2028","\udb40\udc41","\u001b"]`)
})
