/** Training of the feature network for data without classes: from the images alone, the same result for the same seed. */

import { GanymedeError } from '@ganymede/core'
import { CounterRandom, deriveSeed } from '@ganymede/core/random'
import { counted } from '@ganymede/core/text'
import { cat, crossEntropyLoss, eye, Generator, noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import { cosineDecay, warmUp } from '../../nn/optim/schedule.js'
import type { ImageSource } from '../classifier/labelled-images.js'
import { learnInBatches, networkInput } from '../classifier/learn-in-batches.js'
import { ClassifierNetwork } from '../classifier/network.js'
import type { TrainClassifierOptions } from '../classifier/train-classifier.js'
import type { ImageInput } from '../features/network-input.js'
import { anotherView, degraded } from './image-views.js'

/** Raised when another training would give another network: caches know by it. */
export const selfSupervisedVersion = 1

const batch = 32
const mostSteps = 250
const mostEpochs = 40
const temperature = 0.2
/** Length of the vectors whose angles are compared in training. */
const embedding = 64
/** Below these nothing can be learned. */
export const fewestImages = 8

/**
 * Trains a network that knows each image again: of all views in a batch, the two of one image have the closest vectors
 * (NT-Xent). Degraded copies are images of their own.
 *
 *     ℓᵢ = −log( exp(sim(zᵢ, zⱼ)/τ) / Σ_{k≠i} exp(sim(zᵢ, zₖ)/τ) ),   sim: cosine,   (i, j): views of one image
 *
 * @throws GanymedeError `DATA_EMPTY` for fewer than 8 images
 * @see Chen et al. 2020, "A Simple Framework for Contrastive Learning of Visual Representations", eq. 1
 */
export async function trainSelfSupervised(
  images: ImageSource,
  input: ImageInput,
  { seed, device, signal, onProgress }: TrainClassifierOptions,
): Promise<ClassifierNetwork> {
  if (images.count < fewestImages) {
    throw new GanymedeError('DATA_EMPTY', `a feature network cannot learn from ${counted(images.count, 'image')}`, {
      remedy: 'Use more images, or another feature network with --features.',
    })
  }
  const network = makeSelfSupervised(input, { seed, device })
  try {
    await learn(network, images, input, { seed, device, signal, onProgress })
    return network
  } catch (error) {
    network.dispose()
    throw error
  }
}

async function learn(
  network: ClassifierNetwork,
  images: ImageSource,
  input: ImageInput,
  { seed, device, signal, onProgress }: TrainClassifierOptions,
): Promise<void> {
  const noise = new Generator(deriveSeed(seed, 'self-supervised-noise'))
  const random = new CounterRandom(seed, 'self-supervised')
  const size = Math.min(batch, images.count)
  const steps = Math.min(mostSteps, Math.ceil((mostEpochs * images.count) / size))
  const warm = Math.round(steps / 20)
  try {
    await learnInBatches(network, images, {
      indices: Uint32Array.from({ length: images.count }, (_, i) => i),
      size,
      steps,
      schedule: warmUp(warm, { next: cosineDecay(steps - warm) }),
      random,
      lossOf(pixels) {
        const clean = networkInput(pixels, size, images, input, device)
        const views = noGrad(() => {
          const shown = cat([clean, degraded(clean, random, noise)], 0)
          return cat([anotherView(shown, random), anotherView(shown, random)], 0).contiguous()
        })
        return contrastiveLoss(network.forward(views).logits)
      },
      signal,
      onProgress,
    })
  } finally {
    noise.dispose()
  }
}

/** A network for such images, untrained, outside of scopes. */
export function makeSelfSupervised(
  { channels, size }: ImageInput,
  { seed, device }: { readonly seed: number; readonly device: string },
): ClassifierNetwork {
  const rng = new Generator(deriveSeed(seed, 'self-supervised'))
  try {
    return scope(() =>
      new ClassifierNetwork({ channels, ...(size ?? { width: 0, height: 0 }), classes: embedding }, rng).to({ device }),
    )
  } finally {
    rng.dispose()
  }
}

/** @param z  `[2N, D]`; row i and row i + N are of one image */
function contrastiveLoss(z: Tensor): Tensor {
  const rows = z.shape[0] ?? 0
  const unit = z.div(z.square().sum([1], { keepdim: true }).add(1e-8).sqrt())
  const similarity = unit.matmul(unit.t()).div(temperature)
  // No view is compared with itself.
  const itself = eye(rows, { device: z.device }).mul(1e9)
  const partners = Int32Array.from({ length: rows }, (_, i) => (i + rows / 2) % rows)
  return crossEntropyLoss(similarity.sub(itself), tensor(partners, { dtype: 'int64', device: z.device }))
}
