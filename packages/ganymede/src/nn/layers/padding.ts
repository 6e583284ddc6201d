/** Layers that enlarge images at their edges. None owns parameters; training and evaluation do not differ. */

import { valueText } from '@ganymede/core'
import { autocast, constantPadNd, reflectionPad2d, replicationPad2d, type Tensor, TorchError } from '@ganymede/torch'
import { type Layer, Module } from '../module.js'

/** Pixels per edge: one number for all four, or `[left, right, top, bottom]` as in PyTorch. */
export type Edges = number | readonly [number, number, number, number]

function edges(
  layer: string,
  padding: Edges,
  { allowNegative }: { readonly allowNegative: boolean },
): readonly number[] {
  const four = typeof padding === 'number' ? [padding, padding, padding, padding] : padding
  if (
    !Array.isArray(four) ||
    four.length !== 4 ||
    !four.every((n) => Number.isInteger(n) && (allowNegative || n >= 0))
  ) {
    const kind = allowNegative ? 'an integer' : 'an integer of at least 0'
    throw new TorchError(
      'ARGUMENT_INVALID',
      `${layer}: padding must be ${kind} or four of them, got ${valueText(padding)}`,
      { op: layer },
    )
  }
  return four
}

/**
 * Autocast on the CPU would widen half precision for these operators, although they only copy: twice the memory, and a
 * conversion back in the convolution that follows.
 */
function inOwnPrecision(x: Tensor, pad: () => Tensor): Tensor {
  if (x.dtype !== 'bfloat16' && x.dtype !== 'float16') return pad()
  return autocast({ device: x.device.split(':')[0]!, enabled: false }, pad)
}

/**
 * Adds the mirror image beyond each edge, the edge itself not repeated: maps `[N, C, H, W]` to `[N, C, H', W']`. The
 * padding must be smaller than the side that it mirrors.
 *
 * @example
 * const y = new ReflectionPad2d(3).forward(randn([1, 3, 64, 64]))   // [1, 3, 70, 70]
 */
export class ReflectionPad2d extends Module implements Layer {
  readonly padding: readonly number[]

  constructor(padding: Edges) {
    super()
    this.padding = edges('ReflectionPad2d', padding, { allowNegative: false })
  }

  override forward(x: Tensor): Tensor {
    return inOwnPrecision(x, () => reflectionPad2d(x, this.padding))
  }
}

/** Repeats the pixels of each edge: maps `[N, C, H, W]` to `[N, C, H', W']`. */
export class ReplicationPad2d extends Module implements Layer {
  readonly padding: readonly number[]

  constructor(padding: Edges) {
    super()
    this.padding = edges('ReplicationPad2d', padding, { allowNegative: false })
  }

  override forward(x: Tensor): Tensor {
    return inOwnPrecision(x, () => replicationPad2d(x, this.padding))
  }
}

/** Adds zeros at each edge, or cuts pixels off where the number is negative: maps `[N, C, H, W]` to `[N, C, H', W']`. */
export class ZeroPad2d extends Module implements Layer {
  readonly padding: readonly number[]

  constructor(padding: Edges) {
    super()
    this.padding = edges('ZeroPad2d', padding, { allowNegative: true })
  }

  override forward(x: Tensor): Tensor {
    return constantPadNd(x, this.padding, 0)
  }
}
