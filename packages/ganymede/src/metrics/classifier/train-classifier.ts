/** Training of the classifier that evaluation needs: a minute for MNIST on two cores, the same result for the same seed. */

import { GanymedeError } from '@ganymede/core'
import { CounterRandom, deriveSeed, shuffledIndices } from '@ganymede/core/random'
import { counted } from '@ganymede/core/text'
import { crossEntropyLoss, Generator, noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import { cosineDecay, warmUp } from '../../nn/optim/schedule.js'
import type { ImageInput } from '../features/network-input.js'
import { type LabelledImages, readImages } from './labelled-images.js'
import { learnInBatches, networkInput } from './learn-in-batches.js'
import { ClassifierNetwork } from './network.js'

/** Raised when another training would give another classifier: caches know by it. */
export const classifierVersion = 1

const batch = 128
// Enough for more than 99 % of MNIST's test images in 3 epochs; small sets are seen up to 40 times.
const imagesToSee = 180_000
const epochRange = { least: 3, most: 40 } as const
const largestSide = 64
const smallestSide = 6
// Without a test part, one image in this many is held out.
const heldOutShare = 10

export interface TrainClassifierOptions {
  readonly seed: number
  readonly device: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: { readonly step: number; readonly steps: number }) => void) | undefined
  /** Told while the accuracy is measured, which takes as long as some steps. */
  readonly onTested?: ((done: number, total: number) => void) | undefined
}

/** A trained classifier and how good it is. */
export interface TrainedClassifier {
  readonly network: ClassifierNetwork
  readonly input: ImageInput
  readonly classes: readonly string[]
  /** Share of right answers among images that it has not seen, 0…1. */
  readonly accuracy: number
}

/** The input of a classifier for images of a size: at most 64 px a side, at least 6. */
export function classifierInput({
  width,
  height,
  channels,
}: Pick<LabelledImages, 'width' | 'height' | 'channels'>): ImageInput {
  const scale = Math.min(1, largestSide / Math.max(width, height))
  const side = (pixels: number): number => Math.max(smallestSide, Math.round(pixels * scale))
  return { channels, size: { width: side(width), height: side(height) }, resizer: 'bilinear', range: '-1..1' }
}

/**
 * Trains a classifier of images, on shifted copies of them, with Adam and a cosine schedule.
 *
 * @param train  what it learns from
 * @param test   what its accuracy is measured on; null: a tenth of `train` is held out
 * @throws GanymedeError `LABELS_MISSING` with fewer than two classes
 */
export async function trainClassifier(
  train: LabelledImages,
  test: LabelledImages | null,
  { seed, device, signal, onProgress, onTested }: TrainClassifierOptions,
): Promise<TrainedClassifier> {
  const { classes } = train
  if (classes.length < 2) {
    throw new GanymedeError('LABELS_MISSING', `a classifier needs at least two classes, the data has ${classes.length}`)
  }
  const order = shuffledIndices(train.count, new CounterRandom(seed, 'classifier-held-out'))
  const heldOut = test === null ? Math.max(1, Math.floor(train.count / heldOutShare)) : 0
  const learned = order.subarray(heldOut)
  if (learned.length < 2) {
    throw new GanymedeError('DATA_EMPTY', `a classifier cannot learn from ${counted(train.count, 'image')}`, {
      remedy: 'Use more images, or another feature network with --features.',
    })
  }
  const input = classifierInput(train)
  const network = makeNetwork(train, input, { seed, device })
  try {
    await learn(network, train, learned, input, { seed, device, signal, onProgress })
    const accuracy =
      test === null
        ? await accuracyOf(network, train, order.subarray(0, heldOut), input, { device, signal, onTested })
        : await accuracyOf(
            network,
            test,
            Uint32Array.from({ length: test.count }, (_, i) => i),
            input,
            { device, signal, onTested },
          )
    return { network, input, classes, accuracy }
  } catch (error) {
    network.dispose()
    throw error
  }
}

