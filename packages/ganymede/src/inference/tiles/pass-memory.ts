/** What a pass through a network takes of memory, and how to keep to what it may take. */
import { memory, noGrad, resetPeakMemory, scope, Tensor, trimMemory, zeros } from '@ganymede/torch'
import { beforeEveryForward } from '../../nn/forward-hook.js'
import type { ImageNetwork } from '../image-network.js'
import { roundUp } from './network-reach.js'

const probeSide = 256
const mostMemory = 4 * 2 ** 30
// Beside tensors there are the packed copies that convolutions work on: measured between 1.0 and 1.3 for ResNets and U-Nets.
const workspaceFactor = 1.35
// Code that convolutions are compiled to, garbage that waits for its collection.
const fixedBytes = 32 * 2 ** 20
// Of accelerators, whose memory the probe does not see: a generous guess.
const elsewherePerPixel = 2048
// Tiles are joined in numbers: three channels of four bytes, and as much for the tile that is added.
const joiningPerPixel = 12
// Share of the memory that freed blocks may hold which nothing fits into, before they go back to the system.
const slackShare = 1 / 8
// Layers of smaller inputs are far from the peak: giving back in front of each would cost a quarter of the time.
const largeShare = 1 / 16
const floatBytes = 4

/** Whether nobody has to think about memory for a picture of this size. */
export function isSmall({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width * height <= probeSide * probeSide
}

/** Memory for one image when nothing is said: half of what is free, at most 4 GiB. */
export function usualMemory(): number {
  return Math.min(mostMemory, process.availableMemory() / 2)
}

const measured = new WeakMap<ImageNetwork, number>()

/** Bytes that a pass takes for each pixel of its input, measured once on a small image. */
function bytesPerPixel(network: ImageNetwork): number {
  if (network.device !== 'cpu') return elsewherePerPixel
  const known = measured.get(network) ?? measure(network) * workspaceFactor
  measured.set(network, known)
  return known
}

function measure(network: ImageNetwork): number {
  const { factor, smallestSide } = network.reach
  const side = roundUp(Math.max(probeSide, smallestSide), factor)
  return scope('probe', () =>
    noGrad(() => {
      const input = zeros([1, network.inputChannels, side, side], { device: network.device })
      // The first pass makes copies of weights, which stay.
      scope('first-pass', () => void network.run(input, 0))
      const before = memory().bytes
      resetPeakMemory()
      network.run(input, 0)
      return (memory().peakBytes - before) / (side * side)
    }),
  )
}

/** Bytes for a pass over an image that goes through whole. */
export function wholeCost(network: ImageNetwork, pixels: number): number {
  return fixedBytes + pixels * bytesPerPixel(network)
}

/** Bytes for a pass over a tile, and for joining it to its neighbours in a picture of this width. */
export function tileCost(
  network: ImageNetwork,
  tile: { readonly width: number; readonly height: number },
  pictureWidth: number,
): number {
  const joining = (tile.width + pictureWidth) * tile.height * joiningPerPixel
  return wholeCost(network, tile.width * tile.height) + joining
}

/** Pixels of the largest image whose pass takes no more than this, at least one. */
export function pixelsWithin(network: ImageNetwork, bytes: number): number {
  return Math.max(1, (bytes - fixedBytes) / bytesPerPixel(network))
}

/**
 * Runs `fn` with blocks going back to the system when too many lie idle: a layer's output often just does not fit into what
 * an earlier one has left, and passes of another size leave everything. Left alone that came to twice the tensors.
 *
 * @param bytes  that passes may take
 */
export function withinMemory<T>(bytes: number, fn: () => T): T {
  const [base, tensors] = [process.memoryUsage.rss(), memory().bytes]
  const idle = () => process.memoryUsage.rss() - base - (memory().bytes - tensors)
  const trim = ([input]: readonly unknown[]) => {
    const isLarge = input instanceof Tensor && input.numel * floatBytes > bytes * largeShare
    if (isLarge && idle() > bytes * slackShare) trimMemory()
  }
  return beforeEveryForward(trim, fn)
}
