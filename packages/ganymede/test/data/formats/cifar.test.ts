import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../../src/data/open-dataset.js'
import { refusal, temporaryFolder, writeTree } from '../fixtures.js'

const root = temporaryFolder()
let made = 0
const folder = (files: Record<string, Uint8Array | string>): string => writeTree(join(root, `set-${made++}`), files)
const native = { size: 32 }

/** A batch with the given labels; planes hold label, label + 100 and label + 200, and the first pixel is marked. */
function batch(...labels: number[]): Uint8Array {
  const bytes = new Uint8Array(labels.length * 3073)
  labels.forEach((label, i) => {
    bytes[i * 3073] = label
    for (let plane = 0; plane < 3; plane++) {
      const at = i * 3073 + 1 + plane * 1024
      bytes.fill(label + 100 * plane, at, at + 1024)
      bytes[at] = 50 + plane
    }
  })
  return bytes
}

describe('openDataset of CIFAR-10 batches', () => {
  const names = 'airplane\nautomobile\nvogel\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n'

  it('joins the training batches in order and turns planes into pixels', async () => {
    const path = folder({
      'cifar-10-batches-bin/data_batch_2.bin': batch(3),
      'cifar-10-batches-bin/data_batch_1.bin': batch(7, 2),
      'cifar-10-batches-bin/test_batch.bin': batch(9),
      'cifar-10-batches-bin/batches.meta.txt': names,
    })
    const dataset = await openDataset(path, native)
    expect(dataset.info).toMatchObject({ kind: 'cifar10', count: 3, channels: 3, split: 'train' })
    expect(dataset.info.classes?.[2]).toBe('vogel')
    expect([0, 1, 2].map((index) => dataset.label(index))).toEqual([7, 2, 3])
    expect([...(await dataset.read(1)).subarray(0, 6)]).toEqual([50, 51, 52, 2, 102, 202])
    const test = await openDataset(path, { ...native, split: 'test' })
    expect(test.info).toMatchObject({ count: 1, split: 'test' })
    expect(test.label(0)).toBe(9)
  })

  it('opens one batch, resizes and converts to grey', async () => {
    const path = folder({ 'test_batch.bin': batch(1) })
    const dataset = await openDataset(join(path, 'test_batch.bin'), { size: 16, channels: 1 })
    expect(dataset.info).toMatchObject({ count: 1, channels: 1, split: 'test' })
    expect(dataset.info.classes?.[1]).toBe('automobile')
    // 0.299 · 1 + 0.587 · 101 + 0.114 · 201 = 82.5, in an even area
    expect([82, 83]).toContain((await dataset.read(0)).at(-1))
  })

  it('refuses a truncated batch and a label out of range, with what was expected and found', async () => {
    const short = folder({ 'data_batch_1.bin': batch(1, 2).subarray(0, 5000) })
    expect((await refusal(openDataset(short, native), 'DATA_UNREADABLE')).text).toMatch(
      /multiple of 3073 bytes, found 5000 \(1 records and 1927 bytes\)/,
    )
    const wrong = folder({ 'data_batch_1.bin': batch(1, 12) })
    expect((await refusal(openDataset(wrong, native), 'DATA_UNREADABLE')).text).toMatch(/record 1 .*0…9, found 12/s)
    await refusal(openDataset(folder({ 'data_batch_1.bin': '' }), native), 'DATA_UNREADABLE')
  })

  it('refuses a part that is not there, and the Python version', async () => {
    const path = folder({ 'data_batch_1.bin': batch(1) })
    await refusal(openDataset(path, { ...native, split: 'test' }), 'DATA_NOT_FOUND')
    const python = folder({ data_batch_1: 'pickle', test_batch: 'pickle' })
    expect((await refusal(openDataset(python, native), 'DATA_UNREADABLE')).text).toContain('binary version')
  })
})
