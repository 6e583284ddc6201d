/** Which metrics there are, what each needs, and which are taken when nobody chooses. */

import { GanymedeError } from '@ganymede/core'
import { didYouMean } from '@ganymede/core/text'
import { inceptionText } from '../metrics/features/inception-file.js'

/** Metrics of a set of generated images, by the names of `--metrics`. */
export const metricNames = [
  'fid',
  'kid',
  'is',
  'pr',
  'dc',
  'swd',
  'classes',
  'accuracy',
  'loss',
  'memorisation',
] as const

export type MetricName = (typeof metricNames)[number]

/** What each metric is, for help and documents. */
export const metricTexts: Readonly<Record<MetricName, string>> = {
  fid: 'Fréchet distance of the features, lower is better',
  kid: 'kernel distance of the features, lower is better, fair to small sets',
  is: 'inception score, or classifier score with another network than Inception',
  pr: 'precision and recall by nearest neighbours',
  dc: 'density and coverage by nearest neighbours',
  swd: 'sliced Wasserstein distance of the pixels; needs no network',
  classes: 'how many classes come out, and how evenly',
  accuracy: 'share of pictures of a conditional system that show the class asked for',
  loss: 'loss of real images by the system itself, for a VAE its bound in nats, tighter with --iwae; lower is better',
  memorisation: 'nearest neighbours in the training images: copies, and how close others are',
}

/** What can be measured of some pictures. */
export interface MetricPossibilities {
  readonly hasFeatures: boolean
  readonly hasLogits: boolean
  /** Whether the pictures were asked for by class, and the network knows the same classes. */
  readonly isConditional: boolean
  /** Shorter side of the images in pixels. */
  readonly side: number
  /** Smaller of the two numbers of images. */
  readonly count: number
  /** What keeps the system from telling a loss of its own for the real images, or null. */
  readonly noLoss: string | null
  /** Whether the images that were learned from are at hand. */
  readonly hasTraining: boolean
  /** Whether there are statistics of the real images instead of the images; default false. */
  readonly onlyStatistics?: boolean
}

/** Why a system, or a folder of pictures, has no loss. */
export const noLossOfSystem = 'needs a system with a loss of real images, such as a VAE'

// Those that look at pixels, or at the system itself.
const withoutFeatures: readonly MetricName[] = ['swd', 'loss']

/** Whether any of the metrics asked for compares features; so do all that are possible. */
export function needsFeatures(asked: readonly MetricName[] | undefined): boolean {
  return asked?.every((name) => withoutFeatures.includes(name)) !== true
}

/** Neighbours of precision, recall, density and coverage; the numbers of images must be above it. */
export const neighbours = 3

/**
 * The metrics to take: those asked for, or all that are possible and usual; `leftOut` says in whole lines why not others.
 *
 * @throws GanymedeError `OPTION_INVALID` naming each metric that was asked for and is not possible, with the reason
 */
export function chooseMetrics(
  asked: readonly MetricName[] | undefined,
  possible: MetricPossibilities,
): { readonly metrics: readonly MetricName[]; readonly leftOut: readonly string[] } {
  if (asked === undefined) {
    const usual = metricNames.filter((name) => name !== 'memorisation')
    const metrics = usual.filter((name) => reasonAgainst(name, possible) === null)
    const missing = usual.filter((name) => !metrics.includes(name) && name !== 'accuracy' && name !== 'loss')
    const leftOut = missing.map((name) => `left out ${name}: ${reasonAgainst(name, possible)}`)
    const needsNetwork = missing.some((name) => isNetworkMissing(name, possible))
    return { metrics, leftOut: needsNetwork ? [...leftOut, `the field's own takes ${inceptionText}`] : leftOut }
  }
  const refused = asked.flatMap((name) => {
    const reason = reasonAgainst(name, possible)
    return reason === null ? [] : [`${name}: ${reason}`]
  })
  if (refused.length > 0) {
    throw new GanymedeError('OPTION_INVALID', `--metrics ${asked.join(',')} cannot be taken here`, {
      lines: refused,
      remedy: 'Leave these metrics out, or give what they need.',
    })
  }
  return { metrics: asked, leftOut: [] }
}

/**
 * Names of metrics in a list with commas.
 *
 * @throws Error whose message follows the name of the flag
 */
export function parseMetrics(given: string): readonly MetricName[] {
  const names = given
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const unknown = names.find((name) => !isMetric(name))
  if (unknown !== undefined || names.length === 0) {
    const question = unknown === undefined ? undefined : didYouMean(unknown, metricNames)
    throw new Error(
      `must be a list of ${metricNames.join(', ')}, got ${JSON.stringify(given)}${question === undefined ? '' : `. ${question}`}`,
    )
  }
  return [...new Set(names.filter(isMetric))]
}

function isMetric(name: string): name is MetricName {
  return (metricNames as readonly string[]).includes(name)
}

/** Whether a metric would be possible with a network out of a file. */
function isNetworkMissing(name: MetricName, possible: MetricPossibilities): boolean {
  return (
    reasonAgainst(name, possible) !== null &&
    reasonAgainst(name, { ...possible, hasFeatures: true, hasLogits: true }) === null
  )
}

const needsRealImages: readonly MetricName[] = ['kid', 'pr', 'dc', 'swd', 'accuracy', 'memorisation']

function reasonAgainst(name: MetricName, possible: MetricPossibilities): string | null {
  const { hasFeatures, hasLogits, isConditional, noLoss, side, count, hasTraining } = possible
  if (name === 'swd' && possible.onlyStatistics !== true)
    return side < 16 ? `needs images of at least 16 px, these have ${side}` : null
  if (name === 'loss') return noLoss
  if (possible.onlyStatistics === true && needsRealImages.includes(name)) {
    return 'needs real images, and there are only statistics of them'
  }
  if (!hasFeatures) return 'needs a feature network: --features <file>'
  if (name === 'is' || name === 'classes') {
    if (!hasLogits) return 'needs a network that gives scores of classes'
    return name === 'is' && count < 10 ? `needs at least 10 images, there are ${count}` : null
  }
  if (name === 'accuracy') {
    if (!isConditional) return 'needs a system that takes classes, and a classifier of the same classes'
    return null
  }
  if (name === 'memorisation') return hasTraining ? null : 'needs the images that were learned from'
  if (name === 'pr' || name === 'dc') {
    return count <= neighbours ? `needs more than ${neighbours} images, there are ${count}` : null
  }
  return count < 2 ? `needs at least 2 images, there are ${count}` : null
}
