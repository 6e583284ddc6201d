/** From features and pixels of two sets to numbers, each with its interval and the options that it depends on. */
import { scope, tensor } from '@ganymede/torch'
import { classReport, conditionalAccuracy } from '../metrics/class-report.js'
import { type FeatureSet, featureRows, featureTensor, logitsTensor } from '../metrics/features/feature-set.js'
import { fid, frechetDistance } from '../metrics/fid.js'
import { inceptionScore } from '../metrics/inception-score.js'
import { kid } from '../metrics/kid.js'
import { memorisation } from '../metrics/nearest-neighbours.js'
import { precisionRecall } from '../metrics/precision-recall.js'
import { type MetricInterval, meanInterval } from '../metrics/support/bootstrap.js'
import { fidInterval, inceptionScoreInterval, kidInterval } from '../metrics/support/feature-intervals.js'
import { gaussianStatistics } from '../metrics/support/feature-statistics.js'
import type { HeldStatistics } from '../metrics/support/reference-statistics.js'
import { slicedWasserstein } from '../metrics/swd.js'
import type { TestLoss } from '../systems/contract/system.js'
import { chooseImages, type EvaluationProgress, type PixelSet, pixelTensor } from './collect.js'
import { type MetricName, neighbours } from './metric-choice.js'

/** A number, before it is known whose it is. */
export interface Measurement {
  readonly metric: string
  readonly value: number
  readonly better: 'lower' | 'higher'
  readonly interval: MetricInterval | null
  readonly settings: Readonly<Record<string, string | number | boolean>>
  readonly details: Readonly<Record<string, number>>
  /** Whether features or pixels were compared. */
  readonly of: 'features' | 'pixels'
}

/** Two sets to be compared. */
export interface MeasuredSets {
  readonly real: FeatureSet | null
  /** In place of `real`, for what needs no more than these. */
  readonly realStatistics?: HeldStatistics
  readonly fake: FeatureSet | null
  readonly realPixels: PixelSet | null
  readonly fakePixels: PixelSet | null
  /** The class that each fake image was asked for. */
  readonly labels: Int32Array | null
  /** Features of all images that were learned from, for memorisation. */
  readonly training: FeatureSet | null
  /** Loss of the real images by the system itself. */
  readonly loss: TestLoss | null
  /** Samples of the importance-weighted bound in it. */
  readonly importanceSamples: number
  /** Whether logits are those of the FID Inception network. */
  readonly isInception: boolean
}

export interface MeasureOptions {
  readonly seed: number
  /** Resamples of intervals; 0: none; null: as many as take seconds. */
  readonly resamples: number | null
  /** Told of each metric, `total` 0, of the parts of its work, and of the resamples of its interval. */
  readonly onProgress?: EvaluationProgress | undefined
  readonly signal?: AbortSignal | undefined
}

// Distances of all pairs: 10,000 of each are what papers take at least, and a matter of seconds.
const mostNeighbours = 10_000
// Each resample of KID takes kernel matrices of 1,000 samples, whatever the count.
const kernelResamples = 100
const fewestResamples = 20
/** Images whose patches are compared; each side gives as many. */
export const mostPatchImages = 1024
// A quarter of the paper's work per image: a few seconds a level. The card tells it.
const patchEffort = { patchesPerImage: 64, directions: 128, repeats: 2 } as const

/** Takes the metrics one after the other; gives the event loop a turn between them. */
export async function measure(
  metrics: readonly MetricName[],
  sets: MeasuredSets,
  options: MeasureOptions,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const metric of metrics) {
    options.signal?.throwIfAborted()
    options.onProgress?.(metric, 0, 0)
    await new Promise((next) => setImmediate(next))
    found.push(...scope('measure', () => measureOne(metric, sets, options)))
  }
  return found
}

