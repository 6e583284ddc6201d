import { describe, expect, it } from 'vitest'
import { cyclegan } from '../../src/models/cyclegan/cyclegan.js'
import { gan } from '../../src/models/gan/gan.js'
import { lsgan } from '../../src/models/lsgan/lsgan.js'
import { pix2pix } from '../../src/models/pix2pix/pix2pix.js'
import { vae } from '../../src/models/vae/vae.js'
import { fitProblems } from '../../src/options/option-fit.js'
import { trainSchema } from '../../src/options/train-options.js'
import type { AnySystem } from '../../src/systems/contract/system.js'

function problems(system: AnySystem, model: Record<string, unknown>, train: Record<string, unknown> = {}): string[] {
  return fitProblems(system, {
    model: system.options.parse(model),
    train: trainSchema.parse({ ...system.trainDefaults, ...train }),
  })
}

describe('options that nothing would read', () => {
  it.each([
    [vae, { width: 64 }, {}, 'model.width has no effect without --network conv, got 64'],
    [vae, { network: 'conv', hidden: 100 }, {}, 'model.hidden has no effect without --network mlp, got 100'],
    [vae, { sigma: 0.2 }, {}, 'model.sigma has no effect'],
    [gan, { normEps: 0.8 }, {}, 'model.normEps has no effect without batch norm (--network deep)'],
    [gan, {}, { emaStart: 5 }, 'train.emaStart has no effect without a moving average'],
    [gan, {}, { augment: 'diffaugment', adaKimg: 3 }, 'train.adaKimg has no effect without --augment ada'],
    [lsgan, { objective: 'hinge', lsganScaleG: 0.5 }, {}, 'model.lsganScaleG 0.5 can change lsgan only'],
    [pix2pix, { network: 'resnet-6', downs: 6 }, {}, 'model.downs has no effect without --network unet, got 6'],
    [pix2pix, { discriminator: 'pixel', layersD: 2 }, {}, 'model.layersD has no effect without --discriminator patch'],
    [cyclegan, { network: 'unet', padding: 'zero' }, {}, 'model.padding has no effect without residual blocks'],
    [cyclegan, { discriminator: 'pixel', layersD: 2 }, {}, 'model.layersD has no effect'],
  ] as const)('are refused: %#', (system, model, train, text) => {
    expect(problems(system as AnySystem, model, train)).toEqual([expect.stringContaining(text)])
  })

  it.each([
    [vae, { network: 'conv', width: 64, likelihood: 'laplace', sigma: 0.2 }, {}],
    [gan, { network: 'deep', normEps: 0.8 }, { ema: 0.99, emaStart: 5 }],
    [gan, {}, { emaKimg: 1, emaStart: 5 }],
    [gan, {}, { augment: 'ada', adaKimg: 3 }],
    // 0.5 is its own scale, which another objective does not read.
    [lsgan, { objective: 'hinge' }, {}],
  ] as const)('are accepted where something reads them: %#', (system, model, train) => {
    expect(problems(system as AnySystem, model, train)).toEqual([])
  })
})
