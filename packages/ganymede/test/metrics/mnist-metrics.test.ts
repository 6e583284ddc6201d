/** The metrics of handwritten digits end to end: images, network, numbers. Data and weights of the shared folder. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { scope, type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { classReport, conditionalAccuracy } from '../../src/metrics/class-report.js'
import type { FeatureBatch } from '../../src/metrics/features/feature-network.js'
import { openFeatureNetwork } from '../../src/metrics/features/open-features.js'
import { fid } from '../../src/metrics/fid.js'
import { inceptionScore } from '../../src/metrics/inception-score.js'
import { memorisation } from '../../src/metrics/nearest-neighbours.js'
import { precisionRecall } from '../../src/metrics/precision-recall.js'
import { sharedPath } from '../fixtures/golden.js'
import { expectGolden, hasMetricGoldens, metricCase } from './golden-metric.js'

const weights = sharedPath('weights/mnist-lenet128.safetensors')
const images = sharedPath('data/mnist/t10k-images-idx3-ubyte.gz')
const labels = sharedPath('data/mnist/t10k-labels-idx1-ubyte.gz')

describe.skipIf(!hasMetricGoldens || weights === null || images === null || labels === null)('metrics of MNIST', () => {
  it('give the reference FID, classifier score and accuracy of 1,500 test images', async () => {
    const network = await openFeatureNetwork(weights!, { device: 'cpu', imageSize: { width: 28, height: 28 } })
    try {
      scope(() => {
        const golden = metricCase('mnist_lenet_features')
        const pixels = tensor(gunzipSync(readFileSync(images!)).subarray(16, 16 + 3000 * 784), {
          shape: [3000, 1, 28, 28],
        })
        const asked = gunzipSync(readFileSync(labels!)).subarray(8, 8 + 1500)
        const of = (part: Tensor) => network.features(part) as FeatureBatch
        const [first, second] = [of(pixels.narrow(0, 0, 1500)), of(pixels.narrow(0, 1500, 1500))]
        expectGolden(golden, 'fid_1500_vs_1500', fid(first.features, second.features).distance)
        const score = inceptionScore(first.logits!, { splits: 5 })
        expectGolden(golden, 'is_mean_5splits', score.mean)
        expectGolden(golden, 'is_std_5splits', score.std)
        expectGolden(golden, 'accuracy_1500', conditionalAccuracy(first.logits!, asked).accuracy)
        expect(classReport(first.logits!)).toMatchObject({ covered: 10, missing: [] })
        const { precision, recall, coverage } = precisionRecall(second.features, first.features)
        for (const share of [precision, recall, coverage]) expect(share).toBeGreaterThan(0.7)
        expect(memorisation(second.features, first.features).copies).toBe(0)
      })
    } finally {
      network.dispose()
    }
  })
})
