import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../src/data/check/check.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { encoded, idx, refusal, temporaryFolder, writeTree } from '../data/fixtures.js'

const root = temporaryFolder()
let made = 0
const place = (): string => {
  const folder = join(root, `${made++}`)
  mkdirSync(folder)
  return folder
}

const images = idx([3, 4, 4])
const labels = idx([3], Uint8Array.of(2, 0, 1))
const record = new Uint8Array(3073)
const png = await encoded('png', { width: 8, height: 8, channels: 1 })

async function describeData(path: string) {
  const dataset = await openDataset(path, { size: 4 })
  await dataset.close()
  return { kind: dataset.info.kind, count: dataset.info.count, label: dataset.label(0) }
}

describe('folders that are called like files of IDX or CIFAR-10', () => {
  it('are passed over where the files lie beside them', async () => {
    const path = writeTree(place(), { 'train-images.idx3-ubyte': images, 'train-labels.idx1-ubyte': labels })
    mkdirSync(join(path, 'train-images-idx3-ubyte'))
    mkdirSync(join(path, 'train-labels-idx1-ubyte'))
    expect(await describeData(path)).toEqual({ kind: 'idx', count: 3, label: 2 })
    expect((await checkDataset(path)).count).toBe(3)
  })

  it('are looked into where the files lie in them', async () => {
    const path = writeTree(place(), {
      'train-images-idx3-ubyte/train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte/train-labels-idx1-ubyte': labels,
      't10k-images-idx3-ubyte/t10k-images-idx3-ubyte': images,
    })
    expect(await describeData(path)).toEqual({ kind: 'idx', count: 3, label: 2 })
    expect((await checkDataset(path)).unreadable).toEqual([])
    expect(await describeData(join(path, 'train-images-idx3-ubyte'))).toEqual({ kind: 'idx', count: 3, label: 2 })
  })

  it('are looked into for batches of CIFAR-10 too', async () => {
    const path = writeTree(place(), { 'data_batch_1.bin/data_batch_1.bin': record, 'data_batch_2.bin': record })
    mkdirSync(join(path, 'test_batch.bin'))
    expect(await describeData(path)).toMatchObject({ kind: 'cifar10', count: 2 })
  })

  it('are folders of images like any other when they hold images', async () => {
    const path = writeTree(place(), { 'train-images-idx3-ubyte/0.png': png, 'data_batch_1.bin/1.png': png })
    writeTree(path, { 'x.png/2.png': png })
    expect(await describeData(path)).toMatchObject({ kind: 'folder', count: 3 })
  })
})

describe('what is called like a file and is none', () => {
  it('is neither opened nor waited for: pipes, sockets, devices, links to nothing and loops', async () => {
    const path = writeTree(place(), { 'good.png': png })
    execFileSync('mkfifo', [
      join(path, 'pipe.png'),
      join(path, 'train-images-idx3-ubyte'),
      join(path, 'data_batch_1.bin'),
    ])
    symlinkSync('/dev/zero', join(path, 'zeros.png'))
    symlinkSync(path, join(path, 'loop'))
    symlinkSync('self.jpg', join(path, 'self.jpg'))
    const server = createServer()
    await new Promise<void>((ready) => server.listen(join(path, 's.png'), ready))
    const report = await checkDataset(path)
    await new Promise((closed) => server.close(closed))
    expect(report.count).toBe(1)
    expect(report.unreadable).toEqual([{ name: 'self.jpg', reason: 'a link to nothing' }])
    const ignored = new Map(report.ignored.map(({ name, reason }) => [name, reason]))
    for (const name of ['pipe.png', 's.png', 'zeros.png']) expect(ignored.get(name)).toBe('neither file nor folder')
    rmSync(join(path, 'self.jpg'))
    expect(await describeData(path)).toMatchObject({ count: 1 })
  })

  it('is refused by name when it is given as data', async () => {
    const path = place()
    execFileSync('mkfifo', [join(path, 'pipe.zip')])
    for (const ref of [join(path, 'pipe.zip'), '/dev/zero']) {
      const error = await refusal(openDataset(ref, { size: 4 }), 'DATA_UNREADABLE')
      expect(error.message).toBe(`${ref} is neither a file nor a folder`)
    }
  })
})
