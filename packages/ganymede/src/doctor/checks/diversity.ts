/** Pictures that are too alike: mode collapse, modes that are left out, twins. */
import { type Advice, advise } from '../advice.js'
import { percent, text } from '../curves.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'
import { firstJudgedPictures } from '../first-judged.js'

const remedies: readonly Advice[] = [
  ['model.penalty', 'add a penalty with %=r1'],
  ['model.objective', 'try another objective with %=hinge'],
  ['model.lrG', 'lower %'],
  ['train.batch', 'raise %'],
  ['model.beta', 'lower %'],
]

// A generator starts with one picture for all seeds (0.1 to 0.2 of the variety of the data) and becomes more varied as
// it learns. So being low is no sign by itself: staying low is, and falling.
const fallenVariety = 0.5
const lowVariety = { early: 0.1, late: 0.25 }
const lateSteps = 2000
const leastRise = 1.1
const leastSamples = 4
const noVariety = 0.05

/** Pictures of different seeds are almost the same, and do not become more different. */
export function findModeCollapse(evidence: Evidence): Finding | null {
  const ratios = evidence.samples
    .filter(({ realSpread }) => realSpread > 0)
    .map(({ step, spread, realSpread }) => ({ step, ratio: spread / realSpread }))
  const reason = ratios.length >= leastSamples ? collapseIn(ratios) : nowCollapsed(evidence)
  if (reason === null) return null
  return finding({
    code: 'MODE_COLLAPSE',
    title: 'Mode collapse: pictures of different seeds are nearly the same',
    evidence: reason,
    cause: 'the generator has found a few pictures that satisfy the discriminator and makes no others',
    remedy: advise(evidence, remedies, 'Lower the learning rates, or use a larger batch.'),
  })
}

function collapseIn(ratios: readonly { readonly step: number; readonly ratio: number }[]): string[] | null {
  const [before, last] = ratios.slice(-2)
  if (before === undefined || last === undefined) return null
  const best = ratios.reduce((a, b) => (b.ratio > a.ratio ? b : a))
  const middle = ratios[Math.floor((ratios.length - 1) / 2)]
  const highest = Math.max(before.ratio, last.ratio)
  const isFallen = highest < fallenVariety && highest < best.ratio / 2
  const low = last.step < lateSteps ? lowVariety.early : lowVariety.late
  const isStuck = highest < low && last.ratio < leastRise * (middle?.ratio ?? 0)
  if (!isFallen && !isStuck) return null
  return [
    `distance between pictures / distance between real images: ${text(last.ratio)} at step ${last.step}`,
    isFallen
      ? `it was ${text(best.ratio)} at step ${best.step}; less than half of that is a collapse`
      : `it was ${text(middle?.ratio ?? 0)} at step ${middle?.step}; below ${low} and not rising is a collapse`,
  ]
}

function nowCollapsed({ pictures }: Evidence): string[] | null {
  if (pictures === null || pictures.realSpread === 0 || pictures.step < firstJudgedPictures) return null
  const ratio = pictures.spread / pictures.realSpread
  if (ratio >= noVariety) return null
  return [
    `distance between pictures / distance between real images: ${text(ratio)} (below ${noVariety} there is one picture)`,
  ]
}

const mostMissing = 0.4
// Pictures that are far from all images belong to no group.
const farthest = 1.6

/** Kinds of real images that the system hardly makes. */
export function findMissingModes(evidence: Evidence): Finding | null {
  const { pictures } = evidence
  if (pictures === null || pictures.groups < 4 || isUniform(pictures, varied)) return null
  if (pictures.nearest > farthest * pictures.realNearest) return null
  const share = pictures.missingGroups / pictures.groups
  if (share < mostMissing) return null
  return finding({
    code: 'MODES_MISSING',
    severity: 'warning',
    title: 'Whole kinds of images are missing from what the system makes',
    evidence: [
      `${pictures.missingGroups} of ${pictures.groups} groups of similar real images get less than a tenth of their share of ${pictures.pictures} pictures (${percent(mostMissing)} and more is too much)`,
    ],
    cause: 'the generator covers only a part of the data (dropped modes)',
    remedy: advise(evidence, remedies, 'Lower the learning rates, or use a larger batch.'),
  })
}

const mostTwins = 0.2

/** Pictures that come again for other seeds. */
export function findDuplicates(evidence: Evidence): Finding | null {
  const { pictures } = evidence
  if (pictures === null || isUniform(pictures, trained)) return null
  const { duplicates, realDuplicates } = pictures
  if (duplicates < mostTwins || duplicates < 2 * realDuplicates) return null
  return finding({
    code: 'DUPLICATES',
    severity: 'warning',
    title: 'Many pictures come several times, for different seeds',
    evidence: [
      `${percent(duplicates)} of ${pictures.pictures} pictures have a twin (real images: ${percent(realDuplicates)}; ${percent(mostTwins)} is too much)`,
    ],
    cause: 'the generator maps whole regions of its latent space to one picture',
    remedy: advise(evidence, remedies, 'Lower the learning rates, or use a larger batch.'),
  })
}

// Untrained systems make one grey picture for all seeds, which says nothing about twins; blurred pictures of half the
// variety all fall into the groups of blurred images.
const trained = 0.3
const varied = 0.6

function isUniform({ spread, realSpread }: { readonly spread: number; readonly realSpread: number }, share: number) {
  return spread < share * realSpread
}
