import { describe, expect, it } from 'vitest'
import { decodePnm, looksLikePnm, readPnmHeader } from '../../../src/data/formats/pnm.js'

const text = (content: string): Buffer => Buffer.from(content, 'latin1')
const decode = (file: Uint8Array) => decodePnm(file, readPnmHeader(file))

describe('decodePnm', () => {
  // Values by the rules of netpbm.sourceforge.net/doc: 0 to the largest value over 0 to 255; in bitmaps 1 is black.
  it.each([
    ['P1 with digits apart', text('P1\n3 2\n1 0 1\n0 1 0\n'), [0, 255, 0, 255, 0, 255]],
    ['P1 with digits together', text('P1 3 2 101010'), [0, 255, 0, 255, 0, 255]],
    ['P2', text('P2\n3 1\n15\n0 7 15\n'), [0, 119, 255]],
    ['P2 of 16 bits', text('P2 3 1 65535 0 32768 65535'), [0, 128, 255]],
    ['P3', text('P3\n1 2\n255\n1 2 3\n4 5 6'), [1, 2, 3, 4, 5, 6]],
    [
      'P4, rows padded to bytes',
      Buffer.concat([text('P4\n9 2\n'), Buffer.from([0xaa, 0x80, 0x55, 0x00])]),
      [0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255],
    ],
    ['P5', Buffer.concat([text('P5\n2 2\n255\n'), Buffer.from([0, 10, 13, 32])]), [0, 10, 13, 32]],
    [
      'P5 of 16 bits, big end first',
      Buffer.concat([text('P5 2 1 65535\n'), Buffer.from([0x80, 0, 0xff, 0xff])]),
      [128, 255],
    ],
    ['P5 with a largest value of 1', Buffer.concat([text('P5 2 1 1\n'), Buffer.from([0, 1])]), [0, 255]],
    ['P6', Buffer.concat([text('P6\n2 1\n255\n'), Buffer.from([1, 2, 3, 4, 5, 6])]), [1, 2, 3, 4, 5, 6]],
    [
      'comments everywhere in the header',
      Buffer.concat([text('P5#made by\n# 9 9\r2#w\n 1 # h\n255\n'), Buffer.from([7, 8])]),
      [7, 8],
    ],
    ['comments among values of text', text('P2 2 1 255 # values\n 3 # three\n4'), [3, 4]],
    [
      'a second image behind the first',
      Buffer.concat([text('P5 1 1 255\n'), Buffer.from([9]), text('P5 1 1 255\n\x08')]),
      [9],
    ],
  ])('reads %s', (_, file, expected) => {
    expect(looksLikePnm(file)).toBe(true)
    expect([...decode(file).data]).toEqual(expected)
  })

  it.each([
    ['nothing behind the letters', 'P6 ', 'it ends before its width'],
    ['no height', 'P5 3', 'it ends before its height'],
    ['letters for numbers', 'P5 a 3 255 ', 'no width at byte 3'],
    ['no pixels wide', 'P5 0 3 255 ', 'a size of 0×3'],
    ['a largest value of 0', 'P5 1 1 0 \0', 'a largest value of 0, which must be 1 to 65535'],
    ['a largest value of 65536', 'P5 1 1 65536 \0\0', 'a largest value of 65536'],
    ['a width without end', `P5 ${'9'.repeat(400)} 1 255 `, 'its width is too large'],
    ['a negative width', 'P5 -3 1 255 ', 'no width at byte 3'],
    ['fewer bytes than pixels', 'P6 2 2 255 abc', 'truncated: 2×2 need at least 12 bytes, found 3'],
    ['fewer numbers than pixels', 'P2 2 2 255 1 2 3       ', 'it ends before its value'],
    ['a size that the file cannot hold', 'P2 100000 100000 255 1 ', 'truncated'],
    ['a value above the largest', 'P2 2 1 9 8 10', 'a value of 10, where 9 is the largest'],
    ['a digit of a bitmap above 1', 'P1 2 1 1 2', 'a value of 2, where 1 is the largest'],
  ])('refuses %s', (_, content, problem) => {
    expect(() => decode(text(content))).toThrow(problem)
  })

  it('does not take words that begin with the letters for an image', () => {
    for (const word of ['P7\n', 'PG\n', 'P5', 'P55 1', 'PF\n1 1\n']) expect(looksLikePnm(text(word))).toBe(false)
  })
})
