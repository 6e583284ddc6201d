import { rand } from '@ganymede/torch'
import { expect, it } from 'vitest'

const drawn: number[][] = []

// The first of them loads the engine, the others find it loaded.
it.each([1, 2, 3])('begins every test at the same random numbers (%i)', () => {
  const numbers = rand([4])
  drawn.push(numbers.toArray() as number[])
  expect(drawn.at(-1)).toEqual(drawn[0])
})

it('differs within a test', () => {
  expect(rand([4]).toArray()).not.toEqual(rand([4]).toArray())
})
