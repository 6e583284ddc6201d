// @ts-check
/** Random damage to a valid file: what disks, networks and enemies without knowledge of the format do. */

/**
 * @param {Uint8Array} original
 * @param {import('./draws.mjs').Draws} draws
 * @param {readonly Uint8Array[]} others  files whose parts may be spliced in
 * @returns {Buffer}
 */
export function mutate(original, draws, others) {
  let bytes = Buffer.from(original)
  for (let change = draws.int(5); change >= 0; change--) {
    const at = draws.int(bytes.length)
    const length = Math.min(bytes.length - at, draws.large(64))
    const [head, part, tail] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)]
    switch (draws.int(9)) {
      case 0:
        bytes[at] = draws.int(256)
        break
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << draws.int(8))
        break
      case 2:
        bytes.fill(draws.pick([0, 0x7f, 0x80, 0xff]), at, at + length)
        break
      case 3:
        bytes = Buffer.from(head)
        break
      case 4:
        bytes = Buffer.concat([head, part, part, tail])
        break
      case 5:
        bytes = Buffer.concat([head, tail])
        break
      case 6:
        bytes = Buffer.concat([head, ...Array.from({ length: draws.large(2000) }, () => part), tail])
        break
      case 7: {
        const other = draws.pick(others)
        const from = draws.int(other.length)
        bytes = Buffer.concat([head, other.subarray(from, from + draws.large(4096)), tail])
        break
      }
      default:
        lieInPlace(bytes, at, draws)
    }
    if (bytes.length === 0) bytes = Buffer.from([draws.int(256)])
  }
  return bytes
}

/**
 * Writes a number of 2, 4 or 8 bytes over what may be a length.
 *
 * @param {Buffer} bytes
 * @param {number} at
 * @param {import('./draws.mjs').Draws} draws
 */
function lieInPlace(bytes, at, draws) {
  const width = draws.pick([2, 4, 8])
  if (at + width > bytes.length) return
  const value = Math.min(draws.lie(32), 2 ** (8 * Math.min(width, 4)) - 1)
  const little = Buffer.alloc(width)
  little.writeUIntLE(width === 2 ? value & 0xffff : value, 0, Math.min(width, 4))
  bytes.set(draws.chance(0.5) ? little : little.reverse(), at)
}
