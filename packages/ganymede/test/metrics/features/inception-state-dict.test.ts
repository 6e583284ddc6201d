import path from 'node:path'
import {
  conv2d,
  Generator,
  keep,
  maxPool2d,
  rand,
  randn,
  scope,
  type Tensor,
  writeSafetensors,
  writeTorchFile,
} from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import type { FeatureBatch } from '../../../src/metrics/features/feature-network.js'
import { preprocess } from '../../../src/metrics/features/network-input.js'
import { openFeatureNetwork } from '../../../src/metrics/features/open-features.js'
import { BatchNorm } from '../../../src/nn/layers/batch-norm.js'

const stem = [
  ['Conv2d_1a_3x3', [32, 3, 3, 3], { stride: 2, padding: 0 }],
  ['Conv2d_2a_3x3', [32, 32, 3, 3], { stride: 1, padding: 0 }],
  ['Conv2d_2b_3x3', [64, 32, 3, 3], { stride: 1, padding: 1 }],
  ['Conv2d_3b_1x1', [80, 64, 1, 1], { stride: 1, padding: 0 }],
  ['Conv2d_4a_3x3', [192, 80, 3, 3], { stride: 1, padding: 0 }],
] as const

/** Random weights of the first blocks, with batch normalisation as pytorch-fid's file has it. */
function stateDict(rng: Generator): Map<string, Tensor> {
  return new Map(
    stem.flatMap(([name, shape]) => {
      const [out, inputs, side] = shape
      const scale = Math.sqrt(2 / (inputs * side * side))
      const vector = (): Tensor => rand([out], { generator: rng }).add(0.5)
      return [
        [`${name}.conv.weight`, randn([...shape], { generator: rng }).mul(scale)],
        [`${name}.bn.weight`, vector()],
        [`${name}.bn.bias`, vector()],
        [`${name}.bn.running_mean`, vector()],
        [`${name}.bn.running_var`, vector()],
      ] as [string, Tensor][]
    }),
  )
}

const options = { device: 'cpu', imageSize: { width: 20, height: 20 } }

describe('the Inception network of a state_dict', () => {
  it('folds batch normalisation into the convolutions', async () => {
    const file = path.join(temporaryFolder(), 'inception.pth')
    const rng = new Generator(4)
    const weights = scope(() => keep(stateDict(rng)))
    writeTorchFile(file, weights)
    const network = await openFeatureNetwork(file, { ...options, layer: '192' })
    scope(() => {
      const images = rand([2, 3, 20, 20], { generator: rng }).mul(255)
      const { features } = network.features(images) as FeatureBatch
      let x = preprocess(images, network.input)
      for (const [name, [out], { stride, padding }] of stem) {
        const norm = scope(() => new BatchNorm(out, { eps: 1e-3 }))
        norm.loadStateDict(
          new Map(
            ['weight', 'bias', 'running_mean', 'running_var'].map((part) => [part, weights.get(`${name}.bn.${part}`)!]),
          ),
          { strict: false },
        )
        x = norm
          .eval()
          .forward(conv2d(x, weights.get(`${name}.conv.weight`)!, { stride, padding }))
          .relu()
        if (name === 'Conv2d_2b_3x3' || name === 'Conv2d_4a_3x3') x = maxPool2d(x, 3, { stride: 2 })
        norm.dispose()
      }
      const expected = x.mean([2, 3])
      const difference = features.sub(expected).abs().max().item()
      expect(difference / expected.abs().max().item()).toBeLessThan(1e-5)
    })
    network.dispose()
    rng.dispose()
    for (const weight of weights.values()) weight.dispose()
  })

  it('names a layer that the file does not have, and a normalisation that is incomplete', async () => {
    const file = path.join(temporaryFolder(), 'inception.pth')
    const broken = path.join(temporaryFolder(), 'broken.safetensors')
    const rng = new Generator(4)
    scope(() => {
      const weights = stateDict(rng)
      writeTorchFile(file, weights)
      weights.delete('Conv2d_2a_3x3.bn.running_var')
      writeSafetensors(broken, weights)
    })
    rng.dispose()
    await expect(openFeatureNetwork(file, { ...options, layer: '2048' })).rejects.toMatchObject({
      code: 'FEATURES_INVALID',
      lines: ['It has 64, 192.'],
    })
    await expect(openFeatureNetwork(broken, options)).rejects.toMatchObject({
      code: 'FEATURES_INVALID',
      message: expect.stringContaining('Conv2d_2a_3x3.bn.running_var'),
    })
  })
})
