/**
 * Which changes of options training would accept in the run at hand, and what has to change with them: advice that the
 * next start refuses, or that the run follows already, is none. The refusals are those of
 * systems/losses/objective-problems.ts and of the systems; a test holds the advice against them.
 */
import { slopeOnePenalties } from '../systems/losses/objective-problems.js'
import { curveOf } from './curves.js'
import type { Evidence } from './evidence.js'
import { optionOf } from './option-of.js'

/** A change that training accepts. */
export interface PossibleChange {
  /** Value to give; undefined where only the direction is clear. */
  readonly value: string | undefined
  /** Further flags without which it would be refused. */
  readonly together: readonly string[]
}

interface Read {
  (path: string): unknown
  /** Whether there is a discriminator. */
  readonly isAdversarial: boolean
}
type Rule = (read: Read, value: string | undefined) => PossibleChange | null

const alone = (value: string | undefined): PossibleChange => ({ value, together: [] })
const when =
  (holds: (read: Read) => boolean): Rule =>
  (read, value) =>
    holds(read) ? alone(value) : null

const is = (read: Read, path: string, ...values: readonly unknown[]): boolean => values.includes(read(path))
const isSlopeOne = (penalty: unknown): boolean => slopeOnePenalties.some((name) => name === penalty)

/** Whether D's normalisation can be chosen, as in every network but some of the image GANs. */
function hasNormChoice(read: Read): boolean {
  return read('model.normD') !== undefined && is(read, 'model.network', undefined, 'dcgan', 'upsample')
}

function penaltyRule(read: Read, wanted: string | undefined): PossibleChange | null {
  if (!is(read, 'model.penalty', 'none')) return null
  // R1 belongs to the logistic objective.
  const value = is(read, 'model.objective', 'wgan') ? 'gp' : wanted
  // The convolutional conditional GAN has batch norm in D, and no option for another.
  if (read('model.normD') === undefined && is(read, 'model.network', 'conv')) return null
  if (isSlopeOne(value) && is(read, 'model.normD', 'spectral')) return null
  const hasClip = Number(read('model.clip') ?? 0) > 0
  return {
    value,
    together: [
      ...(hasNormChoice(read) && is(read, 'model.normD', 'batch', 'auto') ? ['--norm-d layer'] : []),
      ...(isSlopeOne(value) && hasClip ? ['--clip 0'] : []),
    ],
  }
}

function objectiveRule(read: Read, wanted: string | undefined): PossibleChange | null {
  // Targets and factors belong to the present objective.
  const isPlain = Object.entries({
    realLabel: 1,
    fakeLabel: 0,
    generatorLabel: 1,
    lsganScale: 1,
    lsganScaleG: 1,
  }).every(([name, neutral]) => is(read, `model.${name}`, undefined, neutral))
  if (!isPlain) return null
  return alone(is(read, 'model.objective', wanted) ? 'lsgan' : wanted)
}

const rules: Readonly<Record<string, Rule>> = {
  'model.penalty': penaltyRule,
  'model.penaltyWeight': (read) => {
    if (read('model.ganMode') === undefined) return is(read, 'model.penalty', 'none') ? null : alone(undefined)
    const value = is(read, 'model.penaltyWeight', 0) ? '10' : undefined
    // Those systems refuse a penalty beside batch norm.
    return { value, together: is(read, 'model.normD', 'batch') ? ['--norm-d instance'] : [] }
  },
  'model.objective': objectiveRule,
  'model.clip': when(
    (read) => is(read, 'model.clip', 0) && !isSlopeOne(read('model.penalty')) && !is(read, 'model.normD', 'spectral'),
  ),
  'model.normD': (read, value) => {
    if (!hasNormChoice(read)) return null
    if (value === 'layer') return is(read, 'model.normD', 'none') ? alone(value) : null
    if (isSlopeOne(read('model.penalty'))) return null
    return { value, together: Number(read('model.clip') ?? 0) > 0 ? ['--clip 0'] : [] }
  },
  'model.normG': when(
    (read) => is(read, 'model.normG', 'none') && is(read, 'model.network', undefined, 'dcgan', 'upsample'),
  ),
  'model.realLabel': when((read) => is(read, 'model.realLabel', 1) && !is(read, 'model.objective', 'wgan', 'hinge')),
  'model.instanceNoise': when((read) => is(read, 'model.instanceNoise', 0)),
  'model.dropout': when((read) => !is(read, 'model.network', 'conv')),
  'model.sigma': when((read) => !is(read, 'model.likelihood', 'bernoulli')),
  'model.klWarmup': when((read) => is(read, 'model.klWarmup', 0)),
  'model.identity': when((read) => Number(read('model.identity')) > 0),
  'model.layersD': when((read) => is(read, 'model.discriminator', 'patch') && Number(read('model.layersD')) > 1),
  'model.freeBits': when((read) => is(read, 'model.freeBits', 0)),
  'train.clipG': when((read) => is(read, 'train.clipG', 0)),
  'train.clipD': when((read) => read.isAdversarial && is(read, 'train.clipD', 0)),
  // Adaptive strength needs scores with a zero, which a critic's have not.
  'train.augment': (read, value) =>
    read.isAdversarial && is(read, 'train.augment', 'none')
      ? alone(is(read, 'model.objective', 'wgan') || is(read, 'model.ganMode', 'wgangp') ? 'diffaugment' : value)
      : null,
  'train.dSteps': when((read) => !is(read, 'train.shareFakes', true)),
  'train.freeze': when((read) => Array.isArray(read('train.freeze')) && (read('train.freeze') as unknown[]).length > 0),
  'data.flip': when((read) => is(read, 'data.flip', false)),
}

/**
 * What to give an option, as far as the run's other options allow it.
 *
 * @param path    option by its dotted path; one that the system has
 * @param wanted  value that would help; undefined for a direction such as "lower"
 * @returns null when training would refuse the change, or the run has it already
 */
export function possibleChange(evidence: Evidence, path: string, wanted: string | undefined): PossibleChange | null {
  const read = Object.assign((one: string) => optionOf(evidence, one), {
    isAdversarial: curveOf(evidence, 'd/total') !== null,
  })
  if (wanted !== undefined && String(read(path)) === wanted && path !== 'model.objective') return null
  const rule = rules[path]
  return rule === undefined ? alone(wanted) : rule(read, wanted)
}
