import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { memory } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { dcgan, dcganOptions } from '../../src/models/dcgan/dcgan.js'
import { vae } from '../../src/models/vae/vae.js'
import { dataSchema, type ResolvedOptions, trainSchema } from '../../src/options/train-options.js'
import { wasserstein } from '../../src/systems/losses/adversarial.js'
import { startTraining, type TrainRequest, type TrainResult } from '../../src/training/start-training.js'
import type { RunEvent } from '../../src/training/watch/run-event.js'

function options(train: Record<string, unknown> = {}, model: Record<string, unknown> = {}): ResolvedOptions {
  return {
    model: dcganOptions.parse({ size: 16, widthG: 4, widthD: 4, latentDim: 8, ...model }),
    data: dataSchema.parse({ path: 'builtin:glyphs?count=100' }),
    train: trainSchema.parse({
      steps: 8,
      batch: 4,
      logEvery: 2,
      sampleEvery: 100,
      checkpointEvery: 4,
      gridSize: 4,
      quickMetric: 'none',
      doctorEvery: 0,
      threads: 1,
      ...train,
    }),
  }
}

const train = (out: string, own: ResolvedOptions, rest: Partial<TrainRequest> = {}): Promise<TrainResult> =>
  startTraining({ system: dcgan, out, options: own, ...rest })

function tensorsOf({ run }: TrainResult): Map<string, string> {
  const folder = path.join(run.checkpoints, 'step-000008')
  const names = readdirSync(folder).filter((name) => name.endsWith('.safetensors'))
  return new Map(names.map((name) => [name, readFileSync(path.join(folder, name)).toString('base64')]))
}

const stateOf = ({ run }: TrainResult) =>
  JSON.parse(readFileSync(path.join(run.checkpoints, 'step-000008', 'state.json'), 'utf8')).extra.augmentation

describe('a run that augments', () => {
  it.each([
    [{ augment: 'diffaugment', shareFakes: true }],
    [{ augment: 'ada', adaKimg: 0.1, adaInterval: 3, adaTarget: -1, accumD: 2 }],
    [{ augment: 'ada', augmentStrength: 0.5, augmentPolicy: ['noise', 'cutout', 'colour'] }],
    [{ augment: 'ada', augmentStrength: 0.5, precision: 'bfloat16' }],
  ])('resumes byte for byte with %j', async (augmentation) => {
    const out = temporaryFolder()
    const live = memory().live
    const whole = await train(out, options(augmentation))
    const half = await train(out, options({ ...augmentation, steps: 4 }))
    const resumed = await train(out, options(augmentation), { resume: half.run })
    expect(tensorsOf(resumed)).toEqual(tensorsOf(whole))
    expect(stateOf(resumed)).toEqual(stateOf(whole))
    expect(existsSync(whole.run.realsAugmented)).toBe(true)
    expect(memory().live).toBe(live)
  })

  it('trains otherwise than one that does not, and shows its strength', async () => {
    const out = temporaryFolder()
    const events: RunEvent[] = []
    const plain = await train(out, options())
    const ada = await train(out, options({ augment: 'ada', adaKimg: 0.04, adaTarget: -1, adaInterval: 2 }), {
      onEvent: (event) => events.push(event),
    })
    expect(tensorsOf(ada).get('discriminator.safetensors')).not.toBe(tensorsOf(plain).get('discriminator.safetensors'))
    // 4 · 2 / 40 each time, upwards: D is always surer than −1.
    const p = events.flatMap((event) => (event.kind === 'scalars' ? [event['ada/p'] ?? 0] : []))
    expect(p.map((value) => Number(value.toFixed(9)))).toEqual([0.2, 0.4, 0.6, 0.8])
    expect(existsSync(plain.run.realsAugmented)).toBe(false)
  })

  it('keeps a fixed strength with adaKimg 0', async () => {
    const own = options({ augment: 'ada', adaKimg: 0, augmentStrength: 0.25 })
    expect(stateOf(await train(temporaryFolder(), own)).strength).toEqual({ p: 0.25, signs: 0, count: 0 })
  })
})

describe('refused', () => {
  it.each([
    [{ augmentPolicy: ['colour'] }, 'train.augmentPolicy has no effect while train.augment is none, got colour;'],
    [{ augmentStrength: 0.5 }, 'train.augmentStrength has no effect while train.augment is none, got 0.5;'],
    [
      { augment: 'diffaugment', augmentPolicy: ['blit', 'colour'] },
      'train.augmentPolicy must be of colour, translation, cutout with train.augment diffaugment, got blit;',
    ],
    [{ augment: 'ada', augmentPolicy: ['translation'] }, 'with train.augment ada, got translation'],
  ])('%j', async (own, line) => {
    const error = await train(temporaryFolder(), options(own)).catch((e) => e)
    expect(error.code).toBe('OPTION_INVALID')
    expect(error.message).toContain(line)
  })

  it('a system that has no discriminator', async () => {
    const { problems: _, ...unchecked } = vae
    const own = options({ augment: 'diffaugment' })
    const error = await train(
      temporaryFolder(),
      { ...own, model: vae.options.parse({ size: 16 }) },
      { system: unchecked },
    ).catch((e) => e)
    expect(error).toMatchObject({ code: 'OPTION_INVALID' })
    expect(error.message).toContain('vae has no discriminator')
  })

  it('adaptive strength for a critic, whose scores have no threshold', async () => {
    const own = options({ augment: 'ada' }, { objective: 'wgan', clip: 0.01 })
    const folder = temporaryFolder()
    const error = await train(folder, own).catch((e) => e)
    expect(error).toMatchObject({
      code: 'OPTION_INVALID',
      message: expect.stringContaining('train.augment ada needs a D that tells real from fake'),
    })
    // Before a run is made.
    expect(readdirSync(folder)).toEqual([])
  })

  it('adaptive strength for a critic that came from code, in its first step', async () => {
    const own = options({ augment: 'ada' })
    const error = await train(temporaryFolder(), own, { system: { ...dcgan, loss: wasserstein() } }).catch((e) => e)
    expect(error).toMatchObject({
      code: 'OPTION_INVALID',
      message: 'train.augment: ada needs a loss whose D tells real from fake',
    })
  })
})
