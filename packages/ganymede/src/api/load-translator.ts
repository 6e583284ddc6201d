/** Pictures from pictures, from code: a run or a file of weights. */

import { GanymedeError, givenOptions, requireText } from '@ganymede/core'
import type { ChannelCount } from '@ganymede/core/pictures'
import type { CheckpointChoice } from '@ganymede/runs/checkpoints'
import { findRun } from '@ganymede/runs/folder'
import { type ReadInputOptions, readInput, requireMaking } from '../inference/made-input.js'
import { openModel } from '../inference/open-model.js'
import { type PictureInput, requireSize } from '../inference/picture-files.js'
import type { TileOptions } from '../inference/tiles/tile-options.js'
import type { TranslationWay } from '../inference/translate-image.js'
import {
  type TranslatedPicture,
  type Translator,
  translatorOfFile,
  translatorOfModel,
} from '../inference/translator.js'
import { requireTranslatorOptions, type TranslatorOptions } from '../inference/translator-options.js'
import { isWeightsReference } from '../inference/weights-file.js'
import { findSystem } from '../models/registry.js'
import type { AskedPrecision } from '../training/placement.js'
import { MadePicture } from './made-picture.js'

export interface LoadTranslatorOptions extends TranslatorOptions {
  /** Folder of all runs; default `runs`. */
  readonly out?: string | undefined
  /** Checkpoint of a run; default `preferred`: the best by FID where the latest was measured and is worse, else the latest. */
  readonly which?: CheckpointChoice | undefined
  /** Default `'cpu'`. */
  readonly device?: string | undefined
  /**
   * Arithmetic of the network. Default `'float32'`: the same pictures on every machine. `'auto'`: bfloat16 where the device
   * has native units for it, which is faster; pictures differ by a few grey levels.
   */
  readonly precision?: AskedPrecision | undefined
}

export interface TranslatePicturesOptions extends TileOptions, ReadInputOptions {}

/** A picture that was made, and what the network saw. */
export interface TranslatedInput
  extends TranslatedPicture,
    Pick<MadePicture<ChannelCount>, 'save' | 'png' | 'toImageData'> {
  readonly pixels: MadePicture<ChannelCount>
  /** What the network was given: the picture at its size, or what was made of it. */
  readonly input: MadePicture<ChannelCount>
}

/** A translator that reads pictures itself. */
export interface PictureTranslator extends Omit<Translator, 'translate'> {
  /**
   * Translates pictures of any size, one after the other.
   *
   * @param pictures  paths, bytes of encoded files, or pixels
   * @throws (by rejecting) GanymedeError `DATA_UNREADABLE` naming the picture, `NON_FINITE`; `OPTION_INVALID` for
   *   `makeInput` where `inputMaking` is null, and for a size that is too large
   */
  translate(pictures: readonly PictureInput[], options?: TranslatePicturesOptions): Promise<readonly TranslatedInput[]>
}

/**
 * Opens what makes pictures from pictures.
 *
 * @param reference  a run (folder, id, unique prefix or `latest`), or a file of weights whose architecture is recognised:
 *   `latest_net_G.pth`
 * @throws GanymedeError `RUN_NOT_FOUND`, `CHECKPOINT_MISSING`, `FILE_UNREADABLE`, `WEIGHTS_MISMATCH`, `OPTION_INVALID`
 * @example
 * const zebras = loadTranslator('horse2zebra/latest_net_G.pth')
 * const [zebra] = await zebras.translate(['horse.jpg'])
 * await zebra?.save('zebra.png')
 * zebras.dispose()
 */
export function loadTranslator(reference: string, choices: LoadTranslatorOptions = {}): PictureTranslator {
  const given = givenOptions('loadTranslator', choices, loadTranslatorOptions)
  requireText('loadTranslator', 'reference', reference)
  const { out = 'runs', which = 'preferred', device = 'cpu', precision = 'float32', ...options } = given
  requireTranslatorOptions({ ...options, precision })
  if (isWeightsReference(reference))
    return readingPictures(translatorOfFile(reference, { ...options, device, precision }))
  const model = openModel(findRun(reference, { out }), { which, device, precision, systemOf: findSystem })
  try {
    const translator = translatorOfModel(model, options)
    return readingPictures({ ...translator, dispose: () => model.dispose() })
  } catch (error) {
    model.dispose()
    throw error
  }
}

function translated(
  pixels: MadePicture<ChannelCount>,
  way: TranslationWay,
  input: MadePicture<ChannelCount>,
): TranslatedInput {
  return {
    pixels,
    way,
    input,
    save: (file, options) => pixels.save(file, options),
    png: () => pixels.png(),
    toImageData: () => pixels.toImageData(),
  }
}

const loadTranslatorOptions = [
  'out',
  'which',
  'device',
  'precision',
  'direction',
  'mode',
  'dropout',
  'seed',
  'raw',
] as const

const translateOptions = [
  'size',
  'makeInput',
  'tile',
  'overlap',
  'statistics',
  'memoryBytes',
  'rounding',
  'signal',
  'onProgress',
] as const

/** @internal Gives a translator eyes. */
export function readingPictures(translator: Translator): PictureTranslator {
  return {
    ...translator,
    async translate(pictures, asked = {}) {
      const { size, makeInput, ...options } = givenOptions('translate', asked, translateOptions)
      // Without types, a path alone would be taken for a list of letters.
      if (!(Symbol.iterator in Object(pictures)) || typeof pictures === 'string' || ArrayBuffer.isView(pictures)) {
        throw new GanymedeError('OPTION_INVALID', 'translate takes a list of pictures, and got one thing', {
          remedy: "Put it in brackets: translate(['photo.jpg'])",
        })
      }
      requireSize(size)
      if (makeInput === true) requireMaking(translator)
      const about = `${translator.title}, ${translator.direction}`
      const made: TranslatedInput[] = []
      for (const picture of pictures) {
        options.signal?.throwIfAborted()
        const { input } = await readInput(picture, translator, { size, makeInput })
        const { pixels, way } = await translator.translate(input, options)
        made.push(translated(new MadePicture(pixels, about), way, new MadePicture(input, 'input of a translation')))
      }
      return made
    },
  }
}
