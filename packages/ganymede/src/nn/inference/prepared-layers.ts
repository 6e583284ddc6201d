/**
 * Layers that compute with prepared copies of their weights while a network runs for inference. The layers ask here; what
 * is prepared, and when, is decided in prepared-network.ts.
 */
import type { Tensor } from '@ganymede/torch'
import type { Module } from '../module.js'

/** What stands in for the arithmetic of a layer. */
export interface PreparedLayer {
  /** @returns what the layer gives for `x`, up to rounding */
  forward(x: Tensor): Tensor
}

/** A convolution or linear layer together with the batch norm behind it. */
export interface FoldedPair {
  /** Place of the norm in the chain. */
  readonly norm: number
  /** Whether the norm can be left out now: for images or rows of this shape, in this mode, with the statistics it has. */
  applies(x: Tensor): boolean
  forward(x: Tensor): Tensor
}

/** What takes the place of layers; see `PreparedNetwork`. */
export interface Preparation {
  layer(module: Module): PreparedLayer | undefined
  /** Pairs of a chain by the place of their first layer. */
  chain(module: Module): ReadonlyMap<number, FoldedPair> | undefined
}

let running: Preparation | null = null

/** @internal What a layer must use in place of its own weights now, or undefined. */
export function preparedLayerOf(layer: Module): PreparedLayer | undefined {
  return running?.layer(layer)
}

/** @internal Pairs of a chain that are one layer now, or undefined. */
export function foldedPairsOf(chain: Module): ReadonlyMap<number, FoldedPair> | undefined {
  return running?.chain(chain)
}

/** @internal Runs `fn` with the layers of a preparation in place of their own; the innermost counts. */
export function withPreparation<T>(preparation: Preparation, fn: () => T): T {
  const before = running
  running = preparation
  try {
    return fn()
  } finally {
    running = before
  }
}
