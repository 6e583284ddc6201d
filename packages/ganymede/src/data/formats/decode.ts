/**
 * Reading images with sharp (libvips), whose threads are not the main one: headers for opening a data set, pixels for
 * training. Orientation by EXIF is honoured, CMYK and 16 bits become 8-bit sRGB, of several pages the first is taken. Pixels
 * of other kinds are refused by name (`tiff-pixels.ts`).
 */

import type { Background, ImageTransform, Raster } from '@ganymede/core/pictures'
import { resampleImage } from '@ganymede/core/pictures'
import sharp, { type Sharp } from 'sharp'
import { reasonOf } from '../bad-files.js'
import { ByteBudget } from '../byte-budget.js'
import { avifProblem } from './avif-boxes.js'
import { DecodeGate } from './decode-gate.js'
import { describeHead, type ImageFormat, sniffFormat } from './image-format.js'
import { decodePlain, isPlainFormat, type PlainFormat, readPlainHeader } from './plain-formats.js'
import { tiffProblem } from './tiff-pixels.js'

/** A file name, or the bytes of an encoded image. */
export type ImageInput = string | Uint8Array

export interface ImageHeader {
  readonly format: ImageFormat
  /** Width and height as seen, after orientation. */
  readonly width: number
  readonly height: number
  readonly isGrey: boolean
  readonly hasAlpha: boolean
  /** True when the stored pixels are turned or mirrored against what is seen. */
  readonly isTurned: boolean
  /** `srgb`, `b-w`, `cmyk`, `rgb16` …, as the image library calls it. */
  readonly space: string
}

/** 2²⁷, such as 16,384 × 8,192: 400 MB once decoded in colour. */
const DEFAULT_LIMIT_PIXELS = 2 ** 27

// From 0 to the largest value; what libvips does with others depends on the format.
const READ_DEPTHS: readonly string[] = ['uchar', 'ushort']

// Up to this many pixels the resampler here costs less than a further stage of libvips (about 2 ms, whatever the size).
const SMALL_IMAGE_PIXELS = 256 * 256

// Warnings of libjpeg after which part of the picture is grey or shifted. The others, such as bytes too many before a
// marker, are common in the wild and leave the picture whole.
const UNKNOWN = /^(unknown error)?$/i
const DAMAGING = /premature end|bad huffman|instead of RST|inconsistent progression/i

// libvips has one error text for all threads, which any other decode may take or replace: the reason of a failure is
// only known to be its own when the decode is repeated with no other one beside it.
const gate = new DecodeGate()

// Photographs of 12 megapixels: one for each thread of libuv, and some to wait. Larger ones come one after the other.
const wholes = new ByteBudget(2 ** 28)

let isConfigured = false

/** sharp with settings for many small images at once: one thread each, no cache of operations. */
export function imageLibrary(): typeof sharp {
  if (!isConfigured) {
    sharp.concurrency(1)
    sharp.cache(false)
    isConfigured = true
  }
  return sharp
}

/**
 * Reads and checks the header of an image.
 *
 * @param head  the first bytes of the file, at least 64 where it has them
 * @throws Error whose message says for people what is wrong: not an image, a damaged header, too many pixels
 */
export async function readImageHeader(
  input: ImageInput,
  head: Uint8Array,
  limitPixels = DEFAULT_LIMIT_PIXELS,
): Promise<ImageHeader> {
  const format = sniffFormat(head)
  if (format === null) throw new Error(describeHead(head))
  if (isPlainFormat(format)) return plainImageHeader(format, input, limitPixels)
  const problem = format === 'tiff' ? await tiffProblem(input) : format === 'avif' ? await avifProblem(input) : null
  if (problem !== null) throw new Error(problem)
  const readMetadata = () => imageLibrary()(input, { limitInputPixels: false }).metadata()
  let meta: Awaited<ReturnType<Sharp['metadata']>>
  try {
    meta = await gate.among(readMetadata)
  } catch {
    meta = await gate.alone(readMetadata).catch((error: unknown) => {
      throw new Error(`damaged ${format} header: ${reasonOf(error)}`)
    })
  }
  const { autoOrient, width, height, space, depth, hasAlpha = false, orientation = 1 } = meta
  if (!READ_DEPTHS.includes(depth)) throw new Error(`its pixels (${depth}) are neither 8 nor 16 bits without sign`)
  requirePixels(width, height, limitPixels)
  return {
    format,
    width: autoOrient.width,
    height: autoOrient.height,
    isGrey: space === 'b-w' || space === 'grey16',
    hasAlpha,
    isTurned: orientation > 1,
    space,
  }
}

async function plainImageHeader(format: PlainFormat, input: ImageInput, limitPixels: number): Promise<ImageHeader> {
  const { width, height, channels } = await readPlainHeader(format, input).catch((error: unknown) => {
    throw new Error(`damaged ${format} header: ${reasonOf(error)}`)
  })
  requirePixels(width, height, limitPixels)
  const isGrey = channels <= 2
  const hasAlpha = channels % 2 === 0
  return { format, width, height, isGrey, hasAlpha, isTurned: false, space: isGrey ? 'b-w' : 'srgb' }
}

// The longest of a JPEG. The image library keeps many rows at once, and a hundred bytes can claim rows of a million pixels.
const LONGEST_SIDE = 65_535

function requirePixels(width: number, height: number, limitPixels: number): void {
  if (width * height > limitPixels) {
    throw new Error(`${width}×${height} is more than the limit of ${limitPixels} pixels`)
  }
  if (Math.max(width, height) > LONGEST_SIDE) {
    throw new Error(`${width}×${height} has a side of more than ${LONGEST_SIDE} pixels`)
  }
}

