// @ts-check
/** numpy's own format: magic, version, a Python dict, the elements. */

/** @typedef {import('../draws.mjs').Draws} Draws */

/**
 * @param {string} header
 * @param {Uint8Array} data
 * @param {{ version?: number, length?: number }} [fields]
 */
export function npy(header, data, { version = 2, length = header.length } = {}) {
  const start = Buffer.from(`\x93NUMPY${String.fromCharCode(version)}\x00`, 'latin1')
  const size = Buffer.alloc(version === 1 ? 2 : 4)
  size.writeUIntLE(version === 1 ? length & 0xffff : length >>> 0, 0, size.length)
  return Buffer.concat([start, size, Buffer.from(header, 'latin1'), data])
}

export const validNpy = () =>
  npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n", Buffer.alloc(16), { version: 1 })

/** @param {Draws} draws */
export function hostileNpy(draws) {
  const many = draws.large(400_000)
  const descr = draws.pick([
    "'<f4'",
    "'|b1'",
    "'>f8'",
    "'|O'",
    "[('a', '<f4')]",
    `'${'f'.repeat(many)}'`,
    '"<f4"',
    "'<U9999999'",
  ])
  const size = () =>
    draws.pick([
      '0',
      '1',
      '2',
      '4',
      '2L',
      '-1',
      '01',
      '99999999999',
      '9007199254740993',
      '1'.repeat(draws.large(10_000)),
    ])
  const shape = draws.chance(0.2)
    ? `(${'1,'.repeat(many)})`
    : `(${Array.from({ length: draws.large(40) }, size).join()},)`
  const items = [
    `'descr': ${descr}`,
    `'fortran_order': ${draws.pick(['True', 'False', 'None', '1'])}`,
    `'shape': ${shape}`,
  ]
  if (draws.chance(0.2)) items.push(draws.pick(items))
  if (draws.chance(0.2)) items.push(`'x': "'shape': (1,)"`, `'y': ${'('.repeat(many)}`)
  const header = `${draws.chance(0.1) ? ' '.repeat(many) : ''}{${items.join(draws.pick([', ', ',', ' ', ',,']))}}`
  const lies = { version: draws.pick([1, 2, 3, 4]), ...(draws.chance(0.2) ? { length: draws.lie(32) } : {}) }
  return npy(header, draws.bytes(draws.large(64)), lies)
}
