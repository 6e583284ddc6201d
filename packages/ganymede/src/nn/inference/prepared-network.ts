/** Networks prepared for inference: norms folded away, weights cast and put in order once instead of in every pass. */

import { givenOptions } from '@ganymede/core'
import {
  autocast,
  conv2d,
  convTranspose2d,
  keep,
  linear,
  noGrad,
  scope,
  type Tensor,
  TorchError,
} from '@ganymede/torch'
import { requireModule } from '../given-tensors.js'
import type { BatchNorm } from '../layers/batch-norm.js'
import { ConvTranspose2d } from '../layers/conv-transpose2d.js'
import { GroupNorm } from '../layers/group-norm.js'
import { Linear } from '../layers/linear.js'
import type { Module } from '../module.js'
import { Sequential } from '../sequential.js'
import { foldableNorm, foldedWeights, isInactive, isPlainLayer, type WeightedLayer } from './fold-normalisation.js'
import { canPack, PackedConvolution, suits } from './packed-convolution.js'
import { type FoldedPair, type PreparedLayer, withPreparation } from './prepared-layers.js'

/**
 * How images lie in memory between layers: `channels-last`, with packed weights; `plain`, as the network has them. See
 * {@link inferenceLayout}.
 */
export type InferenceLayout = 'channels-last' | 'plain'

/** Options of {@link PreparedNetwork}. */
export interface PreparedNetworkOptions {
  /** Of convolutions and linear layers; default float32. bfloat16 runs the rest under autocast, as training does. */
  readonly precision?: 'float32' | 'bfloat16' | undefined
  /** Default: what was measured to be faster for such a network. */
  readonly layout?: InferenceLayout | undefined
}

/**
 * The layout in which a network runs faster (measured: see benchmarks/README.md). Group norm is slow on channels-last
 * images, and every convolution around it would have to turn them round.
 */
export function inferenceLayout(
  network: Module,
  device: string,
  precision: 'float32' | 'bfloat16' = 'float32',
): InferenceLayout {
  if (!canPack(device, precision)) return 'plain'
  for (const [, module] of network.namedModules()) if (module instanceof GroupNorm) return 'plain'
  return 'channels-last'
}

/**
 * Makes a network fast for inference without changing it.
 *
 * While `run` runs, each batch norm that uses running statistics is part of the convolution, transposed convolution or
 * linear layer before it, where both stand in one {@link Sequential}; weights are cast and ordered once. Results are equal up
 * to rounding. Other layers do what they always do: norms that look at the batch or the image, norms by class, spectral norm,
 * layers of classes of one's own, and pairs that are called one by one. Modes count when a layer runs, so that a network may
 * be switched between passes.
 *
 * Copies are made when a layer first runs, and again when its weights were written since (fused optimizers write unseen:
 * do not train in between). They belong to this object, not to the network: `stateDict()` does not have them.
 *
 * @example
 * const fast = new PreparedNetwork(G.eval(), { precision: 'bfloat16' })
 * const images = fast.run(() => G.forward(z))
 * fast.dispose()
 */
export class PreparedNetwork {
  readonly precision: 'float32' | 'bfloat16'
  readonly layout: InferenceLayout
  readonly #device: string
  readonly #layers = new Map<Module, WeightCopy>()
  readonly #chains = new Map<Module, Map<number, FoldedPair>>()
  readonly #copies: WeightCopy[] = []
  /** The pair that runs now: its first layer takes the folded weights. */
  #pair: { readonly layer: Module; readonly copy: WeightCopy } | null = null

