import { expect, it } from 'vitest'
import { counted } from '../../src/text/counted.js'

it.each([
  [counted(0, 'image'), '0 images'],
  [counted(1, 'thread'), '1 thread'],
  [counted(2, 'class', 'classes'), '2 classes'],
  [counted(1, 'class', 'classes'), '1 class'],
  [counted(4812, 'image'), '4 812 images'],
])('says %s', (text, expected) => {
  expect(text).toBe(expected)
})
