import { truncateSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readSafetensors, readSafetensorsHeader, tensor, writeSafetensors, zeros } from '../../../src/index.js'
import { codeOf, expectInvalid, safetensorsBytes, temporaryFolder } from '../fixtures.js'

const { file, path, folder } = temporaryFolder()

const one = (entry: object, data: number) => safetensorsBytes({ a: entry }, data)
const f32 = (shape: unknown, offsets: unknown) => ({ dtype: 'F32', shape, data_offsets: offsets })

function lengthPrefix(length: bigint): Buffer {
  const bytes = Buffer.alloc(32)
  bytes.writeBigUInt64LE(length)
  return bytes
}

describe('readSafetensorsHeader', () => {
  test('gives names in the order of the header, dtypes, shapes, places and metadata', () => {
    const header = {
      __metadata__: { format: 'pt', __proto: 'x' },
      b: { dtype: 'BF16', shape: [2, 3], data_offsets: [4, 16] },
      a: f32([], [0, 4]),
      empty: { dtype: 'I64', shape: [0, 7], data_offsets: [4, 4] },
      small: { dtype: 'F8_E4M3', shape: [5], data_offsets: [16, 21] },
    }
    const bytes = safetensorsBytes(header, 21)
    const found = readSafetensorsHeader(file(bytes))
    const start = bytes.byteLength - 21
    expect([...found.tensors.keys()]).toEqual(['b', 'a', 'empty', 'small'])
    expect(found.tensors.get('b')).toEqual({
      name: 'b',
      dtype: 'bfloat16',
      storedAs: 'BF16',
      shape: [2, 3],
      offset: start + 4,
      sizeBytes: 12,
    })
    expect(found.tensors.get('a')).toMatchObject({ dtype: 'float32', shape: [], sizeBytes: 4 })
    expect(found.tensors.get('small')).toMatchObject({ dtype: null, storedAs: 'F8_E4M3' })
    expect(found.metadata).toEqual({ format: 'pt', __proto: 'x' })
  })

  test('reads metadata of many megabytes in any script', () => {
    const long = '写'.repeat(3_000_000)
    expect(readSafetensorsHeader(file(safetensorsBytes({ __metadata__: { long } }))).metadata.long).toBe(long)
  })

  test('reads a file without tensors', () => {
    expect(readSafetensorsHeader(file(safetensorsBytes('{}  '))).tensors.size).toBe(0)
  })

  test.each<[string, Uint8Array, RegExp]>([
    ['an empty file', Buffer.alloc(0), /holds 0 bytes, too few/],
    ['a file of seven bytes', Buffer.alloc(7), /holds 7 bytes/],
    [
      'a header length of 2^63',
      lengthPrefix(2n ** 63n),
      /declares a header of 9223372036854775808 bytes; at most 33554432/,
    ],
    ['a header length of 2^64 - 1', lengthPrefix(2n ** 64n - 1n), /declares a header of 18446744073709551615/],
    ['a header of 200 MB', lengthPrefix(200_000_000n), /declares a header of 200000000 bytes/],
    [
      'a header longer than the file',
      lengthPrefix(9_999_999n),
      /truncated: the header needs 10000007 bytes, the file has 32/,
    ],
    ['a header of no bytes', safetensorsBytes(''), /does not begin with "{"/],
    ['a header that begins with a space', safetensorsBytes(' {}'), /does not begin with "{"/],
    ['a header that is no object', safetensorsBytes('[]'), /does not begin with "{"/],
    ['broken JSON', safetensorsBytes('{"a":'), /not valid JSON: expected a value/],
    ['text after the JSON', safetensorsBytes('{}x'), /not valid JSON: expected the end/],
    ['bytes that are not UTF-8', safetensorsBytes(Buffer.from('{"\xff":1}', 'latin1')), /not UTF-8/],
    ['two tensors of one name', safetensorsBytes('{"a":{},"a":{}}'), /the key "a" stands there twice/],
    [
      'a key twice in one tensor',
      safetensorsBytes('{"a":{"dtype":"F32","dtype":"F64"}}'),
      /"dtype" stands there twice/,
    ],
    ['deep nesting', safetensorsBytes(`{"a":${'['.repeat(100_000)}`), /nested deeper than 16/],
    ['metadata that is no object', safetensorsBytes({ __metadata__: 'x' }), /__metadata__ is not an object of strings/],
    [
      'metadata that is no string',
      safetensorsBytes({ __metadata__: { a: 1 } }),
      /__metadata__: the value of "a" is not a string/,
    ],
    ['an entry that is no object', safetensorsBytes({ a: 1 }), /tensor "a": its entry is not an object/],
    ['no dtype', one({ shape: [1], data_offsets: [0, 4] }, 4), /tensor "a": its dtype is missing/],
    ['an unknown dtype', one({ dtype: 'F31', shape: [1], data_offsets: [0, 4] }, 4), /tensor "a": unknown dtype "F31"/],
    [
      'a dtype named like a method',
      one({ dtype: 'toString', shape: [], data_offsets: [0, 4] }, 4),
      /unknown dtype "toString"/,
    ],
    ['no shape', one({ dtype: 'F32', data_offsets: [0, 4] }, 4), /shape \(missing\) is not a list of sizes/],
    ['a negative size', one(f32([-1], [0, 4]), 4), /shape \[-1\] is not a list of sizes/],
    ['a fractional size', one(f32([1.5], [0, 6]), 6), /shape \[1.5\] is not a list/],
    [
      'a whole size written as 1.0',
      safetensorsBytes('{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}', 4),
      /shape \[1.0\]/,
    ],
    ['a size beyond 2^53', one(f32([2 ** 60], [0, 4]), 4), /is not a list of sizes/],
    ['a size that is text', one(f32(['1'], [0, 4]), 4), /is not a list of sizes/],
    ['a shape that is an object', one(f32({ 0: 1 }, [0, 4]), 4), /shape \(an object\) is not a list/],
    ['a product beyond 2^53', one(f32([2 ** 30, 2 ** 30], [0, 4]), 4), /shape \[1073741824, 1073741824\] is too large/],
    ['a product that wraps around to 4 bytes', one(f32([2 ** 32, 2 ** 32], [0, 4]), 4), /is too large/],
    ['no element, but other sizes beyond all bounds', one(f32([0, 2 ** 40, 2 ** 28], [0, 0]), 0), /is too large/],
    ['too many dimensions', one(f32(new Array(33).fill(1), [0, 4]), 4), /has 33 dimensions; at most 32/],
    ['one offset', one(f32([1], [0]), 4), /data_offsets \[0\] are not \[begin, end\]/],
    ['offsets that end before they begin', one(f32([1], [8, 4]), 8), /data_offsets \[8, 4\] are not/],
    ['a negative offset', one(f32([1], [-4, 0]), 4), /data_offsets \[-4, 0\]/],
    ['fewer bytes than the shape needs', one(f32([2], [0, 4]), 4), /F32 \[2\] needs 8 bytes, its data_offsets hold 4/],
    ['more bytes than the shape needs', one(f32([1], [0, 8]), 8), /needs 4 bytes, its data_offsets hold 8/],
    ['a tensor beyond the end', one(f32([2], [0, 8]), 7), /truncated: tensor "a" ends at byte \d+/],
    ['bytes after the last tensor', one(f32([1], [0, 4]), 9), /5 bytes at the end belong to no tensor/],
    ['data without tensors', safetensorsBytes('{}', 3), /3 bytes at the end belong to no tensor/],
    ['a hole at the beginning', one(f32([1], [4, 8]), 8), /4 bytes before tensor "a" belong to no tensor/],
    [
      'a hole between tensors',
      safetensorsBytes({ a: f32([1], [0, 4]), b: f32([1], [8, 12]) }, 12),
      /4 bytes before tensor "b" belong to no tensor/,
    ],
    [
      'overlapping tensors',
      safetensorsBytes({ b: f32([2], [2, 10]), a: f32([1], [0, 4]) }, 10),
      /tensors "a" and "b" overlap\n.*"b" begins at byte/,
    ],
    ['the same bytes twice', safetensorsBytes({ a: f32([1], [0, 4]), b: f32([1], [0, 4]) }, 4), /overlap/],
  ])('refuses %s', (_, bytes, message) => {
    const where = file(bytes)
    expectInvalid(() => readSafetensorsHeader(where), message)
    expectInvalid(() => readSafetensors(where), new RegExp(where))
  })

  // The multiple of the length is that of readLimits; 2 s and 300 MiB are measured by `npm run fuzz -- safetensors`.
  test.each<[string, string]>([
    ['lists', `{"a":[${'[],'.repeat(200_000)}0]}`],
    ['objects', `{"a":[${'{},'.repeat(100_000)}0]}`],
    ['nested lists', `{"a":[${`${'['.repeat(12)}${']'.repeat(12)},`.repeat(30_000)}0]}`],
  ])('refuses a header of %s that holds more values than its length allows', (_, header) => {
    const where = file(safetensorsBytes(header))
    expectInvalid(() => readSafetensorsHeader(where), /the safetensors header holds or unfolds to more than \d+ values/)
  })

  test('reads and writes 90,000 tensors, and writes no file of more, which it would not read', () => {
    const empty = zeros([0])
    const tensors = Array.from({ length: 90_001 }, (_, i) => [`layers.${i}.attention.query.weight`, empty] as const)
    const where = path('many.safetensors')
    writeSafetensors(where, tensors.slice(1))
    expect(readSafetensorsHeader(where).tensors.size).toBe(90_000)
    expect(codeOf(() => writeSafetensors(where, tensors))).toBe('ARGUMENT_INVALID')
    empty.dispose()
  })

  test('shortens long names in its messages', () => {
    const where = file(safetensorsBytes({ ['x'.repeat(10_000)]: f32([2], [0, 4]) }, 4))
    expectInvalid(() => readSafetensorsHeader(where), /^.{1,400}$/)
  })

  test('refuses a file that is cut at any byte', () => {
    const whole = path('whole.safetensors')
    const a = tensor([1, 2, 3])
    const b = tensor([true, false])
    writeSafetensors(
      whole,
      new Map([
        ['a', a],
        ['b', b],
      ]),
      { metadata: { k: 'v' } },
    )
    a.dispose()
    b.dispose()
    const size = readSafetensorsHeader(whole).tensors.get('b')!.offset + 2
    for (let length = size - 1; length >= 0; length--) {
      truncateSync(whole, length)
      expectInvalid(() => readSafetensorsHeader(whole), /truncated|too few/)
      expectInvalid(() => readSafetensors(whole, { map: false }), /truncated|too few/)
    }
  })

  test('says what is wrong with the path', () => {
    expectInvalid(() => readSafetensorsHeader(path('nothing.safetensors')), /nothing.safetensors: does not exist/)
    expectInvalid(() => readSafetensorsHeader(folder), /is a folder, not a file/)
    expectInvalid(() => readSafetensorsHeader(`${file('x')}/y`), /a part of the path is not a folder/)
    expectInvalid(() => readSafetensorsHeader('/dev/zero'), /is not a file/)
    expectInvalid(() => readSafetensorsHeader('a\0b'), /cannot be read/)
  })
})
