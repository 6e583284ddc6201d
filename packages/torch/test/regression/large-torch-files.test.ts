import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { memory, readTorchFile, scope, type TorchWritable, writeTorchFile } from '../../src/index.js'
import { errorOf } from '../error-of.js'
import {
  expectInvalid,
  four,
  pickleBytes,
  temporaryFolder,
  tensorPickle,
  text,
  torchArchive,
} from '../files/fixtures.js'
import { repeated, series } from '../files/hostile-torch-files.js'

const { file, path } = temporaryFolder()
const minutes = 60_000

const saved = (...pickled: readonly (string | number | Uint8Array)[]) =>
  file(torchArchive(pickleBytes(0x80, 2, ...pickled, '.'), { 0: four }), 'pt')

/** BINPUT or LONG_BINPUT, as Python chooses. */
function remembered(index: number): Buffer {
  if (index < 256) return Buffer.from([0x71, index])
  const out = Buffer.alloc(5, 'r')
  out.writeUInt32LE(index, 1)
  return out
}

/** So many elements, a thousand at a time, as Python writes lists and dicts. */
const batches = (count: number, end: 'e' | 'u', part: (index: number) => Uint8Array) =>
  series(count / 1000, (batch) =>
    pickleBytes(
      '(',
      series(1000, (i) => part(1000 * batch + i)),
      end,
    ),
  )

describe('files that scripts really save are read', () => {
  test(
    'a list of 55,000 tensors',
    () => {
      const tensor = tensorPickle()
      const where = saved(
        ']',
        batches(55_000, 'e', (i) => pickleBytes(tensor, remembered(i))),
      )
      scope(() => expect(readTorchFile(where)).toHaveLength(55_000))
    },
    2 * minutes,
  )

  test(
    'a dict of a million words',
    () => {
      // Words of ten letters, and their places.
      const item = pickleBytes(text('word000000'), 'r', int(0), 'J', int(0))
      const thousand = pickleBytes('(', repeated(item, 1000), 'u')
      const items = repeated(thousand, 1000)
      for (let i = 0; i < 1_000_000; i++) {
        const at = Math.floor(i / 1000) * thousand.byteLength + 1 + (i % 1000) * item.byteLength
        items.write(`${i}`.padStart(6, '0'), at + 9, 'latin1')
        items.writeInt32LE(i, at + 16)
        items.writeInt32LE(i, at + 21)
      }
      const where = saved('}', items)
      const words = readTorchFile(where) as ReadonlyMap<string, number>
      expect(words.size).toBe(1_000_000)
      expect(words.get('word999999')).toBe(999_999)
    },
    2 * minutes,
  )

  test(
    '200,000 rows of a log, with five fields each',
    () => {
      const names = ['step', 'lr', 'loss', 'seconds', 'note']
      const keys = pickleBytes(...names.flatMap((name, i) => [text(name), remembered(i)]), '00000')
      const float = pickleBytes('G', 0x3f, 0xe0, 0, 0, 0, 0, 0, 0)
      const fields = (i: number) =>
        pickleBytes('h\x00J', int(i), 'h\x01', float, 'h\x02', float, 'h\x03', float, 'h\x04h\x04')
      const where = saved(
        keys,
        ']',
        batches(200_000, 'e', (i) => pickleBytes('}', remembered(5 + i), '(', fields(i), 'u')),
      )
      const rows = readTorchFile(where) as readonly ReadonlyMap<string, unknown>[]
      expect(rows).toHaveLength(200_000)
      expect([...(rows[199_999] as ReadonlyMap<string, unknown>)]).toEqual([
        ['step', 199_999],
        ['lr', 0.5],
        ['loss', 0.5],
        ['seconds', 0.5],
        ['note', 'note'],
      ])
    },
    minutes,
  )

  test(
    'nine million numbers',
    () => {
      const thousand = pickleBytes('(', repeated(pickleBytes('J', int(123_456_789)), 1000), 'e')
      expect(readTorchFile(saved(']', repeated(thousand, 9000)))).toHaveLength(9_000_000)
    },
    minutes,
  )
})

describe('writeTorchFile', () => {
  test('writes long lists and dicts so that they are read again', () => {
    const value = new Map([['list', Array.from({ length: 2_000_001 }, (_, i) => i)]])
    writeTorchFile(path('list.pt'), value)
    expect((readTorchFile(path('list.pt')) as typeof value).get('list')).toHaveLength(2_000_001)
    const words = new Map(Array.from({ length: 2500 }, (_, i) => [`w${i}`, i]))
    writeTorchFile(path('words.pt'), words)
    expect(readTorchFile(path('words.pt'))).toEqual(words)
  })

  test('refuses what readTorchFile would refuse, and writes nothing', () => {
    const written = (value: TorchWritable) => errorOf(() => writeTorchFile(path('long.pt'), value))
    const maps = written({ log: new Array(900_000).fill(new Map()) })
    expect(maps.code).toBe('ARGUMENT_INVALID')
    expect(maps.message).toMatch(/readTorchFile would refuse the file: its pickle .* values/)
    expect(written(['x'.repeat(65 << 20)]).message).toMatch(/its pickle has \d+ bytes; at most 67108864 are read/)
    expect(existsSync(path('long.pt'))).toBe(false)
  })
})

test('a file whose last tensor is broken is refused before any is made', () => {
  const count = 20_000
  const storages = Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}`, four]))
  const bytes = torchArchive(
    pickleBytes(
      0x80,
      2,
      '](',
      series(count, (i) => tensorPickle({ key: `${i}` })),
      'e.',
    ),
    storages,
  )
  bytes.write('X', bytes.lastIndexOf('PK\x03\x04', bytes.lastIndexOf('PK\x03\x04') - 1))
  const before = memory().created
  expectInvalid(() => readTorchFile(file(bytes, 'pt')), /archive\/data\/19999" has no header where it should be/)
  expect(memory().created).toBe(before)
})

test('a bool storage that holds other bytes is refused before any tensor is made', () => {
  const bad = tensorPickle({ key: '1', type: 'BoolStorage' })
  const where = file(
    torchArchive(pickleBytes(0x80, 2, '](', tensorPickle(), bad, 'e.'), { 0: four, 1: Uint8Array.of(0, 1, 1, 7) }),
    'pt',
  )
  expectInvalid(() => readTorchFile(where), /tensor "1" is bool, but holds the byte 7/)
})

function int(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeInt32LE(value)
  return out
}
