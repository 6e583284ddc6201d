import { describe, expect, test } from 'vitest'
import { PickleSource } from '../../../src/files/pytorch/pickle-source.js'
import { pickle } from '../../../src/files/pytorch/pickle-writer.js'
import { PickleGlobal, unpickle } from '../../../src/index.js'
import { int, pickleBytes, text } from '../fixtures.js'

const point = new PickleGlobal(
  'm.Point',
  (args) => ({ args }),
  (instance, state) => Object.assign(instance, { state }),
)

function load(...parts: readonly (string | number | Uint8Array)[]): unknown {
  return unpickle(pickleBytes(...parts), {
    findGlobal: (module, name) => {
      if (module === 'm' && name === 'Point') return point
      if (module === 'm' && name === 'five') return 5
      throw new Error(`refused ${module}.${name}`)
    },
    persistentLoad: (id) => ({ id }),
  })
}

const refuse = (problem: string) => new Error(problem)

describe('unpickle', () => {
  // python3 -c "import pickle; print(pickle.dumps({'a': [1, 2.5, None, True, (1, 'ü'), -5, 300, 2**40, 2**70, {3: 4}],
  //                                                1: '', 'b': []}, PROTOCOL).hex())"
  test.each([
    [
      2,
      '80027d71002858010000006171015d7102284b014740040000000000004e884b015802000000c3bc71038671044afbffffff4d2c018a060000000000018a090000000000000000407d71054b034b0473654b015800000000710658010000006271075d7108752e',
    ],
    [
      3,
      '80037d71002858010000006171015d7102284b014740040000000000004e884b015802000000c3bc71038671044afbffffff4d2c018a060000000000018a090000000000000000407d71054b034b0473654b015800000000710658010000006271075d7108752e',
    ],
    [
      4,
      '80049550000000000000007d94288c0161945d94284b014740040000000000004e884b018c02c3bc9486944afbffffff4d2c018a060000000000018a090000000000000000407d944b034b0473654b018c00948c0162945d94752e',
    ],
    [
      5,
      '80059550000000000000007d94288c0161945d94284b014740040000000000004e884b018c02c3bc9486944afbffffff4d2c018a060000000000018a090000000000000000407d944b034b0473654b018c00948c0162945d94752e',
    ],
  ])('reads what Python wrote in protocol %i', (_, hex) => {
    expect(load(Buffer.from(hex, 'hex'))).toEqual(
      new Map<unknown, unknown>([
        ['a', [1, 2.5, null, true, [1, 'ü'], -5, 300, 2 ** 40, 2n ** 70n, new Map([[3, 4]])]],
        [1, ''],
        ['b', []],
      ]),
    )
  })

  test('reads every kind of value', () => {
    expect(load(0x80, 4, 'N.')).toBe(null)
    expect(load(0x88, '.')).toBe(true)
    expect(load(int(-7), '.')).toBe(-7)
    expect(load('M', 1, 2, '.')).toBe(513)
    expect(load(0x8a, 2, 0xff, 0xff, '.')).toBe(-1)
    expect(load(0x8a, 0, '.')).toBe(0)
    expect(load(0x8a, 8, 0, 0, 0, 0, 0, 0, 0, 0x80, '.')).toBe(-(2n ** 63n))
    expect(load('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0, '.')).toBe(1.5)
    expect(load(text('ü😀'), '.')).toBe('ü😀')
    expect(load('U', 2, 0xc3, 0xbc, '.')).toBe('ü')
    expect(load('U', 1, 0xfc, '.')).toBe('ü')
    expect(load('C', 2, 0, 255, '.')).toEqual(new Uint8Array([0, 255]))
    expect(load('](', int(1), int(2), 'e.')).toEqual([1, 2])
    expect(load('(', text('a'), int(1), 'd.')).toEqual(new Map([['a', 1]]))
    expect(load(0x8f, '(', int(1), int(1), 0x90, '.')).toEqual(new Set([1]))
    expect(load(int(1), int(2), 0x86, '.')).toEqual([1, 2])
  })

  test('builds what the globals allow, and only through them', () => {
    expect(load('cm\nPoint\n(', int(1), 't', 'R.')).toEqual({ args: [1] })
    expect(load('cm\nPoint\n)', 0x81, '}b.')).toEqual({ args: [], state: new Map() })
    expect(load(text('m'), text('Point'), 0x93, ')}', 0x92, '.')).toEqual({ args: [] })
    expect(load('cm\nfive\n.')).toBe(5)
    expect(load(text('key'), 'Q.')).toEqual({ id: 'key' })
    expect(() => load('cos\nsystem\n(', text('ls'), 'tR.')).toThrow('refused os.system')
    expect(() => load(text('os'), text('system'), 0x93, '.')).toThrow('refused os.system')
  })

  test('keeps one object one object', () => {
    const [a, b] = load(']q', 0, 0x30, 'h', 0, 'h', 0, 0x86, '.') as [unknown, unknown]
    expect(a).toBe(b)
    const list = load(']', 0x94, 'h', 0, 'a.') as unknown[]
    expect(list[0]).toBe(list)
  })

  test.each<[string, readonly (string | number | Uint8Array)[], RegExp]>([
    ['nothing', [], /is truncated/],
    ['no STOP', ['N'], /is truncated/],
    ['text beyond the end', ['X', 0xff, 0xff, 0xff, 0x7f, 'a.'], /is truncated/],
    ['text of 2^63 bytes', [0x8d, 0, 0, 0, 0, 0, 0, 0, 0x80], /declares a length of 9223372036854775808 bytes/],
    ['bytes of 2^50', [0x8e, 0, 0, 0, 0, 0, 0, 4, 0], /is truncated/],
    ['text that is not UTF-8', ['X', 1, 0, 0, 0, 0xff, '.'], /not UTF-8/],
    ['an int of a megabyte', [0x8b, 0, 0, 16, 0], /a whole number of 1048576 bytes/],
    ['protocol 6', [0x80, 6, 'N.'], /has protocol 6/],
    ['an opcode of protocol 0', ['I1\n.'], /opcode 0x49 \("I"\), which is not supported/],
    ['an extension', [0x82, 1, '.'], /opcode 0x82/],
    ['an out-of-band buffer', [0x97, '.'], /opcode 0x97/],
    ['an empty stack', ['.'], /takes more from its stack/],
    ['a value below a mark', ['N(0R.'], /takes more from its stack/],
    ['items from below a mark', ['N(', 0x85, '.'], /takes more from its stack/],
    ['a group without a mark', ['t.'], /ends a group that it did not begin/],
    ['an unknown memory', ['h', 3, '.'], /remembers nothing under number 3/],
    ['a call of a string', [text('x'), ')R.'], /calls something that is no function/],
    ['a call of a number', ['cm\nfive\n)R.'], /calls something that is no function/],
    ['arguments that are no tuple', ['cm\nPoint\nNR.'], /without a tuple/],
    ['keywords', ['cm\nPoint\n)}', text('a'), int(1), 's', 0x92, '.'], /by keywords/],
    ['the state of a list', [']}b.'], /sets the state of an object that has none/],
    ['an item of a list', [']', int(1), int(2), 's.'], /something that is no dict/],
    ['an append to a dict', ['}', int(1), 'a.'], /something that is no list/],
    ['an addition to a list', ['](', int(1), 0x90, '.'], /something that is no set/],
    ['a list as a key', ['}', '](', ']e', int(1), 's.'], /a container as the key/],
    ['a dict in a set', [0x8f, '(}', 0x90, '.'], /a container as the key/],
    ['a key without value', ['}(', int(1), 'u.'], /a key without a value/],
    ['a global that is no string', [int(1), int(2), 0x93, '.'], /names a global by no string/],
    ['a global without end', [`c${'x'.repeat(10_000)}`], /a name that is too long/],
    ['a million marks', ['('.repeat(1_000_000)], /nested too deeply/],
  ])('refuses %s', (_, parts, message) => {
    expect(() => load(...parts)).toThrow(message)
  })

  test('refuses a memo bomb: calls that copy a remembered value over and over', () => {
    const megabyte = text('x'.repeat(1 << 20))
    const calls = 'h\x00h\x01R0'.repeat(50_000)
    expect(() => load('cm\nPoint\nq', 0, '(', megabyte, 'tq', 1, '00', calls, 'N.')).toThrow(
      /unfolds to more than \d+ values/,
    )
    const tuple = ['(', 'N'.repeat(100_000), 'tq', 0] as const
    expect(() => load(...tuple, '0}', `h\x00Ns`.repeat(10_000), '.')).toThrow(/unfolds to more than \d+ values/)
  })

  test('pulls bytes from a file piece by piece, and never past the limit', () => {
    const bytes = pickleBytes(text('a'.repeat(1000)), '.', text('second'), '.')
    const pieces: number[] = []
    const more = (position: number, atLeast: number) => {
      pieces.push(atLeast)
      return bytes.subarray(position, position + Math.max(atLeast, 7))
    }
    const source = new PickleSource(bytes.subarray(0, 7), { more, limit: 1015 })
    const options = { findGlobal: () => null }
    expect(unpickle(source, options)).toBe('a'.repeat(1000))
    expect(source.position).toBe(1006)
    expect(() => unpickle(source, options)).toThrow(/longer than 1015 bytes/)
    expect(pieces.length).toBeGreaterThan(0)
  })
})

describe('pickle', () => {
  const write = (value: unknown) => pickle(value, () => false, refuse)
  const roundTrip = (value: unknown) => unpickle(write(value), { findGlobal: builtins })
  const builtins = (module: string, name: string) => {
    if (module === '_codecs')
      return new PickleGlobal(name, ([value]) => new Uint8Array(Buffer.from(value as string, 'latin1')))
    return new PickleGlobal(name, ([values]) => new Set(values as unknown[]))
  }

  test.each([
    null,
    true,
    false,
    0,
    -1,
    255,
    256,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31),
    -(2 ** 31) - 1,
    2 ** 53 - 1,
    0.1,
    -0,
    1e300,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    2n ** 63n,
    -(2n ** 63n),
    -(2n ** 71n) + 1n,
    'ü😀',
    '',
  ])('brings %s back', (value) => {
    expect(roundTrip(value)).toBe(value)
  })

  test('brings containers back, objects as Maps', () => {
    expect(roundTrip({ a: [1, [2, new Set([3])]], b: new Map([[1, new Uint8Array([0, 200])]]), c: undefined })).toEqual(
      new Map<string, unknown>([
        ['a', [1, [2, new Set([3])]]],
        ['b', new Map([[1, new Uint8Array([0, 200])]])],
        ['c', null],
      ]),
    )
  })

  test('writes values of any size', () => {
    const long = Array.from({ length: 50_000 }, (_, i) => `${i}`)
    expect(roundTrip(long)).toEqual(long)
    expect(roundTrip('x'.repeat(3_000_000))).toHaveLength(3_000_000)
  })

  test.each<[string, unknown, RegExp]>([
    ['a function', { a: [() => 1] }, /a function cannot be written \(at "a\.0"\)/],
    ['an instance of a class', { date: new Date(0) }, /an object of class Date cannot be written \(at "date"\)/],
    ['a symbol', Symbol('x'), /a symbol cannot be written/],
    ['an object as key', new Map([[[1], 2]]), /an object as key/],
    ['half a character', ['\ud83d'], /text with half a character cannot be written \(at "0"\)/],
  ])('refuses %s', (_, value, message) => {
    expect(() => write(value)).toThrow(message)
  })

  test('refuses a value that contains itself', () => {
    const loop: unknown[] = []
    loop.push(loop)
    expect(() => write(loop)).toThrow(/nested deeper than 200 levels, or in itself/)
  })
})
