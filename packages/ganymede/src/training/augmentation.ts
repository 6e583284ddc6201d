/** The augmentation of a run: which changes, how strongly, and what must be remembered of it. */

import { GanymedeError } from '@ganymede/core'
import { CounterRandom } from '@ganymede/core/random'
import { autocast, Generator, type Tensor } from '@ganymede/torch'
import { z } from 'zod'
import { adaptiveAugment, adaptiveChanges, defaultAdaptiveChanges } from '../augment/adaptive-augment.js'
import { diffAugment, diffAugmentChanges } from '../augment/diff-augment.js'
import type { Draws } from '../augment/draws.js'
import { StrengthControl } from '../augment/strength-control.js'
import type { TrainOptions } from '../options/train-options.js'
import type { RandomStreams, StepAugmentation } from '../systems/contract/system.js'

const choose = 'add --augment diffaugment or ada, or leave it out'

/** Problems of the augmentation options, one a line. */
export function augmentationProblems({ augment, augmentPolicy, augmentStrength }: TrainOptions): string[] {
  if (augment === 'none') {
    return [
      ...(augmentPolicy.length > 0
        ? [`train.augmentPolicy has no effect while train.augment is none, got ${augmentPolicy.join(',')}; ${choose}`]
        : []),
      ...(augmentStrength !== undefined
        ? [`train.augmentStrength has no effect while train.augment is none, got ${augmentStrength}; ${choose}`]
        : []),
    ]
  }
  const known: readonly string[] = augment === 'ada' ? adaptiveChanges : diffAugmentChanges
  const unknown = augmentPolicy.filter((change) => !known.includes(change))
  return unknown.length === 0
    ? []
    : [
        `train.augmentPolicy must be of ${known.join(', ')} with train.augment ${augment}, got ${unknown.join(', ')}; leave it out for those of the paper`,
      ]
}

const stateSchema = z.object({
  draws: z.object({ position: z.number(), spareNormal: z.number().nullable() }),
  strength: z.object({ p: z.number().min(0).max(1), signs: z.number(), count: z.number() }).nullable(),
})

export interface RunAugmentationOptions {
  readonly train: TrainOptions
  readonly random: RandomStreams
  readonly device: string
  readonly channelsLast: boolean
  /** Name of the system, for errors. */
  readonly system: string
}

/** Augments for one run. Made only when the run augments. */
export class RunAugmentation implements StepAugmentation {
  readonly #options: RunAugmentationOptions
  readonly #draws: CounterRandom
  readonly #control: StrengthControl | null
  #isUsed = false

  /** @throws GanymedeError `OPTION_INVALID` when policy and method do not fit */
  constructor(options: RunAugmentationOptions) {
    const { train } = options
    this.#options = options
    this.#draws = new CounterRandom(train.seed, 'augment')
    this.#control =
      train.augment === 'ada'
        ? new StrengthControl({
            target: train.adaTarget,
            interval: train.adaInterval,
            kimg: train.adaKimg,
            start: train.augmentStrength ?? 0,
          })
        : null
  }

  /** Strength p of adaptive augmentation, or null for another method. */
  get p(): number | null {
    return this.#control?.p ?? null
  }

  apply(images: Tensor, parts?: readonly number[]): Tensor {
    this.#isUsed = true
    return this.#augment(images, parts, this.#draws, this.#options.random.stream('augment-noise'))
  }

  /** Images as they are augmented at present, by draws that are always the same and move no stream. */
  preview(images: Tensor, parts?: readonly number[]): Tensor {
    const { train, device } = this.#options
    const rng = new Generator(train.seed, device)
    try {
      return this.#augment(images, parts, new CounterRandom(train.seed, 'augment-preview'), rng)
    } finally {
      rng.dispose()
    }
  }

  #augment(images: Tensor, parts: readonly number[] | undefined, draws: Draws, rng: Generator): Tensor {
    const { train, device, channelsLast } = this.#options
    const wide = images.dtype === 'float32' ? images : images.to({ dtype: 'float32' })
    const { augmentPolicy, augmentStrength } = train
    const isChosen = (change: string) => (augmentPolicy as readonly string[]).includes(change)
    // Always in float32: coordinates in bfloat16 would be off by pixels.
    const augmented = autocast({ device: device.split(':')[0] ?? 'cpu', enabled: false }, () => {
      if (this.#control === null) {
        const changes = augmentPolicy.length === 0 ? diffAugmentChanges : diffAugmentChanges.filter(isChosen)
        return diffAugment(wide, { changes, probability: augmentStrength ?? 1, draws, parts })
      }
      const changes = augmentPolicy.length === 0 ? defaultAdaptiveChanges : adaptiveChanges.filter(isChosen)
      return adaptiveAugment(wide, { changes, probability: this.#control.p, draws, rng, parts })
    })
    return augmented.contiguous({ memoryFormat: channelsLast ? 'channelsLast' : 'contiguous' })
  }

  /** @throws GanymedeError `OPTION_INVALID` when the loss has no threshold by which D could be right or wrong */
  observe(realLogits: Tensor, threshold: number | null = 0): void {
    if (this.#control === null || this.#options.train.adaKimg === 0) return
    if (threshold === null) {
      throw new GanymedeError('OPTION_INVALID', 'train.augment: ada needs a loss whose D tells real from fake', {
        remedy: 'A critic only compares. Use augment: diffaugment, or adaKimg: 0 with a fixed augmentStrength.',
      })
    }
    this.#control.observe(realLogits, threshold)
  }

  /**
   * Moves the strength when that is due; called after each step.
   *
   * @throws GanymedeError `OPTION_INVALID` when nothing was augmented: the system has no discriminator
   */
  afterStep(stepsDone: number): void {
    const { train, system } = this.#options
    if (!this.#isUsed) {
      throw new GanymedeError('OPTION_INVALID', `train.augment: ${system} has no discriminator to augment for`, {
        remedy: 'Leave it out; data.flip mirrors the images themselves.',
      })
    }
    this.#control?.adjust(stepsDone, train.batch)
  }

  state(): z.infer<typeof stateSchema> {
    return { draws: this.#draws.state(), strength: this.#control?.state() ?? null }
  }

  /**
   * Goes on from what {@link state} gave. A strength that the run did not have before, because its options were changed,
   * starts anew.
   *
   * @throws GanymedeError `CHECKPOINT_CORRUPT`
   */
  restore(saved: unknown): void {
    const parsed = stateSchema.safeParse(saved)
    if (!parsed.success) {
      throw new GanymedeError('CHECKPOINT_CORRUPT', 'the state of the augmentation is not understood', {
        cause: parsed.error,
      })
    }
    this.#draws.restore(parsed.data.draws)
    if (parsed.data.strength !== null) this.#control?.restore(parsed.data.strength)
  }

  dispose(): void {
    this.#control?.dispose()
  }
}
