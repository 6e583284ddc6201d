import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type DType,
  disposeAll,
  enableGrad,
  keep,
  memory,
  readSafetensors,
  safetensorsChunks,
  scope,
  type Tensor,
  tensor,
  tensorFromBytes,
  type WriteOps,
  writeSafetensors,
  zeros,
} from '../../../src/index.js'
import {
  codeOf,
  expectInvalid,
  expectSameTensor,
  golden,
  hasGolden,
  safetensorsBytes,
  temporaryFolder,
} from '../fixtures.js'

const { path, file, folder } = temporaryFolder()

const stored: readonly (readonly [DType, string, number])[] = [
  ['float64', 'F64', 8],
  ['float32', 'F32', 4],
  ['float16', 'F16', 2],
  ['bfloat16', 'BF16', 2],
  ['int64', 'I64', 8],
  ['int32', 'I32', 4],
  ['int16', 'I16', 2],
  ['int8', 'I8', 1],
  ['uint8', 'U8', 1],
  ['bool', 'BOOL', 1],
  ['complex64', 'C64', 8],
]

/** Every bit pattern matters: NaNs, infinities and denormals must come back as they were. */
function patterned(dtype: DType, shape: readonly number[], itemBytes: number): Tensor {
  const bytes = new Uint8Array(shape.reduce((a, b) => a * b, itemBytes))
  bytes.forEach((_, i) => {
    bytes[i] = dtype === 'bool' ? i % 2 : (i * 37 + 251) & 0xff
  })
  return tensorFromBytes(bytes, shape, dtype)
}

