import { describe, expect, test } from 'vitest'
import { memory, readTorchFile, scope, stateDictOf, type Tensor } from '../../../src/index.js'
import {
  dict,
  expectInvalid,
  four,
  int,
  legacyBytes,
  pickleBytes,
  temporaryFolder,
  tensorAt,
  tensorPickle,
  text,
  torchArchive,
  zipBytes,
} from '../fixtures.js'

const { file, path, folder } = temporaryFolder()

const oneTensor = (options: Parameters<typeof tensorPickle>[0], storage: Uint8Array = four) =>
  file(torchArchive(dict('w', tensorPickle(options)), { 0: storage }), 'pt')

describe('readTorchFile', () => {
  test.each([true, false])('reads tensors with their strides and offsets (map: %s)', (map) => {
    scope(() => {
      const transposed = oneTensor({ shape: [2n, 2n], strides: [1n, 2n] })
      const value = tensorAt(readTorchFile(transposed, { map }), 'w')
      expect(value.toArray()).toEqual([
        [1, 3],
        [2, 4],
      ])
      expect(value.strides).toEqual([1, 2])
      const offset = oneTensor({ shape: [2n], offset: 1n, strides: [2n] })
      expect(tensorAt(readTorchFile(offset, { map }), 'w').toArray()).toEqual([2, 4])
      const expanded = oneTensor({ shape: [2n, 3n], offset: 3n, strides: [0n, 0n] })
      expect(tensorAt(readTorchFile(expanded, { map }), 'w').toArray()).toEqual([
        [4, 4, 4],
        [4, 4, 4],
      ])
      const empty = oneTensor({ shape: [0n, 5n], strides: [5n, 1n] })
      expect(tensorAt(readTorchFile(empty, { map }), 'w').shape).toEqual([0, 5])
    })
  })

  test.each([true, false])('lets tensors over one storage share it (map: %s)', (map) => {
    scope(() => {
      const pair = pickleBytes(
        0x80,
        2,
        '}(',
        text('a'),
        tensorPickle(),
        text('b'),
        tensorPickle({ shape: [2n], offset: 2n }),
        'u.',
      )
      const value = readTorchFile(file(torchArchive(pair, { 0: four })), { map })
      tensorAt(value, 'a').mul_(10)
      expect(tensorAt(value, 'b').toArray()).toEqual([30, 40])
    })
  })

  test('keeps a tensor that is named twice one tensor', () => {
    scope(() => {
      const twice = pickleBytes(0x80, 2, tensorPickle(), 'q', 0, 'h', 0, 0x86, '.')
      const [a, b] = readTorchFile(file(torchArchive(twice, { 0: four }))) as readonly Tensor[]
      expect(a).toBe(b)
    })
  })

  test('reads deflated entries, entries at odd places, and an archive without folder or byte order', () => {
    scope(() => {
      const pickled = dict('w', tensorPickle())
      const deflated = zipBytes([
        { name: 'data.pkl', data: pickled, deflate: true },
        { name: 'data/0', data: four, deflate: true },
      ])
      expect(tensorAt(readTorchFile(file(deflated)), 'w').toArray()).toEqual([1, 2, 3, 4])
      for (const name of ['a', 'ab', 'abc', 'abcd']) {
        const odd = zipBytes([
          { name: `${name}/data.pkl`, data: pickled },
          { name: `${name}/data/0`, data: four },
        ])
        expect(tensorAt(readTorchFile(file(odd)), 'w').toArray()).toEqual([1, 2, 3, 4])
      }
    })
  })

  test('reads values without tensors', () => {
    const list = pickleBytes(0x80, 2, '](', text('a'), text('b'), 'e.')
    expect(readTorchFile(file(torchArchive(list)))).toEqual(['a', 'b'])
    expect(readTorchFile(file(legacyBytes(list, [])))).toEqual(['a', 'b'])
    expect(() => stateDictOf(['a', 'b'], { file: 'x.pth' })).toThrow(
      /x\.pth: no state_dict found\n {2}it holds a list of 2 values/,
    )
  })

  test('turns dtypes, devices, sizes, namespaces and numpy numbers into plain values', () => {
    const numpy = pickleBytes(
      'cnumpy\ncore.multiarray\n'.replace('numpy\ncore.multiarray', 'numpy.core.multiarray\nscalar'),
      '(cnumpy\ndtype\n(',
      text('f8'),
      0x89,
      0x88,
      'tR(',
      int(3),
      text('<'),
      'NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tbc_codecs\nencode\n(',
      text('\x00\x00\x00\x00\x00\x00\u00f8?'),
      text('latin1'),
      'tRtR',
    )
    const value = pickleBytes(
      0x80,
      2,
      '](',
      'ctorch\nbfloat16\n',
      'ctorch\ndevice\n(',
      text('cuda'),
      int(1),
      'tR',
      'ctorch\nSize\n((',
      int(2),
      int(3),
      'ttR',
      'cargparse\nNamespace\n)',
      0x81,
      '}',
      text('lr'),
      'G?PbM\xd2\xf1\xa9\xfcsb',
      numpy,
      'c__builtin__\nset\n](',
      int(1),
      'e\x85R',
      'e.',
    )
    expect(readTorchFile(file(torchArchive(value)))).toEqual([
      'bfloat16',
      'cuda:1',
      [2, 3],
      new Map([['lr', 0.001]]),
      1.5,
      new Set([1]),
    ])
  })

  test('leaves _metadata and the attributes of parameters out', () => {
    scope(() => {
      const metadata = pickleBytes('}', text('_metadata'), '}sb')
      const state = pickleBytes(
        0x80,
        2,
        'ccollections\nOrderedDict\n)R',
        text('w'),
        'ctorch._utils\n_rebuild_parameter\n(',
        tensorPickle(),
        0x88,
        'ccollections\nOrderedDict\n)RtRs',
        metadata,
        '.',
      )
      const value = readTorchFile(file(torchArchive(state, { 0: four })))
      expect([...(value as ReadonlyMap<string, Tensor>).keys()]).toEqual(['w'])
      expect(tensorAt(value, 'w').requiresGrad).toBe(false)
    })
  })

  test('gives its tensors to the scope of the caller, and nothing else', () => {
    const where = oneTensor({})
    const before = memory().live
    for (const map of [true, false]) {
      scope(() => {
        readTorchFile(where, { map })
        expect(memory().live).toBe(before + 1)
      })
      expect(memory().live).toBe(before)
    }
  })

  test('compares checksums when asked to', () => {
    const bytes = torchArchive(dict('w', tensorPickle()), { 0: four })
    bytes[bytes.indexOf(Buffer.from(four))]! ^= 1
    const where = file(bytes)
    scope(() => readTorchFile(where))
    expectInvalid(
      () => readTorchFile(where, { verify: true }),
      /"archive\/data\/0" is damaged: its checksum does not fit/,
    )
  })
})

