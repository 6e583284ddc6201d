import { expect, it } from 'vitest'
import { requirePlausible } from '../../../src/data/formats/unpacked-size.js'

it('refuses what deflate cannot give, and what only blank content gives', () => {
  requirePlausible(2 ** 24, 2 ** 15)
  requirePlausible(200 * 2 ** 20, 2 ** 20)
  expect(() => requirePlausible(2 ** 24, 1000)).toThrow(/which no deflate stream gives/)
  expect(() => requirePlausible(201 * 2 ** 20, 2 ** 20)).toThrow(/more than 200 times as many/)
})
