/** What pictures are taken through. */

import type { Tensor } from '@ganymede/torch'
import type { Module } from '../nn/module.js'
import type { NetworkReach } from './tiles/network-reach.js'

/** A network that makes images from images. */
export interface ImageNetwork {
  readonly inputChannels: number
  /**
   * `[1, C, H, W]` to `[1, C', H, W]`, both in [-1, 1], sides multiples of `reach.factor`; without gradients.
   *
   * @param part  number of the tile, from 0: parts of one image have other noise
   */
  run(input: Tensor, part: number): Tensor
  readonly reach: NetworkReach
  /** Modules whose norms take their statistics from the image; empty when they take none. */
  readonly imageNorms: readonly Module[]
  readonly device: string
}
