// @ts-check
/** safetensors: a length, a JSON header, the data. */
import { hostileJson } from './json.mjs'

/** @typedef {import('../draws.mjs').Draws} Draws */

/** @param {string} header @param {Uint8Array} data @param {number} [length]  what the file says */
export function safetensors(header, data, length = Buffer.byteLength(header)) {
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(BigInt(length))
  return Buffer.concat([prefix, Buffer.from(header), data])
}

export const validHeader = {
  __metadata__: { format: 'pt' },
  weight: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
  flag: { dtype: 'BOOL', shape: [2], data_offsets: [16, 18] },
}
const data = Buffer.alloc(18)

export const validSafetensors = () => safetensors(JSON.stringify(validHeader), data)

/** @param {Draws} draws */
export function hostileSafetensors(draws) {
  const entry = (/** @type {number} */ i, /** @type {string} */ shape, /** @type {string} */ offsets) =>
    `"t${i}":{"dtype":"${draws.pick(['F32', 'U8', 'BOOL', 'BF16', 'F8_E4M3', 'F4', 'toString'])}","shape":${shape},"data_offsets":${offsets}}`
  switch (draws.int(5)) {
    case 0:
      return safetensors(hostileJson(draws, validHeader), data, draws.chance(0.1) ? draws.lie(32) : undefined)
    case 1: {
      const sizes = () =>
        `[${Array.from({ length: draws.large(40) }, () => draws.pick([0, 1, 2, 4, 2 ** 31, 2 ** 53 - 1, 2 ** 53, -1])).join()}]`
      return safetensors(
        `{${Array.from({ length: draws.large(100) }, (_, i) => entry(i, sizes(), `[${draws.lie(8)},${draws.lie(32)}]`)).join()}}`,
        data,
      )
    }
    case 2:
      return safetensors(
        `{${Array.from({ length: draws.large(150_000) }, (_, i) => entry(i, '[0]', '[0,0]')).join()}}`,
        Buffer.alloc(0),
      )
    case 3: {
      const inner = draws.pick(['[]', '{}', '1', '[[]]', '[[[[]]]]', '"x"', '{"":{}}'])
      return safetensors(`{"a":[${`${inner},`.repeat(draws.large(8_000_000))}0]}`, data)
    }
    default: {
      const value = draws.pick(['{}', '""', '"x"', '[]'])
      const members = Array.from({ length: draws.large(500_000) }, (_, i) => `"${i}":${value}`).join()
      return safetensors(draws.chance(0.5) ? `{"__metadata__":{${members}}}` : `{${members}}`, Buffer.alloc(0))
    }
  }
}
