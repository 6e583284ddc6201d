/**
 * Channels-last memory: images stored as [N, H, W, C] under the logical shape [N, C, H, W]. Convolutions of deep narrow
 * images are faster so, mirrored padding and instance norm are not; each system says which it measured to be faster.
 */
import type { Tensor } from '@ganymede/torch'
import { requireModule, requireTensors } from './given-tensors.js'
import type { Module } from './module.js'

/**
 * Stores all four-dimensional parameters and buffers of a network channels-last, in place.
 *
 * Convolutions then put out channels-last images whatever their input, so that the rest of the network follows. Values,
 * shapes and names stay; results differ by rounding only. Do it before the optimizer's first step or at any later time:
 * gradients follow, and optimizers adapt their state.
 *
 * @returns `module`
 */
export function toChannelsLast<M extends Module>(module: M): M {
  requireModule('toChannelsLast', 'module', module)
  return module.to({ memoryFormat: 'channelsLast' })
}

/**
 * Images stored channels-last; the same tensor when it is so already.
 *
 * @param images  `[N, C, H, W]`; other numbers of dimensions are returned as they are
 */
export function channelsLast(images: Tensor): Tensor {
  requireTensors('channelsLast', { images })
  return images.ndim === 4 ? images.to({ memoryFormat: 'channelsLast' }) : images
}

/** Whether a four-dimensional tensor lies in memory channels-last; with one channel or one pixel both layouts agree. */
export function isChannelsLast(images: Tensor): boolean {
  requireTensors('isChannelsLast', { images })
  if (images.ndim !== 4) return false
  const [, channels = 0, height = 0, width = 0] = images.shape
  const expected = [channels * height * width, 1, channels * width, channels]
  return images.strides.every((stride, axis) => images.shape[axis] === 1 || stride === expected[axis])
}
