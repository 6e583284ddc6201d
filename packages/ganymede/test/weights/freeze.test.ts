import { Generator } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { Linear } from '../../src/nn/layers/linear.js'
import { Sequential } from '../../src/nn/sequential.js'
import { freezeParameters } from '../../src/weights/freeze.js'

type Networks = Readonly<Record<'generator' | 'discriminator', Sequential>>

function withNetworks(body: (networks: Networks) => void): void {
  const rng = new Generator(1)
  const make = () => new Sequential([new Linear(2, 3, { rng }), new Linear(3, 1, { rng })])
  const networks = { generator: make(), discriminator: make() }
  rng.dispose()
  try {
    body(networks)
  } finally {
    networks.generator.dispose()
    networks.discriminator.dispose()
  }
}

describe('freezing by patterns', () => {
  it.each([
    [['generator'], ['generator.0.weight', 'generator.0.bias', 'generator.1.weight', 'generator.1.bias']],
    [['generator.*'], ['generator.0.weight', 'generator.0.bias', 'generator.1.weight', 'generator.1.bias']],
    [['discriminator.1'], ['discriminator.1.weight', 'discriminator.1.bias']],
    [['*.0.bias'], ['generator.0.bias', 'discriminator.0.bias']],
    [
      ['generator.0.weight', 'discriminator.0'],
      ['generator.0.weight', 'discriminator.0.weight', 'discriminator.0.bias'],
    ],
  ])('%j', (patterns, expected) => {
    withNetworks((made) => {
      expect(freezeParameters(made, patterns)).toEqual(expected)
      const still = Object.entries(made).flatMap(([name, one]) =>
        [...one.namedParameters(name)].filter(([, value]) => !value.requiresGrad).map(([path]) => path),
      )
      expect(still).toEqual(expected)
    })
  })

  it('refuses patterns that name nothing, and to freeze everything', () => {
    withNetworks((made) => {
      expect(() => freezeParameters(made, ['generator.0', 'generator.7', 'gen'])).toThrow(
        'train.freeze: generator.7, gen names no parameter',
      )
      expect(() => freezeParameters(made, ['generator.0.weigh'])).toThrow('names no parameter')
      expect(() => freezeParameters(made, ['*'])).toThrow('leaves no parameter that could learn')
      expect(made.generator.parameters().every((value) => value.requiresGrad)).toBe(true)
    })
  })
})
