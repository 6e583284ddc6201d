/** The picture sheets of a run: reals.png, and one sheet per view and sampling step. */

import path from 'node:path'
import { noGrad, scope } from '@ganymede/torch'
import { writeFileAtomic } from './atomic-file.js'
import { latentTensor } from './latents.js'
import { toPictures } from './real-images.js'
import { type RunFolder, sampleFileName } from './run-folder.js'
import { composeSheet } from './sheet.js'
import type { Networks, SampleContext, View, ViewImages } from './system.js'
import type { Trainer } from './trainer.js'

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

function latentView(trainer: Trainer, name: 'fixed' | 'fresh'): View<Networks, unknown> {
  return {
    name,
    seeds: name,
    render(ctx: SampleContext<Networks, unknown>, { seeds }): ViewImages {
      const { system } = trainer
      const latents = latentTensor(seeds, system.latentDim(ctx.options), ctx.device)
      return { images: system.decode(ctx, latents, {}), seeds }
    },
  }
}

/** Renders and writes all views of the system; training state is unchanged. */
export async function writeSheets(trainer: Trainer, run: RunFolder): Promise<WrittenSheet[]> {
  const written: WrittenSheet[] = []
  for (const entry of trainer.system.views) {
    const view = typeof entry === 'string' ? latentView(trainer, entry) : entry
    const seeds = sheetSeeds(view.seeds, trainer.train.gridSize, trainer.step)
    const { pictures, ...layout } = trainer.sampling((ctx) =>
      scope('sheet', () =>
        noGrad(() => {
          const { images, ...rest } = view.render(ctx, { count: seeds.length, seeds })
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

/** Writes `reals.png`: real images exactly as the networks see them. */
export async function writeReals(trainer: Trainer, run: RunFolder): Promise<Uint8Array> {
  const { pixels, count } = await trainer.realPixels(trainer.train.gridSize)
  const { width, height, channels } = trainer.data
  const size = width * height * channels
  const pictures = Array.from({ length: count }, (_, i) => ({
    width,
    height,
    channels: channels as 1 | 3,
    data: pixels.subarray(i * size, (i + 1) * size),
  }))
  const png = await composeSheet(pictures, { run: run.name, step: 0, view: 'reals' })
  writeFileAtomic(run.reals, png)
  return png
}
