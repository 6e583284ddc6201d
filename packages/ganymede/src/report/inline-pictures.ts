/** The sheets of a run as pictures inside a page: few enough, small enough, and one animation of their course. */
import fs from 'node:fs'
import type { RunReader, SampleEntry } from '@ganymede/runs/folder'
import { readSheet, toolkitName } from '@ganymede/runs/sheets'
import sharp from 'sharp'
import { evenly } from './chart.js'

/** A picture inside a page. */
export interface InlinePicture {
  /** `data:` URI. */
  readonly uri: string
  readonly width: number
  readonly height: number
}

/** A sheet at a step. */
export interface Frame extends InlinePicture {
  readonly step: number
}

/** One view over time. */
export interface ViewFrames {
  /** `fixed` for the main one. */
  readonly view: string
  readonly frames: readonly Frame[]
  /** How many sheets there are in the run; not all of them are in the page. */
  readonly total: number
  /** What the columns show; empty where sheets do not say. */
  readonly columnTitles: readonly string[]
}

// A page of about ten megabytes still opens at once and can be sent by mail.
const mostFrames = 32
const mostViews = 6
const largestSide = 768
const quality = 88
// Sheets of small pictures are kept to the pixel: they cost little and are shown enlarged.
const losslessSide = 420
const largestFileBytes = 64e6

/** Pictures that are encoded already, by file, size and time. */
export type PictureCache = Map<string, InlinePicture>

/** All views with their sheets, the main one first. Files that cannot be read are left out. */
export async function readViews(reader: RunReader, cache: PictureCache): Promise<ViewFrames[]> {
  const byView = new Map<string, SampleEntry[]>()
  for (const entry of reader.samples()) {
    const view = entry.view ?? 'fixed'
    byView.set(view, [...(byView.get(view) ?? []), entry])
  }
  const order = [...byView.keys()].sort((a, b) => Number(b === 'fixed') - Number(a === 'fixed')).slice(0, mostViews)
  const views: ViewFrames[] = []
  for (const view of order) {
    const entries = byView.get(view) ?? []
    const frames: Frame[] = []
    for (const { step, file } of evenly(entries, mostFrames)) {
      const picture = await inlinePicture(file, cache)
      if (picture !== null) frames.push({ step, ...picture })
    }
    const last = entries.at(-1)
    const columnTitles = last === undefined ? [] : titlesOf(last.file)
    if (frames.length > 0) views.push({ view, frames, total: entries.length, columnTitles })
  }
  return views
}

/** A sheet with the titles of its columns; null when it cannot be read. */
export async function inlineSheet(
  file: string,
  cache: PictureCache,
): Promise<(InlinePicture & Pick<ViewFrames, 'columnTitles'>) | null> {
  const picture = await inlinePicture(file, cache)
  return picture === null ? null : { ...picture, columnTitles: titlesOf(file) }
}

/** Titles of columns, as the sheet says them itself. */
function titlesOf(file: string): readonly string[] {
  try {
    if (fs.statSync(file).size > largestFileBytes) return []
    return readSheet(fs.readFileSync(file)).metadata.layout.columnTitles ?? []
  } catch {
    // Of another program, damaged, or being written.
    return []
  }
}

/** A picture file as WebP inside a page, reduced when it is large; null when it cannot be read. */
async function inlinePicture(file: string, cache: PictureCache): Promise<InlinePicture | null> {
  try {
    const { size, mtimeMs } = fs.statSync(file)
    if (size > largestFileBytes) return null
    const key = `${file} ${size} ${mtimeMs}`
    const known = cache.get(key)
    if (known !== undefined) return known
    const { data, info } = await sharp(file, { failOn: 'error' })
      .resize({ width: largestSide, height: largestSide, fit: 'inside', withoutEnlargement: true })
      .webp({ effort: 4, ...((await isSmall(file)) ? { lossless: true } : { quality }) })
      .toBuffer({ resolveWithObject: true })
    const picture = { uri: dataUri('webp', data), width: info.width, height: info.height }
    cache.set(key, picture)
    return picture
  } catch {
    return null
  }
}

async function isSmall(file: string): Promise<boolean> {
  const { width = 0, height = 0 } = await sharp(file).metadata()
  return Math.max(width, height) <= losslessSide
}

const framesPerSecond = 6
const lastFrameMs = 2500
const animationSide = 512
const animationFrames = 60

/**
 * The sheets of the main view as one animated WebP that rests on its last frame; null with fewer than two sheets of one
 * size.
 */
export async function progressAnimation(reader: RunReader): Promise<Uint8Array | null> {
  const entries = evenly(
    reader.samples().filter(({ view }) => view === undefined),
    animationFrames,
  )
  const frames: { data: Buffer; width: number; height: number }[] = []
  for (const { file } of entries) {
    try {
      const { data, info } = await sharp(file, { failOn: 'error' })
        .resize({ width: animationSide, height: animationSide, fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      frames.push({ data, width: info.width, height: info.height })
    } catch {
      // A sheet that is being written, or was damaged, is missing in the animation and nothing else.
    }
  }
  const last = frames.at(-1)
  const fitting = frames.filter(({ width, height }) => width === last?.width && height === last.height)
  if (last === undefined || fitting.length < 2) return null
  return sharp(Buffer.concat(fitting.map(({ data }) => data)), {
    raw: { width: last.width, height: last.height * fitting.length, channels: 3, pageHeight: last.height },
    limitInputPixels: false,
  })
    .webp({
      quality: 82,
      effort: 4,
      loop: 0,
      delay: fitting.map((_, i) => (i === fitting.length - 1 ? lastFrameMs : Math.round(1000 / framesPerSecond))),
    })
    .withExif({ IFD0: { Software: toolkitName } })
    .toBuffer()
}

/** Bytes as a `data:` URI of a picture format. */
export function dataUri(format: 'webp' | 'png', bytes: Uint8Array): string {
  return `data:image/${format};base64,${Buffer.from(bytes).toString('base64')}`
}
