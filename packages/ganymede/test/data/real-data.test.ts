/** The real data sets beside the repository: what a person would see on the first day. */

import { describe, expect, it } from 'vitest'
import { Loader } from '../../src/data/loader.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { infoOf, sharedData } from './fixtures.js'

const flowers = sharedData('flowers64')
const emoji = sharedData('emoji')
const cifar = sharedData('cifar10-jpeg')
const singan = sharedData('singan')

describe('openDataset of real data', () => {
  it.skipIf(flowers === null)('takes the 720 training flowers of 12 species and leaves 240 for the test', async () => {
    const train = await openDataset(flowers ?? '', { size: 64 })
    expect(train.info).toMatchObject({ kind: 'folder', name: 'flowers64', count: 720, channels: 3, split: 'train' })
    expect(train.info.sizes).toEqual({ min: [64, 64], max: [64, 64] })
    expect(train.info.classes).toHaveLength(12)
    expect((await infoOf(openDataset(flowers ?? '', { size: 64, split: 'test' }))).count).toBe(240)
    const loader = new Loader(train, { batch: 64, seed: 1 })
    const { images, labels, h, w, c } = await loader.next()
    expect([h, w, c, images.length, labels?.length]).toEqual([64, 64, 3, 64 * 64 * 64 * 3, 64])
    await loader.close()
  })

  it.skipIf(emoji === null)('takes both domains of the emoji', async () => {
    const info = await infoOf(openDataset(emoji ?? '', { size: 64 }))
    expect(info).toMatchObject({ count: 800, channels: 3, classes: ['trainA', 'trainB'] })
  })

  it.skipIf(cifar === null)('reads JPEG copies of CIFAR-10 by class', async () => {
    const dataset = await openDataset(cifar ?? '', { size: 32 })
    expect(dataset.info).toMatchObject({ count: 2500, channels: 3, split: 'train' })
    expect(dataset.info.classes?.slice(0, 3)).toEqual(['airplane', 'automobile', 'bird'])
    expect(await dataset.read(2499)).toHaveLength(3072)
  })

  it.skipIf(singan === null)('reads photographs of all shapes', async () => {
    const dataset = await openDataset(singan ?? '', { size: { width: 96, height: 64 } })
    for (let index = 0; index < dataset.info.count; index++) {
      expect(await dataset.read(index)).toHaveLength(96 * 64 * 3)
    }
  })
})
