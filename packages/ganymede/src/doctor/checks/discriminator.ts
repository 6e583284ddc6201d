/** Discriminators and critics that got away: saturated logits, scores without bound. */

import { advise } from '../advice.js'
import { curveOf, median, part, percent, recent, text } from '../curves.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'
import { isTranslation, optionOf } from '../option-of.js'
import { type WonRule, wonRule, wonTranslationRules } from '../won-discriminator.js'

const leastRows = 10
const crossEntropies = ['vanilla', 'logistic', 'minimax', 'non-saturating', 'nonSaturating']

/** Whether D is a classifier with a cross-entropy loss, whose accuracy and loss say who is ahead. */
function isCrossEntropy(evidence: Evidence): boolean {
  const objective = objectiveOf(evidence)
  if (typeof objective === 'string') return crossEntropies.includes(objective)
  return !isCritic(evidence)
}

/** Whether D is a critic: its loss is a difference of means and so below 0. */
function isCritic(evidence: Evidence): boolean {
  const objective = objectiveOf(evidence)
  if (typeof objective === 'string') return objective === 'wgan' || objective === 'wgangp'
  const real = curveOf(evidence, 'd/adv_real')
  const fake = curveOf(evidence, 'd/adv_fake')
  return [...(real?.values ?? []), ...(fake?.values ?? [])].some((value) => value < 0)
}

/** Translation systems call it by the name of the authors' option. */
function objectiveOf(evidence: Evidence): unknown {
  return optionOf(evidence, 'model.objective') ?? optionOf(evidence, 'model.ganMode')
}

const hopelessLossG = 8

/** What the discriminator of a run is judged by; null where its accuracy says nothing about who is ahead. */
export function wonRuleOf(evidence: Evidence): WonRule | null {
  if (!isTranslation(evidence)) return isCrossEntropy(evidence) ? wonRule : null
  const mode = optionOf(evidence, 'model.ganMode')
  return mode === 'vanilla' || mode === 'lsgan' || mode === 'hinge' ? wonTranslationRules[mode] : null
}

/** D is always right and sure of it, and G's loss has grown: what G gets is hardly a gradient any more. */
export function findWonDiscriminator(evidence: Evidence): Finding | null {
  const rule = wonRuleOf(evidence)
  if (rule === null) return null
  if (isTranslation(evidence)) return findWonTranslationJudge(evidence, rule)
  const generator = curveOf(evidence, 'g/adv', leastRows)
  const last = generator?.steps.at(-1) ?? 0
  const lossD = medianSince(evidence, 'd/total', last - rule.steps)
  const real = medianSince(evidence, 'd/acc_real', last - rule.steps)
  const fake = medianSince(evidence, 'd/acc_fake', last - rule.steps)
  if (generator === null || last < 2 * rule.steps || lossD === null || real === null || fake === null) return null
  const now = median(recent(generator.values))
  const before = median(part(generator.values, 0, 0.2))
  const isSure = lossD < rule.loss && Math.min(real, fake) > rule.accuracy
  const { lossG } = wonRule
  if (!isSure || now < lossG || (now < 1.5 * before && now < hopelessLossG)) return null
  return finding({
    code: 'DISCRIMINATOR_WON',
    severity: now > hopelessLossG || lossD < rule.loss / 5 ? 'problem' : 'warning',
    title: 'The discriminator has won: it is always right and the generator learns nothing from it',
    evidence: [
      `it is right on ${percent(real)} of real images and ${percent(fake)} of generated ones (above ${percent(rule.accuracy)} beside what follows is too much)`,
      `its loss has been ${text(lossD)} for the last ${rule.steps} steps (below ${rule.loss} is saturated)`,
      `the generator's loss grew from ${text(before)} to ${text(now)} (above ${lossG} is too much)`,
    ],
    cause: 'the discriminator learns faster than the generator, or has too few images and knows them by heart',
    remedy: advise(
      evidence,
      [
        ['model.lrD', 'lower %'],
        ['model.realLabel', 'smooth its targets with %=0.9'],
        ['model.instanceNoise', 'blur its view with %=0.1'],
        ['model.penalty', 'hold it back with %=r1'],
        ['train.augment', 'augment what it sees with %=ada'],
      ],
      'Lower the learning rate of the discriminator.',
    ),
  })
}

