/** Which options of pix2pix do not fit together, and which are known to go wrong. */
import { GanymedeError } from '@ganymede/core'
import type { TrainOptions } from '../../options/train-options.js'
import { withoutEffect } from '../../options/unused-options.js'
import { checkMicroBatches } from '../../options/update-counts.js'
import type { DataShape } from '../../systems/contract/system.js'
import { smallestPatchInput } from '../image-to-image/patch-discriminator.js'
import { nearestResnetSide } from '../image-to-image/resnet-generator.js'
import { translationLossAdvice, translationLossProblems } from '../image-to-image/translation-loss.js'
import { nearestMultiple } from '../image-to-image/unet.js'
import { downsOf, factorOf, type Pix2pixOptions, pix2pixOptions, sidesOf } from './options.js'

/** Train options that a step of pix2pix fixes, and why. */
const fixed: readonly (readonly [keyof TrainOptions, number | boolean, string])[] = [
  ['dSteps', 1, 'both updates learn from the same outputs; leave it out'],
  ['gSteps', 1, 'both updates learn from the same outputs; leave it out'],
  ['shareFakes', true, 'the generator runs once a step, for both updates; leave it out'],
  ['gBnInDPhase', false, 'there is one pass of the generator, and it moves its statistics; leave it out'],
]

/** Combinations that cannot work, one sentence each. */
export function pix2pixProblems(options: Pix2pixOptions, train: TrainOptions): string[] {
  const { accumD, accumG } = train
  const problems = [...sizeProblems(options), ...translationLossProblems(options, options.normD)]
  for (const [name, wanted, why] of fixed) {
    if (train[name] !== wanted)
      problems.push(`train.${name} must be ${wanted} for pix2pix, got ${String(train[name])}: ${why}`)
  }
  problems.push(...checkMicroBatches(train, ['accumG']))
  if (accumD !== accumG) {
    problems.push(
      `train.accumD must be train.accumG (${accumG}) for pix2pix, got ${accumD}: both updates see the same pictures; use --accum-d ${accumG}`,
    )
  }
  return [
    ...problems,
    ...withoutEffect('model', options, pix2pixOptions.parse({}), [
      { names: ['downs'], when: options.network !== 'unet', need: '--network unet' },
      { names: ['layersD'], when: options.discriminator === 'pixel', need: '--discriminator patch' },
    ]),
  ]
}

/** The side nearest to this one that the generator takes. */
function nearestSide(options: Pix2pixOptions, length: number): number {
  return options.network === 'unet' ? nearestMultiple(length, factorOf(options)) : nearestResnetSide(length)
}

function generatorText(options: Pix2pixOptions): string {
  return options.network === 'unet' ? `a U-Net of ${downsOf(options)} halvings` : 'the residual generator'
}

function sizeProblems(options: Pix2pixOptions): string[] {
  const { width, height } = sidesOf(options)
  const names = options.height === 'auto' ? (['size'] as const) : (['size', 'height'] as const)
  const problems = names.flatMap((name) => {
    const length = name === 'size' ? width : height
    const fits = nearestSide(options, length)
    if (fits === length) return []
    const rule = `must be a multiple of ${factorOf(options)} for ${generatorText(options)}`
    return [`model.${name} ${rule}, got ${length}; the nearest is --${name} ${fits}`]
  })
  const least = smallestPatchInput(options.layersD)
  const shortest = Math.min(width, height)
  if (options.discriminator === 'patch' && shortest < least) {
    let layers = 1
    while (smallestPatchInput(layers + 1) <= shortest) layers++
    problems.push(
      `model.layersD must be at most ${layers} for pictures of ${width} x ${height} px, got ${options.layersD}; use --layers-d ${layers}`,
    )
  }
  return problems
}

/**
 * What only the data can tell: pictures that keep sizes of their own must fit too.
 *
 * @throws GanymedeError `OPTION_INVALID` naming the nearest size
 */
export function requireFittingData(options: Pix2pixOptions, data: DataShape): void {
  const { width, height, channels, targetChannels = channels } = data
  if (options.colours === 'lab' && (targetChannels !== 3 || (channels !== 1 && channels !== 3))) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `model.colours lab needs grey or coloured inputs and coloured outputs, and the data has ${channels} and ${targetChannels} channels`,
      { remedy: 'Use --channels 1 --target-channels 3.' },
    )
  }
  const [fitW, fitH] = [nearestSide(options, width), nearestSide(options, height)]
  const factor = factorOf(options)
  if (fitW !== width || fitH !== height) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `the sides of pictures must be multiples of ${factor} for ${generatorText(options)}, and the data has ${width} x ${height}`,
      { lines: [`nearest size that fits: ${fitW} x ${fitH}`], remedy: 'Use --preprocess resize-crop or fit.' },
    )
  }
  const least = smallestPatchInput(options.layersD)
  if (options.discriminator === 'pixel' || Math.min(width, height) >= least) return
  throw new GanymedeError(
    'OPTION_INVALID',
    `model.layersD ${options.layersD} needs ${least} px a side, and the data has ${width} x ${height}`,
    { remedy: 'Use fewer --layers-d.' },
  )
}

/** What is allowed but known to go wrong, one a line. */
export function pix2pixAdvice(options: Pix2pixOptions, train: TrainOptions): string[] {
  const { normG, inference, testDropout, dropout } = options
  const advice = translationLossAdvice(options)
  if (normG !== 'batch') return advice
  if (inference === 'batch' && train.batch > 1) {
    advice.push(
      `trained with batches of ${train.batch}, tested on the statistics of single pictures: --inference running may be better`,
    )
  }
  if (inference === 'running' && testDropout && dropout) {
    advice.push(
      '--inference running with dropout on is neither the way of the paper (batch) nor evaluation mode (--no-test-dropout)',
    )
  }
  return advice
}
