/** From which step on a run shows what is wrong with it: before, pictures are grey in healthy runs too. */
import type { Examination } from './examination.js'
import { isTranslation } from './option-of.js'

/** First step at which pictures of seeds are judged: before, a generator makes one grey picture of all seeds. */
export const firstJudgedPictures = 50

/** The same for translations: in the beginning their networks give grey, and some pass through the identity. */
export const firstJudgedTranslations = 500

/** The step from which a verdict can be relied on, where an examination without findings comes too early; else null. */
export function tooEarly({ findings, evidence, step }: Examination): { readonly judgedFrom: number } | null {
  const judgedFrom = isTranslation(evidence) ? firstJudgedTranslations : firstJudgedPictures
  return findings.length === 0 && step < judgedFrom ? { judgedFrom } : null
}
