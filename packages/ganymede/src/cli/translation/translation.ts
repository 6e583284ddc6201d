/** What `ganymede translate` does once its words are understood. */

import { GanymedeError } from '@ganymede/core'
import { resolveDevice } from '@ganymede/torch'
import { requireMaking } from '../../inference/made-input.js'
import type { OpenModel } from '../../inference/open-model.js'
import { type Translator, translatorOfFile, translatorOfModel } from '../../inference/translator.js'
import { isWeightsReference } from '../../inference/weights-file.js'
import type { FeatureNetwork } from '../../metrics/features/feature-network.js'
import { openFeatureNetwork } from '../../metrics/features/open-features.js'
import { createStopControl, type StopControl } from '../../training/guards/interrupts.js'
import { openPictureModel } from '../picture-model.js'
import type { Output } from '../terminal/output.js'
import { listPictures, listSplit, type TranslationJobs } from './translation-jobs.js'
import type { TranslationOptions } from './translation-options.js'
import { translationPlaces } from './translation-places.js'
import { TranslationSession } from './translation-session.js'

/** @returns exit code: 0, 2 when pictures were left out, 130 when it was stopped */
export async function runTranslation(
  args: { readonly model: string; readonly words: readonly string[] },
  options: TranslationOptions,
  output: Output,
): Promise<number> {
  refuseMisfits(options)
  const { split, out, force } = options
  const places = translationPlaces(args.words, { out, force, isSplit: split !== undefined })
  const stop = createStopControl({
    handlesSignals: true,
    onRequest: () => output.note('stopping: finished pictures stay; another Ctrl-C stops at once'),
  })
  const opened: { dispose(): unknown }[] = [{ dispose: () => stop.dispose() }]
  try {
    const { translator, model } = openTranslator(args.model, options, output)
    opened.push(translator, ...(model === null ? [] : [model]))
    const jobs = await listJobs(places.inputs, { translator, model, options, stop, output })
    opened.push({ dispose: () => jobs.close() })
    const session = new TranslationSession({
      translator,
      model,
      jobs,
      options,
      stop,
      output,
      asked: places.out,
    })
    const features = await openFeatures(options, translator)
    if (features !== null) opened.push(features)
    return await session.run(features)
  } finally {
    for (const one of opened.reverse()) await one.dispose()
  }
}

const usualSize = { width: 256, height: 256 }

async function openFeatures(
  { features, device = 'cpu' }: TranslationOptions,
  { trainedSize }: Translator,
): Promise<FeatureNetwork | null> {
  if (features === undefined) return null
  return openFeatureNetwork(features, { device: resolveDevice(device), imageSize: trainedSize ?? usualSize })
}

function refuseMisfits(options: TranslationOptions): void {
  const problems = [
    ...(options.split !== undefined && options.truth !== undefined
      ? ['--truth is for files and folders: with --split the truth comes from the data']
      : []),
    ...(options.split !== undefined && options.size !== undefined
      ? ['--size is for files and folders: with --split pictures come as in training']
      : []),
    ...(options.split !== undefined && options.makeInput
      ? ['--make-input is for files and folders: with --split inputs come as in training']
      : []),
  ]
  if (problems.length === 0) return
  throw new GanymedeError('OPTION_INVALID', problems[0] ?? '', {
    lines: problems.slice(1),
    remedy: 'See: ganymede translate --help',
  })
}

function openTranslator(
  reference: string,
  options: TranslationOptions,
  output: Output,
): { translator: Translator; model: OpenModel | null } {
  const { direction, mode, dropout, seed, raw, device, precision } = options
  const chosen = { direction, mode, dropout: dropout === undefined ? undefined : dropout === 'on', seed, raw }
  if (!isWeightsReference(reference)) {
    const model = openPictureModel(reference, options, output)
    try {
      return { translator: translatorOfModel(model, chosen), model }
    } catch (error) {
      model.dispose()
      throw error
    }
  }
  const ofRuns = (['step', 'best', 'raw', 'split'] as const).filter(
    (name) => options[name] !== undefined && options[name] !== false,
  )
  if (ofRuns.length > 0 || options.size === 'trained') {
    const flags = [...ofRuns.map((name) => `--${name}`), ...(options.size === 'trained' ? ['--size trained'] : [])]
    throw new GanymedeError('OPTION_INVALID', `${flags.join(', ')} cannot be used with a file of weights`, {
      remedy: 'Leave it out, or name a run.',
    })
  }
  return { translator: translatorOfFile(reference, { ...chosen, device, precision }), model: null }
}

async function listJobs(
  inputs: readonly string[],
  context: {
    readonly translator: Translator
    readonly model: OpenModel | null
    readonly options: TranslationOptions
    readonly stop: StopControl
    readonly output: Output
  },
): Promise<TranslationJobs> {
  const { translator, model, options, stop, output } = context
  const { split, size = 'own', truth, makeInput } = options
  const common = { translator, signal: stop.signal }
  let jobs: TranslationJobs
  if (split !== undefined && model !== null) jobs = await listSplit(model, split, { ...common, data: inputs[0] })
  else {
    const pixels = size === 'own' ? null : size === 'trained' ? translator.trainedSize : size
    if (makeInput) requireMaking(translator)
    jobs = await listPictures(inputs, { ...common, size: pixels, makeInput, truth })
  }
  for (const note of jobs.notes) output.note(`note: ${note}`)
  return jobs
}
