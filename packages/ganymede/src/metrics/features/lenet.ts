/** LeNets for digits of 28 px: two convolutions, one hidden layer whose values are the features, one score per class. */
import { conv2d, linear, maxPool2d, noGrad, relu, scope, type Tensor } from '@ganymede/torch'
import type { FeatureNetwork } from './feature-network.js'
import { type Weights, weightOf } from './feature-weights.js'
import { type ImageInput, preprocess } from './network-input.js'

interface Plan {
  readonly name: string
  /** Names of the four layers in the file. */
  readonly layers: readonly [string, string, string, string]
  /** Pixels of padding around both convolutions of 5 x 5. */
  readonly padding: number
  readonly range: ImageInput['range']
}

const plans: readonly Plan[] = [
  { name: 'lenet-mnist', layers: ['conv1', 'conv2', 'fc1', 'fc2'], padding: 0, range: 'mnist' },
  { name: 'lenet-padded', layers: ['c1', 'c2', 'f1', 'f2'], padding: 2, range: '-1..1' },
]

const side = 28

/** The LeNet whose layers a file names, or null. */
function planOf(names: ReadonlySet<string>): Plan | null {
  return plans.find(({ layers }) => layers.every((layer) => names.has(`${layer}.weight`))) ?? null
}

/** Whether a file holds the weights of one of these networks. */
export function isLeNet(names: ReadonlySet<string>): boolean {
  return planOf(names) !== null
}

/**
 * A LeNet of a file as features and logits of the digits; widths are those of the file.
 *
 * @throws GanymedeError `FEATURES_INVALID` when the layers do not fit one another
 */
export function lenetFeatures(weights: Weights, { device }: { readonly device: string }): FeatureNetwork {
  const plan = planOf(new Set(weights.tensors.keys()))!
  const [conv1, conv2, hidden, head] = plan.layers
  const first = weightOf(weights, `${conv1}.weight`, [null, 1, 5, 5])
  const second = weightOf(weights, `${conv2}.weight`, [null, first.shape[0] ?? 0, 5, 5])
  const positions = (((side + 2 * plan.padding - 4) / 2 + 2 * plan.padding - 4) / 2) ** 2
  const third = weightOf(weights, `${hidden}.weight`, [null, (second.shape[0] ?? 0) * positions])
  const fourth = weightOf(weights, `${head}.weight`, [null, third.shape[0] ?? 0])
  const biases = [first, second, third, fourth].map((weight, i) =>
    weightOf(weights, `${plan.layers[i]}.bias`, [weight.shape[0] ?? 0]),
  )
  const input: ImageInput = {
    channels: 1,
    size: { width: side, height: side },
    resizer: 'bilinear',
    range: plan.range,
  }
  const padding: [number, number] = [plan.padding, plan.padding]
  const convolve = (x: Tensor, weight: Tensor, bias: Tensor): Tensor =>
    maxPool2d(relu(conv2d(x, weight, { bias, padding })), [2, 2])
  const dims = third.shape[0] ?? 0
  return {
    name: plan.name,
    layer: `${dims}`,
    hash: weights.hash,
    dims,
    input,
    hasLogits: true,
    classes: Array.from({ length: fourth.shape[0] ?? 0 }, (_, digit) => `${digit}`),
    accuracy: null,
    device,
    features: (images) =>
      scope('lenet', () =>
        noGrad(() => {
          const maps = convolve(convolve(preprocess(images, input), first, biases[0]!), second, biases[1]!)
          const features = relu(linear(maps.flatten(1), third, biases[2]!)) // [N, D]
          return { features, logits: linear(features, fourth, biases[3]!) }
        }),
      ),
    dispose: () => weights.dispose(),
  }
}
