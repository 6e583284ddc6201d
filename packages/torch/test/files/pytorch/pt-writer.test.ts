import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectWarning } from '../../../../../test/setup/warnings.js'
import {
  arange,
  type DType,
  memory,
  readTorchFile,
  scope,
  type Tensor,
  type TorchWritable,
  tensor,
  tensorFromBytes,
  writeTorchFile,
  ZipFile,
  zeros,
} from '../../../src/index.js'
import { codeOf, expectSameTensor, temporaryFolder } from '../fixtures.js'

const { path } = temporaryFolder()

const python = process.env.PYTHON ?? 'python3'
const hasTorch =
  spawnSync(python, ['-c', 'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)']).status === 0
if (!hasTorch) console.warn(`skipped: reading our files with PyTorch, which ${python} cannot import`)

const itemBytes: readonly (readonly [DType, number])[] = [
  ['float64', 8],
  ['float32', 4],
  ['float16', 2],
  ['bfloat16', 2],
  ['int64', 8],
  ['int32', 4],
  ['int16', 2],
  ['int8', 1],
  ['uint8', 1],
  ['bool', 1],
  ['complex64', 8],
  ['complex128', 16],
]

function patterned(dtype: DType, size: number): Tensor {
  const bytes = new Uint8Array(6 * size).map((_, i) => (dtype === 'bool' ? i % 2 : (i * 29 + 201) & 0x7f))
  return tensorFromBytes(bytes, [2, 3], dtype)
}

function sample(): Map<string, TorchWritable> {
  const tied = tensor([1.5, -2])
  return new Map<string, TorchWritable>([
    ...itemBytes.map(([dtype, size]): [string, Tensor] => [dtype, patterned(dtype, size)]),
    ['scalar', tensor(5)],
    ['empty', zeros([0, 3])],
    ['transposed', arange(6).view([2, 3]).t()],
    ['channelsLast', arange(48).view([1, 3, 4, 4]).contiguous({ memoryFormat: 'channelsLast' })],
    ['large', zeros([1_200_000])],
    ['tied', [tied, tied]],
    ['numbers', [0, -1, 2 ** 31, 2 ** 40, 0.1, 2n ** 70n, true, null]],
    ['text', { 'ü😀': 'é', '': [] }],
    ['bytes', new Uint8Array([0, 200, 255])],
    ['set', new Set([1, 'a'])],
    ['state', new Map([[0, new Map([['step', 3]])]])],
  ])
}

describe('writeTorchFile', () => {
  test('writes what readTorchFile reads, dtype by dtype', () => {
    scope(() => {
      const where = path('sample.pt')
      const written = sample()
      writeTorchFile(where, written)
      const read = readTorchFile(where, { verify: true }) as ReadonlyMap<string, Tensor>
      for (const [dtype] of itemBytes) expectSameTensor(read.get(dtype), written.get(dtype) as Tensor)
      for (const name of ['scalar', 'empty', 'transposed', 'channelsLast', 'large']) {
        expectSameTensor(read.get(name), written.get(name) as Tensor)
      }
      expect(read.get('channelsLast')!.strides).toEqual([48, 16, 4, 1])
      const [a, b] = read.get('tied') as unknown as readonly Tensor[]
      expect(a).toBe(b)
      expect(read.get('numbers')).toEqual(written.get('numbers'))
      expect(read.get('text')).toEqual(
        new Map<string, unknown>([
          ['ü😀', 'é'],
          ['', []],
        ]),
      )
      expect(read.get('bytes')).toEqual(written.get('bytes'))
      expect(read.get('set')).toEqual(written.get('set'))
      expect(read.get('state')).toEqual(written.get('state'))
    })
  })

  test('aligns every entry to 64 bytes and gives equal bytes for equal values', () => {
    scope(() => {
      const value = sample()
      writeTorchFile(path('a.pt'), value)
      writeTorchFile(path('b.pt'), value)
      expect(readFileSync(path('a.pt')).equals(readFileSync(path('b.pt')))).toBe(true)
      using zip = new ZipFile(path('a.pt'))
      for (const entry of zip.entries.values()) expect(zip.dataOffset(entry) % 64, entry.name).toBe(0)
      expect([...zip.entries.keys()].slice(0, 3)).toEqual(['archive/data.pkl', 'archive/byteorder', 'archive/data/0'])
      expect(Buffer.from(zip.read(zip.entries.get('archive/version')!)).toString()).toBe('3\n')
    })
  })

  test('leaves no tensor behind', () => {
    scope(() => {
      const value = sample()
      const before = memory().live
      writeTorchFile(path('leak.pt'), value)
      expect(memory().live).toBe(before)
    })
  })

  test('refuses what has no place in a file, before the file exists', () => {
    expectWarning(/ComplexHalf support is experimental/)
    scope(() => {
      const where = path('refused.pt')
      const write = (value: unknown) => codeOf(() => writeTorchFile(where, value as TorchWritable))
      expect(write({ f: () => 1 })).toBe('ARGUMENT_INVALID')
      expect(write({ d: new Date() })).toBe('ARGUMENT_INVALID')
      expect(write(zeros([2], { dtype: 'complex32' }))).toBe('DTYPE_UNSUPPORTED')
      const gone = tensor(1)
      gone.dispose()
      expect(write({ gone })).toBe('TENSOR_DISPOSED')
      expect(existsSync(where)).toBe(false)
      expect(codeOf(() => writeTorchFile(path('no/folder/x.pt'), null))).toBe('FILE_WRITE_FAILED')
    })
  })

  test.skipIf(!hasTorch)('is read by torch.load with weights_only and with mmap', () => {
    scope(() => writeTorchFile(path('python.pt'), sample()))
    const script = `
import torch, sys, zipfile
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
for options in (dict(weights_only=True), dict(weights_only=True, mmap=True), dict(weights_only=False)):
    d = torch.load(sys.argv[1], **options)
    for name in '${itemBytes.map(([dtype]) => dtype).join(' ')}'.split():
        assert str(d[name].dtype) == 'torch.' + name and d[name].shape == (2, 3), name
        size = d[name].element_size()
        bytes = [(i * 29 + 201) & 0x7f if name != 'bool' else i % 2 for i in range(6 * size)]
        assert d[name].contiguous().view(torch.uint8).flatten().tolist() == bytes, name
    assert d['scalar'].shape == () and d['empty'].shape == (0, 3)
    assert d['transposed'].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert d['channelsLast'].flatten().tolist() == list(range(48))
    assert d['tied'][0] is d['tied'][1]
    assert d['numbers'] == [0, -1, 2**31, 2**40, 0.1, 2**70, True, None]
    assert d['text'] == {'ü😀': 'é', '': []} and d['bytes'] == b'\\x00\\xc8\\xff' and d['set'] == {1, 'a'}
    assert d['state'] == {0: {'step': 3}}
print('read')
`
    const { stdout, stderr } = spawnSync(python, ['-c', script, path('python.pt')], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout).toBe('read\n')
  })
})
