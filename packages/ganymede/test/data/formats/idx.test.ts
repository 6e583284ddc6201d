import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CounterRandom } from '@ganymede/core/random'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../../src/data/open-dataset.js'
import { idx, infoOf, refusal, sharedData, temporaryFolder, writeTree } from '../fixtures.js'

const root = temporaryFolder()
let made = 0
const folder = (files: Record<string, Uint8Array | string>): string => writeTree(join(root, `set-${made++}`), files)
const native = { size: { width: 3, height: 2 } }
const images = idx([4, 2, 3])
const labels = idx([4], Uint8Array.of(2, 0, 1, 2))

describe('openDataset of IDX files', () => {
  it.each([
    ['plain', images, labels, ''],
    ['gzipped', gzipSync(images), gzipSync(labels), '.gz'],
  ])('reads %s images with the labels beside them', async (_, imageFile, labelFile, ending) => {
    const path = folder({
      [`train-images-idx3-ubyte${ending}`]: imageFile,
      [`train-labels-idx1-ubyte${ending}`]: labelFile,
    })
    const dataset = await openDataset(path, native)
    expect(dataset.info).toMatchObject({
      kind: 'idx',
      count: 4,
      channels: 1,
      classes: ['0', '1', '2'],
      split: 'train',
      sizes: { min: [3, 2], max: [3, 2] },
    })
    expect([0, 1, 2, 3].map((index) => dataset.label(index))).toEqual([2, 0, 1, 2])
    expect([...(await dataset.read(1))]).toEqual([6, 7, 8, 9, 10, 11])
    expect(dataset.nameOf(1)).toBe('#1')
  })

  it('has one fingerprint for the same data, gzipped or not, wherever they lie', async () => {
    const plain = await openDataset(folder({ 'train-images-idx3-ubyte': images }), native)
    const packed = await openDataset(folder({ 'train-images-idx3-ubyte.gz': gzipSync(images) }), native)
    const other = await openDataset(folder({ 'train-images-idx3-ubyte': idx([4, 2, 3], new Uint8Array(24)) }), native)
    expect(packed.info.fingerprint).toBe(plain.info.fingerprint)
    expect(other.info.fingerprint).not.toBe(plain.info.fingerprint)
  })

  it('finds the parts by name, other prefixes included, and below raw/', async () => {
    const path = folder({
      'raw/train-first10k-images-idx3-ubyte': images,
      'raw/train-first10k-labels-idx1-ubyte': labels,
      'raw/t10k-images-idx3-ubyte': idx([1, 2, 3]),
    })
    const train = await openDataset(path, native)
    expect(train.info).toMatchObject({ count: 4, split: 'train' })
    expect(train.info.notes).toEqual(['takes train-first10k-images-idx3-ubyte; leaves out t10k-images-idx3-ubyte'])
    expect(train.label(0)).toBe(2)
    const test = await openDataset(path, { ...native, split: 'test' })
    expect(test.info).toMatchObject({ count: 1, split: 'test', classes: null })
    expect(test.info.notes).toContain('no labels beside the images')
  })

  it('prefers the standard name, and asks when several others fit', async () => {
    const both = folder({ 'train-images-idx3-ubyte': images, 'train-part-images-idx3-ubyte': idx([1, 2, 3]) })
    expect((await infoOf(openDataset(both, native))).count).toBe(4)
    const several = folder({ 'a-train-images-idx3-ubyte': images, 'b-train-images-idx3-ubyte': images })
    const error = await refusal(openDataset(several, native), 'OPTION_INVALID')
    expect(error.text).toContain('b-train-images-idx3-ubyte')
  })

  it('refuses a part that is not there', async () => {
    const path = folder({ 'train-images-idx3-ubyte': images })
    const error = await refusal(openDataset(path, { ...native, split: 'test' }), 'DATA_NOT_FOUND')
    expect(error.text).toContain('Found: train-images-idx3-ubyte')
  })

  it('opens one file by its name, also with four dimensions', async () => {
    const path = folder({ 'x-images-idx4-ubyte': idx([2, 2, 3, 3]), 'y.idx3-ubyte.gz': gzipSync(images) })
    const colour = await openDataset(join(path, 'x-images-idx4-ubyte'), native)
    expect(colour.info).toMatchObject({ count: 2, channels: 3 })
    expect(await colour.read(1)).toHaveLength(18)
    expect((await infoOf(openDataset(join(path, 'y.idx3-ubyte.gz'), native))).count).toBe(4)
  })

  it('resizes and converts to RGB', async () => {
    const path = folder({ 'train-images-idx3-ubyte': idx([1, 2, 2], Uint8Array.of(10, 10, 10, 10)) })
    const dataset = await openDataset(path, { size: 5, channels: 3 })
    expect(await dataset.read(0)).toEqual(new Uint8Array(75).fill(10))
  })

  const hostile: readonly [string, Uint8Array, RegExp][] = [
    ['an empty file', Buffer.alloc(0), /truncated.*expected a header, found 0 bytes/s],
    ['a wrong magic', Buffer.from('PK not an idx file at all'), /not an IDX file.*00 00 08 03.*found 50 4b 20 6e/s],
    ['floats instead of bytes', idx([1, 2, 3], new Uint8Array(24), 13), /expected uint8 \(0x08\), found float32/],
    ['an unknown type', idx([1, 2, 3], new Uint8Array(6), 0x77), /found type 0x77/],
    ['too few dimensions', idx([24]), /wrong number of dimensions for images.*expected 3 or 4, found 1/s],
    ['a header cut short', images.subarray(0, 10), /expected a header of 16 bytes, found 10/],
    ['missing values', images.subarray(0, 30), /truncated.*expected 40 bytes for 4 × 2 × 3, found 30/s],
    ['values too many', Buffer.concat([images, Buffer.alloc(5)]), /longer than its header says.*found 45/s],
    ['huge dimensions', idx([0xffffffff, 0xffffffff, 0xffffffff], new Uint8Array(9)), /claims more values/],
    ['dimensions beyond the file', idx([60_000, 28, 28], new Uint8Array(9)), /truncated.*47040016 bytes/s],
    ['two channels', idx([1, 2, 2, 2]), /expected 1 or 3, found 2/],
  ]

  it.each(hostile)('refuses %s, plain and gzipped, with what was expected and found', async (_, bytes, message) => {
    const plain = folder({ 'train-images-idx3-ubyte': bytes })
    expect((await refusal(openDataset(plain, native), 'DATA_UNREADABLE')).text).toMatch(message)
    const packed = folder({ 'train-images-idx3-ubyte.gz': gzipSync(bytes) })
    const error = await refusal(openDataset(packed, native), 'DATA_UNREADABLE')
    expect(error.message).toContain('train-images-idx3-ubyte.gz')
  })

  it('refuses damaged gzip data, and a .gz that is none', async () => {
    const noise = new CounterRandom(1, 'noise')
    const random = Uint8Array.from({ length: 20_000 }, () => noise.nextInt(256))
    const packed = gzipSync(idx([200, 10, 10], random))
    const damaged = Buffer.from(packed)
    damaged.fill(0x55, 9000, 9100)
    for (const bytes of [damaged, packed.subarray(0, packed.length - 500), packed.subarray(0, 12)]) {
      const path = folder({ 'train-images-idx3-ubyte.gz': bytes })
      expect((await refusal(openDataset(path, native), 'DATA_UNREADABLE')).text).toMatch(
        /gzip data are damaged|truncated/,
      )
    }
    const text = folder({ 'train-images-idx3-ubyte.gz': 'hello, this is not gzip' })
    expect((await refusal(openDataset(text, native), 'DATA_UNREADABLE')).text).toMatch(/expected the first bytes 1f 8b/)
  })

  it('refuses a gzip bomb by its header, before unpacking it', async () => {
    const bomb = gzipSync(Buffer.concat([idx([1, 2, 3]), Buffer.alloc(50_000_000)]))
    const path = folder({ 'train-images-idx3-ubyte.gz': bomb })
    const error = await refusal(openDataset(path, native), 'DATA_UNREADABLE')
    expect(error.text).toMatch(/longer than its header says.*expected 22 bytes unpacked, found more/s)
    const zeros = gzipSync(idx([65_536, 32, 32], new Uint8Array(65_536 * 1024)))
    const blank = folder({ 'train-images-idx3-ubyte.gz': zeros })
    expect((await refusal(openDataset(blank, native), 'DATA_UNREADABLE')).text).toMatch(/more than 200 times as many/)
    const claim = folder({ 'train-images-idx3-ubyte.gz': gzipSync(idx([4_000_000, 28, 28], new Uint8Array(9))) })
    expect((await refusal(openDataset(claim, native), 'DATA_UNREADABLE')).text).toMatch(/claims more values/)
  })

  it('refuses labels that do not belong to the images, and labels in place of images', async () => {
    const path = folder({ 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': idx([3]) })
    const error = await refusal(openDataset(path, native), 'DATA_UNREADABLE')
    expect(error.text).toMatch(/expected 4 labels as there are images in train-images-idx3-ubyte, found 3/)
    const swapped = join(path, 'train-labels-idx1-ubyte')
    expect((await refusal(openDataset(swapped, native), 'DATA_UNREADABLE')).text).toMatch(/labels, not images/)
    const wrong = folder({ 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': images })
    expect((await refusal(openDataset(wrong, native), 'DATA_UNREADABLE')).text).toMatch(/dimensions for labels/)
  })

  it('refuses a file without images', async () => {
    await refusal(openDataset(folder({ 'train-images-idx3-ubyte': idx([0, 28, 28]) }), native), 'DATA_EMPTY')
  })

  const mnist = sharedData('mnist')
  it.skipIf(mnist === null)('reads MNIST at 32 px, both parts', async () => {
    const train = await openDataset(mnist ?? '', { size: 32 })
    expect(train.info).toMatchObject({ count: 60_000, channels: 1, name: 'mnist', split: 'train' })
    expect(train.info.classes).toHaveLength(10)
    // The first training labels as published: 5 0 4 1 9 2 1 3 1 4.
    expect(Array.from({ length: 10 }, (_, index) => train.label(index))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    expect(await train.read(59_999)).toHaveLength(1024)
    const test = await openDataset(mnist ?? '', { size: 28, split: 'test' })
    expect(test.info).toMatchObject({ count: 10_000, split: 'test' })
    expect(test.label(0)).toBe(7)
  })

  const fashion = sharedData('fashion-mnist')
  it.skipIf(fashion === null)('reads Fashion-MNIST with its shortened training file', async () => {
    const train = await openDataset(fashion ?? '', { size: 32 })
    expect(train.info).toMatchObject({ count: 10_000, channels: 1, split: 'train' })
    expect((await infoOf(openDataset(fashion ?? '', { size: 28, split: 'test' }))).count).toBe(10_000)
  })
})
