/** Networks that do not learn: weights that stay where they are, units that are never active. */
import { advise } from '../advice.js'
import { percent, text } from '../curves.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'
import { leastUpdate, type NamedLayer, networksIn } from '../networks.js'
import { optionOf } from '../option-of.js'
import { wasThrownAway } from './learning-rate.js'

const leastProbes = 2

/** A network none of whose weights move. */
export function findFrozenWeights(evidence: Evidence): Finding | null {
  const warmUp = optionOf(evidence, 'train.dWarmupSteps')
  const from = typeof warmUp === 'number' ? warmUp : 0
  const unmoved = [...(evidence.change?.networks ?? [])].filter(([, largest]) => largest < leastUpdate)
  const atRest = unmoved.map(([name, largest]) => ({
    name,
    largest,
    steps: [`${evidence.change?.from} to ${evidence.change?.to}`],
  }))
  const probed = networksIn(evidence).flatMap(({ name, probes }) => {
    const last = probes.filter(({ step }) => step > from).slice(-3)
    // That is told as what it is: steps that were too large.
    if (last.length < leastProbes || wasThrownAway({ probes })) return []
    const largest = Math.max(...last.flatMap(({ layers }) => layers.map(({ update }) => update)))
    return largest < leastUpdate ? [{ name, largest, steps: last.map(({ step }) => String(step)) }] : []
  })
  const frozen = [...probed, ...atRest]
  if (frozen.length === 0) return null
  const names = frozen.map(({ name }) => name)
  return finding({
    code: 'WEIGHTS_DO_NOT_MOVE',
    title: `The weights of the ${names.join(' and the ')} do not move: it learns nothing`,
    evidence: frozen.map(
      ({ name, largest, steps }) =>
        `${name}: largest change of a weight in steps ${steps.join(', ')}: ${text(largest)} of its size (below ${leastUpdate} is nothing)`,
    ),
    cause: 'a learning rate of almost 0, frozen layers, or an optimizer that was given other parameters',
    remedy: advise(
      evidence,
      [
        ['train.freeze', 'take the network out of %'],
        ...(names.includes('generator') ? ([['model.lrG', 'raise %']] as const) : []),
        ...(names.includes('discriminator') ? ([['model.lrD', 'raise %']] as const) : []),
        ['model.lr', 'raise %'],
      ],
      'Raise the learning rate, and check that the optimizer has the parameters of this network.',
    ),
  })
}

// A third of the units of a healthy ReLU network may be silent for a batch.
const mostDead = 0.6
const leastUnits = 8

/** Layers most of whose units are inactive for every image, probe after probe. */
export function findDeadUnits(evidence: Evidence): Finding | null {
  const lines = networksIn(evidence).flatMap(({ name, probes }) => {
    const last = probes.slice(-3)
    if (last.length < 3) return []
    const alive = (layers: readonly NamedLayer[]) => layers.some(({ grad }) => grad !== undefined && grad > 0)
    return (last[0]?.layers ?? []).flatMap((layer, index) => {
      const shares = last.map(({ layers }) => {
        const now = layers[index]
        if (now === undefined || now.name !== layer.name) return 0
        // No gradient at all, while other layers have one: every unit is dead.
        return now.grad === 0 && alive(layers) ? 1 : (now.dead ?? 0)
      })
      const least = Math.min(...shares)
      // Layers of few units (to_rgb, a decision head) have nothing to spare and are no sign.
      const isLarge = layer.size >= leastUnits * leastUnits
      return least > mostDead && isLarge
        ? [`${name}.${layer.name}: ${percent(least)} of its units got no gradient in each of the last three probes`]
        : []
    })
  })
  if (lines.length === 0) return null
  return finding({
    code: 'DEAD_UNITS',
    severity: 'warning',
    title: 'Many units are dead: they are inactive for every image and learn nothing any more',
    evidence: [...lines.slice(0, 5), `more than ${percent(mostDead)} counts as too many`],
    cause: 'steps that were too large pushed ReLU units below 0 for good',
    remedy: advise(
      evidence,
      [
        ['model.lrG', 'lower %'],
        ['model.lrD', 'lower %'],
        ['model.lr', 'lower %'],
        ['model.activation', 'use leaky units with %'],
      ],
      'Lower the learning rate, or use LeakyReLU instead of ReLU.',
    ),
  })
}
