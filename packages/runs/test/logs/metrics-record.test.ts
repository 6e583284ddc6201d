import { expect, test } from 'vitest'

import { decodeRecord, encodeRecord, stablePart } from '../../src/logs/metrics-record.js'

test('writes kind and step first and everything that depends on the clock last', () => {
  const fields = { imagesSeen: 640, lr: { g: 2e-4, d: 2e-4 }, 'd/total': 1.25, 'g/total': undefined }
  expect(encodeRecord('scalars', 10, fields, 12.34567, { imagesPerSec: 51.2, 'time/d': 0.1 })).toBe(
    '{"kind":"scalars","step":10,"imagesSeen":640,"lr":{"g":0.0002,"d":0.0002},"d/total":1.25,' +
      '"seconds":12.346,"imagesPerSec":51.2,"time/d":0.1}\n',
  )
})

test('keeps NaN and infinities', () => {
  const fields = { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: Number.NEGATIVE_INFINITY }
  expect(decodeRecord(encodeRecord('scalars', 1, fields, 0))).toEqual({
    kind: 'scalars',
    step: 1,
    ...fields,
    seconds: 0,
  })
})

test('cuts off exactly what a resumed run does not repeat, whatever texts a record holds', () => {
  const fields = { text: ',"seconds":1', 'd/total': 2 }
  const one = encodeRecord('finding', 5, fields, 1.5, { 'mem/peak': 10 })
  const other = encodeRecord('finding', 5, fields, 99, { 'mem/peak': 11 })
  expect(one).not.toBe(other)
  expect(stablePart(one)).toBe(stablePart(other))
  expect(stablePart(one)).toContain('"d/total":2')
})

test('refuses fields that would be taken for its own', () => {
  expect(() => encodeRecord('note', 1, { kind: 'x' }, 0)).toThrow(/kind/)
  expect(() => encodeRecord('note', 1, {}, 0, { step: 1 })).toThrow(/step/)
  expect(() => encodeRecord('note', 1, { inner: { a: 1, seconds: 2 } }, 0)).toThrow(/seconds/)
})

test.each(['', '{"kind":"scalars","st', 'null', '[1]', '{"kind":"scalars"}', '{"kind":1,"step":1,"seconds":1}'])(
  'reads no record from %j',
  (line) => {
    expect(decodeRecord(line)).toBeUndefined()
  },
)
