// @ts-check
/** Makes an input that fails smaller, as long as it fails in the same way. */

/**
 * @param {Buffer} input
 * @param {(candidate: Buffer) => Promise<boolean>} fails
 * @param {{ tries?: number, seconds?: number }} [limits]
 * @returns {Promise<Buffer>}
 */
export async function shrink(input, fails, { tries = 200, seconds = 20 } = {}) {
  const end = Date.now() + 1000 * seconds
  let left = tries
  let best = input
  for (let piece = Math.ceil(best.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let at = 0; at < best.length; ) {
      if (left-- <= 0 || Date.now() > end) return best
      const candidate = Buffer.concat([best.subarray(0, at), best.subarray(at + piece)])
      if (candidate.length > 0 && (await fails(candidate))) best = candidate
      else at += piece
    }
  }
  return best
}
