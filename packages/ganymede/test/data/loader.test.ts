import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/data/dataset.js'
import { type ImageBatch, Loader } from '../../src/data/loader.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { encoded, idx, refusal, temporaryFolder, torn, writeTree } from './fixtures.js'

const root = temporaryFolder()
let made = 0
const folder = (files: Record<string, Uint8Array | string>): string => writeTree(join(root, `set-${made++}`), files)

/** A data set whose image `i` is `[i, i + 100]`, one pixel high, with labels. */
async function numbered(count: number, flip = false) {
  const values = Uint8Array.from({ length: 2 * count }, (_, i) => (i >> 1) + 100 * (i & 1))
  const path = folder({
    'train-images-idx3-ubyte': idx([count, 1, 2], values),
    'train-labels-idx1-ubyte': idx(
      [count],
      Uint8Array.from({ length: count }, (_, i) => i % 7),
    ),
  })
  return openDataset(path, { size: { width: 2, height: 1 }, flip })
}

async function take(loader: Loader, batches: number): Promise<ImageBatch[]> {
  const taken: ImageBatch[] = []
  for (let i = 0; i < batches; i++) taken.push(await loader.next())
  return taken
}

const indicesOf = (batches: readonly ImageBatch[]): number[] => batches.flatMap(({ indices }) => [...indices])

