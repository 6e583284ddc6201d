/** The doctor after the fact: log, checkpoints and pictures of a run folder. */

import { type ErrorCode, GanymedeError } from '@ganymede/core'
import { CounterRandom, shuffledIndices } from '@ganymede/core/random'
import { findCheckpoint, listCheckpoints } from '@ganymede/runs/checkpoints'
import type { RunFolder } from '@ganymede/runs/folder'
import { RunReader } from '@ganymede/runs/folder'
import type { Picture } from '@ganymede/runs/sheets'
import { scope } from '@ganymede/torch'
import type { Dataset } from '../data/dataset.js'
import { type OpenModel, openModel } from '../inference/open-model.js'
import { toImageTensor } from '../pictures/real-images.js'
import type { AnySystem, TranslationSystem } from '../systems/contract/system.js'
import { openTrainingData } from '../training/feed/open-training-data.js'
import { checkpointChange } from './checkpoint-change.js'
import { diagnose } from './diagnose.js'
import { type Evidence, evidenceOf, factsOf, type PictureEvidence } from './evidence.js'
import type { Examination } from './examination.js'
import { notesOn } from './examine-log.js'
import { measurePictures } from './measured-pictures.js'
import { measureTranslations } from './translations.js'

export interface ExaminationOptions {
  /** How to find the system of a run by name. */
  readonly systemOf: (name: string) => AnySystem
  /** Look at the run as it was at this step; needs a checkpoint of it for pictures. Default: as it is now. */
  readonly step?: number
  /** Training images to compare with, 0 for none: then no pictures are made either. Default 2000. */
  readonly images?: number
  readonly signal?: AbortSignal
}

const defaultImages = 2000
/** Codes of errors that say that nobody here can build the networks of a run. */
const withoutSystem: readonly ErrorCode[] = ['RUN_OWN_LOOP', 'OPTION_UNKNOWN', 'PARTS_MISSING']
const picturesMade = 256

/**
 * Examines a run. Nothing in its folder is changed, and it may be training meanwhile.
 *
 * Where its system is not at hand, log and checkpoints are examined, and a note says why no pictures were.
 *
 * @throws GanymedeError `RUN_INVALID`, `CHECKPOINT_MISSING` when `step` is given and has no checkpoint
 */
export async function examineRun(run: RunFolder, options: ExaminationOptions): Promise<Examination> {
  const { step } = options
  const reader = new RunReader(run)
  const facts = factsOf(reader.record)
  const until = step ?? Number.POSITIVE_INFINITY
  const notes: string[] = []
  const { pictures, translations, change } = await lookAtCheckpoint(run, options, notes)
  const log = evidenceOf(facts, reader.records(), { until, pictures, translations })
  const evidence = { ...log, change: log.probes.length > 0 ? null : change }
  notes.push(...notesOn(evidence))
  const last = Math.max(
    0,
    ...evidence.scalars.slice(-1).map((record) => record.step),
    pictures?.step ?? translations?.step ?? 0,
  )
  return { findings: diagnose(evidence), evidence, notes, step: step ?? last }
}

async function lookAtCheckpoint(
  run: RunFolder,
  { systemOf, step, images = defaultImages, signal }: ExaminationOptions,
  notes: string[],
): Promise<Pick<Evidence, 'pictures' | 'translations' | 'change'>> {
  let model: OpenModel
  try {
    model = openModel(run, { which: step ?? 'latest', systemOf })
  } catch (error) {
    if (!(error instanceof GanymedeError)) throw error
    const isWithoutSystem = withoutSystem.includes(error.code)
    // A run that is young or broken still has a log.
    if (!isWithoutSystem && (step !== undefined || !error.code.startsWith('CHECKPOINT'))) throw error
    notes.push(`no pictures were examined: ${error.message}`)
    return { pictures: null, translations: null, change: isWithoutSystem ? changeOfFiles(run, step) : null }
  }
  try {
    notes.push(...model.notes)
    const change = checkpointChange(run, model.step)
    if (images < 2) return { change, pictures: null, translations: null }
    return {
      change,
      pictures: await lookAtPictures(model, images, notes, signal),
      translations: await lookAtTranslations(model, notes, signal),
    }
  } finally {
    model.dispose()
  }
}

