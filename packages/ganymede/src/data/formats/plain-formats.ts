/** Plain formats that are decoded here, since the image library does not read them: BMP, and PBM, PGM, PPM. */

import { open, readFile } from 'node:fs/promises'
import type { ChannelCount, Raster } from '@ganymede/core/pictures'
import { bmpHeaderBytes, decodeBmp, readBmpHeader } from './bmp.js'
import { decodePnm, pnmHeaderBytes, readPnmHeader } from './pnm.js'

const plainFormats = {
  bmp: { headerBytes: bmpHeaderBytes, readHeader: readBmpHeader, decode: bmp },
  pnm: { headerBytes: pnmHeaderBytes, readHeader: readPnmHeader, decode: pnm },
} as const

export type PlainFormat = keyof typeof plainFormats

/** Width, height and channels of an image. */
interface PlainHeader {
  readonly width: number
  readonly height: number
  readonly channels: ChannelCount
}

export function isPlainFormat(format: string): format is PlainFormat {
  return Object.hasOwn(plainFormats, format)
}

/** @throws Error whose message says for people what is wrong with the header */
export async function readPlainHeader(format: PlainFormat, input: string | Uint8Array): Promise<PlainHeader> {
  const { headerBytes, readHeader } = plainFormats[format]
  return readHeader(await firstBytes(input, headerBytes))
}

/** @throws Error whose message says for people what is wrong with the file */
export async function decodePlain(
  format: PlainFormat,
  input: string | Uint8Array,
  limitPixels: number,
): Promise<Raster> {
  const { width, height } = await readPlainHeader(format, input)
  // The file may have been replaced since its header was looked at.
  if (width * height > limitPixels)
    throw new Error(`${width}×${height} is more than the limit of ${limitPixels} pixels`)
  return plainFormats[format].decode(typeof input === 'string' ? await readFile(input) : input)
}

function bmp(file: Uint8Array): Raster {
  return decodeBmp(file, readBmpHeader(file.subarray(0, bmpHeaderBytes)))
}

function pnm(file: Uint8Array): Raster {
  return decodePnm(file, readPnmHeader(file.subarray(0, pnmHeaderBytes)))
}

async function firstBytes(input: string | Uint8Array, count: number): Promise<Uint8Array> {
  if (typeof input !== 'string') return input.subarray(0, count)
  const file = await open(input)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
