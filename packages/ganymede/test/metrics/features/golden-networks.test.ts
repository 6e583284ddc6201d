import { scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import type { FeatureBatch, FeatureNetwork } from '../../../src/metrics/features/feature-network.js'
import { loadWeights } from '../../../src/metrics/features/feature-weights.js'
import { InceptionNetwork, inceptionFeatures } from '../../../src/metrics/features/inception.js'
import { lenetFeatures } from '../../../src/metrics/features/lenet.js'
import { preprocess } from '../../../src/metrics/features/network-input.js'
import { type ResizeFilter, resizeFilters, resizeImages } from '../../../src/metrics/features/resize.js'
import { squeezeFeatures } from '../../../src/metrics/features/squeezenet.js'
import { type GoldenCase, loadGolden, sharedPath } from '../../fixtures/golden.js'
import { expectGolden } from './expect-golden.js'

const hasGolden =
  sharedPath('golden/metrics/inception_features.safetensors') !== null && sharedPath('weights/README.md') !== null
const device = 'cpu'

function weightsOf(name: string) {
  return loadWeights(sharedPath(`weights/${name}.safetensors`) ?? '', { device })
}

/** Runs a check inside a scope with a golden case. */
function withGolden(name: string, check: (golden: GoldenCase) => void): void {
  scope(() => check(loadGolden(name)))
}

function run(network: FeatureNetwork, golden: GoldenCase, images: string): FeatureBatch {
  return network.features(golden.tensors.get(images)!) as FeatureBatch
}

describe.skipIf(!hasGolden)('feature networks', () => {
  it.each<[ResizeFilter, string]>([
    ['tf1-bilinear', 'tf1_bilinear'],
    ['bilinear', 'torch_bilinear'],
    ['area', 'torch_area'],
    ['bilinear-antialias', 'pil_bilinear_float'],
    ['bicubic-antialias', 'pil_bicubic_float'],
    ['lanczos-antialias', 'pil_lanczos_float'],
  ])('resizes with %s as the implementations in use do', (filter, name) => {
    expect(resizeFilters).toContain(filter)
    withGolden('metrics/resize_filters', (golden) => {
      const of = (key: string) => golden.tensors.get(key)!.to({ dtype: 'float32' })
      expectGolden(golden, `down_${name}`, resizeImages(of('big'), { height: 23, width: 19 }, filter))
      expectGolden(golden, `up_${name}`, resizeImages(of('small'), { height: 20, width: 17 }, filter))
    })
  })

  it.each([
    ['inception-fid-768.mixed16', '64'],
    ['inception-fid-768.mixed16', '192'],
    ['inception-fid-768.mixed16', '768'],
    ['inception-fid-stem192.fp32', '64'],
    ['inception-fid-stem192.fp32', '192'],
  ])('computes the features of the FID Inception network: %s, layer %s', async (file, layer) => {
    const network = inceptionFeatures(await weightsOf(file), { layer, resizer: 'legacy-tf', device })
    expect(network).toMatchObject({ name: 'inception-fid', layer, dims: Number(layer) })
    withGolden('metrics/inception_features', (golden) => {
      const { features, logits } = run(network, golden, 'images')
      expect(logits).toBeNull()
      expectGolden(golden, `features${layer}`, features)
    })
    network.dispose()
  })

  it('gives the maps of the Inception stem at half the size, without resizing', async () => {
    const stem = new InceptionNetwork(await weightsOf('inception-fid-stem192.fp32'))
    withGolden('metrics/sifid_inception_stem', (golden) => {
      const input = { channels: 3, size: null, resizer: 'none', range: '-1..1' } as const
      expect(stem.stem(preprocess(golden.tensors.get('real')!, input)).shape).toEqual([4, 64, 45, 53])
    })
    stem.dispose()
  })

  it('computes the 512 features of SqueezeNet', async () => {
    const network = squeezeFeatures(await weightsOf('squeezenet1_1-features.fp32'), { device })
    withGolden('metrics/lpips_squeeze', (golden) => {
      expectGolden(golden, 'squeeze512_of_a', run(network, golden, 'a').features)
    })
    network.dispose()
  })

  it('computes features and logits of the MNIST LeNet', async () => {
    const network = lenetFeatures(await weightsOf('mnist-lenet128'), { device })
    expect(network.classes).toEqual([...'0123456789'])
    withGolden('metrics/mnist_lenet_features', (golden) => {
      const images = golden.tensors.get('images')!.unsqueeze(1)
      const { features, logits } = network.features(images) as FeatureBatch
      expectGolden(golden, 'features', features)
      expectGolden(golden, 'logits', logits!)
    })
    network.dispose()
  })

  it('reads the LeNet with 64 features by the names of its layers', async () => {
    const file = sharedPath('golden/lenet-features/lenet_mnist_feature_net.safetensors') ?? ''
    const network = lenetFeatures(await loadWeights(file, { device }), { device })
    withGolden('lenet-features/lenet_mnist_feature_net', (golden) => {
      // Stored in [-1, 1]; networks here take 0…255.
      const bytes = golden.tensors.get('images')!.add(1).mul(127.5)
      const { features, logits } = network.features(bytes) as FeatureBatch
      expectGolden(golden, 'features', features)
      expectGolden(golden, 'logits', logits!)
    })
    network.dispose()
  })

  it('gives the same features alone and in a batch', async () => {
    const network = squeezeFeatures(await weightsOf('squeezenet1_1-features.fp32'), { device })
    withGolden('metrics/lpips_squeeze', (golden) => {
      const images = golden.tensors.get('a')!
      const all = run(network, golden, 'a').features
      const one = (network.features(images.narrow(0, 1, 1)) as FeatureBatch).features
      expect(all.narrow(0, 1, 1).sub(one).abs().max().item()).toBeLessThan(1e-5)
    })
    network.dispose()
  })

  it('repeats grey for colour networks and takes luma for grey ones', () => {
    scope(() => {
      const grey = tensor([10, 200], { shape: [1, 1, 1, 2] })
      const raw = { size: null, resizer: 'none', range: '0..255' } as const
      expect(preprocess(grey, { ...raw, channels: 3 }).toArray()).toEqual([[[[10, 200]], [[10, 200]], [[10, 200]]]])
      const red = tensor([255, 0, 0], { shape: [1, 3, 1, 1] })
      expect(preprocess(red, { ...raw, channels: 1 }).item()).toBeCloseTo(0.299 * 255, 3)
    })
  })
})