describe('Loader', () => {
  it('gives batches of images with their labels and places', async () => {
    const loader = new Loader(await numbered(20), { batch: 6, seed: 1 })
    const batch = await loader.next()
    expect(batch).toMatchObject({ n: 6, h: 1, w: 2, c: 1 })
    expect(batch.images).toHaveLength(12)
    batch.indices.forEach((index, i) => {
      expect([...batch.images.subarray(2 * i, 2 * i + 2)]).toEqual([index, index + 100])
      expect(batch.labels?.[i]).toBe(index % 7)
    })
    await loader.close()
  })

  it('gives the same batches whether images lie in memory, some do, or none', async () => {
    const whole = await numbered(20, true)
    const takenFrom = async (readNow?: (index: number) => Uint8Array | null) => {
      const dataset: Dataset = {
        info: whole.info,
        transform: whole.transform,
        skipped: [],
        read: (index, signal) => whole.read(index, signal),
        ...(readNow && { readNow }),
        label: (index) => whole.label(index),
        nameOf: (index) => whole.nameOf(index),
        close: async () => {},
      }
      const loader = new Loader(dataset, { batch: 6, seed: 3 })
      const batches = await take(loader, 7)
      await loader.close()
      return batches.map(({ images, labels, indices }) => ({ images, labels, indices }))
    }
    const waited = await takenFrom()
    const now = (index: number) => whole.readNow?.(index) ?? null
    expect(now(3)).not.toBeNull()
    expect(await takenFrom(now)).toEqual(waited)
    expect(await takenFrom((index) => (index % 3 === 0 ? null : now(index)))).toEqual(waited)
  })

  it('brings every image once per epoch, with batches that run from one epoch into the next', async () => {
    const loader = new Loader(await numbered(10), { batch: 4, seed: 2 })
    const order = indicesOf(await take(loader, 5))
    const sorted = (values: number[]) => [...values].sort((a, b) => a - b)
    expect(sorted(order.slice(0, 10))).toEqual([...Array(10).keys()])
    expect(sorted(order.slice(10))).toEqual([...Array(10).keys()])
    expect(loader.state()).toEqual({ epoch: 2, position: 0 })
    await loader.close()
  })

  it('fills batches larger than the data set', async () => {
    const loader = new Loader(await numbered(3), { batch: 8, seed: 2 })
    const [batch] = await take(loader, 1)
    expect(batch?.n).toBe(8)
    expect(new Set(batch?.indices.subarray(0, 3)).size).toBe(3)
    expect(loader.state()).toEqual({ epoch: 2, position: 2 })
    await loader.close()
  })

  it('gives the same batches for the same seed, however far it prepares ahead', async () => {
    const dataset = await numbered(50, true)
    const one = new Loader(dataset, { batch: 8, seed: 5, prefetch: 1 })
    const nine = new Loader(dataset, { batch: 8, seed: 5, prefetch: 9 })
    expect(await take(one, 20)).toEqual(await take(nine, 20))
    const other = new Loader(dataset, { batch: 8, seed: 6 })
    expect(indicesOf(await take(other, 6))).not.toEqual(
      indicesOf(await take(new Loader(dataset, { batch: 8, seed: 5 }), 6)),
    )
  })

  it.each([0, 1, 3, 7, 12])('continues bit for bit after %i batches, although more were prepared', async (batches) => {
    const dataset = await numbered(30, true)
    const loader = new Loader(dataset, { batch: 8, seed: 5 })
    await take(loader, batches)
    const saved = JSON.parse(JSON.stringify(loader.state()))
    const resumed = new Loader(dataset, { batch: 8, seed: 5, prefetch: 2 })
    resumed.restore(saved)
    expect(await take(resumed, 10)).toEqual(await take(loader, 10))
    expect(resumed.state()).toEqual(loader.state())
  })

  it('goes back when a place is restored while batches are under way', async () => {
    const path = folder(
      Object.fromEntries(
        await Promise.all([1, 2, 3, 4, 5].map(async (i) => [`${i}.png`, await encoded('png', { seed: i })])),
      ),
    )
    const loader = new Loader(await openDataset(path, { size: 8 }), { batch: 2, seed: 1 })
    const saved = loader.state()
    const first = await take(loader, 3)
    loader.restore(saved)
    expect(await take(loader, 3)).toEqual(first)
    await loader.close()
  })

  it('mirrors half of the images, each time anew, decided by seed and place alone', async () => {
    const loader = new Loader(await numbered(100, true), { batch: 100, seed: 3 })
    const batches = await take(loader, 10)
    const mirrored = batches.map(({ images, indices }) => {
      const isMirrored = new Map<number, boolean>()
      indices.forEach((index, i) => {
        isMirrored.set(index, images[2 * i] === index + 100)
      })
      return isMirrored
    })
    const share = mirrored.flatMap((epoch) => [...epoch.values()]).filter(Boolean).length / 1000
    expect(share).toBeGreaterThan(0.44) // ½ ± four standard errors
    expect(share).toBeLessThan(0.56)
    expect(mirrored[0]).not.toEqual(mirrored[1])
    await loader.close()
    const plain = new Loader(await numbered(100, true), { batch: 100, seed: 3, flip: false })
    const { images, indices } = await plain.next()
    expect(indices).toEqual(batches[0]?.indices)
    expect(indices.every((index, i) => images[2 * i] === index)).toBe(true)
  })

  it('has no labels where the data set has none, and keeps the order when it is not to shuffle', async () => {
    const dataset = await openDataset(folder({ 'train-images-idx3-ubyte': idx([4, 1, 1]) }), { size: 1 })
    const loader = new Loader(dataset, { batch: 3, seed: 1, shuffle: false })
    const [a, b] = await take(loader, 2)
    expect(a?.labels).toBeNull()
    expect([...(a?.indices ?? []), ...(b?.indices ?? [])]).toEqual([0, 1, 2, 3, 0, 1])
    await loader.close()
  })

  it('hands out arrays of their own each time', async () => {
    const loader = new Loader(await numbered(2), { batch: 2, seed: 1 })
    const first = await loader.next()
    first.images.fill(0)
    expect((await loader.next()).images).not.toEqual(first.images)
    await loader.close()
  })

  it('asks for the next batches ahead, a bounded number of images at once, and hands them out in order', async () => {
    const inner = await numbered(40)
    const running: { index: number; go: () => void }[] = []
    let most = 0
    const slow: Dataset = {
      info: inner.info,
      transform: inner.transform,
      skipped: [],
      label: (index) => inner.label(index),
      nameOf: (index) => inner.nameOf(index),
      close: () => inner.close(),
      async read(index) {
        await new Promise<void>((go) => {
          running.push({ index, go })
          most = Math.max(most, running.length)
        })
        return inner.read(index)
      },
    }
    const loader = new Loader(slow, { batch: 20, seed: 1, prefetch: 5, shuffle: false })
    const first = loader.next()
    await setImmediate()
    expect(running).toHaveLength(64) // 6 batches are wanted, 120 images
    const second = loader.next()
    while (running.length > 0) {
      running.pop()?.go() // the last one asked for is ready first
      await setImmediate()
    }
    expect(most).toBe(64)
    expect([...(await first).indices]).toEqual([...Array(20).keys()])
    expect([...(await second).images.subarray(0, 2)]).toEqual([20, 120])
    const before = loader.stats.waitMs
    await loader.next() // was ready already
    expect(loader.stats).toEqual({ waitMs: before, batches: 3 })
    const closed = loader.close()
    while (running.length > 0) running.pop()?.go()
    await closed
  })

  it('tells about a damaged file at the batch that it belongs to, and at every call from then on', async () => {
    const files: Record<string, Uint8Array> = { '9.jpg': await torn('jpeg') }
    for (let i = 0; i < 9; i++) files[`${i}.png`] = await encoded('png', { seed: i })
    const loader = new Loader(await openDataset(folder(files), { size: 8 }), { batch: 2, seed: 1, shuffle: false })
    expect(await take(loader, 4)).toHaveLength(4)
    const saved = loader.state()
    for (let call = 0; call < 2; call++) {
      expect((await refusal(loader.next(), 'DATA_UNREADABLE')).text).toContain('9.jpg')
    }
    expect(loader.state()).toEqual(saved)
    await loader.close()
  })

  it('gives stand-ins for damaged files with the labels of the stand-ins', async () => {
    const path = folder({
      'a/1.png': await encoded('png', { seed: 1 }),
      'a/2.png': await torn('png'),
      'b/3.png': await encoded('png', { seed: 3 }),
    })
    const dataset = await openDataset(path, { size: 8, skipBad: true })
    const loader = new Loader(dataset, { batch: 3, seed: 1, shuffle: false })
    const { images, labels } = await loader.next()
    expect(labels).toEqual(Int32Array.of(0, 1, 1))
    expect(images.subarray(192, 384)).toEqual(images.subarray(384))
    await loader.close()
  })

  it('stops with the reason of its signal', async () => {
    const controller = new AbortController()
    const loader = new Loader(await numbered(10), { batch: 2, seed: 1, signal: controller.signal })
    await loader.next()
    controller.abort(new Error('stop now'))
    await expect(loader.next()).rejects.toThrow('stop now')
    await loader.close()
  })

  it('leaves no timer and nothing else behind that keeps the process alive', async () => {
    const busy = () =>
      process.getActiveResourcesInfo().filter((kind) => /Timeout|Immediate|FSReq|Worker/.test(kind)).length
    const before = busy() // the test runner's own timer
    const files: Record<string, Uint8Array> = {}
    for (let i = 0; i < 5; i++) files[`${i}.png`] = await encoded('png', { seed: i })
    const loader = new Loader(await openDataset(folder(files), { size: 8 }), { batch: 2, seed: 1 })
    await loader.next()
    await loader.close()
    expect(busy()).toBeLessThanOrEqual(before)
  })

  it('refuses batches of nothing, and work after closing', async () => {
    const dataset = await numbered(2)
    for (const batch of [0, -1, 1.5]) {
      await refusal(
        Promise.resolve().then(() => new Loader(dataset, { batch, seed: 1 })),
        'OPTION_INVALID',
      )
    }
    const loader = new Loader(dataset, { batch: 1, seed: 1 })
    await loader.close()
    await refusal(loader.next(), 'INTERNAL')
  })
})
