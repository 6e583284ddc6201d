/** The key of a named random stream: every consumer has its own stream, so that adding one never shifts another. */

import { GanymedeError } from '../errors.js'
import { threefry2x32 } from './threefry.js'

/** A 64-bit key as two unsigned 32-bit words, low word first. */
export interface StreamKey {
  readonly k0: number
  readonly k1: number
}

const utf8 = new TextEncoder()

/**
 * Folds a stream name into a seed.
 *
 *     key ← seed as 64 bits (two's complement, low word first)
 *     key ← Threefry(key, (byte length of the name, 0)), then for each 8 bytes of the name, zero-padded,
 *           little-endian: key ← Threefry(key, block)
 *
 * @param seed    safe integer, or bigint (taken modulo 2⁶⁴)
 * @param stream  name of the stream; encoded as UTF-8
 * @throws GanymedeError `OPTION_INVALID` when the seed is not an integer or not exactly representable
 */
export function streamKey(seed: number | bigint, stream: string): StreamKey {
  const key = seedWords(seed)
  const bytes = utf8.encode(stream)
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8)
  padded.set(bytes)
  const words = new DataView(padded.buffer)

  threefry2x32(word(key, 0), word(key, 1), bytes.length, 0, key)
  for (let at = 0; at < padded.length; at += 8) {
    threefry2x32(word(key, 0), word(key, 1), words.getUint32(at, true), words.getUint32(at + 4, true), key)
  }
  return { k0: word(key, 0), k1: word(key, 1) }
}

function seedWords(seed: number | bigint): Uint32Array {
  if (typeof seed === 'bigint') {
    const bits = BigInt.asUintN(64, seed)
    return Uint32Array.of(Number(bits & 0xffff_ffffn), Number(bits >> 32n))
  }
  if (!Number.isSafeInteger(seed)) {
    throw new GanymedeError('OPTION_INVALID', `seed must be an integer between -(2^53 - 1) and 2^53 - 1, got ${seed}`)
  }
  return Uint32Array.of(seed % 2 ** 32, Math.floor(seed / 2 ** 32))
}

function word(words: Uint32Array, index: 0 | 1): number {
  return words[index] as number
}
