/** Pictures of a run as files: which model makes them, where they go, and what their metadata says. */
import fs from 'node:fs'
import path from 'node:path'

import sharp from 'sharp'

import { GanymedeError } from '../errors.js'
import { findSystem } from '../models/registry.js'
import { enlarge } from '../train/animation.js'
import { writeFileAtomic } from '../train/atomic-file.js'
import { writeError } from '../train/file-ops.js'
import { type OpenModel, openModel } from '../train/open-model.js'
import { addPngText } from '../train/png-chunks.js'
import { findRun } from '../train/run-folder.js'
import { composeSheet, encodePng, type Picture } from '../train/sheet.js'
import type { Output } from './output.js'

/** Options that choose the weights. */
export interface ModelChoice {
  readonly step?: number | undefined
  readonly best: boolean
  readonly device?: string | undefined
  /** Folder of all runs. */
  readonly runs: string
}

/** Opens the model that the options of a command mean. */
export async function openPictureModel(reference: string, choice: ModelChoice, output: Output): Promise<OpenModel> {
  if (choice.best && choice.step !== undefined) {
    throw new GanymedeError('OPTION_INVALID', '--best and --step exclude one another')
  }
  const run = findRun(reference, { out: choice.runs })
  const model = openModel(run, {
    which: choice.best ? 'best' : (choice.step ?? 'latest'),
    device: choice.device ?? 'cpu',
    systemOf: findSystem,
  })
  for (const note of model.notes) output.warn(note)
  output.detail(`${run.name}, step ${model.step}${model.hasEma ? ', averaged weights' : ''}`)
  return model
}

/** Where pictures go. */
export interface PictureTarget {
  readonly path: string
  /** Whether the user named it. */
  readonly isChosen: boolean
}

/**
 * The place for pictures: as asked, or in the run's `pictures/` folder, under a name that tells step and seeds.
 *
 * @param endings  allowed endings; `''` stands for a folder
 * @throws GanymedeError `OPTION_INVALID` for another ending, `WRITE_FAILED` when the parent folder is missing
 */
export function pictureTarget(
  chosen: string | undefined,
  model: OpenModel,
  name: string,
  { endings }: { endings: readonly string[] },
): PictureTarget {
  if (chosen === undefined) {
    const folder = path.join(model.run.dir, 'pictures')
    try {
      fs.mkdirSync(folder, { recursive: true })
    } catch (error) {
      throw writeError(error, folder)
    }
    return { path: path.join(folder, `step-${String(model.step).padStart(6, '0')}-${name}`), isChosen: false }
  }
  const ending = path.extname(chosen).toLowerCase()
  if (!endings.includes(ending)) {
    const names = endings.map((one) => (one === '' ? 'a folder' : one)).join(' or ')
    throw new GanymedeError('OPTION_INVALID', `--out ${chosen} must be ${names}`)
  }
  const parent = path.dirname(path.resolve(chosen))
  if (!fs.existsSync(parent)) {
    throw new GanymedeError('WRITE_FAILED', `the folder ${parent} does not exist`, { remedy: 'Make it first.' })
  }
  return { path: chosen, isChosen: true }
}

/** What is written with {@link writePictures}. */
export interface PictureOptions {
  readonly model: OpenModel
  readonly seeds: readonly number[]
  readonly columns: number
  readonly scale: number
  readonly isRaw: boolean
  readonly isSeparate: boolean
  readonly force: boolean
}

/**
 * Writes pictures as one sheet, or one file each, with run, step and seeds in the metadata.
 *
 * @returns paths of the files
 * @throws GanymedeError `OUTPUT_EXISTS` before anything is written, `OPTION_INVALID` when a sheet would be too large
 */
export async function writePictures(
  target: PictureTarget,
  pictures: readonly Picture[],
  options: PictureOptions,
): Promise<string[]> {
  const { seeds, isSeparate } = options
  if (!isSeparate) {
    const bytes = await sheetFile(target.path, pictures, options)
    return [writeOnce(target, bytes, options)]
  }
  const names = seeds.map((seed) => path.join(target.path, `seed-${String(seed).padStart(6, '0')}.png`))
  const taken = names.filter((name) => fs.existsSync(name))
  if (taken.length > 0 && target.isChosen && !options.force) {
    throw new GanymedeError('OUTPUT_EXISTS', `${taken.length} of these files exist already`, {
      lines: taken.slice(0, 5),
    })
  }
  try {
    fs.mkdirSync(target.path, { recursive: true })
  } catch (error) {
    throw writeError(error, target.path)
  }
  for (const [index, picture] of pictures.entries()) {
    const png = await encodePng(enlarge(picture, options.scale))
    const metadata = describe(options, [seeds[index] ?? 0])
    writeFileAtomic(names[index] ?? '', addPngText(png, { Software: 'Ganymede', ...metadata }))
  }
  return names
}

/** Seeds as short text for a file name: `0-31`, `1-5-9` for single ones, cut where there are many. */
export function rangesText(seeds: readonly number[]): string {
  const parts: string[] = []
  for (let from = 0; from < seeds.length; ) {
    let to = from
    while (to + 1 < seeds.length && seeds[to + 1] === (seeds[to] ?? 0) + 1) to += 1
    parts.push(from === to ? `${seeds[from]}` : `${seeds[from]}-${seeds[to]}`)
    from = to + 1
  }
  return parts.length <= 8 ? parts.join('+') : `${parts.slice(0, 8).join('+')}+${parts.length - 8}-more`
}

async function sheetFile(file: string, pictures: readonly Picture[], options: PictureOptions): Promise<Uint8Array> {
  const { model, seeds, columns, scale } = options
  const isOne = pictures.length === 1
  const enlarged = pictures.map((picture) => enlarge(picture, scale))
  const png = await composeSheet(enlarged, {
    run: model.run.name,
    step: model.step,
    view: 'sample',
    columns,
    seeds,
    enlarged: scale,
    // A single picture is a picture and not a sheet: no frame around it.
    padding: isOne ? 0 : 2,
  })
  if (path.extname(file).toLowerCase() !== '.webp') return png
  const { Description } = describe(options, seeds)
  return sharp(png, { limitInputPixels: false })
    .webp({ lossless: true })
    .withExif({ IFD0: { Software: 'Ganymede', ImageDescription: Description } })
    .toBuffer()
}

function describe({ model, isRaw, scale }: PictureOptions, seeds: readonly number[]): { Description: string } {
  const { run, step, system, hasEma } = model
  const weights = hasEma && !isRaw ? 'average' : 'generator'
  return { Description: JSON.stringify({ run: run.name, system: system.name, step, weights, seeds, scale }) }
}

/** Writes a file unless another is in its place; an equal one is left as it is. @returns the path */
function writeOnce(target: PictureTarget, bytes: Uint8Array, { force }: PictureOptions): string {
  const places = target.isChosen ? [target.path] : numbered(target.path)
  for (const place of places) {
    const isFree = force || !fs.existsSync(place)
    if (isFree) writeFileAtomic(place, bytes)
    if (isFree || fs.readFileSync(place).equals(bytes)) return place
  }
  throw new GanymedeError('OUTPUT_EXISTS', `${target.path} exists already`)
}

function* numbered(file: string): Generator<string> {
  const { dir, name, ext } = path.parse(file)
  yield file
  for (let number = 2; number < 10_000; number += 1) yield path.join(dir, `${name}-${number}${ext}`)
}
