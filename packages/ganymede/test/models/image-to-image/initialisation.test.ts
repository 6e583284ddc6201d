import { Generator, scope } from '@ganymede/torch'
import { expect, it } from 'vitest'
import { initialisationNames, initialiseTranslation } from '../../../src/models/image-to-image/initialisation.js'
import { PatchDiscriminator } from '../../../src/models/image-to-image/patch-discriminator.js'

// Fan-in 4 · 4 · 32, fan-out 4 · 4 · 64 of the convolution that is looked at.
const fanIn = 512
const fanOut = 1024
const spread = {
  normal: 0.02,
  xavier: 0.02 * Math.sqrt(2 / (fanIn + fanOut)),
  kaiming: Math.sqrt(2 / fanIn),
  orthogonal: 0.02 / Math.sqrt(fanIn),
}

it.each(initialisationNames)('%s: draws weights with its spread, norms around one, and repeats by seed', (name) => {
  const rng = new Generator(7)
  const make = () => {
    rng.seed(7)
    return initialiseTranslation(new PatchDiscriminator({ inputChannels: 3, width: 16, rng }), { name, rng })
  }
  const [a, b] = [make(), make()]
  scope(() => {
    const state = a.stateDict()
    expect(state.get('model.5.weight')!.shape).toEqual([64, 32, 4, 4])
    const found = state.get('model.5.weight')!.std().item()
    expect(found / spread[name]).toBeGreaterThan(0.97)
    expect(found / spread[name]).toBeLessThan(1.03)
    const scale = state.get('model.9.weight')!
    expect(Math.abs(scale.mean().item() - 1)).toBeLessThan(0.01)
    expect(scale.std().item()).toBeGreaterThan(0.015)
    expect(scale.std().item()).toBeLessThan(0.025)
    for (const [path, value] of state) if (path.endsWith('.bias')) expect(value.abs().max().item(), path).toBe(0)
    const again = b.stateDict()
    for (const [path, value] of state) expect(value.equal(again.get(path)!), path).toBe(true)
  })
  a.dispose()
  b.dispose()
})
