import { conv2d, grad, readSafetensors, relu, scope, type Tensor, tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { classReport, conditionalAccuracy, histogramEntropy, labelHistogram } from '../../src/metrics/class-report.js'
import { lpipsDistances, lpipsInput, meanLpips } from '../../src/metrics/lpips.js'
import { sampleDiversity, sifid } from '../../src/metrics/sifid.js'
import { toMetricBytes } from '../../src/metrics/support/quantise.js'
import { sharedPath } from '../fixtures/golden.js'
import { expectGolden, gaussianNoise, hasMetricGoldens, metricCase, numbersOf, refusal } from './golden-metric.js'

describe('lpipsDistances', () => {
  it('is the weighted squared difference of unit vectors, by hand', () => {
    scope(() => {
      // One position, two channels: (3, 4) and (0, 2) become (0.6, 0.8) and (0, 1).
      const [a, b] = [tensor([3, 4]).view([1, 2, 1, 1]), tensor([0, 2]).view([1, 2, 1, 1])]
      const { distances, perLayer } = lpipsDistances([a, a], [b, b], [tensor([1, 10]), tensor([1, 0])])
      expect(perLayer.shape).toEqual([1, 2])
      expect(numbersOf(perLayer)[0]).toBeCloseTo(0.36 + 10 * 0.04, 6)
      expect(distances.item()).toBeCloseTo(0.36 + 0.4 + 0.36, 6)
      expect(meanLpips([distances, distances])).toBeCloseTo(1.12, 6)
    })
  })

  it('has a gradient, so that it serves as a loss', () => {
    scope(() => {
      const a = gaussianNoise([2, 3, 8, 8], 1).requiresGrad_()
      const kernels = gaussianNoise([4, 3, 3, 3], 2)
      const taps = (images: Tensor) => [relu(conv2d(lpipsInput(images), kernels))]
      const weights = [tensor([1, 1, 1, 1])]
      const { distances } = lpipsDistances(taps(a), taps(gaussianNoise([2, 3, 8, 8], 3)), weights)
      const [slope] = grad([distances.sum()], [a])
      expect(slope!.abs().max().item()).toBeGreaterThan(0)
    })
  })

  it('refuses taps and weights that do not fit, and grey images', () => {
    scope(() => {
      const map = zeros([1, 4, 2, 2])
      refusal('OPTION_INVALID', () => lpipsDistances([map], [map], [zeros([3])]))
      refusal('OPTION_INVALID', () => lpipsDistances([map], [map, map], [zeros([4])]))
      refusal('OPTION_INVALID', () => lpipsDistances([], [], []))
      refusal('OPTION_INVALID', () => lpipsInput(zeros([1, 1, 8, 8])))
    })
  })
})

const stem = sharedPath('weights/inception-fid-stem192.fp32.safetensors')

describe.skipIf(!hasMetricGoldens || stem === null)('SIFID against the reference', () => {
  it('agrees on the stem of the Inception network', () => {
    scope(() => {
      const golden = metricCase('sifid_inception_stem')
      const { tensors } = readSafetensors(stem!)
      const layer = (x: Tensor, name: string, stride: number, padding: number) =>
        relu(conv2d(x, tensors.get(`${name}.weight`)!, { bias: tensors.get(`${name}.bias`)!, stride, padding }))
      const maps = (images: Tensor) => {
        const x = images.to({ dtype: 'float32' }).div(255).mul(2).sub(1)
        return layer(layer(layer(x, 'Conv2d_1a_3x3', 2, 0), 'Conv2d_2a_3x3', 1, 0), 'Conv2d_2b_3x3', 1, 1)
      }
      const [real, fake] = [maps(golden.input('real')), maps(golden.input('fake'))]
      const values = [0, 1, 2, 3].map((i) => sifid(real.select(0, i), fake.select(0, i)).distance)
      expectGolden(golden, 'sifid_per_pair', values)
    })
  })
})

describe('sifid', () => {
  it('takes maps of different sizes and does not look at where positions are', () => {
    scope(() => {
      const map = gaussianNoise([4, 10, 12], 1)
      expect(sifid(map, map.flip([1, 2])).distance).toBeLessThan(1e-9)
      expect(sifid(map, gaussianNoise([4, 6, 9], 2).add(3)).distance).toBeGreaterThan(20)
      refusal('OPTION_INVALID', () => sifid(map, map.unsqueeze(0)))
    })
  })
})

describe('sampleDiversity', () => {
  it('is 0 for equal samples and 1 for samples that vary as the training image does', () => {
    scope(() => {
      const training = gaussianNoise([1, 40, 40], 1)
      expect(sampleDiversity(training.unsqueeze(0).expand([5, 1, 40, 40]), training)).toBe(0)
      expect(sampleDiversity(gaussianNoise([200, 1, 40, 40], 2), training)).toBeCloseTo(1, 1)
      expect(sampleDiversity(gaussianNoise([8, 3, 4, 4], 2), gaussianNoise([3, 4, 4], 3))).toBeGreaterThan(0.4)
    })
  })

  it('refuses one sample, other channels and a training image of one colour', () => {
    scope(() => {
      const samples = gaussianNoise([4, 1, 8, 8], 1)
      refusal('OPTION_INVALID', () => sampleDiversity(samples.narrow(0, 0, 1), zeros([1, 8, 8])))
      refusal('OPTION_INVALID', () => sampleDiversity(samples, zeros([3, 8, 8])))
      refusal('OPTION_INVALID', () => sampleDiversity(samples, zeros([1, 8, 8])))
    })
  })
})

describe('toMetricBytes', () => {
  it.each([
    ['truncate', [0, 0, 1, 127, 127, 128, 191, 255, 255]],
    ['nearest', [0, 0, 1, 126, 127, 128, 191, 255, 255]],
  ] as const)('gives the levels of %s, clipped', (quantisation, levels) => {
    scope(() => {
      const values = tensor([-2, -1, -0.996, -1 / 127.5, -0.001, 0, 0.5, 1, 7])
      const bytes = toMetricBytes(values, quantisation)
      expect(bytes.dtype).toBe('uint8')
      expect(numbersOf(bytes)).toEqual(levels)
    })
  })

  it('refuses NaN, which no byte can show', () => {
    scope(() => {
      refusal('NON_FINITE', () => toMetricBytes(tensor([0, Number.NaN])))
    })
  })
})

describe('class reports', () => {
  it('count classes, name the missing ones and measure how even they are', () => {
    scope(() => {
      const logits = zeros([1000, 4])
      for (const [label, from, count] of [
        [0, 0, 500],
        [1, 500, 480],
        [2, 980, 20],
      ] as const) {
        logits.narrow(0, from, count).select(1, label).fill_(5)
      }
      const report = classReport(logits)
      expect(report.histogram).toEqual([500, 480, 20, 0])
      expect(report).toMatchObject({ covered: 2, missing: [2, 3] })
      expect(report.entropy).toBeCloseTo(-(0.5 * Math.log(0.5) + 0.48 * Math.log(0.48) + 0.02 * Math.log(0.02)), 12)
      expect(report.evenness).toBeCloseTo(report.entropy / Math.log(4), 12)
      expect(report.confidence).toBeCloseTo(Math.exp(5) / (Math.exp(5) + 3), 6)
    })
  })

  it('score conditional samples per class, with null where none was asked for', () => {
    scope(() => {
      const logits = tensor([
        [1, 0, 0],
        [0, 1, 0],
        [0, 1, 0],
        [1, 0, 0],
      ])
      const { accuracy, perClass, right } = conditionalAccuracy(logits, [0, 0, 1, 0])
      expect(accuracy).toBe(0.75)
      expect(perClass).toEqual([2 / 3, 1, null])
      expect([...right]).toEqual([1, 0, 1, 1])
    })
  })

  it('refuse labels that do not exist, and lists of another length', () => {
    scope(() => {
      const logits = zeros([2, 3])
      refusal('OPTION_INVALID', () => conditionalAccuracy(logits, [0]))
      refusal('OPTION_INVALID', () => conditionalAccuracy(logits, [0, 3]))
      refusal('OPTION_INVALID', () => conditionalAccuracy(logits, [0, -1]))
      refusal('OPTION_INVALID', () => labelHistogram([0.5], 3))
    })
  })

  it('have an entropy from 0 to the logarithm of the classes', () => {
    expect(histogramEntropy([7, 0, 0])).toBe(0)
    expect(histogramEntropy([5, 5, 5])).toBeCloseTo(Math.log(3), 12)
    expect(histogramEntropy([0, 0])).toBe(0)
  })
})
