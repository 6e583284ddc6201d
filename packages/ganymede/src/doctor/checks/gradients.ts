/** Gradients that explode or vanish, by network and by layer. */
import { advise } from '../advice.js'
import { curveOf, median, part, recent, text } from '../curves.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'
import { networksIn } from '../networks.js'

const leastRows = 10
// Healthy norms drift by a factor of ten over a run.
const largestGrowth = 50
const largeNorm = 1000

// The option with the learning rate of the network whose norm this is.
const rateOf = { 'g/grad_norm': 'model.lrG', 'd/grad_norm': 'model.lrD', grad_norm: 'model.lr' } as const

/** Gradient norms that grew out of all proportion. */
export function findExplodingGradients(evidence: Evidence): Finding | null {
  const exploded: (keyof typeof rateOf)[] = []
  const lines: string[] = []
  for (const key of ['g/grad_norm', 'd/grad_norm', 'grad_norm'] as const) {
    const curve = curveOf(evidence, key, leastRows)
    if (curve === null) continue
    const before = median(part(curve.values, 0, 0.2))
    const now = median(recent(curve.values))
    if (now <= largeNorm || now <= largestGrowth * before) continue
    exploded.push(key)
    lines.push(
      `${key}: ${text(before)} at the beginning, ${text(now)} now (${largestGrowth} times more is too much)`,
      worst(evidence, key),
    )
  }
  if (exploded.length === 0) return null
  return finding({
    code: 'GRADIENTS_EXPLODE',
    title: 'Gradients explode',
    evidence: lines.filter((line) => line !== ''),
    cause: 'a learning rate that is too high, or a discriminator whose slope nothing bounds',
    remedy: advise(
      evidence,
      [
        ...exploded.map(
          (key) => [key === 'd/grad_norm' ? 'train.clipD' : 'train.clipG', 'limit them with %=1'] as const,
        ),
        ['model.penalty', 'bound the slope of D with %=r1'],
        ...exploded.map((key) => [rateOf[key], 'lower %'] as const),
      ],
      'Lower the learning rate, or clip gradients.',
    ),
  })
}

/** The layer with the largest gradient in the last probe. */
function worst(evidence: Evidence, key: string): string {
  const name = { 'g/grad_norm': 'generator', 'd/grad_norm': 'discriminator' }[key]
  const network = networksIn(evidence).find((one) => name === undefined || one.name === name)
  const last = network?.probes.at(-1)
  const layer = [...(last?.layers ?? [])].sort((a, b) => (b.grad ?? 0) - (a.grad ?? 0))[0]
  if (network === undefined || last === undefined || layer === undefined) return ''
  return `largest in step ${last.step}: ${network.name}.${layer.name}, norm ${text(layer.grad ?? 0)}`
}

// Between the layers of a healthy network lie factors of ten to a hundred.
const leastShare = 1e-6
const leastGradient = 1e-9

/** Layers that hardly any gradient reaches although others of the same network have one. */
export function findVanishingGradients(evidence: Evidence): Finding | null {
  const lines = networksIn(evidence).flatMap(({ name, probes }) => {
    const last = probes.slice(-3)
    if (last.length < 3) return []
    const weak = last.map(({ layers }) => {
      const sizes = layers.flatMap(({ name: layer, grad, size }) =>
        grad === undefined ? [] : [{ layer, typical: grad / Math.sqrt(Math.max(1, size)) }],
      )
      const largest = Math.max(0, ...sizes.map(({ typical }) => typical))
      return { largest, sizes: new Map(sizes.map(({ layer, typical }) => [layer, typical])) }
    })
    if (weak.every(({ largest, sizes }) => sizes.size > 0 && largest < leastGradient)) {
      return [
        `${name}: no layer has a gradient above ${text(Math.max(...weak.map(({ largest }) => largest)))} an element`,
      ]
    }
    return [...(weak[0]?.sizes.keys() ?? [])].flatMap((layer) => {
      const isWeak = weak.every(({ largest, sizes }) => {
        const typical = sizes.get(layer)
        return typical !== undefined && typical > 0 && typical < leastShare * largest
      })
      const now = weak.at(-1)
      return isWeak && now !== undefined
        ? [
            `${name}.${layer}: ${text(now.sizes.get(layer) ?? 0)} an element, the strongest layer has ${text(now.largest)}`,
          ]
        : []
    })
  })
  if (lines.length === 0) return null
  return finding({
    code: 'GRADIENTS_VANISH',
    title: 'Gradients vanish: some layers cannot learn',
    evidence: [
      ...lines.slice(0, 5),
      `measured in the last three probes; less than ${leastShare} of the strongest layer counts`,
    ],
    cause: 'saturated activations, a network too deep for its initialisation, or a discriminator that is always right',
    remedy: advise(
      evidence,
      [
        ['model.objective', 'try another objective with %=hinge'],
        ['model.normG', 'normalise the layers with %=batch'],
        ['model.normD', 'normalise the layers with %=layer'],
        ['model.lrD', 'lower %'],
      ],
      'Use ReLU or LeakyReLU, normalisation layers, or fewer layers.',
    ),
  })
}
