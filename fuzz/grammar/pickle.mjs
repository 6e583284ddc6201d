// @ts-check
/** Pickles by the opcodes of CPython's pickletools, as torch.save writes them and as it never would. */

/** @typedef {import('../draws.mjs').Draws} Draws */

/** @param {...(string | number | Uint8Array)} parts  strings are opcodes in Latin-1, numbers bytes */
export function ops(...parts) {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === 'number' ? Buffer.from([part]) : Buffer.from(/** @type {string} */ (part), 'latin1'),
    ),
  )
}

/** BINUNICODE. @param {string} value */
export function text(value) {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return ops('X', length, bytes)
}

/** LONG1 of eight bytes. @param {number} value */
export function long(value) {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(value))
  return ops('\x8a\x08', bytes)
}

/** LONG_BINPUT or LONG_BINGET. @param {'r' | 'j'} opcode @param {number} index */
function memo(opcode, index) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(index)
  return ops(opcode, bytes)
}

/**
 * A tensor as torch.save writes it; any field may be given as another value's opcodes.
 *
 * @param {{ key?: Uint8Array, count?: Uint8Array, offset?: Uint8Array, shape?: readonly Uint8Array[], strides?: readonly Uint8Array[], type?: string, device?: Uint8Array }} [fields]
 */
export function tensor({
  key = text('0'),
  count = long(4),
  offset = long(0),
  shape = [long(4)],
  strides = [long(1)],
  type = 'FloatStorage',
  device = text('cpu'),
} = {}) {
  return ops(
    'ctorch._utils\n_rebuild_tensor_v2\n((',
    text('storage'),
    `ctorch\n${type}\n`,
    key,
    device,
    count,
    'tQ',
    offset,
    '(',
    ...shape,
    't(',
    ...strides,
    't',
    0x89,
    'ccollections\nOrderedDict\n)RtR',
  )
}

/** The pickle of a value. @param {Uint8Array} value */
export const pickle = (value) => ops('\x80\x02', value, '.')

/** @param {readonly (readonly [string, Uint8Array])[]} items */
export const dict = (items) => ops('}(', ...items.flatMap(([key, value]) => [text(key), value]), 'u')

/** A list that holds the list before twice, so many times. @param {number} levels */
function doubling(levels) {
  const parts = [ops('(KaKblq\x00')]
  for (let level = 0; level < levels; level++)
    parts.push(ops('0]', memo('r', level + 1), '(', memo('j', level), memo('j', level), 'e'))
  return ops(...parts)
}

/** Values that a file never has where a number or name stands. @param {Draws} draws @returns {Buffer} */
function odd(draws) {
  switch (draws.int(9)) {
    case 0: {
      const depth = draws.large(1_000_000)
      return ops(']'.repeat(depth), 'a'.repeat(depth - 1))
    }
    case 1:
      return doubling(draws.large(60))
    case 2:
      return ops(']q\x00h\x00a')
    case 3:
      return ops('(', ops('N').toString('latin1').repeat(draws.large(1_000_000)), 'l')
    case 4:
      return text('x'.repeat(draws.large(1 << 20)))
    case 5:
      return long(draws.pick([-1, 2 ** 31, 2 ** 40, 2 ** 53 - 1]))
    case 6:
      return ops('G', Buffer.from([0x7f, 0xf0, 0, 0, 0, 0, 0, 0]))
    case 7: {
      const width = draws.pick([255, 1024, 1025])
      const length = Buffer.alloc(4)
      length.writeUInt32LE(width)
      return ops('\x8b', length, Buffer.alloc(width, 0x7f))
    }
    default:
      return ops(
        draws.pick(['N', '\x88', '}', ')', '\x8f', 'ctorch\nFloatStorage\n', 'ctorch\nfloat32\n', 'cos\nsystem\n']),
      )
  }
}

/** A state_dict to harm. @param {Draws} draws @returns {Buffer} */
export function hostilePickle(draws) {
  switch (draws.int(9)) {
    case 0: {
      const opcode = draws.pick([
        '}',
        ']',
        ')',
        '\x8f',
        'N',
        '\x94',
        '(',
        '2',
        'K\x01',
        '}\x94',
        ']\x94',
        '(l',
        'cbuiltins\nset\n)R',
        'U\x00',
        'ccollections\nOrderedDict\n)R',
      ])
      return ops(
        '\x80\x02',
        draws.pick(['(', 'N', '}(']),
        Buffer.from(opcode.repeat(draws.large(2_000_000)), 'latin1'),
        draws.pick(['l.', 't.', '.', 'u.']),
      )
    }
    case 1:
      return pickle(
        dict([
          ['a', doubling(draws.large(60))],
          ['b', tensor()],
        ]),
      )
    case 2: {
      const depth = draws.large(1_000_000)
      const [open, close] = draws.pick([
        [']', 'a'],
        ['}K\x01', 's'],
        ['(', 't'],
        ['', '\x85'],
      ])
      return pickle(
        dict([['a', ops(Buffer.from(open.repeat(depth), 'latin1'), ']', Buffer.from(close.repeat(depth), 'latin1'))]]),
      )
    }
    case 3: {
      // One container under many names.
      const wide = ops(
        '(',
        Buffer.from(draws.pick(['N', 'K\x01', ']', '}']).repeat(draws.large(1 << 20)), 'latin1'),
        'lr\x00\x00\x00\x00',
      )
      const names = Array.from({ length: draws.large(5000) }, (_, i) => ops(text(`n${i}`), 'h\x00'))
      return pickle(ops('}(', text('a'), wide, ...names, 'u'))
    }
    case 4: {
      // One tensor under many names.
      const names = Array.from({ length: draws.large(200_000) }, (_, i) => ops(text(`n${i}`), 'h\x00'))
      return pickle(ops('}(', text('a'), tensor(), 'q\x00', Buffer.concat(names), 'u'))
    }
    case 5: {
      const sizes = Array.from({ length: draws.large(40) }, () =>
        long(draws.pick([0, 1, 2, 4, 2 ** 28, 2 ** 31, 2 ** 40])),
      )
      const strides = sizes.map(() => long(draws.pick([0, 0, 1, 2, -1, 2 ** 40])))
      return pickle(
        dict(Array.from({ length: draws.large(60) }, (_, i) => [`t${i}`, tensor({ shape: sizes, strides })])),
      )
    }
    case 6: {
      const [field, isList] = draws.pick([
        ['key', 0],
        ['count', 0],
        ['offset', 0],
        ['device', 0],
        ['shape', 1],
        ['strides', 1],
      ])
      return pickle(dict([['a', tensor({ [/** @type {string} */ (field)]: isList ? [odd(draws)] : odd(draws) })]]))
    }
    case 7: {
      const expanded = { shape: [long(2 ** 28)], strides: [long(0)] }
      return pickle(dict(Array.from({ length: draws.large(2000) }, (_, i) => [`t${i}`, tensor(expanded)])))
    }
    default: {
      const parts = Array.from({ length: draws.large(3000) }, () =>
        draws.chance(0.3) ? odd(draws) : Buffer.from([draws.int(256)]),
      ).slice(0, draws.large(3000))
      return pickle(ops(...parts.slice(0, 40)))
    }
  }
}
