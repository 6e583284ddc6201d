/** Pictures of seeds as files, whose metadata says how each can be made again. */
import fs from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { writeError, writeFileAtomic } from '@ganymede/runs/files'
import { addPngText, composeSheet, type EnlargingFilter, encodePng, enlargeWith, ownExif } from '@ganymede/runs/sheets'
import sharp from 'sharp'
import type { OpenModel } from '../inference/open-model.js'
import { mostPixels } from '../inference/picture-files.js'
import { labelOfSeed } from '../pictures/latents.js'
import { freePath, numberedPaths, type PictureTarget } from './picture-model.js'

/** What pictures are made of and look like. */
export interface PictureOptions {
  readonly model: OpenModel
  readonly seeds: readonly number[]
  /** Class of all pictures; default: the classes in turn, by seed. */
  readonly label?: number | undefined
  /** Enlargement by this whole multiple. */
  readonly scale: number
  readonly filter: EnlargingFilter
  /** Whether the weights are those of the generator itself. */
  readonly isRaw: boolean
  /** Replace what is there. */
  readonly force: boolean
}

// Sides as far as WebP goes.
const maxSide = 16_383
const framePixels = 2
const picturesAtOnce = 256

/**
 * Writes the pictures of all seeds as one sheet; a single one without a frame.
 *
 * @param target  a path ending in `.png` or `.webp`
 * @returns path of the file
 * @throws GanymedeError `OPTION_INVALID` when the sheet would be too large, `OUTPUT_EXISTS`, `DISK_FULL`, `WRITE_FAILED`
 */
export async function writeSheet(
  target: PictureTarget,
  { columns, ...options }: PictureOptions & { columns: number },
): Promise<string> {
  const { model, seeds, label, scale, filter, isRaw, force } = options
  const padding = seeds.length === 1 ? 0 : framePixels
  const width = padding + columns * (model.data.width * scale + padding)
  const height = padding + Math.ceil(seeds.length / columns) * (model.data.height * scale + padding)
  if (width > maxSide || height > maxSide || width * height > mostPixels) {
    throw new GanymedeError('OPTION_INVALID', `a sheet of ${width} × ${height} pixels is too large`, {
      lines: [`at most ${maxSide} on a side, and ${mostPixels} in all`],
      remedy: 'Use fewer seeds or a smaller --scale, or --separate for one file each.',
    })
  }
  if (target.isChosen && !force && fs.existsSync(target.path) && fs.statSync(target.path).isDirectory()) {
    throw new GanymedeError('OUTPUT_EXISTS', `${target.path} is a folder`)
  }
  const chosen = label === undefined ? {} : { label }
  const made = model.sample({ seeds, ...chosen, ema: !isRaw })
  const pictures = await Promise.all(made.map((picture) => enlargeWith(filter, picture, scale)))
  const { name } = model.run
  const labels = labelsOf(options, seeds)
  const layout = {
    columns,
    padding,
    seeds,
    enlarged: scale,
    filter,
    ...(labels && { labels }),
    ...unusualPrecision(model),
  }
  const png = await composeSheet(pictures, { run: name, step: model.step, view: 'sample', ...layout })
  const isWebp = path.extname(target.path).toLowerCase() === '.webp'
  return writeOnce(target, isWebp ? await webpOf(png, description(options, seeds)) : png, force)
}

/**
 * Writes one PNG for each seed into a folder.
 *
 * @returns the folder, and paths of the files
 * @throws GanymedeError `OUTPUT_EXISTS` before anything is written, `DISK_FULL`, `WRITE_FAILED`
 */
export async function writeSeparate(
  target: PictureTarget,
  options: PictureOptions,
): Promise<{ folder: string; files: string[] }> {
  const { model, seeds, label, scale, filter, isRaw, force } = options
  const chosen = label === undefined ? {} : { label }
  const folder = freePath(target)
  const fileOf = (seed: number): string => path.join(folder, `seed-${String(seed).padStart(6, '0')}.png`)
  const taken = seeds.map(fileOf).filter((file) => fs.existsSync(file))
  if (taken.length > 0 && !force) {
    const what = taken.length === 1 ? '1 of these files exists' : `${taken.length} of these files exist`
    throw new GanymedeError('OUTPUT_EXISTS', `${what} already`, { lines: taken.slice(0, 5) })
  }
  try {
    fs.mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw writeError(error, folder)
  }
  for (let from = 0; from < seeds.length; from += picturesAtOnce) {
    const some = seeds.slice(from, from + picturesAtOnce)
    const pictures = model.sample({ seeds: some, ...chosen, ema: !isRaw })
    for (const [index, seed] of some.entries()) {
      const picture = pictures[index]
      if (picture === undefined) continue
      const png = await encodePng(await enlargeWith(filter, picture, scale))
      writeFileAtomic(fileOf(seed), addPngText(png, { Description: description(options, [seed]) }))
    }
  }
  return { folder, files: seeds.map(fileOf) }
}

/** Name of each picture's class; undefined for a model without classes. */
function labelsOf({ model: { classes }, label }: PictureOptions, seeds: readonly number[]): string[] | undefined {
  if (classes === null) return undefined
  return seeds.map((seed) => classes[label ?? labelOfSeed(seed, classes.length)] ?? '')
}

function description(options: PictureOptions, seeds: readonly number[]): string {
  const { model, isRaw, scale, filter } = options
  const { run, step, system, hasEma } = model
  const weights = hasEma && !isRaw ? 'average' : 'generator'
  const labels = labelsOf(options, seeds)
  const facts = { run: run.name, system: system.name, step, weights, ...unusualPrecision(model) }
  return JSON.stringify({ ...facts, seeds, ...(labels && { labels }), scale, ...(scale > 1 && { filter }) })
}

/** Said only where a seed gives another picture than elsewhere. */
function unusualPrecision({ precision }: OpenModel): { readonly precision?: string } {
  return precision === 'float32' ? {} : { precision }
}

function webpOf(png: Uint8Array, text: string): Promise<Buffer> {
  return sharp(png, { limitInputPixels: false }).webp({ lossless: true }).withExif(ownExif(text)).toBuffer()
}

/** Writes a file unless another is in its place; an equal one is left as it is. @returns the path */
export function writeOnce(target: PictureTarget, bytes: Uint8Array, force: boolean): string {
  const places = target.isChosen ? [target.path] : numberedPaths(target.path)
  for (const place of places) {
    const isFree = force || !fs.existsSync(place)
    if (isFree) writeFileAtomic(place, bytes)
    if (isFree || fs.readFileSync(place).equals(bytes)) return place
  }
  throw new GanymedeError('OUTPUT_EXISTS', `${target.path} exists already`)
}
