import { describe, expect, test } from 'vitest'
import { readTorchFile, scope } from '../../../src/index.js'
import {
  dict,
  expectInvalid,
  four,
  int,
  legacyBytes,
  long,
  pickleBytes,
  temporaryFolder,
  tensorAt,
  tensorPickle,
  text,
} from '../fixtures.js'

const { file } = temporaryFolder()

describe('the format before PyTorch 1.6', () => {
  const view = (viewOf: string) =>
    pickleBytes(
      0x80,
      2,
      '}',
      text('w'),
      'ctorch._utils\n_rebuild_tensor\n((',
      text('storage'),
      'ctorch.cuda\nFloatStorage\n',
      text('0'),
      text('cuda:0'),
      long(4n),
      viewOf,
      'tQ',
      int(1),
      '(',
      int(2),
      't(',
      int(1),
      'ttRs.',
    )

  test('reads tensors, and views into storages', () => {
    scope(() => {
      const plain = file(legacyBytes(dict('w', tensorPickle()), [['0', 4n, four]]))
      expect(tensorAt(readTorchFile(plain), 'w').toArray()).toEqual([1, 2, 3, 4])
      const whole = file(legacyBytes(view('N'), [['0', 4n, four]]))
      expect(tensorAt(readTorchFile(whole), 'w').toArray()).toEqual([2, 3])
      const part = file(legacyBytes(view('(X\x01\x00\x00\x00vK\x01K\x03t'), [['0', 4n, four]]))
      expect(tensorAt(readTorchFile(part), 'w').toArray()).toEqual([3, 4])
    })
  })

  test.each<[string, Buffer, RegExp]>([
    ['another protocol', legacyBytes(pickleBytes('N.'), [], { protocol: 1000 }), /torch protocol 1000 instead of 1001/],
    [
      'a big-endian machine',
      legacyBytes(pickleBytes('N.'), [], { little: false }),
      /big-endian machine[\s\S]*converted\.pth/,
    ],
    [
      'another magic number',
      legacyBytes(pickleBytes('N.'), [], { magic: '8a0a6cfc9c46f9206aa85018' }),
      /a plain Python pickle/,
    ],
    [
      'a storage of another length',
      legacyBytes(dict('w', tensorPickle()), [['0', 3n, four]]),
      /storage "0" has 3 elements, but 4 were declared/,
    ],
    [
      'a storage that ends too early',
      legacyBytes(dict('w', tensorPickle()), [['0', 4n, four.subarray(0, 15)]]),
      /truncated: storage "0" ends at byte/,
    ],
    [
      'a storage that nothing uses',
      legacyBytes(dict('w', tensorPickle()), [['1', 4n, four]]),
      /lists the storage "1", which nothing uses/,
    ],
    [
      'a storage twice',
      legacyBytes(dict('w', tensorPickle()), [
        ['0', 4n, four],
        ['0', 4n, four],
      ]),
      /lists the storage "0", which came before/,
    ],
    ['no storage', legacyBytes(dict('w', tensorPickle()), []), /has no storage "0"/],
    [
      'a storage of 2^52 elements',
      legacyBytes(dict('w', tensorPickle({ count: 2n ** 52n })), [['0', 2n ** 52n, four]]),
      /truncated: storage "0"/,
    ],
    [
      'a view beyond its storage',
      legacyBytes(view('(X\x01\x00\x00\x00vK\x02K\x03t'), [['0', 4n, four]]),
      /impossible size/,
    ],
    [
      'a view that is none',
      legacyBytes(view('](N'.concat('e')), [['0', 4n, four]]),
      /views a storage in an unknown way/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    const where = file(bytes)
    expectInvalid(() => readTorchFile(where), message)
  })

  test('refuses a file cut at any byte', () => {
    const bytes = legacyBytes(dict('w', tensorPickle()), [['0', 4n, four]])
    for (let length = 0; length < bytes.byteLength; length++) {
      const where = file(bytes.subarray(0, length))
      expectInvalid(() => readTorchFile(where), /./)
    }
  })
})
