/** What `ganymede latents` does: real images to places in latent space, to a picture. */

import { GanymedeError } from '@ganymede/core'
import type { Picture } from '@ganymede/runs/sheets'
import { noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import { chooseImages } from '../evaluate/collect.js'
import {
  type ImageSet,
  openImages,
  openTestPart,
  sameClasses,
  unknownClasses,
  withClasses,
} from '../evaluate/image-sets.js'
import type { OpenModel } from '../inference/open-model.js'
import { readImages } from '../metrics/classifier/labelled-images.js'
import { type LatentPlane, latentPlane, type PlaneAxes } from '../pictures/latent-plane.js'
import { labelTensor } from '../pictures/latents.js'
import { toImageTensor, toPictures } from '../pictures/real-images.js'
import { classColour, scatterPicture } from '../pictures/scatter-picture.js'

/** What is drawn, and of what. */
export interface LatentMapOptions {
  readonly axes: PlaneAxes
  /** Images at most. */
  readonly count: number
  /** Part of the data; `auto`: the test part where there is one. */
  readonly split: 'auto' | 'train' | 'test'
  /** Side of the picture in pixels. */
  readonly side: number
  /** Which images, when there are more than `count`. */
  readonly seed: number
  readonly isRaw: boolean
}

/** A class on the map. */
export interface ClassOnMap {
  readonly name: string
  /** `#1f58c9` */
  readonly colour: string
  readonly images: number
  /** Mean place of its images. */
  readonly centre: readonly [x: number, y: number] | null
}

/** The picture, and what it shows in numbers. */
export interface LatentMap extends Pick<LatentPlane, 'axes' | 'share'> {
  readonly picture: Picture
  readonly images: number
  readonly split: string
  readonly classes: readonly ClassOnMap[]
  /** Dimensions whose mean varies over the images by more than 0.01. */
  readonly activeUnits: number
}

const batch = 100
const activeVariance = 0.01

/**
 * Maps images of the run's data.
 *
 * @throws GanymedeError `OPTION_INVALID` for a system without encoder, axes that it does not have, or data whose classes
 *   a conditional one does not know
 */
export async function latentMap(model: OpenModel, options: LatentMapOptions): Promise<LatentMap> {
  const { axes, side } = options
  if (model.system.encode === undefined) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `${model.system.name} has no encoder: its images have no place in latents`,
      {
        remedy: 'This needs a run of a system with one, such as vae.',
      },
    )
  }
  const wrong = typeof axes === 'string' ? undefined : axes.find((axis) => axis >= model.latentDim)
  if (wrong !== undefined) {
    throw new GanymedeError('OPTION_INVALID', `--axes: there is no dimension ${wrong}`, {
      remedy: `The latents of this run have the dimensions 0 to ${model.latentDim - 1}.`,
    })
  }
  const images = await openPart(model, options.split)
  try {
    const { latents, labels, examples } = await placesOf(model, images, options)
    try {
      const { x, y, ...plane } = latentPlane(latents, axes)
      const names = images.labelled?.classes ?? []
      const picture = scatterPicture({ x, y, labels }, { side, classes: names.length, examples })
      const classes = names.map((name, label) => onMap(name, label, { x, y }, labels ?? []))
      return { ...plane, picture, images: x.length, split: images.split, classes, activeUnits: activeUnitsOf(latents) }
    } finally {
      latents.dispose()
    }
  } finally {
    await images.dataset.close()
  }
}

async function openPart({ options, data, classes }: OpenModel, split: LatentMapOptions['split']): Promise<ImageSet> {
  const { path, fit, skipBad } = options.data
  const { width, height, channels } = data
  const form = { path, size: { width, height }, channels: channels as 1 | 3, fit, skipBad }
  const test = split === 'train' ? null : await openTestPart(form)
  if (split === 'test' && test === null) {
    throw new GanymedeError('DATA_NOT_FOUND', `${path} has no test part`, { remedy: 'Use --split train.' })
  }
  const images = withClasses(test ?? (await openImages(form)), classes)
  if (classes === null || sameClasses(classes, images.labelled?.classes ?? null)) return images
  await images.dataset.close()
  const unknown = unknownClasses(images, classes).slice(0, 8)
  throw new GanymedeError('OPTION_INVALID', `the images of ${path} have other classes than this run has learned`, {
    lines: [
      `learned: ${classes.slice(0, 8).join(', ')}`,
      unknown.length === 0 ? 'found: no classes' : `found besides: ${unknown.join(', ')}`,
    ],
  })
}

interface Places {
  /** `[N, Z]`, belongs to the caller. */
  readonly latents: Tensor
  readonly labels: readonly number[] | null
  readonly examples: readonly (Picture | undefined)[]
}

async function placesOf(model: OpenModel, images: ImageSet, options: LatentMapOptions): Promise<Places> {
  const { system, context, latentDim } = model
  const { source, labelled } = images
  const { height, width, channels } = source
  const chosen = chooseImages(source.count, options.count, options.seed, 'latents')
  const labels = labelled === null ? null : Array.from(chosen, labelled.label)
  const examples: (Picture | undefined)[] = []
  const values = new Float32Array(chosen.length * latentDim)
  for (let from = 0; from < chosen.length; from += batch) {
    const some = chosen.subarray(from, from + batch)
    const pixels = await readImages(source, some)
    const classes = labels?.slice(from, from + some.length) ?? null
    scope('latents', () =>
      noGrad(() => {
        const placement = { device: context.device, channelsLast: system.channelsLast }
        const x = toImageTensor(pixels, [some.length, height, width, channels], placement)
        const told = model.classes === null || classes === null ? null : labelTensor(classes, context.device)
        const means = system.encode?.(context, x, { labels: told, ema: !options.isRaw })
        if (means !== undefined) values.set(means.floats(), from * latentDim)
        classes?.forEach((label, i) => {
          examples[label] ??= toPictures(x.narrow(0, i, 1))[0]
        })
      }),
    )
  }
  return { latents: tensor(values, { shape: [chosen.length, latentDim] }), labels, examples }
}

function onMap(
  name: string,
  label: number,
  { x, y }: Pick<LatentPlane, 'x' | 'y'>,
  labels: readonly number[],
): ClassOnMap {
  const own = labels.flatMap((one, i) => (one === label ? [i] : []))
  const mean = (values: Float64Array) => own.reduce((sum, i) => sum + (values[i] ?? 0), 0) / own.length
  const colour = `#${classColour(label)
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`
  return { name, colour, images: own.length, centre: own.length === 0 ? null : [mean(x), mean(y)] }
}

function activeUnitsOf(latents: Tensor): number {
  return scope(() => latents.variance([0], { correction: 0 }).gt(activeVariance).to({ dtype: 'float32' }).sum().item())
}