describe('readTorchFile refuses', () => {
  test.each([
    ['os', 'system'],
    ['posix', 'system'],
    ['nt', 'system'],
    ['builtins', 'eval'],
    ['builtins', 'exec'],
    ['builtins', 'getattr'],
    ['__builtin__', 'getattr'],
    ['builtins', '__import__'],
    ['subprocess', 'Popen'],
    ['importlib', 'import_module'],
    ['operator', 'attrgetter'],
    ['pickle', 'loads'],
    ['runpy', '_run_code'],
  ])('the function %s.%s by its name, in both formats', (module, name) => {
    const call = pickleBytes(0x80, 2, `c${module}\n${name}\n(`, text('echo hacked'), 'tR.')
    const byStack = pickleBytes(0x80, 4, text(module), text(name), 0x93, '(', text('echo'), 'tR.')
    const message = new RegExp(`names the Python function ${module}\\.${name}, which can run code: refused`)
    for (const bytes of [torchArchive(call), torchArchive(byStack), legacyBytes(call, [])]) {
      const where = file(bytes)
      expectInvalid(() => readTorchFile(where), message)
    }
  })

  test('a whole model by its class, and says how to save weights', () => {
    const model = pickleBytes(0x80, 2, 'cSinGAN.models\nGeneratorConcatSkip2CleanAdd\n)', 0x81, '.')
    const where = file(torchArchive(model))
    expectInvalid(() => readTorchFile(where), /needs the Python class SinGAN\.models\.GeneratorConcatSkip2CleanAdd/)
    expectInvalid(() => readTorchFile(where), /torch\.save\(model\.state_dict\(\), "weights\.pth"\)/)
    const old = pickleBytes(0x80, 2, '(', text('module'), 'ctorch\nfloat32\n', text('m.py'), text('class M: …'), 'tQ.')
    expectInvalid(() => readTorchFile(file(legacyBytes(old, []))), /holds a whole module, not a state_dict/)
  })

  test.each<[string, string, RegExp]>([
    ['torch._utils', '_rebuild_sparse_tensor', /holds a sparse tensor .*\n.*to_dense/],
    ['torch._utils', '_rebuild_qtensor', /holds a quantized tensor/],
    ['numpy.core.multiarray', '_reconstruct', /holds a numpy array or object/],
    ['torch.storage', '_load_from_bytes', /holds a file of torch\.save inside another/],
    ['collections', 'defaultdict', /needs the Python class collections\.defaultdict/],
  ])('%s.%s with what to do instead', (module, name, message) => {
    const where = file(torchArchive(pickleBytes(0x80, 2, `c${module}\n${name}\n.`)))
    expectInvalid(() => readTorchFile(where), message)
  })

  test.each<[string, Parameters<typeof tensorPickle>[0], RegExp]>([
    ['a tensor beyond its storage', { shape: [5n] }, /tensor "w": reaches beyond its storage/],
    ['an offset beyond its storage', { offset: 1n }, /reaches beyond its storage/],
    ['strides beyond its storage', { shape: [2n, 2n], strides: [3n, 1n] }, /reaches beyond its storage/],
    ['a stride of 2^53', { shape: [2n], strides: [2n ** 53n - 1n] }, /reaches beyond its storage/],
    ['a stride of 2^62', { shape: [2n], strides: [2n ** 62n] }, /makes a tensor with the strides 4611686018427387904/],
    ['a negative stride', { strides: [-1n] }, /makes a tensor with the strides -1/],
    ['a negative size', { shape: [-4n] }, /makes a tensor with the shape -4/],
    ['a negative offset', { offset: -1n }, /makes a tensor with the storage offset -1/],
    ['a shape without strides', { strides: [] }, /more sizes than strides/],
    ['sizes whose product wraps around', { shape: [2n ** 32n, 2n ** 32n], strides: [0n, 0n] }, /is too large/],
    [
      'an empty tensor of other sizes beyond all bounds',
      { shape: [2n ** 40n, 2n ** 28n, 0n], strides: [0n, 0n, 0n] },
      /is too large/,
    ],
    [
      'a view that repeats 16 bytes to 4 GB',
      { shape: [2n ** 30n], strides: [0n] },
      /repeats 16 bytes to 4294967296: refused/,
    ],
    ['33 dimensions', { shape: new Array(33).fill(1n), strides: new Array(33).fill(1n) }, /33 dimensions; at most 32/],
    ['a storage larger than its entry', { count: 5n }, /tensor "w": its storage has 16 bytes, but needs 20/],
    ['a storage smaller than its entry', { count: 3n, shape: [3n] }, /its storage has 16 bytes, but needs 12/],
    ['a storage of 2^60 elements', { count: 2n ** 60n }, /makes a tensor with the storage size/],
    ['a storage of 2^52 elements', { count: 2n ** 52n }, /has an impossible size|but needs/],
    ['a storage that is not there', { key: '7' }, /the archive has no storage "7"/],
    ['a storage outside the archive', { key: '../../../etc/passwd' }, /the archive has no storage/],
    [
      'bools that are none',
      { type: 'BoolStorage', count: 16n, shape: [16n] },
      /tensor "w" is bool, but holds the byte 128/,
    ],
  ])('%s', (_, options, message) => {
    const where = oneTensor(options)
    for (const map of [true, false]) expectInvalid(() => readTorchFile(where, { map }), message)
  })

  test('a storage that is declared with two sizes', () => {
    const pair = pickleBytes(
      0x80,
      2,
      '}(',
      text('a'),
      tensorPickle(),
      text('b'),
      tensorPickle({ type: 'DoubleStorage', count: 4n }),
      'u.',
    )
    const where = file(torchArchive(pair, { 0: four }))
    expectInvalid(() => readTorchFile(where), /tensor "b": its storage "0" is declared with two sizes/)
  })

  test.each<[string, Uint8Array, RegExp]>([
    [
      'lists within lists 50,000 deep',
      pickleBytes(0x80, 2, ']'.repeat(50_000), 'a'.repeat(49_999), '.'),
      /nested deeper than 200 levels/,
    ],
    ['a list in itself', pickleBytes(0x80, 2, ']', 'q', 0, 'h', 0, 'a.'), /contains itself/],
    [
      'a tree that doubles at each of 60 levels',
      pickleBytes(0x80, 2, 'N', 'q\x000h\x00h\x00\x86'.repeat(1), 'q\x00h\x00\x86'.repeat(60), '.'),
      /unfolds to more than \d+ values, more than its length allows/,
    ],
    [
      'a storage without a tensor',
      pickleBytes(0x80, 2, '(', text('storage'), 'ctorch\nFloatStorage\n', text('0'), text('cpu'), int(4), 'tQ.'),
      /a storage of PyTorch without a tensor/,
    ],
    [
      'a class as a value',
      pickleBytes(0x80, 2, 'ccollections\nOrderedDict\n.'),
      /the class or function collections\.OrderedDict where a value is expected/,
    ],
    [
      'a storage of no known type',
      pickleBytes(0x80, 2, '(', text('storage'), 'ctorch\nfloat32\n', text('0'), text('cpu'), int(4), 'tQ.'),
      /outside itself that is no storage/,
    ],
    ['another kind of persistent id', pickleBytes(0x80, 2, text('x'), 'Q.'), /outside itself that is no storage/],
    [
      'a tensor from no storage',
      pickleBytes(0x80, 2, 'ctorch._utils\n_rebuild_tensor_v2\n(NK\x00))tR.'),
      /from something that is no storage/,
    ],
    [
      'a function that calls itself',
      pickleBytes(
        0x80,
        2,
        'ctorch._tensor\n_rebuild_from_type_v2\n',
        'q\x00(h\x00ctorch\nTensor\n](',
        'h\x00e\x86N',
        'tR.',
      ),
      /in an unknown way/,
    ],
    ['a pickle cut short', pickleBytes(0x80, 2, '}'), /its pickle is truncated/],
    ['an empty pickle', Buffer.alloc(0), /its pickle is truncated/],
    ['noise', Buffer.from('hello world'), /its pickle holds the opcode|pickle/],
  ])('%s', (_, pickled, message) => {
    const where = file(torchArchive(pickled, { 0: four }))
    expectInvalid(() => readTorchFile(where), message)
  })

  test.each<[string, Uint8Array, RegExp]>([
    [
      'big-endian archives',
      zipBytes([
        { name: 'a/data.pkl', data: 'N.' },
        { name: 'a/byteorder', data: 'big' },
      ]),
      /byte order "big"[\s\S]*torch\.save\(torch\.load\(".*", map_location="cpu", weights_only=False\), "converted\.pth"\)/,
    ],
    [
      'TorchScript',
      zipBytes([
        { name: 's/data.pkl', data: 'N.' },
        { name: 's/code/__torch__.py', data: '' },
      ]),
      /TorchScript[\s\S]*loadScript/,
    ],
    [
      'TorchScript by its constants',
      zipBytes([
        { name: 's/data.pkl', data: 'N.' },
        { name: 's/constants.pkl', data: '' },
      ]),
      /TorchScript/,
    ],
    [
      'two archives in one',
      zipBytes([
        { name: 'a/data.pkl', data: 'N.' },
        { name: 'b/data.pkl', data: 'N.' },
      ]),
      /a zip archive, but not one of torch\.save/,
    ],
    ['other zip files', zipBytes([{ name: 'photo.png', data: 'x' }]), /a zip archive, but not one of torch\.save/],
    [
      'a pickle bomb of 257 MiB',
      zipBytes([
        {
          name: 'a/data.pkl',
          data: Buffer.alloc(1000, 'N'),
          deflate: true,
          central: (record) => record.writeUInt32LE(257 << 20, 24),
        },
      ]),
      /claims to unpack/,
    ],
    [
      'tar files',
      Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(300)]),
      /tar archive, the format of PyTorch before 0\.1\.10[\s\S]*converted\.pth/,
    ],
    ['plain pickles', pickleBytes(0x80, 4, 'N.'), /a plain Python pickle/],
    ['an empty file', Buffer.alloc(0), /is empty/],
    ['a web page', Buffer.from('\n<!DOCTYPE html><html>'), /is a web page/],
    [
      'a Git LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
      /Git LFS pointer[\s\S]*git lfs pull/,
    ],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0]), /packed with gzip/],
    [
      'safetensors',
      Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{}')]),
      /is a safetensors file\n {2}Read it with readSafetensors/,
    ],
    ['noise', Buffer.from('some text'), /is not a file of torch\.save/],
  ])('%s', (_, bytes, message) => {
    const where = file(bytes, 'pth')
    expectInvalid(() => readTorchFile(where), message)
  })

  test('a path that is not there, or a folder', () => {
    expectInvalid(() => readTorchFile(path('nothing.pt')), /nothing\.pt: does not exist/)
    expectInvalid(() => readTorchFile(folder), /is a folder/)
  })

  test('an archive cut at any byte', () => {
    const bytes = torchArchive(dict('w', tensorPickle()), { 0: four })
    for (let length = 0; length < bytes.byteLength; length++) {
      const where = file(bytes.subarray(0, length))
      expectInvalid(() => readTorchFile(where), /./)
    }
  })
})