describe('safetensors', () => {
  test.each(stored)('brings %s back bit for bit, mapped and copied', (dtype, _, itemBytes) => {
    scope(() => {
      const where = path(`${dtype}.safetensors`)
      const written = new Map([
        ['matrix', patterned(dtype, [3, 5], itemBytes)],
        ['scalar', patterned(dtype, [], itemBytes)],
        ['empty', patterned(dtype, [2, 0, 3], itemBytes)],
      ])
      writeSafetensors(where, written)
      for (const map of [true, false]) {
        const { tensors } = readSafetensors(where, { map })
        expect([...tensors.keys()].sort()).toEqual(['empty', 'matrix', 'scalar'])
        for (const [name, expected] of written) expectSameTensor(tensors.get(name), expected)
      }
    })
  })

  test('pads the header so that data begin at 64, and sorts by item size, then name', () => {
    scope(() => {
      const where = path('layout.safetensors')
      const tensors = [
        ['z', tensor([1])],
        ['b', tensor([true])],
        ['é', tensor([3])],
        ['a', tensor([2])],
        ['long', tensor([5n])],
        ['half', patterned('bfloat16', [3], 2)],
      ] as const
      writeSafetensors(where, tensors, { metadata: { b: 'ü', a: '1' } })
      const bytes = readFileSync(where)
      const length = Number(bytes.readBigUInt64LE(0))
      expect((8 + length) % 64).toBe(0)
      const header = bytes.subarray(8, 8 + length).toString()
      expect(header).toMatch(
        /^\{"__metadata__":\{"a":"1","b":"ü"\},"long":\{"dtype":"I64","shape":\[1\],"data_offsets":\[0,8\]\}.*\} *$/,
      )
      expect([...Object.keys(JSON.parse(header))]).toEqual(['__metadata__', 'long', 'a', 'z', 'é', 'half', 'b'])
      writeSafetensors(path('again.safetensors'), [...tensors].reverse(), { metadata: { a: '1', b: 'ü' } })
      expect(readFileSync(path('again.safetensors')).equals(bytes)).toBe(true)
      expect(readSafetensors(where).metadata).toEqual({ a: '1', b: 'ü' })
    })
  })

  test('writes views, transposed and channels-last tensors as their elements read', () => {
    scope(() => {
      const base = tensor(
        Float32Array.from({ length: 48 }, (_, i) => i),
        { shape: [1, 3, 4, 4] },
      )
      const written = new Map([
        ['channelsLast', base.contiguous({ memoryFormat: 'channelsLast' })],
        ['transposed', base.permute([0, 3, 2, 1])],
        ['part', base.narrow(2, 1, 2)],
        ['expanded', tensor([7]).expand([5])],
      ])
      writeSafetensors(path('views.safetensors'), written)
      const { tensors } = readSafetensors(path('views.safetensors'))
      for (const [name, expected] of written) expect(tensors.get(name)!.toArray()).toEqual(expected.toArray())
      expect(tensors.get('channelsLast')!.strides).toEqual([48, 16, 4, 1])
    })
  })

  test('writes leaves and results of recorded operators without touching their graph', () => {
    scope(() =>
      enableGrad(() => {
        const leaf = tensor([1, 2], { requiresGrad: true })
        const result = leaf.mul(2)
        writeSafetensors(path('grad.safetensors'), [
          ['leaf', leaf],
          ['result', result],
        ])
        const { tensors } = readSafetensors(path('grad.safetensors'))
        expect(tensors.get('result')!.toArray()).toEqual([2, 4])
        expect(tensors.get('leaf')!.requiresGrad).toBe(false)
      }),
    )
  })

  test('streams a tensor larger than one chunk, contiguous or not', () => {
    scope(() => {
      // 2.1 million elements: three chunks of 4 MiB.
      const count = 2_100_000
      const large = tensor(
        Float32Array.from({ length: count }, (_, i) => i % 65_521),
        { shape: [3, count / 3] },
      )
      const chunks = [
        ...safetensorsChunks([
          ['t', large.t()],
          ['x', large],
        ]),
      ]
      expect(Math.max(...chunks.map((chunk) => chunk.byteLength))).toBeLessThanOrEqual(4 << 20)
      const where = path('large.safetensors')
      writeFileSync(where, Buffer.concat(chunks))
      for (const map of [true, false]) {
        const { tensors } = readSafetensors(where, { map })
        expectSameTensor(tensors.get('x'), large)
        expectSameTensor(tensors.get('t'), large.t())
      }
    })
  })

  test('frees what the chunks need when the reader stops early', () => {
    scope(() => {
      const large = zeros([1500, 1500]).t()
      const before = memory().live
      const chunks = safetensorsChunks([['large', large]])
      chunks.next()
      chunks.next()
      chunks.return()
      expect(memory().live).toBe(before)
    })
  })

  test('survives scopes that close between two chunks', () => {
    const large = keep(zeros([1500, 1500]).t())
    const chunks = safetensorsChunks([['large', large]])
    let sizeBytes = 0
    for (let step = scope(() => chunks.next()); !step.done; step = scope(() => chunks.next())) {
      sizeBytes += step.value.byteLength
    }
    expect(sizeBytes % 64).toBe((1500 * 1500 * 4) % 64)
    large.dispose()
  })

  test('copies a mapped tensor that does not begin at a multiple of its item size', () => {
    scope(() => {
      const header = {
        b: { dtype: 'BOOL', shape: [1], data_offsets: [0, 1] },
        x: { dtype: 'F64', shape: [2], data_offsets: [1, 17] },
      }
      const data = Buffer.alloc(17, 1)
      data.writeDoubleLE(Math.PI, 1)
      data.writeDoubleLE(-0.5, 9)
      for (let pad = 0; pad < 8; pad++) {
        const { tensors } = readSafetensors(file(safetensorsBytes(JSON.stringify(header) + ' '.repeat(pad), data)))
        expect(tensors.get('x')!.toArray()).toEqual([Math.PI, -0.5])
      }
    })
  })

  test('never writes to the file it has mapped', () => {
    scope(() => {
      const where = path('private.safetensors')
      writeSafetensors(where, [['x', tensor([1, 2, 3])]])
      const { tensors } = readSafetensors(where)
      tensors.get('x')!.mul_(10)
      expect(tensors.get('x')!.toArray()).toEqual([10, 20, 30])
      expect(readSafetensors(where).tensors.get('x')!.toArray()).toEqual([1, 2, 3])
    })
  })

  test('tells V8 of the bytes of each tensor, not of the whole file for each', () => {
    const where = path('accounting.safetensors')
    const names = Array.from({ length: 100 }, (_, i) => `t${i}`)
    scope(() => writeSafetensors(where, new Map(names.map((name) => [name, zeros([16_384])]))))
    const { tensors } = readSafetensors(where)
    // 6.5 MB in the file; 655 MB when each of the 100 views counts it.
    const told = [...tensors.values()].reduce((sum, value) => sum + value.rootBytes, 0)
    expect(told).toBeGreaterThanOrEqual(100 * 16_384 * 4)
    expect(told).toBeLessThanOrEqual(100 * 16_384 * 8)
    disposeAll(tensors)
  })

  test('keeps mapped tensors readable after the file was replaced or deleted', () => {
    scope(() => {
      const where = path('pruned.safetensors')
      writeSafetensors(where, [['x', tensor([1, 2, 3])]])
      const { tensors } = readSafetensors(where)
      writeSafetensors(where, [['x', tensor([9, 9, 9])]])
      rmSync(where)
      expect(tensors.get('x')!.toArray()).toEqual([1, 2, 3])
    })
  })

  test('reads chosen names only, and says which are missing', () => {
    scope(() => {
      const where = path('names.safetensors')
      writeSafetensors(where, [
        ['a', tensor([1])],
        ['b', tensor([2])],
      ])
      expect([...readSafetensors(where, { names: ['b'] }).tensors.keys()]).toEqual(['b'])
      expectInvalid(() => readSafetensors(where, { names: ['b', 'c'] }), /has no tensor "c"\n {2}it holds 2: "a", "b"/)
    })
  })

  test('reads the rest of a file with a dtype that is not supported', () => {
    const header = {
      a: { dtype: 'U16', shape: [2], data_offsets: [4, 8] },
      b: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
    }
    const where = file(safetensorsBytes(header, 8))
    expectInvalid(() => readSafetensors(where), /tensor "a": dtype U16 is not supported here/)
    scope(() => {
      const { tensors } = readSafetensors(where, { names: ['b'] })
      expect(tensors.get('b')!.toArray()).toEqual([0])
    })
  })

  test('refuses bool tensors with other bytes than 0 and 1', () => {
    const header = { flag: { dtype: 'BOOL', shape: [2], data_offsets: [0, 2] } }
    const where = file(safetensorsBytes(header, Buffer.from([1, 2])))
    expectInvalid(() => readSafetensors(where), /tensor "flag" is bool, but holds the byte 2/)
  })

  test('gives its tensors to the scope of the caller, and nothing else', () => {
    const where = path('owned.safetensors')
    scope(() =>
      writeSafetensors(where, [
        ['a', tensor([1])],
        ['b', tensor([2])],
      ]),
    )
    const before = memory().live
    for (const map of [true, false]) {
      scope(() => {
        readSafetensors(where, { map })
        expect(memory().live).toBe(before + 2)
      })
      expect(memory().live).toBe(before)
      const { tensors } = readSafetensors(where, { map })
      expect(memory().live).toBe(before + 2)
      for (const value of tensors.values()) value.dispose()
    }
  })
})

