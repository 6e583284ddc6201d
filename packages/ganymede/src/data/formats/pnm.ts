/**
 * Portable bitmaps, graymaps and pixmaps (PBM, PGM, PPM), as text and binary, which the image library does not read. Of several
 * images in a file the first is taken. https://netpbm.sourceforge.net/doc/ppm.html
 */

import type { Raster } from '@ganymede/core/pictures'

/** What the header says; pixels are not looked at. */
export interface PnmHeader {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly isText: boolean
  /** Largest value; 1 for bitmaps, in which 1 is black. */
  readonly most: number
  readonly isBitmap: boolean
  /** Place of the pixels in the file. */
  readonly pixelsAt: number
}

/** Bytes of a file within which its header must end; comments can be long. */
export const pnmHeaderBytes = 1 << 16

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13)
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

export function looksLikePnm(head: Uint8Array): boolean {
  const [letter, kind, next] = head
  return letter === 0x50 && kind !== undefined && kind >= 0x31 && kind <= 0x36 && (isSpace(next) || next === 0x23)
}

/**
 * @param head  the first {@link pnmHeaderBytes} bytes, or the whole file where it is shorter
 * @throws Error whose message says for people what is wrong
 */
export function readPnmHeader(head: Uint8Array): PnmHeader {
  const kind = (head[1] ?? 0) - 0x30
  const isBitmap = kind === 1 || kind === 4
  const numbers = new NumberReader(head, 2)
  const [width, height] = [numbers.next('width'), numbers.next('height')]
  const most = isBitmap ? 1 : numbers.next('largest value')
  if (width === 0 || height === 0) throw new Error(`a size of ${width}×${height}`)
  if (most < 1 || most > 65_535) throw new Error(`a largest value of ${most}, which must be 1 to 65535`)
  const isText = kind <= 3
  // Behind the last number stands one white space, and then the first pixel at once.
  if (!isSpace(head[numbers.at])) throw new Error('no white space behind its header')
  return { width, height, channels: kind % 3 === 0 ? 3 : 1, isText, most, isBitmap, pixelsAt: numbers.at + 1 }
}

/**
 * The pixels in 8 bits, spread from 0 to the largest value over 0 to 255.
 *
 * @throws Error whose message says for people what is wrong with the pixels
 */
export function decodePnm(file: Uint8Array, header: PnmHeader): Raster {
  const { width, height, channels, isText, isBitmap, most, pixelsAt } = header
  const count = width * height * channels
  const least = isText
    ? isBitmap
      ? count
      : 2 * count - 1
    : isBitmap
      ? Math.ceil(width / 8) * height
      : count * (most > 255 ? 2 : 1)
  const found = Math.max(0, file.length - pixelsAt)
  if (found < least) throw new Error(`truncated: ${width}×${height} need at least ${least} bytes, found ${found}`)
  const data = new Uint8Array(count)
  if (isBitmap && !isText) unpackBits(file, header, data)
  else {
    const next = isBitmap
      ? digits(file, pixelsAt)
      : isText
        ? numbersOf(file, pixelsAt)
        : samples(file, pixelsAt, most > 255)
    for (let i = 0; i < count; i++) {
      const value = next()
      if (value > most) throw new Error(`a value of ${value}, where ${most} is the largest`)
      data[i] = isBitmap ? 255 * (1 - value) : Math.round((value * 255) / most)
    }
  }
  return { width, height, channels, data }
}

function unpackBits(file: Uint8Array, { width, height, pixelsAt }: PnmHeader, data: Uint8Array): void {
  const rowBytes = Math.ceil(width / 8)
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = file[pixelsAt + y * rowBytes + (x >> 3)] as number
      data[to++] = (byte >> (7 - (x & 7))) & 1 ? 0 : 255
    }
  }
}

function samples(file: Uint8Array, at: number, isWide: boolean): () => number {
  if (!isWide) return () => file[at++] as number
  return () => {
    const value = ((file[at] as number) << 8) | (file[at + 1] as number)
    at += 2
    return value
  }
}

function numbersOf(file: Uint8Array, at: number): () => number {
  const numbers = new NumberReader(file, at)
  return () => numbers.next('value')
}

/** Of a bitmap as text: digits need no space between them. */
function digits(file: Uint8Array, from: number): () => number {
  const numbers = new NumberReader(file, from)
  return () => numbers.nextDigit()
}

/** Numbers between white space and comments. */
class NumberReader {
  readonly #bytes: Uint8Array
  at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  next(what: string): number {
    this.#skip()
    const from = this.at
    let value = 0
    while (isDigit(this.#bytes[this.at])) {
      value = value * 10 + (this.#bytes[this.at] as number) - 0x30
      if (value > 2 ** 31) throw new Error(`its ${what} is too large`)
      this.at += 1
    }
    if (this.at === from) throw this.#missing(what)
    return value
  }

  nextDigit(): number {
    this.#skip()
    if (!isDigit(this.#bytes[this.at])) throw this.#missing('value')
    return (this.#bytes[this.at++] as number) - 0x30
  }

  #missing(what: string): Error {
    const byte = this.#bytes[this.at]
    return new Error(byte === undefined ? `it ends before its ${what}` : `no ${what} at byte ${this.at}`)
  }

  #skip(): void {
    for (;;) {
      if (this.#bytes[this.at] === 0x23) {
        while (this.at < this.#bytes.length && this.#bytes[this.at] !== 10 && this.#bytes[this.at] !== 13) this.at += 1
      } else if (isSpace(this.#bytes[this.at])) this.at += 1
      else return
    }
  }
}
