/** How far a network of convolutions looks, and which sizes it takes, found by walking through its layers. */
import { ConvTranspose2d } from '../../nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { ReflectionPad2d } from '../../nn/layers/padding.js'
import { AvgPool2d, MaxPool2d } from '../../nn/layers/pooling.js'
import { Upsample } from '../../nn/layers/upsample.js'
import type { Module } from '../../nn/module.js'

/** What {@link networkReach} finds, in pixels of the input. */
export interface NetworkReach {
  /** Sides must be multiples of this: the product of all strides on the way in. */
  readonly factor: number
  /** Smallest side: mirrored edges need something to mirror. */
  readonly smallestSide: number
  /** Pixels in each direction of which an output pixel can know. */
  readonly radius: number
}

/**
 * Walks through the layers in their order, which for a U-Net is its way down and up again.
 *
 * A network of layers that are not known here is taken for one that looks at single pixels: what is tiled then shows its
 * borders, unless they are blended widely enough.
 */
export function networkReach(network: Module): NetworkReach {
  let jump = 1
  let factor = 1
  let radius = 0
  let smallestSide = 1
  for (const [, layer] of network.namedModules()) {
    if (layer instanceof Conv2d) {
      radius += (((layer.kernelSize[0] - 1) * layer.dilation[0]) / 2) * jump
      jump *= layer.stride[0]
    } else if (layer instanceof ConvTranspose2d) {
      jump /= layer.stride[0]
      radius += ((layer.kernelSize[0] - 1) / 2) * jump
    } else if (layer instanceof AvgPool2d || layer instanceof MaxPool2d) {
      radius += ((layer.kernelSize[0] - 1) / 2) * jump
      jump *= layer.stride[0]
    } else if (layer instanceof Upsample) {
      const [scale = 1] = [layer.options.scaleFactor ?? 1].flat()
      jump /= scale
      radius += jump
    } else if (layer instanceof ReflectionPad2d) {
      smallestSide = Math.max(smallestSide, (Math.max(...layer.padding) + 1) * jump)
    }
    factor = Math.max(factor, jump)
  }
  const whole = Math.max(1, Math.round(factor))
  return { factor: whole, smallestSide: roundUp(Math.max(smallestSide, whole), whole), radius: Math.ceil(radius) }
}

/** The smallest multiple of `factor` that is not below `value`. */
export function roundUp(value: number, factor: number): number {
  return Math.ceil(value / factor) * factor
}
