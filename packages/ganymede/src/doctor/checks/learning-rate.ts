/** Steps that are too large for the weights they change. */
import { advise } from '../advice.js'
import { median, recent, text } from '../curves.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'
import { leastUpdate, type NetworkProbes, networksIn } from '../networks.js'

// Healthy runs of Adam begin at lr / deviation of the weights: 0.01 for 2e-4 and DCGAN's 0.02, 0.05 for 1e-3 and a layer
// of 784 inputs; later a step changes weights by less than 1 %.
const earlySteps = 50
const largestFirst = 0.3
const largestEarly = 0.04
const leastEarly = 3
const largestLater = 0.03
const leastLater = 3

/**
 * The share of their size by which a step can change weights that grow until they fit a rate. After t steps of one length
 * in unrelated directions it is 1 / √t, whatever the rate; Adam's, which resemble the last one, leave less: 0.4 to 0.6 / √t from
 * step 100 on in DCGANs with rates of 1e-3 to 5e-3, where 2e-3 with an average makes better pictures than the paper's
 * rates. Above it were those that swing: 1 / √t in a perceptron with 5e-3 whose pictures had collapsed.
 */
function grownInto(step: number): number {
  return 1 / Math.sqrt(2 * step)
}

/** A network whose steps change its weights by too large a share of their size. */
export function findTooHighLearningRate(evidence: Evidence): Finding | null {
  const found = networksIn(evidence).flatMap(({ name, probes }) => {
    const ratios = probes.map(({ step, layers }) => ({ step, ratio: median(layers.map(({ update }) => update)) }))
    const early = ratios.filter(({ step }) => step <= earlySteps)
    const later = ratios.filter(({ step }) => step > earlySteps)
    // One large step by itself is no sign: weight clipping cuts the first weights down once, RMSprop begins with steps
    // that are ten times too long.
    const [first] = early
    const stays = early.length >= leastEarly && early.every(({ ratio }) => ratio > largestEarly)
    if (first !== undefined && wasThrownAway({ probes })) {
      return [
        told(name, first.ratio, `in step ${first.step}`, largestFirst),
        { network: name, line: `${name}: then its weights stood still: no gradient comes back from saturated outputs` },
      ]
    }
    if (first !== undefined && first.ratio > largestFirst && stays) {
      const last = early.at(-1) ?? first
      return [
        told(name, first.ratio, `in step ${first.step}`, largestFirst),
        told(name, last.ratio, `in step ${last.step}`, largestEarly),
      ]
    }
    const now = median(recent(later.map(({ ratio }) => ratio)))
    const swings = recent(later.map(({ step, ratio }) => ratio / grownInto(step))).some((share) => share > 1)
    return later.length >= leastLater && now > largestLater && swings ? [told(name, now, 'lately', largestLater)] : []
  })
  if (found.length === 0) return null
  return finding({
    code: 'LEARNING_RATE_TOO_HIGH',
    title: 'The learning rate is too high: each step changes the weights by a large part of their size',
    evidence: found.map(({ line }) => line),
    cause: 'steps this large jump over what there is to learn; losses look noisy and pictures stay coarse',
    remedy: advise(
      evidence,
      [
        ...[...new Set(found.flatMap(({ network }) => ratesOf[network] ?? []))].map(
          (name) => [name, 'lower % ten times'] as const,
        ),
        ['model.lr', 'lower % ten times'],
      ],
      'Lower the learning rate ten times.',
      { join: 'and' },
    ),
  })
}

/** Whether none of a network's weights moves any more in the last probes. */
function hasStopped(probes: NetworkProbes['probes']): boolean {
  const last = probes.slice(-leastLater)
  return last.length === leastLater && last.every(({ layers }) => layers.every(({ update }) => update < leastUpdate))
}

/** Whether the first steps threw a network's weights so far away that it learns nothing since. */
export function wasThrownAway({ probes }: Pick<NetworkProbes, 'probes'>): boolean {
  const first = probes.find(({ step }) => step <= earlySteps)
  return first !== undefined && median(first.layers.map(({ update }) => update)) > largestFirst && hasStopped(probes)
}

/** The option with the learning rate of a network that adversarial systems have. */
const ratesOf: Readonly<Record<string, readonly string[]>> = {
  generator: ['model.lrG'],
  discriminator: ['model.lrD'],
}

interface TooLarge {
  readonly network: string
  readonly line: string
}

function told(network: string, ratio: number, when: string, threshold: number): TooLarge {
  return {
    network,
    line: `${network}: a step changed weights by ${text(ratio)} of their size ${when} (healthy: about 0.01; above ${threshold} is too much)`,
  }
}
