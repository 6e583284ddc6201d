// @ts-check
/** IDX (MNIST's format), plain and in gzip. */
import { gzipSync } from 'node:zlib'

/** @typedef {import('../draws.mjs').Draws} Draws */

/** @param {readonly number[]} dims @param {Uint8Array} values @param {number} [type] @param {number} [rank] */
export function idx(dims, values, type = 8, rank = dims.length) {
  const header = Buffer.alloc(4 + 4 * dims.length)
  header.set([0, 0, type, rank])
  for (const [i, size] of dims.entries()) header.writeUInt32BE(size >>> 0, 4 + 4 * i)
  return Buffer.concat([header, values])
}

export const validIdx = () => idx([3, 4, 4], Buffer.alloc(48, 77))

/** @param {Draws} draws */
export function hostileIdx(draws) {
  const size = () => draws.pick([0, 1, 3, 4, 28, 16_384, 65_536, 2 ** 31, 2 ** 32 - 1])
  const dims = Array.from({ length: draws.pick([3, 3, 4, 1, 0, 200]) }, size)
  return idx(
    dims,
    draws.bytes(draws.large(1 << 16)),
    draws.pick([8, 8, 8, 9, 13, 14, 0]),
    draws.chance(0.8) ? dims.length & 255 : draws.int(256),
  )
}

/** @type {Map<string, Buffer>} */
const packed = new Map()

/** gzip whose header fits, lies, or has many members. @param {Draws} draws */
export function hostileIdxGzip(draws) {
  const power = draws.int(29)
  const dims = draws.pick([
    [2 ** power, 1, 1],
    [1, 2 ** (power >> 1), 2 ** (power - (power >> 1))],
    [2 ** 31, 28, 28],
    [3, 4, 4],
  ])
  const key = `${dims} ${power}`
  const member = packed.get(key) ?? gzipSync(idx(dims, Buffer.alloc(2 ** power)), { level: power > 20 ? 6 : 9 })
  packed.set(key, member)
  switch (draws.int(4)) {
    case 0:
      return Buffer.concat(Array.from({ length: draws.large(50_000) }, () => gzipSync('')).concat(member))
    case 1:
      return gzipSync(member)
    case 2:
      return Buffer.concat([member, draws.bytes(draws.large(1000))])
    default:
      return member
  }
}
