import { randn } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { dcgan } from '../../src/models/dcgan/dcgan.js'
import type { DcganGenerator } from '../../src/models/dcgan/networks.js'
import type { View } from '../../src/systems/contract/system.js'
import { startTraining } from '../../src/training/start-training.js'
import { everything, smallOptions } from './fixtures/small-run.js'

type Nets = Parameters<typeof dcgan.optimizers>[0]
type DcganView = View<Nets, Parameters<typeof dcgan.needs>[0]>

/** A view that does everything it should not: draws from the default stream, and runs G in training mode. */
const careless: DcganView = {
  name: 'careless',
  seeds: 'fresh',
  count: () => 3,
  render({ networks }, { count }) {
    networks.generator.train(true)
    return { images: (networks.generator as DcganGenerator).forward(randn([count, 8])) }
  },
}

describe('looking at a run', () => {
  it('leaves weights, statistics and random streams as they would have been', async () => {
    const out = temporaryFolder()
    const train = (views: typeof dcgan.views, sampleEvery: number) =>
      startTraining({
        system: { ...dcgan, views },
        options: smallOptions({ train: { sampleEvery, ema: 0.9 } }),
        out,
      })
    const seen = everything((await train(['fixed', careless], 2)).run.dir)
    const unseen = everything((await train(['fixed'], 20)).run.dir)
    for (const [name, digest] of unseen)
      if (name.startsWith('checkpoint/')) expect([name, seen.get(name)]).toEqual([name, digest])
  })

  it('shows the same real images with their labels at every step and after a resume', async () => {
    const out = temporaryFolder()
    const shown: { images: number[]; labels: number[] | null }[] = []
    const reconstructions: DcganView = {
      name: 'reals',
      seeds: 'fixed',
      render(_, { reals, count }) {
        const { images, labels } = reals(3)
        shown.push({
          images: Array.from(images.contiguous().floats()),
          labels: labels === null ? null : (labels.toArray() as (number | bigint)[]).map(Number),
        })
        expect(reals().images.shape[0]).toBe(count)
        return { images }
      },
    }
    const system = { ...dcgan, views: [reconstructions] }
    const half = await startTraining({ system, options: smallOptions({ train: { steps: 10 } }), out })
    await startTraining({ system, options: smallOptions(), out, resume: half.run })
    expect(shown).toHaveLength(3)
    expect(shown[1]).toEqual(shown[0])
    expect(shown[2]).toEqual(shown[0])
    expect(shown[0]!.labels).not.toBeNull()
  })
})
