/** The random decisions behind augmentations: drawn in JavaScript, so that a GPU is never asked for a number. */
import { type Tensor, tensor } from '@ganymede/torch'

/** A stream of numbers; `CounterRandom` is one. */
export interface Draws {
  /** Uniform in [0, 1). */
  nextFloat(): number
  /** Standard normal. */
  nextNormal(): number
  /** Uniform integer in [0, n). */
  nextInt(n: number): number
}

/** Whether a change with this probability happens. Always draws, so that streams do not depend on the probability. */
export function happens(draws: Draws, probability: number): boolean {
  return draws.nextFloat() < probability
}

/** Uniform in [low, high). */
export function uniform(draws: Draws, low: number, high: number): number {
  return low + (high - low) * draws.nextFloat()
}

/** One number per image as `[N, 1, 1, 1]`, float32, beside `images`. */
export function perImage(values: readonly number[], images: Tensor): Tensor {
  return tensor(Float32Array.from(values), { shape: [values.length, 1, 1, 1], device: images.device })
}

/** `count` results of `draw`, in order. */
export function drawn<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw)
}

/** Number of images of a batch `[N, C, H, W]`. */
export function batchOf(images: Tensor): [n: number, c: number, h: number, w: number] {
  const [n = 0, c = 0, h = 0, w = 0] = images.shape
  return [n, c, h, w]
}
