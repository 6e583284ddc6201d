/** All checks over the evidence of a run, causes before consequences. */

import { findBrokenTraining } from './checks/broken-training.js'
import { findUnboundedCritic, findWonDiscriminator } from './checks/discriminator.js'
import { findDuplicates, findMissingModes, findModeCollapse } from './checks/diversity.js'
import { findDeadUnits, findFrozenWeights } from './checks/frozen-weights.js'
import { findExplodingGradients, findVanishingGradients } from './checks/gradients.js'
import { findIdleTranslation, findInvertedColours } from './checks/idle-translation.js'
import { findIgnoredLabels, findMeaninglessLabels } from './checks/labels.js'
import { findTooHighLearningRate } from './checks/learning-rate.js'
import { findFewImages, findMemorisation } from './checks/memorisation.js'
import { findDataStarvation } from './checks/speed.js'
import { findKlCollapse, findLargeKl } from './checks/unused-latents.js'
import type { Evidence } from './evidence.js'
import type { Finding, FindingCode } from './finding.js'

/** A check: from evidence to what it finds; it changes nothing and reads nothing else. */
type Check = (evidence: Evidence) => Finding | null

/** In the order in which findings are told. */
const checks: readonly Check[] = [
  findBrokenTraining,
  findFrozenWeights,
  findTooHighLearningRate,
  findUnboundedCritic,
  findWonDiscriminator,
  findExplodingGradients,
  findVanishingGradients,
  findDeadUnits,
  findKlCollapse,
  findLargeKl,
  findModeCollapse,
  findMissingModes,
  findDuplicates,
  findMemorisation,
  findFewImages,
  findMeaninglessLabels,
  findIgnoredLabels,
  findIdleTranslation,
  findInvertedColours,
  findDataStarvation,
]

/** What needs no finding of its own beside its cause. */
const consequences: Partial<Record<FindingCode, readonly FindingCode[]>> = {
  WEIGHTS_DO_NOT_MOVE: [
    'DISCRIMINATOR_WON',
    'GRADIENTS_EXPLODE',
    'GRADIENTS_VANISH',
    'MODE_COLLAPSE',
    'MODES_MISSING',
    'DUPLICATES',
    'LABELS_IGNORED',
    'TRANSLATION_IDLE',
    'COLOURS_INVERTED',
  ],
  LEARNING_RATE_TOO_HIGH: [
    'GRADIENTS_EXPLODE',
    'GRADIENTS_VANISH',
    'DEAD_UNITS',
    'TRANSLATION_IDLE',
    'COLOURS_INVERTED',
  ],
  CRITIC_UNBOUNDED: ['GRADIENTS_EXPLODE', 'DISCRIMINATOR_WON'],
  DEAD_UNITS: ['GRADIENTS_VANISH'],
  // Nothing flows back through latents that nobody reads.
  KL_COLLAPSE: ['GRADIENTS_VANISH', 'DEAD_UNITS', 'MODE_COLLAPSE', 'MODES_MISSING', 'DUPLICATES', 'LABELS_IGNORED'],
  MODE_COLLAPSE: ['MODES_MISSING', 'DUPLICATES', 'LABELS_IGNORED'],
  MEMORISATION: ['FEW_IMAGES'],
  LABELS_MEANINGLESS: ['LABELS_IGNORED'],
}

/** Findings in the order of {@link checks}; consequences of others are left out. None: the run looks healthy. */
export function diagnose(evidence: Evidence): Finding[] {
  const found = checks.flatMap((check) => check(evidence) ?? [])
  const explained = new Set(found.flatMap(({ code }) => consequences[code] ?? []))
  return found.filter(({ code }) => !explained.has(code))
}
