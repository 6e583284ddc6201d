/** Which pictures a translation reads. */

import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { type ChannelCount, type Raster, withChannels } from '@ganymede/core/pictures'
import { counted } from '@ganymede/core/text'
import type { BadFile } from '../../data/bad-files.js'
import type { Dataset } from '../../data/dataset.js'
import { listImageFolder } from '../../data/formats/image-folder.js'
import { readInput, type TranslationInput } from '../../inference/made-input.js'
import type { OpenModel } from '../../inference/open-model.js'
import { readPicture, requireSize, resized } from '../../inference/picture-files.js'
import type { Translator } from '../../inference/translator.js'
import { openTrainingData } from '../../training/feed/open-training-data.js'

/** One picture to translate. */
export interface TranslationJob {
  /** Path below the folder of the input, with forward slashes; for people and for file names. */
  readonly name: string
  /** The file that is read; null for pictures out of a data set. */
  readonly source: string | null
  read(): Promise<TranslationInput>
  /** Null when there is none for this picture. */
  readonly readTruth: (() => Promise<Raster>) | null
}

/** All pictures of one call. */
export interface TranslationJobs {
  readonly jobs: readonly TranslationJob[]
  /** A single file; outputs are then a file too. */
  readonly isSingle: boolean
  /** Short name for folders. */
  readonly name: string
  /** Folders that inputs were found in. */
  readonly folders: readonly string[]
  /** Files and folders that are read beside the pictures: truths, data. Nothing in them may be written over. */
  readonly guarded: readonly string[]
  readonly notes: readonly string[]
  close(): Promise<void>
}

export interface JobOptions {
  readonly translator: Translator
  readonly size: { readonly width: number; readonly height: number } | null
  /** Pictures are photographs, of which inputs are made. */
  readonly makeInput: boolean
  readonly truth?: string | undefined
  readonly signal: AbortSignal
}

/** A file to read, and what it is called. */
interface ListedFile {
  readonly name: string
  readonly source: string
}

/** What one input stands for. */
interface Listing {
  readonly files: readonly ListedFile[]
  /** The folder; null for a file. */
  readonly folder: string | null
  /** What should be said about what is left out. */
  readonly notes: readonly string[]
}

/**
 * The pictures of files and folders, in the order in which they are named; each once.
 *
 * @param inputs  one at least
 * @throws GanymedeError `DATA_NOT_FOUND` naming all inputs that are not there, `DATA_EMPTY`
 */
export async function listPictures(inputs: readonly string[], options: JobOptions): Promise<TranslationJobs> {
  const { translator, size, makeInput, truth, signal } = options
  requireSize(size)
  const missing = inputs.filter((input) => statSync(input, { throwIfNoEntry: false }) === undefined)
  if (missing.length > 0) {
    const others = missing.length === 1 ? '' : `, and nothing at ${counted(missing.length - 1, 'other place')}`
    throw new GanymedeError('DATA_NOT_FOUND', `there is no picture or folder at ${missing[0]}${others}`, {
      ...(missing.length === 1 ? {} : { lines: missing.slice(0, 10) }),
    })
  }
  const listings: Listing[] = []
  for (const input of inputs) listings.push(await listOne(path.resolve(input), inputs.length > 1, signal))
  const all = [...new Map(listings.flatMap(({ files }) => files).map((file) => [file.source, file])).values()]
  if (all.length === 0) throw new GanymedeError('DATA_EMPTY', `${inputs.join(', ')}: no pictures in there`)
  const [only] = listings
  const isSingle = listings.length === 1 && only?.folder === null
  const names = all.map(({ name }) => name)
  const truths = truth === undefined ? null : await findTruths(truth, names, { isSingle, signal })
  const notes = [
    ...new Set(listings.flatMap((listing) => listing.notes)),
    ...(truths !== null && truths.missing > 0
      ? [`${truths.missing} of ${counted(all.length, 'picture')} ${truths.missing === 1 ? 'has' : 'have'} no truth`]
      : []),
  ]
  const jobs = all.map(({ name, source }): TranslationJob => {
    const truthFile = truths?.files.get(name)
    return {
      name,
      source,
      read: () => readInput(source, translator, { size, makeInput }),
      readTruth:
        truthFile === undefined
          ? null
          : async () => resized(await readPicture(truthFile, translator.outputChannels), size),
    }
  })
  return {
    jobs,
    isSingle,
    name: nameOfAll(inputs),
    folders: listings.flatMap(({ folder }) => folder ?? []),
    guarded: [...(truths?.files.values() ?? [])],
    notes,
    close: () => Promise.resolve(),
  }
}

async function listOne(place: string, isOfSeveral: boolean, signal: AbortSignal): Promise<Listing> {
  const base = path.basename(place)
  if (!statSync(place).isDirectory()) {
    return { files: [{ name: base, source: place }], folder: null, notes: [] }
  }
  // Every file will be read, so that looking into every one for who wrote it costs little.
  const { names, refused, notes } = await listImageFolder(place, { signal, choose: (all) => all.map((_, at) => at) })
  // Pictures of the same name in several folders stay apart.
  const files = names.map((name) => ({ name: isOfSeveral ? `${base}/${name}` : name, source: path.join(place, name) }))
  return {
    files,
    folder: place,
    notes: [...notes, ...refusedNotes(refused)],
  }
}

