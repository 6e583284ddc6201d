import { scope, type Tensor } from '@ganymede/torch'
import { describe, it } from 'vitest'
import { classReport, conditionalAccuracy } from '../../src/metrics/class-report.js'
import { fid } from '../../src/metrics/fid.js'
import { inceptionScore } from '../../src/metrics/inception-score.js'
import { kid, squaredMmd } from '../../src/metrics/kid.js'
import { msSsim, msSsimDiversity } from '../../src/metrics/ms-ssim.js'
import { memorisation, nearestNeighbours, neighbourRadii } from '../../src/metrics/nearest-neighbours.js'
import { precisionRecall, realism } from '../../src/metrics/precision-recall.js'
import { psnr } from '../../src/metrics/psnr.js'
import { sampleDiversity, sifid } from '../../src/metrics/sifid.js'
import { slicedWassersteinFeatures } from '../../src/metrics/sliced-wasserstein.js'
import { ssim } from '../../src/metrics/ssim.js'
import { meanInterval } from '../../src/metrics/support/bootstrap.js'
import { fidInterval, inceptionScoreInterval, kidInterval } from '../../src/metrics/support/feature-intervals.js'
import { gaussianStatistics } from '../../src/metrics/support/feature-statistics.js'
import { toMetricBytes } from '../../src/metrics/support/quantise.js'
import { slicedWasserstein } from '../../src/metrics/swd.js'
import { gaussianNoise, refusal } from './golden-metric.js'

const seed = 0

/** Metrics of feature sets, each with the second set given. */
const ofFeatures: Record<string, (sound: Tensor, bad: Tensor) => unknown> = {
  fid: (sound, bad) => fid(sound, bad),
  'fid of the real set': (sound, bad) => fid(bad, sound),
  fidInterval: (sound, bad) => fidInterval(sound, bad, 0, { seed, resamples: 2 }),
  kid: (sound, bad) => kid(sound, bad, { seed, subsets: 1, subsetSize: 4 }),
  squaredMmd: (sound, bad) => squaredMmd(sound, bad),
  kidInterval: (sound, bad) => kidInterval(sound, bad, 0, { seed, resamples: 2 }),
  gaussianStatistics: (_, bad) => gaussianStatistics(bad),
  inceptionScore: (_, bad) => inceptionScore(bad, { splits: 1 }),
  inceptionScoreInterval: (_, bad) => inceptionScoreInterval(bad, 1, { seed, splits: 1, resamples: 2 }),
  classReport: (_, bad) => classReport(bad),
  conditionalAccuracy: (_, bad) => conditionalAccuracy(bad, new Array(8).fill(0)),
  neighbourRadii: (_, bad) => neighbourRadii(bad, 1),
  nearestNeighbours: (sound, bad) => nearestNeighbours(sound, bad),
  memorisation: (sound, bad) => memorisation(sound, bad),
  precisionRecall: (sound, bad) => precisionRecall(sound, bad),
  realism: (sound, bad) => realism(sound, bad),
  'slicedWassersteinFeatures of the fake set': (sound, bad) => slicedWassersteinFeatures(sound, bad, sound),
  'slicedWassersteinFeatures with directions': (sound, bad) => slicedWassersteinFeatures(sound, sound, bad),
}

/** Metrics of images `[2, 3, 32, 32]` in [0, 1]. */
const ofImages: Record<string, (sound: Tensor, bad: Tensor) => unknown> = {
  psnr: (sound, bad) => psnr(sound, bad, { dataRange: 1 }),
  ssim: (sound, bad) => ssim(sound, bad, { dataRange: 1 }),
  msSsim: (sound, bad) => msSsim(sound, bad, { dataRange: 1, variant: 'progan' }),
  msSsimDiversity: (_, bad) => msSsimDiversity(bad, { dataRange: 1, count: 1 }),
  toMetricBytes: (_, bad) => toMetricBytes(bad),
  sifid: (sound, bad) => sifid(sound.select(0, 0), bad.select(0, 0)),
  sampleDiversity: (sound, bad) => sampleDiversity(bad, sound.select(0, 0)),
  'sampleDiversity of the training image': (sound, bad) => sampleDiversity(sound, bad.select(0, 0)),
  slicedWasserstein: (sound, bad) => slicedWasserstein(sound, bad, { seed }),
}

/** The same values with one of them replaced. */
function spoilt(values: Tensor, number: number): Tensor {
  const copy = values.clone()
  copy.flatten().narrow(0, 3, 1).fill_(number)
  return copy
}

it('in a list of values is refused by meanInterval', () => {
  refusal('NON_FINITE', () => meanInterval([1, Number.NaN], { seed, resamples: 2 }))
})

describe.each([Number.NaN, Number.POSITIVE_INFINITY])('a single %s', (number) => {
  it.each(Object.entries(ofFeatures))('is refused by %s', (_, measure) => {
    scope(() => {
      const sound = gaussianNoise([8, 4], 1)
      refusal('NON_FINITE', () => measure(sound, spoilt(sound, number)))
    })
  })

  it.each(Object.entries(ofImages))('is refused by %s', (_, measure) => {
    scope(() => {
      const sound = gaussianNoise([2, 3, 32, 32], 1).sigmoid()
      refusal('NON_FINITE', () => measure(sound, spoilt(sound, number)))
    })
  })
})
