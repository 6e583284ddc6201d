/** Features of a whole set of images, collected batch by batch into plain arrays: they outlive every scope. */

import { GanymedeError } from '@ganymede/core'
import { scope, type Tensor, tensor } from '@ganymede/torch'
import type { FeatureNetwork } from './feature-network.js'

/** Feature vectors of a set of images, row by row. */
export interface FeatureSet {
  readonly count: number
  readonly dims: number
  /** `[count, dims]` */
  readonly features: Float32Array
  /** Number of scores per image; 0 without logits. */
  readonly classes: number
  /** `[count, classes]`, or null */
  readonly logits: Float32Array | null
}

/** Features of a set as a tensor `[count, dims]` of the caller's scope, on the CPU. */
export function featureTensor({ features, count, dims }: FeatureSet): Tensor {
  return tensor(features, { shape: [count, dims] })
}

/** Logits of a set as a tensor `[count, classes]` of the caller's scope, or null. */
export function logitsTensor({ logits, count, classes }: FeatureSet): Tensor | null {
  return logits === null ? null : tensor(logits, { shape: [count, classes] })
}

/** The first rows of a set, or the rows chosen. */
export function featureRows(set: FeatureSet, rows: ArrayLike<number>): FeatureSet {
  const pick = (values: Float32Array, width: number): Float32Array => {
    const chosen = new Float32Array(rows.length * width)
    for (let i = 0; i < rows.length; i += 1) {
      const from = (rows[i] ?? 0) * width
      chosen.set(values.subarray(from, from + width), i * width)
    }
    return chosen
  }
  return {
    ...set,
    count: rows.length,
    features: pick(set.features, set.dims),
    logits: set.logits === null ? null : pick(set.logits, set.classes),
  }
}

/**
 * Collects the features of images that come in batches.
 *
 * @example
 * const collector = new FeatureCollector(network)
 * await collector.add(pixels, [n, h, w, c])
 * const set = collector.finish()
 */
export class FeatureCollector {
  readonly #network: FeatureNetwork
  readonly #wanted: { readonly logits: boolean }
  readonly #features: Float32Array[] = []
  readonly #logits: Float32Array[] = []
  #count = 0
  #classes = 0

  constructor(network: FeatureNetwork, { logits = true }: { readonly logits?: boolean } = {}) {
    this.#network = network
    this.#wanted = { logits }
  }

  /**
   * @param pixels  `[n, h, w, c]`, row-major
   * @throws GanymedeError `FEATURES_INVALID` when the network gives other numbers than it promised, or NaN
   */
  async add(pixels: Uint8Array, [n, h, w, c]: readonly [number, number, number, number]): Promise<void> {
    const images = scope('images', () =>
      tensor(pixels, { shape: [n, h, w, c] })
        .permute([0, 3, 1, 2])
        .to({ device: this.#network.device }),
    )
    try {
      const { features, logits } = await this.#network.features(images, this.#wanted)
      try {
        this.#check(features, n)
        this.#features.push(features.floats())
        if (logits !== null && this.#wanted.logits) {
          this.#classes = logits.shape[1] ?? 0
          this.#logits.push(logits.floats())
        }
        this.#count += n
      } finally {
        features.dispose()
        logits?.dispose()
      }
    } finally {
      images.dispose()
    }
  }

  finish(): FeatureSet {
    const { dims } = this.#network
    const logits = this.#logits.length === 0 ? null : joined(this.#logits, this.#count * this.#classes)
    return {
      count: this.#count,
      dims,
      features: joined(this.#features, this.#count * dims),
      classes: this.#classes,
      logits,
    }
  }

  #check(features: Tensor, n: number): void {
    const { name, dims } = this.#network
    const fits = features.ndim === 2 && features.shape[0] === n && features.shape[1] === dims
    const finite = fits && scope(() => features.isfinite().all().item()) === 1
    if (finite) return
    throw new GanymedeError(
      'FEATURES_INVALID',
      `${name} gives ${fits ? 'features that are no numbers' : 'other features'}`,
      {
        lines: [`expected [${n}, ${dims}], got [${features.shape.join(', ')}]${fits ? ' with NaN or infinity' : ''}`],
      },
    )
  }
}

function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