/** A network for such images, untrained, outside of scopes. */
export function makeNetwork(
  { classes }: Pick<LabelledImages, 'classes'>,
  { channels, size }: ImageInput,
  { seed, device }: { readonly seed: number; readonly device: string },
): ClassifierNetwork {
  const rng = new Generator(deriveSeed(seed, 'classifier'))
  try {
    return scope(() =>
      new ClassifierNetwork({ channels, ...(size ?? { width: 0, height: 0 }), classes: classes.length }, rng).to({
        device,
      }),
    )
  } finally {
    rng.dispose()
  }
}

type Place = Pick<TrainClassifierOptions, 'device' | 'signal' | 'onTested'>

async function learn(
  network: ClassifierNetwork,
  images: LabelledImages,
  learned: Uint32Array,
  input: ImageInput,
  { seed, device, signal, onProgress }: TrainClassifierOptions,
): Promise<void> {
  const size = Math.min(batch, learned.length)
  const perEpoch = Math.floor(learned.length / size)
  const wanted = Math.round(imagesToSee / learned.length)
  const epochs = Math.min(epochRange.most, Math.max(epochRange.least, wanted))
  const steps = epochs * perEpoch
  const warm = Math.max(1, Math.round(steps / 20))
  const random = new CounterRandom(seed, 'classifier-order')
  await learnInBatches(network, images, {
    indices: learned,
    size,
    steps,
    schedule: warmUp(warm, { next: cosineDecay(Math.max(1, steps - warm)) }),
    random,
    lossOf(pixels, chosen) {
      const labels = labelsOf(images, chosen, device)
      const moved = shifted(pixels, images, random)
      return crossEntropyLoss(network.forward(networkInput(moved, size, images, input, device)).logits, labels)
    },
    signal,
    onProgress,
  })
}

function labelsOf(images: LabelledImages, indices: Uint32Array, device: string): Tensor {
  return tensor(
    Int32Array.from(indices, (index) => images.label(index)),
    { dtype: 'int64', device },
  )
}

async function accuracyOf(
  network: ClassifierNetwork,
  images: LabelledImages,
  indices: Uint32Array,
  input: ImageInput,
  { device, signal, onTested }: Place,
): Promise<number> {
  let right = 0
  for (let from = 0; from < indices.length; from += 2 * batch) {
    signal?.throwIfAborted()
    const some = indices.subarray(from, from + 2 * batch)
    const pixels = await readImages(images, some)
    right += scope('classifier-test', () =>
      noGrad(() => {
        const { logits } = network.forward(networkInput(pixels, some.length, images, input, device))
        return logits
          .argmax(1)
          .eq(labelsOf(images, some, device))
          .sum()
          .item()
      }),
    )
    onTested?.(from + some.length, indices.length)
  }
  return right / indices.length
}

/** Each image moved by up to a fourteenth of its side, the border repeated: 2 px for digits of 28. */
function shifted(pixels: Uint8Array, { height, width, channels }: LabelledImages, random: CounterRandom): Uint8Array {
  const size = height * width * channels
  const moved = new Uint8Array(pixels.length)
  const reach = (side: number): number => Math.round(side / 14)
  const draw = (most: number): number => (most === 0 ? 0 : random.nextInt(2 * most + 1) - most)
  for (let start = 0; start < pixels.length; start += size) {
    const [down, right] = [draw(reach(height)), draw(reach(width))]
    for (let y = 0, to = start; y < height; y += 1) {
      const row = start + Math.min(height - 1, Math.max(0, y + down)) * width * channels
      for (let x = 0; x < width; x += 1) {
        const from = row + Math.min(width - 1, Math.max(0, x + right)) * channels
        for (let c = 0; c < channels; c += 1) moved[to++] = pixels[from + c] as number
      }
    }
  }
  return moved
}
