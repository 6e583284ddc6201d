/** What every network that turns images into feature vectors has in common, whatever file it comes from. */

import { GanymedeError } from '@ganymede/core'
import type { Tensor } from '@ganymede/torch'
import type { ImageInput, InputRange, Resizer } from './network-input.js'

/** Feature vectors of some images. */
export interface FeatureBatch {
  /** `[N, D]`, float32. */
  readonly features: Tensor
  /** `[N, K]`, float32, scores before softmax; null when the network is no classifier. */
  readonly logits: Tensor | null
}

/** A network whose features metrics compare. */
export interface FeatureNetwork {
  /** Short name for tables and cards, such as `inception-fid`. */
  readonly name: string
  /** Which output of the network is taken, such as `768`. */
  readonly layer: string
  /** SHA-256 of the weights, 64 hexadecimal digits. Features of two hashes are never compared. */
  readonly hash: string
  /** Length of a feature vector. */
  readonly dims: number
  /** How images are brought to the network; part of every card. */
  readonly input: ImageInput
  /** Whether scores of classes come with the features. */
  readonly hasLogits: boolean
  /** Names of what the logits score; null without logits, or when nobody has named them. */
  readonly classes: readonly string[] | null
  /** Held-out accuracy of a classifier, 0…1; null when it is not known. */
  readonly accuracy: number | null
  /** Where the network works. */
  readonly device: string
  /**
   * Features of images. The result belongs to the caller, on the network's device, without gradients; it does not depend
   * on how images are batched, beyond rounding.
   *
   * @param images  `[N, C, H, W]`, values 0…255, uint8 or floating-point, C 1 or 3
   * @param wanted.logits  whether logits are needed, which costs some networks a second pass; default true
   */
  features(images: Tensor, wanted?: { readonly logits?: boolean }): FeatureBatch | Promise<FeatureBatch>
  /** Frees the weights. */
  dispose(): void
}

/** What a person can say about the images that a foreign file takes; the rest is the file's default. */
export interface InputChoice {
  readonly channels?: 1 | 3 | undefined
  readonly size?: { readonly width: number; readonly height: number } | undefined
  readonly resizer?: Resizer | undefined
  readonly range?: InputRange | undefined
}

/**
 * The input of a foreign file: what was chosen over what such files mostly take, colour of 0…255 at its own size.
 *
 * @throws GanymedeError `OPTION_INVALID` for a size without resizing, or a resizer without size
 */
export function foreignInput({ channels = 3, size, resizer, range = '0..255' }: InputChoice): ImageInput {
  if (size === undefined) {
    if (resizer !== undefined && resizer !== 'none') {
      throw new GanymedeError('OPTION_INVALID', `--resizer ${resizer} needs a size to resize to`, {
        remedy: 'Give it with --input-size, or leave --resizer out.',
      })
    }
    return { channels, size: null, resizer: 'none', range }
  }
  if (resizer === 'none') {
    throw new GanymedeError('OPTION_INVALID', '--resizer none and --input-size exclude one another', {
      remedy: 'Leave one of them out.',
    })
  }
  return { channels, size, resizer: resizer ?? 'clean', range }
}

/**
 * What a foreign network gave, as features and logits: `[N, D]`, or maps `[N, D, H, W]` whose means are taken.
 *
 * @throws GanymedeError `FEATURES_INVALID` for other shapes
 */
export function asVectors(path: string, output: Tensor, count: number): Tensor {
  if (output.ndim >= 2 && output.shape[0] === count && output.numel > 0) {
    const vectors = output.ndim === 2 ? output : output.flatten(2).mean([2])
    return vectors.to({ dtype: 'float32' })
  }
  throw new GanymedeError('FEATURES_INVALID', `${path} gives no feature vectors`, {
    lines: [`expected [${count}, D] or [${count}, D, H, W] for ${count} images, got [${output.shape.join(', ')}]`],
    remedy: 'Save a network that maps images to one vector each.',
  })
}
