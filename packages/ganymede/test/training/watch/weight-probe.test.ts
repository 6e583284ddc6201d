import { Generator, memory, noGrad, randn, scope } from '@ganymede/torch'
import { afterEach, describe, expect, it } from 'vitest'

import { ReLU, Sigmoid } from '../../../src/nn/layers/activations.js'
import { Linear } from '../../../src/nn/layers/linear.js'
import { adam } from '../../../src/nn/optim/adam.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { isProbeStep, probeWeights } from '../../../src/training/watch/weight-probe.js'

const made: { dispose(): void }[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.dispose()
})

function perceptron(activation: () => ReLU | Sigmoid, depth: number) {
  const rng = new Generator(1)
  const layers = Array.from({ length: depth }, () => [new Linear(16, 16, { rng }), activation()]).flat()
  const net = new Sequential(layers)
  const optimizer = adam(net, { lr: 1e-3 })
  made.push(net, optimizer, rng)
  const step = async () => {
    scope('step', () => {
      optimizer.zeroGrad()
      const input = randn([8, 16], { generator: rng })
      net.forward(input).square().mean().backward()
      optimizer.step()
    })
  }
  return { net, optimizer, step }
}

describe('a probe', () => {
  it('tells gradient, size and movement of every weight', async () => {
    const { net, step } = perceptron(() => new ReLU(), 2)
    const probe = await probeWeights({ net }, step)
    expect(Object.keys(probe)).toEqual(['net.0.weight', 'net.2.weight'])
    const layer = probe['net.0.weight']
    expect(layer).toMatchObject({ size: 256 })
    expect(layer?.grad).toBeGreaterThan(0)
    // Adam's first step moves each weight by its rate: 1e-3 / (1 / √16 / √3).
    expect(layer?.update).toBeCloseTo(1e-3 / (0.25 / Math.sqrt(3)), 3)
    expect(layer?.dead).toBeLessThan(0.5)
  })

  it('sees weights that do not move, and those without gradient', async () => {
    const { net } = perceptron(() => new ReLU(), 1)
    const probe = await probeWeights({ net }, async () => {})
    expect(probe['net.0.weight']).toMatchObject({ update: 0 })
    expect(probe['net.0.weight']).not.toHaveProperty('grad')
  })

  it('counts units that are silent for the whole batch', async () => {
    const { net, step } = perceptron(() => new ReLU(), 2)
    noGrad(() => net.parameters()[1]?.narrow(0, 0, 12).fill_(-100))
    const probe = await probeWeights({ net }, step)
    expect(probe['net.0.weight']?.dead).toBeGreaterThanOrEqual(0.75)
  })

  it('shows gradients that vanish through saturated layers', async () => {
    const { net, step } = perceptron(() => new Sigmoid(), 8)
    const probe = await probeWeights({ net }, step)
    const first = probe['net.0.weight']?.grad ?? 1
    const last = probe['net.14.weight']?.grad ?? 0
    expect(first).toBeLessThan(1e-3 * last)
  })

  it('changes nothing and leaves no tensor behind', async () => {
    const plain = perceptron(() => new ReLU(), 2)
    const probed = perceptron(() => new ReLU(), 2)
    await plain.step()
    await probeWeights({ net: probed.net }, probed.step)
    const before = memory().live
    await plain.step()
    await probeWeights({ net: probed.net }, probed.step)
    expect(memory().live).toBe(before)
    const texts = [plain, probed].map(({ net }) => net.parameters().map((value) => [...value.detach().floats()]))
    expect(texts[0]).toEqual(texts[1])
  })

  it('leaves no tensor behind when the step fails', async () => {
    const { net } = perceptron(() => new ReLU(), 2)
    const before = memory().live
    await expect(probeWeights({ net }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(memory().live).toBe(before)
  })
})

it('looks often in the beginning, when too large steps show', () => {
  const due = Array.from({ length: 250 }, (_, i) => i + 1).filter((step) => isProbeStep(step, 100))
  expect(due).toEqual([1, 10, 30, 100, 200])
  expect(isProbeStep(100, 0)).toBe(false)
})
