import { expect, it } from 'vitest'
import { classColour, scatterPicture } from '../../src/pictures/scatter-picture.js'

const pixel = ({ width, data }: { width: number; data: Uint8Array }, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
]
const isNear = (found: number[], colour: readonly number[]) =>
  found.every((value, i) => Math.abs(value - (colour[i] ?? 0)) < 75)

it('draws a point of each class in its colour, x to the right and y upwards', () => {
  const drawn = scatterPicture({ x: [3, -3], y: [3, -3], labels: [0, 1] }, { side: 141, classes: 2 })
  // 141 px over -3.5 … 3.5: 20 px a unit.
  expect(isNear(pixel(drawn, 130, 10), classColour(0))).toBe(true)
  expect(isNear(pixel(drawn, 10, 130), classColour(1))).toBe(true)
  expect(pixel(drawn, 130, 130)).toEqual([252, 252, 250])
})

it('keeps points beyond the range at the edge, and widens it where many points need it', () => {
  const one = scatterPicture(
    { x: [1e9, ...new Array(999).fill(0)], y: new Array(1000).fill(0), labels: null },
    { side: 141 },
  )
  expect(isNear(pixel(one, 140, 70), classColour(0))).toBe(true)
  const wide = scatterPicture({ x: [100, -100], y: [0, 0], labels: null }, { side: 141 })
  expect(isNear(pixel(wide, 137, 70), classColour(0))).toBe(true)
})

it('shows an example of each class beside the points', () => {
  const white = { width: 4, height: 4, channels: 1 as const, data: new Uint8Array(16).fill(255) }
  const black = { ...white, data: new Uint8Array(16) }
  const drawn = scatterPicture(
    { x: [], y: [], labels: [] },
    { side: 128, classes: 3, examples: [white, black, undefined] },
  )
  expect(drawn.width).toBeGreaterThan(128)
  expect(pixel(drawn, 128 + 4, 10)).toEqual([...classColour(0)])
  expect(pixel(drawn, 128 + 20, 10)).toEqual([255, 255, 255])
  expect(drawn.data.filter((value) => value === 0).length).toBeGreaterThan(3 * 30 * 30)
})

it('gives many classes colours that differ, and room in several columns', () => {
  const colours = new Set(Array.from({ length: 60 }, (_, label) => classColour(label).join()))
  expect(colours.size).toBe(60)
  const drawn = scatterPicture({ x: [0], y: [0], labels: [199] }, { side: 128, classes: 200 })
  expect(drawn.data.byteLength).toBe(drawn.width * drawn.height * 3)
})
