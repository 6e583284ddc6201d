import { CounterRandom } from '@ganymede/core/random'
import { describe, expect, it } from 'vitest'
import { ColourCounter, NearestLabel, parseLabelColours } from '../../../src/metrics/support/label-colours.js'

const rgb = (...colours: readonly (readonly number[])[]) => ({ channels: 3, data: Uint8Array.from(colours.flat()) })
const [red, blue, dark] = [
  [250, 10, 10],
  [0, 0, 250],
  [0, 0, 100],
] as const

describe('colours of classes in true label maps', () => {
  it('are the frequent ones that lie apart, also where a lossy format has blurred them', () => {
    const random = new CounterRandom(1, 'blur')
    const counter = new ColourCounter()
    const blurred = (colour: readonly number[]) =>
      colour.map((value) => Math.min(255, Math.max(0, value + random.nextInt(13) - 6)))
    // Half of the pixels as they were, half blurred, and a few edges between.
    for (let i = 0; i < 600; i++) counter.add(rgb(red, blurred(red), red, blue, blurred(blue)))
    for (let i = 0; i < 300; i++) counter.add(rgb(dark, blurred(dark)))
    for (let i = 0; i < 60; i++) counter.add(rgb([125, 5, 130 + i]))
    expect(counter.classes('maps').slice(0, 3)).toEqual([
      { name: '#fa0a0a', rgb: red },
      { name: '#0000fa', rgb: blue },
      { name: '#000064', rgb: dark },
    ])
  })

  it('are grey levels in grey maps', () => {
    const counter = new ColourCounter()
    counter.add({ channels: 1, data: Uint8Array.of(0, 0, 0, 128, 128, 255) })
    expect(counter.classes('maps').map(({ name }) => name)).toEqual(['#000000', '#808080', '#ffffff'])
  })

  it('are refused of photographs and of pictures of one colour', () => {
    const random = new CounterRandom(1, 'photograph')
    const photograph = new ColourCounter()
    photograph.add({ channels: 3, data: Uint8Array.from({ length: 30_000 }, () => random.nextInt(256)) })
    expect(() => photograph.classes('photos')).toThrow(/photos are no label maps/)
    const plain = new ColourCounter()
    plain.add(rgb(red, red))
    expect(() => plain.classes('plain')).toThrow(/no label maps/)
    expect(() => new ColourCounter().classes('empty')).toThrow(/no label maps/)
  })
})

describe('a list of colours', () => {
  it('has names where they are given, one a line or between commas', () => {
    expect(parseLabelColours('#FA0A0A red door\n\n #0000fa\r\n', 'file')).toEqual([
      { name: 'red door', rgb: red },
      { name: '#0000fa', rgb: blue },
    ])
    expect(parseLabelColours('#000000,#ffffff', '--classes')).toHaveLength(2)
  })

  it.each([
    ['#00000', /"#00000" is no colour/],
    ['red', /"red" is no colour/],
    ['#000000', /2 to 255 classes, got 1/],
    ['#000000 a,#000000 b', /#000000 b comes twice/],
    ['#000000 a,#000001 a', /comes twice/],
  ])('%s is refused', (text, message) => {
    expect(() => parseLabelColours(text, 'list')).toThrow(message)
  })
})

it('gives each pixel the nearest class, and grey pixels the class of their grey', () => {
  const nearest = new NearestLabel(parseLabelColours('#000000,#ffffff,#fa0a0a', 'list'))
  expect([...nearest.of(rgb([10, 20, 5], [200, 30, 30], [180, 190, 200], [200, 30, 30]))]).toEqual([0, 2, 1, 2])
  expect([...nearest.of({ channels: 1, data: Uint8Array.of(3, 250) })]).toEqual([0, 1])
})
