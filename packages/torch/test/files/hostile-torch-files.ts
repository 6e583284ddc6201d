/** Files of torch.save that are built to harm their reader: by hand, against the rules of pickle and of PyTorch. */
import { four, int, legacyBytes, pickleBytes, seededNumbers, tensorPickle, text, zipBytes } from './fixtures.js'
import type { HostileFile } from './hostile-run.js'

const start = Buffer.from([0x80, 4])

/** `value` repeated to a buffer: opcodes by the million. */
export const repeated = (value: string | Uint8Array, count: number): Buffer => {
  const unit = typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from(value)
  return Buffer.alloc(unit.byteLength * count, unit)
}

/** The buffers of `part(0) … part(count - 1)`, one after the other. */
export const series = (count: number, part: (index: number) => Uint8Array): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, index) => part(index)))

/** So many items of a dict: text of seven digits, and what is remembered first. */
export function namesOfFirst(count: number): Buffer {
  const items = repeated(pickleBytes(text('0000000'), 'h\x00'), count)
  for (let i = 0; i < count; i++) items.write(`${i}`.padStart(7, '0'), 14 * i + 5, 'latin1')
  return items
}

const memoize = '\x94'
const pop = '0'
/** LONG_BINGET. */
export const get = (index: number): Buffer => {
  const out = Buffer.alloc(5, 'j')
  out.writeUInt32LE(index, 1)
  return out
}
/** LONG_BINPUT. */
const put = (index: number): Buffer => {
  const out = Buffer.alloc(5, 'r')
  out.writeUInt32LE(index, 1)
  return out
}

/** The last of `levels` lists, each of which holds the one before it twice: 2^levels leaves. */
export const doubling = (levels: number, leaf: string | Uint8Array = 'N'): Buffer =>
  pickleBytes(
    ']',
    typeof leaf === 'string' ? Buffer.from(leaf, 'latin1') : leaf,
    'a',
    repeated('q\x000](h\x00h\x00e', levels),
  )

/** A list in a list in a list. */
const nested = (levels: number): Buffer => pickleBytes(repeated(']', levels), repeated('a', levels - 1))

/** An archive of torch.save whose pickle, and storages, may be deflated. */
export function archive(
  pickled: Uint8Array,
  storages: Readonly<Record<string, Uint8Array>> = {},
  { deflate = false }: { readonly deflate?: boolean } = {},
): Buffer {
  return zipBytes([
    { name: 'archive/data.pkl', data: pickled, deflate },
    ...Object.entries(storages).map(([key, data]) => ({ name: `archive/data/${key}`, data, deflate })),
  ])
}

const deflated = (...parts: readonly (string | number | Uint8Array)[]): Buffer =>
  archive(pickleBytes(start, ...parts), {}, { deflate: true })
const stored = (...parts: readonly (string | number | Uint8Array)[]): Buffer =>
  archive(pickleBytes(start, ...parts), { 0: four })

const unfolds =
  /its pickle holds or unfolds to more than \d+ values, (more than its length allows|the most that any file may have)/
const mib = 1 << 20

/** Ten storages of 16 MiB of zeros, and tensors of so many elements of them, beside something that does not pack. */
function storagesOfZeros(used: number): Buffer {
  const tensors = Array.from({ length: 10 }, (_, i) =>
    tensorPickle({ key: `${i}`, count: BigInt(4 * mib), shape: [BigInt(used)] }),
  )
  const zeros = Buffer.alloc(16 * mib)
  const random = seededNumbers(1)
  const noise = Buffer.from(Array.from({ length: mib }, () => random(256)))
  const storages = Object.fromEntries(tensors.map((_, i) => [i, zeros]))
  return archive(pickleBytes(start, '](', ...tensors, 'e.'), { ...storages, noise }, { deflate: true })
}