function measureOne(metric: MetricName, sets: MeasuredSets, options: MeasureOptions): Measurement[] {
  switch (metric) {
    case 'fid':
      return sets.realStatistics === undefined
        ? measureFid(needed(sets.real), needed(sets.fake), options)
        : measureFidAgainst(sets.realStatistics, needed(sets.fake))
    case 'kid':
      return measureKid(needed(sets.real), needed(sets.fake), options)
    case 'is':
      return measureScore(needed(sets.fake), sets.isInception, options)
    case 'pr':
    case 'dc':
      return measureNeighbours(metric, needed(sets.real), needed(sets.fake), options)
    case 'swd':
      return measurePatches(needed(sets.realPixels), needed(sets.fakePixels), options)
    case 'classes':
      return measureClasses(needed(sets.fake))
    case 'accuracy':
      return measureAccuracy(needed(sets.fake), needed(sets.labels), options)
    case 'loss':
      return measureLoss(needed(sets.loss), sets.importanceSamples)
    case 'memorisation':
      return measureMemorisation(needed(sets.training), needed(sets.fake))
  }
}

/** What the choice of metrics has made sure of. */
function needed<T>(value: T | null): T {
  if (value === null) throw new Error('a metric was chosen whose images were not collected')
  return value
}

/** Intervals take longer than their numbers. */
function resamplesOf(metric: string, { onProgress }: MeasureOptions): (done: number, total: number) => void {
  return (done, total) => onProgress?.(`${metric}, resamples of its interval`, done, total)
}

function partsOf(metric: string, { onProgress }: MeasureOptions): (done: number, total: number) => void {
  return (done, total) => onProgress?.(metric, done, total)
}

const plain = { interval: null, settings: {}, details: {}, of: 'features' } as const

function measureFid(real: FeatureSet, fake: FeatureSet, options: MeasureOptions): Measurement[] {
  const { seed, resamples } = options
  const [a, b] = [featureTensor(real), featureTensor(fake)]
  const { distance, meanTerm, traceTerm } = fid(a, b)
  const affordable = real.dims <= 256 ? 200 : real.dims <= 1024 ? fewestResamples : 0
  const times = resamples ?? affordable
  return [
    {
      ...plain,
      metric: 'fid',
      value: distance,
      better: 'lower',
      interval:
        times < 2
          ? null
          : fidInterval(a, b, distance, { seed, resamples: times, onResample: resamplesOf('fid', options) }),
      settings: { convention: 'unbiased' },
      details: { meanTerm, traceTerm },
    },
  ]
}

function measureFidAgainst({ count, mean, covariance, convention }: HeldStatistics, fake: FeatureSet): Measurement[] {
  const width = mean.length
  const real = {
    count,
    convention,
    mean: tensor(mean),
    covariance: tensor(covariance, { shape: [width, width] }),
  }
  const { distance, meanTerm, traceTerm } = frechetDistance(real, gaussianStatistics(featureTensor(fake)))
  const details = { meanTerm, traceTerm }
  return [{ ...plain, metric: 'fid', value: distance, better: 'lower', settings: { convention }, details }]
}

function measureKid(real: FeatureSet, fake: FeatureSet, options: MeasureOptions): Measurement[] {
  const { seed, resamples } = options
  const [a, b] = [featureTensor(real), featureTensor(fake)]
  const { mean, std, subsetSize } = kid(a, b, { seed })
  const times = resamples ?? kernelResamples
  return [
    {
      ...plain,
      metric: 'kid',
      value: mean,
      better: 'lower',
      interval:
        times < 2 ? null : kidInterval(a, b, mean, { seed, resamples: times, onResample: resamplesOf('kid', options) }),
      settings: { kernel: 'polynomial', estimator: 'unbiased', subsetSize, subsets: 100 },
      details: { std },
    },
  ]
}

function measureScore(fake: FeatureSet, isInception: boolean, options: MeasureOptions): Measurement[] {
  const { seed, resamples } = options
  const logits = needed(logitsTensor(fake))
  const { mean, std } = inceptionScore(logits, { order: { seed } })
  const times = resamples ?? 200
  return [
    {
      ...plain,
      metric: isInception ? 'inception-score' : 'classifier-score',
      value: mean,
      better: 'higher',
      interval:
        times < 2
          ? null
          : inceptionScoreInterval(logits, mean, { seed, resamples: times, onResample: resamplesOf('is', options) }),
      settings: { splits: 10 },
      details: { std, classes: fake.classes },
    },
  ]
}

