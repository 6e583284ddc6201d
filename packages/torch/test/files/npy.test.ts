import { describe, expect, test } from 'vitest'
import {
  arange,
  type DType,
  memory,
  readNpy,
  scope,
  tensor,
  tensorFromBytes,
  writeNpy,
  zeros,
} from '../../src/index.js'
import { codeOf, expectInvalid, expectSameTensor, temporaryFolder } from './fixtures.js'

const { file, path } = temporaryFolder()

function npyBytes(header: string, data: Uint8Array | number, version = 1): Buffer {
  const magic = Buffer.from('\x93NUMPY', 'latin1')
  const length = Buffer.alloc(version === 1 ? 2 : 4)
  if (version === 1) length.writeUInt16LE(header.length)
  else length.writeUInt32LE(header.length)
  const rest = typeof data === 'number' ? Buffer.alloc(data) : data
  return Buffer.concat([magic, Buffer.from([version, 0]), length, Buffer.from(header), rest])
}

const header = (descr: string, shape: string, fortran = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), }\n`

const itemBytes: readonly (readonly [DType, number])[] = [
  ['float64', 8],
  ['float32', 4],
  ['float16', 2],
  ['int64', 8],
  ['int32', 4],
  ['int16', 2],
  ['int8', 1],
  ['uint8', 1],
  ['bool', 1],
  ['complex64', 8],
  ['complex128', 16],
]

describe('npy', () => {
  test.each(itemBytes)('brings %s back bit for bit, mapped and copied', (dtype, size) => {
    scope(() => {
      const bytes = new Uint8Array(6 * size).map((_, i) => (dtype === 'bool' ? i % 2 : (i * 37 + 251) & 0xff))
      const written = tensorFromBytes(bytes, [2, 3], dtype)
      writeNpy(path(`${dtype}.npy`), written)
      for (const map of [true, false]) expectSameTensor(readNpy(path(`${dtype}.npy`), { map }), written)
    })
  })

  test('brings scalars, vectors, empty and transposed arrays back', () => {
    scope(() => {
      for (const value of [tensor(3.5), arange(3), zeros([0, 4]), arange(24).view([2, 3, 4]).permute([2, 0, 1])]) {
        writeNpy(path('shape.npy'), value)
        expectSameTensor(readNpy(path('shape.npy'), { map: false }), value)
      }
    })
  })

  test('reads Fortran order as column-major strides', () => {
    scope(() => {
      const data = new Uint8Array(Float32Array.from([0, 3, 1, 4, 2, 5]).buffer)
      const value = readNpy(file(npyBytes(header('<f4', '2, 3', 'True'), data)))
      expect(value.toArray()).toEqual([
        [0, 1, 2],
        [3, 4, 5],
      ])
      expect(value.strides).toEqual([1, 2])
    })
  })

  // python3 -c "import io, numpy as np; f = io.BytesIO(); np.lib.format.write_array(f, np.arange(2, dtype='<i2'), version=V); print(f.getvalue().hex())"
  test.each([1, 2, 3])('reads version %i', (version) => {
    scope(() => {
      const bytes = npyBytes(header('<i2', '2,'), Buffer.from([0, 0, 1, 0]), version)
      expect(readNpy(file(bytes)).toArray()).toEqual([0, 1])
    })
  })

  test('gives its tensor to the scope of the caller, and nothing else', () => {
    const where = path('owned.npy')
    scope(() => writeNpy(where, arange(24).view([4, 6]).t()))
    const before = memory().live
    for (const map of [true, false]) {
      scope(() => {
        readNpy(where, { map })
        expect(memory().live).toBe(before + 1)
      })
      expect(memory().live).toBe(before)
    }
  })

  test.each<[string, Uint8Array, RegExp]>([
    ['another file', Buffer.from('not an array at all'), /is not a \.npy file/],
    ['an empty file', Buffer.alloc(0), /is empty/],
    ['version 4', npyBytes(header('<f4', '1,'), 4, 4), /has \.npy version 4; 1 to 3/],
    [
      'a truncated array',
      npyBytes(header('<f4', '2, 3'), 23),
      /is truncated: float32 \[2, 3\] needs 24 bytes, found 23/,
    ],
    ['bytes after the array', npyBytes(header('<f4', '2, 3'), 25), /has bytes after the array/],
    ['a truncated header', npyBytes(header('<f4', '2, 3'), 24).subarray(0, 40), /truncated inside its header/],
    [
      'a huge header',
      Buffer.concat([Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\xff', 'latin1'), Buffer.alloc(99)]),
      /declares a header of 4294967295 bytes/,
    ],
    ['Python objects', npyBytes(header('|O', '1,'), 8), /Python objects, which are not read/],
    ['records', npyBytes("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4), /named fields/],
    ['big-endian floats', npyBytes(header('>f4', '1,'), 4), /big-endian \(">f4"\)/],
    ['unsigned 16-bit', npyBytes(header('<u2', '1,'), 2), /has the dtype "<u2", which is not supported/],
    ['strings', npyBytes(header('<U4', '1,'), 16), /has the dtype "<U4"/],
    ['a dtype named like a method', npyBytes(header('toString', '1,'), 4), /has the dtype "toString"/],
    ['a negative size', npyBytes(header('<f4', '-1,'), 4), /header that is not one of numpy's/],
    ['a size beyond 2^53', npyBytes(header('<f4', '99999999999999999999,'), 4), /is too large/],
    ['a product that wraps around', npyBytes(header('<f4', '4294967296, 4294967296'), 0), /is too large/],
    [
      'no element, but other sizes beyond all bounds',
      npyBytes(header('<f4', '4294967296, 4294967296, 0'), 0),
      /is too large/,
    ],
    ['an impossible shape', npyBytes(header('<f4', '1 2,'), 8), /has the shape "\(1 2,\)", which is none/],
    ['a shape that is a number, not a tuple', npyBytes(header('<f4', '1'), 4), /has the shape "\(1\)", which is none/],
    ['a shape of commas', npyBytes(header('<f4', ','), 4), /has the shape "\(,\)", which is none/],
    ['a size that begins with 0', npyBytes(header('<f4', '01,'), 4), /has the shape "\(01,\)", which is none/],
    ['two shapes', npyBytes(`${header('<f4', '1,').slice(0, -3)} 'shape': (2,), }`, 4), /gives "shape" twice/],
    ['two dtypes', npyBytes(`${header('<f4', '1,').slice(0, -3)} 'descr': '<f4', }`, 4), /gives "descr" twice/],
    ['a further key', npyBytes(`${header('<f4', '1,').slice(0, -3)} 'extra': 'x', }`, 4), /has the key "extra"/],
    [
      'a key inside of a string',
      npyBytes("{'descr': '<f4', 'fortran_order': False, 'x': \"'shape': (1,)\"}", 4),
      /not one of numpy's/,
    ],
    [
      'a key that only the text of another holds',
      npyBytes("{'descr': '<f4', 'a': 'fortran_order: False', 'shape': (1,), }", 4),
      /has the key "a"/,
    ],
    [
      'text between its items',
      npyBytes(header('<f4', '1,').replace(", 'shape'", ", # 'shape'"), 4),
      /not one of numpy/,
    ],
    [
      'values of other kinds',
      npyBytes("{'descr': True, 'fortran_order': (1,), 'shape': '<f4'}", 4),
      /not one of numpy/,
    ],
    ['a megabyte of sizes', npyBytes(header('<f4', '1,'.repeat(500_000)), 4, 2), /500000 dimensions; at most 32/],
    ['a dtype of a megabyte', npyBytes(header('f'.repeat(1_000_000), '1,'), 4, 2), /has the dtype "f{117}…"/],
    ['33 dimensions', npyBytes(header('<f4', '1, '.repeat(33)), 4), /33 dimensions; at most 32/],
    [
      'a header without a shape',
      npyBytes("{'descr': '<f4', 'fortran_order': False}", 4),
      /header that is not one of numpy's/,
    ],
    [
      'code in the header',
      npyBytes("__import__('os') or {'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 4),
      /not one of numpy's/,
    ],
    [
      'bools that are none',
      npyBytes(header('|b1', '2,'), Buffer.from([1, 7])),
      /the array is bool, but holds the byte 7/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    const where = file(bytes)
    expectInvalid(() => readNpy(where), message)
  })

  test('refuses dtypes that numpy does not have', () => {
    scope(() => {
      expect(codeOf(() => writeNpy(path('bf.npy'), zeros([2], { dtype: 'bfloat16' })))).toBe('DTYPE_UNSUPPORTED')
    })
  })
})