/** A few bytes that would become gigabytes. */
const floods: readonly HostileFile[] = [
  ...(
    [
      ['EMPTY_DICT', '}'],
      ['EMPTY_LIST', ']'],
      ['EMPTY_SET', '\x8f'],
      ['empty tuples', ')'],
      ['empty dicts that are dropped', '}0'],
      ['empty bytes', 'C\x00'],
      ['numbers of nine bytes', '\x8a\x09\x01\x02\x03\x04\x05\x06\x07\x08\x09'],
      ['texts of two letters', '\x8c\x02ab'],
      ['calls', 'ccollections\nOrderedDict\n)R'],
    ] as const
  ).map(([name, unit]) => ({
    name: `16 MiB of ${name} deflated to some KiB`,
    bytes: () => deflated(repeated(unit, Math.floor((16 * mib - 8) / unit.length)), 'N.'),
    refusal: unfolds,
  })),
  {
    name: '16 MiB of MEMOIZE deflated to 16 KiB',
    bytes: () => deflated('N', repeated(memoize, 16 * mib - 4), '.'),
    refusal: unfolds,
  },
  {
    name: '16 MiB of marks and pops',
    bytes: () => deflated(repeated('(0', 8 * mib - 2), 'N.'),
    refusal: unfolds,
  },
  {
    name: 'None 70 million times',
    bytes: () => stored(repeated('N', 70_000_000), '.'),
    refusal: /data\.pkl" has 70000003 bytes; at most \d+ are expected/,
  },
  {
    name: 'None 10 million times',
    bytes: () => stored(repeated('N', 10_000_000), '.'),
    refusal: unfolds,
  },
  {
    name: 'None 10 million times, in the format before 1.6',
    bytes: () => legacyBytes(pickleBytes(start, repeated('N', 10_000_000), '.'), []),
    refusal: unfolds,
  },
  {
    name: 'empty dicts by the million, stored',
    bytes: () => stored('](', repeated('}', 2_000_000), 'e.'),
    refusal: unfolds,
  },
  {
    name: 'a million tensors over one storage',
    bytes: () =>
      stored(
        'ctorch._utils\n_rebuild_tensor_v2\nq\x000((',
        ...[text('storage'), 'ctorch\nFloatStorage\n', text('0'), text('cpu'), int(4), 'tQK\x00))\x89}tq\x010]('],
        repeated('h\x00h\x01R', 1_000_000),
        'e.',
      ),
    refusal: unfolds,
  },
  {
    name: 'storages of zeros, 16 MiB deflated to 16 KiB each',
    bytes: () => storagesOfZeros(4 * mib),
    refusal: /the tensors together have more than \d+ bytes/,
  },
  {
    name: 'storages of zeros of which a number each is used',
    bytes: () => storagesOfZeros(1),
    refusal: /its storages unpack to more than \d+ bytes/,
  },
]

