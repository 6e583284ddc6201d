/** The loop that the small networks of metrics are trained in: batches in shuffled order, AdamW, a turn of the event loop. */

import { type CounterRandom, shuffledIndices } from '@ganymede/core/random'
import { scope, type Tensor, tensor } from '@ganymede/torch'
import { adamw } from '../../nn/optim/adamw.js'
import { type Schedule, scheduleFactor } from '../../nn/optim/schedule.js'
import { type ImageInput, preprocess } from '../features/network-input.js'
import { type ImageSource, readImages } from './labelled-images.js'
import type { ClassifierNetwork } from './network.js'

export interface LearnOptions {
  /** Images that are learned from, by their places; each once an epoch, but for what fills no batch. */
  readonly indices: Uint32Array
  /** Images at a time. */
  readonly size: number
  readonly steps: number
  readonly schedule: Schedule
  /** Of the order, and of whatever `lossOf` draws. */
  readonly random: CounterRandom
  /** Loss of a batch, in a scope of its own. */
  readonly lossOf: (pixels: Uint8Array, chosen: Uint32Array) => Tensor
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: { readonly step: number; readonly steps: number }) => void) | undefined
}

const learningRate = 3e-3
const weightDecay = 0.01

/** Trains a network in place, and leaves it in evaluation mode. */
export async function learnInBatches(
  network: ClassifierNetwork,
  images: ImageSource,
  { indices, size, steps, schedule, random, lossOf, signal, onProgress }: LearnOptions,
): Promise<void> {
  const optimizer = adamw(network, { lr: learningRate, weightDecay })
  let order = shuffledIndices(indices.length, random)
  let at = 0
  try {
    network.train()
    for (let step = 0; step < steps; step += 1) {
      signal?.throwIfAborted()
      if (at + size > indices.length) {
        order = shuffledIndices(indices.length, random)
        at = 0
      }
      const chosen = Uint32Array.from({ length: size }, (_, i) => indices[order[at + i] ?? 0] ?? 0)
      at += size
      const pixels = await readImages(images, chosen)
      optimizer.setLearningRateFactor(scheduleFactor(schedule, step))
      scope('metric-network-step', () => {
        optimizer.zeroGrad()
        lossOf(pixels, chosen).backward()
        optimizer.step()
      })
      onProgress?.({ step: step + 1, steps })
      // Images that are at hand leave no gap: signals and timers need a turn.
      await new Promise((next) => setImmediate(next))
    }
  } finally {
    optimizer.zeroGrad()
    optimizer.dispose()
    network.eval()
  }
}

/**
 * Images as such a network takes them.
 *
 * @param pixels  `[n, H, W, C]`
 * @returns `[n, C, H, W]`, of the input's size and range
 */
export function networkInput(
  pixels: Uint8Array,
  n: number,
  { height, width, channels }: ImageSource,
  input: ImageInput,
  device: string,
): Tensor {
  const images = tensor(pixels, { shape: [n, height, width, channels] })
    .permute([0, 3, 1, 2])
    .to({ device })
  return preprocess(images, input).contiguous()
}
