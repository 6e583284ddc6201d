import { Generator, manualSeed, type Tensor } from '@ganymede/torch'
import { expect } from 'vitest'
import { normal_, zeros_ } from '../../src/nn/init.js'
import { initialiseLayers } from '../../src/nn/init-layers.js'
import { BatchNorm } from '../../src/nn/layers/batch-norm.js'
import { ConvTranspose2d } from '../../src/nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../src/nn/layers/conv2d.js'
import { Embedding } from '../../src/nn/layers/embedding.js'
import { GroupNorm } from '../../src/nn/layers/group-norm.js'
import { InstanceNorm2d } from '../../src/nn/layers/instance-norm.js'
import { LayerNorm } from '../../src/nn/layers/layer-norm.js'
import { Linear } from '../../src/nn/layers/linear.js'
import { spectralNorm } from '../../src/nn/layers/spectral-norm.js'
import { Sequential } from '../../src/nn/sequential.js'
import { leakTest } from './fixture.js'

leakTest('hands each layer to the initialiser of its kind, in the order of registration', () => {
  using network = new Sequential([
    new Conv2d(1, 2, { kernelSize: 1 }),
    spectralNorm(new ConvTranspose2d(2, 2, { kernelSize: 1 })),
    new BatchNorm(2),
    ['inner', new Sequential([new InstanceNorm2d(2), new GroupNorm(1, 2), new LayerNorm(2)])],
    new Linear(2, 2),
    ['labels', new Embedding(2, 2)],
  ])
  const seen: string[] = []
  const note = (kind: string) => (_: unknown, path: string) => void seen.push(`${kind} ${path}`)
  initialiseLayers(network, {
    convolution: note('convolution'),
    linear: note('linear'),
    normalisation: note('norm'),
    embedding: note('embedding'),
  })
  expect(seen).toEqual([
    'convolution 0',
    'convolution 1',
    'norm 2',
    'norm inner.0',
    'norm inner.1',
    'norm inner.2',
    'linear 4',
    'embedding labels',
  ])
})

leakTest('gives equal networks from equal seeds, whatever the default stream does', () => {
  const make = (): Sequential => {
    const rng = new Generator(11)
    const network = new Sequential([spectralNorm(new Conv2d(2, 3, { kernelSize: 2, rng }), { rng }), new BatchNorm(3)])
    initialiseLayers(network, {
      convolution: ({ weight, bias }) => {
        normal_(weight, { std: 0.02, rng })
        if (bias !== null) zeros_(bias)
      },
      normalisation: ({ weight }) => weight && normal_(weight, { mean: 1, std: 0.02, rng }),
    })
    rng.dispose()
    return network
  }
  using first = make()
  manualSeed(99)
  using second = make()
  const values = (network: Sequential) =>
    [...network.stateDict()].map(([name, v]: [string, Tensor]) => [name, v.toArray()])
  expect(values(second)).toEqual(values(first))
  expect(first.stateDict().get('0.bias')!.toArray()).toEqual([0, 0, 0])
})

leakTest('leaves kinds alone that are not named', () => {
  using layer = new Linear(2, 2)
  const before = layer.weight.floats()
  expect(initialiseLayers(layer, { convolution: ({ weight }) => void zeros_(weight) })).toBe(layer)
  expect(layer.weight.floats()).toEqual(before)
})