/** How weights moved, as the files of checkpoints tell without the networks. */
function changeOfFiles(run: RunFolder, step: number | undefined): Evidence['change'] {
  if (step === undefined && listCheckpoints(run.checkpoints).length === 0) return null
  return checkpointChange(run, findCheckpoint(run.checkpoints, step ?? 'latest').step)
}

/** Whether more than a twentieth of the averaged weights is still what the run began with. */
function isYoungAverage({ options, step }: OpenModel): boolean {
  const { ema, emaStart } = options.train
  return ema > 0 && step < emaStart + 3 / (1 - ema)
}

async function openData(
  { system, options }: OpenModel,
  notes: string[],
  signal: AbortSignal | undefined,
): Promise<Dataset | null> {
  try {
    return await openTrainingData(system, options, { signal })
  } catch (error) {
    if (!(error instanceof GanymedeError)) throw error
    notes.push(`pictures were not compared with the training images: ${error.message}`)
    return null
  }
}

async function lookAtTranslations(
  model: OpenModel,
  notes: string[],
  signal: AbortSignal | undefined,
): Promise<Evidence['translations']> {
  const { system, step } = model
  if (!isTranslationSystem(system)) return null
  const dataset = await openData(model, notes, signal)
  if (dataset === null) return null
  try {
    const ema = !isYoungAverage(model)
    return { step, directions: await measureTranslations(model, system, dataset, { ema, signal }) }
  } finally {
    await dataset.close()
  }
}

function isTranslationSystem(system: AnySystem): system is TranslationSystem {
  return system.translate !== undefined && system.translationDefaults !== undefined
}

async function lookAtPictures(
  model: OpenModel,
  images: number,
  notes: string[],
  signal: AbortSignal | undefined,
): Promise<PictureEvidence | null> {
  if (model.latentDim < 1) return null
  const dataset = await openData(model, notes, signal)
  if (dataset === null) return null
  try {
    if (dataset.info.count < 2) return null
    const chosen = shuffledIndices(dataset.info.count, new CounterRandom(0, 'doctor')).slice(0, images)
    const reals: Picture[] = []
    const labels: number[] = []
    const { width, height, channels } = dataset.transform
    for (const index of chosen) {
      reals.push({ width, height, channels: channels as 1 | 3, data: await dataset.read(index, signal) })
      labels.push(dataset.label(index) ?? -1)
    }
    const seeds = Array.from({ length: picturesMade }, (_, i) => i)
    const classes = model.classes?.length ?? 0
    const asked = classes === 0 ? null : seeds.map((seed) => seed % classes)
    const ema = !isYoungAverage(model)
    if (!ema) notes.push('pictures are by the weights as they are: their average still holds much of the beginning')
    const fakes = model.sample({ seeds, ema, ...(asked === null ? {} : { labels: asked }) })
    return scope('doctor', () =>
      measurePictures(
        { images: imagesOf(fakes), labels: asked },
        { images: imagesOf(reals), labels: classes === 0 || labels.includes(-1) ? null : labels },
        { step: model.step, classes },
      ),
    )
  } finally {
    await dataset.close()
  }
}

function imagesOf(pictures: readonly Picture[]) {
  const { width = 1, height = 1, channels = 1 } = pictures[0] ?? {}
  const size = width * height * channels
  const pixels = new Uint8Array(pictures.length * size)
  for (const [i, { data }] of pictures.entries()) pixels.set(data, i * size)
  return toImageTensor(pixels, [pictures.length, height, width, channels], { device: 'cpu', channelsLast: false })
}
