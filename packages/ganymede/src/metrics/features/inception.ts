/**
 * The Inception network that FID is defined on (inception-2015-12-05, TensorFlow's; Heusel et al. 2017,
 * https://arxiv.org/abs/1706.08500). It is not torchvision's: 1008 classes, average pools that do not count the padding,
 * and a max pool in the last block. Files that end early give the layers that they have.
 */

import { GanymedeError } from '@ganymede/core'
import { avgPool2d, cat, keep, maxPool2d, noGrad, scope, type Tensor } from '@ganymede/torch'
import type { FeatureNetwork } from './feature-network.js'
import { convRelu, type Weights, weightOf } from './feature-weights.js'
import { preprocess, type Resizer } from './network-input.js'

/** Layers by name: their length, and the block that must be in the file. */
const inceptionLayers = ['64', '192', '768', '2048'] as const

export type InceptionLayer = (typeof inceptionLayers)[number]

const lastUnit: Readonly<Record<InceptionLayer, string>> = {
  64: 'Conv2d_2b_3x3',
  192: 'Conv2d_4a_3x3',
  768: 'Mixed_6e.branch_pool',
  2048: 'Mixed_7c.branch_pool',
}

const classCount = 1008
// TensorFlow's batch normalisation of this network.
const normEps = 1e-3

/** Whether a file holds the weights of this network, folded or as the state_dict of pytorch-fid. */
export function isInception(names: ReadonlySet<string>): boolean {
  return names.has('Conv2d_1a_3x3.weight') || names.has('Conv2d_1a_3x3.conv.weight')
}

/** The network as far as the file goes. */
export class InceptionNetwork {
  readonly layers: readonly InceptionLayer[]
  readonly #weights: Weights
  readonly #units: Map<string, Tensor>

