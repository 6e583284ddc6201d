/** Which files are images: endings that are looked at, and the first bytes that tell what a file really is. */

import { junkReason } from '../layout/junk-names.js'
import { otherFormatOf, otherFormatRemedy } from '../layout/other-formats.js'
import { looksLikeBmp } from './bmp.js'
import { looksLikePnm } from './pnm.js'

/** Formats that are read. Everything else is refused before the image library sees it (SVG and PDF above all). */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'tiff' | 'gif' | 'avif' | 'bmp' | 'pnm'

const endings: Readonly<Record<string, ImageFormat>> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  tif: 'tiff',
  tiff: 'tiff',
  gif: 'gif',
  avif: 'avif',
  bmp: 'bmp',
  dib: 'bmp',
  pbm: 'pnm',
  pgm: 'pnm',
  ppm: 'pnm',
  pnm: 'pnm',
  jpe: 'jpeg',
  jfif: 'jpeg',
}

/** All formats that are read, for people; the catalogue of errors has the same list. */
export const imageFormats = 'JPEG, PNG, WebP, TIFF, GIF, AVIF, BMP, PBM, PGM or PPM'

/** All endings of {@link formatOfName}, for people. */
export const imageEndings = Object.keys(endings)
  .map((ending) => `.${ending}`)
  .join(' ')

/** The ending of a file name in lower case without the dot; empty when there is none. */
export function endingOf(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1)
  const dot = base.lastIndexOf('.')
  return dot > 0 ? base.slice(dot + 1).toLowerCase() : ''
}

/** The format that the ending of a file name promises, or null. */
export function formatOfName(name: string): ImageFormat | null {
  return endings[endingOf(name)] ?? null
}

/** Why a file is not looked at as an image, or null when its ending says that it is one. */
export function ignoredBecause(name: string): string | null {
  const parts = name.includes('/') ? name.split('/').reverse() : [name]
  for (const part of parts) {
    const junk = junkReason(part)
    if (junk !== null) return junk
  }
  return noFormatReason(name)
}

/** Why the ending of a file names no image, or null when it does. */
export function noFormatReason(name: string): string | null {
  if (formatOfName(name) !== null) return null
  const ending = endingOf(name)
  return ending === '' ? 'no ending that names an image format' : `.${ending} is not an image format that is read`
}

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)))

/** The format that the first bytes (at least 32, where the file has them) belong to, or null. */
export function sniffFormat(head: Uint8Array): ImageFormat | null {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg'
  if (ascii(head, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'webp'
  const four = ascii(head, 0, 4)
  if (four === 'II*\0' || four === 'MM\0*' || four === 'II+\0' || four === 'MM\0+') return 'tiff'
  if (four === 'GIF8') return 'gif'
  if (ascii(head, 4, 8) === 'ftyp' && /avi[fs]/.test(ascii(head, 8, 32))) return 'avif'
  if (looksLikeBmp(head)) return 'bmp'
  if (looksLikePnm(head)) return 'pnm'
  return null
}

/** Says what a file without a known signature looks like, for people. */
export function describeHead(head: Uint8Array): string {
  if (head.length === 0) return 'the file is empty (0 bytes)'
  const text = ascii(head, 0, 24)
  if (/^\s*<(!doctype html|html|head|body)/i.test(ascii(head, 0, 64))) return 'a web page, not an image'
  if (head.subarray(0, 24).every((byte) => byte === 0)) return 'not an image: the file begins with zeros'
  if (/^[\x20-\x7e\s]+$/.test(text)) return `not an image: the file begins with ${JSON.stringify(text.trim())}`
  const other = otherFormatOf(head)
  if (other !== null) return `.${other} inside, which is not read: ${otherFormatRemedy(other)}`
  const bytes = [...head.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  return `not an image format that is read: the file begins with ${bytes}`
}
