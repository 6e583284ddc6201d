import CRC32C from 'crc-32/crc32c.js'
import { expect, test } from 'vitest'

import { crc32c } from '../../src/logs/crc32c.js'

// RFC 3720, appendix B.4: 32 bytes of zeros, of ones, ascending, descending.
test.each([
  [new Uint8Array(32), 0x8a9136aa],
  [new Uint8Array(32).fill(255), 0x62a8ab43],
  [Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
  [Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
  [Buffer.from('123456789'), 0xe3069283],
])('gives the values of the standard (%#)', (bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected)
})

test('agrees with another implementation on bytes of every length', () => {
  for (let length = 0; length < 300; length += 7) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 151 + length) & 255)
    expect(crc32c(bytes)).toBe(CRC32C.buf(bytes) >>> 0)
  }
})
