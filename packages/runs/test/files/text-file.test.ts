import { describe, expect, it } from 'vitest'
import { decodeText } from '../../src/files/text-file.js'

const MARK = '\ufeff'

describe('decodeText', () => {
  it.each([
    ['UTF-8', Buffer.from('{"é": "写"}')],
    ['UTF-8 with its mark', Buffer.from(`${MARK}{"é": "写"}`)],
    ['UTF-16, little-endian', Buffer.from(`${MARK}{"é": "写"}`, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`${MARK}{"é": "写"}`, 'utf16le').swap16()],
  ])('reads %s', (_, bytes) => {
    expect(decodeText(bytes)).toBe('{"é": "写"}')
  })

  it('takes away one mark and keeps what follows', () => {
    expect(decodeText(Buffer.from(`${MARK}${MARK}a`))).toBe(`${MARK}a`)
    expect(decodeText(new Uint8Array())).toBe('')
  })

  it('names the first byte that is no UTF-8', () => {
    expect(() => decodeText(Buffer.from('"B\xfccher"', 'latin1'))).toThrow('it is not text in UTF-8 (byte 0xfc at 2)')
    expect(() => decodeText(Buffer.from([0x61, 0xc3]))).toThrow('(byte 0xc3 at 1)')
  })

  it('refuses half a letter of UTF-16', () => {
    expect(() => decodeText(Buffer.from([0xff, 0xfe, 0x61]))).toThrow('it is not text in UTF-16LE')
  })
})
