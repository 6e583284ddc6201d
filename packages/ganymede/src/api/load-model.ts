/** A trained model from code: pictures for seeds and latents. */

import { givenOptions, requireObject, requireText } from '@ganymede/core'
import { findRun } from '@ganymede/runs/folder'
import { type OpenModel, type OpenModelOptions, openModel } from '../inference/open-model.js'
import type { PictureInput } from '../inference/picture-files.js'
import { translatorOfModel } from '../inference/translator.js'
import type { TranslatorOptions } from '../inference/translator-options.js'
import { findSystem } from '../models/registry.js'
import type { ModelChoice } from '../options/define-config.js'
import { modelParts, withParts } from '../systems/contract/replaced-parts.js'
import type { SampleRequest } from '../systems/contract/system.js'
import { readingPictures, type TranslatedInput, type TranslatePicturesOptions } from './load-translator.js'
import { MadePicture } from './made-picture.js'

export interface LoadModelOptions extends Omit<OpenModelOptions, 'systemOf'> {
  /** Folder of all runs; default `runs`. */
  readonly out?: string
  /** What the run was trained with, where that had parts of its own: `dcgan({ generator: … })`. */
  readonly model?: ModelChoice
}

/** A model with everything that code can ask of it. */
export interface LoadedModel extends Omit<OpenModel, 'sample' | 'decode'> {
  /**
   * One picture for each seed. The same seed gives the same picture, whatever is asked for beside it.
   *
   * @throws GanymedeError `OPTION_INVALID` without seeds, for a class that does not exist, or any class where there are none;
   *   `LATENTS_MISSING` for a system without latents; `MODEL_DISPOSED`
   * @example
   * const [picture] = model.sample({ seeds: [7] })
   * await picture?.save('seven.png')
   */
  sample(request: SampleRequest): MadePicture[]
  /**
   * One picture for each row of latents.
   *
   * @param latents  `n · latentDim` numbers, row by row
   * @param request  classes, for systems that take them; default: the first class
   * @throws as `sample`
   */
  decode(latents: Float32Array, request?: Omit<SampleRequest, 'seeds'>): MadePicture[]
  /**
   * Pictures from pictures of any size, for systems that make them: pix2pix and CycleGAN.
   *
   * @param pictures  paths, bytes of encoded files, or pixels
   * @throws (by rejecting) GanymedeError `OPTION_INVALID` for other systems and for what the network does not have,
   *   `DATA_UNREADABLE` naming the picture
   * @example
   * const [painting] = await loadModel('latest').translate(['photo.jpg'], { direction: 'b2a' })
   */
  translate(
    pictures: readonly PictureInput[],
    options?: TranslatorOptions & TranslatePicturesOptions,
  ): Promise<readonly TranslatedInput[]>
}

/**
 * Opens the model of a run. For files of weights see `loadTranslator`.
 *
 * @param reference  folder, id, unique prefix or `latest`
 * @throws GanymedeError `RUN_NOT_FOUND`, `CHECKPOINT_MISSING`, `CHECKPOINT_CORRUPT`, `PARTS_MISSING`
 * @throws GanymedeError `OPTION_INVALID` for anything but an object, and for unknown options
 * @example
 * const model = loadModel('latest')
 * const [picture] = model.sample({ seeds: [7] })
 * model.dispose()
 */
export function loadModel(reference: string, choices: LoadModelOptions = {}): LoadedModel {
  const given = givenOptions('loadModel', choices, ['out', 'which', 'device', 'precision', 'model'])
  requireText('loadModel', 'reference', reference)
  const { out = 'runs', model, ...options } = given
  const opened = openModel(findRun(reference, { out }), {
    ...options,
    systemOf: (name) => withParts(findSystem(name), model?.[modelParts]),
  })
  const about = `${opened.run.name}, step ${opened.step}`
  return {
    ...opened,
    decode: (latents, request) => opened.decode(latents, request).map((picture) => new MadePicture(picture, about)),
    sample: (request) =>
      opened.sample(request).map((picture, i) => new MadePicture(picture, `${about}, seed ${request.seeds[i]}`)),
    // `async`: what is wrong rejects, as the other translator's does.
    async translate(pictures, asked = {}) {
      requireObject('translate', asked, ['direction', 'size'])
      const { direction, mode, dropout, seed, raw, ...rest } = asked
      return readingPictures(translatorOfModel(opened, { direction, mode, dropout, seed, raw })).translate(
        pictures,
        rest,
      )
    },
  }
}
