/** Data sets as evaluation sees them: numbered images, with classes where there are some. */

import { GanymedeError } from '@ganymede/core'
import type { Dataset } from '../data/dataset.js'
import { openDataset } from '../data/open-dataset.js'
import type { ImageSource, LabelledImages } from '../metrics/classifier/labelled-images.js'

/** How the images of a data set are brought to one size. */
export interface ImageForm {
  readonly path: string
  readonly size: { readonly width: number; readonly height: number }
  readonly channels: 1 | 3 | 'auto'
  readonly fit: 'cover' | 'contain' | 'stretch'
  readonly skipBad: boolean
}

/** An open data set with the words that cards need. */
export interface ImageSet {
  readonly dataset: Dataset
  readonly source: ImageSource
  /** Null without classes. */
  readonly labelled: LabelledImages | null
  /** `train`, `test`, or `all` where the data is not divided. */
  readonly split: string
  /** Size, channels and fit, in one line. */
  readonly transform: string
}

/** Opens one part of a data set, or all of one that has no parts. */
export async function openImages(
  { path, size, channels, fit, skipBad }: ImageForm,
  { split, signal }: { readonly split?: 'train' | 'test' | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<ImageSet> {
  const dataset = await openDataset(path, { size, channels, fit, skipBad, split, signal })
  const { width, height } = dataset.transform
  const { info } = dataset
  const source: ImageSource = {
    count: info.count,
    width,
    height,
    channels: info.channels as 1 | 3, // as asked for above
    fingerprint: info.fingerprint,
    read: (index) => dataset.read(index, signal),
  }
  const { classes } = info
  return {
    dataset,
    source,
    labelled: classes === null ? null : { ...source, classes, label: (index) => dataset.label(index) ?? 0 },
    split: info.split ?? 'all',
    transform: `${width}x${height}x${info.channels} ${fit}`,
  }
}

/**
 * The same images with labels that number other names: those of a run, or of another part of the data. Unchanged where
 * an image is of a class that is not among them.
 */
export function withClasses(images: ImageSet, names: readonly string[] | null): ImageSet {
  const { labelled } = images
  if (names === null || labelled === null || sameClasses(names, labelled.classes)) return images
  const places = labelled.classes.map((name) => names.indexOf(name))
  const label = (index: number): number => places[labelled.label(index)] ?? -1
  for (let index = 0; index < labelled.count; index++) if (label(index) < 0) return images
  return { ...images, labelled: { ...labelled, classes: names, label } }
}

/** Names of classes that images are of and that are not among the others. */
export function unknownClasses({ labelled }: ImageSet, names: readonly string[]): string[] {
  if (labelled === null) return []
  const labels = new Set(Array.from({ length: labelled.count }, (_, index) => labelled.label(index)))
  return labelled.classes.filter((name, label) => labels.has(label) && !names.includes(name))
}

export function sameClasses(a: readonly string[], b: readonly string[] | null): boolean {
  return b !== null && a.length === b.length && a.every((name, i) => name === b[i])
}

/** The test part of a data set, or null when it has none. */
export async function openTestPart(form: ImageForm, signal?: AbortSignal): Promise<ImageSet | null> {
  try {
    const images = await openImages(form, { split: 'test', signal })
    if (images.split === 'test') return images
    await images.dataset.close()
    return null
  } catch (error) {
    if (error instanceof GanymedeError && (error.code === 'DATA_NOT_FOUND' || error.code === 'DATA_EMPTY')) return null
    throw error
  }
}
