import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { describe, expect, it } from 'vitest'
import { dcgan } from '../../src/models/dcgan/dcgan.js'
import { type OptionAssignment, resolveOptions } from '../../src/options/resolve-options.js'
import { exampleSystem } from './example-system.js'

const data: OptionAssignment = { path: 'data.path', value: 'builtin:glyphs', source: 'flag', origin: '[data]' }

function flag(name: string, value: unknown, origin = `--${name}`): OptionAssignment {
  return { path: name, value, source: 'flag', origin }
}

function config(name: string, value: unknown): OptionAssignment {
  return { path: name, value, source: 'config', origin: 'ganymede.config.ts' }
}

function refusal(act: () => unknown): GanymedeError {
  try {
    act()
  } catch (error) {
    if (error instanceof GanymedeError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the order of sources', () => {
  it('starts with the defaults of the schema, and of the system for training', () => {
    const { options, sources } = resolveOptions(exampleSystem, { flags: [data] })
    expect(options.model).toMatchObject({ size: 16, width: 8, isSmooth: true })
    expect(options.train).toMatchObject({ steps: 20_000, batch: 32 })
    expect(sources['train.batch']).toBe('default')
    expect(sources['data.path']).toBe('flag')
  })

  it('lets a preset overrule defaults', () => {
    const { options, sources } = resolveOptions(exampleSystem, { preset: 'demo', flags: [data] })
    expect(options.model.width).toBe(4)
    expect(options.train.batch).toBe(16)
    expect(sources['model.width']).toBe('preset')
  })

  it('lets a configuration file overrule the preset', () => {
    const { options, sources } = resolveOptions(exampleSystem, {
      preset: 'demo',
      config: [config('train.batch', 24)],
      flags: [data],
    })
    expect(options.train).toMatchObject({ steps: 100, batch: 24 })
    expect([sources['train.steps'], sources['train.batch']]).toEqual(['preset', 'config'])
  })

  it('lets flags overrule the file, and --set overrule flags', () => {
    const { options, sources } = resolveOptions(exampleSystem, {
      preset: 'demo',
      config: [config('train.batch', 24), config('train.steps', 7)],
      flags: [data, flag('train.batch', '48'), flag('model.width', '5')],
      sets: ['model.width=6'],
    })
    expect(options.train).toMatchObject({ steps: 7, batch: 48 })
    expect(options.model.width).toBe(6)
    expect(sources['model.width']).toBe('flag')
  })

  it('tells a source for every option that has a value', () => {
    const { options, sources } = resolveOptions(exampleSystem, { flags: [data] })
    const count = Object.values(options).reduce((sum, section) => sum + Object.keys(section).length, 0)
    // maxTime has no default: without a value it is in neither.
    expect(Object.keys(sources).length).toBe(count)
  })
})

describe('texts as values', () => {
  it.each([
    ['model.width', '12', 12],
    ['train.steps', '20_000', 20_000],
    ['model.rate', '2e-1', 0.2],
    ['model.size', '32', 32],
    ['model.isSmooth', 'no', false],
    ['model.norm', 'instance', 'instance'],
    ['model.betas', '0.9,0.99', [0.9, 0.99]],
    ['model.betas', '[0.9, 0.99]', [0.9, 0.99]],
    ['train.maxTime', '1.5h', 5400],
    ['train.maxTime', '90', 90],
    ['data.channels', '3', 3],
    ['data.channels', 'auto', 'auto'],
  ])('reads %s=%s', (name, text, value) => {
    const { options } = resolveOptions(exampleSystem, { flags: [data], sets: [`${name}=${text}`] })
    const [section, key] = name.split('.') as ['model' | 'data' | 'train', string]
    expect((options[section] as Record<string, unknown>)[key]).toEqual(value)
  })

  it('keeps everything behind the first equals sign', () => {
    const { options } = resolveOptions(exampleSystem, { sets: ['data.path=builtin:glyphs?set=all'] })
    expect(options.data.path).toBe('builtin:glyphs?set=all')
  })
})

describe('the path of the data', () => {
  it('becomes absolute, so that a run can be resumed from anywhere', () => {
    const { options } = resolveOptions(exampleSystem, { flags: [flag('data.path', 'photos')], folder: '/somewhere' })
    expect(options.data.path).toBe(path.resolve('/somewhere/photos'))
  })

  it('stays as it is for built-in data', () => {
    expect(resolveOptions(exampleSystem, { flags: [data] }).options.data.path).toBe('builtin:glyphs')
  })

  it('must be given, and says what it can be', () => {
    const { code, message } = refusal(() => resolveOptions(exampleSystem))
    expect(code).toBe('OPTION_INVALID')
    expect(message).toMatch(/^data\.path must be given: .*builtin:glyphs/)
  })
})

describe('problems', () => {
  it('are told all at once, with path, range, value and origin', () => {
    const { code, message, lines } = refusal(() =>
      resolveOptions(exampleSystem, {
        preset: 'dmo',
        config: [config('train.batch', 0), config('model.widht', 3), config('train.ema', 'much')],
        flags: [data, flag('model.size', '48', '--size'), flag('model.rate', '1', '--rate')],
        sets: ['model.betas=0.5', 'nonsense', 'model.even=3', 'train.maxTime=10x', 'model.isSmooth=perhaps'],
      }),
    )
    expect(code).toBe('OPTION_INVALID')
    expect(message).toBe('11 options of example cannot be used')
    expect(lines).toEqual([
      'preset must be one of demo, small, standard, got "dmo". Did you mean demo?',
      '--set needs path=value, got "nonsense"',
      'model.widht does not exist. Did you mean model.width?   (ganymede.config.ts)',
      'model.size must be one of 16, 32, got 48   (--size)',
      'model.rate must be a number above 0 and below 1, got 1   (--rate)',
      'model.betas must be 2 numbers joined by commas, each at least 0 and below 1, got [0.5]   (--set)',
      'model.isSmooth must be true or false, got "perhaps"   (--set)',
      'model.even must be even, got 3   (--set)',
      'train.batch must be a whole number of at least 1, got 0   (ganymede.config.ts)',
      'train.maxTime must be a duration such as 30s, 10m or 2h, got "10x"   (--set)',
      'train.ema must be a number at least 0 and below 1, got "much"   (ganymede.config.ts)',
    ])
  })

  it('of single options, of combinations and of the data are told together', () => {
    const { message, lines } = refusal(() =>
      resolveOptions(dcgan, {
        flags: [
          { path: 'data.path', value: '/nowhere/photos', source: 'flag', origin: '[data]' },
          flag('model.lrG', '-1', '--lr-g'),
          flag('train.batch', '1', '--batch'),
          flag('train.dSteps', '5', '--d-steps'),
          flag('model.clipWhen', 'before', '--clip-when'),
          flag('train.augmentStrength', '0.5', '--augment-strength'),
        ],
      }),
    )
    expect(message).toBe('6 options of dcgan cannot be used')
    expect(lines).toEqual([
      'model.lrG must be a number above 0 and at most 1, got -1   (--lr-g)',
      expect.stringMatching(/^train\.augmentStrength has no effect .* got 0\.5; .* {3}\(--augment-strength\)$/),
      expect.stringMatching(/^train\.dSteps must be 1 .* got 5: .* --no-share-fakes {3}\(--d-steps\)$/),
      expect.stringMatching(/^model\.clipWhen before has no effect without model\.clip; .* {3}\(--clip-when\)$/),
      expect.stringMatching(/^train\.batch must be at least 2 with batch normalisation, got 1; .* {3}\(--batch\)$/),
      'data.path must be a file or folder that exists, got /nowhere/photos',
    ])
  })

  it('of one option are not told again of those that depend on it', () => {
    const { message, lines } = refusal(() =>
      resolveOptions(dcgan, { flags: [data, flag('train.accumD', '0'), flag('train.batch', '1')] }),
    )
    // Whether the batch is large enough depends on accumD.
    expect(message).toMatch(/^2 options/)
    expect(lines.map((line) => line.split(' ', 1)[0])).toEqual(['train.accumD', 'train.batch'])
    const alone = refusal(() =>
      resolveOptions(dcgan, { flags: [data, flag('train.dSteps', '0'), flag('train.shareFakes', 'perhaps')] }),
    )
    expect(alone.lines.every((line) => !line.includes('no-share-fakes'))).toBe(true)
  })

  it('that stand alone are the headline', () => {
    const { code, message, lines } = refusal(() => resolveOptions(exampleSystem, { flags: [data], sets: ['batch=3'] }))
    expect(code).toBe('OPTION_UNKNOWN')
    expect(message).toBe('batch does not exist. Did you mean train.batch?   (--set)')
    expect(lines).toEqual([])
  })

  it('of the size have a code of their own', () => {
    const error = refusal(() => resolveOptions(exampleSystem, { flags: [data], sets: ['model.size=48'] }))
    expect(error.code).toBe('SIZE_UNSUPPORTED')
    expect(error.message).toContain('one of 16, 32')
  })

  it('of the command line are told together with those of options', () => {
    const { lines } = refusal(() =>
      resolveOptions(exampleSystem, {
        flags: [data, flag('train.steps', '0')],
        problems: [{ kind: 'unknown', name: '--bacth', text: 'does not exist. Did you mean --batch?' }],
      }),
    )
    expect(lines).toHaveLength(2)
  })

  it('include names that would reach into objects', () => {
    const { code } = refusal(() =>
      resolveOptions(exampleSystem, { flags: [data], sets: ['__proto__.polluted=1', 'model.__proto__.x=1'] }),
    )
    expect(code).toBe('OPTION_UNKNOWN')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
