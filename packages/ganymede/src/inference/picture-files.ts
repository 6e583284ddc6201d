/** Pictures in files: read at their own size, written in the format of their ending. */
import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { type ChannelCount, type Raster, resizeBicubic, withChannels } from '@ganymede/core/pictures'
import { writeFileAtomic } from '@ganymede/runs/files'
import { addPngText, ownExif, toolkitName } from '@ganymede/runs/sheets'
import { decodeWhole, imageLibrary, readImageHeader } from '../data/formats/decode.js'

/** Formats that pictures are written in, by their endings. */
export const pictureEndings = ['.png', '.jpg', '.jpeg', '.webp'] as const
export type PictureEnding = (typeof pictureEndings)[number]

const headBytes = 64

/** As many pixels as data sets may have, and as many on a side as tiles may: more would not fit into memory. */
export const mostPixels = 134_217_728
const mostOnSide = 65_536

/** A picture as callers have it: a path, the bytes of an encoded file, or pixels. */
export type PictureInput = string | Uint8Array | Raster

/**
 * Reads a picture: upright, as 8-bit sRGB; grey is luma as Pillow computes it; what is transparent is white unless opacity
 * is one of the channels.
 *
 * @throws GanymedeError `DATA_UNREADABLE` naming the file and what is wrong with it
 */
export async function readPicture(input: PictureInput, channels: ChannelCount): Promise<Raster> {
  const name = typeof input === 'string' ? input : 'the picture'
  const unreadable = (reason: string, cause?: unknown) =>
    new GanymedeError('DATA_UNREADABLE', `${name}: ${reason}`, { cause, remedy: 'Mend the file, or leave it out.' })
  if (!(typeof input === 'string' || input instanceof Uint8Array)) {
    const { width, height, channels: found, data } = input
    if (data.length === width * height * found && data.length > 0) return withChannels(input, channels)
    throw unreadable(`${data.length} bytes are no ${width} × ${height} pixels of ${found} channels`)
  }
  if (typeof input === 'string') {
    const found = await stat(input).catch(() => null)
    if (found === null) throw unreadable('there is no such file')
    if (!found.isFile()) throw unreadable('not a file')
  }
  try {
    const header = await readImageHeader(
      input,
      typeof input === 'string' ? await headOf(input) : input.subarray(0, headBytes),
    )
    const hasAlpha = channels % 2 === 0
    return withChannels(await decodeWhole(input, header, { hasAlpha, background: 'white' }), channels)
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error), error)
  }
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file)
  try {
    const head = new Uint8Array(headBytes)
    const { bytesRead } = await handle.read(head, 0, headBytes, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/**
 * Refuses a size that no picture may be brought to.
 *
 * @throws GanymedeError `OPTION_INVALID`
 */
export function requireSize(size: { readonly width: number; readonly height: number } | null | undefined): void {
  if (size === null || size === undefined) return
  const { width, height } = size
  const isGood = [width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= mostOnSide)
  if (isGood && width * height <= mostPixels) return
  throw new GanymedeError('OPTION_INVALID', `pictures cannot be brought to a size of ${width} × ${height} pixels`, {
    lines: [`whole numbers, 1 to ${mostOnSide} on a side, and at most ${mostPixels} pixels in all`],
    remedy: 'Ask for another size, or leave it out: pictures stay as they are.',
  })
}

/**
 * Brings a picture to a size, shape or no shape, as the authors' code does: Pillow's bicubic filter on bytes.
 *
 * @throws GanymedeError `OPTION_INVALID` as `requireSize`
 */
export function resized(picture: Raster, size: { readonly width: number; readonly height: number } | null): Raster {
  requireSize(size)
  if (size === null || (size.width === picture.width && size.height === picture.height)) return picture
  return resizeBicubic(picture, size.width, size.height)
}

/** The ending of a path when pictures can be written so, or null. */
export function pictureEnding(file: string): PictureEnding | null {
  const ending = path.extname(file).toLowerCase()
  return pictureEndings.find((one) => one === ending) ?? null
}

/** How a picture is written. */
export interface PictureWriting {
  /** Of JPEG and WebP, 1 to 100. */
  readonly quality: number
  /** What the metadata say about its making. */
  readonly about: string
}

/**
 * A picture in a format. PNG is lossless; JPEG has no opacity, so that white shows through.
 *
 * The file says who wrote it, so that no folder of inputs takes it for one.
 */
export async function encodePicture(
  { width, height, channels, data }: Raster,
  ending: PictureEnding,
  { quality, about }: PictureWriting,
): Promise<Uint8Array> {
  const image = imageLibrary()(data, { raw: { width, height, channels }, limitInputPixels: false }).toColourspace(
    channels <= 2 ? 'b-w' : 'srgb',
  )
  switch (ending) {
    case '.png':
      return addPngText(await image.png({ compressionLevel: 6, palette: false }).toBuffer(), {
        Software: toolkitName,
        Description: about,
      })
    case '.webp':
      return (quality === 100 ? image.webp({ lossless: true }) : image.webp({ quality }))
        .withExif(ownExif(about))
        .toBuffer()
    case '.jpg':
    case '.jpeg':
      return image
        .flatten({ background: 'white' })
        .jpeg({ quality, chromaSubsampling: '4:4:4' })
        .withExif(ownExif(about))
        .toBuffer()
  }
}

/** Writes a picture, wholly or not at all. @throws GanymedeError `WRITE_FAILED`, `DISK_FULL` */
export async function writePicture(file: string, picture: Raster, writing: PictureWriting): Promise<void> {
  writeFileAtomic(file, await encodePicture(picture, pictureEnding(file) ?? '.png', writing))
}
