/** What a system gives to the adversarial step, and what both phases of the step work with. */
import type { Tensor } from '@ganymede/torch'
import type { Module } from '../../nn/module.js'
import type { Optimizer } from '../../nn/optim/optimizer.js'
import type { AuxiliaryLoss } from '../contract/auxiliary-loss.js'
import type { Networks, RandomStreams, StepContext } from '../contract/system.js'
import type { AdversarialLoss } from '../losses/adversarial.js'

export interface Latents {
  readonly z: Tensor
  readonly label: Tensor | null
}

/** What is particular to a system; everything else is the same for all. */
export interface AdversarialParts {
  readonly generator: Module
  readonly discriminator: Module
  readonly optimizerG: Optimizer
  readonly optimizerD: Optimizer
  readonly loss: AdversarialLoss
  /** Scales the adversarial term of G's loss only; default 1. */
  readonly weightAdv?: number
  /** Noise (and labels) for `n` fakes from a named stream. */
  latents(n: number, random: RandomStreams, stream: string): Latents
  generate(latents: Latents): Tensor
  discriminate(images: Tensor, label: Tensor | null): Tensor
  /** Changes real images before D sees them and before the run's augmentation: noise below a grey level, say. */
  prepareReal?(images: Tensor): Tensor
  /** Changes everything that D sees, after the run's augmentation; differentiable, independent draws per call. */
  augment?(images: Tensor): Tensor
  readonly auxiliaryD?: readonly AuxiliaryLoss<'d'>[]
  readonly auxiliaryG?: readonly AuxiliaryLoss<'g'>[]
  /** Before each D update and after it (weight clipping of WGAN). */
  beforeD?(): void
  afterD?(): void
  /** D updates of this step, where a system varies them; default `train.dSteps`. */
  readonly dSteps?: number
}

/** What a step of any system sees of the run. */
export type AdversarialContext = StepContext<Networks, unknown>

/** One step: its context and parts, and the weights of both networks, looked up once. */
export interface AdversarialStep {
  readonly ctx: AdversarialContext
  readonly parts: AdversarialParts
  readonly weightsG: readonly Tensor[]
  readonly weightsD: readonly Tensor[]
}

/** What D is shown of images: augmented as the run asks, then changed as the system asks. */
export function seenByD({ ctx, parts }: AdversarialStep, images: Tensor): Tensor {
  const augmented = ctx.augmentation ? ctx.augmentation.apply(images) : images
  return parts.augment === undefined ? augmented : parts.augment(augmented)
}
