// @ts-check
/** Zip archives by PKWARE's APPNOTE, every field of which can lie. */
import { crc32, deflateRawSync } from 'node:zlib'

/** @typedef {import('../draws.mjs').Draws} Draws */

/**
 * @typedef {object} Part
 * @property {string | Uint8Array} name
 * @property {Uint8Array} data
 * @property {boolean} [deflate]
 * @property {Buffer} [packed]       what is written for the data
 * @property {number} [crc]
 * @property {number} [at]           where the directory says that the entry begins
 * @property {number} [sizeBytes]    what the directory says
 * @property {boolean} [inDirectoryOnly]
 */

/** @type {Map<number, Pick<Part, 'data' | 'packed' | 'crc' | 'deflate'>>} */
const packedZeros = new Map()

/** An entry of zeros, kept: the making costs more than the reading should. @param {number} length */
export function zeros(length) {
  const known = packedZeros.get(length)
  if (known !== undefined) return known
  const data = Buffer.alloc(length)
  const made = { data, packed: deflateRawSync(data), crc: crc32(data), deflate: true }
  packedZeros.set(length, made)
  return made
}

/**
 * @param {readonly Part[]} parts
 * @param {{ count?: number, comment?: Uint8Array }} [lies]  count: of entries, as the end record says
 */
export function zip(parts, { count = parts.length, comment = Buffer.alloc(0) } = {}) {
  /** @type {Buffer[]} */
  const contents = []
  /** @type {Buffer[]} */
  const directory = []
  let offset = 0
  for (const part of parts) {
    const { data, deflate = false, at = offset, sizeBytes = data.length, inDirectoryOnly } = part
    const name = Buffer.from(part.name)
    const packed = part.packed ?? (deflate ? deflateRawSync(data) : Buffer.from(data))
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(deflate ? 8 : 0, 4)
    fields.writeUInt32LE(part.crc ?? crc32(data), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(sizeBytes >>> 0, 18)
    fields.writeUInt16LE(name.length, 22)
    if (!inDirectoryOnly) {
      contents.push(Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed)
      offset += 30 + name.length + packed.length
    }
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at >>> 0, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, name)
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(count & 0xffff, 8)
  end.writeUInt16LE(count & 0xffff, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...contents, central, end, comment])
}

/**
 * Archives that lie: about lengths and counts, with entries over the same bytes, bombs, floods of entries, odd names.
 *
 * @param {Draws} draws
 * @param {readonly Part[]} valid  what a valid archive of the format holds
 */
export function hostileZip(draws, valid) {
  const first = valid[draws.int(valid.length)] ?? { name: 'a', data: Buffer.alloc(4) }
  switch (draws.int(7)) {
    case 0: {
      const flood = Array.from({ length: draws.large(40_000) }, (_, i) => ({ ...first, name: `${i}/${first.name}` }))
      return zip([...valid, ...flood], draws.chance(0.5) ? {} : { count: draws.lie(16) })
    }
    case 1: {
      const shared = { ...first, ...zeros(2 ** draws.int(25)), at: 0 }
      const copies = Array.from({ length: draws.large(draws.pick([8, 40, 20_000])) }, (_, i) => {
        return { ...shared, name: `${i}-${first.name}`, inDirectoryOnly: true }
      })
      return zip([shared, ...copies])
    }
    case 2: {
      const bombs = Array.from({ length: draws.large(8) }, (_, i) => {
        return { name: `${i}-${first.name}`, ...zeros(2 ** (10 + draws.int(18))) }
      })
      if (draws.chance(0.5)) return zip([...valid, ...bombs])
      return zip(valid.map((part) => ({ ...part, ...bombs[0], name: part.name })))
    }
    case 3:
      return zip(valid.map((part) => (draws.chance(0.5) ? { ...part, sizeBytes: draws.lie(32) } : part)))
    case 4:
      return zip(
        valid.map((part) => (draws.chance(0.5) ? { ...part, at: draws.lie(32) } : part)),
        { count: draws.lie(16) },
      )
    case 5: {
      const names = [
        '../x',
        '/x',
        'C:\\x',
        'a\\b.png',
        '',
        '.',
        'a//b',
        'x'.repeat(60_000),
        '\x1b[31m',
        'a/'.repeat(20_000),
        '\xff\xfe',
      ]
      const odd = valid.map((part) => ({
        ...part,
        name: draws.chance(0.5) ? Buffer.from(draws.pick(names), 'latin1') : part.name,
      }))
      return zip(draws.chance(0.3) ? [...odd, ...odd] : odd)
    }
    default:
      return zip(valid, {
        comment: draws.bytes(draws.large(65_000)),
        count: draws.chance(0.5) ? valid.length : draws.lie(16),
      })
  }
}
