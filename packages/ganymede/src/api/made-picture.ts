/** Pictures as code gets them: bytes, and ways to keep and show them. */
import path from 'node:path'
import { GanymedeError, givenOptions, requireText } from '@ganymede/core'
import type { ChannelCount, Raster } from '@ganymede/core/pictures'
import { makeFolders } from '@ganymede/runs/files'
import { encodePicture, pictureEnding, pictureEndings, writePicture } from '../inference/picture-files.js'

/** How a picture is saved. */
export interface SaveOptions {
  /** Of JPEG and WebP, 1 to 100, where 100 makes WebP lossless; default 95. Higher: larger files. */
  readonly quality?: number
}

/** Pixels as a canvas takes them: `new ImageData(pixels.data, pixels.width)`. */
export interface ImagePixels {
  readonly width: number
  readonly height: number
  /** `height · width · 4` bytes, row by row: red, green, blue, opacity. */
  readonly data: Uint8ClampedArray<ArrayBuffer>
  readonly colorSpace: 'srgb'
}

/** A picture that a model made: `[height, width, channels]` bytes, row by row, at the size that the network gives. */
export class MadePicture<Channels extends ChannelCount = 1 | 3> implements Raster {
  readonly width: number
  readonly height: number
  readonly channels: Channels
  readonly data: Uint8Array
  readonly #about: string

  /** @internal @param about  what the metadata of its files say about its making */
  constructor(pixels: Raster & { readonly channels: Channels }, about: string) {
    this.width = pixels.width
    this.height = pixels.height
    this.channels = pixels.channels
    this.data = pixels.data
    this.#about = about
  }

  /**
   * Writes the picture, wholly or not at all; folders are made, and a file of this name is replaced.
   *
   * @param file  ending in .png (lossless), .jpg, .jpeg or .webp
   * @returns `file`
   * @throws (by rejecting) GanymedeError `OPTION_INVALID` for another ending and for unknown options, `WRITE_FAILED`,
   *   `DISK_FULL`
   * @example
   * const [picture] = model.sample({ seeds: [7] })
   * await picture?.save('seven.png')
   */
  async save(file: string, options: SaveOptions = {}): Promise<string> {
    requireText('save', 'file', file)
    const { quality = 95 } = givenOptions('save', options, ['quality'])
    if (pictureEnding(file) === null) {
      throw new GanymedeError('OPTION_INVALID', `save: ${file} must end in ${pictureEndings.join(', ')}`)
    }
    if (!Number.isInteger(quality) || quality < 1 || quality > 100) {
      throw new GanymedeError('OPTION_INVALID', `save: quality must be a whole number from 1 to 100, got ${quality}`)
    }
    makeFolders(path.dirname(file))
    await writePicture(file, this, { quality, about: this.#about })
    return file
  }

  /** The picture as a lossless PNG file. */
  png(): Promise<Uint8Array> {
    return encodePicture(this, '.png', { quality: 100, about: this.#about })
  }

  /** The picture for a canvas: RGBA, opaque where the picture has no opacity of its own. */
  toImageData(): ImagePixels {
    const { width, height, channels, data } = this
    const hasAlpha = channels === 2 || channels === 4
    const colours = hasAlpha ? channels - 1 : channels
    const rgba = new Uint8ClampedArray(width * height * 4)
    for (let from = 0, to = 0; to < rgba.length; from += channels, to += 4) {
      for (let c = 0; c < 3; c++) rgba[to + c] = data[from + Math.min(c, colours - 1)] ?? 0
      rgba[to + 3] = hasAlpha ? (data[from + colours] ?? 255) : 255
    }
    return { width, height, data: rgba, colorSpace: 'srgb' }
  }
}
