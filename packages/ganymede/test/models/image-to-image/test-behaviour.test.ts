import { Generator, manualSeed, memory, noGrad, rand, randn, scope, type Tensor } from '@ganymede/torch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestBehaviour, translateEach } from '../../../src/models/image-to-image/test-behaviour.js'
import { UnetGenerator } from '../../../src/models/image-to-image/unet.js'

let network: UnetGenerator
let inputs: Tensor
beforeAll(() => {
  manualSeed(3)
  network = new UnetGenerator({ inputChannels: 1, outputChannels: 1, downs: 6, width: 4, dropout: true })
  inputs = randn([3, 1, 64, 64], { generator: new Generator(5) })
  // Running statistics that are not those of these pictures.
  noGrad(() => scope(() => void network.forward(randn([2, 1, 64, 64]).mul(2))))
})
afterAll(() => {
  network.dispose()
  inputs.dispose()
})

const largest = (a: Tensor, b: Tensor) => a.sub(b).abs().max().item()
const run = (x: Tensor, behaviour: TestBehaviour) => noGrad(() => translateEach(network, x, behaviour))

describe('translating with a trained network', () => {
  it.each([
    { mode: 'batch', dropout: true, seed: 4 },
    { mode: 'batch', dropout: false },
    { mode: 'running', dropout: true, seed: 4 },
  ] as const)('gives a picture the same result in any company: %j', (behaviour) => {
    scope(() => {
      const together = run(inputs, behaviour)
      const alone = run(inputs.narrow(0, 1, 1), behaviour)
      expect(largest(together.narrow(0, 1, 1), alone)).toBe(0)
    })
  })

  it('has evaluation mode in running without dropout', () => {
    scope(() => {
      network.eval()
      const expected = noGrad(() => network.forward(inputs))
      network.train()
      expect(largest(run(inputs, { mode: 'running', dropout: false }), expected)).toBe(0)
    })
  })

  it('has training mode in batch, with one picture at a time', () => {
    scope(() => {
      const one = inputs.narrow(0, 0, 1)
      manualSeed(9)
      const expected = noGrad(() => network.forward(one))
      expect(largest(run(one, { mode: 'batch', dropout: true, seed: 9 }), expected)).toBe(0)
    })
  })

  it('differs by mode, and by seed only with dropout', () => {
    scope(() => {
      const base = run(inputs, { mode: 'batch', dropout: false, seed: 1 })
      expect(largest(base, run(inputs, { mode: 'batch', dropout: false, seed: 2 }))).toBe(0)
      expect(largest(base, run(inputs, { mode: 'running', dropout: false }))).toBeGreaterThan(1e-3)
      const noisy = run(inputs, { mode: 'batch', dropout: true, seed: 1 })
      expect(largest(noisy, run(inputs, { mode: 'batch', dropout: true, seed: 2 }))).toBeGreaterThan(1e-4)
    })
  })

  it('leaves statistics, modes, random numbers and memory as they were', () => {
    scope(() => {
      const state = [...network.stateDict()].map(([name, value]) => [name, value.clone()] as const)
      network.model.eval()
      const modes = () => [...network.namedModules()].map(([, module]) => module.training)
      const before = modes()
      manualSeed(11)
      const expected = rand([4])
      manualSeed(11)
      const live = memory().live
      run(inputs, { mode: 'batch', dropout: true }).dispose()
      expect(memory().live).toBe(live)
      expect(largest(rand([4]), expected)).toBe(0)
      expect(modes()).toEqual(before)
      for (const [name, value] of state) expect(value.equal(network.stateDict().get(name)!), name).toBe(true)
      network.train()
    })
  })
})
