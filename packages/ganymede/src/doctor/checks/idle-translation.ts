/** Generators that translate, gone astray: they hand their inputs back, or turn bright into dark. */
import { advise } from '../advice.js'
import { percent, text } from '../curves.js'
import type { Evidence, TranslationEvidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'
import { firstJudgedTranslations } from '../first-judged.js'

// Share of the way to the other kind of pictures. Healthy translations of the smallest changes (seasons) make a fifth.
const leastChange = { pairs: 0.1, unpaired: 0.05 }
const leastDistance = 0.02

/** Outputs are the inputs: the generator does nothing. */
export function findIdleTranslation(evidence: Evidence): Finding | null {
  const translations = judged(evidence)
  const idle = translations.filter(({ change, distance, isPair }) => {
    if (change === null || distance === null || distance < leastDistance) return false
    return change < leastChange[isPair ? 'pairs' : 'unpaired'] * distance
  })
  if (idle.length === 0) return null
  const isPair = idle.some((one) => one.isPair)
  return finding({
    code: 'TRANSLATION_IDLE',
    title: `The generator does nothing: translations ${where(idle, translations)}are their inputs`,
    evidence: idle.map(
      ({ direction, change, distance, pictures }) =>
        `${direction}: ${pictures} outputs differ from their inputs by ${text(change ?? 0)}, which is ${percent((change ?? 0) / (distance ?? 1))} of the way to ${isPair ? 'the truth' : 'pictures of the other kind'} (below ${percent(leastChange[isPair ? 'pairs' : 'unpaired'])} is nothing)`,
    ),
    cause: isPair
      ? 'most of each truth is its input, and the losses hardly ask for the rest'
      : 'the way back and the identity loss are satisfied best by changing nothing, and the discriminators do not object',
    remedy: advise(
      evidence,
      isPair
        ? [
            ['model.l1Weight', 'lower % so that the discriminator counts for more'],
            ['model.lrD', 'raise %'],
          ]
        : [
            ['model.identity', 'lower %'],
            ['model.cycleA', 'lower % and --cycle-b'],
            ['model.lrD', 'raise %'],
          ],
      'Give the discriminator more weight.',
    ),
  })
}

const turned = -0.5

/** Bright became dark: a way back exists from there too, so that CycleGAN does not leave it by itself. */
export function findInvertedColours(evidence: Evidence): Finding | null {
  const translations = judged(evidence)
  const inverted = translations.filter(({ correlation, isPair, brightness: { input, output, target } }) => {
    // Where the other kind of pictures is the negative of this one, turning is the task.
    const isTask = !isPair && Math.abs(output - target) < Math.abs(input - target)
    return correlation < turned && !isTask
  })
  if (inverted.length === 0) return null
  const isPair = inverted.some((one) => one.isPair)
  return finding({
    code: 'COLOURS_INVERTED',
    severity: 'warning',
    title: `Colours are inverted: bright has become dark ${where(inverted, translations)}`.trimEnd(),
    evidence: inverted.map(
      ({ direction, correlation, pictures }) =>
        `${direction}: the brightness of ${pictures} outputs goes with that of ${isPair ? 'their truths' : 'their inputs'} by ${text(correlation)} (1: alike, below ${turned}: turned round)`,
    ),
    cause: isPair
      ? 'the difference to the truth counts for too little'
      : 'the generators found the negative early, and the way back holds from there too',
    remedy: isPair
      ? advise(evidence, [['model.l1Weight', 'raise %']], 'Raise the weight of the difference to the truth.')
      : `${advise(
          evidence,
          [
            ['model.identity', 'raise %'],
            ['model.initGain', 'lower %'],
            ['train.seed', 'start with another %'],
          ],
          'Start again with another seed.',
        )} A run that is there already seldom turns back: start anew.`,
  })
}

function judged({ translations }: Evidence): readonly TranslationEvidence[] {
  return translations === null || translations.step < firstJudgedTranslations ? [] : translations.directions
}

function where(some: readonly TranslationEvidence[], all: readonly TranslationEvidence[]): string {
  return some.length === all.length ? '' : `${some.map(({ direction }) => direction).join(' and ')} `
}