  /** @throws GanymedeError `FEATURES_INVALID` when the first blocks are incomplete */
  constructor(weights: Weights) {
    this.#weights = weights
    const names = new Set(weights.tensors.keys())
    this.#units = names.has('Conv2d_1a_3x3.conv.weight') ? foldNorms(weights) : new Map(weights.tensors)
    this.layers = inceptionLayers.filter((layer) =>
      inceptionLayers.slice(0, inceptionLayers.indexOf(layer) + 1).every((one) => this.#has(lastUnit[one])),
    )
    if (this.layers.length === 0) {
      throw new GanymedeError('FEATURES_INVALID', `${weights.path} holds no complete block of the Inception network`)
    }
    for (const [name, shape] of expectedShapes) if (this.#has(name)) weightOf(this.#all, `${name}.weight`, shape)
  }

  get #all(): Weights {
    return { ...this.#weights, tensors: this.#units }
  }

  /** Weights of the classifier without its bias, `[1008, 2048]`; null in files that end before it. */
  get classifier(): Tensor | null {
    const weight = this.layers.includes('2048') ? this.#units.get('fc.weight') : undefined
    return weight?.shape[0] === classCount && weight.shape[1] === 2048 ? weight : null
  }

  /**
   * Means over the positions of a layer.
   *
   * @param x  `[N, 3, H, W]`, preprocessed
   * @returns `[N, D]`
   */
  pooled(x: Tensor, layer: InceptionLayer): Tensor {
    return scope('inception', () => noGrad(() => this.#maps(x, layer).mean([2, 3])))
  }

  /**
   * The 64 maps of the second block at every position, before the first pool: what SIFID compares.
   *
   * @param x  `[N, 3, H, W]`, values in -1…1, any size of at least 7 px
   * @returns `[N, 64, H', W']`
   */
  stem(x: Tensor): Tensor {
    return scope('inception', () => noGrad(() => this.#stem(x)))
  }

  dispose(): void {
    for (const unit of this.#units.values()) unit.dispose()
    this.#weights.dispose()
  }

  #has(unit: string): boolean {
    return this.#units.has(`${unit}.weight`) && this.#units.has(`${unit}.bias`)
  }

  #conv(name: string, x: Tensor, options: Parameters<typeof convRelu>[3] = {}): Tensor {
    if (!this.#has(name)) {
      throw new GanymedeError('FEATURES_INVALID', `${this.#weights.path} has no weights of ${name}`)
    }
    return convRelu(this.#units, name, x, options)
  }

  #stem(x: Tensor): Tensor {
    const a = this.#conv('Conv2d_1a_3x3', x, { stride: 2, padding: 0 })
    return this.#conv('Conv2d_2b_3x3', this.#conv('Conv2d_2a_3x3', a, { padding: 0 }))
  }

  #maps(image: Tensor, layer: InceptionLayer): Tensor {
    let x = shrink(this.#stem(image)) // [N, 64, 73, 73] for 299 px
    if (layer === '64') return x
    x = shrink(this.#conv('Conv2d_4a_3x3', this.#conv('Conv2d_3b_1x1', x), { padding: 0 })) // [N, 192, 35, 35]
    if (layer === '192') return x
    // Between blocks nothing but x is needed: 40 MB per image would pile up otherwise.
    const step = (block: (input: Tensor) => Tensor): void => {
      const input = x
      x = scope('inception-block', () => block(input))
      input.dispose()
    }
    for (const name of ['Mixed_5b', 'Mixed_5c', 'Mixed_5d']) step((y) => this.#blockA(name, y))
    step((y) => this.#blockB('Mixed_6a', y)) // [N, 768, 17, 17]
    for (const name of ['Mixed_6b', 'Mixed_6c', 'Mixed_6d', 'Mixed_6e']) step((y) => this.#blockC(name, y))
    if (layer === '768') return x
    step((y) => this.#blockD('Mixed_7a', y)) // [N, 1280, 8, 8]
    step((y) => this.#blockE('Mixed_7b', y, average(y)))
    step((y) => this.#blockE('Mixed_7c', y, maxPool2d(y, [3, 3], { stride: [1, 1], padding: [1, 1] })))
    return x // [N, 2048, 8, 8]
  }

  #chain(x: Tensor, block: string, names: readonly string[]): Tensor {
    return names.reduce((y, name) => this.#conv(`${block}.${name}`, y), x)
  }

  #blockA(name: string, x: Tensor): Tensor {
    return cat(
      [
        this.#chain(x, name, ['branch1x1']),
        this.#chain(x, name, ['branch5x5_1', 'branch5x5_2']),
        this.#chain(x, name, ['branch3x3dbl_1', 'branch3x3dbl_2', 'branch3x3dbl_3']),
        this.#chain(average(x), name, ['branch_pool']),
      ],
      1,
    )
  }

  #blockB(name: string, x: Tensor): Tensor {
    const double = this.#chain(x, name, ['branch3x3dbl_1', 'branch3x3dbl_2'])
    const last = { stride: 2, padding: 0 }
    return cat(
      [this.#conv(`${name}.branch3x3`, x, last), this.#conv(`${name}.branch3x3dbl_3`, double, last), shrink(x)],
      1,
    )
  }

  #blockC(name: string, x: Tensor): Tensor {
    const double = ['1', '2', '3', '4', '5'].map((part) => `branch7x7dbl_${part}`)
    return cat(
      [
        this.#chain(x, name, ['branch1x1']),
        this.#chain(x, name, ['branch7x7_1', 'branch7x7_2', 'branch7x7_3']),
        this.#chain(x, name, double),
        this.#chain(average(x), name, ['branch_pool']),
      ],
      1,
    )
  }

  #blockD(name: string, x: Tensor): Tensor {
    const last = { stride: 2, padding: 0 }
    const seven = this.#chain(x, name, ['branch7x7x3_1', 'branch7x7x3_2', 'branch7x7x3_3'])
    return cat(
      [
        this.#conv(`${name}.branch3x3_2`, this.#chain(x, name, ['branch3x3_1']), last),
        this.#conv(`${name}.branch7x7x3_4`, seven, last),
        shrink(x),
      ],
      1,
    )
  }

  #blockE(name: string, x: Tensor, pool: Tensor): Tensor {
    const three = this.#chain(x, name, ['branch3x3_1'])
    const double = this.#chain(x, name, ['branch3x3dbl_1', 'branch3x3dbl_2'])
    return cat(
      [
        this.#chain(x, name, ['branch1x1']),
        this.#chain(three, name, ['branch3x3_2a']),
        this.#chain(three, name, ['branch3x3_2b']),
        this.#chain(double, name, ['branch3x3dbl_3a']),
        this.#chain(double, name, ['branch3x3dbl_3b']),
        this.#chain(pool, name, ['branch_pool']),
      ],
      1,
    )
  }
}

// Enough to refuse other networks with these names; torchvision's has the same shapes up to the classifier.
const expectedShapes: readonly (readonly [string, readonly number[]])[] = [
  ['Conv2d_1a_3x3', [32, 3, 3, 3]],
  ['Conv2d_2b_3x3', [64, 32, 3, 3]],
  ['Conv2d_4a_3x3', [192, 80, 3, 3]],
  ['Mixed_6e.branch_pool', [192, 768, 1, 1]],
  ['Mixed_7c.branch_pool', [192, 2048, 1, 1]],
]

function shrink(x: Tensor): Tensor {
  return maxPool2d(x, [3, 3], { stride: [2, 2] })
}

function average(x: Tensor): Tensor {
  return avgPool2d(x, [3, 3], { stride: [1, 1], padding: [1, 1], countIncludePad: false })
}

/** Batch normalisation put into the convolution before it: `w' = w γ / √(v + ε)`, `b' = β − m γ / √(v + ε)`. */
function foldNorms(weights: Weights): Map<string, Tensor> {
  return scope('fold', () =>
    noGrad(() => {
      const units = new Map<string, Tensor>()
      for (const [key, weight] of weights.tensors) {
        const name = /^(.+)\.conv\.weight$/.exec(key)?.[1]
        if (name === undefined) continue
        const of = (part: string) => weightOf(weights, `${name}.bn.${part}`, [weight.shape[0] ?? 0])
        const scale = of('weight').div(of('running_var').add(normEps).sqrt())
        units.set(`${name}.weight`, weight.mul(scale.view([-1, 1, 1, 1])))
        units.set(`${name}.bias`, of('bias').sub(of('running_mean').mul(scale)))
      }
      const head = weights.tensors.get('fc.weight')
      if (head !== undefined) units.set('fc.weight', head.clone())
      return keep(units)
    }),
  )
}

/**
 * A layer of the FID Inception network as features.
 *
 * Logits are those without bias, as TensorFlow's inception score has them; only a file with the last blocks gives them.
 *
 * @param options.layer    default: the last one that the file has
 * @param options.resizer  `clean` (default), or `legacy-tf` and `legacy-torch` for comparison with papers
 * @throws GanymedeError `FEATURES_INVALID` for a layer that the file does not have
 */
export function inceptionFeatures(
  weights: Weights,
  {
    layer,
    resizer = 'clean',
    device,
  }: { readonly layer?: string; readonly resizer?: Resizer; readonly device: string },
): FeatureNetwork {
  const network = new InceptionNetwork(weights)
  const chosen = layer === undefined ? network.layers.at(-1) : network.layers.find((one) => one === layer)
  if (chosen === undefined) {
    network.dispose()
    throw new GanymedeError('FEATURES_INVALID', `${weights.path} has no layer ${layer}`, {
      lines: [`It has ${network.layers.join(', ')}.`],
      remedy: 'Choose one of these layers.',
    })
  }
  const head = chosen === '2048' ? network.classifier : null
  const input = {
    channels: 3,
    size: { width: 299, height: 299 },
    resizer: resizer === 'none' ? 'clean' : resizer,
    range: resizer === 'legacy-torch' ? '-1..1' : 'tensorflow',
  } as const
  return {
    name: 'inception-fid',
    layer: chosen,
    hash: weights.hash,
    dims: Number(chosen),
    input,
    hasLogits: head !== null,
    classes: null,
    accuracy: null,
    device,
    features: (images) =>
      scope('inception', () => {
        const features = network.pooled(preprocess(images, input), chosen)
        return { features, logits: head === null ? null : features.matmul(head.t()) }
      }),
    dispose: () => network.dispose(),
  }
}
