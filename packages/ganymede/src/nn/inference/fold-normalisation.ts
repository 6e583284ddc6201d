/**
 * Folding: a convolution or linear layer followed by a norm with fixed statistics is one such layer with other weights,
 * because both are linear in each channel.
 *
 *     norm(W x + b) = (s W) x + s (b − mean) + shift,   s = scale / √(var + eps)
 */
import { rsqrt, scope, type Tensor, zeros } from '@ganymede/torch'
import { BatchNorm } from '../layers/batch-norm.js'
import { ConvTranspose2d } from '../layers/conv-transpose2d.js'
import { Conv2d } from '../layers/conv2d.js'
import { Dropout, Dropout2d } from '../layers/dropout.js'
import { Linear } from '../layers/linear.js'
import { Identity } from '../layers/shape.js'
import type { Module } from '../module.js'

/** Layers whose weight is one matrix for each output channel. */
export type WeightedLayer = Conv2d | ConvTranspose2d | Linear

/** A weight `[…]` and a bias `[C]`, or none. */
export interface LayerWeights {
  readonly weight: Tensor
  readonly bias: Tensor | null
}

/** Exactly that class: one derived from it may compute something else. */
const isExactly = (module: Module, made: { readonly prototype: Module }): boolean =>
  Object.getPrototypeOf(module) === made.prototype

/**
 * Whether a layer computes with its float32 `weight` as it is. Not so with spectral norm, whose weight is made anew in every
 * pass, and in classes of one's own.
 */
export function isPlainLayer(module: Module): module is WeightedLayer {
  const isKnown = isExactly(module, Conv2d) || isExactly(module, ConvTranspose2d) || isExactly(module, Linear)
  if (!isKnown) return false
  const { weight } = module as WeightedLayer
  if (weight.dtype !== 'float32') return false
  for (const [name, value] of module.namedParameters()) if (name === 'weight') return value === weight
  return false
}

/**
 * The norm that can be folded into a layer of a chain: the next one that does anything, a batch norm of as many channels with
 * running statistics. Between them may stand what changes nothing outside training: identities and dropout.
 *
 * @param layers  of the chain
 * @param at      place of the layer
 * @returns place of the norm and of what must be inactive for it, or null
 */
export function foldableNorm(
  layers: readonly Module[],
  at: number,
): { readonly place: number; readonly norm: BatchNorm; readonly between: readonly (Dropout | Dropout2d)[] } | null {
  const layer = layers[at]
  if (layer === undefined || !isPlainLayer(layer)) return null
  const between: (Dropout | Dropout2d)[] = []
  for (let place = at + 1; place < layers.length; place++) {
    const next = layers[place]
    if (next === undefined) return null
    if (isExactly(next, Identity)) continue
    if (isExactly(next, Dropout) || isExactly(next, Dropout2d)) {
      between.push(next as Dropout | Dropout2d)
      continue
    }
    if (!isExactly(next, BatchNorm)) return null
    const norm = next as BatchNorm
    const isFixed = norm.runningMean !== null && norm.runningVar !== null
    return isFixed && norm.numFeatures === outputsOf(layer) ? { place, norm, between } : null
  }
  return null
}

function outputsOf(layer: WeightedLayer): number {
  return layer instanceof Linear ? layer.outFeatures : layer.outChannels
}

/** Whether dropout leaves its input as it is. */
export const isInactive = (layer: Dropout | Dropout2d): boolean => !layer.training || layer.p === 0

/**
 * Weights of a layer that does what `layer` and then `norm`, with its running statistics, do. The originals stay as they are.
 *
 * @returns float32 weight of the layer's shape and bias `[C]`, in the caller's scope
 */
export function foldedWeights(layer: WeightedLayer, norm: BatchNorm): LayerWeights {
  const { runningMean, runningVar } = norm
  if (runningMean === null || runningVar === null) throw new Error('a norm without running statistics cannot be folded')
  return scope('fold', () => {
    // In double precision: the scale is a quotient by a root that may be small, and costs nothing beside the weight.
    const wide = (x: Tensor) => x.detach().to({ dtype: 'float64' })
    const root = rsqrt(wide(runningVar).add(norm.eps))
    const scale = norm.weight === null ? root : root.mul(wide(norm.weight)) // [C]
    const before = layer.bias === null ? zeros([1], { dtype: 'float64', device: scale.device }) : wide(layer.bias)
    const moved = before.sub(wide(runningMean)).mul(scale)
    const bias = norm.bias === null ? moved : moved.add(wide(norm.bias))
    return {
      weight: scaledWeight(layer, scale.to({ dtype: 'float32' })),
      bias: bias.to({ dtype: 'float32' }),
    }
  })
}

/** The weight with each output channel times its scale. */
function scaledWeight(layer: WeightedLayer, scale: Tensor): Tensor {
  const weight = layer.weight.detach()
  if (!(layer instanceof ConvTranspose2d)) return weight.mul(scale.reshape([-1, ...weight.shape.slice(1).map(() => 1)]))
  // Output channels lie on the second axis, those of the first group before those of the second.
  const { groups, inChannels, outChannels, kernelSize } = layer
  const [each, outputs] = [inChannels / groups, outChannels / groups]
  return weight
    .reshape([groups, each, outputs, ...kernelSize])
    .mul(scale.reshape([groups, 1, outputs, 1, 1]))
    .reshape(weight.shape)
}
