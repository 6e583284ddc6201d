/** Layers that only change shapes. None owns parameters; training and evaluation do not differ. */
import { flatten, reshape, type Tensor, unflatten } from '@ganymede/torch'
import { type Layer, Module } from '../module.js'

/** Returns its input: stands where a layer is switched off, so that the names of the others stay. */
export class Identity extends Module implements Layer {
  override forward(x: Tensor): Tensor {
    return x
  }
}

/**
 * Joins neighbouring axes into one: maps `[N, C, H, W]` to `[N, C·H·W]` by default.
 *
 * @example
 * const y = new Flatten().forward(randn([8, 512, 4, 4]))   // [8, 8192]
 */
export class Flatten extends Module implements Layer {
  readonly startDim: number
  readonly endDim: number

  /** First and last axis that are joined; default 1 and −1 (the last one). */
  constructor(startDim = 1, endDim = -1) {
    super()
    this.startDim = startDim
    this.endDim = endDim
  }

  override forward(x: Tensor): Tensor {
    return flatten(x, this.startDim, this.endDim)
  }
}

/**
 * Splits one axis into several, which `sizes` must fill; one size may be −1.
 *
 * @example
 * const y = new Unflatten(1, [512, 4, 4]).forward(randn([8, 8192]))   // [8, 512, 4, 4]
 */
export class Unflatten extends Module implements Layer {
  readonly dim: number
  readonly sizes: readonly number[]

  constructor(dim: number, sizes: readonly number[]) {
    super()
    this.dim = dim
    this.sizes = sizes
  }

  override forward(x: Tensor): Tensor {
    return unflatten(x, this.dim, this.sizes)
  }
}

/**
 * Gives every sample another shape: maps `[N, …]` to `[N, ...shape]`. The elements keep their order.
 *
 * @example
 * const y = new View([512, 4, 4]).forward(randn([8, 8192]))   // [8, 512, 4, 4]
 */
export class View extends Module implements Layer {
  readonly shape: readonly number[]

  /** @param shape  of one sample, without the batch axis */
  constructor(shape: readonly number[]) {
    super()
    this.shape = shape
  }

  override forward(x: Tensor): Tensor {
    return reshape(x, [-1, ...this.shape])
  }
}