/** What is short in the file and endless for who walks it. */
const sharing: readonly HostileFile[] = [
  {
    name: 'a list of 2^20 None, named 2,000 times',
    bytes: () =>
      stored(
        '](',
        repeated('N', mib),
        'eq\x000}(',
        series(2000, (i) => Buffer.concat([text(`n${i}`), Buffer.from('h\x00')])),
        'u.',
      ),
    refusal: unfolds,
  },
  {
    name: 'a list of 2^20 None and a tensor, named 2,000 times',
    bytes: () =>
      stored(
        '](',
        repeated('N', mib),
        tensorPickle(),
        'eq\x000}(',
        series(2000, (i) => Buffer.concat([text(`n${i}`), Buffer.from('h\x00')])),
        'u.',
      ),
    refusal: unfolds,
  },
  {
    name: 'a million names of one tensor',
    bytes: () => stored(tensorPickle(), 'q\x000}(', ...[namesOfFirst(1_000_000), 'u.']),
    refusal: null,
  },
  ...[20, 40, 150].flatMap((levels) => [
    { name: `lists that double ${levels} levels deep`, bytes: () => stored(doubling(levels), '.'), refusal: unfolds },
    {
      name: `lists that double ${levels} levels deep, with a tensor at the end`,
      bytes: () => stored(doubling(levels, tensorPickle()), '.'),
      refusal: unfolds,
    },
  ]),
  {
    name: 'dicts of dicts under every name that weights are looked for, five levels deep, 100,000 values at the end',
    bytes: () => {
      const names = [
        ...'state_dict model_state_dict params_ema params g_ema netG_ema ema generator netG G model module'.split(' '),
        ...'weights net network'.split(' '),
      ]
      const level = (index: number) =>
        pickleBytes('}(', ...names.flatMap((name) => [text(name), get(index)]), 'u', put(index + 1), pop)
      const values = series(100_000, (i) => Buffer.concat([int(i), Buffer.from('N')]))
      return stored('}(', values, 'u', put(0), pop, level(0), level(1), level(2), level(3), get(4), '.')
    },
    refusal: unfolds,
  },
  {
    name: 'a key of a mebibyte above 10,000 tensors',
    bytes: () =>
      stored('}', text('k'.repeat(mib)), '](', repeated(tensorPickle({ shape: [], strides: [] }), 10_000), 'es.'),
    refusal: null,
  },
  {
    name: 'a key of a mebibyte for the storage of 2,000 tensors',
    bytes: () =>
      stored(
        text('k'.repeat(mib)),
        put(0),
        '0](',
        repeated(pickleBytes('(', text('storage'), 'ctorch\nFloatStorage\n', get(0), text('cpu'), int(4), 'tQ'), 2000),
        'e.',
      ),
    refusal: /names a storage by a text of 1048576 characters/,
  },
  {
    name: 'a dict of 50,000 flags, looked through by each of 20,000 tensors',
    bytes: () => {
      const flags = series(50_000, (i) => Buffer.concat([int(i), Buffer.from('\x89', 'latin1')]))
      const args = pickleBytes(
        ...['((', text('storage'), 'ctorch\nFloatStorage\n', text('0'), text('cpu'), int(4), 'tQ'],
        ...['K\x00))\x89}}(', flags, 'ut'],
      )
      return stored(
        'ctorch._tensor\n_rebuild_from_type_v2\nq\x000(ctorch._utils\n_rebuild_tensor_v2\nctorch\nTensor\n',
        ...[args, '}tq\x010'],
        repeated('h\x00h\x01R0', 20_000),
        'N.',
      )
    },
    refusal: /marks/,
  },
]

/** Positions of an unseeded integer hash that all fall together: see hashOfInteger. */
const colliding: readonly HostileFile[] = [
  {
    name: '50,000 whole numbers of one hash as keys of a dict',
    bytes: () => {
      const keys = collidingIntegers(50_000)
      return stored(
        '}(',
        series(keys.length, (i) => Buffer.concat([int(keys[i]!), Buffer.from('N')])),
        'u.',
      )
    },
    refusal: /large or broken numbers as keys or in sets, .* save them as a tensor or as text/,
  },
  {
    name: '50,000 long numbers of one hash in a set',
    bytes: () => {
      const unit = Buffer.from([0x8a, 12, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0])
      const keys = series(50_000, (i) => {
        const key = Buffer.from(unit)
        key.writeUInt32LE(i + 1, 10)
        return key
      })
      return stored('\x8f(', keys, '\x90.')
    },
    refusal: /large or broken numbers as keys/,
  },
  {
    name: 'a memory under 50,000 numbers of one hash',
    bytes: () => {
      const indices = collidingIntegers(50_000)
      return stored(
        'N',
        series(indices.length, (i) => put(indices[i]! >>> 0)),
        '.',
      )
    },
    refusal: null,
  },
]

