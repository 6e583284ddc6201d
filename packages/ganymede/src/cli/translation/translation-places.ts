/** Which words of `ganymede translate` are inputs, and which one is the output. */
import { type Stats, statSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { pictureEnding } from '../../inference/picture-files.js'

/** Inputs, and where their pictures are to go; without inputs, pictures come out of the run's data. */
export interface TranslationPlaces {
  readonly inputs: readonly string[]
  readonly out: string | undefined
}

const usage = 'See: ganymede translate --help'

/**
 * Tells inputs and output apart. A shell makes many words of `*.jpg`: of several words the last is the output, unless it is
 * a file that is there already.
 *
 * @param words   all words behind the run
 * @param options.out    output that was named by a flag: all words are inputs then
 * @param options.force  of two words, the last is an output even if that file is there
 * @param options.isSplit  the pictures are a part of data, so that at most one input can be
 * @throws GanymedeError `OPTION_INVALID` when the last word may be meant either way
 */
export function translationPlaces(
  words: readonly string[],
  { out, force, isSplit }: { readonly out: string | undefined; readonly force: boolean; readonly isSplit: boolean },
): TranslationPlaces {
  const places = placesOf(words, out, force)
  const [first, second] = places.inputs
  if (first === undefined && !isSplit) {
    throw invalid('<input> is missing: pictures, a folder, or a part of the run’s data with --split test', usage)
  }
  if (second !== undefined && isSplit) {
    throw invalid(`--split takes one set of data, got ${places.inputs.length}`, usage)
  }
  return places
}

function placesOf(words: readonly string[], out: string | undefined, force: boolean): TranslationPlaces {
  const last = words.at(-1)
  const found = last === undefined ? undefined : statOf(last)
  if (out !== undefined) {
    if (words.length > 1 && last !== undefined && found === undefined) {
      throw invalid(
        `the output is named twice: --out ${out}, and ${last}, where no picture is`,
        'Leave one of them out.',
      )
    }
    return { inputs: words, out }
  }
  if (last === undefined || words.length === 1) return { inputs: words, out }
  const isFile = found !== undefined && !found.isDirectory()
  const inputs = words.slice(0, -1)
  if (inputs.length === 1 && isFile && !force && statOf(inputs[0] ?? '')?.isDirectory() !== true) {
    throw new GanymedeError('OUTPUT_EXISTS', `${last} is there already: is it a second input, or the output?`, {
      remedy: `As an input: name a folder for the pictures behind both, ending in a slash, or with --out.\nAs the output: choose another name, or overwrite it with --force.`,
    })
  }
  if (inputs.length > 1 && isFile) return { inputs: words, out }
  if (inputs.length > 1 && found === undefined && !isFolderName(last) && path.extname(last) !== '') {
    const isPicture = pictureEnding(last) !== null
    throw invalid(
      `${last} is not there: ${isPicture ? 'several pictures need a folder to go to' : 'is it an input, or the folder for the pictures?'}`,
      `Name inputs that are there; behind the name of a new folder put a slash: ${last.replace(/\.[^.]*$/, '')}/`,
    )
  }
  return { inputs, out: last }
}

function isFolderName(word: string): boolean {
  return word.endsWith('/') || word.endsWith(path.sep)
}

function statOf(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false })
}

function invalid(problem: string, remedy: string): GanymedeError {
  return new GanymedeError('OPTION_INVALID', problem, { remedy })
}