describe('writeSafetensors', () => {
  test('refuses names, dtypes and metadata that the format has no place for', () => {
    scope(() => {
      const x = tensor([1])
      const where = path('refused.safetensors')
      const write = (pairs: readonly (readonly [string, Tensor])[], metadata = {}) =>
        codeOf(() => writeSafetensors(where, pairs, { metadata }))
      expect(
        write([
          ['a', x],
          ['a', x],
        ]),
      ).toBe('ARGUMENT_INVALID')
      expect(write([['__metadata__', x]])).toBe('ARGUMENT_INVALID')
      expect(write([['\ud83d', x]])).toBe('ARGUMENT_INVALID')
      expect(write([['a', x]], { a: 1 })).toBe('ARGUMENT_INVALID')
      expect(write([['a', patterned('complex128', [1], 16)]])).toBe('DTYPE_UNSUPPORTED')
      const gone = tensor([1])
      gone.dispose()
      expect(write([['a', gone]])).toBe('TENSOR_DISPOSED')
      expect(existsSync(where)).toBe(false)
    })
  })

  test('writes names as long as file systems take, and says when one is longer', () => {
    scope(() => {
      const x = [['x', tensor([1])]] as const
      const name = `${'x'.repeat(243)}.safetensors`
      writeSafetensors(path(name), x)
      expect(existsSync(path(name))).toBe(true)
      expect(() => writeSafetensors(path(`x${name}`), x)).toThrow(/the name is too long/)
    })
  })

  test('names what stands in the way of writing', () => {
    scope(() => {
      const x = [['x', tensor([1])]] as const
      expect(() => writeSafetensors(path('no/such/folder.safetensors'), x)).toThrow(/its folder is not there/)
      expect(codeOf(() => writeSafetensors(folder, x))).toBe('FILE_WRITE_FAILED')
    })
  })

  test.each(['open', 'write', 'fsync', 'close', 'rename'] as const)('leaves the old file when %s fails', (failing) => {
    scope(() => {
      const where = path(`fault-${failing}.safetensors`)
      writeSafetensors(where, [['x', tensor([1])]])
      const before = readFileSync(where)
      const live = memory().live
      const ops = failingOps(failing)
      const x = tensor([2])
      expect(() => writeSafetensors(where, [['x', x]], { ops })).toThrow(
        /could not be written: no space is left on the disk/,
      )
      x.dispose()
      expect(readFileSync(where).equals(before)).toBe(true)
      expect(readdirSync(folder).filter((name) => name.startsWith(`fault-${failing}`))).toHaveLength(1)
      expect(memory().live).toBe(live)
    })
  })
})

