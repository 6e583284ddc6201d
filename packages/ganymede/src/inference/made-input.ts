/** Runs that learned from inputs made out of photographs, and making inputs of other photographs in the same way. */

import { GanymedeError } from '@ganymede/core'
import { type Raster, withChannels } from '@ganymede/core/pictures'
import { madeInputsText, makeInput } from '../data/pairs/make-pair.js'
import { type PictureInput, readPicture, resized } from './picture-files.js'
import type { Translator } from './translator.js'

/** What a network is given, and the photograph that it was made of, where it was. */
export interface TranslationInput {
  readonly input: Raster
  /** At the same size; null when the input is the picture itself. */
  readonly photograph: Raster | null
}

export interface ReadInputOptions {
  /** Bring pictures to this size first, in pixels; default: as they are. */
  readonly size?: { readonly width: number; readonly height: number } | null | undefined
  /**
   * Pictures are photographs: make the input of them as it was made in training. Strengths stay in pixels of the picture.
   * Default false: pictures are inputs.
   */
  readonly makeInput?: boolean | undefined
}

type InputFacts = Pick<Translator, 'title' | 'inputChannels' | 'outputChannels' | 'inputMaking'>

/**
 * Reads a picture as a translator takes it.
 *
 * @throws GanymedeError `DATA_UNREADABLE` naming the picture; `OPTION_INVALID` as `requireMaking`
 */
export async function readInput(
  picture: PictureInput,
  translator: InputFacts,
  { size = null, makeInput: isMade = false }: ReadInputOptions = {},
): Promise<TranslationInput> {
  if (!isMade) return { input: resized(await readPicture(picture, translator.inputChannels), size), photograph: null }
  const making = requireMaking(translator)
  // Photographs are the targets of training, so that they have their channels.
  const photograph = resized(await readPicture(picture, translator.outputChannels), size)
  return { input: withChannels(makeInput(photograph, making), translator.inputChannels), photograph }
}

/** @throws GanymedeError `OPTION_INVALID` when the inputs of training were not made of photographs */
export function requireMaking({
  title,
  inputMaking,
}: Pick<Translator, 'title' | 'inputMaking'>): NonNullable<Translator['inputMaking']> {
  if (inputMaking !== null) return inputMaking
  throw new GanymedeError('OPTION_INVALID', `how inputs could be made of photographs is not known for ${title}`, {
    remedy:
      'Leave out --make-input (makeInput). Only runs with data.pairs edges, grey, blur or small made theirs of photographs.',
  })
}

/**
 * What somebody should know who gives pictures to a translator whose inputs were made of photographs: that photographs are
 * no such inputs, or at which size they become some. Null where there is nothing to say.
 *
 * @param flag  how the caller asks for `makeInput`, such as `--make-input`
 */
export function inputNote(
  { inputMaking, trainedSize }: Pick<Translator, 'inputMaking' | 'trainedSize'>,
  { isMade, flag }: { readonly isMade: boolean; readonly flag: string },
): string | null {
  if (inputMaking === null) return null
  const inputs = madeInputsText(inputMaking)
  if (!isMade) return `this run learned from ${inputs}: give it such pictures, or photographs with ${flag}`
  const size = trainedSize === null ? '' : `; in training they had ${trainedSize.width} × ${trainedSize.height} pixels`
  return `inputs are made as in training, ${inputs}${size}`
}