function measureNeighbours(
  metric: 'pr' | 'dc',
  real: FeatureSet,
  fake: FeatureSet,
  options: MeasureOptions,
): Measurement[] {
  const { seed, resamples } = options
  const samples = Math.min(mostNeighbours, real.count, fake.count)
  const drawn = (set: FeatureSet, stream: string) =>
    featureTensor(featureRows(set, chooseImages(set.count, samples, seed, stream)))
  const found = precisionRecall(drawn(real, 'neighbours-real'), drawn(fake, 'neighbours-fake'), {
    k: neighbours,
    onPart: partsOf(metric, options),
  })
  const { ballsAround, recalled, covered } = found.perSample
  const times = resamples ?? 1000
  const interval = (name: string, values: ArrayLike<number>) =>
    times < 2 ? null : meanInterval(values, { seed, resamples: times, onResample: resamplesOf(name, options) })
  const one = (name: 'precision' | 'recall' | 'density' | 'coverage', values: ArrayLike<number>): Measurement => ({
    ...plain,
    metric: name,
    value: found[name],
    better: 'higher',
    interval: interval(name, values),
    settings: { k: neighbours, inside: '<=', samples },
  })
  return metric === 'pr'
    ? [
        one(
          'precision',
          ballsAround.map((balls) => (balls > 0 ? 1 : 0)),
        ),
        one('recall', recalled),
      ]
    : [
        one(
          'density',
          Float64Array.from(ballsAround, (balls) => balls / neighbours),
        ),
        one('coverage', covered),
      ]
}

function measurePatches(real: PixelSet, fake: PixelSet, options: MeasureOptions): Measurement[] {
  const samples = Math.min(real.shape[0], fake.shape[0])
  const first = (set: PixelSet) => pixelTensor(set).narrow(0, 0, samples)
  const { levels, mean } = slicedWasserstein(first(real), first(fake), {
    seed: options.seed,
    ...patchEffort,
    onPart: partsOf('swd', options),
  })
  return [
    {
      ...plain,
      metric: 'swd',
      value: mean,
      better: 'lower',
      settings: { samples, ...patchEffort },
      details: Object.fromEntries(levels.map(({ size, distance }) => [`${size}px`, distance])),
      of: 'pixels',
    },
  ]
}

function measureClasses(fake: FeatureSet): Measurement[] {
  const report = classReport(needed(logitsTensor(fake)))
  return [
    {
      ...plain,
      metric: 'class-coverage',
      value: report.covered,
      better: 'higher',
      details: {
        classes: report.histogram.length,
        entropy: report.entropy,
        evenness: report.evenness,
        confidence: report.confidence,
        ...Object.fromEntries(report.histogram.map((count, label) => [`class ${label}`, count])),
      },
    },
  ]
}

function measureAccuracy(fake: FeatureSet, labels: Int32Array, options: MeasureOptions): Measurement[] {
  const { seed, resamples } = options
  const { accuracy, perClass, right } = conditionalAccuracy(needed(logitsTensor(fake)), labels)
  const times = resamples ?? 1000
  return [
    {
      ...plain,
      metric: 'accuracy',
      value: accuracy,
      better: 'higher',
      interval:
        times < 2
          ? null
          : meanInterval(right, { seed, resamples: times, onResample: resamplesOf('accuracy', options) }),
      details: Object.fromEntries(
        perClass.flatMap((share, label) => (share === null ? [] : [[`class ${label}`, share]])),
      ),
    },
  ]
}

function measureLoss({ value, details, importanceBound }: TestLoss, importanceSamples: number): Measurement[] {
  const common = { ...plain, better: 'lower', of: 'pixels' } as const
  const loss: Measurement = { ...common, metric: 'test-loss', value, details }
  if (importanceBound === undefined) return [loss]
  return [loss, { ...common, metric: 'iwae', value: importanceBound, settings: { importanceSamples } }]
}

function measureMemorisation(training: FeatureSet, fake: FeatureSet): Measurement[] {
  const { copies, close, ratio } = memorisation(featureTensor(training), featureTensor(fake))
  return [
    {
      ...plain,
      metric: 'copies',
      value: copies,
      better: 'lower',
      settings: { training: training.count },
      details: { close, ratio },
    },
  ]
}
