/** Steps that are too large for the weights they change. */
import { advise } from '../advice.js'
import { median, recent, text } from '../curves.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'
import { networksIn } from '../networks.js'

// Healthy runs of Adam begin at lr / deviation of the weights: 0.01 for 2e-4 and DCGAN's 0.02, 0.05 for 1e-3 and a layer
// of 784 inputs; later a step changes weights by less than 1 %.
const earlySteps = 30
const largestFirst = 0.3
const largestEarly = 0.1
const largestLater = 0.03
const leastLater = 3

/** A network whose steps change its weights by too large a share of their size. */
export function findTooHighLearningRate(evidence: Evidence): Finding | null {
  const found = networksIn(evidence).flatMap(({ name, probes }) => {
    const ratios = probes.map(({ step, layers }) => ({ step, ratio: median(layers.map(({ update }) => update)) }))
    const early = ratios.filter(({ step }) => step <= earlySteps)
    const later = ratios.filter(({ step }) => step > earlySteps).map(({ ratio }) => ratio)
    const first = early.find(({ ratio }) => ratio > largestFirst)
    if (first !== undefined) return [line(name, first.ratio, `in step ${first.step}`, largestFirst)]
    const high = early.filter(({ ratio }) => ratio > largestEarly)
    if (high.length >= 2) return [line(name, high[0]?.ratio ?? 0, 'in the first steps', largestEarly)]
    const now = median(recent(later))
    return later.length >= leastLater && now > largestLater ? [line(name, now, 'lately', largestLater)] : []
  })
  if (found.length === 0) return null
  return finding({
    code: 'LEARNING_RATE_TOO_HIGH',
    title: 'The learning rate is too high: each step changes the weights by a large part of their size',
    evidence: found,
    cause: 'steps this large jump over what there is to learn; losses look noisy and pictures stay coarse',
    remedy: advise(
      evidence,
      [
        ['model.lrG', 'lower % ten times'],
        ['model.lrD', 'lower % ten times'],
        ['model.lr', 'lower % ten times'],
      ],
      'Lower the learning rate ten times.',
    ),
  })
}

function line(network: string, ratio: number, when: string, threshold: number): string {
  return `${network}: a step changed weights by ${text(ratio)} of their size ${when} (healthy: about 0.01; above ${threshold} is too much)`
}
