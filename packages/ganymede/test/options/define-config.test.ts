import { describe, expect, expectTypeOf, it } from 'vitest'
import { type DcganInput, dcgan } from '../../src/api/model-builders.js'
import { findSystem } from '../../src/models/registry.js'
import { parseConfig } from '../../src/options/config-file.js'
import { type Config, defineConfig, images } from '../../src/options/define-config.js'
import { resolveOptions } from '../../src/options/resolve-options.js'

const whole = defineConfig({
  model: dcgan({ size: 32, lrG: 1e-4 }),
  data: images('builtin:glyphs', { fit: 'contain', flip: true }),
  train: { steps: 700, maxTime: '10m', batch: 16 },
  preset: 'small',
})

describe('defineConfig', () => {
  it('describes a run that resolves', () => {
    const { system, preset, options } = parseConfig(whole, 'ganymede.config.ts')
    expect(system).toBe('dcgan')
    const resolved = resolveOptions(findSystem('dcgan'), { preset, config: options }).options
    expect(resolved.model).toMatchObject({ size: 32, lrG: 1e-4, widthG: 32 })
    expect(resolved.data).toMatchObject({ path: 'builtin:glyphs', fit: 'contain', flip: true })
    expect(resolved.train).toMatchObject({ steps: 700, maxTime: 600, batch: 16 })
  })

  it('has the types of the schemas', () => {
    expectTypeOf(whole).toExtend<Config>()
    expectTypeOf<DcganInput>().toHaveProperty('latentDim')
    expectTypeOf<DcganInput['latentDim']>().toEqualTypeOf<number | undefined>()
    // @ts-expect-error: 48 is no size of DCGAN
    dcgan({ size: 48 })
    // @ts-expect-error: there is no such option
    dcgan({ depth: 3 })
    // @ts-expect-error: no such fit
    images('photos', { fit: 'crop' })
    // @ts-expect-error: a run needs data
    defineConfig({ model: dcgan() })
    // @ts-expect-error: steps are a number
    defineConfig({ model: dcgan(), data: images('photos'), train: { steps: 'many' } })
    // @ts-expect-error: DCGAN learns from images, not from pairs
    defineConfig({ model: dcgan(), data: { kind: 'pairs', path: 'photos' } })
  })
})
