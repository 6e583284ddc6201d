import { describe, expect, it } from 'vitest'

import { optionFields, optionsSchema } from '../../src/options/option-fields.js'
import { flagText, systemFlags } from '../../src/options/system-flags.js'
import { exampleSystem } from './example-system.js'

const fields = optionFields(exampleSystem)

function flagOf(path: string, reserved: readonly string[] = []) {
  const flag = systemFlags(fields, reserved).find(({ field }) => field.path === path)
  if (flag === undefined) throw new Error(`no flag for ${path}`)
  return flag
}

describe('systemFlags', () => {
  it('makes kebab-case names', () => {
    expect(flagOf('train.sampleEvery').name).toBe('--sample-every')
    expect(flagOf('train.gBnInDPhase').name).toBe('--g-bn-in-d-phase')
    expect(flagOf('train.accumD').name).toBe('--accum-d')
  })

  it('gives every option but the path of the data a name of its own', () => {
    const flags = systemFlags(fields)
    const names = flags.flatMap(({ name, negation }) => [name, negation ?? []].flat())
    expect(new Set(names).size).toBe(names.length)
    expect(flags.length).toBe(fields.length - 1)
  })

  it('puts the section in front where a model’s option is called like a common one', () => {
    expect(flagOf('train.seed').name).toBe('--seed')
    expect(flagOf('model.seed').name).toBe('--model-seed')
  })

  it('keeps clear of the flags of the command', () => {
    expect(flagOf('model.width', ['--width']).name).toBe('--model-width')
    expect(flagOf('train.device', ['--device']).name).toBe('--train-device')
  })

  it('makes two flags of a switch', () => {
    expect(flagOf('data.flip')).toMatchObject({ name: '--flip', negation: '--no-flip', placeholder: '' })
  })

  it('tells range, choices and default', () => {
    expect(flagText(flagOf('model.width'))).toBe('Channels. [1 to 64; default 8]')
    expect(flagText(flagOf('model.rate'))).toBe('Rate. [above 0 to below 1; default 0.5]')
    expect(flagText(flagOf('model.betas'))).toBe('Decays. [0 to below 1; default 0.5,0.999]')
    expect(flagText(flagOf('model.isSmooth'))).toBe('Smooth. [default on]')
    expect(flagOf('model.norm').placeholder).toBe('<batch|instance>')
    expect(flagText(flagOf('train.batch'))).toContain('default 32')
  })
})

describe('optionsSchema', () => {
  it('is JSON schema with the system’s own defaults', () => {
    const schema = JSON.parse(JSON.stringify(optionsSchema(exampleSystem)))
    expect(schema.properties.model.properties.width).toMatchObject({ type: 'integer', minimum: 1, default: 8 })
    expect(schema.properties.train.properties.batch.default).toBe(32)
    expect(schema.properties.data.required).toEqual(['path'])
  })
})
