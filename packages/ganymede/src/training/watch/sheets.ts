/** The picture sheets of a run: reals.png, and one sheet per view and sampling step. */

import path from 'node:path'
import { writeFileAtomic } from '@ganymede/runs/files'
import { type RunFolder, sampleFileName } from '@ganymede/runs/folder'
import { composeSheet, type Picture } from '@ganymede/runs/sheets'
import { cat, noGrad, scope, type Tensor } from '@ganymede/torch'
import type { RealPixels } from '../../pictures/fixed-reals.js'
import {
  classCount,
  labelOfSeed,
  labelTensor,
  latentTensor,
  mostClassColumns,
  requireLatents,
} from '../../pictures/latents.js'
import { pixelsToBatch, toPictures } from '../../pictures/real-images.js'
import { inColour } from '../../pictures/viewable-images.js'
import type {
  LatentViewName,
  Networks,
  SampleContext,
  View,
  ViewImages,
  ViewRequest,
} from '../../systems/contract/system.js'
import type { Trainer } from '../trainer.js'

/** A sheet that was written. */
export interface WrittenSheet {
  readonly view: string
  /** Path within the run folder. */
  readonly file: string
  readonly png: Uint8Array
}

// Fresh seeds start here, far from those that people choose by hand and from the fixed ones.
const firstFreshSeed = 1_000_000

/** Seeds of the cells of a sheet: 0, 1, 2 … for `fixed`; for `fresh`, others at every step. */
function sheetSeeds(kind: 'fixed' | 'fresh', count: number, step: number): number[] {
  const first = kind === 'fixed' ? 0 : firstFreshSeed + step * count
  return Array.from({ length: count }, (_, i) => first + i)
}

function latentView(trainer: Trainer, name: LatentViewName): View<Networks, unknown> {
  return name === 'classes' ? classesView(trainer) : seedsView(trainer, name)
}

function seedsView(trainer: Trainer, name: 'fixed' | 'fresh'): View<Networks, unknown> {
  const { data } = trainer
  const system = requireLatents(trainer.system)
  return {
    name,
    seeds: name,
    render(ctx: SampleContext<Networks, unknown>, { seeds, labels }: ViewRequest): ViewImages {
      const latents = latentTensor(seeds, system.latentDim(ctx.options), ctx.device)
      const images = system.decode(ctx, latents, { labels })
      const count = labels === null ? 0 : classCount(system, ctx.options, data)
      if (count === 0) return { images, seeds }
      const names = seeds.map((seed) => className(trainer, labelOfSeed(seed, count)))
      // Classes come in turn, so that each column shows one.
      const isByClass = count > 1 && count <= mostClassColumns && count < seeds.length
      return {
        images,
        seeds,
        labels: names,
        ...(isByClass && { columns: count, columnTitles: names.slice(0, count) }),
      }
    },
  }
}

const classRows = 10

/** One class a column, one seed a row: does the label decide what is shown, and the latent how? */
function classesView(trainer: Trainer): View<Networks, unknown> {
  const { data } = trainer
  const system = requireLatents(trainer.system)
  const columnsOf = (options: unknown) => Math.max(1, Math.min(mostClassColumns, classCount(system, options, data)))
  return {
    name: 'classes',
    seeds: 'fixed',
    count: (_, options) => columnsOf(options) * classRows,
    render(ctx: SampleContext<Networks, unknown>, { count }: ViewRequest): ViewImages {
      const columns = columnsOf(ctx.options)
      const seeds = Array.from({ length: count }, (_, i) => Math.floor(i / columns))
      const classes = Array.from({ length: count }, (_, i) => i % columns)
      const latents = latentTensor(seeds, system.latentDim(ctx.options), ctx.device)
      const images = system.decode(ctx, latents, { labels: labelTensor(classes, ctx.device) })
      const labels = classes.map((label) => className(trainer, label))
      return { images, seeds, labels, columns, columnTitles: labels.slice(0, columns) }
    },
  }
}

function className({ data }: Trainer, label: number): string {
  return data.classes?.[label] ?? String(label)
}

/** What a view is drawn from; tensors are made in the caller's scope. */
function viewRequest(trainer: Trainer, seeds: readonly number[], real: RealPixels): ViewRequest {
  const { system, data, device } = trainer
  const classes = classCount(system, trainer.options, data)
  return {
    count: seeds.length,
    seeds,
    labels:
      classes === 0
        ? null
        : labelTensor(
            seeds.map((seed) => labelOfSeed(seed, classes)),
            device,
          ),
    reals: (count = Math.max(seeds.length, real.count)) =>
      pixelsToBatch(real, Math.min(count, real.count), data, { device, channelsLast: system.channelsLast }),
  }
}

const noReals: RealPixels = { pixels: new Uint8Array(), labels: null, count: 0, targets: null }