/** File operations of which one fails with ENOSPC; writes take one byte at a time, as write(2) may. */
function failingOps(failing: keyof WriteOps): WriteOps {
  const fail = (name: keyof WriteOps) => {
    if (name === failing) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' })
  }
  return {
    open: (where, flags) => {
      fail('open')
      return openSync(where, flags)
    },
    write: (number, bytes) => {
      fail('write')
      return writeSync(number, bytes.subarray(0, 1))
    },
    fsync: (number) => {
      fail('fsync')
      fsyncSync(number)
    },
    close: (number) => {
      closeSync(number)
      fail('close')
    },
    rename: (from, to) => {
      fail('rename')
      renameSync(from, to)
    },
    remove: (where) => rmSync(where, { force: true }),
  }
}

describe.skipIf(!hasGolden)('golden safetensors files', () => {
  test('agree with their side-cars, and survive a round trip', () => {
    let count = 0
    for (const name of ['checkpoints/torch_save_formats', 'dcgan', 'vae', 'cyclegan/pth_fixture_expected']) {
      const files = name.includes('/')
        ? [`${name}.safetensors`]
        : readdirSync(golden(name))
            .filter((each) => each.endsWith('.safetensors'))
            .map((each) => `${name}/${each}`)
      for (const each of files) {
        scope(() => {
          const { tensors } = readSafetensors(golden(each))
          const card = JSON.parse(readFileSync(golden(each.replace(/safetensors$/, 'json')), 'utf8')) as {
            readonly tensors: Readonly<Record<string, { readonly shape: number[]; readonly abs_max?: number }>>
          }
          expect([...tensors.keys()].sort()).toEqual(Object.keys(card.tensors).sort())
          for (const [key, { shape, abs_max }] of Object.entries(card.tensors)) {
            const value = tensors.get(key)!
            expect(value.shape).toEqual(shape)
            if (abs_max !== undefined) expect(value.abs().max().item()).toBeCloseTo(abs_max, 5)
          }
          const where = path(`golden-${count++}.safetensors`)
          writeSafetensors(where, tensors)
          const again = readSafetensors(where).tensors
          for (const [key, expected] of tensors) expectSameTensor(again.get(key), expected)
        })
      }
    }
    expect(count).toBeGreaterThan(3)
  })
})
