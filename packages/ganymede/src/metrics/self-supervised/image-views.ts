/** Views of images from which a network learns without labels what belongs together, and what does not. */

import type { CounterRandom } from '@ganymede/core/random'
import {
  affineGridGenerator,
  cat,
  type Generator,
  gridSampler,
  randn,
  type Tensor,
  tensor,
  upsampleBilinear2d,
  upsampleBilinear2dAa,
} from '@ganymede/torch'

const bilinear = 0
const reflection = 2
// Shares of a side.
const mostZoom = 0.15
const mostShift = 0.125
const smallestSide = 4
const mostGain = 0.3
// Of values in [-1, 1].
const mostBrightness = 0.2

/**
 * The same images shifted, mirrored, a little larger or smaller, in other colours: what a network shall not heed.
 *
 * @param images  `[N, C, H, W]` in [-1, 1]
 */
export function anotherView(images: Tensor, random: CounterRandom): Tensor {
  const n = images.shape[0] ?? 0
  const theta = new Float32Array(n * 6)
  for (let i = 0; i < n; i += 1) {
    const scale = 1 + mostZoom * around(random)
    const mirror = random.nextFloat() < 0.5 ? -1 : 1
    // The sampler's square has sides of two.
    const [right, down] = [2 * mostShift * around(random), 2 * mostShift * around(random)]
    theta.set([mirror * scale, 0, right, 0, scale, down], i * 6)
  }
  const places = tensor(theta, { shape: [n, 2, 3], device: images.device })
  const grid = affineGridGenerator(places, images.shape, false)
  return recoloured(gridSampler(images, grid, bilinear, reflection, false), random)
}

/** Each image brighter or darker, and each of its colours stronger or weaker. */
function recoloured(images: Tensor, random: CounterRandom): Tensor {
  const [n = 0, c = 0] = images.shape
  const gains = Float32Array.from({ length: n * c }, () => 1 + mostGain * around(random))
  const brightness = Float32Array.from({ length: n }, () => mostBrightness * around(random))
  const { device } = images
  return images
    .mul(tensor(gains, { shape: [n, c, 1, 1], device }))
    .add(tensor(brightness, { shape: [n, 1, 1, 1], device }))
}

/**
 * The same images as a bad generator would make them, one half blurred, one half noisy: to the network they are other
 * images, so that its features tell quality apart.
 *
 * @param images  `[N, C, H, W]` in [-1, 1]
 * @param noise   gives the noise
 */
export function degraded(images: Tensor, random: CounterRandom, noise: Generator): Tensor {
  const [n = 0, , h = 0, w = 0] = images.shape
  const half = Math.floor(n / 2)
  const factor = 1.5 + 2.5 * random.nextFloat()
  const level = 0.05 + 0.4 * random.nextFloat()
  const small = [h, w].map((side) => Math.max(Math.min(smallestSide, side), Math.round(side / factor)))
  const blurred = upsampleBilinear2d(upsampleBilinear2dAa(images.narrow(0, 0, half), small, false), [h, w], false)
  const clean = images.narrow(0, half, n - half)
  const noisy = clean.add(randn(clean.shape, { generator: noise }).to({ device: images.device }).mul(level))
  return cat([blurred, noisy.clamp({ min: -1, max: 1 })], 0)
}

/** A number in [-1, 1). */
function around(random: CounterRandom): number {
  return 2 * random.nextFloat() - 1
}