/** Renders and writes all views of the system; training state is unchanged. */
export async function writeSheets(trainer: Trainer, run: RunFolder): Promise<WrittenSheet[]> {
  const written: WrittenSheet[] = []
  for (const entry of trainer.system.views) {
    if (entry === 'classes' && classCount(trainer.system, trainer.options, trainer.data) === 0) continue
    const view = typeof entry === 'string' ? latentView(trainer, entry) : entry
    const count = view.count?.(trainer.data, trainer.options) ?? trainer.train.gridSize
    if (count === 0) continue
    const seeds = sheetSeeds(view.seeds, count, trainer.step)
    // Read before the scope opens, which waits for nothing; the trainer keeps them.
    const realCount = view.realCount?.(trainer.data, trainer.options) ?? count
    const real = typeof entry === 'string' ? noReals : await trainer.realPixels(realCount)
    const { pictures, ...layout } = trainer.sampling((ctx) =>
      scope('sheet', () =>
        noGrad(() => {
          const { images, ...rest } = view.render(ctx, viewRequest(trainer, seeds, real))
          return { pictures: toPictures(images), ...rest }
        }),
      ),
    )
    const png = await composeSheet(pictures, { run: run.name, step: trainer.step, view: view.name, ...layout })
    const file = path.join('samples', sampleFileName(trainer.step, view.name === 'fixed' ? undefined : view.name))
    writeFileAtomic(path.join(run.dir, file), png)
    written.push({ view: view.name, file, png })
  }
  return written
}

/** Writes `reals-aug.png`: real images as D sees them now. Does nothing in a run that does not augment. */
export async function writeAugmentedReals(trainer: Trainer, run: RunFolder): Promise<void> {
  const { augmentation, data, device, train } = trainer
  if (augmentation === null) return
  const isOfTwo = data.targetChannels !== undefined
  const real = await trainer.realPixels(isOfTwo ? Math.ceil(train.gridSize / 2) : train.gridSize)
  const isPair = trainer.system.needs(trainer.options).items === 'pairs'
  const pictures = scope('sheet', () =>
    noGrad(() => {
      const { images, targets } = pixelsToBatch(real, real.count, data, { device, channelsLast: false })
      if (targets === undefined) return toPictures(augmentation.preview(images))
      if (!isPair) return besideOneAnother(augmentation.preview(images), augmentation.preview(targets))
      const { channels, targetChannels = channels } = data
      const both = augmentation.preview(cat([images, targets], 1), [channels, targetChannels])
      return besideOneAnother(both.narrow(1, 0, channels), both.narrow(1, channels, targetChannels))
    }),
  )
  const layout = isOfTwo ? layoutOfTwo(pictures.length, itemTitles(isPair)) : {}
  const png = await composeSheet(pictures, { run: run.name, step: trainer.step, view: 'reals-aug', ...layout })
  writeFileAtomic(run.realsAugmented, png)
}

/** Writes `reals.png`: real images exactly as the networks see them. */
export async function writeReals(trainer: Trainer, run: RunFolder): Promise<Uint8Array> {
  const { data, device, train } = trainer
  const isOfTwo = data.targetChannels !== undefined
  // Two cells for each item.
  const real = await trainer.realPixels(isOfTwo ? Math.ceil(train.gridSize / 2) : train.gridSize)
  const pictures = scope('sheet', () =>
    noGrad(() => {
      const { images, targets } = pixelsToBatch(real, real.count, data, { device, channelsLast: false })
      return targets === undefined ? toPictures(images) : besideOneAnother(images, targets)
    }),
  )
  const isPair = trainer.system.needs(trainer.options).items === 'pairs'
  const layout = isOfTwo ? layoutOfTwo(pictures.length, itemTitles(isPair)) : {}
  const png = await composeSheet(pictures, { run: run.name, step: 0, view: 'reals', ...layout })
  writeFileAtomic(run.reals, png)
  return png
}

/** First and second image of every item in turn. */
function besideOneAnother(first: Tensor, second: Tensor): Picture[] {
  const seconds = toPictures(inColour(second))
  return toPictures(inColour(first)).flatMap((picture, i) => [picture, seconds[i] ?? picture])
}

/** Two domains are called as in the views of systems that learn from them: images of different items form no pair. */
function itemTitles(isPair: boolean): readonly [string, string] {
  return isPair ? ['input', 'target'] : ['A', 'B']
}

/** An even number of columns, so that both images of an item stand side by side, on a sheet that is nearly square. */
function layoutOfTwo(
  cells: number,
  titles: readonly [string, string],
): { readonly columns: number; readonly columnTitles: readonly string[] } {
  const columns = Math.min(cells, 2 * Math.max(1, Math.round(Math.sqrt(cells) / 2)))
  return { columns, columnTitles: Array.from({ length: columns }, (_, i) => titles[i % 2] ?? '') }
}
