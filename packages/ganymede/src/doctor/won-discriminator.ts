/**
 * When a discriminator has won: the one rule that the doctor judges by, with its words for pages and legends. Being right
 * nearly always is common in healthy runs; a saturated loss and a generator that is left behind belong to it as well.
 */

/** All of it must hold, as medians over the last steps. */
export interface WonRule {
  /** D is right on more than this share of real images, and of generated ones. */
  readonly accuracy: number
  /** D's loss is below this. */
  readonly loss: number
  /** The generator's adversarial loss is above this; null where its value says nothing. */
  readonly lossG: number | null
  /** Shorter spells, and the beginning of a run, are part of healthy training. */
  readonly steps: number
}

const accuracy = 0.99
const steps = 500

/** Systems that make pictures from latents, with a cross-entropy. Vanilla D losses are 0.3 to 1.4, G losses 0.7 to 4. */
export const wonRule = { accuracy, loss: 0.05, lossG: 4, steps } as const satisfies WonRule

/**
 * Systems that translate, by `ganMode`. The loss is both terms together as they are in the log: before D's factor, and the mean
 * of two discriminators. G's is what a D that says "made" of everything leaves it, in each direction; hinge has no such number.
 */
export const wonTranslationRules = {
  vanilla: { accuracy, loss: 0.05, lossG: 4, steps },
  lsgan: { accuracy, loss: 0.02, lossG: 0.9, steps },
  hinge: { accuracy, loss: 0.02, lossG: null, steps },
} as const satisfies Readonly<Record<string, WonRule>>

/** The rule as a sentence about `d/acc_real` and `d/acc_fake`. */
export function wonSentence({ accuracy, loss, lossG, steps }: WonRule): string {
  const generator = lossG === null ? '' : ` and the generator’s above ${lossG}`
  return `The discriminator has won where both stay above ${accuracy} for ${steps} steps, with its loss below ${loss}${generator}; near 1 alone is common and no harm`
}