/** Values that are put into the text of an error, where a number or a name is expected. */
function inTexts(what: string, value: Uint8Array): readonly HostileFile[] {
  const [zero, one] = [int(0), int(1)]
  const tensorOf = ({ offset = zero, stride = one, key = text('0') as Uint8Array, size = one, count = int(4) }) =>
    pickleBytes(
      'ctorch._utils\n_rebuild_tensor_v2\n((',
      ...[text('storage'), 'ctorch\nFloatStorage\n', key, text('cpu'), count, 'tQ'],
      ...[offset, '(', size, 't(', stride, 't\x89}tR'],
    )
  const bytes = Buffer.from(value)
  const magic = pickleBytes(0x80, 2, Buffer.from('8a0a6cfc9c46f9206aa85019', 'hex'), '.')
  const legacy = (...pickles: readonly Uint8Array[]) =>
    Buffer.concat([magic, ...pickles.map((pickled) => pickleBytes(start, pickled, '.'))])
  const machine = pickleBytes('}', text('little_endian'), '\x88s')
  const places: readonly (readonly [place: string, file: () => Uint8Array, refusal: RegExp])[] = [
    ['the offset of a tensor', () => stored(tensorOf({ offset: bytes }), '.'), /with the storage offset [("]/],
    ['a stride', () => stored(tensorOf({ stride: bytes }), '.'), /with the strides [("]/],
    ['a size', () => stored(tensorOf({ size: bytes }), '.'), /with the shape [("]/],
    ['the size of a storage', () => stored(tensorOf({ count: bytes }), '.'), /with the storage size [("]/],
    ['the key of a storage', () => stored(tensorOf({ key: bytes }), '.'), /names a storage by/],
    ['the index of a device', () => stored('ctorch\ndevice\n(', text('cuda'), bytes, 'tR.'), /torch\.device with/],
    ['the name of a device', () => stored('ctorch\ndevice\n', bytes, '\x85R.'), /torch\.device with/],
    ['a numpy dtype', () => stored('cnumpy\ndtype\n', bytes, '\x85R.'), /numpy value of the type [("]/],
    ['the name of a class', () => stored(text('os'), bytes, '\x93.'), /a global by no string|a name that is too long/],
    ['the protocol', () => legacy(bytes), /has the torch protocol [("].{1,130} instead of 1001/],
    ['a listed storage', () => legacy(int(1001), machine, Buffer.from('N'), pickleBytes(']', bytes, 'a')), /lists the/],
  ]
  return places.map(([place, file, refusal]) => ({ name: `${what} as ${place}`, bytes: file, refusal }))
}

/** Tensors with far more elements than bytes. */
const views: readonly HostileFile[] = [
  {
    name: '40 tensors of 1 GiB that repeat 4 bytes',
    bytes: () =>
      stored(
        '](',
        ...Array.from({ length: 40 }, (_, i) =>
          tensorPickle({ shape: [BigInt(256 * mib - i)], strides: [0n], count: 4n }),
        ),
        'e.',
      ),
    refusal: /repeats? 16 bytes/,
  },
  {
    name: '10,000 tensors over the whole of one storage of 4 MiB',
    bytes: () => {
      const tensor = pickleBytes(
        ...['((', text('storage'), 'ctorch\nFloatStorage\n', text('0'), text('cpu'), int(mib), 'tQ'],
        ...['K\x00', '(', int(mib), 't(', int(1), 't\x89}t'],
      )
      return archive(
        pickleBytes(
          ...[start, 'ctorch._utils\n_rebuild_tensor_v2\nq\x000', tensor, 'q\x010](', repeated('h\x00h\x01R', 10_000)],
          'e.',
        ),
        { 0: Buffer.alloc(4 * mib) },
      )
    },
    refusal: /together/,
  },
]

/**
 * Whole numbers that fall into a few buckets of a Map, because the hash of V8 for small integers has no seed
 * (`ComputeUnseededHash` in its sources): its steps, each of which can be undone, undone for chosen results.
 */
function collidingIntegers(count: number): number[] {
  const buckets = Math.ceil(count / 2 ** 14)
  return Array.from({ length: count }, (_, i) => integerOfHash((Math.floor(i / buckets) << 18) | (i % buckets)))
}

function integerOfHash(hash: number): number {
  let x = hash ^ (hash >>> 16)
  x = Math.imul(x, inverse(2057))
  for (const shift of [4, 8, 16]) x ^= x >>> shift
  x = Math.imul(x, inverse(5))
  for (const shift of [12, 24]) x ^= x >>> shift
  return Math.imul(x + 1, inverse(32767))
}

/** The number whose product with an odd one is 1 modulo 2^32. */
function inverse(odd: number): number {
  let found = odd
  for (let step = 0; step < 5; step++) found = Math.imul(found, 2 - Math.imul(odd, found))
  return found
}

export const hostileTorchFiles: readonly HostileFile[] = [
  ...floods,
  ...sharing,
  ...colliding,
  ...views,
  ...inTexts('a list that doubles 40 levels', doubling(40)),
  ...inTexts('a list that nests 50,000 deep', nested(50_000)),
  ...inTexts('a text of a mebibyte', text('x'.repeat(mib))),
]
