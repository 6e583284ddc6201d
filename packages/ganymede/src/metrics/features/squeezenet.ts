/**
 * SqueezeNet 1.1 (Iandola et al. 2016, https://arxiv.org/abs/1602.07360) up to its last feature maps: the backbone of LPIPS
 * that is small, and a general perceptual feature of 512 numbers.
 */
import { cat, maxPool2d, noGrad, scope, type Tensor } from '@ganymede/torch'
import type { FeatureNetwork } from './feature-network.js'
import { convRelu, type Weights, weightOf } from './feature-weights.js'
import { type ImageInput, preprocess } from './network-input.js'

const fireModules = [3, 4, 6, 7, 9, 10, 11, 12]
// LPIPS v0.1 compares these: the first convolution, then the fire modules before pools and from there on.
const taps = new Set([1, 4, 7, 9, 10, 11, 12])
const pools = new Set([2, 5, 8])

/** Whether a file holds the weights of this network. */
export function isSqueezeNet(names: ReadonlySet<string>): boolean {
  return names.has('features.12.squeeze.weight')
}

/** The feature maps of SqueezeNet that LPIPS compares. */
export class SqueezeNet {
  readonly #weights: Weights

  /** @throws GanymedeError `FEATURES_INVALID` when a layer is missing or has another shape */
  constructor(weights: Weights) {
    this.#weights = weights
    weightOf(weights, 'features.0.weight', [64, 3, 3, 3])
    weightOf(weights, 'features.0.bias', [64])
    for (const index of fireModules) {
      for (const part of ['squeeze', 'expand1x1', 'expand3x3']) {
        const side = part === 'expand3x3' ? 3 : 1
        const { shape } = weightOf(weights, `features.${index}.${part}.weight`, [null, null, side, side])
        weightOf(weights, `features.${index}.${part}.bias`, [shape[0] ?? 0])
      }
    }
  }

  get hash(): string {
    return this.#weights.hash
  }

  /**
   * @param x  `[N, 3, H, W]` in the range `imagenet`; sides of at least 17 px
   * @returns seven maps `[N, C, h, w]`, C = 64, 128, 256, 384, 384, 512, 512
   */
  maps(x: Tensor): Tensor[] {
    return scope('squeezenet', () =>
      noGrad(() => {
        const { tensors } = this.#weights
        let y = convRelu(tensors, 'features.0', x, { stride: 2, padding: 0 })
        const found = [y]
        for (let index = 2; index <= 12; index += 1) {
          if (pools.has(index)) y = maxPool2d(y, [3, 3], { stride: [2, 2], ceilMode: true })
          else {
            const squeezed = convRelu(tensors, `features.${index}.squeeze`, y)
            y = cat(
              [
                convRelu(tensors, `features.${index}.expand1x1`, squeezed),
                convRelu(tensors, `features.${index}.expand3x3`, squeezed),
              ],
              1,
            )
          }
          if (taps.has(index)) found.push(y)
        }
        return found
      }),
    )
  }

  dispose(): void {
    this.#weights.dispose()
  }
}

/** The mean of the last maps as features of 512 numbers: perceptual, useful from about 600 images on. */
export function squeezeFeatures(weights: Weights, { device }: { readonly device: string }): FeatureNetwork {
  const network = new SqueezeNet(weights)
  const input: ImageInput = {
    channels: 3,
    size: { width: 224, height: 224 },
    resizer: 'bilinear',
    range: 'imagenet',
  }
  return {
    name: 'squeezenet',
    layer: '512',
    hash: weights.hash,
    dims: 512,
    input,
    hasLogits: false,
    classes: null,
    accuracy: null,
    device,
    features: (images) =>
      scope('squeezenet', () => {
        const maps = network.maps(preprocess(images, input))
        return { features: maps.at(-1)!.mean([2, 3]), logits: null }
      }),
    dispose: () => network.dispose(),
  }
}
