/** Autoencoders whose latents carry nothing, or too much. */
import { advise } from '../advice.js'
import { curveOf, recentMedian, text } from '../curves.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'
import { optionOf } from '../option-of.js'

const leastRows = 10
// Half a nat for a whole picture: not even one bit of it is in the latents.
const leastKl = 0.5

/** The posterior equals the prior: the decoder ignores the latents and makes one mean picture. */
export function findKlCollapse(evidence: Evidence): Finding | null {
  const kl = recentMedian(evidence, 'kl', leastRows)
  if (kl === null || isWarmingUp(evidence)) return null
  const active = recentMedian(evidence, 'active_units', leastRows)
  if (kl >= leastKl && (active === null || active >= 0.5)) return null
  const dimensions = latentDimensions(evidence)
  const rec = recentMedian(evidence, 'rec', leastRows)
  return finding({
    code: 'KL_COLLAPSE',
    title: 'Posterior collapse: the latents carry nothing, so every picture is the same mean picture',
    evidence: [
      `KL: ${text(kl)} nats a picture (below ${leastKl} nothing of the picture is in the latents)`,
      ...(active === null ? [] : [`active latent dimensions: ${text(active)} of ${dimensions}`]),
      ...(rec === null ? [] : [`reconstruction: ${text(rec)} nats`]),
    ],
    cause: 'the KL term weighs too much beside the reconstruction, or the decoder does well without latents',
    remedy: advise(
      evidence,
      [
        ['model.beta', Number(optionOf(evidence, 'model.beta')) > 1 ? 'lower % to 1 or less' : 'lower %'],
        ['model.klWarmup', 'let its weight grow slowly with %=2000'],
        ['model.freeBits', 'give each dimension some for free with %=0.05'],
      ],
      'Lower the weight of the KL term, or let it grow slowly.',
    ),
  })
}

// A dimension of a healthy posterior tells one to four nats; twelve mean a deviation of about 1e-5.
const mostKlPerDimension = 10

/** The latents carry so much that the prior has nothing to do with them: good reconstructions, useless samples. */
export function findLargeKl(evidence: Evidence): Finding | null {
  const kl = recentMedian(evidence, 'kl', leastRows)
  const dimensions = latentDimensions(evidence)
  if (kl === null || dimensions === 0 || isWarmingUp(evidence)) return null
  const each = kl / dimensions
  if (each <= mostKlPerDimension) return null
  return finding({
    code: 'KL_TOO_LARGE',
    severity: 'warning',
    title: 'The KL term hardly counts: reconstructions may be good, but samples from the prior will not be',
    evidence: [
      `KL: ${text(each)} nats in each of ${dimensions} latent dimensions (above ${mostKlPerDimension} is too much)`,
    ],
    cause: 'the KL term weighs too little beside the reconstruction, as when one is averaged and the other summed',
    remedy: advise(
      evidence,
      [
        ['model.beta', Number(optionOf(evidence, 'model.beta')) < 1 ? 'raise % to 1' : 'raise %'],
        ['model.sigma', 'raise %'],
        ['model.latentDim', 'raise %'],
      ],
      'Raise the weight of the KL term.',
    ),
  })
}

function isWarmingUp(evidence: Evidence): boolean {
  const warmUp = optionOf(evidence, 'model.klWarmup')
  const last = curveOf(evidence, 'kl')?.steps.at(-1) ?? 0
  return typeof warmUp === 'number' && last <= 1.25 * warmUp
}

function latentDimensions({ scalars, options }: Evidence): number {
  const logged = Object.keys(scalars.at(-1) ?? {}).filter((key) => /^kl\/\d+$/.test(key)).length
  const option = optionOf({ options }, 'model.latentDim')
  return logged > 0 ? logged : typeof option === 'number' ? option : 0
}
