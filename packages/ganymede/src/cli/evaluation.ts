/** What `ganymede evaluate` does once its words are understood: chooses what is measured, and prints the table. */

import { GanymedeError } from '@ganymede/core'
import { counted, grouped } from '@ganymede/core/text'
import { findRun } from '@ganymede/runs/folder'
import { evaluateFolders } from '../evaluate/evaluate-folders.js'
import { evaluatePairs, type PairMetricName, pairMetricNames } from '../evaluate/evaluate-pairs.js'
import { evaluateRun } from '../evaluate/evaluate-run.js'
import type { EvaluateRunOptions } from '../evaluate/evaluation.js'
import { readLabelColours } from '../evaluate/label-meter.js'
import { EvaluationLimits } from '../evaluate/limits.js'
import { parseMetrics } from '../evaluate/metric-choice.js'
import { metricInterval, metricNumber, metricValue } from '../evaluate/metric-text.js'
import { verdict } from '../evaluate/verdict.js'
import type { InputRange, Resizer } from '../metrics/features/network-input.js'
import type { MetricCard } from '../metrics/support/metric-card.js'
import type { Output } from './terminal/output.js'
import { progressLine } from './terminal/progress-line.js'
import { renderTable } from './terminal/table.js'

/** Options of the command, as they were given. */
export interface EvaluationOptions {
  readonly metrics?: string | undefined
  readonly count?: number | undefined
  readonly features?: string | undefined
  readonly layer?: string | undefined
  readonly resizer?: Resizer | undefined
  readonly inputSize?: { readonly width: number; readonly height: number } | undefined
  readonly inputRange?: InputRange | undefined
  readonly inputChannels?: number | undefined
  readonly split?: 'auto' | 'train' | 'test' | undefined
  readonly against?: string | undefined
  readonly seed?: number | undefined
  readonly batch?: number | undefined
  readonly bootstrap?: number | undefined
  readonly iwae?: number | undefined
  readonly size?: number | undefined
  readonly pairs: boolean
  readonly lpipsBackbone?: string | undefined
  readonly lpipsHeads?: string | undefined
  readonly labelColours?: string | undefined
  readonly skipFloor: boolean
  readonly failAbove: readonly string[]
  readonly failBelow: readonly string[]
  readonly step?: number | undefined
  readonly best: boolean
  readonly raw: boolean
  readonly device?: string | undefined
  readonly out: string
}

interface Found {
  readonly cards: readonly MetricCard[]
  readonly floors: readonly MetricCard[]
  readonly files: readonly string[]
  /** Which checkpoint of a run was measured, in words. */
  readonly checkpoint?: string
}

const exitLimitMissed = 4

/**
 * Measures a run, or images against images, prints the table or JSON, and checks the limits.
 *
 * @returns exit code: 4 when a limit was missed
 */
export async function runEvaluation(
  { subject, real }: { readonly subject: string; readonly real: string | undefined },
  options: EvaluationOptions,
  output: Output,
): Promise<number> {
  refuseMisplaced(real !== undefined, options)
  const limits = new EvaluationLimits({ above: options.failAbove, below: options.failBelow })
  const line = progressLine(output)
  try {
    const found = await measureAsked(subject, real, options, {
      onProgress: line.show,
      onNote: (note) => {
        line.clear()
        output.note(note)
      },
    })
    line.clear()
    print(found, output)
    const missed = limits.missed(found.cards)
    for (const text of missed) output.warn(text)
    return missed.length > 0 ? exitLimitMissed : 0
  } finally {
    line.clear()
  }
}

async function measureAsked(
  subject: string,
  real: string | undefined,
  options: EvaluationOptions,
  wires: Pick<EvaluateRunOptions, 'onProgress' | 'onNote'>,
): Promise<Found> {
  const { count, features, layer, seed, batch, bootstrap, device, size, split } = options
  const labelColours = options.labelColours === undefined ? undefined : readLabelColours(options.labelColours)
  if (real !== undefined && options.pairs) {
    const cards = await evaluatePairs(subject, real, {
      metrics: options.metrics === undefined ? undefined : parsePairMetrics(options.metrics),
      size,
      seed,
      bootstrap,
      device,
      lpips: lpipsOf(options),
      labelColours,
      onProgress: wires.onProgress,
    })
    return { cards, floors: [], files: [] }
  }
  const common = {
    metrics:
      options.metrics === undefined ? undefined : asOption('--metrics', () => parseMetrics(options.metrics ?? '')),
    count,
    features,
    layer,
    input: {
      resizer: options.resizer,
      range: options.inputRange,
      channels: options.inputChannels as 1 | 3 | undefined,
      size: options.inputSize,
    },
    seed,
    batch,
    bootstrap,
    device,
    split,
    ...wires,
  }
  if (real !== undefined) {
    return { cards: await evaluateFolders(subject, real, { ...common, size }), floors: [], files: [] }
  }
  return evaluateRun(findRun(subject, { out: options.out }), {
    ...common,
    against: options.against,
    which: options.best ? 'best' : options.step,
    importanceSamples: options.iwae,
    lpips: lpipsOf(options),
    labelColours,
    raw: options.raw,
    floor: !options.skipFloor,
  })
}

