// @ts-check
/** JSON that is valid in its parts and meant to harm: deep, wide, twice the same key, numbers beyond all bounds. */

/** @typedef {import('../draws.mjs').Draws} Draws */

// Of what is repeated: lists within lists would outgrow what a string can hold.
const longest = 16 << 20

/** A value that stands where another is expected, as text. @param {Draws} draws @returns {string} */
function odd(draws) {
  switch (draws.int(12)) {
    case 0: {
      const depth = draws.large(1_000_000)
      return `${'['.repeat(depth)}${']'.repeat(depth)}`
    }
    case 1: {
      const depth = draws.large(300_000)
      return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
    }
    case 2:
      return `[${`${draws.pick(['[]', '{}', '0', '""', '1.5', 'null', '{"a":[]}'])},`.repeat(draws.large(2_000_000))}0]`
    case 3:
      return `{${Array.from({ length: draws.large(300_000) }, (_, i) => `"${i}":${i}`).join()}}`
    case 4:
      return `{${'"a":1,'.repeat(draws.large(300_000))}"a":2}`
    case 5:
      return JSON.stringify(
        draws.pick(['x', '\u0000', '\ud800', '\x1b[31m', '中', '\\', '../', '__proto__']).repeat(draws.large(1 << 20)),
      )
    case 6:
      return draws.pick([
        '1e999',
        '-1e999',
        '1e-999',
        '0.1e1',
        '-0',
        '9007199254740993',
        '1'.repeat(draws.large(1 << 20)),
      ])
    case 7:
      return draws.pick(['{"__proto__":{"x":1}}', '{"constructor":{"prototype":1}}', '{"toString":1}', '[null]'])
    case 8:
      return draws.pick(['NaN', 'Infinity', 'undefined', "'a'", '', '//', '{', ']', '\\u0000'])
    default:
      return draws.pick(['null', 'true', '0', '-1', '""', '[]', '{}', '1.5', '"x"'])
  }
}

/**
 * A valid value with some of its parts replaced, doubled or left out.
 *
 * @param {Draws} draws
 * @param {unknown} value
 * @returns {string}
 */
export function hostileJson(draws, value) {
  if (draws.chance(0.12)) return odd(draws)
  if (Array.isArray(value)) {
    const items = value.map((item) => hostileJson(draws, item))
    const joined = items.filter((text) => text !== '').join()
    const times = draws.chance(0.05) ? Math.min(draws.large(20_000), Math.ceil(longest / (joined.length + 1))) : 1
    return `[${Array(times).fill(joined).join()}]`
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).flatMap(([key, item]) => {
      if (draws.chance(0.05)) return []
      const member = `${JSON.stringify(key)}:${hostileJson(draws, item)}`
      return draws.chance(0.03) ? [member, member] : [member]
    })
    if (draws.chance(0.1)) members.push(`"extra":${odd(draws)}`)
    return `{${members.join()}}`
  }
  return JSON.stringify(value)
}

/** As bytes, in one of the encodings that are read. @param {Draws} draws @param {string} text */
export function encoded(draws, text) {
  if (draws.chance(0.9)) return Buffer.from(text)
  if (draws.chance(0.5)) return Buffer.from(`\ufeff${text}`)
  return Buffer.from(`\ufeff${text}`, 'utf16le')
}
