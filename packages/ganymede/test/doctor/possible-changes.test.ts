import { expect, it } from 'vitest'
import { advise } from '../../src/doctor/advice.js'
import { possibleChange } from '../../src/doctor/possible-changes.js'
import { findSystem } from '../../src/models/registry.js'
import { trainSchema } from '../../src/options/train-options.js'
import type { AnySystem } from '../../src/systems/contract/system.js'
import { evidence } from './evidence-example.js'

type Section = Readonly<Record<string, unknown>>

/** Every value that a check proposes. */
const proposals: readonly (readonly [path: string, value: string])[] = [
  ['model.realLabel', '0.9'],
  ['model.instanceNoise', '0.1'],
  ['model.penalty', 'r1'],
  ['model.penalty', 'gp'],
  ['model.clip', '0.01'],
  ['model.normD', 'spectral'],
  ['model.normD', 'layer'],
  ['model.normG', 'batch'],
  ['model.objective', 'hinge'],
  ['train.augment', 'ada'],
  ['train.clipG', '1'],
  ['train.clipD', '1'],
  ['train.precision', 'float32'],
  ['model.penaltyWeight', '10'],
  ['train.augment', 'diffaugment'],
  ['model.klWarmup', '2000'],
  ['model.freeBits', '0.05'],
]

const runs: readonly (readonly [system: string, model: Section, train: Section])[] = [
  ['vae', {}, {}],
  ['gan', {}, {}],
  ['gan', { objective: 'lsgan', generatorLabel: 0, fakeLabel: -1 }, {}],
  ['cgan', {}, {}],
  ['cgan', { network: 'conv' }, {}],
  ['dcgan', {}, {}],
  ['dcgan', { normD: 'spectral', objective: 'hinge' }, {}],
  ['dcgan', { normD: 'none', realLabel: 0.9 }, { clipD: 5 }],
  ['lsgan', {}, {}],
  ['wgan', {}, {}],
  ['wgan', { network: 'mlp' }, {}],
  ['wgan-gp', {}, {}],
  ['wgan-gp', { penalty: 'gp-zero', clip: 0.1, normD: 'none' }, {}],
  ['wgan-gp', { network: 'resnet' }, {}],
  ['pix2pix', {}, {}],
  ['pix2pix', { ganMode: 'wgangp', penaltyWeight: 0 }, {}],
  ['pix2pix', { ganMode: 'wgangp', normD: 'instance', network: 'resnet-6', dropout: false }, {}],
  ['cyclegan', {}, {}],
  ['cyclegan', { ganMode: 'vanilla', normD: 'batch', discriminator: 'pixel' }, { augment: 'diffaugment' }],
  ['cyclegan', { ganMode: 'wgangp' }, {}],
  ['r1', {}, {}],
  ['r1', { network: 'upsample', penalty: 'none' }, { augment: 'diffaugment' }],
]

function optionsOf(system: AnySystem, model: Section, train: Section): { model: Section; train: Section } {
  return {
    model: system.options.parse(model) as Section,
    train: trainSchema.parse({ ...system.trainDefaults, ...train }),
  }
}

function parsed(text: string): unknown {
  return text === '' || Number.isNaN(Number(text)) ? text : Number(text)
}

/** `--norm-d layer` as an option of the model. */
function companion(flag: string): [string, unknown] {
  const [name = '', value = ''] = flag.slice(2).split(' ')
  return [name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), parsed(value)]
}

it.each(runs)(
  'advises %s with %j and %j only what training accepts and what changes something',
  (name, model, train) => {
    const system = findSystem(name)
    const before = optionsOf(system, model, train)
    const curves = name === 'vae' ? { loss: 100 } : { 'd/total': 1 }
    const seen = evidence({ curves, facts: { options: before } })
    const refused = proposals.flatMap(([path, wanted]) => {
      const [section, option] = path.split('.') as ['model' | 'train', string]
      const change = option in before[section] ? possibleChange(seen, path, wanted) : null
      if (change === null) return []
      const changed = { [option]: parsed(change.value ?? wanted) }
      const after = optionsOf(
        system,
        section === 'model' ? { ...model, ...changed, ...Object.fromEntries(change.together.map(companion)) } : model,
        section === 'train' ? { ...train, ...changed } : train,
      )
      if (JSON.stringify(after) === JSON.stringify(before)) return [`${path} ${wanted} changes nothing`]
      const side = Number(after.model.size)
      const shape = { channels: 1, height: side, width: side, classes: ['a', 'b'], count: 1000 }
      try {
        system.check?.(after.model, after.train as never, shape)
        return (system.problems?.(after.model, after.train as never) ?? []).map((text) => `${path} ${wanted}: ${text}`)
      } catch (error) {
        return [`${path} ${wanted}: ${String((error as { lines?: unknown }).lines ?? error)}`]
      }
    })
    expect(refused).toEqual([])
  },
)

it('tells what else has to change', () => {
  const { model, train } = optionsOf(findSystem('wgan'), {}, {})
  const seen = evidence({ curves: { 'd/total': -1 }, facts: { options: { model, train } } })
  expect(advise(seen, [['model.penalty', 'add a penalty with %=r1']], '')).toBe(
    'Add a penalty with --penalty gp (now none) together with --norm-d layer and --clip 0.',
  )
})

it('does not advise what the run does already, or has no use for', () => {
  const gan = evidence({
    curves: { 'd/total': 1 },
    facts: {
      options: { model: { instanceNoise: 0.1 }, train: { precision: 'float32', freeze: [] }, data: { flip: true } },
    },
  })
  const vae = evidence({ curves: { loss: 100 }, facts: { options: { train: { augment: 'none' } } } })
  const advice = [
    ['model.instanceNoise', 'blur with %=0.2'],
    ['train.precision', 'use %=float32'],
    ['train.freeze', 'look at %'],
    ['data.flip', 'mirror with %'],
    ['train.augment', 'augment with %=ada'],
  ] as const
  expect(advise(gan, advice, 'Nothing.')).toBe('Nothing.')
  expect(advise(vae, advice, 'Nothing.')).toBe('Nothing.')
})