/**
 * What makes images of the library out of an input: formats that it does not read are decoded first.
 *
 * @throws Error as {@link decodeImage}
 */
async function libraryImages(
  input: ImageInput,
  format: ImageFormat,
  limitPixels: number,
): Promise<(failOn: 'warning' | 'error') => Sharp> {
  if (!isPlainFormat(format)) return (failOn) => imageLibrary()(input, { failOn, limitInputPixels: limitPixels })
  const { data, ...raw } = await decodePlain(format, input, limitPixels).catch((error: unknown) => {
    throw new Error(`damaged pixels: ${reasonOf(error)}`)
  })
  return () => imageLibrary()(data, { raw, limitInputPixels: limitPixels })
}

/**
 * Decodes an image to the frame of a transform.
 *
 * Large images are scaled by libvips (kernel `linear`, JPEG shrunk while loading), small ones by {@link resampleImage},
 * with the same filter.
 *
 * @returns `[H, W, C]` uint8
 * @throws Error whose message says for people what is wrong with the pixels
 */
export async function decodeImage(
  input: ImageInput,
  header: ImageHeader,
  transform: ImageTransform,
  limitPixels = DEFAULT_LIMIT_PIXELS,
): Promise<Uint8Array> {
  const { channels } = transform
  const keepsAlpha = channels % 2 === 0
  // The resampler here knows nothing of alpha: what is invisible would bleed into what is seen.
  const isSmall = header.width * header.height <= SMALL_IMAGE_PIXELS && !keepsAlpha
  const isFitting = header.width === transform.width && header.height === transform.height
  const open = await libraryImages(input, header.format, limitPixels)
  const { pixels } = await decodeStrictly((failOn) => {
    let image = open(failOn)
    if (header.isTurned) image = image.autoOrient()
    if (keepsAlpha) image = image.ensureAlpha()
    else if (header.hasAlpha) image = image.flatten({ background: transform.background })
    if (!isSmall && !isFitting) image = scale(image, transform)
    return image
      .toColourspace(channels <= 2 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer()
  })
  const size = isSmall || isFitting ? header : transform
  if (pixels.length !== size.width * size.height * channels) {
    throw new Error(`the pixels are not ${size.width}×${size.height} as the header says`)
  }
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length)
  return resampleImage(bytes, { width: size.width, height: size.height, channels }, transform)
}

/**
 * Decodes an image at its stored size, in colour.
 *
 * @param options.hasAlpha  keep or add an alpha channel; else what is transparent shows the background
 * @throws Error whose message says for people what is wrong with the pixels
 */
export async function decodeWhole(
  input: ImageInput,
  header: ImageHeader,
  { hasAlpha, background }: { readonly hasAlpha: boolean; readonly background: Background },
  limitPixels = DEFAULT_LIMIT_PIXELS,
): Promise<Raster> {
  const { width, height } = header
  const channels = hasAlpha ? 4 : 3
  const decode = (image: Sharp): Promise<Buffer> => {
    if (header.isTurned) image = image.autoOrient()
    if (hasAlpha) image = image.ensureAlpha()
    else if (header.hasAlpha) image = image.flatten({ background })
    return image.toColourspace('srgb').raw().toBuffer()
  }
  const { pixels } = await wholes.run(width * height * channels, async () => {
    const open = await libraryImages(input, header.format, limitPixels)
    return decodeStrictly((failOn) => decode(open(failOn)))
  })
  if (pixels.length !== width * height * channels) {
    throw new Error(`the pixels are not ${width}×${height} as the header says`)
  }
  return { width, height, channels, data: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length) }
}

/**
 * Decodes every pixel at the stored size and throws them away.
 *
 * @returns null, or a warning of the decoder that leaves the picture whole
 * @throws Error whose message says for people what is wrong with the pixels
 */
export async function verifyPixels(
  input: ImageInput,
  { format }: Pick<ImageHeader, 'format'>,
  limitPixels = DEFAULT_LIMIT_PIXELS,
): Promise<string | null> {
  const open = await libraryImages(input, format, limitPixels)
  const { warning } = await decodeStrictly((failOn) => open(failOn).toColourspace('b-w').raw().toBuffer())
  return warning
}

/** Strict first; once more with tolerance when the complaint is a warning that leaves the picture whole. */
async function decodeStrictly(
  decode: (failOn: 'warning' | 'error') => Promise<Buffer>,
): Promise<{ pixels: Buffer; warning: string | null }> {
  try {
    return { pixels: await gate.among(() => decode('warning')), warning: null }
  } catch {
    return gate.alone(() => explainComplaint(decode))
  }
}

async function explainComplaint(
  decode: (failOn: 'warning' | 'error') => Promise<Buffer>,
): Promise<{ pixels: Buffer; warning: string | null }> {
  let warning: string
  try {
    return { pixels: await decode('warning'), warning: null }
  } catch (error) {
    warning = reasonOf(error)
  }
  // Without its reason nobody can say that the picture is whole.
  if (DAMAGING.test(warning) || UNKNOWN.test(warning)) throw new Error(`damaged pixels: ${warning}`)
  try {
    return { pixels: await decode('error'), warning }
  } catch (worse) {
    throw new Error(`damaged pixels: ${reasonOf(worse)}`)
  }
}

function scale(image: Sharp, { width, height, fit, background }: ImageTransform): Sharp {
  return image.resize(width, height, { fit: fit === 'stretch' ? 'fill' : fit, kernel: 'linear', background })
}
