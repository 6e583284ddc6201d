/** What every network that turns images into feature vectors has in common, whatever file it comes from. */
import type { Tensor } from '@ganymede/torch'
import type { ImageInput } from './preprocess.js'

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
   */
  features(images: Tensor): FeatureBatch | Promise<FeatureBatch>
  /** Frees the weights. */
  dispose(): void
}

/** The places that metrics record beside a number: features of two of these are comparable only when all agree. */
export interface FeatureIdentity {
  readonly name: string
  readonly layer: string
  readonly hash: string
  readonly input: string
}
