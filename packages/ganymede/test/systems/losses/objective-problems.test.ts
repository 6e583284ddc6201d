import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { objectiveOptions, objectiveOptionsWith } from '../../../src/systems/losses/objective-options.js'
import { objectiveAdvice, objectiveProblems } from '../../../src/systems/losses/objective-problems.js'

const schema = z.strictObject(objectiveOptions)
const adamD = { normD: 'layer', optimizerD: 'adam', momentumD: 0.5 } as const

const problems = (options: z.input<typeof schema>, around: Partial<Parameters<typeof objectiveProblems>[1]> = {}) =>
  objectiveProblems(schema.parse(options), { ...adamD, ...around })

describe('refused with the reason', () => {
  it.each([
    [{ penalty: 'gp' }, { normD: 'batch' }, /without batch norm.*--norm-d layer/],
    [{ penalty: 'r1' }, { normD: 'batch' }, /without batch norm/],
    [{ penalty: 'gp' }, { normD: 'spectral' }, /spectral norm holds below 1/],
    [{ penalty: 'dragan' }, { normD: 'spectral' }, /spectral norm/],
    [{ objective: 'wgan', clip: 0.01 }, { normD: 'spectral' }, /divides the scale/],
    [{ objective: 'wgan', clip: 0.01, penalty: 'gp' }, {}, /both bound the slope/],
    [{ objective: 'wgan' }, {}, /needs something that bounds the slope/],
    [{ objective: 'hinge', realLabel: 0.9 }, {}, /no effect on hinge/],
    [{ fakeLabel: -1 }, {}, /probability, got -1/],
    [{ objective: 'lsgan', realLabel: 0.2, fakeLabel: 0.5 }, {}, /must be above/],
    [{ generatorLabel: 0 }, {}, /lsgan only/],
    [{ lsganScale: 0.5 }, {}, /lsgan only/],
    [{ penaltyInterval: 16 }, {}, /without model.penalty/],
    [{ penaltyWeight: 5 }, {}, /without model.penalty/],
    [{ penalty: 'r1', lazyAdam: true }, {}, /at least 2/],
    [{ penalty: 'r1', penaltyInterval: 4, lazyAdam: true }, { optimizerD: 'rmsprop' }, /changes Adam/],
    [{ clipWhen: 'before' }, {}, /without model.clip/],
    [{ instanceNoiseSteps: 100 }, {}, /without model.instanceNoise/],
  ] as const)('%o with %o', (options, around, reason) => {
    expect(problems(options, around).join('\n')).toMatch(reason)
  })
})

it.each([
  [{}, { normD: 'batch' }],
  [{ objective: 'wgan', clip: 0.01 }, { normD: 'batch' }],
  [{ objective: 'wgan', penalty: 'gp' }, {}],
  [{ objective: 'wgan' }, { normD: 'spectral' }],
  [{ penalty: 'r1', penaltyInterval: 16, lazyAdam: true, penaltyWeight: 1 }, { normD: 'spectral' }],
  [{ objective: 'lsgan', fakeLabel: -1, generatorLabel: 0 }, {}],
  [{ objective: 'hinge', lecam: 0.3, consistency: 10, drift: 0.001 }, { normD: 'spectral' }],
] as const)('accepts %o with %o', (options, around) => {
  expect(problems(options, around)).toEqual([])
})

it('warns of clipping with momentum, and only of that', () => {
  const settings = schema.parse({ objective: 'wgan', clip: 0.01 })
  expect(objectiveAdvice(settings, adamD)).toEqual([expect.stringMatching(/unstable.*RMSprop/)])
  expect(objectiveAdvice(settings, { ...adamD, optimizerD: 'rmsprop', momentumD: 0 })).toEqual([])
})

it('has a description for every option, and other defaults on request', () => {
  for (const [name, field] of Object.entries(objectiveOptions)) expect(field.description, name).toMatch(/\.$/)
  const own = z.strictObject(objectiveOptionsWith({ objective: 'wgan', penalty: 'gp', clip: 0.5 }))
  expect(own.parse({})).toEqual({ ...schema.parse({}), objective: 'wgan', penalty: 'gp', clip: 0.5 })
})
