/** What pictures of a system show beside the images it was trained on: variety, twins, copies, groups, labels. */
import { adaptiveAvgPool2d, noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import { nearestNeighbours, neighbourRadii } from '../metrics/nearest-neighbours.js'
import { groupCentres, meanSpread } from '../metrics/point-sets.js'
import { median } from './curves.js'
import type { LabelEvidence, PictureEvidence } from './evidence.js'

/** Images of one size, with the class of each where there are classes. */
export interface LabelledPictures {
  /** `[N, C, H, W]` in [-1, 1]. */
  readonly images: Tensor
  readonly labels: readonly number[] | null
}

// Larger pictures are averaged down to this: what remains is what the eye sees first, and noise is gone.
const featureSide = 16
const mostGroups = 10
const leastInGroup = 5
const leastExpected = 8
// Twins and copies, as parts of the typical distance between neighbours among the training images.
const twinDistance = 0.1
const copyDistance = 0.5

/**
 * Compares generated pictures with training images.
 *
 * @param fakes    generated pictures, at least 2; labels are those that were asked for
 * @param reals    training images in random order, at least 2; labels are their own
 * @param classes  number of classes; 0 without
 */
export function measurePictures(
  fakes: LabelledPictures,
  reals: LabelledPictures,
  { step, classes }: { readonly step: number; readonly classes: number },
): PictureEvidence {
  return scope('doctor-pictures', () =>
    noGrad(() => {
      const fake = featuresOf(fakes.images)
      const real = featuresOf(reals.images)
      const unit = Math.sqrt(fake.shape[1] ?? 1)
      const between = [...(neighbourRadii(real, 1).data() as Float64Array)]
      const typical = median(between)
      const toTraining = [...nearestNeighbours(fake, real).distances]
      const amongFakes = [...(neighbourRadii(fake, 1).data() as Float64Array)]
      return {
        step,
        pictures: fake.shape[0] ?? 0,
        reals: real.shape[0] ?? 0,
        spread: meanSpread(fake),
        realSpread: meanSpread(real.narrow(0, 0, Math.min(256, real.shape[0] ?? 0))),
        duplicates: share(amongFakes, (distance) => distance < twinDistance * typical),
        realDuplicates: share(between, (distance) => distance < twinDistance * typical),
        nearest: median(toTraining) / unit,
        realNearest: typical / unit,
        copies: share(toTraining, (distance) => distance < copyDistance * typical),
        ...groupsIn(fake, real),
        labels: classes < 2 ? null : labelsIn({ ...fakes, features: fake }, { ...reals, features: real }, classes),
      }
    }),
  )
}

/** Pixels averaged to at most 16 × 16, as vectors `[N, C · h · w]`. */
function featuresOf(images: Tensor): Tensor {
  const [, , height = 1, width = 1] = images.shape
  const sides = [Math.min(height, featureSide), Math.min(width, featureSide)]
  return adaptiveAvgPool2d(images.to({ dtype: 'float32', memoryFormat: 'contiguous' }), sides).flatten(1)
}

function groupsIn(fake: Tensor, real: Tensor): Pick<PictureEvidence, 'groups' | 'missingGroups'> {
  const count = Math.min(mostGroups, Math.floor((real.shape[0] ?? 0) / leastInGroup))
  if (count < 2) return { groups: 0, missingGroups: 0 }
  const centres = groupCentres(real, count)
  const sharesOf = (points: Tensor) => {
    const { rows } = nearestNeighbours(points, centres)
    return Array.from({ length: count }, (_, group) => share([...rows], (row) => row === group))
  }
  const made = sharesOf(fake)
  // Of small groups a few pictures may well show none.
  const wanted = sharesOf(real).map((part, group) => ({ part, made: made[group] ?? 0 }))
  const large = wanted.filter(({ part }) => part * (fake.shape[0] ?? 0) >= leastExpected)
  return { groups: large.length, missingGroups: large.filter((group) => group.made < group.part / 10).length }
}

interface LabelledFeatures {
  readonly features: Tensor
  readonly labels: readonly number[] | null
}

/** Null when a class has no image to take its mean from. */
function labelsIn(fakes: LabelledFeatures, reals: LabelledFeatures, classes: number): LabelEvidence | null {
  if (fakes.labels === null || reals.labels === null) return null
  // Means come from one half, and are tried on the other.
  const half = Math.floor(reals.labels.length / 2)
  const means = classMeans(reals.features, reals.labels.slice(0, half), classes)
  if (means === null) return null
  const rightShare = (features: Tensor, labels: readonly number[]) => {
    const { rows } = nearestNeighbours(features, means)
    return share(labels, (label, i) => rows[i] === label)
  }
  const rest = reals.labels.length - half
  return {
    classes,
    accuracy: rightShare(fakes.features, fakes.labels),
    realAccuracy: rightShare(reals.features.narrow(0, half, rest), reals.labels.slice(half)),
  }
}

function classMeans(features: Tensor, labels: readonly number[], classes: number): Tensor | null {
  const d = features.shape[1] ?? 0
  const values = features.floats()
  const sums = new Float64Array(classes * d)
  const counts = new Int32Array(classes)
  for (const [i, label] of labels.entries()) {
    counts[label] = (counts[label] ?? 0) + 1
    for (let j = 0; j < d; j++) sums[label * d + j] = (sums[label * d + j] ?? 0) + (values[i * d + j] ?? 0)
  }
  if (counts.some((count) => count === 0)) return null
  return tensor(
    Float32Array.from(sums, (sum, i) => sum / (counts[Math.floor(i / d)] ?? 1)),
    { shape: [classes, d] },
  )
}

function share<T>(values: readonly T[], test: (value: T, index: number) => boolean): number {
  return values.length === 0 ? 0 : values.filter(test).length / values.length
}