const NAMED_FILES = 8

/** What cannot be opened: one note for each reason. */
function refusedNotes(refused: readonly BadFile[]): string[] {
  const byReason = new Map<string, string[]>()
  for (const { name, reason } of refused) {
    const names = byReason.get(reason)
    if (names === undefined) byReason.set(reason, [name])
    else names.push(name)
  }
  return [...byReason].map(([reason, names]) => {
    const more = names.length > NAMED_FILES ? ` and ${names.length - NAMED_FILES} more` : ''
    return `leaves out ${names.slice(0, NAMED_FILES).join(', ')}${more}: ${reason}`
  })
}

/** Of the input, or of the folder in which all of them lie. */
function nameOfAll(inputs: readonly string[]): string {
  const places = inputs.map((input) => path.resolve(input))
  const [first = '', ...others] = places
  if (others.length === 0) return path.parse(first).name
  const parent = path.dirname(first)
  return (others.every((place) => path.dirname(place) === parent) && path.basename(parent)) || 'pictures'
}

/** Truths by the names of inputs: at the same path, or else of the same file name. */
async function findTruths(
  truth: string,
  names: readonly string[],
  { isSingle, signal }: { readonly isSingle: boolean; readonly signal: AbortSignal },
): Promise<{ readonly files: ReadonlyMap<string, string>; readonly missing: number }> {
  const found = statSync(truth, { throwIfNoEntry: false })
  if (found === undefined) throw new GanymedeError('DATA_NOT_FOUND', `there is no truth at ${truth}`)
  if (!found.isDirectory()) {
    const [only] = names
    if (isSingle && only !== undefined) return { files: new Map([[only, path.resolve(truth)]]), missing: 0 }
    throw new GanymedeError('OPTION_INVALID', '--truth must be a folder when the input is one')
  }
  const { names: there } = await listImageFolder(truth, { signal })
  const byPath = new Map(there.map((name) => [bare(name), name]))
  const byBase = new Map(there.map((name) => [bare(path.posix.basename(name)), name]))
  const files = new Map<string, string>()
  for (const name of names) {
    const match = byPath.get(bare(name)) ?? byBase.get(bare(path.posix.basename(name)))
    if (match !== undefined) files.set(name, path.join(path.resolve(truth), match))
  }
  if (files.size > 0) return { files, missing: names.length - files.size }
  throw new GanymedeError('OPTION_INVALID', `no picture of ${truth} has the name of an input`, {
    lines: [`inputs such as ${names.slice(0, 3).join(', ')}`, `truths such as ${there.slice(0, 3).join(', ')}`],
    remedy: 'Truths need the names of their inputs; the endings may differ.',
  })
}

/**
 * The pictures of a part of a run's own data, or of other data of its kind, with the truth where the data are pairs.
 *
 * @param options.data  other data than the run's
 * @throws GanymedeError `DATA_NOT_FOUND` when there is no such part
 */
export async function listSplit(
  model: OpenModel,
  split: 'train' | 'test',
  { translator, signal, data }: Pick<JobOptions, 'translator' | 'signal'> & { readonly data?: string | undefined },
): Promise<TranslationJobs> {
  const dataset: Dataset = await openTrainingData(model.system, model.options, { split, signal, path: data })
  const { info, targets, transform } = dataset
  if (targets === undefined) {
    await dataset.close()
    throw new GanymedeError('OPTION_INVALID', `the data of ${model.run.name} are no pictures of two domains`)
  }
  if (info.split !== split) {
    await dataset.close()
    throw new GanymedeError('DATA_NOT_FOUND', `${info.path} has no ${split} part`, {
      remedy: 'Give pictures or a folder: ganymede translate <run> <folder>',
    })
  }
  const isBack = translator.direction !== model.options.data.direction
  const rasterOf = (data: Uint8Array, channels: ChannelCount): Raster => ({
    width: transform.width,
    height: transform.height,
    channels,
    data,
  })
  const images = async (index: number) => {
    const { image, target } = await targets.read(index, signal)
    return { first: rasterOf(image, info.channels), second: rasterOf(target, targets.channels) }
  }
  const isPair = targets.items === 'pairs'
  const count = isPair ? info.count : (info.domains?.counts[isBack ? 1 : 0] ?? info.count)
  const jobs = Array.from({ length: count }, (_, index): TranslationJob => {
    const nameOf = isBack ? targets.nameOf(index) : dataset.nameOf(index)
    return {
      name: nameOf,
      source: null,
      async read() {
        const { first, second } = await images(index)
        return { input: withChannels(isBack ? second : first, translator.inputChannels), photograph: null }
      },
      readTruth: isPair
        ? async () => {
            const { first, second } = await images(index)
            return withChannels(isBack ? first : second, translator.outputChannels)
          }
        : null,
    }
  })
  return {
    jobs,
    isSingle: false,
    name: `${info.name}-${split}`,
    folders: [],
    guarded: [info.path, model.options.data.targets ?? ''].filter((place) => existsSync(place)),
    notes: [],
    close: () => dataset.close(),
  }
}

function bare(name: string): string {
  return name.replace(/\.[^./\\]+$/, '')
}
