/** How near translated pictures come to the truth, one by one and all together, beside what copying the input gives. */

import { GanymedeError } from '@ganymede/core'
import { type Raster, withChannels } from '@ganymede/core/pictures'
import { scope, tensor } from '@ganymede/torch'
import type { FeatureNetwork } from '../metrics/features/feature-network.js'
import { FeatureCollector, type FeatureSet, featureTensor } from '../metrics/features/feature-set.js'
import type { LpipsNetwork } from '../metrics/features/lpips-network.js'
import { fid } from '../metrics/fid.js'
import { kid } from '../metrics/kid.js'
import { psnr } from '../metrics/psnr.js'
import { ssim } from '../metrics/ssim.js'

/** Numbers of one picture against its truth; null where one cannot be taken. */
export interface PictureScores {
  /** Mean absolute difference on the scale [-1, 1], as training logs it: 2 is black for white. Lower is better. */
  readonly l1: number
  /** In dB, Infinity for equal pictures; higher is better. */
  readonly psnr: number
  /** Null below 11 pixels; higher is better. */
  readonly ssim: number | null
  readonly lpips: number | null
  /** The L1 of the input itself against the truth: what doing nothing would reach. */
  readonly copyL1: number | null
}

export type ScoreName = keyof PictureScores

/** Means over the pictures with truth, and distances of the two sets. */
export interface TranslationSummary extends PictureScores {
  readonly pictures: number
  /** Null without a feature network. */
  readonly fid: number | null
  readonly kid: number | null
}

const ssimWindow = 11
const lpipsSide = 32

/** Measures pairs as they come; features are kept, pictures are not. */
export class TranslationMeter {
  readonly #features: FeatureNetwork | null
  readonly #lpips: LpipsNetwork | null
  readonly #made: FeatureCollector | null
  readonly #true: FeatureCollector | null
  readonly scores: PictureScores[] = []

  /** The networks stay their owner's. */
  constructor({
    features = null,
    lpips = null,
  }: { readonly features?: FeatureNetwork | null; readonly lpips?: LpipsNetwork | null } = {}) {
    this.#features = features
    this.#lpips = lpips
    this.#made = features === null ? null : new FeatureCollector(features, { logits: false })
    this.#true = features === null ? null : new FeatureCollector(features, { logits: false })
  }

  /**
   * @param pair.input  for the baseline; its channels may differ
   * @throws GanymedeError `OPTION_INVALID` when output and truth differ in size
   */
  async add({ input, output, truth }: { input: Raster; output: Raster; truth: Raster }): Promise<PictureScores> {
    if (output.width !== truth.width || output.height !== truth.height) {
      throw new GanymedeError(
        'OPTION_INVALID',
        `the truth has ${truth.width} × ${truth.height} pixels, the output ${output.width} × ${output.height}`,
        { remedy: 'Give truths of the size of the inputs, or bring both to one size with --size.' },
      )
    }
    const made = withChannels(output, truth.channels)
    const isComparable = input.width === truth.width && input.height === truth.height
    const scores = scope('translation-scores', (): PictureScores => {
      const [a, b] = [images(made), images(truth)]
      const side = Math.min(truth.width, truth.height)
      const hasLpips = this.#lpips !== null && side >= lpipsSide && truth.channels % 2 === 1
      return {
        l1: meanDifference(made, truth),
        psnr: psnr(a, b, { dataRange: 255 }).mean,
        ssim: side < ssimWindow ? null : ssim(a, b, { dataRange: 255 }).mean,
        lpips: hasLpips ? (this.#lpips?.distances(a, b).item() ?? null) : null,
        copyL1: isComparable ? meanDifference(withChannels(input, truth.channels), truth) : null,
      }
    })
    if (this.#features !== null) {
      await addTo(this.#made, made)
      await addTo(this.#true, truth)
    }
    this.scores.push(scores)
    return scores
  }

  /** @param seed  of the subsets of KID */
  summary(seed = 0): TranslationSummary | null {
    if (this.scores.length === 0) return null
    const sets =
      this.#made === null || this.#true === null || this.scores.length < 2
        ? null
        : { made: this.#made.finish(), truth: this.#true.finish() }
    return {
      pictures: this.scores.length,
      l1: this.mean('l1') ?? 0,
      psnr: this.mean('psnr') ?? 0,
      ssim: this.mean('ssim'),
      lpips: this.mean('lpips'),
      copyL1: this.mean('copyL1'),
      fid: sets === null ? null : scope('fid', () => fid(...tensorsOf(sets)).distance),
      kid: sets === null ? null : scope('kid', () => kid(...tensorsOf(sets), { seed }).mean),
    }
  }

  /** Mean of a score over the pictures that have it; null when none has. */
  mean(name: ScoreName): number | null {
    const values = this.scores.flatMap((one) => one[name] ?? [])
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  }
}

function tensorsOf({ made, truth }: { made: FeatureSet; truth: FeatureSet }) {
  return [featureTensor(truth), featureTensor(made)] as const
}

function images({ width, height, channels, data }: Raster) {
  return tensor(data, { shape: [1, height, width, channels] }).permute([0, 3, 1, 2])
}

function meanDifference(a: Raster, b: Raster): number {
  let sum = 0
  for (let i = 0; i < a.data.length; i++) sum += Math.abs((a.data[i] ?? 0) - (b.data[i] ?? 0))
  return sum / a.data.length / 127.5
}

async function addTo(collector: FeatureCollector | null, picture: Raster): Promise<void> {
  const plain = withChannels(picture, picture.channels <= 2 ? 1 : 3)
  await collector?.add(plain.data, [1, plain.height, plain.width, plain.channels])
}
