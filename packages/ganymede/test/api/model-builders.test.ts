import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  cgan,
  cyclegan,
  dcgan,
  gan,
  lsgan,
  pix2pix,
  r1,
  useSystem,
  vae,
  wgan,
  wganGp,
} from '../../src/api/model-builders.js'
import { SeededStreams } from '../../src/checkpoint/random-streams.js'
import { dcgan as dcganSystem } from '../../src/models/dcgan/dcgan.js'
import { findSystem } from '../../src/models/registry.js'
import { Identity } from '../../src/nn/layers/shape.js'
import { parseConfig } from '../../src/options/config-file.js'
import { defineConfig, domains, images, pairs } from '../../src/options/define-config.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { requireParts, withParts } from '../../src/systems/contract/replaced-parts.js'
import { hinge } from '../../src/systems/losses/adversarial.js'

const data = images('photos')

describe('the builders of models', () => {
  it.each([
    ['vae', vae()],
    ['gan', gan()],
    ['cgan', cgan()],
    ['dcgan', dcgan()],
    ['lsgan', lsgan()],
    ['wgan', wgan()],
    ['wgan-gp', wganGp()],
    ['r1', r1()],
  ])('%s is a system whose defaults resolve', (name, model) => {
    const config = parseConfig(defineConfig({ model, data }), 'ganymede.config.ts')
    expect(config.system).toBe(name)
    expect(resolveOptions(findSystem(name), { config: config.options }).options.model).not.toEqual({})
    expect(config.parts).toBeUndefined()
  })

  it('take a loss by name as an option, and keep code apart from options', () => {
    const generator = () => new Identity()
    const loss = hinge()
    const byName = parseConfig(defineConfig({ model: dcgan({ loss: 'lsgan' }), data }), 'c.ts')
    expect(resolveOptions(findSystem('dcgan'), { config: byName.options }).options.model.objective).toBe('lsgan')
    const config = parseConfig(defineConfig({ model: dcgan({ size: 16, generator, loss }), data }), 'c.ts')
    expect(config.parts).toEqual({ networks: { generator }, loss })
    expect(resolveOptions(findSystem('dcgan'), { config: config.options }).options.model.size).toBe(16)
  })

  it('give pix2pix pairs, and networks of one’s own', () => {
    const generator = () => new Identity()
    const config = defineConfig({
      model: pix2pix({ size: 64, generator }),
      data: pairs('facades', { direction: 'b2a' }),
    })
    const parsed = parseConfig(config, 'c.ts')
    expect(parsed.parts).toEqual({ networks: { generator } })
    const { options } = resolveOptions(findSystem('pix2pix'), { config: parsed.options })
    expect(options.model.size).toBe(64)
    expect(options.data.direction).toBe('b2a')
    // @ts-expect-error: single images are no pairs
    expect(defineConfig({ model: pix2pix(), data }).data.path).toBe('photos')
    // @ts-expect-error: losses by name are `ganMode`
    pix2pix({ loss: 'lsgan' })
  })

  it('give CycleGAN two domains, and one function for the networks of both ways', () => {
    const seen: (readonly [number, number | undefined])[] = []
    const generator = (_: unknown, data: { channels: number; targetChannels?: number }) => {
      seen.push([data.channels, data.targetChannels])
      return new Identity()
    }
    const config = defineConfig({
      model: cyclegan({ size: 64, identity: 0, generator, loss: hinge() }),
      data: domains('horses', { targets: 'zebras' }),
    })
    const parsed = parseConfig(config, 'c.ts')
    expect(Object.keys(parsed.parts?.networks ?? {})).toEqual(['generator'])
    const { options } = resolveOptions(findSystem('cyclegan'), { config: parsed.options })
    expect(options.model.size).toBe(64)
    expect([options.data.path, options.data.targets].map((one) => path.basename(one ?? ''))).toEqual([
      'horses',
      'zebras',
    ])
    const random = new SeededStreams(1, 'cpu')
    const data = { channels: 3, targetChannels: 1, width: 64, height: 64, classes: null, count: 2 }
    const networks = withParts(findSystem('cyclegan'), parsed.parts).build(options.model, data, random)
    expect(seen).toEqual([
      [3, 1],
      [1, 3],
    ])
    for (const network of Object.values(networks) as { dispose(): void }[]) network.dispose()
    random.dispose()
    // @ts-expect-error: single images are no domains
    expect(defineConfig({ model: cyclegan(), data: images('photos') }).data.path).toBe('photos')
    // @ts-expect-error: losses by name are `ganMode`
    cyclegan({ loss: 'lsgan' })
  })

  it('refuse wrong options, losses and parts when they are compiled', () => {
    // @ts-expect-error: no such loss
    dcgan({ loss: 'hinges' })
    // @ts-expect-error: a network is made by a function
    dcgan({ generator: 'mine' })
    // @ts-expect-error: the VAE has no discriminator
    vae({ discriminator: () => new Identity() })
    // @ts-expect-error: no such option
    wganGp({ widht: 3 })
  })

  it('register a system of your own, again and again, but never in place of a built-in one', () => {
    const mine = { ...dcganSystem, name: 'mine' }
    expect(useSystem(mine, { size: 16 })).toEqual({ system: 'mine', size: 16 })
    const newer = { ...mine, version: '2' }
    useSystem(newer)
    expect(findSystem('mine')).toBe(newer)
    expect(() => useSystem({ ...dcganSystem })).toThrow('a system named dcgan is registered already')
    expect(() => useSystem({ ...dcganSystem, name: 'My GAN' })).toThrow('a system cannot be called "My GAN"')
  })
})

describe('parts replaced by code', () => {
  it('are named in their order, and needed where they were used', () => {
    const system = withParts(dcganSystem, { networks: { generator: () => new Identity() }, loss: hinge() })
    expect(system.replaced).toEqual(['generator', 'loss'])
    expect(() => requireParts(['generator', 'loss'], system)).not.toThrow()
    expect(() => requireParts(undefined, dcganSystem)).not.toThrow()
    expect(() => requireParts(['generator'], dcganSystem)).toThrow('trained with parts from code')
    expect(() => requireParts(undefined, system)).toThrow('trained with parts from code')
    expect(withParts(dcganSystem, undefined)).toBe(dcganSystem)
  })
})
