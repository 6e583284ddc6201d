/** Runs that were made sick on purpose: the doctor must name what is wrong with each. */
import fs from 'node:fs'
import path from 'node:path'
import { stablePart } from '@ganymede/runs/logs'
import { describe, expect, it } from 'vitest'
import { doctorWatcher } from '../../packages/ganymede/src/doctor/watcher.js'
import { findSystem } from '../../packages/ganymede/src/models/registry.js'
import { startWatchedTraining } from '../../packages/ganymede/src/report/watched-training.js'
import type { AnySystem } from '../../packages/ganymede/src/systems/contract/system.js'
import { temporaryFolder } from '../setup/temporary-folder.js'
import { findingsOf, shuffledGlyphs, smallImages, tinyRun } from './tiny-runs.js'

const tooFast = { ...smallImages, 'model.lrG': 0.02, 'model.lrD': 0.02 }

// wgan itself refuses to be without anything that bounds its critic; a system of one's own may forget.
const unbounded: AnySystem = { ...findSystem('wgan'), problems: () => [] }

// Real images keep their labels in this system, but each batch is learned with those of its last image for the first, and so on.
const mismatched: AnySystem = {
  ...findSystem('cgan'),
  async step(ctx) {
    const nextReal = async (n?: number) => {
      const batch = await ctx.nextReal(n)
      return {
        toDevice() {
          const { images, labels } = batch.toDevice()
          return { images, labels: labels?.flip([0]) ?? null }
        },
      }
    }
    const shuffledOnce = new Proxy(ctx, {
      get(target, name) {
        if (name === 'nextReal') return nextReal
        const value = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    await findSystem('cgan').step(shuffledOnce)
  },
}

const conditional = {
  ...smallImages,
  'model.network': 'conv',
  'model.lrG': 5e-4,
  'model.lrD': 5e-4,
  'model.beta1': 0.5,
  'train.dSteps': 1,
}

const cases: readonly {
  readonly what: string
  readonly system: string | AnySystem
  readonly options: Readonly<Record<string, unknown>>
  readonly finding: string
}[] = [
  {
    what: 'a learning rate a hundred times too high',
    system: 'dcgan',
    options: { ...tooFast, 'train.steps': 100 },
    finding: 'LEARNING_RATE_TOO_HIGH',
  },
  {
    what: 'a generator that does not move',
    system: 'dcgan',
    options: { ...smallImages, 'model.lrG': 1e-12, 'train.steps': 150 },
    finding: 'WEIGHTS_DO_NOT_MOVE',
  },
  {
    what: 'a generator that is frozen',
    system: 'dcgan',
    options: { ...smallImages, 'train.freeze': ['generator.*'], 'train.steps': 60 },
    finding: 'WEIGHTS_DO_NOT_MOVE',
  },
  {
    what: 'a critic without Lipschitz constraint',
    system: unbounded,
    options: {
      ...smallImages,
      'model.clip': 0,
      'model.normD': 'none',
      'model.lrD': 2e-4,
      'train.dSteps': 2,
      'train.steps': 200,
    },
    finding: 'CRITIC_UNBOUNDED',
  },
  {
    what: 'a beta of 100',
    system: 'vae',
    options: {
      'model.size': 16,
      'model.hidden': 64,
      'model.beta': 100,
      'train.batch': 32,
      'train.steps': 200,
      'train.logEvery': 5,
    },
    finding: 'KL_COLLAPSE',
  },
  {
    what: '50 images only',
    system: 'dcgan',
    options: { ...smallImages, 'data.path': 'builtin:glyphs?count=50', 'train.batch': 25, 'train.steps': 250 },
    finding: 'FEW_IMAGES',
  },
]

describe('the doctor finds', () => {
  it.each(cases)('$what', async ({ system, options, finding }) => {
    const result = await tinyRun(system, options, { out: temporaryFolder() })
    expect(await findingsOf(result, system)).toEqual([finding])
  })

  it('labels of a data set that were shuffled', async () => {
    const folder = temporaryFolder()
    const data = await shuffledGlyphs(path.join(folder, 'data'), 1000, 16)
    const result = await tinyRun(
      'cgan',
      { ...conditional, 'data.path': data, 'train.steps': 60 },
      { out: path.join(folder, 'runs') },
    )
    expect(await findingsOf(result, 'cgan')).toEqual(['LABELS_MEANINGLESS'])
  })

  it('labels that get mixed up on their way into training', async () => {
    for (const seed of [1, 2, 3]) {
      const options = { ...conditional, 'train.seed': seed, 'train.steps': 250 }
      const result = await tinyRun(mismatched, options, { out: temporaryFolder() })
      const found = await findingsOf(result, mismatched)
      // Pictures that are all alike show no class, whatever was asked for: that finding explains the other. Some seeds end
      // there in one order of summation and not in another.
      if (found.includes('MODE_COLLAPSE')) continue
      // Classes that cannot be asked for may also be made rarely; rounding decides on which side of its 40 % that lies.
      expect(found.filter((code) => code !== 'MODES_MISSING')).toEqual(['LABELS_IGNORED'])
      return
    }
    expect.fail('all three runs collapsed')
  })
})

describe('while a run trains', () => {
  it('each finding is told once, and told again at the same step by a run that resumes', async () => {
    const facts = { system: 'dcgan', options: {}, failure: null, images: 1000, pixels: 256 }
    const options = { ...tooFast, 'train.doctorEvery': 5, 'train.sampleEvery': 20, 'train.gridSize': 4 }
    const watch = () => doctorWatcher(facts)
    const linesOf = (dir: string) =>
      fs
        .readFileSync(path.join(dir, 'metrics.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => /"kind":"(scalars|probe|finding)"/.test(line))
        .map(stablePart)
    const whole = await tinyRun('dcgan', { ...options, 'train.steps': 40 }, { out: temporaryFolder(), watch })
    const half = await tinyRun('dcgan', { ...options, 'train.steps': 20 }, { out: temporaryFolder(), watch })
    const resumed = await tinyRun('dcgan', { ...options, 'train.steps': 40 }, { out: '', resume: half.run, watch })
    const expected = linesOf(whole.run.dir)
    expect(expected.filter((line) => line.includes('"kind":"finding"'))).toHaveLength(1)
    expect(linesOf(resumed.run.dir)).toEqual(expected)
  })

  it('a report is written at the end, also when training breaks', async () => {
    const breaking: AnySystem = {
      ...findSystem('dcgan'),
      async step(ctx) {
        if (ctx.step === 12)
          ctx.requireFinite('d/total', ctx.networks.generator.parameters()[0].sum().mul(Number.NaN), () => {})
        await findSystem('dcgan').step(ctx)
      },
    }
    const out = temporaryFolder()
    const watched = (system: AnySystem) =>
      tinyRun(system, { ...smallImages, 'train.steps': 15 }, { out, train: startWatchedTraining })
    const { run } = await watched(findSystem('dcgan'))
    expect(fs.readFileSync(run.report, 'utf8')).toContain('Too early to tell: from step 50 on')
    await expect(watched(breaking)).rejects.toMatchObject({ code: 'NON_FINITE' })
    const broken = fs.readdirSync(out).find((name) => name.startsWith('0002')) ?? ''
    expect(fs.readFileSync(path.join(out, broken, 'report.html'), 'utf8')).toContain('TRAINING_BROKE')
  })
})
