/** How well label maps agree, pixel by pixel and class by class: the arithmetic of the FCN score of pix2pix and CycleGAN. */
import { GanymedeError } from '@ganymede/core'

/** Scores of a {@link ConfusionMatrix}, all shares from 0 to 1; higher is better. */
export interface LabelScores {
  /** Share of the pixels that have the right class. */
  readonly pixelAccuracy: number
  /** Mean over classes of the share of a class's pixels that were found. */
  readonly classAccuracy: number
  /** Mean over classes of the intersection over the union. */
  readonly iou: number
  readonly perClass: readonly { readonly accuracy: number; readonly iou: number }[]
}

// As in the authors' evaluation: a class that is nowhere counts as 0, not as undefined.
const EMPTY = 1e-12

/**
 * Counts of (true class, predicted class) over any number of label maps.
 *
 *     pixel accuracy = Σ nᵢᵢ / Σ nᵢⱼ,  class accuracy = mean nᵢᵢ / Σⱼ nᵢⱼ,  IoU = mean nᵢᵢ / (Σⱼ nᵢⱼ + Σⱼ nⱼᵢ − nᵢᵢ)
 *
 * A class that is neither in the truth nor predicted counts as 0 in the means, as in the evaluation of Cityscapes by the
 * authors of pix2pix: leave such classes out of the numbering where that is not wanted.
 *
 * @see Long et al. 2015, "Fully Convolutional Networks for Semantic Segmentation", section 5; Isola et al. 2017, section 4.1
 * @example
 * const matrix = new ConfusionMatrix(19)
 * matrix.add(trueLabels, predictedLabels)   // 255 in the truth: void
 * const { pixelAccuracy, classAccuracy, iou } = matrix.scores()
 */
export class ConfusionMatrix {
  readonly classes: number
  /** Row by row: `counts[truth * classes + predicted]`. */
  readonly counts: Float64Array

  /** @throws GanymedeError `OPTION_INVALID` unless `classes` is a whole number from 1 to 255 */
  constructor(classes: number) {
    if (!Number.isInteger(classes) || classes < 1 || classes > 255) {
      throw new GanymedeError('OPTION_INVALID', `label scores: classes must be 1 to 255, got ${classes}`)
    }
    this.classes = classes
    this.counts = new Float64Array(classes * classes)
  }

  /**
   * @param truth      class of each pixel; what is none of the classes, such as 255 for void, is left out
   * @param predicted  as many, each one of the classes where the truth is one
   * @throws GanymedeError `OPTION_INVALID` for different sizes, and for predictions that are none of the classes
   */
  add(truth: ArrayLike<number>, predicted: ArrayLike<number>): void {
    if (truth.length !== predicted.length) {
      throw new GanymedeError(
        'OPTION_INVALID',
        `label scores: ${predicted.length} predicted pixels for ${truth.length} true ones`,
      )
    }
    for (let i = 0; i < truth.length; i++) {
      const row = truth[i] as number
      if (!this.#isClass(row)) continue
      const column = predicted[i] as number
      if (!this.#isClass(column)) {
        throw new GanymedeError('OPTION_INVALID', `label ${column} of pixel ${i} is not one of ${this.classes} classes`)
      }
      this.counts[row * this.classes + column]! += 1
    }
  }

  /** Adds the counts of another matrix of the same classes. */
  addCounts(counts: Float64Array): void {
    for (let i = 0; i < this.counts.length; i++) this.counts[i]! += counts[i] ?? 0
  }

  /** Zeros where nothing was counted. */
  scores(): LabelScores {
    const { classes, counts } = this
    const rows = new Float64Array(classes)
    const columns = new Float64Array(classes)
    let right = 0
    let total = 0
    for (let row = 0; row < classes; row++) {
      for (let column = 0; column < classes; column++) {
        const count = counts[row * classes + column] as number
        rows[row]! += count
        columns[column]! += count
        total += count
        if (row === column) right += count
      }
    }
    const perClass = Array.from({ length: classes }, (_, i) => {
      const hits = counts[i * classes + i] as number
      const [inTruth, inPrediction] = [rows[i] as number, columns[i] as number]
      return { accuracy: hits / (inTruth + EMPTY), iou: hits / (inTruth + inPrediction - hits + EMPTY) }
    })
    const mean = (of: (one: (typeof perClass)[number]) => number) =>
      perClass.reduce((sum, one) => sum + of(one), 0) / classes
    return {
      pixelAccuracy: right / (total + EMPTY),
      classAccuracy: mean(({ accuracy }) => accuracy),
      iou: mean(({ iou }) => iou),
      perClass,
    }
  }

  #isClass(label: number): boolean {
    return Number.isInteger(label) && label >= 0 && label < this.classes
  }
}
