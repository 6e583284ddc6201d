/** The figure of merit of a VAE: the negative evidence lower bound on images that it has not learned from. */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { Generator, inferenceMode, randn, scope, type Tensor } from '@ganymede/torch'
import type { VaeNetwork, VaePass } from './networks.js'
import { klByDimension } from './objective.js'
import type { VaeOptions } from './options.js'
import { activeVariance, toUnit } from './step.js'

/** Means over all images, in nats. */
export interface VaeTestLoss {
  readonly images: number
  /** −log p(x | z) at one draw of z for each image, with the constant of the density. */
  readonly rec: number
  readonly kl: number
  /** rec + kl, an upper bound of −log p(x); lower is better. */
  readonly nelbo: number
  /** Importance-weighted bound (Burda et al. 2015), at most `nelbo` but for chance; null unless it was asked for. */
  readonly iwae: number | null
  readonly klByDimension: readonly number[]
  /** Latent dimensions whose posterior mean varies over the images by more than 0.01. */
  readonly activeUnits: number
}

export interface VaeTestOptions {
  readonly network: VaeNetwork
  readonly options: Pick<VaeOptions, 'likelihood' | 'sigma'>
  /** Default `'cpu'`. */
  readonly device?: string
  /** Seed of the draws from the posterior; default 0. */
  readonly seed?: number
  /** Draws of the importance-weighted bound, K; default 0: it is left out. Each costs one more pass through the decoder. */
  readonly importanceSamples?: number
}

/**
 * Takes images batch by batch and tells the test loss at the end. The network must be in evaluation mode; arithmetic is
 * float32.
 *
 *     IWAE: −log 1/K Σ_k p(x, z_k) / q(z_k | x)
 *
 * Memory does not grow with K: the sum is carried along as its logarithm, one draw of each image at a time.
 *
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * using meter = new VaeTestMeter({ network, options })
 * for (const images of batches) meter.add(images)
 * console.log(meter.result().nelbo)
 */
export class VaeTestMeter {
  readonly #options: Required<VaeTestOptions>
  readonly #random: Generator
  readonly #latents: { readonly kl: Float64Array; readonly mu: Float64Array; readonly muSquared: Float64Array }
  #images = 0
  #rec = 0
  #iwae = 0

  constructor(choices: VaeTestOptions) {
    const {
      network,
      options,
      device = 'cpu',
      seed = 0,
      importanceSamples = 0,
    } = givenOptions('VaeTestMeter', choices, ['network', 'options', 'device', 'seed', 'importanceSamples'])
    this.#options = { network, options, device, seed, importanceSamples }
    this.#random = new Generator(seed, device)
    const zeros = () => new Float64Array(network.shape.latentDim)
    this.#latents = { kl: zeros(), mu: zeros(), muSquared: zeros() }
  }

  /**
   * @param images  `[N, C, H, W]` in [-1, 1] on the device
   * @param labels  `[N]`, int64, for a conditional network
   */
  add(images: Tensor, labels: Tensor | null = null): void {
    scope('test-loss', () => inferenceMode(() => this.#add(toUnit(images), labels)))
  }

  #add(x: Tensor, labels: Tensor | null): void {
    const { network, options, importanceSamples } = this.#options
    const [n = 0] = x.shape
    const posterior = network.encode(x, labels)
    const draw = (): { readonly pass: VaePass; readonly eps: Tensor } => {
      const eps = randn(posterior.mu.shape, { generator: this.#random, device: this.#options.device })
      const z = posterior.mu.add(eps.mul(posterior.logVar.mul(0.5).exp()))
      return { pass: { ...posterior, z, logits: network.decode(z, labels) }, eps }
    }
    this.#images += n
    this.#rec += recByImage(draw().pass.logits, x, options).to({ dtype: 'float64' }).sum().item()
    addTo(this.#latents.kl, klByDimension(posterior))
    const mu = posterior.mu.to({ dtype: 'float64' })
    addTo(this.#latents.mu, mu.sum([0]))
    addTo(this.#latents.muSquared, mu.square().sum([0]))
    if (importanceSamples === 0) return
    const logWeights = (): Tensor =>
      scope('importance', () => {
        const { pass, eps } = draw()
        // log p(z) − log q(z | x): the constants of both densities cancel.
        const prior = pass.z.square().sub(eps.square()).sub(posterior.logVar).sum([1]).mul(-0.5)
        return prior.sub(recByImage(pass.logits, x, options)).to({ dtype: 'float64' }) // [N]
      })
    let logSum = logWeights()
    for (let k = 1; k < importanceSamples; k++) {
      const before = logSum
      logSum = scope('importance', () => logOfSum(before, logWeights()))
      before.dispose()
    }
    this.#iwae -= logSum.sum().item() - n * Math.log(importanceSamples)
  }

  /** @throws GanymedeError `DATA_EMPTY` before the first image */
  result(): VaeTestLoss {
    const n = this.#images
    if (n === 0) throw new GanymedeError('DATA_EMPTY', 'there are no images to compute the test loss of')
    const { kl, mu, muSquared } = this.#latents
    const byDimension = [...kl].map((sum) => sum / n)
    const total = byDimension.reduce((sum, one) => sum + one, 0)
    const rec = this.#rec / n
    return {
      images: n,
      rec,
      kl: total,
      nelbo: rec + total,
      iwae: this.#options.importanceSamples === 0 ? null : this.#iwae / n,
      klByDimension: byDimension,
      activeUnits: mu.filter((sum, d) => (muSquared[d] ?? 0) / n - (sum / n) ** 2 > activeVariance).length,
    }
  }

  dispose(): void {
    this.#random.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

/** log(eᵃ + eᵇ), finite for large and small ones. */
function logOfSum(a: Tensor, b: Tensor): Tensor {
  return a.maximum(b).add(a.sub(b).abs().neg().exp().log1p())
}

/** −log p(x | z) of each image with the constant of the density, `[N]`. */
function recByImage(logits: Tensor, x: Tensor, { likelihood, sigma }: VaeTestOptions['options']): Tensor {
  // softplus(l) − x·l is the cross-entropy of sigmoid(l).
  if (likelihood === 'bernoulli') return logits.softplus().sub(x.mul(logits)).flatten(1).sum([1])
  const difference = logits.sigmoid().sub(x).flatten(1)
  const pixels = difference.shape[1]!
  return likelihood === 'gaussian'
    ? difference
        .square()
        .sum([1])
        .mul(0.5 / sigma ** 2)
        .add(pixels * Math.log(sigma * Math.sqrt(2 * Math.PI)))
    : difference
        .abs()
        .sum([1])
        .mul(1 / sigma)
        .add(pixels * Math.log(2 * sigma))
}

function addTo(sums: Float64Array, values: Tensor): void {
  const added = values.to({ dtype: 'float64' }).data() as Float64Array
  added.forEach((value, d) => {
    sums[d]! += value
  })
}