/** Both files of LPIPS, or neither. */
function lpipsOf({ lpipsBackbone: backbone, lpipsHeads: heads }: EvaluationOptions) {
  if (backbone === undefined && heads === undefined) return undefined
  if (backbone !== undefined && heads !== undefined) return { backbone, heads }
  throw new GanymedeError('OPTION_INVALID', '--lpips-backbone and --lpips-heads belong together', {
    remedy: 'Give both files, or neither.',
  })
}

/** Options that belong to another kind of evaluation than the one asked for. */
function refuseMisplaced(isOfFolders: boolean, options: EvaluationOptions): void {
  const given = (name: keyof EvaluationOptions): boolean => options[name] !== undefined && options[name] !== false
  const ofRuns = ['against', 'step', 'best', 'raw', 'iwae', 'skipFloor'] as const
  const ofFolders = ['size', 'pairs'] as const
  const ofSets = ['features', 'layer', 'resizer', 'inputSize', 'inputRange', 'inputChannels', 'count', 'split'] as const
  const ofPairs = ['lpipsBackbone', 'lpipsHeads', 'labelColours'] as const
  const wrong = [
    ...(isOfFolders ? ofRuns : ofFolders).filter(given),
    ...(isOfFolders && options.pairs ? ofSets : isOfFolders ? ofPairs : []).filter(given),
  ]
  if (options.inputChannels === 2) {
    throw new GanymedeError('OPTION_INVALID', '--input-channels must be 1 or 3, got 2')
  }
  if (wrong.length === 0) return
  const kind = !isOfFolders ? 'a run' : options.pairs ? 'pairs' : 'two sets of images'
  const flags = [...new Set(wrong)].map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
  throw new GanymedeError('OPTION_INVALID', `${flags.join(', ')} cannot be used with ${kind}`, {
    remedy: 'Leave it out, or see: ganymede evaluate --help',
  })
}

function parsePairMetrics(given: string): readonly PairMetricName[] {
  const names = given.split(',').map((name) => name.trim().toLowerCase())
  const isKnown = (name: string): name is PairMetricName => (pairMetricNames as readonly string[]).includes(name)
  if (names.every(isKnown)) return [...new Set(names.filter(isKnown))]
  throw new GanymedeError('OPTION_INVALID', `--metrics must be a list of ${pairMetricNames.join(', ')}, got "${given}"`)
}

function asOption<T>(flag: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new GanymedeError('OPTION_INVALID', `${flag} ${error instanceof Error ? error.message : String(error)}`)
  }
}

function print({ cards, floors, files, checkpoint }: Found, output: Output): void {
  const sentence = verdict(cards, floors)
  output.json({ cards, floors, files, verdict: sentence, ...(checkpoint === undefined ? {} : { checkpoint }) })
  const [first] = cards
  if (first === undefined) return
  const { counts, split, subject, features } = cards.find((card) => card.features !== null) ?? first
  const step = subject.step === null ? '' : `, step ${grouped(subject.step)}`
  const which = checkpoint === undefined ? '' : `, ${checkpoint}`
  const floorOf = (card: MetricCard): string => {
    const floor = floors.find(({ metric }) => metric === card.metric)
    return floor === undefined ? '' : metricValue(floor.metric, floor.value)
  }
  output.result(
    `${subject.name}${step}${which}   ${comparedText(counts, split)}`,
    ...(features === null
      ? []
      : [`features ${features.name} ${features.layer}   ${features.input}   ${features.hash.slice(0, 12)}`]),
    '',
  )
  output.painted(
    ...renderTable(
      [
        { title: 'metric' },
        { title: 'value', isNumber: true },
        { title: '95 %', isNumber: true },
        ...(floors.length === 0 ? [] : [{ title: 'train against test', isNumber: true }]),
        { title: 'better' },
      ],
      cards.map((card) => [
        card.metric,
        metricNumber(card),
        metricInterval(card),
        ...(floors.length === 0 ? [] : [floorOf(card)]),
        card.better,
      ]),
      output.style,
    ),
  )
  if (sentence !== null) output.result('', sentence)
  for (const remark of new Set(cards.flatMap(({ remarks }) => remarks))) output.note(`note: ${remark}`)
  const [file] = files
  if (file === undefined) return
  output.note('')
  output.note(`cards: ${file}${files.length > 1 ? ` and ${files.length - 1} more` : ''}`)
}

/** What was measured against what: made pictures, or real ones alone where nothing was made, as for a loss. */
function comparedText({ fake, real }: MetricCard['counts'], split: string): string {
  if (fake === 0) return `${counted(real, 'real image')} (${split})`
  return `${counted(fake, 'image')} against ${real === 0 ? split : `${grouped(real)} (${split})`}`
}
