// @ts-check
/** AVIF: boxes of ISO/IEC 14496-12 around AV1 frames, with sizes that lie and boxes without end. */

/** @param {string} type @param {Uint8Array} content @param {number} [length] */
function box(type, content, length = content.length + 8) {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(length >>> 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}

/** @param {import('../draws.mjs').Draws} draws @param {readonly Uint8Array[]} samples @returns {Buffer} */
export function hostileAvif(draws, samples) {
  const bytes = Buffer.from(draws.pick(samples))
  const brand = bytes.subarray(0, bytes.readUInt32BE(0))
  const flood = (/** @type {Uint8Array} */ part, /** @type {number} */ limit) =>
    Buffer.concat(Array.from({ length: draws.large(limit) }, () => part))
  switch (draws.int(5)) {
    case 0: {
      // Width and height of the picture as the properties state them.
      const at = bytes.indexOf('ispe', 0, 'latin1')
      for (const offset of [8, 12])
        bytes.writeUInt32BE(draws.pick([0, 1, 16_384, 65_535, 2 ** 31, 2 ** 32 - 1]), at + offset)
      return bytes
    }
    case 1: {
      // Counts, offsets and lengths of the parts.
      const at = bytes.indexOf(draws.pick(['iloc', 'iinf', 'ipma', 'iprp', 'meta', 'mdat']), 0, 'latin1')
      for (let times = draws.large(4); times > 0; times--) {
        const offset = Math.min(bytes.length - 4, Math.max(0, at - 4 + 4 * draws.int(8)))
        bytes.writeUInt32BE(draws.lie(32), offset)
      }
      return bytes
    }
    case 2: {
      let nested = Buffer.alloc(0)
      for (let level = draws.large(5000); level > 0; level--)
        nested = box(draws.pick(['meta', 'iprp', 'ipco', 'moov']), nested)
      return Buffer.concat([brand, nested])
    }
    case 3:
      return Buffer.concat([
        brand,
        flood(box(draws.pick(['free', 'meta', 'abcd', 'uuid']), Buffer.alloc(draws.int(64))), 200_000),
        bytes.subarray(brand.length),
      ])
    default:
      return Buffer.concat([
        brand,
        box(
          'meta',
          Buffer.concat([Buffer.alloc(4), flood(box('ispe', Buffer.alloc(12, 1)), 100_000)]),
          draws.chance(0.3) ? draws.lie(32) : undefined,
        ),
        bytes.subarray(brand.length),
      ])
  }
}