/**
 * The same for systems that translate: what else they learn from goes on, so that it is no more than a warning, and D's loss
 * is near 0 for long stretches of healthy runs.
 */
function findWonTranslationJudge(
  evidence: Evidence,
  { accuracy, loss: saturated, lossG, steps }: WonRule,
): Finding | null {
  const last = curveOf(evidence, 'g/adv', leastRows)?.steps.at(-1) ?? 0
  if (last < 2 * steps) return null
  const since = (key: string) => medianSince(evidence, key, last - steps)
  const [termR, termF, real, fake] = ['d/adv_real', 'd/adv_fake', 'd/acc_real', 'd/acc_fake'].map(since)
  const adv = since('g/adv_a2b') === null ? since('g/adv') : (since('g/adv') ?? 0) / 2
  if (termR == null || termF == null || real == null || fake == null || adv === null) return null
  const loss = termR + termF
  if (loss >= saturated || Math.min(real, fake) <= accuracy || adv < (lossG ?? 0)) return null
  return finding({
    code: 'DISCRIMINATOR_WON',
    severity: 'warning',
    title: 'The discriminator has won: it recognises every translation, and says little about how to make better ones',
    evidence: [
      `it is right on ${percent(real)} of real patches and ${percent(fake)} of made ones (above ${percent(accuracy)} beside what follows is too much)`,
      `both terms of its loss together have been ${text(loss)} for the last ${steps} steps (below ${saturated} is saturated)`,
      ...(lossG === null ? [] : [`the generator's adversarial loss is ${text(adv)} (above ${lossG} it is given up)`]),
    ],
    cause: 'few pictures, which the discriminator knows by heart, or a discriminator that learns too fast',
    remedy: advise(
      evidence,
      [
        ['train.augment', 'augment what it sees with %=diffaugment'],
        ['model.lrD', 'lower %'],
        ['model.layersD', 'let it see smaller patches with a lower %'],
      ],
      'Lower the learning rate of the discriminator.',
    ),
  })
}

function medianSince(evidence: Evidence, key: string, step: number): number | null {
  const curve = curveOf(evidence, key)
  const values = curve?.values.filter((_, i) => (curve.steps[i] ?? 0) > step) ?? []
  return values.length < 3 ? null : median(values)
}

const largestGrowth = 4
const noticeableGap = 20

/** A critic whose scores grow without bound: nothing holds its slope. */
export function findUnboundedCritic(evidence: Evidence): Finding | null {
  if (!isCritic(evidence)) return null
  const real = curveOf(evidence, 'd/real_logit', leastRows)
  const fake = curveOf(evidence, 'd/fake_logit', leastRows)
  if (real === null || fake === null || real.values.length !== fake.values.length) return null
  const gaps = real.values.map((value, i) => Math.abs(value - (fake.values[i] ?? 0)))
  const now = median(recent(gaps))
  const middle = median(part(gaps, 0.35, 0.55))
  // A function of slope 1 differs by no more than the distance of its inputs; a difference of 1 in each of n values is
  // more than lies between real images and even grey ones.
  const bound = evidence.pixels > 0 ? Math.sqrt(evidence.pixels) : Number.POSITIVE_INFINITY
  const isGrowing = now > noticeableGap && now > largestGrowth * middle
  if (now <= bound && !isGrowing) return null
  return finding({
    code: 'CRITIC_UNBOUNDED',
    title: 'The critic is not bound: its scores grow without end',
    evidence: [
      `scores of real and generated images are ${text(now)} apart (${text(middle)} in the middle of the run)`,
      ...(now > bound ? [`a critic of slope 1 does not get beyond ${text(bound)} with images of this size`] : []),
      ...(isGrowing ? [`${largestGrowth} times more than in the middle of the run is too much`] : []),
    ],
    cause:
      'a Wasserstein loss without anything that limits the slope of the critic: no clipping, penalty or spectral norm, or far too weak a one',
    remedy: advise(
      evidence,
      [
        ['model.penalty', 'set %=gp'],
        ['model.penaltyWeight', 'raise %'],
        ['model.clip', 'clip the weights with %=0.01'],
        ['model.normD', 'use %=spectral'],
      ],
      'Add a gradient penalty, weight clipping or spectral normalisation to the critic.',
    ),
  })
}
