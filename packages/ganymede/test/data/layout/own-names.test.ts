import { expect, it } from 'vitest'
import { likelyOwn } from '../../../src/data/layout/own-names.js'

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `img${String(i).padStart(6, '0')}.png`)

it.each([
  ['numbered names', numbered(5000)],
  ['names like ours', numbered(5000).map((name) => name.replace('img', 'step-'))],
  ['few more than are looked into', numbered(129)],
])('chooses 128 different ones of %s, in their order', (_, names) => {
  const chosen = likelyOwn(names)
  expect(new Set(chosen).size).toBe(128)
  expect(chosen).toEqual([...chosen].sort())
  expect([chosen[0], chosen.at(-1)]).toEqual([names[0], names.at(-1)])
})
