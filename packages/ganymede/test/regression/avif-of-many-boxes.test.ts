import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { decodeWhole, readImageHeader } from '../../src/data/formats/decode.js'

// 'free' boxes, which hold nothing, with a length of 32 bits and with one of 64.
const small = Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65])
const large = Buffer.from([0, 0, 0, 1, 0x66, 0x72, 0x65, 0x65, 0, 0, 0, 0, 0, 0, 0, 16])

async function avif(...boxes: readonly Buffer[]): Promise<Buffer> {
  const picture = sharp({ create: { width: 4, height: 2, channels: 3, background: { r: 200, g: 200, b: 200 } } })
  return Buffer.concat([await picture.avif().toBuffer(), ...boxes])
}

describe.each(['a file', 'bytes'])('AVIF in %s', (place) => {
  const put = (bytes: Buffer): string | Buffer => {
    if (place === 'bytes') return bytes
    const file = join(temporaryFolder(), 'a.avif')
    writeFileSync(file, bytes)
    return file
  }

  it('is read with some boxes that hold nothing', async () => {
    const bytes = await avif(...Array(100).fill(small), ...Array(100).fill(large))
    const input = put(bytes)
    const header = await readImageHeader(input, bytes.subarray(0, 64))
    expect(header).toMatchObject({ format: 'avif', width: 4, height: 2 })
    const { data } = await decodeWhole(input, header, { hasAlpha: false, background: 'white' })
    expect(Math.abs(data[0]! - 200)).toBeLessThan(4)
  })

  it.each([
    ['small', small],
    ['large', large],
  ])('is refused with a flood of %s ones', async (_, box) => {
    const bytes = await avif(...Array(5000).fill(box))
    await expect(readImageHeader(put(bytes), bytes.subarray(0, 64))).rejects.toThrow(
      'damaged avif header: it has more than 4096 boxes',
    )
  })
})