  /**
   * @param network  on one device, where it stays
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(network: Module, options: PreparedNetworkOptions = {}) {
    const { precision = 'float32', layout } = givenOptions('PreparedNetwork', options, ['precision', 'layout'])
    requireModule('PreparedNetwork', 'network', network)
    this.#device = network.parameters()[0]?.device ?? 'cpu'
    this.precision = precision
    this.layout = layout ?? inferenceLayout(network, this.#device, precision)
    for (const [, module] of network.namedModules()) {
      if (isPlainLayer(module)) this.#layers.set(module, this.#copy(module, null))
      if (Object.getPrototypeOf(module) === Sequential.prototype) this.#addChain(module as Sequential)
    }
  }

  /** Pairs of a layer and a norm that are one layer in evaluation mode. */
  get foldedCount(): number {
    let count = 0
    for (const pairs of this.#chains.values()) count += pairs.size
    return count
  }

  /**
   * Runs `fn`, in which the network is called, without gradients.
   *
   * @param fn  synchronous
   * @returns what `fn` returns; tensors in the caller's scope, of the precision if they are those of the network
   * @throws TorchError `SCOPE_INVALID` when `fn` returns a promise
   */
  run<T>(fn: () => T): T {
    const result = noGrad(() => withPreparation(this, () => this.#inPrecision(fn)))
    if (result instanceof Promise) {
      throw new TorchError('SCOPE_INVALID', 'the callback of PreparedNetwork.run returned a promise', {
        lines: ['Preparation is synchronous: await first, then run the network.'],
      })
    }
    return result
  }

  /** @internal */
  layer(module: Module): PreparedLayer | undefined {
    return this.#pair?.layer === module ? this.#pair.copy : this.#layers.get(module)
  }

  /** @internal */
  chain(module: Module): ReadonlyMap<number, FoldedPair> | undefined {
    return this.#chains.get(module)
  }

  /** Frees the copies. They are made again when the network runs again. */
  dispose(): void {
    for (const copy of this.#copies) copy.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  #inPrecision<T>(fn: () => T): T {
    if (this.precision === 'float32') return fn()
    return autocast({ device: this.#device.split(':')[0] ?? 'cpu', dtype: this.precision }, fn)
  }

  #copy(layer: WeightedLayer, norm: BatchNorm | null): WeightCopy {
    const { precision, layout } = this
    const copy = new WeightCopy(layer, norm, {
      precision,
      packs: layout === 'channels-last' && canPack(this.#device, precision),
    })
    this.#copies.push(copy)
    return copy
  }

  #addChain(chain: Sequential): void {
    const layers = [...chain]
    const pairs = new Map<number, FoldedPair>()
    for (const [place, layer] of layers.entries()) {
      const found = foldableNorm(layers, place)
      if (found === null || !isPlainLayer(layer)) continue
      const { norm, between } = found
      const copy = this.#copy(layer, norm)
      // The channels of the norm are the second axis: that of a linear layer's result only for rows.
      const ndim = layer instanceof Linear ? 2 : 4
      pairs.set(place, {
        norm: found.place,
        applies: (x) => x.ndim === ndim && !norm.training && between.every(isInactive),
        forward: (x) => this.#runPair(layer, copy, x),
      })
    }
    if (pairs.size > 0) this.#chains.set(chain, pairs)
  }

  /** Through the layer itself: errors name it, and it adds its own padding. */
  #runPair(layer: WeightedLayer, copy: WeightCopy, x: Tensor): Tensor {
    const before = this.#pair
    this.#pair = { layer, copy }
    try {
      return layer.forward(x)
    } finally {
      this.#pair = before
    }
  }
}

/** Weights of a layer, with a norm folded in or without, as inference wants them. */
class WeightCopy implements PreparedLayer {
  readonly #layer: WeightedLayer
  readonly #norm: BatchNorm | null
  readonly #precision: 'float32' | 'bfloat16'
  readonly #packs: boolean
  #weight: Tensor | null = null
  #bias: Tensor | null = null
  #packed: PackedConvolution | null = null
  #versions = ''

  constructor(
    layer: WeightedLayer,
    norm: BatchNorm | null,
    { precision, packs }: { readonly precision: 'float32' | 'bfloat16'; readonly packs: boolean },
  ) {
    this.#layer = layer
    this.#norm = norm
    this.#precision = precision
    this.#packs = packs
  }

  forward(x: Tensor): Tensor {
    if (x.dtype === this.#precision) return this.#run(x)
    using converted = x.to({ dtype: this.#precision })
    return this.#run(converted)
  }

  dispose(): void {
    this.#packed?.dispose()
    // An untouched weight is the layer's own.
    if (this.#weight !== this.#layer.weight) this.#weight?.dispose()
    if (this.#bias !== this.#layer.bias) this.#bias?.dispose()
    this.#packed = this.#weight = this.#bias = null
  }

  #run(x: Tensor): Tensor {
    this.#forgetOld()
    const layer = this.#layer
    if (!(layer instanceof Linear) && this.#packs && suits(layer, x)) {
      this.#packed ??= this.#pack(layer, x)
      if (this.#packed !== null) return this.#packed.forward(x)
    }
    const weight = this.#plainWeight()
    const bias = this.#bias
    if (layer instanceof Linear) return linear(x, weight, bias)
    const { stride, dilation, groups } = layer
    if (layer instanceof ConvTranspose2d) {
      const { padding, outputPadding } = layer
      return convTranspose2d(x, weight, { bias, stride, padding, outputPadding, dilation, groups })
    }
    const padding = layer.paddingMode === 'zeros' ? layer.padding : 0
    return conv2d(x, weight, { bias, stride, padding, dilation, groups })
  }

  /** Frees copies of weights that have been written since. */
  #forgetOld(): void {
    const { weight, bias } = this.#layer
    const norm = this.#norm
    let versions = `${weight.version}`
    for (const one of [bias, norm?.weight, norm?.bias, norm?.runningMean, norm?.runningVar]) {
      if (one) versions += `,${one.version}`
    }
    if (versions === this.#versions) return
    this.dispose()
    this.#versions = versions
  }

  #pack(layer: Exclude<WeightedLayer, Linear>, x: Tensor): PackedConvolution | null {
    if (!canPack(x.device, this.#precision)) return null
    return scope('prepare', () => PackedConvolution.from(layer, this.#inOwnPrecision(), x))
  }

  #plainWeight(): Tensor {
    if (this.#weight !== null) return this.#weight
    const { weight, bias } = scope('prepare', () => this.#inOwnPrecision())
    this.#bias = bias === null ? null : keep(bias)
    this.#weight = keep(weight)
    return this.#weight
  }

  #inOwnPrecision(): { readonly weight: Tensor; readonly bias: Tensor | null } {
    const { weight, bias } = this.#norm === null ? this.#layer : foldedWeights(this.#layer, this.#norm)
    if (this.#precision === 'float32') return { weight, bias }
    const narrow = (x: Tensor) => x.detach().to({ dtype: this.#precision })
    return { weight: narrow(weight), bias: bias === null ? null : narrow(bias) }
  }
}
