import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { memory } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { examineRun } from '../../src/doctor/examine-run.js'
import { cyclegan } from '../../src/models/cyclegan/cyclegan.js'
import { pix2pix } from '../../src/models/pix2pix/pix2pix.js'
import { findSystem } from '../../src/models/registry.js'
import { dataSchema, trainSchema } from '../../src/options/train-options.js'
import type { AnySystem } from '../../src/systems/contract/system.js'
import { startTraining } from '../../src/training/start-training.js'
import { writePairs } from '../models/pix2pix/pair-folder.js'

describe('the doctor beside systems that translate', () => {
  it('looks at translations in every direction, of pairs beside their truth', async () => {
    const place = temporaryFolder()
    const folder = path.join(place, 'pairs')
    const domains = path.join(place, 'domains')
    for (const one of [folder, path.join(domains, 'trainA'), path.join(domains, 'trainB')]) {
      mkdirSync(one, { recursive: true })
      await writePairs(one, { count: 3, size: 32 })
    }
    const live = memory().live
    const small = { size: 32, widthG: 2, widthD: 2, layersD: 1, network: 'resnet-6' }
    const seen = async (system: AnySystem, data: string) => {
      const { run } = await startTraining({
        system,
        options: {
          model: system.options.parse(small) as Record<string, unknown>,
          data: dataSchema.parse({ path: data }),
          train: trainSchema.parse({
            ...system.trainDefaults,
            ...{ steps: 2, lrDecayFrom: 0, quickMetric: 'none', threads: 1, precision: 'float32', sampleEvery: 2 },
          }),
        },
        out: path.join(place, 'runs'),
      })
      return examineRun(run, { systemOf: findSystem })
    }
    const ofPairs = await seen(pix2pix as AnySystem, folder)
    expect(ofPairs.evidence.translations).toMatchObject({ step: 2, directions: [{ direction: 'a2b', pictures: 3 }] })
    const [one] = ofPairs.evidence.translations!.directions
    expect([one!.isPair, one!.distance! > 0.5, one!.change! > 0]).toEqual([true, true, true])
    // The truths are the negatives of the inputs.
    expect(one!.brightness.target).toBeCloseTo(-one!.brightness.input, 1)
    expect(Math.abs(one!.correlation)).toBeLessThanOrEqual(1)
    // Young networks are left in peace.
    expect(ofPairs.findings).toEqual([])

    const ofDomains = await seen(cyclegan as AnySystem, domains)
    expect(ofDomains.evidence.translations?.directions.map(({ direction, isPair }) => [direction, isPair])).toEqual([
      ['a2b', false],
      ['b2a', false],
    ])
    expect(memory().live).toBe(live)
  })
})
