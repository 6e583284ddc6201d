/**
 * Features of convolutions with fixed random weights: need no file, tell pictures from noise, and mean nothing to people.
 * Good for trying out; never for a number in a report.
 */
import { createHash } from 'node:crypto'
import { latentFromSeed } from '@ganymede/core/random'
import { cat, conv2d, disposeAll, keep, leakyRelu, noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import type { FeatureNetwork } from './feature-network.js'
import { type ImageInput, preprocess } from './network-input.js'

const widths = [3, 16, 32, 64] as const
const seed = 20_150_512

/** A network of three random convolutions; its features are means and deviations of the last maps, 128 numbers. */
export function randomConvFeatures({ device }: { readonly device: string }): FeatureNetwork {
  const hash = createHash('sha256')
  const layers = widths.slice(1).map((out, i) => {
    const inputs = widths[i] ?? 3
    const values = latentFromSeed(seed + i, out * inputs * 9)
    // Kaiming's scale keeps the activations of every layer alike.
    const scale = Math.sqrt(2 / (inputs * 9))
    const weight = values.map((value) => Math.fround(value * scale))
    hash.update(Buffer.from(weight.buffer, weight.byteOffset, weight.byteLength))
    return keep(tensor(weight, { shape: [out, inputs, 3, 3], device }))
  })
  const input: ImageInput = { channels: 3, size: { width: 32, height: 32 }, resizer: 'bilinear', range: '-1..1' }
  const dims = 2 * widths[3]
  return {
    name: 'random-conv',
    layer: `${dims}`,
    hash: hash.digest('hex'),
    dims,
    input,
    hasLogits: false,
    classes: null,
    accuracy: null,
    device,
    features: (images) =>
      scope('random-conv', () =>
        noGrad(() => {
          const x: Tensor = preprocess(images, input)
          const maps = layers
            .reduce((y, weight) => leakyRelu(conv2d(y, weight, { stride: 2, padding: 1 }), 0.2), x)
            .flatten(2) // [N, 64, 16]
          return { features: cat([maps.mean([2]), maps.std([2])], 1), logits: null }
        }),
      ),
    dispose: () => disposeAll(layers),
  }
}
