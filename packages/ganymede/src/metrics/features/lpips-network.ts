/** LPIPS with SqueezeNet, from two weight files to distances of image pairs. */
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import { lpipsDistances, lpipsInput } from '../lpips.js'
import { requireFiniteValues } from '../support/metric-inputs.js'
import { loadWeights, type Weights, weightOf } from './feature-weights.js'
import { SqueezeNet } from './squeezenet.js'

const taps = [64, 128, 256, 384, 384, 512, 512]

/** The perceptual distance of LPIPS v0.1 with its small backbone. */
export class LpipsNetwork {
  readonly #backbone: SqueezeNet
  readonly #heads: Weights
  readonly #weights: readonly Tensor[]
  readonly device: string

  /**
   * @param backbone  weights of SqueezeNet 1.1
   * @param heads     the linear layers of LPIPS v0.1, `squeeze.lin0.model.1.weight` or `lin0.model.1.weight` …
   * @throws GanymedeError `FEATURES_INVALID` when a tensor is missing or has another shape
   */
  constructor(backbone: Weights, heads: Weights, device: string) {
    this.#backbone = new SqueezeNet(backbone)
    const prefix = heads.tensors.has('squeeze.lin0.model.1.weight') ? 'squeeze.' : ''
    this.#weights = taps.map((channels, tap) =>
      weightOf(heads, `${prefix}lin${tap}.model.1.weight`, [1, channels, 1, 1]),
    )
    this.#heads = heads
    this.device = device
  }

  /** SHA-256 of both files, the backbone's first. */
  get hash(): string {
    return `${this.#backbone.hash}+${this.#heads.hash}`
  }

  /**
   * Distances of pairs; nothing is resized.
   *
   * @param a, b  `[N, C, H, W]`, values 0…255, C 1 or 3, sides of at least 17 px (32 to mean something)
   * @returns `[N]`, float32
   */
  distances(a: Tensor, b: Tensor): Tensor {
    return scope('lpips', () => noGrad(() => this.perLayer(a, b).sum([1])))
  }

  /** The parts of the distances per tap, `[N, 7]`. @throws GanymedeError `NON_FINITE` */
  perLayer(a: Tensor, b: Tensor): Tensor {
    return scope('lpips', () => {
      const { perLayer } = noGrad(() => lpipsDistances(this.#maps(a), this.#maps(b), this.#weights))
      requireFiniteValues('LPIPS', 'distances', perLayer)
      return perLayer
    })
  }

  dispose(): void {
    this.#backbone.dispose()
    this.#heads.dispose()
  }

  #maps(images: Tensor): Tensor[] {
    const [n = 0, , h = 0, w = 0] = images.shape
    const scaled = images.to({ device: this.device, dtype: 'float32' }).div(127.5).sub(1)
    return this.#backbone.maps(lpipsInput(scaled.expand([n, 3, h, w])))
  }
}

/**
 * Opens LPIPS from its two files.
 *
 * @throws GanymedeError `FEATURES_INVALID`
 */
export async function openLpips(
  backbone: string,
  heads: string,
  { device }: { readonly device: string },
): Promise<LpipsNetwork> {
  const first = await loadWeights(backbone, { device })
  let second: Weights | null = null
  try {
    second = await loadWeights(heads, { device })
    return new LpipsNetwork(first, second, device)
  } catch (error) {
    first.dispose()
    second?.dispose()
    throw error
  }
}
